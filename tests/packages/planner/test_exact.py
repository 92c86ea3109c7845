"""Nothing beats the plan: tiny random problems against trying everything, minute by minute."""

import json
from itertools import product
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.packages.planner import oracle, tiny
from tests.packages.planner.planning import planned

Json = dict[str, Any]

SLOWLY = settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
FEWER = settings(SLOWLY, max_examples=20)


@SLOWLY
@given(tiny.problems())
def test_the_plan_has_the_highest_score_and_then_the_least_driving(problem: Json) -> None:
    best = oracle.best(problem)

    answer = planned(problem)

    if best is None:
        assert answer["status"] == "infeasible"
    else:
        found = (answer["status"], answer["score"], sum(answer["driving"]))
        assert found == ("optimal", best.score, best.driven)


@FEWER
@given(tiny.problems(), st.sampled_from((10, 4)))
def test_decimals_change_nothing(problem: Json, parts: int) -> None:
    """The same problem in tenths or quarters of a minute and of a point.

    With no way shorter by a detour: of decimals, a detour that is shorter by a rounding is none.
    """
    problem["travel"]["minutes"] = without_detours(problem["travel"]["minutes"])
    whole, finer = planned(problem), planned(finer_by(problem, parts))

    assert finer["status"] == whole["status"]
    if whole["score"] is not None:
        assert finer["score"] * parts == pytest.approx(whole["score"])
        assert sum(finer["driving"]) * parts == pytest.approx(sum(whole["driving"]))


def without_detours(minutes: list[list[int]]) -> list[list[int]]:
    places = range(len(minutes))
    found = [list(row) for row in minutes]
    for over, here, there in product(places, repeat=3):
        found[here][there] = min(found[here][there], found[here][over] + found[over][there])
    return found


def finer_by(problem: Json, parts: int) -> Json:
    def smaller(value: Any) -> Any:
        if isinstance(value, dict):
            return {
                key: inside
                if key in ("day", "seconds", "cost", "budget", "must")
                else smaller(inside)
                for key, inside in value.items()
            }
        if isinstance(value, list):
            return [smaller(inside) for inside in value]
        return value / parts if isinstance(value, int) else value

    found: Json = smaller(problem)
    return found


@FEWER
@given(tiny.problems())
def test_the_same_problem_has_the_same_plan(problem: Json) -> None:
    first, second = planned(problem), planned(problem)

    assert {**first, "seconds": 0} == {**second, "seconds": 0}


@FEWER
@given(st.one_of(tiny.problems(most_visits=3, days=1, musts=3), tiny.problems(musts=5)))
def test_a_conflict_is_real_and_smallest(problem: Json) -> None:
    conflict: list[Json] = planned(problem).get("conflict", [])
    assume(bool(conflict))

    assert oracle.best(only(problem, conflict)) is None
    for one in conflict:
        others = [other for other in conflict if other is not one]
        assert oracle.best(only(problem, others)) is not None, one


def only(problem: Json, demands: list[Json]) -> Json:
    """The problem with no demands but these."""
    kept = json.loads(json.dumps(problem))
    named = {one["demand"] for one in demands}
    musts = {one["visit"] for one in demands if one["demand"] == "must"}
    groups = {one["group"] for one in demands if one["demand"] == "group"}
    for visit in kept["visits"]:
        visit["group"] = [group for group in groups_of(visit) if group in groups]
        visit["must"] = visit["id"] in musts
    spans = [
        (one["day"], one["earliest"], one["latest"]) for one in demands if one["demand"] == "meal"
    ]
    kept["meals"] = [
        meal for meal in kept["meals"] if (meal["day"], meal["earliest"], meal["latest"]) in spans
    ]
    for demand, key in (
        ("driving", "driving_minutes_per_day"),
        ("break", "driving_break"),
        ("budget", "budget"),
    ):
        if demand not in named:
            kept["limits"].pop(key, None)
    held = {one["day"] for one in demands if one["demand"] == "hours"}
    for number, day in enumerate(kept["days"]):
        if number not in held:
            day["start"] -= 45
            day["end"] += 45
    return dict(kept)


def groups_of(visit: Json) -> list[str]:
    group = visit["group"]
    return [] if group is None else [group] if isinstance(group, str) else list(group)
