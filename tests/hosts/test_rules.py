from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tourbook.core.refused import Refused
from tourbook.core.texts import Texts
from tourbook.hosts import rules
from tourbook.hosts.models import ComponentKind, Rate, RateUnit, SlotState, VatCategory, VatRate
from tourbook.hosts.rules import ComponentFacts, RateFacts, Timing

HELSINKI = ZoneInfo("Europe/Helsinki")
NOON = datetime(2027, 3, 2, 12, 0, tzinfo=UTC)
days = st.dates(date(2000, 1, 1), date(2099, 12, 31))


def vat(day: date, basis_points: int, category: VatCategory = VatCategory.REDUCED) -> VatRate:
    return VatRate(category=category, valid_from=day, basis_points=basis_points, source="")


def rate(pax_from: int = 1, pax_to: int = 20, first: int = 1, last: int = 31) -> RateFacts:
    return RateFacts(
        unit=RateUnit.PERSON,
        net_cents=1000,
        vat_category=VatCategory.REDUCED,
        valid_from=date(2027, 1, first),
        valid_to=date(2027, 1, last),
        pax_from=pax_from,
        pax_to=pax_to,
    )


def timing(start: int, end: int) -> Timing:
    return Timing(NOON + timedelta(minutes=start), NOON + timedelta(minutes=end))


@pytest.mark.parametrize(
    ("day", "basis_points"),
    [(date(2012, 12, 31), None), (date(2025, 12, 31), 1400), (date(2026, 1, 1), 1350)],
)
def test_vat_is_that_of_the_day(day: date, basis_points: int | None) -> None:
    known = [vat(date(2026, 1, 1), 1350), vat(date(2013, 1, 1), 1400)]

    assert rules.vat_of(VatCategory.REDUCED, day, known) == basis_points
    assert rules.vat_of(VatCategory.STANDARD, day, known) is None


def test_gross_is_known_where_the_vat_is() -> None:
    assert rules.gross_of(10_000, 1350) == 11_350
    assert rules.gross_of(10_000, None) is None


@pytest.mark.parametrize(
    ("today", "shown"),
    [
        (date(2026, 1, 1), date(2027, 1, 1)),
        (date(2027, 6, 1), date(2027, 6, 1)),
        (date(2029, 1, 1), date(2027, 12, 31)),
    ],
)
def test_vat_is_shown_on_the_nearest_day_of_the_rate(today: date, shown: date) -> None:
    assert rules.day_to_show(date(2027, 1, 1), date(2027, 12, 31), today) == shown


@pytest.mark.parametrize(
    ("other", "clash"),
    [
        (rate(20, 30), True),
        (rate(21, 30), False),
        (rate(1, 20, first=31), True),
    ],
)
def test_rates_of_the_same_party_and_day_meet(other: RateFacts, clash: bool) -> None:
    assert rules.rates_meet(rate(), other) is clash
    assert rules.rates_meet(other, rate()) is clash


def test_rates_of_other_days_or_units_do_not_meet() -> None:
    assert not rules.rates_meet(rate(last=15), rate(first=16))
    by_group = Rate(**{**vars(rate()), "unit": RateUnit.GROUP})

    assert not rules.rates_meet(rate(), by_group)
    rules.check_rate(rate(), [by_group])


def test_meeting_rate_is_refused_with_what_stands() -> None:
    with pytest.raises(Refused, match="1 to 20 persons from 2027-01-01 to 2027-01-31"):
        rules.check_rate(rate(5, 6), [Rate(**vars(rate()))])


@pytest.mark.parametrize("wrong", [rate(pax_from=9, pax_to=8), rate(first=9, last=8)])
def test_rate_with_its_ends_swapped_is_refused(wrong: RateFacts) -> None:
    with pytest.raises(Refused):
        rules.check_rate(wrong, [])


def test_single_slot_at_a_skipped_time_is_refused() -> None:
    with pytest.raises(Refused, match="no such time"):
        rules.single(date(2027, 3, 28), time(3, 30), 60)


def test_single_slot_at_a_time_that_comes_twice_is_the_first() -> None:
    found = rules.single(date(2027, 10, 31), time(3, 30), 60)

    assert (found.starts_at, found.ends_at) == (
        datetime(2027, 10, 31, 0, 30, tzinfo=UTC),
        datetime(2027, 10, 31, 1, 30, tzinfo=UTC),
    )


@given(st.lists(st.integers(0, 300), min_size=4, max_size=4, unique=True))
def test_periods_meet_exactly_when_they_share_a_minute(ends: list[int]) -> None:
    a, b, c, d = ends
    one, other = timing(min(a, b), max(a, b)), timing(min(c, d), max(c, d))

    shared = set(range(min(a, b), max(a, b))) & set(range(min(c, d), max(c, d)))

    assert rules.meet(one, other) is rules.meet(other, one) is bool(shared)


