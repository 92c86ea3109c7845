"""Solving from end to end. Loads numpy and scipy: come here through `solve`."""

from collections.abc import Mapping

from tourbook.packages.rules.planner.answer import Answer, LeftOut, Stage, Status, Tell
from tourbook.packages.rules.planner.closing import closed
from tourbook.packages.rules.planner.conflicts import conflict_of
from tourbook.packages.rules.planner.explaining import Explaining
from tourbook.packages.rules.planner.found import Found
from tourbook.packages.rules.planner.packing import Demands, demands_of
from tourbook.packages.rules.planner.problem import Problem
from tourbook.packages.rules.planner.search import searched
from tourbook.packages.rules.planner.watching import Watch

#: Seconds that the reasons of an impossible problem may take when the time is over.
LEAST_SECONDS = 1.0


def solve(problem: Problem, *, known: Mapping[int, LeftOut], progress: Tell | None) -> Answer:
    watch = Watch(problem.limits.seconds, progress, points=1 / problem.score_scale)
    problem = closed(problem)
    demands = demands_of(problem)
    found = searched(problem, demands, watch)
    return answered(problem, demands, watch, found, known)


def answered(
    problem: Problem,
    demands: Demands,
    watch: Watch,
    found: Found,
    known: Mapping[int, LeftOut],
) -> Answer:
    seconds = watch.spent()
    watch.at(Stage.REASONS)
    if found.schedules is None:
        return planless(problem, watch, found, seconds)
    visits = {visit for schedule in found.schedules for visit, _ in schedule.stops}
    score = sum(problem.visits[visit].score for visit in visits)
    return Answer(
        status=Status.OPTIMAL if found.proven else Status.FEASIBLE,
        schedules=found.schedules,
        score=score,
        bound=score if found.proven else bound_of_scores(problem, demands, found),
        left_out=Explaining(problem, demands, found, found.schedules).reasons(known, watch),
        seconds=seconds,
    )


def planless(problem: Problem, watch: Watch, found: Found, seconds: float) -> Answer:
    if not found.proven:
        return Answer(Status.UNKNOWN, seconds=seconds)
    patience = Watch(max(watch.left(), LEAST_SECONDS), watch.tell)
    conflict = conflict_of(problem, patience, clash=found.clash)
    return Answer(Status.INFEASIBLE, conflict=conflict, seconds=seconds)


def bound_of_scores(problem: Problem, demands: Demands, found: Found) -> int | None:
    if found.bound is None:
        return None
    most = sum(visit.score for visit in problem.visits)
    return min(most, found.bound - demands.bonus * len(demands.must))
