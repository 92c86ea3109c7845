import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.packages.outlines import (
    LODGING,
    MEAL,
    codes,
    night,
    offer,
    only,
    outline,
    problems,
    stop,
)
from tourbook.core.texts import Texts
from tourbook.hosts.models import ComponentKind
from tourbook.packages.rules.checks import clashes, lodging
from tourbook.packages.rules.checks.problems import Severity
from tourbook.packages.rules.checks.survey import survey
from tourbook.packages.rules.outline import Frame, Goal, Stop


def test_an_overlap_names_both_items_and_blocks() -> None:
    first, second = stop(600, 700, title=Texts(en="Tour")), stop(650, 750, title=Texts(en="Lunch"))

    problem = only(outline(first, second), "overlap")

    assert problem.severity is Severity.BLOCKS
    assert problem.item_ids == (first.id, second.id)
    assert problem.values == {"first": Texts(en="Tour"), "second": Texts(en="Lunch")}
    assert problem.ways_out


@pytest.mark.parametrize(
    ("second", "found"),
    [
        (stop(690, 700), []),
        (stop(689, 700), ["overlap"]),
        (stop(650, 700, optional=True), ["optional_overlap"]),
        (stop(610, 620), ["overlap"]),
        (stop(610, 620, alternative_to="line1"), []),
    ],
)
def test_items_overlap_if_one_begins_before_the_other_is_over(
    second: Stop, found: list[str]
) -> None:
    made = outline(stop(600, 690), second)

    assert [each.code for each in clashes.overlaps(survey(made))] == found


@pytest.mark.parametrize(
    ("first", "second", "found"), [("A", "B", 0), ("A", "A", 1), ("A", "", 1), ("", "", 1)]
)
def test_tracks_of_a_group_that_splits_run_side_by_side(
    first: str, second: str, found: int
) -> None:
    made = outline(stop(600, 690, track=first), stop(610, 700, track=second))

    assert len(problems(made, "overlap")) == found


def test_what_passes_midnight_meets_the_next_morning() -> None:
    made = outline(stop(1200, 1440 + 500), night(), stop(480, 540, day=2))

    assert "overlap" in codes(made)


def test_lodging_runs_beside_the_evening_but_not_beside_other_lodging() -> None:
    evening, morning = stop(1210, 1300, MEAL), stop(600, 690, day=2)

    assert list(clashes.overlaps(survey(outline(night(), evening, morning)))) == []
    assert [each.code for each in clashes.overlaps(survey(outline(night(), night(), morning)))] == [
        "two_lodgings"
    ]


@pytest.mark.parametrize(
    ("placed", "outside"),
    [
        (stop(480, 1260), False),
        (stop(479, 600), True),
        (stop(1200, 1261), True),
        (night(), False),
    ],
)
def test_items_lie_within_the_hours_of_their_day(placed: Stop, outside: bool) -> None:
    assert ("outside_day" in codes(outline(placed))) is outside


@pytest.mark.parametrize(
    ("placed", "missing"),
    [
        (night(), False),
        (stop(1200, 1441, LODGING), False),
        (stop(1200, 1440, LODGING), True),
        (night(optional=True), True),
        (night(alternative_to="line1"), True),
        (stop(600, 690), True),
    ],
)
def test_every_night_between_days_has_lodging(placed: Stop, missing: bool) -> None:
    assert ("no_lodging" in codes(outline(placed, stop(600, 690, day=2)))) is missing


def test_the_last_day_needs_no_night() -> None:
    assert "no_lodging" not in codes(outline(stop(600, 690)))


@pytest.mark.parametrize(
    ("party", "found"),
    [((5, 20), []), ((5, 21), ["party_too_large"]), ((4, 20), ["party_too_small"])],
)
def test_the_party_fits_each_component(party: tuple[int, int], found: list[str]) -> None:
    taking = offer(party_min=5, party_max=20)
    made = outline(stop(600, 690, offer=taking), party_min=party[0], party_max=party[1])

    assert [each.code for each in problems(made, "party_too_large", "party_too_small")] == found


