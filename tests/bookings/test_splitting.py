from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.making import NOON
from tourbook.bookings.rules import splitting
from tourbook.bookings.rules.ladder import Step
from tourbook.bookings.rules.splitting import Held
from tourbook.core.refused import Refused


def pair(one: int, other: int) -> frozenset[int]:
    return frozenset({one, other})


def held(places: int = 6, names: frozenset[int] = frozenset(), **more: object) -> Held:
    values: dict[str, object] = {"departure_id": 1, "delegation_id": 2, "step": Step.CONFIRMED}
    return Held(places=places, names=names, **(values | more))  # type: ignore[arg-type]


def test_the_names_follow_their_places() -> None:
    booking = held(names=frozenset({1, 2, 3, 4}), roommates=frozenset({pair(1, 2), pair(3, 4)}))

    parted = splitting.split(booking, places=2, names=[1, 3])

    assert (parted.stays.places, parted.goes.places) == (4, 2)
    assert parted.stays.names == {2, 4}
    assert parted.goes.names == {1, 3}
    assert parted.parted_roommates == {pair(1, 2), pair(3, 4)}
    assert parted.stays.roommates == parted.goes.roommates == frozenset()


def test_roommates_who_stay_together_share_their_room() -> None:
    booking = held(names=frozenset({1, 2, 3, 4}), roommates=frozenset({pair(1, 2), pair(3, 4)}))

    parted = splitting.split(booking, places=3, names=[3, 4])

    assert parted.parted_roommates == frozenset()
    assert parted.stays.roommates == {pair(1, 2)}
    assert parted.goes.roommates == {pair(3, 4)}


@pytest.mark.parametrize("step", [Step.WAITING, Step.OPTION, Step.CONFIRMED])
def test_both_parts_keep_state_date_and_price(step: Step) -> None:
    booking = held(step=step, option_until=NOON, person_cents=99_000)

    parted = splitting.split(booking, places=1)

    for part in (parted.stays, parted.goes):
        assert (part.step, part.option_until, part.person_cents) == (step, NOON, 99_000)


@pytest.mark.parametrize("step", sorted(set(Step) - splitting.CAN_BE_SPLIT))
def test_in_other_states_a_booking_stays_whole(step: Step) -> None:
    with pytest.raises(Refused, match="Only a booking that waits, is an option or is confirmed"):
        splitting.split(held(step=step), places=1)


@pytest.mark.parametrize(
    ("places", "names", "sentence"),
    [
        (0, [], "at least one place"),
        (6, [], "at least one place"),
        (-1, [], "at least one place"),
        (2, [9], "Somebody who shall change over is not named in this booking"),
        (1, [1, 2], "2 people are named for 1 places"),
        (4, [1], "3 people are named for 2 places"),
    ],
)
def test_a_split_that_leaves_somebody_out_is_refused(
    places: int, names: list[int], sentence: str
) -> None:
    booking = held(names=frozenset({1, 2, 3, 4}))

    with pytest.raises(Refused, match=sentence):
        splitting.split(booking, places=places, names=names)


def test_what_has_begun_or_is_invoiced_is_not_split() -> None:
    with pytest.raises(Refused, match="already begun"):
        splitting.split(held(), places=1, begun=True)
    with pytest.raises(Refused, match="Credit it first"):
        splitting.split(held(invoiced=True), places=1)


def test_two_bookings_become_one_with_the_earlier_date() -> None:
    later = NOON + timedelta(days=3)
    first = held(2, frozenset({1}), step=Step.OPTION, option_until=later)
    second = held(3, frozenset({2}), step=Step.OPTION, option_until=NOON)

    joined = splitting.merged(first, second, party_max=5)

    assert joined.whole.places == 5
    assert joined.whole.names == {1, 2}
    assert joined.whole.option_until == NOON
    assert not joined.two_prices


def test_two_frozen_prices_are_shown() -> None:
    assert splitting.merged(held(2), held(2, person_cents=5), party_max=9).two_prices


@pytest.mark.parametrize(
    ("other", "sentence"),
    [
        (held(departure_id=9), "two departures"),
        (held(delegation_id=9), "two delegations"),
        (held(step=Step.OPTION), "not in the same state"),
        (held(currency="SEK"), "two currencies"),
        (held(names=frozenset({1})), "named in both"),
        (held(step=Step.LAPSED), "Only a booking that waits"),
        (held(invoiced=True), "Credit it first"),
        (held(15), "at most 20 people"),
    ],
)
def test_what_does_not_belong_together_is_not_merged(other: Held, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        splitting.merged(held(names=frozenset({1})), other, party_max=20)


@given(st.data(), st.integers(2, 30))
def test_a_split_undone_is_what_it_was(data: st.DataObject, places: int) -> None:
    names = frozenset(range(data.draw(st.integers(0, places))))
    away = data.draw(st.integers(1, places - 1))
    going = data.draw(st.lists(st.sampled_from(sorted(names)), unique=True)) if names else []
    booking = held(places, names, option_until=NOON, step=Step.OPTION)
    if len(going) > away or len(names) - len(going) > places - away:
        with pytest.raises(Refused):
            splitting.split(booking, places=away, names=going)
        return

    parted = splitting.split(booking, places=away, names=going)
    joined = splitting.merged(parted.stays, parted.goes, party_max=30)

    assert joined.whole == booking
