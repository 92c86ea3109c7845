"""Visits that must be in and cannot all be: said in the time there is, with few of them named."""

import json
import math
import random
from dataclasses import dataclass, replace
from itertools import combinations
from time import process_time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.packages.planner import oracle, tiny
from tests.packages.planner.planning import planned
from tests.packages.planner.test_exact import FEWER, SLOWLY
from tourbook.packages.rules.planner.closing import closed
from tourbook.packages.rules.planner.fitting import overfull
from tourbook.packages.rules.planner.impossible import loosened, only_musts, possible
from tourbook.packages.rules.planner.impossible import planned as tried
from tourbook.packages.rules.planner.problem import Problem
from tourbook.packages.rules.planner.reading import problem_of
from tourbook.packages.rules.planner.solve import prepare
from tourbook.packages.rules.planner.watching import Watch

Json = dict[str, Any]

SECONDS = 5
#: CPU seconds beyond its time: closing, and counting what was found.
GRACE = 2.0
HOURS = 600


@dataclass(frozen=True)
class Many:
    """A problem with many visits that must be in."""

    musts: int
    days: int
    options: int = 0
    minutes: tuple[int, ...] = (45, 60, 75, 90, 120)
    slots: int = 0
    widths: tuple[int, ...] = (0, 15, 30)
    meals: bool = False
    driving: int | None = None
    breaks: bool = False
    km: int = 40


IMPOSSIBLE = {
    "one day": Many(60, 1),
    "one day, meals and limits": Many(60, 1, meals=True, driving=300, breaks=True),
    "one day, narrow slots": Many(60, 1, slots=3, meals=True),
    "three days": Many(60, 3),
    "three days, meals and limits": Many(60, 3, meals=True, driving=200, breaks=True),
    "three days, narrow slots": Many(60, 3, slots=6, meals=True, breaks=True),
    "three days, wide slots": Many(60, 3, slots=4, widths=(120, 180), meals=True, breaks=True),
    "three days, short visits": Many(60, 3, minutes=(20, 30, 40), meals=True, driving=300),
    "three days, much else on offer": Many(40, 3, options=30, meals=True, breaks=True),
    "driving alone": Many(40, 3, minutes=(5, 10), driving=60),
}
POSSIBLE = {
    "three days": Many(15, 3, meals=True, breaks=True),
    "many short visits": Many(60, 3, minutes=(5, 10), meals=True, km=15),
    "much else on offer": Many(12, 3, options=48, meals=True, breaks=True, driving=300),
}


def made(many: Many, seed: int = 1) -> Json:
    chance = random.Random(seed)
    count = many.musts + many.options
    points = [(chance.uniform(0, many.km), chance.uniform(0, many.km)) for _ in range(count + 1)]
    limits: Json = {"seconds": SECONDS}
    if many.driving is not None:
        limits["driving_minutes_per_day"] = many.driving
    if many.breaks:
        limits["driving_break"] = [270, 45]
    return {
        "days": [{"start": 480, "end": 480 + HOURS, "from": "p0", "to": "p0"}] * many.days,
        "visits": [visit(many, chance, number) for number in range(1, count + 1)],
        "travel": {
            "places": [f"p{number}" for number in range(count + 1)],
            "minutes": [
                [0 if one == other else math.ceil(4 + math.dist(one, other)) for other in points]
                for one in points
            ],
        },
        "meals": [
            {"day": day, "earliest": 660, "latest": 780, "minutes": 60}
            for day in range(many.days if many.meals else 0)
        ],
        "limits": limits,
    }


def visit(many: Many, chance: random.Random, number: int) -> Json:
    found: Json = {
        "id": f"v{number}",
        "place": f"p{number}",
        "minutes": chance.choice(many.minutes),
        "score": chance.randint(1, 20),
        "must": number <= many.musts,
    }
    windows = []
    for _ in range(many.slots):
        earliest = chance.randrange(480, 480 + HOURS - 60, 15)
        day, width = chance.randrange(many.days), chance.choice(many.widths)
        windows.append({"day": day, "earliest": earliest, "latest": earliest + width})
    return {**found, "windows": windows} if windows else found


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_too_many_visits_that_must_be_in_are_said_in_time(name: str) -> None:
    problem = made(IMPOSSIBLE[name])
    begun = process_time()

    answer = planned(problem)

    assert process_time() - begun < SECONDS + GRACE
    assert answer["status"] == "infeasible"
    musts = [one for one in answer["conflict"] if one["demand"] == "must"]
    assert 0 < len(musts) <= 40


