from datetime import timedelta
from itertools import product

import pytest

from tests.making import NOON
from tourbook.bookings.models import Booking, BookingState
from tourbook.bookings.rules import moves
from tourbook.core.refused import Refused
from tourbook.departures.models import Departure

ALLOWED = {
    ("option", "confirmed"),
    ("option", "lapsed"),
    ("option", "cancelled"),
    ("confirmed", "cancelled"),
    ("confirmed", "completed"),
}


@pytest.mark.parametrize(("state", "becomes"), list(product(BookingState, repeat=2)))
def test_moves_are_those_of_the_table(state: BookingState, becomes: BookingState) -> None:
    assert moves.may(state, becomes) is ((state.value, becomes.value) in ALLOWED)


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (BookingState.LAPSED, "has run out"),
        (BookingState.CANCELLED, "has been cancelled"),
        (BookingState.COMPLETED, "is over"),
    ],
)
def test_an_ended_booking_says_why_it_cannot_go_on(state: BookingState, words: str) -> None:
    with pytest.raises(Refused, match=words):
        moves.check_move(Booking(state=state), BookingState.CONFIRMED)
    with pytest.raises(Refused, match=words):
        moves.check_live(Booking(state=state))


def test_confirming_twice_is_told_as_such() -> None:
    with pytest.raises(Refused, match="confirmed already"):
        moves.check_move(Booking(state=BookingState.CONFIRMED), BookingState.CONFIRMED)


@pytest.mark.parametrize(("days_to_deadline", "days"), [(60, 14), (14, 14), (3, 3)])
def test_an_option_never_outlasts_the_deadline(days_to_deadline: int, days: int) -> None:
    departure = Departure(booking_deadline=NOON + timedelta(days=days_to_deadline))

    assert moves.option_until(departure, NOON) == NOON + timedelta(days=days)


@pytest.mark.parametrize(("places", "party_max"), [(1, 30), (30, 30), (1000, 5000)])
def test_a_number_within_the_party_is_good(places: int, party_max: int) -> None:
    moves.check_places(places, party_max)


@pytest.mark.parametrize(("places", "party_max"), [(0, 30), (-1, 30), (31, 30), (1001, 5000)])
def test_a_number_outside_the_party_is_refused(places: int, party_max: int) -> None:
    with pytest.raises(Refused):
        moves.check_places(places, party_max)


def test_a_stale_form_is_refused_and_a_fresh_one_is_not() -> None:
    booking = Booking(revision=3)

    moves.check_revision(booking, 3)
    moves.check_revision(booking, None)
    with pytest.raises(Refused):
        moves.check_revision(booking, 2)


def test_references_are_made_of_letters_that_are_not_confused() -> None:
    references = {moves.new_reference() for _n in range(200)}

    assert len(references) > 195
    assert all(r.startswith("TB-") and len(r) == 9 for r in references)
    assert not set("".join(r[3:] for r in references)) & set("01ILOUV")
