"""When places on a departure may be taken."""

from datetime import date, datetime

from tourbook.core import zones
from tourbook.core.refused import Refused
from tourbook.departures.models import Departure, DepartureStatus


def can_book(departure: Departure, places: int, at: datetime) -> bool:
    try:
        check_can_book(departure, places, at)
    except Refused:
        return False
    return True


def check_can_book(departure: Departure, places: int, at: datetime) -> None:
    """Refuse unless the departure is open, its deadline and first day ahead, and places left.

    Whether the places are still there when they are taken is decided by `take_seats`.
    """
    if places < 1:
        raise Refused("Ask for at least one place.")
    if departure.status is not DepartureStatus.OPEN:
        raise Refused("This departure is not open for booking.")
    if local_day(departure, at) >= departure.first_day:
        raise Refused("This departure has already begun.")
    if departure.booking_deadline <= at:
        raise Refused("The last day to book this departure has passed.")
    check_left(places, departure.seats - departure.seats_taken)


def check_left(places: int, left: int) -> None:
    """Refuse more places than are left, and say how many are."""
    if places <= left:
        return
    if left <= 0:
        raise Refused("This departure is full: no places are left.")
    if left == 1:
        raise Refused("Only one place is left on this departure.")
    raise Refused("Only %(left)d places are left on this departure.", left=left)


def local_day(departure: Departure, at: datetime) -> date:
    return zones.local_day(at, departure.zone)
