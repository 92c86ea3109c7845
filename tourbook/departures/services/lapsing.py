"""What the clock does with requests: it reminds, it lets lapse, and it notes what took place."""

from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from tourbook.core import audit, jobs
from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.departures import queries
from tourbook.departures.models import RequestState, ServiceRequest, ThreadAct, ThreadSide
from tourbook.departures.rules import lapsing as rules
from tourbook.departures.services import letters, thread
from tourbook.departures.services.requests import free_slots


@jobs.periodic("departures.lapse", every=timedelta(minutes=5))
def lapse(payload: dict[str, Any], at: datetime) -> None:
    """Let go of what nobody answered in time: the slots are free, the organisers are told once."""
    due = queries.taken_by_key(
        ServiceRequest.state == RequestState.REQUESTED, ServiceRequest.lapses_at <= at
    )
    lapsed = db.session.scalars(
        sa.update(ServiceRequest)
        .where(ServiceRequest.id.in_(due), ServiceRequest.state == RequestState.REQUESTED)
        .values(state=RequestState.LAPSED)
        .returning(ServiceRequest.id)
        .execution_options(synchronize_session=False)
    ).all()
    requests = queries.requests_by_id(lapsed)
    free_slots(requests)
    letters.tell_lapsed(requests, at=at)
    for request in requests:
        thread.write(request, ThreadAct.LAPSED, side=ThreadSide.CLOCK, by="", at=at)
        audit.record(
            "departures.lapse",
            request,
            at=at,
            actor=Actor.system(),
            before={"state": RequestState.REQUESTED},
            after={"state": RequestState.LAPSED},
        )
    db.session.flush()


@jobs.periodic("departures.remind", every=timedelta(minutes=15))
def remind(payload: dict[str, Any], at: datetime) -> None:
    """Remind hosts that have not answered, each at half time and two days before it is too late.

    A host that is asked several things for one departure is written to once.
    """
    due = [request for request in queries.waiting_after(at) if take_reminder(request, at)]
    due.sort(key=letter_of)
    for _letter, group in groupby(due, key=letter_of):
        reminded = list(group)
        letters.remind(reminded, at=at)
        for request in reminded:
            thread.write(request, ThreadAct.REMINDED, side=ThreadSide.CLOCK, by="", at=at)
    db.session.flush()


def letter_of(request: ServiceRequest) -> tuple[int, int, int]:
    return request.departure_id, request.organisation_id, request.handed_to_id or 0


def take_reminder(request: ServiceRequest, at: datetime) -> bool:
    """Whether a reminder is due that nobody else has taken; several late ones count as one."""
    if request.asked_at is None or request.lapses_at is None:
        return False
    due = rules.reminders_due(request.asked_at, request.lapses_at, at)
    if due <= request.reminders:
        return False
    taken = db.session.scalar(
        sa.update(ServiceRequest)
        .where(
            ServiceRequest.id == request.id,
            ServiceRequest.reminders == request.reminders,
            ServiceRequest.state == RequestState.REQUESTED,
        )
        .values(reminders=due)
        .returning(ServiceRequest.id)
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(request, ["reminders", "state"])
    return taken is not None


@jobs.periodic("departures.deliver", every=timedelta(hours=1))
def deliver(payload: dict[str, Any], at: datetime) -> None:
    """Note agreed visits that are over as having taken place."""
    over = queries.taken_by_key(
        ServiceRequest.state == RequestState.CONFIRMED, ServiceRequest.ends_at <= at
    )
    db.session.execute(
        sa.update(ServiceRequest)
        .where(ServiceRequest.id.in_(over), ServiceRequest.state == RequestState.CONFIRMED)
        .values(state=RequestState.DELIVERED)
        .execution_options(synchronize_session=False)
    )
