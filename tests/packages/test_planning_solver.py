"""The planner's own process: it answers, hears a stop, and never outlives whoever asked."""

import json
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests.packages.outlines import spot
from tests.packages.plans import JUNE, asked, candidate, day, empty, library, slot, solved
from tests.servers import until
from tourbook.packages.rules.planner.problem import Limits, Problem
from tourbook.packages.rules.proposing import carrying
from tourbook.packages.rules.proposing.posing import posed
from tourbook.packages.services import solving
from tourbook.packages.services.solving import Solver, SolverDied

PLACES = [spot(lat=61.69 + number * 0.07, lon=27.27) for number in range(4)]


def small() -> Problem:
    shelf = library(
        *(
            candidate(spot=place, slots=(slot(number, 540 + 60 * number, 600 + 60 * number),))
            for number, place in enumerate(PLACES, 1)
        )
    )
    return posed(empty(first_day=JUNE), asked(), shelf, seconds=5).problem


def endless() -> Problem:
    """So many visits at any time that no search ends soon."""
    shelf = library(
        *(
            candidate(spot=spot(lat=61.0 + n % 9 * 0.11, lon=26.5 + n // 9 * 0.13), duration=20)
            for n in range(80)
        )
    )
    days = [day(number, 420, 1300) for number in (1, 2, 3)]
    return posed(empty(days=3, first_day=JUNE), asked(*days), shelf, seconds=60).problem


def go_on(_progress: object) -> bool:
    return True


def test_a_problem_is_the_same_after_the_journey() -> None:
    problem = small()

    kept = json.loads(json.dumps(carrying.problem_to_json(problem)))

    assert carrying.problem_from_json(kept) == problem


def test_it_answers_as_the_planner_does() -> None:
    problem = small()

    with Solver() as solver:
        answers = solver.propose(problem, count=3, tell=go_on)
        again = solver.propose(problem, count=3, tell=go_on)

    here = solved(problem)
    assert [answer.plan for answer in answers] == [answer.plan for answer in here]
    assert [answer.score for answer in answers] == [answer.score for answer in here]
    assert [answer.left_out for answer in answers] == [answer.left_out for answer in here]
    assert [answer.plan for answer in again] == [answer.plan for answer in here]


def test_a_stop_is_heard_and_the_best_so_far_is_the_answer() -> None:
    def for_a_while(progress: dict[str, Any] | None) -> bool:
        return progress is None or progress["seconds"] < 3

    with Solver() as solver:
        answers = solver.propose(endless(), count=1, tell=for_a_while)

    assert answers[0].score
    assert answers[0].seconds < 30


def test_a_stop_before_anything_is_found_ends_it_too() -> None:
    begun = time.monotonic()
    with Solver() as solver:
        solver.propose(endless(), count=1, tell=lambda progress: progress is None)

    assert time.monotonic() - begun < 50


def test_its_end_is_told_to_whoever_asks() -> None:
    with Solver() as solver:
        solver.process.kill()
        solver.process.wait()
        with pytest.raises(SolverDied):
            solver.propose(small(), count=1, tell=go_on)


def test_it_is_waited_for_only_so_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solving, "GRACE", 0.0)
    problem = replace(endless(), limits=Limits(seconds=0.0))

    with Solver() as solver, pytest.raises(SolverDied, match="in its time"):
        solver.propose(problem, count=1, tell=go_on)


def test_it_is_gone_when_nobody_asks_any_more() -> None:
    with Solver() as solver:
        process = psutil.Process(solver.process.pid)
        assert process.is_running()

    assert not psutil.pid_exists(process.pid)


def test_it_ends_with_whoever_started_it(tmp_path: Path) -> None:
    problem = tmp_path / "problem.json"
    problem.write_text(json.dumps(carrying.problem_to_json(endless())))
    asker = subprocess.Popen([sys.executable, "-c", ASKER, str(problem)], stdout=subprocess.PIPE)
    assert asker.stdout is not None
    pid = int(asker.stdout.readline())
    planner = psutil.Process(pid)
    until(lambda: planner.cpu_times().user > 0.5, seconds=60)

    asker.kill()
    asker.wait()
    asker.stdout.close()

    until(lambda: not planner.is_running() or planner.status() == "zombie", seconds=20)


ASKER = """
import json, pathlib, sys
from tourbook.packages.rules.proposing import carrying
from tourbook.packages.services.solving import Solver
problem = carrying.problem_from_json(json.loads(pathlib.Path(sys.argv[1]).read_text()))
with Solver() as solver:
    print(solver.process.pid, flush=True)
    solver.propose(problem, count=1, tell=lambda _: True)
"""
