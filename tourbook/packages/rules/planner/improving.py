"""The search where days hold too many sets: improve a plan, collect good days, combine them."""

import numpy as np

from tourbook.packages.rules.planner import timing
from tourbook.packages.rules.planner.answer import Stage
from tourbook.packages.rules.planner.beginning import begun, keeps, worth_of
from tourbook.packages.rules.planner.bounding import bound_of
from tourbook.packages.rules.planner.columns import sums, with_pool
from tourbook.packages.rules.planner.enumeration import Sets
from tourbook.packages.rules.planner.found import Found, Schedules
from tourbook.packages.rules.planner.packing import (
    Demands,
    floored,
    most_of,
    relaxed,
)
from tourbook.packages.rules.planner.plan import Plan
from tourbook.packages.rules.planner.problem import Problem
from tourbook.packages.rules.planner.proving import best_choice
from tourbook.packages.rules.planner.realising import realised, whole
from tourbook.packages.rules.planner.solve import loaded
from tourbook.packages.rules.planner.watching import Watch

#: Part of the time that is kept for combining the days collected.
CLOSING_SHARE = 0.1
CLOSING_SECONDS = 2.0
#: With less there is no use in beginning.
LEAST_SECONDS = 0.05
#: Sets of one day that are kept.
MANY = 2000


def improve(problem: Problem, demands: Demands, watch: Watch, found: Found) -> None:
    found.days = [best_of(sets, demands) for sets in found.days]
    bound = bound_of(problem) + demands.bonus * len(demands.must)
    found.bound = bound if found.bound is None else min(found.bound, bound)
    take_better(problem, demands, found, begun(problem, demands, found.days))
    watch.at(Stage.SEARCH)
    tell(watch, demands, found)
    closing = min(CLOSING_SECONDS, CLOSING_SHARE * watch.seconds)
    if watch.left() - closing > LEAST_SECONDS:
        plan = loaded("wide").improve(
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
    if schedules is None or not keeps(demands, schedules):
        return
    if worth_of(demands, schedules) > worth_of(demands, found.schedules):
        found.schedules = schedules
        found.pool.add_plan(tuple(schedule.stops for schedule in schedules))


def timed(problem: Problem, plan: Plan) -> Schedules | None:
    """The same visits in the same order, with meals and late starts."""
    found = [
        timing.in_order(problem, day, [visit for visit, _ in stops])
        for day, stops in enumerate(plan)
    ]
    return whole(found)
