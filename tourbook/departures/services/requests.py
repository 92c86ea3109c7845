"""What happens to one request on its way: drafted, held, sent, released.

Locks are always taken in the same order, so that nobody waits in a ring: the departure, then its
requests by their keys, the host's visit budgets, then slots by their keys. Drafts are changed by
nobody but the one who has the departure's lock, so a draft's slot may be held before its row is.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm.attributes import set_committed_value

from tourbook.core import audit, zones
from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.departures import queries
from tourbook.departures.models import (
    HOLDING,
    Departure,
    RequestState,
    ServiceRequest,
    ThreadAct,
    ThreadSide,
)
from tourbook.departures.queries.leads import stops_of
from tourbook.departures.rules import lapsing, planning
from tourbook.departures.rules import requests as rules
from tourbook.departures.rules.leads import answer_by
from tourbook.departures.services import letters, thread
from tourbook.departures.services.planning import draft
from tourbook.directory.models import Organisation
from tourbook.hosts import services as hosts

__all__ = ["draft", "free_slots", "hold", "hold_slot", "lock", "release", "send"]


def lock(departure: Departure) -> None:
    """One at a time may change what the hosts of a departure are asked."""
    db.session.execute(
        sa.select(Departure.id).where(Departure.id == departure.id).with_for_update()
    )
    rules.check_planned(departure)


def hold(
    request: ServiceRequest,
    *,
    at: datetime,
    beside: Iterable[ServiceRequest] = (),
    named_by_host: bool = False,
) -> None:
    """Take the slot of a draft for its party; `beside` are drafts held to be asked with it.

    A host that has named the time itself is there, whatever its calendar says.

    Raises:
        Refused: the visit is over, the host is away or takes no more visits, or the slot is gone
            or has been moved.
    """
    if request.starts_at <= at:
        raise Refused("The time of this visit has passed.")
    check_budget(request, beside)
    if not named_by_host:
        check_there(request)
    if request.slot_id is not None:
        hold_slot(request, request.slot_id)


def check_budget(request: ServiceRequest, beside: Iterable[ServiceRequest] = ()) -> None:
    if queries.over_budget(request, beside):
        raise Refused("The host takes no more visits in this month or year.")


def check_there(request: ServiceRequest) -> None:
    """Refuse a time at which the host is away; in a quiet period a reason must have been given."""
    kinds = {one.kind for one in queries.away_at(request.component, request)}
    reasoned = bool(kinds) and queries.was_reasoned(request)
    rules.check_there(request.organisation.name, kinds, reasoned=reasoned)


def hold_slot(request: ServiceRequest, slot_id: int) -> None:
    """Take the slot if it is still at the time that was meant: its host may have moved it."""
    hosts.hold_slot(slot_id, request.pax)
    slot = queries.as_it_stands(slot_id)
    if not planning.covers(slot, request.starts_at, request.ends_at):
        hosts.free_slot(slot_id, request.pax)
        raise Refused("The host has moved this time meanwhile. Look at its times and choose again.")
    request.slot_exclusive = slot.exclusive


def send(
    departure: Departure, held: Sequence[ServiceRequest], *, at: datetime, actor: Actor
) -> list[Organisation]:
    """Let drafts leave whose slots are held; hand back the hosts that have no address."""
    mark_asked(departure, held, at=at, actor=actor)
    unreachable = letters.ask(departure, held, at=at)
    db.session.flush()
    return unreachable


def mark_asked(
    departure: Departure, held: Sequence[ServiceRequest], *, at: datetime, actor: Actor
) -> None:
    """From now on these hosts are asked; whoever calls writes to them."""
    wanted_by = {stop.key: answer_by(stop) for stop in stops_of([departure.id])[departure.id]}
    for request in held:
        sent = db.session.scalar(
            sa.update(ServiceRequest)
            .where(ServiceRequest.id == request.id, ServiceRequest.state == RequestState.DRAFT)
            .values(
                state=RequestState.REQUESTED,
                asked_at=at,
                lapses_at=lapsing.lapses_at(
                    asked_at=at,
                    wanted_by=wanted_by[request.dated_item_id],
                    starts_at=request.starts_at,
                    zone=departure.zone,
                ),
            )
            .returning(ServiceRequest.lapses_at)
            .execution_options(synchronize_session=False)
        )
        if sent is None:
            raise Refused("Somebody has just asked these hosts. Look at the page again.")
        set_committed_value(request, "state", RequestState.REQUESTED)
        set_committed_value(request, "asked_at", at)
        set_committed_value(request, "lapses_at", sent)
        note_asked(request, at=at, actor=actor)


def visit_day(request: ServiceRequest) -> date:
    return zones.local_day(request.starts_at, request.departure.zone)


def note_asked(request: ServiceRequest, *, at: datetime, actor: Actor) -> None:
    thread.write(
        request,
        ThreadAct.ASKED,
        side=ThreadSide.ORGANISER,
        by=actor.label,
        at=at,
        facts={
            "starts_at": request.starts_at.isoformat(),
            "ends_at": request.ends_at.isoformat(),
            "pax": request.pax,
        },
    )
    audit.record(
        "departures.ask",
        request,
        at=at,
        actor=actor,
        after={"slot": request.slot_id, "starts_at": request.starts_at, "pax": request.pax},
    )


def release(
    request: ServiceRequest,
    *,
    at: datetime,
    actor: Actor,
    reason: str = "",
    act: ThreadAct = ThreadAct.CANCELLED,
) -> RequestState:
    """Call a request off and free its slot; whoever calls tells the host. The state it had.

    Raises:
        Refused: it is called off already, or its host has just answered.
    """
    before = request.state
    if before not in rules.CANCELLABLE:
        raise Refused("This request has been cancelled already.")
    released = db.session.scalar(
        sa.update(ServiceRequest)
        .where(ServiceRequest.id == request.id, ServiceRequest.state == before)
        .values(state=RequestState.CANCELLED)
        .returning(ServiceRequest.id)
        .execution_options(synchronize_session=False)
    )
    if released is None:
        raise Refused("The host has just answered. Look at the page again.")
    set_committed_value(request, "state", RequestState.CANCELLED)
    if before in HOLDING:
        free_slots([request])
    if request.asked_at is not None:
        side = ThreadSide.ORGANISER
        thread.write(request, act, side=side, by=actor.label, at=at, words=reason)
    audit.record(
        "departures.cancel_request",
        request,
        at=at,
        actor=actor,
        before={"state": before},
        after={"reason": reason},
    )
    db.session.flush()
    return before


def free_slots(released: Iterable[ServiceRequest]) -> None:
    """Give back what these requests held, slot by slot in the order of their keys."""
    for request in sorted(released, key=lambda one: (one.slot_id or 0, one.id)):
        if request.slot_id is not None:
            hosts.free_slot(request.slot_id, request.pax)
