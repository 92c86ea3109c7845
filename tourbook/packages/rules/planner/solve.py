"""The planner's door: `solve` and what belongs to it.

numpy and scipy take half a second to load, so the engine is loaded on the first question and not
with the program, whose web pages and commands mostly do not plan. The same holds for numba, which
only the search of problems too wide to enumerate needs.
"""

import importlib
from collections.abc import Mapping
from typing import Any

from tourbook.packages.rules.planner.answer import Answer, LeftOut, Tell
from tourbook.packages.rules.planner.problem import Problem


def loaded(name: str) -> Any:
    return importlib.import_module(f"tourbook.packages.rules.planner.{name}")


def solve(
    problem: Problem,
    *,
    known: Mapping[int, LeftOut] | None = None,
    progress: Tell | None = None,
) -> Answer:
    """The best plan that can be found in `limits.seconds`, with the reasons for what is not in.

    `known` are reasons that the caller decided before (by the visit's index), such as a language
    that nobody speaks; they stand for visits that the plan leaves out. `progress` is told a few
    times a second how it goes; when it answers False or raises `watching.Stopped`, the best so
    far is the answer.
    """
    answer: Answer = loaded("engine").solve(problem, known=known or {}, progress=progress)
    return answer


def propose(
    problem: Problem,
    count: int = 3,
    *,
    known: Mapping[int, LeftOut] | None = None,
    progress: Tell | None = None,
) -> tuple[Answer, ...]:
    """Up to `count` good plans that differ, the best first, all within `limits.seconds`.

    "Optimal" says of a further one that none that differs as much is better. Without any plan
    there is one answer that says so.
    """
    answers: tuple[Answer, ...] = loaded("proposing").propose(
        problem, count, known=known or {}, progress=progress
    )
    return answers


def prepare() -> None:
    """Compile what that search needs, so that the first one loses no time: once on a machine."""
    loaded("wide").prepare()
