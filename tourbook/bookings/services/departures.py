"""Calling a departure off, with all that stands on it."""

from datetime import datetime

from tourbook.bookings import queries
from tourbook.bookings.services import notices
from tourbook.bookings.services.moves import cancel_quietly
from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.departures import services as departures
from tourbook.departures.models import Departure
from tourbook.departures.services.seats import release_seats


def cancel_departure(departure: Departure, reason: str, *, at: datetime, actor: Actor) -> int:
    """Call a departure off and tell every delegation why; how many bookings it had.

    Bookings are gone through once more after the departure is shut, for one that was being made.
    """
    if not reason.strip():
        raise Refused("Say why the departure is called off: everybody is told.")
    places, count = cancel_bookings(departure, reason, at=at, actor=actor)
    departures.mark_cancelled(departure, reason=reason, at=at, actor=actor)
    more_places, more = cancel_bookings(departure, reason, at=at, actor=actor)
    if places + more_places:
        release_seats(departure, places + more_places)
    return count + more


def cancel_bookings(
    departure: Departure, reason: str, *, at: datetime, actor: Actor
) -> tuple[int, int]:
    places = count = 0
    for booking in queries.live_of(departure):
        cancel_quietly(booking, reason=reason, at=at, actor=actor)
        notices.tell(booking, "departure_cancelled", at=at, reason=reason)
        places += booking.places
        count += 1
    db.session.flush()
    return places, count
