"""Three proposals, a second request, and stopping half-way."""

import json
from typing import Any

import pytest

from tests.benchmarks.planner_cases import Kind, make
from tests.packages.planner import checker
from tests.packages.planner.planning import planned
from tests.packages.planner.test_traps import problem, visit, window
from tourbook.packages.rules.planner.answer import Progress, Status
from tourbook.packages.rules.planner.changes import changed
from tourbook.packages.rules.planner.reading import problem_of
from tourbook.packages.rules.planner.solve import propose, solve
from tourbook.packages.rules.planner.watching import Stopped
from tourbook.packages.rules.planner.writing import written

Json = dict[str, Any]
CASE = make(Kind(24, 3), 1)


def test_three_proposals_differ_and_are_good() -> None:
    read = problem_of(json.dumps(CASE))

    answers = propose(read)

    assert len(answers) == 3
    assert [checker.faults(CASE, written(read, answer)) for answer in answers] == [[], [], []]
    scores = [answer.score or 0 for answer in answers]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] == planned(CASE)["score"]
    for number, answer in enumerate(answers):
        for other in answers[:number]:
            assert len(other.visits - answer.visits) >= max(2, len(other.visits) / 4)


def test_a_proposal_keeps_what_must_be_in() -> None:
    left = planned(CASE)["left_out"][0]["id"]
    given = json.loads(json.dumps(CASE))
    next(one for one in given["visits"] if one["id"] == left)["must"] = True
    read = problem_of(json.dumps(given))

    assert all(
        left in {read.visits[visit].id for visit in answer.visits} for answer in propose(read)
    )


def test_there_are_no_more_proposals_than_plans_that_differ() -> None:
    read = problem_of(json.dumps(problem([visit("only", "p")])))

    assert [answer.score for answer in propose(read)] == [1]


def test_an_impossible_problem_has_one_answer_that_says_so() -> None:
    read = problem_of(json.dumps(problem([visit("a", "p", minutes=99, must=True)])))

    assert [answer.status for answer in propose(read)] == [Status.INFEASIBLE]


def test_a_second_request_says_what_changed() -> None:
    visits = [
        visit("a", "p", score=5, windows=[window(20, 20)]),
        visit("b", "q", score=4, windows=[window(20, 20)]),
        visit("c", "r", score=3, windows=[window(50, 55)]),
        visit("d", "r", score=2, minutes=60, windows=[window(25, 25)]),
    ]
    before = problem_of(json.dumps(problem(visits)))
    after = problem_of(json.dumps(problem(visits[1:])))

    changes = changed(before, solve(before), after, solve(after))

    assert [(change.code, change.visit, change.instead_of) for change in changes] == [
        ("gone", "a", ()),
        ("in", "b", ("a",)),
    ]


def test_a_visit_that_went_out_has_its_reason() -> None:
    visits = [visit("a", "p", score=5, group="g"), visit("b", "q", score=4, group="g")]
    before = problem_of(json.dumps(problem(visits)))
    visits[1]["score"] = 6
    after = problem_of(json.dumps(problem(visits)))

    changes = changed(before, solve(before), after, solve(after))

    assert [(change.code, change.visit) for change in changes] == [("out", "a"), ("in", "b")]
    assert changes[0].reason is not None
    assert changes[0].reason.code == "same_group"


def test_what_stood_before_moves_as_little_as_can_be() -> None:
    first = planned(CASE)
    given = json.loads(json.dumps(CASE))
    where = {
        stop["id"]: {"day": day, "start": stop["start"]}
        for day, stops in enumerate(first["days"])
        for stop in stops
    }
    for one in given["visits"]:
        one["previous"] = where.get(one["id"])

    assert planned(given)["days"] == first["days"]


def test_progress_is_told() -> None:
    told: list[Progress] = []

    answer = solve(problem_of(json.dumps(CASE)), progress=lambda one: told.append(one))

    assert answer.status is Status.OPTIMAL
    assert told[0].score is None
    assert all(one.score is None or one.score <= (answer.score or 0) for one in told)
    assert all(one.bound is None or one.bound >= (answer.score or 0) for one in told)


def no(_: Progress) -> bool:
    return False


def stop(_: Progress) -> bool:
    raise Stopped


@pytest.mark.parametrize("listener", [no, stop])
def test_a_stop_leaves_the_best_so_far(listener: Any) -> None:
    """Stopped at the first word, there is a plan, though perhaps not the best."""
    given = make(Kind(40, 3, widths=(120, 180)), 2, seconds=60)
    read = problem_of(json.dumps(given))

    answer = solve(read, progress=listener)

    assert checker.faults(given, written(read, answer)) == []
    assert answer.status in (Status.FEASIBLE, Status.OPTIMAL)
    assert answer.seconds < 20
