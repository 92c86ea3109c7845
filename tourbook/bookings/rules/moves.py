"""The states of a booking, which may follow which, and what may be asked for."""

import secrets
from datetime import date, datetime, timedelta

from tourbook.bookings.models import HOLDING, Booking, BookingState
from tourbook.core.refused import Refused
from tourbook.departures.models import Departure

OPTION_LENGTH = timedelta(days=14)
MAX_PLACES = 1000

#: All moves there are; a state that is not named here is an end.
MOVES: dict[BookingState, frozenset[BookingState]] = {
    BookingState.OPTION: frozenset(
        {BookingState.CONFIRMED, BookingState.LAPSED, BookingState.CANCELLED}
    ),
    BookingState.CONFIRMED: frozenset({BookingState.CANCELLED, BookingState.COMPLETED}),
}

#: Bookings whose group may still come, and that may be changed.
LIVE = (BookingState.OPTION, BookingState.CONFIRMED)

#: Without 0, 1, I, L, O, U and V: a reference is read out on the phone.
LETTERS = "23456789ABCDEFGHJKMNPQRSTWXYZ"


def may(state: BookingState, becomes: BookingState) -> bool:
    return becomes in MOVES.get(state, ())


def holds(booking: Booking) -> bool:
    return booking.state in HOLDING


def is_live(booking: Booking) -> bool:
    return booking.state in LIVE


def why_not(state: BookingState) -> Refused:
    """What to say to somebody who wants to go on with a booking in this state."""
    if state is BookingState.LAPSED:
        return Refused("This option has run out. Take places anew.")
    if state is BookingState.CANCELLED:
        return Refused("This booking has been cancelled.")
    if state is BookingState.COMPLETED:
        return Refused("This visit is over.")
    return Refused("This cannot be done with the booking as it stands.")


def check_move(booking: Booking, becomes: BookingState) -> None:
    """Refuse a move that is not in the table, by what the booking is now."""
    if may(booking.state, becomes):
        return
    if booking.state is becomes is BookingState.CONFIRMED:
        raise Refused("This booking has been confirmed already.")
    raise why_not(booking.state)


def check_live(booking: Booking) -> None:
    if not is_live(booking):
        raise why_not(booking.state)


def check_revision(booking: Booking, revision: int | None) -> None:
    """Refuse to change what somebody else has changed since it was shown."""
    if revision is not None and booking.revision != revision:
        raise Refused("Somebody has just changed this booking. Look at it again, then go on.")


def option_until(departure: Departure, at: datetime) -> datetime:
    """When an option taken now lapses: never later than the last moment to book."""
    return min(at + OPTION_LENGTH, departure.booking_deadline)


def check_places(places: int, party_max: int) -> None:
    """Refuse a number that no group of this package can have."""
    if places < 1:
        raise Refused("Ask for at least one place.")
    limit = min(party_max, MAX_PLACES)
    if places > limit:
        raise Refused("This package takes groups of at most %(limit)d people.", limit=limit)


def check_participants_fit(named: int, places: int) -> None:
    if named > places:
        raise Refused(
            "%(named)d participants are named. Remove some of them before you give back places.",
            named=named,
        )


def has_begun(departure: Departure, today: date) -> bool:
    return departure.first_day <= today


def new_reference() -> str:
    """What people say on the phone: `TB-7K4M2P`."""
    return "TB-" + "".join(secrets.choice(LETTERS) for _letter in range(6))
