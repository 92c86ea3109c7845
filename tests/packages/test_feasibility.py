from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.packages.programmes import Stop, component, item, version
from tourbook.core.texts import Texts
from tourbook.hosts.models import ComponentKind
from tourbook.packages.models import Item, Objective, PriceTier, Version
from tourbook.packages.rules import feasibility
from tourbook.packages.rules.feasibility import Severity

LODGING, MEAL = ComponentKind.LODGING, ComponentKind.MEAL
NIGHT = Stop(1200, 1920, LODGING)
VISIT = Stop(600, 690)


def codes(made: Version) -> list[str]:
    return [problem.code for problem in feasibility.problems_of(made)]


def test_a_sound_programme_has_no_problems() -> None:
    made = version([item(VISIT), item(Stop(690, 750, MEAL)), item(NIGHT)], [item(VISIT)])

    assert feasibility.problems_of(made) == []


def test_an_overlap_names_both_items_and_blocks() -> None:
    first, second = item(Stop(600, 700), title="Tour"), item(Stop(650, 750), title="Lunch")

    (problem,) = feasibility.problems_of(version([first, second]))

    assert (problem.code, problem.severity) == ("overlap", Severity.BLOCKS)
    assert problem.item_ids == (first.id, second.id)
    assert problem.values == {"first": Texts(en="Tour"), "second": Texts(en="Lunch")}
    assert problem.way_out


@pytest.mark.parametrize(
    ("second", "found"),
    [
        (Stop(690, 700), []),
        (Stop(689, 700), ["overlap"]),
        (Stop(650, 700, optional=True), ["optional_overlap"]),
        (Stop(610, 620), ["overlap"]),
    ],
)
def test_items_overlap_if_one_begins_before_the_other_is_over(
    second: Stop, found: list[str]
) -> None:
    assert codes(version([item(VISIT), item(second)])) == found


def test_what_passes_midnight_meets_the_next_morning() -> None:
    late = item(Stop(1200, 1440 + 500))
    made = version([late, item(NIGHT)], [item(Stop(480, 540))])
    made.days[0].ends_minute = 1440

    assert "overlap" in codes(made)


def test_lodging_runs_beside_the_evening_but_not_beside_other_lodging() -> None:
    evening = item(Stop(1210, 1250, MEAL))

    assert codes(version([item(NIGHT), evening], [item(VISIT)])) == []
    assert codes(version([item(NIGHT), item(NIGHT)], [item(VISIT)])) == ["two_lodgings"]


@pytest.mark.parametrize(
    ("stop", "outside"),
    [
        (Stop(480, 1260), False),
        (Stop(479, 600), True),
        (Stop(1200, 1261), True),
        (NIGHT, False),
    ],
)
def test_items_lie_within_the_hours_of_their_day(stop: Stop, outside: bool) -> None:
    assert ("outside_day" in codes(version([item(stop)]))) is outside


@pytest.mark.parametrize(
    ("stop", "missing"),
    [
        (NIGHT, False),
        (Stop(1200, 1441, LODGING), False),
        (Stop(1200, 1440, LODGING), True),
        (Stop(1200, 1920, LODGING, optional=True), True),
        (Stop(600, 690), True),
    ],
)
def test_every_night_between_days_has_lodging(stop: Stop, missing: bool) -> None:
    made = version([item(stop)], [item(VISIT)])

    assert ("no_lodging" in codes(made)) is missing


def test_the_last_day_needs_no_night() -> None:
    assert codes(version([item(VISIT)])) == []


@pytest.mark.parametrize(
    ("party", "found"),
    [((5, 20), []), ((5, 21), ["party_too_large"]), ((4, 20), ["party_too_small"])],
)
def test_the_party_fits_each_component(party: tuple[int, int], found: list[str]) -> None:
    taking = component(party_min=5, party_max=20)

    assert codes(version([item(VISIT, component=taking)], party=party)) == found


def test_a_component_that_changed_is_told() -> None:
    retired = component()
    retired.retired_at = datetime(2027, 1, 1, tzinfo=UTC)
    other_kind = component(kind=MEAL)

    assert codes(version([item(VISIT, component=retired)])) == ["component_retired"]
    assert codes(version([item(VISIT, component=other_kind)])) == ["kind_differs"]


