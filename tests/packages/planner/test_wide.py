"""The search for wide problems: every plan it makes keeps the rules, whatever they are."""

import json
import random
from typing import Any

import pytest

from tests.benchmarks import planner_cases, toptw
from tests.packages.planner import checker
from tests.packages.planner.planning import Json, planned
from tourbook.packages.rules.planner import timing, wide
from tourbook.packages.rules.planner.plan import Pool, mask_of
from tourbook.packages.rules.planner.reading import problem_of
from tourbook.packages.rules.planner.solve import solve

STEPS = 600
WIDE = planner_cases.Kind(14, 2, slots=3, widths=(120, 300))


def improved(problem: Json, **options: Any) -> Json:
    answer = toptw.searched(problem, **{"seconds": 60, "steps": STEPS, **options})

    assert checker.faults(problem, answer) == []
    return answer


def ids(answer: Json) -> list[list[str]]:
    return [[stop["id"] for stop in stops] for stops in answer["days"]]


def line(scores: dict[str, int], **more: Any) -> Json:
    """A day of 100 minutes at one place, with visits of 40 minutes at any time."""
    return {
        "days": [{"start": 0, "end": 100, "from": "a", "to": "a"}],
        "visits": [
            {"id": id, "place": "a", "minutes": 40, "score": score} for id, score in scores.items()
        ],
        "travel": {"places": ["a", "b"], "minutes": [[0, 10], [10, 0]]},
        **more,
    }


def varied(seed: int) -> Json:
    """A realistic problem with hotel moves and lunches, and a few of all other demands."""
    chance = random.Random(seed)
    problem = planner_cases.make(WIDE, seed)
    problem["meals"][0]["place"] = "place 0"
    problem["meals"].append({"day": 1, "earliest": 900, "latest": 1000, "minutes": 20})
    problem["limits"] |= {
        "driving_minutes_per_day": chance.choice((120, 240, 540)),
        "driving_break": chance.choice(([60, 45], [90, 45], [270, 45])),
        "budget": chance.choice((3, 5, 100)),
    }
    for visit in problem["visits"]:
        visit["cost"] = chance.randint(0, 2)
        visit["group"] = chance.choice((None, None, "g", ["g", "h"], "h"))
    return problem


@pytest.mark.parametrize("seed", [0, 2, 3, 5, 6, 8, 9, 11, 12, 13])
def test_a_plan_keeps_every_rule_and_is_nearly_the_best(seed: int) -> None:
    best = planned(varied(seed))

    answer = improved(varied(seed), steps=3000)

    assert best["status"] == "optimal"
    assert 0.9 * best["score"] <= answer["score"] <= best["score"]


@pytest.mark.parametrize("seed", [1, 4, 7])
def test_there_is_no_plan_where_none_can_be(seed: int) -> None:
    read = problem_of(json.dumps(varied(seed)))

    assert planned(varied(seed))["status"] == "infeasible"
    assert wide.improve(read, start=None, seconds=60, pool=Pool(), steps=STEPS) is None


def test_the_best_that_fits_is_found() -> None:
    answer = improved(line({"low": 1, "high": 5, "middle": 3}))

    assert {frozenset(day) for day in ids(answer)} == {frozenset({"high", "middle"})}


def test_a_visit_that_must_be_in_comes_first() -> None:
    problem = line({"low": 1, "high": 5, "middle": 3})
    problem["visits"][0]["must"] = True

    assert {frozenset(day) for day in ids(improved(problem))} == {frozenset({"low", "high"})}


def test_one_visit_of_a_group_is_in() -> None:
    problem = line({"low": 1, "high": 5, "middle": 3})
    for visit in problem["visits"][1:]:
        visit["group"] = "g"

    assert {frozenset(day) for day in ids(improved(problem))} == {frozenset({"low", "high"})}


def test_the_budget_is_kept() -> None:
    problem = line({"low": 1, "high": 5, "middle": 3}, limits={"budget": 4})
    for visit, cost in zip(problem["visits"], (1, 4, 3), strict=True):
        visit["cost"] = cost

    assert {frozenset(day) for day in ids(improved(problem))} == {frozenset({"high"})}


@pytest.mark.parametrize(("minutes", "visits"), [(20, 2), (21, 1)])
def test_a_meal_takes_its_time(minutes: int, visits: int) -> None:
    meal = {"day": 0, "earliest": 0, "latest": 100, "minutes": minutes}

    answer = improved(line({"one": 1, "other": 1}, meals=[meal]))

    assert len(ids(answer)[0]) == visits


@pytest.mark.parametrize(("end", "visits"), [(80, 1), (79, 0)])
def test_a_meal_elsewhere_takes_its_drives(end: int, visits: int) -> None:
    problem = line({"one": 1})
    problem["days"][0]["end"] = end
    problem["meals"] = [{"day": 0, "earliest": 0, "latest": 90, "minutes": 20, "place": "b"}]

    assert len(ids(improved(problem))[0]) == visits


