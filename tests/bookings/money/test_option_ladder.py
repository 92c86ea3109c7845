from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tourbook.bookings.rules.money import option_ladder
from tourbook.bookings.rules.money.option_ladder import Commitment, Duty, Length, Limits
from tourbook.core.refused import Refused

TAKEN = datetime(2027, 2, 15, 10, tzinfo=UTC)
DAYS = timedelta(days=1)
LIMITS = Limits(longest=14 * DAYS, buffer=2 * DAYS, latest=TAKEN + 60 * DAYS)
ROOMS = Commitment("room block B", TAKEN + 9 * DAYS, 124_000)
COACH = Commitment("the coach", TAKEN + 30 * DAYS, 80_000)
CHEF = Commitment("the kitchen of the number", TAKEN + 31 * DAYS, 5_000, Duty.TELL)
ALL = (CHEF, ROOMS, COACH)


def test_the_first_supplier_ends_the_option_less_a_buffer() -> None:
    assert option_ladder.length(TAKEN, ALL, LIMITS) == Length(TAKEN + 7 * DAYS, ROOMS)


@pytest.mark.parametrize(
    ("commitments", "limits", "days"),
    [
        ((COACH, CHEF), LIMITS, 14),
        ((), LIMITS, 14),
        (ALL, replace(LIMITS, longest=5 * DAYS), 5),
        ((), replace(LIMITS, latest=TAKEN + 3 * DAYS), 3),
        ((replace(ROOMS, by=TAKEN + 16 * DAYS),), LIMITS, 14),
    ],
)
def test_it_is_never_longer_than_the_setting_or_the_last_moment_to_book(
    commitments: tuple[Commitment, ...], limits: Limits, days: int
) -> None:
    assert option_ladder.length(TAKEN, commitments, limits) == Length(TAKEN + days * DAYS, None)


@pytest.mark.parametrize(
    "gone",
    [replace(ROOMS, by=TAKEN), replace(ROOMS, by=TAKEN - DAYS), replace(ROOMS, cost_cents=0)],
)
def test_what_is_spent_already_or_costs_nothing_ends_no_option(gone: Commitment) -> None:
    assert option_ladder.length(TAKEN, (gone, COACH), LIMITS).bound_by is None
    assert gone not in [rung.commitment for rung in option_ladder.ladder(TAKEN, (gone,), LIMITS)]


def test_a_supplier_within_the_buffer_leaves_no_time() -> None:
    near = replace(ROOMS, by=TAKEN + 2 * DAYS)

    with pytest.raises(Refused, match="room block B must know too soon"):
        option_ladder.length(TAKEN, (near,), LIMITS)
    later = replace(near, by=near.by + timedelta(minutes=1))
    assert option_ladder.length(TAKEN, (later,), LIMITS).until == TAKEN + timedelta(minutes=1)


def test_after_the_last_moment_to_book_there_is_no_option() -> None:
    with pytest.raises(Refused, match="closed"):
        option_ladder.length(TAKEN, ALL, replace(LIMITS, latest=TAKEN))


@pytest.mark.parametrize(
    "limits", [replace(LIMITS, longest=0 * DAYS), replace(LIMITS, buffer=-1 * DAYS)]
)
def test_settings_that_cannot_be_are_refused(limits: Limits) -> None:
    with pytest.raises(Refused, match="zero or more"):
        option_ladder.length(TAKEN, ALL, limits)


def test_each_rung_says_what_waiting_costs_by_then() -> None:
    rungs = option_ladder.ladder(TAKEN, ALL, LIMITS)

    assert [(rung.commitment, rung.decide_by, rung.total_cents) for rung in rungs] == [
        (ROOMS, TAKEN + 7 * DAYS, 124_000),
        (COACH, TAKEN + 28 * DAYS, 204_000),
        (CHEF, TAKEN + 29 * DAYS, 209_000),
    ]
    values = {"what": "room block B", "day": "3 March", "cost": "1,240 EUR"}
    assert [rung.sentence % values for rung in (rungs[0], rungs[2])] == [
        "Release room block B by 3 March or it costs 1,240 EUR.",
        "Tell room block B by 3 March or it costs 1,240 EUR.",
    ]


