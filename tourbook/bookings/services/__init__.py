"""Changing bookings. Nothing here commits: the caller owns the transaction."""

from tourbook.bookings.services.departures import cancel_departure
from tourbook.bookings.services.moves import cancel, change_places, confirm, place
from tourbook.bookings.services.timed import complete, lapse_options

__all__ = [
    "cancel",
    "cancel_departure",
    "change_places",
    "complete",
    "confirm",
    "lapse_options",
    "place",
]