def test_less_time_than_the_host_needs_is_a_warning() -> None:
    assert codes(version([item(VISIT, component=component(minutes=90))])) == []
    assert codes(version([item(VISIT, component=component(minutes=91))])) == ["too_short"]


def test_each_objective_needs_an_item() -> None:
    made = version([item(VISIT)])
    made.objectives.append(Objective(id=99, code="LO2", position=2, text=Texts(en="x"), items=[]))

    (problem,) = feasibility.problems_of(made)

    assert (problem.code, problem.objective_id) == ("objective_unserved", 99)
    assert problem.values == {"code": "LO2"}


def test_an_objective_that_only_optional_items_serve_is_a_hint() -> None:
    assert codes(version([item(Stop(600, 690, optional=True))])) == ["objective_optional"]


def test_no_objectives_is_a_warning() -> None:
    made = version([item(VISIT)])
    made.objectives = []

    assert codes(made) == ["no_objectives"]


def test_each_group_size_needs_a_price() -> None:
    made = version([item(VISIT)])
    made.tiers = [PriceTier(pax_from=8, pax_to=15, person_cents=1, currency="EUR")]

    problems = feasibility.problems_of(made)

    assert [dict(problem.values) for problem in problems] == [
        {"first": 5, "last": 7},
        {"first": 16, "last": 20},
    ]
    assert {problem.severity for problem in problems} == {Severity.BLOCKS}


def test_a_day_without_items_blocks() -> None:
    made = version([item(VISIT), item(NIGHT)], [])

    (problem,) = feasibility.problems_of(made)

    assert (problem.code, problem.day) == ("empty_day", 2)


def test_what_blocks_comes_first() -> None:
    made = version([item(VISIT), item(Stop(650, 700)), item(Stop(660, 680, optional=True))])

    severities = [problem.severity for problem in feasibility.problems_of(made)]

    assert severities == sorted(severities, key=list(Severity).index)


# Against a slow restatement: minute by minute over the whole visit.

KINDS = st.sampled_from([ComponentKind.PROGRAMME, MEAL, LODGING])


@st.composite
def stops(draw: st.DrawFn) -> Stop:
    starts = draw(st.integers(0, 1439))
    longest = 2880 if draw(st.booleans()) else 1440
    ends = draw(st.integers(starts + 1, max(starts + 1, longest)))
    return Stop(starts, min(ends, 2880), draw(KINDS), draw(st.booleans()))


PROGRAMMES = st.lists(st.lists(stops(), max_size=3), min_size=1, max_size=3)


def minutes(day_number: int, each: Item) -> set[int]:
    midnight = (day_number - 1) * 1440
    return set(range(midnight + each.starts_minute, midnight + each.ends_minute))


@given(PROGRAMMES)
def test_overlaps_are_the_pairs_that_share_a_minute(days: list[list[Stop]]) -> None:
    made = version(*[[item(stop) for stop in day] for day in days])
    timed = [(each, minutes(day.number, each)) for day in made.days for each in day.items]
    shared = {
        frozenset((first.id, second.id))
        for position, (first, ours) in enumerate(timed)
        for second, theirs in timed[position + 1 :]
        if ours & theirs and (first.kind is LODGING) == (second.kind is LODGING)
    }

    found = [frozenset(problem.item_ids) for problem in feasibility.overlaps(made)]

    assert len(found) == len(set(found))
    assert set(found) == shared


@given(PROGRAMMES)
def test_a_night_is_covered_if_somebody_lodges_on_both_sides_of_midnight(
    days: list[list[Stop]],
) -> None:
    made = version(*[[item(stop) for stop in day] for day in days])
    slept: set[int] = set()
    for day in made.days:
        for each in day.items:
            if each.kind is LODGING and not each.optional:
                taken = minutes(day.number, each)
                slept |= {n for n in range(1, 4) if {n * 1440 - 1, n * 1440} <= taken}

    found = {problem.day for problem in feasibility.nights(made)}

    assert found == set(range(1, len(made.days))) - slept