def test_a_component_that_changed_is_told() -> None:
    assert "component_retired" in codes(outline(stop(600, 690, offer=offer(retired=True))))
    assert "kind_differs" in codes(outline(stop(600, 690, offer=offer(kind=MEAL))))
    untouched = codes(outline(stop(600, 690, offer=offer())))
    assert not {"component_retired", "kind_differs"} & set(untouched)


def test_less_time_than_the_host_needs_is_a_warning() -> None:
    assert "too_short" not in codes(outline(stop(600, 690, offer=offer(duration=90))))
    problem = only(outline(stop(600, 690, offer=offer(duration=91))), "too_short")
    assert problem.severity is Severity.WARNS


def test_each_objective_needs_an_item() -> None:
    visit = stop(600, 690)
    goals = (Goal("LO1", frozenset({visit.id})), Goal("LO2"))

    problem = only(outline(visit, goals=goals), "objective_unserved")

    assert (problem.objective, problem.severity) == ("LO2", Severity.BLOCKS)
    assert problem.values == {"code": "LO2"}


def test_an_objective_that_only_optional_items_serve_is_a_hint() -> None:
    assert "objective_optional" in codes(outline(stop(600, 690, optional=True)))
    assert "objective_optional" not in codes(outline(stop(600, 690)))


def test_no_objectives_is_a_warning() -> None:
    assert only(outline(stop(600, 690), goals=()), "no_objectives").severity is Severity.WARNS


def test_each_group_size_needs_a_price() -> None:
    found = problems(outline(stop(600, 690), priceless=((5, 7), (16, 20))), "price_missing")

    assert [dict(problem.values) for problem in found] == [
        {"first": 5, "last": 7},
        {"first": 16, "last": 20},
    ]
    assert {problem.severity for problem in found} == {Severity.BLOCKS}
    assert len({problem.key for problem in found}) == 2


def test_a_day_without_items_blocks() -> None:
    problem = only(outline(stop(600, 690), night(), days=2), "empty_day")

    assert (problem.day, problem.severity) == (2, Severity.BLOCKS)


def test_what_blocks_comes_first() -> None:
    made = outline(stop(600, 690), stop(650, 700), stop(660, 680, optional=True))

    severities = [problem.severity for problem in problems(made)]

    assert severities == sorted(severities, key=list(Severity).index)


# Against a slow restatement: minute by minute over the whole visit.

KINDS = st.sampled_from([ComponentKind.PROGRAMME, MEAL, LODGING])


@st.composite
def stops(draw: st.DrawFn) -> Stop:
    starts = draw(st.integers(0, 1439))
    longest = 2880 if draw(st.booleans()) else 1440
    ends = draw(st.integers(starts + 1, max(starts + 1, longest)))
    day = draw(st.integers(1, 3))
    return stop(starts, min(ends, 2880), draw(KINDS), optional=draw(st.booleans()), day=day)


PROGRAMMES = st.lists(stops(), max_size=8)


def minutes(each: Stop) -> set[int]:
    midnight = (each.day - 1) * 1440
    return set(range(midnight + each.starts, midnight + each.ends))


@given(PROGRAMMES)
def test_overlaps_are_the_pairs_that_share_a_minute(placed: list[Stop]) -> None:
    made = outline(*placed)
    timed = [(each, minutes(each)) for each in placed]
    shared = {
        frozenset((first.id, second.id))
        for position, (first, ours) in enumerate(timed)
        for second, theirs in timed[position + 1 :]
        if ours & theirs and (first.kind is LODGING) == (second.kind is LODGING)
    }

    found = [frozenset(problem.item_ids) for problem in clashes.overlaps(survey(made))]

    assert len(found) == len(set(found))
    assert set(found) == shared


@given(PROGRAMMES)
def test_a_night_is_covered_if_somebody_lodges_on_both_sides_of_midnight(
    placed: list[Stop],
) -> None:
    made = outline(*placed, days=3)
    assert made.frames[-1] == Frame(3)
    slept: set[int] = set()
    for each in placed:
        if each.kind is LODGING and not each.optional:
            taken = minutes(each)
            slept |= {n for n in range(1, 4) if {n * 1440 - 1, n * 1440} <= taken}

    found = {problem.day for problem in lodging.nights(survey(made))}

    assert found == {1, 2} - slept
