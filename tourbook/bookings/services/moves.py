"""Placing, confirming, changing and cancelling a booking.

A booking's row is always changed before its departure's, so that two changes wait for each other
and never in a circle. The departure comes last, since everybody who books waits for it.
"""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from tourbook.bookings import queries
from tourbook.bookings.models import Booking, BookingState, Delegation, Participant
from tourbook.bookings.rules import moves, prices
from tourbook.bookings.services import notices
from tourbook.bookings.services.history import note
from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.core.inserts import insert_into
from tourbook.core.refused import Refused
from tourbook.departures.models import Departure
from tourbook.departures.rules import selling
from tourbook.departures.services import late
from tourbook.departures.services.seats import release_seats, take_seats

TRIES = 5


def place(
    departure: Departure,
    delegation: Delegation,
    *,
    places: int,
    kind: BookingState,
    at: datetime,
    actor: Actor,
    form_key: str | None = None,
) -> Booking:
    """Take places as an option or confirmed. A form that is sent twice makes one booking.

    Raises:
        Refused: the departure cannot be booked, or not with so many.
    """
    moves.check_places(places, departure.version.party_max)
    selling.check_can_book(departure, places, at)
    late.check_in_time(departure, at=at)
    values = new_values(departure, delegation, places=places, kind=kind, at=at, form_key=form_key)
    booking = inserted(values)
    if booking is None:
        return already_made(departure, delegation, form_key)
    note(booking, "placed", at=at, actor=actor)
    notices.tell(booking, "confirmed" if is_confirmed(booking) else "option_placed", at=at)
    take_seats(departure, places)
    return booking


def is_confirmed(booking: Booking) -> bool:
    return booking.state is BookingState.CONFIRMED


def new_values(
    departure: Departure,
    delegation: Delegation,
    *,
    places: int,
    kind: BookingState,
    at: datetime,
    form_key: str | None,
) -> dict[str, Any]:
    if kind not in moves.LIVE:
        raise ValueError("Places are taken as an option or confirmed.")
    cents, currency = prices.person_price(departure.version.tiers, places)
    option = kind is BookingState.OPTION
    return {
        "departure_id": departure.id,
        "delegation_id": delegation.id,
        "places": places,
        "state": kind,
        "option_until": moves.option_until(departure, at) if option else None,
        "person_cents": cents,
        "currency": currency,
        "created_at": at,
        "confirmed_at": None if option else at,
        "revision": 1,
        "form_key": form_key,
    }


def inserted(values: dict[str, Any]) -> Booking | None:
    """The new booking, or None if its form has made one before."""
    for _try in range(TRIES):
        booking = insert(values | {"reference": moves.new_reference()})
        if booking is not None:
            return booking
        if values["form_key"] and queries.by_form_key(values["form_key"]):
            return None
    raise RuntimeError("No free reference was found.")


def insert(values: dict[str, Any]) -> Booking | None:
    booking: Booking | None = db.session.scalar(
        insert_into(Booking).values(**values).on_conflict_do_nothing().returning(Booking)
    )
    return booking


def already_made(departure: Departure, delegation: Delegation, form_key: str | None) -> Booking:
    booking = queries.by_form_key(form_key or "")
    same = (departure.id, delegation.id)
    if booking is None or (booking.departure_id, booking.delegation_id) != same:
        raise Refused("This form has been used already. Open it again.")
    return booking


def changed(booking: Booking, *conditions: sa.ColumnElement[bool], **values: Any) -> Booking | None:
    """The booking after the change, or None if a condition no longer holds."""
    found: Booking | None = db.session.scalar(
        sa.update(Booking)
        .where(Booking.id == booking.id, *conditions)
        .values(revision=Booking.revision + 1, **values)
        .returning(Booking)
        .execution_options(synchronize_session=False, populate_existing=True)
    )
    return found


def ended(booking: Booking, state: BookingState, at: datetime) -> dict[str, Any]:
    return {"state": state, "option_until": None, "ended_at": at}


def confirm(
    booking: Booking, *, at: datetime, actor: Actor, revision: int | None = None
) -> Booking:
    """Turn an option into a firm booking while it has not run out."""
    moves.check_revision(booking, revision)
    moves.check_move(booking, BookingState.CONFIRMED)
    before = {"state": booking.state, "option_until": booking.option_until}
    done = changed(
        booking,
        Booking.state == BookingState.OPTION,
        Booking.option_until > at,
        state=BookingState.CONFIRMED,
        option_until=None,
        confirmed_at=at,
    )
    if done is None:
        db.session.refresh(booking)
        moves.check_move(booking, BookingState.CONFIRMED)
        raise moves.why_not(BookingState.LAPSED)
    note(booking, "confirmed", at=at, actor=actor, before=before)
    notices.tell(booking, "confirmed", at=at)
    db.session.flush()
    return booking


def change_places(
    booking: Booking, *, places: int, at: datetime, actor: Actor, revision: int | None = None
) -> Booking:
    """Take more places or give some back; the price follows the new size of the group."""
    departure, old, cents_before = booking.departure, booking.places, booking.person_cents
    moves.check_revision(booking, revision)
    moves.check_live(booking)
    moves.check_places(places, departure.version.party_max)
    if places == old:
        raise Refused("The booking has %(places)d places already.", places=places)
    check_time(departure, places - old, at)
    cents, _currency = prices.person_price(departure.version.tiers, places)
    if (
        changed(
            booking,
            Booking.state.in_(moves.LIVE),
            Booking.revision == booking.revision,
            sa.or_(Booking.option_until.is_(None), Booking.option_until > at),
            places=places,
            person_cents=cents,
        )
        is None
    ):
        raise Refused("Somebody has just changed this booking. Look at it again, then go on.")
    moves.check_participants_fit(named_in(booking), places)
    before = {"places": old, "cents": cents_before}
    note(booking, "places_changed", at=at, actor=actor, before=before)
    notices.tell(booking, "places_changed", at=at, before=old)
    move_seats(departure, places - old)
    return booking


def check_time(departure: Departure, more: int, at: datetime) -> None:
    if more > 0:
        selling.check_can_book(departure, more, at)
        late.check_in_time(departure, at=at)
    elif moves.has_begun(departure, selling.local_day(departure, at)):
        raise Refused("This departure has already begun.")


def move_seats(departure: Departure, more: int) -> None:
    if more > 0:
        take_seats(departure, more)
    else:
        release_seats(departure, -more)


def named_in(booking: Booking) -> int:
    return (
        db.session.scalar(
            sa.select(sa.func.count())
            .select_from(Participant)
            .where(Participant.booking_id == booking.id, Participant.removed_at.is_(None))
        )
        or 0
    )


def cancel(
    booking: Booking, *, reason: str, at: datetime, actor: Actor, revision: int | None = None
) -> Booking:
    """Give all places back and tell everybody why."""
    moves.check_revision(booking, revision)
    cancel_quietly(booking, reason=reason, at=at, actor=actor)
    notices.tell(booking, "cancelled", at=at, reason=reason)
    release_seats(booking.departure, booking.places)
    return booking


def cancel_quietly(booking: Booking, *, reason: str, at: datetime, actor: Actor) -> None:
    """End the booking itself; its places and messages are the caller's."""
    moves.check_move(booking, BookingState.CANCELLED)
    before = {"state": booking.state}
    done = changed(
        booking,
        Booking.state.in_(moves.LIVE),
        **ended(booking, BookingState.CANCELLED, at),
    )
    if done is None:
        db.session.refresh(booking)
        moves.check_move(booking, BookingState.CANCELLED)
    note(booking, "cancelled", at=at, actor=actor, before=before, reason=reason)
