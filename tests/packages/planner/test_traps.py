"""Traps that planners fall into, each with the smallest problem that shows it."""

from typing import Any

import pytest

from tests.packages.planner.planning import planned

Json = dict[str, Any]


def visit(id: str, place: str, minutes: float = 10, score: float = 1, **more: Any) -> Json:
    return {"id": id, "place": place, "minutes": minutes, "score": score, **more}


def window(earliest: float, latest: float, day: int = 0) -> Json:
    return {"day": day, "earliest": earliest, "latest": latest}


def problem(visits: list[Json], drive: Any = 10, end: float = 100, **more: Any) -> Json:
    """One day from a hotel and back; each place is one drive from every other."""
    places = ["hotel", "p", "q", "r"]
    return {
        "days": [{"start": 0, "end": end, "from": "hotel", "to": "hotel"}],
        "visits": visits,
        "travel": {
            "places": places,
            "minutes": [[0 if one == other else drive for other in places] for one in places],
        },
        **more,
    }


def stops(answer: Json, day: int = 0) -> list[tuple[str, float]]:
    return [(stop["id"], stop["start"]) for stop in answer["days"][day]]


def ids(answer: Json) -> set[str]:
    return {stop["id"] for day in answer["days"] for stop in day}


def test_overlapping_slots_of_one_visit_are_one_stretch_of_time() -> None:
    slots = [window(20, 40), window(30, 60), window(55, 70)]
    other = visit("other", "q", windows=[window(10, 10)])

    answer = planned(problem([visit("many", "p", windows=slots), other]))

    assert ids(answer) == {"many", "other"}


def test_a_slot_inside_another_closes_nothing() -> None:
    slots = [window(10, 80), window(20, 30)]
    other = visit("other", "q", minutes=30, windows=[window(30, 30)])

    answer = planned(problem([visit("late", "p", windows=slots), other], end=110))

    assert ids(answer) == {"late", "other"}


def test_a_detour_is_never_shorter_than_the_straight_way() -> None:
    """Straight to r it is an hour; by p, where nothing is visited, it is twenty minutes."""
    given = problem([visit("far", "r", windows=[window(20, 20)])])
    given["travel"]["minutes"][0][3] = given["travel"]["minutes"][3][0] = 60

    assert ids(planned(given)) == {"far"}


def test_distances_cut_to_a_decimal_are_taken_as_they_are() -> None:
    """1.4 + 1.4 is less than 2.9 by no more than cutting explains: one drives 2.9."""
    given = problem([visit("far", "r", windows=[window(2.8, 2.8)])], drive=1.4)
    given["travel"]["minutes"][0][3] = given["travel"]["minutes"][3][0] = 2.9

    assert ids(planned(given)) == set()

    given["visits"][0]["windows"] = [window(2.8, 2.9)]
    assert ids(planned(given)) == {"far"}


@pytest.mark.parametrize(
    ("lunch", "at"),
    [((20, 20), "p"), ((40, 40), "q"), ((0, 0), "hotel"), ((70, 80), "hotel")],
)
def test_lunch_may_be_before_or_after_a_drive(lunch: tuple[int, int], at: str) -> None:
    """Visits at 10 and at 45 with a drive between; 10 minutes of lunch."""
    visits = [
        visit("first", "p", windows=[window(10, 20)]),
        visit("second", "q", windows=[window(45, 50)]),
    ]
    meal = {"day": 0, "earliest": lunch[0], "latest": lunch[1], "minutes": 10}

    answer = planned(problem(visits, meals=[meal]))

    assert ids(answer) == {"first", "second"}
    assert [one["place"] for one in answer["meals"]] == [at]


def test_a_later_slot_is_taken_when_lunch_lies_between() -> None:
    slots = [window(10, 12), window(40, 45)]
    meal = {"day": 0, "earliest": 10, "latest": 12, "minutes": 25, "place": "p"}

    answer = planned(problem([visit("twice", "p", windows=slots)], meals=[meal]))

    assert stops(answer) == [("twice", 40)]


def test_lunch_at_its_own_place_is_driven_to() -> None:
    meal = {"day": 0, "earliest": 30, "latest": 40, "minutes": 15, "place": "r"}

    answer = planned(problem([visit("one", "p")], meals=[meal]))

    assert answer["meals"][0]["place"] == "r"
    assert answer["driving"] == [30]


def test_less_driving_is_kept_beside_an_earlier_time() -> None:
    """Coming early by a long way round leaves no driving for the visit after."""
    visits = [
        visit("a", "p", windows=[window(10, 60)]),
        visit("b", "q", windows=[window(10, 60)]),
        visit("c", "r", windows=[window(60, 70)]),
    ]
    given = problem(visits, end=120, limits={"driving_minutes_per_day": 40})
    given["travel"]["minutes"][0][1] = given["travel"]["minutes"][1][0] = 11

    assert ids(planned(given)) == {"a", "b", "c"}


def test_one_stays_longer_to_make_a_break() -> None:
    limits = {"driving_break": [15, 30]}
    visits = [visit("a", "p", windows=[window(10, 10)])]

    rested = planned(problem(visits, end=60, limits=limits))
    hurried = planned(problem(visits, end=49, limits=limits))

    assert ids(rested) == {"a"}
    assert ids(hurried) == set()


