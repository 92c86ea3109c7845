"""Splitting a booking in two and making two into one: the places add up and the names follow."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from tourbook.bookings.rules.ladder import Step
from tourbook.core.languages import N_
from tourbook.core.refused import Refused

#: An offer is made to a whole party; it is answered first. What is over stays as it was.
CAN_BE_SPLIT = frozenset({Step.WAITING, Step.OPTION, Step.CONFIRMED})


@dataclass(frozen=True)
class Held:
    """What of a booking matters to splitting and merging."""

    departure_id: int
    delegation_id: int
    step: Step
    places: int
    #: Ids of the participants that are named.
    names: frozenset[int] = frozenset()
    #: Pairs that share a room.
    roommates: frozenset[frozenset[int]] = frozenset()
    option_until: datetime | None = None
    #: The price that was frozen, per person.
    person_cents: int = 0
    currency: str = "EUR"
    #: An invoice was issued and not credited.
    invoiced: bool = False


@dataclass(frozen=True)
class Parted:
    """Two bookings of one. In the queue the second stands directly behind the first."""

    stays: Held
    goes: Held
    #: Those who shared a room and now stand in different bookings.
    parted_roommates: frozenset[frozenset[int]]


@dataclass(frozen=True)
class Joined:
    whole: Held
    #: The frozen prices differ: each place keeps its own until somebody sets one price.
    two_prices: bool


def split(
    booking: Held, *, places: int, names: Collection[int] = (), begun: bool = False
) -> Parted:
    """The booking without `places` of its places, and a second one with these and these names.

    Both keep state, option date and frozen price. Places neither come free nor are taken.

    Raises:
        Refused: it cannot be split now, or not so.
    """
    check_can_change(booking, begun)
    going = frozenset(names)
    if not 1 <= places < booking.places:
        raise Refused(
            "Give the new booking at least one place and leave at least one of %(places)d.",
            places=booking.places,
        )
    if not going <= booking.names:
        raise Refused("Somebody who shall change over is not named in this booking.")
    check_names_fit(len(going), places)
    check_names_fit(len(booking.names - going), booking.places - places)
    return Parted(
        stays=part(booking, booking.places - places, booking.names - going),
        goes=part(booking, places, going),
        parted_roommates=frozenset(pair for pair in booking.roommates if 0 < len(pair & going) < 2),
    )


def check_can_change(booking: Held, begun: bool) -> None:
    if booking.step not in CAN_BE_SPLIT:
        raise Refused("Only a booking that waits, is an option or is confirmed can be split.")
    if begun:
        raise Refused("This departure has already begun.")
    if booking.invoiced:
        raise Refused("An invoice has been issued for this booking. Credit it first.")


def check_names_fit(named: int, places: int) -> None:
    if named > places:
        raise Refused(
            "%(named)d people are named for %(places)d places. Move the places with the people.",
            named=named,
            places=places,
        )


def part(booking: Held, places: int, names: frozenset[int]) -> Held:
    pairs = frozenset(pair for pair in booking.roommates if pair <= names)
    return replace(booking, places=places, names=names, roommates=pairs)


def merged(first: Held, second: Held, *, party_max: int, begun: bool = False) -> Joined:
    """One booking of two. Of two option dates the earlier one holds.

    Raises:
        Refused: they are not of one kind, or the group would be too large.
    """
    check_can_change(first, begun)
    check_can_change(second, begun)
    for same, sentence in (
        (first.departure_id == second.departure_id, N_("These bookings are for two departures.")),
        (first.delegation_id == second.delegation_id, N_("These bookings are of two delegations.")),
        (first.step is second.step, N_("These bookings are not in the same state.")),
        (first.currency == second.currency, N_("These bookings are in two currencies.")),
        (not first.names & second.names, N_("Somebody is named in both bookings.")),
    ):
        if not same:
            raise Refused(sentence)
    if first.places + second.places > party_max:
        raise Refused("This package takes groups of at most %(limit)d people.", limit=party_max)
    dates = [date for date in (first.option_until, second.option_until) if date is not None]
    whole = replace(
        first,
        places=first.places + second.places,
        names=first.names | second.names,
        roommates=first.roommates | second.roommates,
        option_until=min(dates, default=None),
    )
    return Joined(whole, two_prices=first.person_cents != second.person_cents)