@pytest.mark.parametrize(("stretch", "visits"), [(20, 2), (19, 1)])
def test_a_break_is_made_where_the_day_has_room(stretch: int, visits: int) -> None:
    """There and back is 20 minutes of driving; a visit of 15 minutes is no break of 30."""
    problem = line({"there": 5, "here": 1})
    problem["visits"][0] |= {"place": "b", "minutes": 15}
    problem["days"][0]["end"] = 75
    problem["limits"] = {"driving_break": [stretch, 30]}

    assert len(ids(improved(problem))[0]) == visits


@pytest.mark.parametrize(("most", "visits"), [(20, 1), (19, 0)])
def test_the_driving_of_a_day_is_kept(most: int, visits: int) -> None:
    problem = line({"there": 5}, limits={"driving_minutes_per_day": most})
    problem["visits"][0]["place"] = "b"

    assert len(ids(improved(problem))[0]) == visits


def test_a_later_window_of_the_day_is_used() -> None:
    problem = line({"one": 1, "other": 1})
    problem["visits"][0]["windows"] = [
        {"day": 0, "earliest": 30, "latest": 35},
        {"day": 0, "earliest": 60, "latest": 60},
    ]
    problem["visits"][1]["windows"] = [{"day": 0, "earliest": 5, "latest": 20}]

    answer = improved(problem)

    assert [(stop["id"], stop["start"]) for stop in answer["days"][0]] == [
        ("other", 20),
        ("one", 60),
    ]


def test_days_move_from_hotel_to_hotel() -> None:
    problem = line({"one": 1, "other": 2, "third": 3})
    problem["days"] = [
        {"start": 0, "end": 60, "from": "a", "to": "b"},
        {"start": 0, "end": 60, "from": "b", "to": "a"},
    ]

    assert sorted(visit for day in ids(improved(problem)) for visit in day) == ["other", "third"]


def test_a_day_that_cannot_be_done_gives_no_plan() -> None:
    problem = line({"one": 1})
    problem["meals"] = [{"day": 0, "earliest": 90, "latest": 95, "minutes": 20}]
    read = problem_of(json.dumps(problem))

    assert wide.improve(read, start=None, seconds=60, pool=Pool(), steps=STEPS) is None


def test_the_plan_at_the_start_is_never_made_worse() -> None:
    read = problem_of(json.dumps(planner_cases.make(WIDE, 3)))
    best = wide.improve(read, start=None, seconds=60, pool=Pool(), steps=STEPS)

    again = wide.improve(read, start=best, seconds=60, pool=Pool(), steps=2, seed=9)

    assert best is not None
    assert again is not None
    assert score(read, again) >= score(read, best)


def test_a_day_that_needs_its_visits_for_breaks_is_begun_with_them() -> None:
    read = problem_of(json.dumps(varied(10)))
    start = solve(read).plan

    again = wide.improve(read, start=start, seconds=60, pool=Pool(), steps=STEPS)

    assert wide.improve(read, start=None, seconds=60, pool=Pool(), steps=STEPS) is None
    assert again is not None
    assert score(read, again) == score(read, start)


def score(read: Any, plan: Any) -> int:
    return sum(read.visits[visit].score for stops in plan for visit, _ in stops)


def test_the_same_seed_finds_the_same_plan() -> None:
    problem = planner_cases.make(WIDE, 5)

    assert improved(problem, seed=4) == improved(problem, seed=4)


def test_a_listener_stops_the_search() -> None:
    heard: list[int] = []

    def tell(best: int) -> bool:
        heard.append(best)
        return len(heard) < 3

    answer = improved(planner_cases.make(WIDE, 5), steps=None, tell=tell)

    assert len(heard) == 3
    assert answer["score"] >= heard[-1] > 0


def test_the_clock_stops_the_search() -> None:
    ticks = iter(range(10**6))

    answer = improved(planner_cases.make(WIDE, 5), steps=None, seconds=40, clock=ticks.__next__)

    assert next(ticks) < 100
    assert answer["score"] > 0


def test_the_pool_is_given_days_that_can_be_done() -> None:
    read = problem_of(json.dumps(planner_cases.make(WIDE, 2)))
    pool = Pool()

    plan = wide.improve(read, start=None, seconds=60, pool=pool, steps=STEPS)

    assert plan is not None
    assert {(day, mask_of(stops)) for day, stops in enumerate(plan)} <= pool.days.keys()
    for day, _, stops in pool:
        visits = [visit for visit, _ in stops]
        assert timing.in_order(read, day, visits) is not None


@pytest.mark.skipif(not toptw.DATA.exists(), reason="the published instances are not here")
@pytest.mark.parametrize("name", ["pr01 x 2", "c103 x 2"])
def test_published_problems_come_near_the_best_known(name: str) -> None:
    case = next(case for case in toptw.cases() if case.name == name)
    problem = toptw.problem(case)

    answer = toptw.searched(problem, seconds=60, steps=8000)

    assert toptw.faults(problem, answer) == []
    assert answer["score"] >= 0.95 * case.best
