"""What the clock does to bookings: options lapse, and visits that are over are completed."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from tourbook.bookings import queries
from tourbook.bookings.models import Booking, BookingState
from tourbook.bookings.services import notices
from tourbook.bookings.services.history import note
from tourbook.bookings.services.moves import changed, ended
from tourbook.core import jobs
from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.departures.models import Departure
from tourbook.departures.rules.selling import local_day
from tourbook.departures.services.seats import release_seats

#: How many options one run ends; the next run takes the rest.
AT_ONCE = 200


@jobs.periodic("bookings.lapse_options", every=timedelta(minutes=1))
def lapse_due(payload: dict[str, Any], at: datetime) -> None:
    lapse_options(at=at)


@jobs.periodic("bookings.complete", every=timedelta(hours=1))
def complete_due(payload: dict[str, Any], at: datetime) -> None:
    complete(at=at)


def lapse_options(*, at: datetime) -> int:
    """End the options that have run out and give their places back; how many there were."""
    freed: Counter[int] = Counter()
    lapsed = 0
    for booking_id in queries.due_to_lapse(at, AT_ONCE):
        booking = db.session.get_one(Booking, booking_id)
        if lapse(booking, at=at):
            freed[booking.departure_id] += booking.places
            lapsed += 1
    db.session.flush()
    for departure_id in sorted(freed):
        release_seats(db.session.get_one(Departure, departure_id), freed[departure_id])
    return lapsed


def lapse(booking: Booking, *, at: datetime) -> bool:
    """End one option, unless it has just been confirmed."""
    until = booking.option_until
    done = changed(
        booking,
        Booking.state == BookingState.OPTION,
        Booking.option_until <= at,
        **ended(booking, BookingState.LAPSED, at),
    )
    if done is None:
        return False
    before = {"state": BookingState.OPTION, "option_until": until}
    note(booking, "lapsed", at=at, actor=Actor.system(), before=before)
    notices.tell(booking, "lapsed", at=at)
    return True


def complete(*, at: datetime) -> int:
    """Mark the bookings of visits that are over; how many there were."""
    done = 0
    for booking in queries.due_to_complete(at.date() + timedelta(days=1)):
        if booking.departure.last_day >= local_day(booking.departure, at):
            continue
        if changed(booking, Booking.state == BookingState.CONFIRMED, state=BookingState.COMPLETED):
            before = {"state": BookingState.CONFIRMED}
            note(booking, "completed", at=at, actor=Actor.system(), before=before)
            done += 1
    db.session.flush()
    return done
