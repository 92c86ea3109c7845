"""The search where days hold too many sets: improve a plan, collect good days, combine them."""

from collections.abc import Sequence

import numpy as np

from tourbook.packages.rules.planner import timing, wide
from tourbook.packages.rules.planner.answer import Stage
from tourbook.packages.rules.planner.bounding import bound_of
from tourbook.packages.rules.planner.columns import mask_of_set, sums, with_pool
from tourbook.packages.rules.planner.enumeration import Sets
from tourbook.packages.rules.planner.found import Found, Schedules
from tourbook.packages.rules.planner.packing import (
    Demands,
    Packed,
    floored,
    most_of,
    relaxed,
)
from tourbook.packages.rules.planner.plan import Plan, Pool, members
from tourbook.packages.rules.planner.problem import Problem
from tourbook.packages.rules.planner.proving import best_choice
from tourbook.packages.rules.planner.timing import DaySchedule
from tourbook.packages.rules.planner.watching import Watch

#: Part of the time that is kept for combining the days collected.
CLOSING_SHARE = 0.1
CLOSING_SECONDS = 2.0
#: With less there is no use in beginning.
LEAST_SECONDS = 0.05
#: Sets of one day that are kept.
MANY = 2000
#: Visits of one day whose best order is looked for anew.
FEW = 10


def improve(problem: Problem, demands: Demands, watch: Watch, found: Found) -> None:
    found.days = [best_of(sets, demands) for sets in found.days]
    found.bound = bound_of(problem) + demands.bonus * len(demands.must)
    take_better(problem, demands, found, begun(problem, demands, found.days))
    watch.at(Stage.SEARCH)
    tell(watch, demands, found)
    closing = min(CLOSING_SECONDS, CLOSING_SHARE * watch.seconds)
    if watch.left() - closing > LEAST_SECONDS:
        plan = wide.improve(
            problem,
            start=plan_of(found.schedules),
            seconds=watch.left() - closing,
            pool=found.pool,
            tell=lambda score: heard(watch, score),
        )
        if plan is not None:
            found.pool.add_plan(plan)
            take_better(problem, demands, found, timed(problem, plan))
        combine(problem, demands, watch, found)
    best = worth_of(demands, found.schedules)
    found.proven = found.schedules is not None and best >= floored(found.bound, demands.step)


def best_of(sets: Sets, demands: Demands) -> Sets:
    """The sets worth most: the rest would only take memory."""
    best = most_of(sums(sets, demands.worth.astype(np.float64)), MANY)
    words, driven = sets.words[:, best], sets.driven[best]
    return Sets(sets.visits, words, driven, complete=sets.complete and len(sets) <= MANY)


def begun(problem: Problem, demands: Demands, days: Sequence[Sets]) -> Schedules | None:
    """For each day in turn the set that adds most."""
    left = set(range(len(problem.visits)))
    found: list[DaySchedule | None] = []
    for day, sets in enumerate(days):
        if not len(sets):
            return None
        free = np.array([float(visit in left) for visit in range(len(problem.visits))])
        column = int(np.argmax(sums(sets, demands.worth * free)))
        chosen = [visit for visit in members(mask_of_set(sets, column)) if visit in left]
        found.append(timing.of_set(problem, day, chosen))
        left -= excluded(problem, chosen)
    visits = [visit for schedule in found if schedule for visit, _ in schedule.stops]
    dear = demands.budget is not None and int(demands.costs[visits].sum()) > demands.budget
    return None if dear else whole(found)


def excluded(problem: Problem, chosen: Sequence[int]) -> set[int]:
    """The visits chosen and all of their groups."""
    groups = {group for visit in chosen for group in problem.visits[visit].groups}
    return {
        number
        for number, visit in enumerate(problem.visits)
        if number in chosen or groups & set(visit.groups)
    }


def plan_of(schedules: Schedules | None) -> Plan | None:
    return None if schedules is None else tuple(schedule.stops for schedule in schedules)


def heard(watch: Watch, score: int) -> bool:
    watch.heard(score)
    return watch.go_on()


def tell(watch: Watch, demands: Demands, found: Found) -> None:
    raised = demands.bonus * len(demands.must)
    watch.bound = None if found.bound is None else found.bound - raised
    if found.schedules is not None:
        watch.score = worth_of(demands, found.schedules) - raised


def combine(problem: Problem, demands: Demands, watch: Watch, found: Found) -> None:
    """The best choice among the days known, if it is better than what there is."""
    days = with_pool(found.days, {(day, mask): 0 for day, mask, _ in found.pool})
    if not all(len(sets) for sets in days):
        return
    prices = relaxed(days, demands)
    choice = best_choice(demands, watch, Found(days=days, prices=prices))
    if choice.packed is None or choice.packed.worth <= worth_of(demands, found.schedules):
        return
    take_better(problem, demands, found, realised(problem, days, choice.packed, found.pool))


def take_better(
    problem: Problem, demands: Demands, found: Found, schedules: Schedules | None
) -> None:
    if schedules is None or not keeps_musts(demands, schedules):
        return
    if worth_of(demands, schedules) > worth_of(demands, found.schedules):
        found.schedules = schedules
        found.pool.add_plan(tuple(schedule.stops for schedule in schedules))


def visits_of(schedules: Schedules) -> list[int]:
    return [visit for schedule in schedules for visit, _ in schedule.stops]


def keeps_musts(demands: Demands, schedules: Schedules) -> bool:
    return set(demands.must) <= set(visits_of(schedules))


def worth_of(demands: Demands, schedules: Schedules | None) -> int:
    return -1 if schedules is None else int(demands.worth[visits_of(schedules)].sum())


def timed(problem: Problem, plan: Plan) -> Schedules | None:
    """The same visits in the same order, with meals and late starts."""
    found = [
        timing.in_order(problem, day, [visit for visit, _ in stops])
        for day, stops in enumerate(plan)
    ]
    return whole(found)


def whole(schedules: Sequence[DaySchedule | None]) -> Schedules | None:
    made = tuple(schedule for schedule in schedules if schedule is not None)
    return made if len(made) == len(schedules) else None


def realised(
    problem: Problem, days: Sequence[Sets], packed: Packed, pool: Pool
) -> Schedules | None:
    """Times for a cover: a visit that two days hold is left to the first."""
    wanted = set(packed.visits)
    found: list[DaySchedule | None] = []
    for day, (sets, column) in enumerate(zip(days, packed.columns, strict=True)):
        mask = mask_of_set(sets, column)
        kept = [visit for visit in order_of(pool, day, mask) if visit in wanted]
        found.append(ordered(problem, day, kept, known=(day, mask) in pool.days))
        wanted -= set(kept)
    return whole(found)


def order_of(pool: Pool, day: int, mask: int) -> list[int]:
    known = pool.days.get((day, mask))
    return members(mask) if known is None else [visit for visit, _ in known]


def ordered(problem: Problem, day: int, visits: list[int], *, known: bool) -> DaySchedule | None:
    found = timing.in_order(problem, day, visits) if known else None
    if len(visits) <= FEW or not known:
        best = timing.of_set(problem, day, visits)
        return best or found
    return found
