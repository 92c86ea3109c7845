"""Asking the planner as the command does: JSON in, JSON out, and every plan checked."""

import json
from typing import Any

from tests.packages.planner import checker
from tourbook.packages.rules.planner.reading import problem_of
from tourbook.packages.rules.planner.solve import solve
from tourbook.packages.rules.planner.writing import written

Json = dict[str, Any]


def planned(problem: Json) -> Json:
    read = problem_of(json.dumps(problem))
    answer = written(read, solve(read))

    assert checker.faults(problem, answer) == []
    return answer