@pytest.mark.parametrize("name", POSSIBLE)
def test_many_visits_that_must_be_in_are_planned_where_they_fit(name: str) -> None:
    prepare()
    problem = made(POSSIBLE[name])
    begun = process_time()

    answer = planned(problem)

    assert process_time() - begun < SECONDS + GRACE
    made_visits = {stop["id"] for day in answer["days"] for stop in day}
    assert {one["id"] for one in problem["visits"] if one["must"]} <= made_visits


@pytest.mark.parametrize("days", [1, 2])
def test_the_visits_named_fill_the_days_and_without_any_one_they_fit(days: int) -> None:
    """At one place, where nothing but minutes counts: packing them into days can be tried out."""
    problem = made(Many(60, days, minutes=(95, 110, 130, 145, 170, 210)))
    problem["travel"] = {"places": ["p0"], "minutes": [[0]]}
    for one in problem["visits"]:
        one["place"] = "p0"
    minutes = {one["id"]: one["minutes"] for one in problem["visits"]}

    conflict = planned(problem)["conflict"]

    named = [minutes[one["visit"]] for one in conflict if one["demand"] == "must"]
    assert [one["day"] for one in conflict if one["demand"] == "hours"] == list(range(days))
    assert not fits(named, days)
    assert all(fits(named[:at] + named[at + 1 :], days) for at in range(len(named)))


def fits(minutes: list[int], days: int) -> bool:
    """By trying the first day's visits in every way."""
    if days == 1:
        return sum(minutes) <= HOURS
    return any(
        sum(chosen) <= HOURS and sum(minutes) - sum(chosen) <= (days - 1) * HOURS
        for count in range(len(minutes) + 1)
        for chosen in combinations(minutes, count)
    )


def test_a_stretch_of_time_that_is_too_full_is_seen() -> None:
    """Sixty visits, of which eleven begin within two hours: the hours of the day are no matter."""
    problem = made(Many(60, 1, minutes=(5,), km=1))
    problem["days"][0]["end"] = 480 + 10 * HOURS
    for one in problem["visits"][7:18]:
        one["windows"] = [{"day": 0, "earliest": 700, "latest": 795}]

    conflict = planned(problem)["conflict"]

    named = {one["visit"] for one in conflict}
    assert {one["demand"] for one in conflict} == {"must"}
    assert named <= {one["id"] for one in problem["visits"][7:18]}
    spared = conflict[0]["visit"]
    for one in problem["visits"]:
        one["must"] = one["id"] != spared and (one["id"] in named or "windows" not in one)
    assert planned(problem)["status"] in ("optimal", "feasible")


@pytest.mark.parametrize(
    ("change", "demand"), [({"group": "g"}, "group"), ({"cost": 100}, "budget")]
)
def test_what_days_have_no_part_in_is_seen_at_once(change: Json, demand: str) -> None:
    problem = made(Many(40, 4, minutes=(5,), km=5))
    problem["limits"]["budget"] = 150
    for one in (problem["visits"][3], problem["visits"][30]):
        one.update(change)

    conflict = planned(problem)["conflict"]

    assert [one["demand"] for one in conflict] == ["must", "must", demand]
    assert [one.get("visit") for one in conflict[:2]] == ["v4", "v31"]


def read(problem: Json) -> Problem:
    return closed(problem_of(json.dumps(problem)))


@SLOWLY
@given(tiny.problems(most_visits=6, musts=4))
def test_many_musts_can_hold_together_where_trying_all_finds_a_plan(problem: Json) -> None:
    assert planned(problem)["status"] == ("optimal" if oracle.best(problem) else "infeasible")


@SLOWLY
@given(tiny.problems(most_visits=6, musts=4))
def test_no_quick_proof_is_wrong(problem: Json) -> None:
    asked = read(problem)
    clash = overfull(asked, Watch(10, None))
    loose = tried(loosened(only_musts(asked)), Watch(10, None))

    if oracle.best(problem) is not None:
        assert clash is None
        assert loose is not False


@FEWER
@given(tiny.problems(most_visits=6, musts=4))
def test_the_visits_of_a_quick_proof_are_enough_for_it(problem: Json) -> None:
    asked = read(problem)
    clash = overfull(asked, Watch(10, None))

    if clash is not None:
        visits = tuple(
            replace(one, must=number in clash) for number, one in enumerate(asked.visits)
        )
        assert overfull(replace(asked, visits=visits), Watch(10, None)) is not None


@FEWER
@given(tiny.problems(most_visits=5, musts=3), st.integers(1, 40))
def test_a_trial_with_few_labels_is_never_wrong(problem: Json, labels: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tourbook.packages.rules.planner.impossible.MOST_LABELS", labels)
        told = possible(read(problem), Watch(10, None))

    assert told in (None, oracle.best(problem) is not None)
