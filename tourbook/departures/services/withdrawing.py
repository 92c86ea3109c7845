"""A host takes its yes back: the slot is free, and the organisers are warned at once."""

from datetime import datetime

import sqlalchemy as sa

from tourbook.core import audit, zones
from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.departures import queries
from tourbook.departures.models import RequestState, ServiceRequest, ThreadAct, ThreadSide
from tourbook.departures.rules import notice
from tourbook.departures.services import letters, thread
from tourbook.departures.services.requests import free_slots, visit_day
from tourbook.hosts.models import LeadKind
from tourbook.hosts.queries import sites
from tourbook.hosts.rules.leads import due_day, leads_of


def is_short(request: ServiceRequest, *, at: datetime) -> bool:
    """Whether a withdrawal now needs a reason: by what the host declares, not by any package."""
    component, day = request.component, visit_day(request)
    declared = leads_of(
        ask_by_days=component.ask_by_days,
        names_by_days=component.names_by_days,
        rows=sites.leads_of_component(component),
        organisation_rows=sites.leads_of_organisation(component.organisation_id),
        package_rows=(),
        visit_day=day,
    )
    return notice.is_short(
        visit_day=day,
        ask_by=due_day(declared[LeadKind.ASK], day),
        today=zones.local_day(at, request.departure.zone),
    )


def withdraw(request: ServiceRequest, *, reason: str, by: str, at: datetime, actor: Actor) -> None:
    """Take a yes back.

    Raises:
        Refused: the host has not said yes, the visit has begun, or no reason is given though
            the visit is near.
    """
    if request.state is not RequestState.CONFIRMED:
        raise Refused("Only a visit that you said yes to can be withdrawn.")
    if request.starts_at <= at:
        raise Refused("This visit has begun already. Call the organiser.")
    short = is_short(request, at=at)
    notice.check_reason(reason, short=short)
    withdrawn = db.session.scalar(
        sa.update(ServiceRequest)
        .where(ServiceRequest.id == request.id, ServiceRequest.state == RequestState.CONFIRMED)
        .values(state=RequestState.WITHDRAWN, withdrawn_at=at, reason=reason.strip())
        .returning(ServiceRequest.id)
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(request)
    if withdrawn is None:
        raise Refused("This visit has just been withdrawn or cancelled.")
    free_slots([request])
    side = ThreadSide.HOST
    thread.write(request, ThreadAct.WITHDRAWN, side=side, by=by, at=at, words=reason)
    letters.tell_withdrawn(request, by=by, short=short, at=at)
    audit.record(
        "departures.withdraw",
        request,
        at=at,
        actor=actor,
        before={"state": RequestState.CONFIRMED},
        after={"state": RequestState.WITHDRAWN, "reason": request.reason, "short": short},
    )
    db.session.flush()


def hand_over(
    request: ServiceRequest, user_id: int, *, words: str, by: str, at: datetime, actor: Actor
) -> None:
    """Let a colleague of the same organisation answer and be reminded; the colleague is written to.

    Raises:
        Refused: it is answered already, or this person does not belong to the host.
    """
    colleague = queries.colleague(request.organisation_id, user_id)
    if colleague is None:
        raise Refused("This person does not belong to your organisation.")
    handed = db.session.scalar(
        sa.update(ServiceRequest)
        .where(ServiceRequest.id == request.id, ServiceRequest.state == RequestState.REQUESTED)
        .values(handed_to_id=colleague.id)
        .returning(ServiceRequest.id)
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(request)
    if handed is None:
        raise Refused("This request has been answered already. Nobody needs to answer it.")
    entry = thread.write(
        request,
        ThreadAct.HANDED_OVER,
        side=ThreadSide.HOST,
        by=by,
        at=at,
        words=words,
        facts={"to": colleague.name, "user_id": colleague.id},
    )
    db.session.flush()
    letters.hand_over(request, colleague, words=words, by=by, entry_id=entry.id, at=at)
    audit.record("departures.hand_over", request, at=at, actor=actor, after={"to": colleague.id})
    db.session.flush()


def say(
    request: ServiceRequest, words: str, *, side: ThreadSide, by: str, at: datetime, actor: Actor
) -> None:
    """Send words to the other side of a request; they change nothing."""
    if not words.strip():
        raise Refused("Write the message.")
    entry = thread.write(request, ThreadAct.NOTE, side=side, by=by, at=at, words=words)
    db.session.flush()
    letters.say(request, entry, at=at)
    audit.record("departures.say", request, at=at, actor=actor, after={"side": side})
    db.session.flush()