def test_slot_may_begin_as_another_ends() -> None:
    assert not rules.meet(timing(0, 60), timing(60, 90))
    late = timing(80, 99)
    assert rules.clashes([timing(0, 60), timing(60, 90)], [late]) == [
        rules.Clash(timing(60, 90), late)
    ]


spans = st.lists(
    st.tuples(st.integers(0, 300), st.integers(1, 90)).map(lambda one: timing(one[0], sum(one))),
    max_size=12,
)


@given(wanted=spans, standing=spans)
def test_clashes_are_found_in_one_walk(wanted: list[Timing], standing: list[Timing]) -> None:
    found = rules.clashes(wanted, standing)

    meeting = [one for one in wanted if any(rules.meet(one, other) for other in standing)]
    assert sorted(str(one.timing) for one in found) == sorted(map(str, meeting))
    assert all(rules.meet(one.timing, one.slot) for one in found)


def test_slot_must_lie_ahead() -> None:
    rules.check_to_come([timing(1, 9)], NOON)
    with pytest.raises(Refused, match="must lie ahead"):
        rules.check_to_come([timing(0, 9)], NOON)


@pytest.mark.parametrize(
    ("state", "hours", "sentence"),
    [
        (SlotState.CLOSED, 1, None),
        (SlotState.CLOSED, -1, "has passed"),
        (SlotState.OPEN, 1, "open already"),
        (SlotState.WITHDRAWN, 1, "stays withdrawn"),
    ],
)
def test_closed_slot_ahead_can_be_opened(
    state: SlotState, hours: int, sentence: str | None
) -> None:
    starts_at = NOON + timedelta(hours=hours)

    if sentence is None:
        rules.check_can_open(state, starts_at, NOON)
        return
    with pytest.raises(Refused, match=sentence):
        rules.check_can_open(state, starts_at, NOON)


@pytest.mark.parametrize(
    ("state", "taken", "exclusive", "pax", "sentence"),
    [
        (SlotState.CLOSED, 0, True, 5, "This time is no longer offered."),
        (SlotState.OPEN, 0, True, 21, "This time is for at most 20 persons."),
        (SlotState.OPEN, 3, True, 5, "Somebody has just taken this time."),
        (SlotState.OPEN, 20, False, 5, "Somebody has just taken this time."),
        (SlotState.OPEN, 18, False, 5, "Only 2 places are left at this time."),
    ],
)
def test_refusal_says_why_a_slot_cannot_be_held(
    state: SlotState, taken: int, exclusive: bool, pax: int, sentence: str
) -> None:
    assert str(rules.why_not_held(state, 20, taken, exclusive, pax)) == sentence


def component(**given: object) -> ComponentFacts:
    values = {"duration_minutes": 60, "party_max": 10, "languages": ["en"], **given}
    return ComponentFacts(ComponentKind.MEAL, Texts(en="Lunch"), Texts(), **values)  # type: ignore[arg-type]


def test_component_needs_a_language_and_a_party() -> None:
    rules.check_component(component(party_min=10))
    with pytest.raises(Refused, match="at least one language"):
        rules.check_component(component(languages=[]))
    with pytest.raises(Refused, match="largest party"):
        rules.check_component(component(party_min=11))


@pytest.mark.parametrize(
    ("view", "first", "last", "shown"),
    [
        ("", None, None, (date(2027, 3, 3), None)),
        ("", date(2027, 3, 5), date(2027, 3, 9), (date(2027, 3, 5), date(2027, 3, 9))),
        ("", date(2027, 3, 5), date(2027, 3, 1), (date(2027, 3, 5), date(2027, 3, 5))),
        ("week", None, None, (date(2027, 3, 1), date(2027, 3, 7))),
        ("week", date(2027, 3, 7), None, (date(2027, 3, 1), date(2027, 3, 7))),
        ("month", date(2027, 2, 10), None, (date(2027, 2, 1), date(2027, 2, 28))),
        ("month", date(2027, 12, 31), None, (date(2027, 12, 1), date(2027, 12, 31))),
    ],
)
def test_list_shows_whole_weeks_and_months(
    view: str, first: date | None, last: date | None, shown: tuple[date, date | None]
) -> None:
    assert rules.span(view, first, last, date(2027, 3, 3)) == shown


def test_week_or_month_before_is_the_one_that_ends_there() -> None:
    assert rules.before("week", date(2027, 3, 1)) == date(2027, 2, 22)
    assert rules.before("month", date(2027, 3, 1)) == date(2027, 2, 1)
