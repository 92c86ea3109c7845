"""Why visits are left out."""

import json
from typing import Any

import pytest

from tests.benchmarks.planner_cases import Kind, make
from tests.packages.planner.planning import planned
from tests.packages.planner.test_traps import problem, visit, window
from tourbook.packages.rules.planner.answer import LeftOut
from tourbook.packages.rules.planner.reading import problem_of
from tourbook.packages.rules.planner.solve import solve

Json = dict[str, Any]


def reasons(answer: Json) -> dict[str, str]:
    return {left["id"]: left["reason"] for left in answer["left_out"]}


@pytest.mark.parametrize(
    ("left", "code"),
    [
        (visit("x", "p", windows=[window(150, 160)]), "out_of_hours"),
        (visit("x", "p", minutes=85), "unreachable"),
        (visit("x", "p", group="g"), "same_group"),
        (visit("x", "p", minutes=20, cost=101), "over_budget"),
        (visit("x", "p", minutes=20, cost=51), "over_budget"),
        (visit("x", "p", windows=[window(30, 40)]), "displaces"),
    ],
)
def test_the_first_reason_that_holds_is_given(left: Json, code: str) -> None:
    chosen = visit("chosen", "q", 10, 5, group="g", cost=50, windows=[window(40, 40)])

    answer = planned(problem([chosen, left], limits={"budget": 100}))

    assert reasons(answer) == {"x": code}


def test_what_it_would_displace_is_named_with_the_score_lost() -> None:
    visits = [
        visit("good", "p", 10, 5, windows=[window(40, 40)]),
        visit("better", "q", 10, 6, windows=[window(70, 70)]),
        visit("left", "r", 30, 4, windows=[window(30, 30)]),
    ]

    answer = planned(problem(visits))

    assert answer["left_out"] == [
        {
            "id": "left",
            "reason": "displaces",
            "sentence": "It could be in if good went; the score would be lower by 1.",
            "others": "good",
            "lost": 1,
        }
    ]


def test_what_must_be_in_is_not_displaced() -> None:
    visits = [
        visit("must", "p", windows=[window(40, 40)], must=True),
        visit("left", "q", 30, 4, windows=[window(30, 30)]),
    ]

    assert reasons(planned(problem(visits))) == {"left": "no_room"}


def test_a_reason_known_before_stands() -> None:
    visits = [visit("good", "p", score=2, group="g"), visit("left", "q", group="g")]
    read = problem_of(json.dumps(problem(visits)))
    known = LeftOut(1, "language", "Nobody there speaks %(language)s.", {"language": "sv"})

    assert solve(read, known={1: known}).left_out == (known,)


@pytest.mark.parametrize("seed", range(4))
def test_forcing_a_visit_in_costs_what_is_said(seed: int) -> None:
    """On realistic problems: asked again with the visit in, the score is lower by that much."""
    given = make(Kind(16, 2), seed)
    answer = planned(given)

    displacing = [left for left in answer["left_out"] if left["reason"] == "displaces"]
    assert displacing
    for left in displacing[:4]:
        forced = json.loads(json.dumps(given))
        next(one for one in forced["visits"] if one["id"] == left["id"])["must"] = True
        assert planned(forced)["score"] == answer["score"] - left["lost"]


@pytest.mark.parametrize(
    ("budget", "told"),
    [
        (123_450, "The visits cost 1,234.50 EUR at most."),
        (5, "The visits cost 0.05 EUR at most."),
    ],
)
def test_a_budget_that_cannot_be_kept_is_told_in_euro(budget: int, told: str) -> None:
    dear = visit("dear", "p", must=True, cost=budget + 1)
    just = visit("just", "p", must=True, cost=budget)
    limits = {"budget": budget}

    answer = planned(problem([dear], limits=limits))

    assert answer["status"] == "infeasible"
    said = next(one for one in answer["conflict"] if one["demand"] == "budget")
    assert (said["sentence"], said["cents"]) == (told, budget)
    assert planned(problem([just], limits=limits))["status"] == "optimal"
