"""The life of a departure: opened, closed, changed, called off, completed."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm.attributes import set_committed_value

from tourbook.core import audit, jobs
from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.departures import queries
from tourbook.departures.models import (
    HOLDING,
    Departure,
    DepartureStatus,
    RequestState,
    ServiceRequest,
    ThreadAct,
    ThreadSide,
)
from tourbook.departures.queries import changes
from tourbook.departures.rules import planning, selling
from tourbook.departures.rules import requests as rules
from tourbook.departures.rules.changes import differences
from tourbook.departures.services import letters, thread
from tourbook.departures.services.requests import free_slots, lock
from tourbook.packages import services as packages


def open_for_booking(departure: Departure, *, at: datetime, actor: Actor) -> None:
    """Let places be taken, now that every host has said yes."""
    rules.check_hosts(queries.hosts_missing(departure))
    open_despite_missing(departure, at=at, actor=actor)


def open_despite_missing(departure: Departure, *, at: datetime, actor: Actor) -> None:
    """Let places be taken though hosts have not all said yes."""
    rules.check_can_open(departure, at)
    turn(departure, DepartureStatus.OPEN, (DepartureStatus.DRAFT, DepartureStatus.CLOSED))
    record(departure, "departures.open", at=at, actor=actor)


def close(departure: Departure, *, at: datetime, actor: Actor) -> None:
    """Stop the sale; what was booked stands."""
    turn(departure, DepartureStatus.CLOSED, (DepartureStatus.OPEN,))
    record(departure, "departures.close", at=at, actor=actor)


def mark_cancelled(departure: Departure, *, reason: str, at: datetime, actor: Actor) -> None:
    """Call the departure off and tell its hosts. Its bookings are for the caller to end."""
    turn(departure, DepartureStatus.CANCELLED, rules.PLANNED)
    call_off_hosts(departure, reason=reason, by=actor.label, at=at)
    record(departure, "departures.cancel", at=at, actor=actor, reason=reason)


def turn(departure: Departure, status: DepartureStatus, wanted: Sequence[DepartureStatus]) -> None:
    """Change the status in one statement, or refuse if it is not one of those."""
    turned = db.session.scalar(
        sa.update(Departure)
        .where(Departure.id == departure.id, Departure.status.in_(wanted))
        .values(status=status)
        .returning(Departure.id)
        .execution_options(synchronize_session=False)
    )
    if turned is None:
        raise Refused("The departure has just changed. Look at the page again.")
    set_committed_value(departure, "status", status)


def record(departure: Departure, action: str, *, at: datetime, actor: Actor, **values: Any) -> None:
    after = {"status": departure.status, **values}
    audit.record(action, departure, at=at, actor=actor, after=after)
    db.session.flush()
    packages.touch_catalogue()


def call_off_hosts(departure: Departure, *, reason: str, by: str, at: datetime) -> None:
    """Cancel all that hosts were asked, free their slots, and tell those who had been asked."""
    live = queries.live_requests(departure)
    gone = unaware(departure)
    held = [request for request in live if request.state in HOLDING]
    db.session.execute(
        sa.update(ServiceRequest)
        .where(ServiceRequest.id.in_([request.id for request in live]))
        .values(state=RequestState.CANCELLED)
        .execution_options(synchronize_session=False)
    )
    for request in live:
        set_committed_value(request, "state", RequestState.CANCELLED)
    free_slots(held)
    for request in held:
        act, side = ThreadAct.CANCELLED, ThreadSide.ORGANISER
        thread.write(request, act, side=side, by=by, at=at, words=reason)
    letters.call_off([*held, *gone], reason=reason, at=at)


def unaware(departure: Departure) -> list[ServiceRequest]:
    """Requests that a change has called off of which their hosts were not told yet."""
    known = differences.requests_before(changes.untold(departure.id)).values()
    found = queries.requests_by_id({one.id for one in known})
    return [one for one in found if one.state is RequestState.CANCELLED]


def change(
    departure: Departure,
    *,
    seats: int,
    booking_deadline: datetime,
    pilot: bool,
    note: str,
    at: datetime,
    actor: Actor,
) -> None:
    """Change what may still change; never fewer places than are taken."""
    rules.check_planned(departure)
    planning.check_seats(seats, departure.version)
    if booking_deadline != departure.booking_deadline:
        planning.check_deadline(
            booking_deadline, first_day=departure.first_day, at=at, zone=departure.zone
        )
    before = {
        "seats": departure.seats,
        "booking_deadline": departure.booking_deadline,
        "pilot": departure.pilot,
    }
    set_seats(departure, seats)
    departure.booking_deadline = booking_deadline
    departure.pilot = pilot
    departure.note = note
    after = {"seats": seats, "booking_deadline": booking_deadline, "pilot": pilot}
    audit.record("departures.change", departure, at=at, actor=actor, before=before, after=after)
    db.session.flush()
    packages.touch_catalogue()


def set_seats(departure: Departure, seats: int) -> None:
    lock(departure)
    db.session.refresh(departure, ["seats"])
    asked_for = queries.fewest_asked_for(departure)
    if seats > departure.seats and asked_for is not None and seats > asked_for:
        raise Refused(
            "Hosts were asked for %(pax)d people. Cancel their requests, change the places and ask"
            " them again.",
            pax=asked_for,
        )
    changed = db.session.scalar(
        sa.update(Departure)
        .where(Departure.id == departure.id, Departure.seats_taken <= seats)
        .values(seats=seats)
        .returning(Departure.seats)
        .execution_options(synchronize_session=False)
    )
    if changed is None:
        raise Refused("More places than that are taken already.")
    set_committed_value(departure, "seats", seats)
    # Who was not asked yet is asked for the group as it is now.
    db.session.execute(
        sa.update(ServiceRequest)
        .where(
            ServiceRequest.departure_id == departure.id,
            ServiceRequest.state == RequestState.DRAFT,
        )
        .values(pax=seats)
        .execution_options(synchronize_session="fetch")
    )


@jobs.periodic("departures.complete", every=timedelta(hours=1))
def complete_ended(payload: dict[str, Any], at: datetime) -> None:
    """Mark as completed what ran and whose last day is over in its own zone."""
    for departure in queries.perhaps_ended(at):
        if selling.local_day(departure, at) > departure.last_day:
            turn(
                departure,
                DepartureStatus.COMPLETED,
                (DepartureStatus.OPEN, DepartureStatus.CLOSED),
            )
            record(departure, "departures.complete", at=at, actor=Actor.system())