@pytest.mark.parametrize(
    ("until", "cents"),
    [
        (TAKEN + 9 * DAYS - timedelta(microseconds=1), 0),
        (TAKEN + 9 * DAYS, 124_000),
        (TAKEN + 31 * DAYS, 209_000),
    ],
)
def test_waiting_costs_what_passes_by_then(until: datetime, cents: int) -> None:
    assert option_ladder.cost_of_waiting(TAKEN, until, ALL) == cents


def test_by_a_day_means_by_its_end_where_the_supplier_is() -> None:
    found = option_ladder.by_end_of(date(2027, 3, 27), "Europe/Helsinki")

    # The clocks go forward in the night after.
    assert found == datetime(2027, 3, 27, 22, tzinfo=UTC)
    assert option_ladder.by_end_of(date(2027, 3, 28), "Europe/Helsinki") == datetime(
        2027, 3, 28, 21, tzinfo=UTC
    )


def test_an_extension_names_whom_it_passes() -> None:
    until = TAKEN + 7 * DAYS

    assert option_ladder.passed_by(until, until + timedelta(minutes=1), ALL, LIMITS) == (ROOMS,)
    assert option_ladder.passed_by(until, TAKEN + 40 * DAYS, ALL, LIMITS) == (ROOMS, COACH, CHEF)
    assert option_ladder.passed_by(TAKEN + 10 * DAYS, TAKEN + 28 * DAYS, ALL, LIMITS) == ()


@pytest.mark.parametrize(
    ("until", "new", "reason", "words"),
    [
        (7, 9, " ", "reason"),
        (0, 9, "Boss away", "run out"),
        (7, 7, "Boss away", "later than"),
        (7, 61, "Boss away", "last moment"),
    ],
)
def test_an_extension_needs_a_reason_and_time(
    until: int, new: int, reason: str, words: str
) -> None:
    old, longer = TAKEN + until * DAYS, TAKEN + new * DAYS

    with pytest.raises(Refused, match=words):
        option_ladder.check_extension(old, longer, TAKEN, reason, LIMITS)
    option_ladder.check_extension(TAKEN + 7 * DAYS, TAKEN + 60 * DAYS, TAKEN, "Boss away", LIMITS)


HOURS = st.integers(-100, 2_000).map(lambda n: TAKEN + timedelta(hours=n))
COMMITMENTS = st.lists(
    st.builds(Commitment, st.text("abc", max_size=3), HOURS, st.integers(0, 10**6)), max_size=6
)


@given(COMMITMENTS, st.integers(1, 900), st.integers(0, 200), st.integers(-10, 1_500))
def test_an_option_costs_nobody_anything_and_is_as_long_as_can_be(
    commitments: list[Commitment], longest: int, buffer: int, latest: int
) -> None:
    hour = timedelta(hours=1)
    limits = Limits(longest * hour, buffer * hour, TAKEN + latest * hour)

    # From the words of the rule: the smallest of all ends that count.
    ends = [longest, latest] + [
        (each.by - TAKEN) // hour - buffer
        for each in commitments
        if each.by > TAKEN and each.cost_cents
    ]
    if min(ends) <= 0:
        with pytest.raises(Refused):
            option_ladder.length(TAKEN, commitments, limits)
        return
    found = option_ladder.length(TAKEN, commitments, limits)

    assert found.until == TAKEN + min(ends) * hour
    if buffer:
        assert option_ladder.cost_of_waiting(TAKEN, found.until, commitments) == 0


@given(COMMITMENTS)
def test_the_ladder_climbs(commitments: list[Commitment]) -> None:
    rungs = option_ladder.ladder(TAKEN, commitments, LIMITS)

    totals = [rung.total_cents for rung in rungs]
    assert totals == sorted(set(totals))
    assert [rung.decide_by for rung in rungs] == sorted(rung.decide_by for rung in rungs)
    for rung in rungs:
        at = rung.commitment.by
        assert option_ladder.cost_of_waiting(TAKEN, at, commitments) >= rung.total_cents
    if rungs:
        last = max(each.by for each in commitments)
        assert option_ladder.cost_of_waiting(TAKEN, last, commitments) == totals[-1]