def test_waiting_visit_and_meal_at_one_place_are_one_stop() -> None:
    """Ten minutes each: together a break of thirty."""
    limits = {"driving_break": [15, 30]}
    visits = [
        visit("a", "p", windows=[window(20, 20)]),
        visit("b", "q", windows=[window(50, 50)]),
    ]
    meal = {"day": 0, "earliest": 30, "latest": 30, "minutes": 10}

    answer = planned(problem(visits, meals=[meal], limits=limits, end=90))

    assert ids(answer) == {"a", "b"}


def test_a_drive_longer_than_the_limit_cannot_be_made() -> None:
    limits = {"driving_break": [15, 30]}

    assert ids(planned(problem([visit("a", "p")], drive=16, limits=limits))) == set()
    assert ids(planned(problem([visit("a", "p", 30)], drive=15, limits=limits))) == {"a"}


def test_a_visit_in_two_groups_excludes_both() -> None:
    visits = [
        visit("both", "p", score=5, group=["g", "h"]),
        visit("one", "q", score=3, group="g"),
        visit("two", "r", score=3, group="h"),
    ]

    assert ids(planned(problem(visits))) == {"one", "two"}

    visits[0]["score"] = 7
    assert ids(planned(problem(visits))) == {"both"}


def test_starts_are_late_where_that_shortens_waiting() -> None:
    """The first may start from 10 on, the second at 60 only: no half an hour in the car park."""
    visits = [
        visit("free", "p", windows=[window(10, 90)]),
        visit("fixed", "q", windows=[window(60, 60)]),
    ]

    assert stops(planned(problem(visits))) == [("free", 40), ("fixed", 60)]


def test_late_starts_keep_the_break() -> None:
    """Started as late as can be, the stop at q would be too short for a break."""
    limits = {"driving_break": [20, 30]}
    visits = [
        visit("a", "p", windows=[window(10, 40)]),
        visit("b", "q", windows=[window(60, 60)]),
        visit("c", "r", windows=[window(80, 80)]),
    ]

    answer = planned(problem(visits, limits=limits, end=100))

    assert stops(answer) == [("a", 20), ("b", 60), ("c", 80)]


def test_among_equal_scores_less_driving_wins() -> None:
    visits = [visit("near", "p", group="g"), visit("far", "q", group="g")]
    given = problem(visits)
    given["travel"]["minutes"][0][1] = given["travel"]["minutes"][1][0] = 8

    assert ids(planned(given)) == {"near"}


def test_among_equal_driving_what_stood_before_stays() -> None:
    visits = [
        visit("new", "p", group="g"),
        visit("old", "q", group="g", previous={"day": 0, "start": 33}),
    ]

    assert stops(planned(problem(visits))) == [("old", 33)]

    visits[0]["previous"] = visits[1].pop("previous")
    assert stops(planned(problem(visits))) == [("new", 33)]


def test_days_may_start_and_end_in_different_hotels() -> None:
    given = problem([visit("a", "p", windows=[window(0, 90, day=1)])])
    given["days"] = [
        {"start": 0, "end": 30, "from": "hotel", "to": "q"},
        {"start": 0, "end": 30, "from": "q", "to": "r"},
    ]

    answer = planned(given)

    assert [len(day) for day in answer["days"]] == [0, 1]
    assert answer["driving"] == [10, 20]


def test_decimals_are_exact() -> None:
    """0.1 + 0.2 is 0.3, also where floating numbers say otherwise."""
    visits = [
        visit("a", "p", minutes=0.1, windows=[window(0.2, 0.2)]),
        visit("b", "q", windows=[window(0.4, 0.4)]),
    ]
    given = problem(visits, drive=0.1)
    given["travel"]["minutes"][0][1] = 0.2

    assert ids(planned(given)) == {"a", "b"}


def test_scores_may_have_decimals() -> None:
    visits = [
        visit("a", "p", score=0.25, group="g"),
        visit("b", "q", score=0.3, group="g"),
        visit("c", "r", score=1.125),
    ]

    assert planned(problem(visits))["score"] == pytest.approx(1.425)


@pytest.mark.parametrize(("budget", "score"), [(100, 9), (99, 5), (0, 0), (None, 9)])
def test_visits_keep_within_the_budget(budget: int | None, score: int) -> None:
    visits = [
        visit("a", "p", score=5, cost=40),
        visit("b", "q", score=4, cost=60),
    ]

    assert planned(problem(visits, limits={"budget": budget}))["score"] == score


def test_more_visits_of_one_day_than_a_word_has_bits() -> None:
    """Seventy visits at once; each round of the clock has room for one."""
    visits = [
        visit(f"v{number}", "p", 20, number % 7, windows=[window(10 + number, 10 + number)])
        for number in range(70)
    ]

    answer = planned(problem(visits, end=200))

    starts = [start for _, start in stops(answer)]
    best = best_apart([number % 7 for number in range(70)], gap=20)
    assert answer["status"] == "optimal"
    assert (answer["score"], sorted(starts)) == (best, starts)


def best_apart(scores: list[int], *, gap: int) -> int:
    """The most that numbers at least so far apart add up to."""
    best = [0] * (len(scores) + gap)
    for index, score in enumerate(scores):
        best[index + gap] = max(best[index + gap - 1], best[index] + score)
    return max(best)
