"""Several good plans that differ, for people to choose from.

The first is the best. Each further one is the best among those that leave out a quarter of the
optional visits of every one before it, so that the proposals are not the same with two visits
swapped. What was enumerated or met for the first serves for all.
"""

from collections.abc import Mapping

from tourbook.packages.rules.planner.answer import Answer, LeftOut, Tell
from tourbook.packages.rules.planner.closing import closed
from tourbook.packages.rules.planner.engine import answered
from tourbook.packages.rules.planner.found import Found
from tourbook.packages.rules.planner.improving import combine
from tourbook.packages.rules.planner.packing import Demands, demands_of
from tourbook.packages.rules.planner.problem import Problem
from tourbook.packages.rules.planner.proving import prove
from tourbook.packages.rules.planner.search import searched
from tourbook.packages.rules.planner.watching import Watch

#: One optional visit in so many must differ, and at least so many.
ONE_IN = 4
LEAST = 2
#: A proposal with less than this part of the best score is none.
NEARLY = 0.5
#: Part of the time that the first plan may take.
FIRST_SHARE = 0.7


def propose(
    problem: Problem, count: int, *, known: Mapping[int, LeftOut], progress: Tell | None
) -> tuple[Answer, ...]:
    """Up to `count` plans, the best first; a single answer without a plan when there is none."""
    seconds = problem.limits.seconds
    watch = Watch(seconds * FIRST_SHARE, progress, points=1 / problem.score_scale)
    problem = closed(problem)
    demands = demands_of(problem)
    first = searched(problem, demands, watch)
    watch.seconds = seconds
    answers = [answered(problem, demands, watch, first, known)]
    while answers[0].schedules and len(answers) < count and watch.go_on():
        further = another(problem, first, answers, known, watch)
        if further is None:
            break
        answers.append(further)
    return tuple(answers)


def another(
    problem: Problem,
    first: Found,
    answers: list[Answer],
    known: Mapping[int, LeftOut],
    watch: Watch,
) -> Answer | None:
    """The best plan that differs from all so far; None when none is nearly as good."""
    demands = demands_of(problem, at_most=[difference(problem, answer) for answer in answers])
    found = Found(days=first.days, pool=first.pool)
    choose(problem, demands, watch, found)
    if found.schedules is None:
        return None
    answer = answered(problem, demands, watch, found, known)
    best = answers[0].score or 0
    return answer if (answer.score or 0) >= NEARLY * best else None


def difference(problem: Problem, answer: Answer) -> tuple[tuple[int, ...], int]:
    """How many of an answer's optional visits another may keep."""
    optional = tuple(sorted(visit for visit in answer.visits if not problem.visits[visit].must))
    others = max(LEAST, -(-len(optional) // ONE_IN))
    return optional, max(0, len(optional) - others)


def choose(problem: Problem, demands: Demands, watch: Watch, found: Found) -> None:
    if found.complete:
        prove(problem, demands, watch, found)
    else:
        combine(problem, demands, watch, found)
