"""A first plan, made day by day: for the search to begin with, and for when there is no time."""

from collections.abc import Sequence

import numpy as np

from tourbook.packages.rules.planner import timing
from tourbook.packages.rules.planner.columns import mask_of_set, sums
from tourbook.packages.rules.planner.enumeration import Sets
from tourbook.packages.rules.planner.found import Schedules
from tourbook.packages.rules.planner.packing import Demands
from tourbook.packages.rules.planner.plan import members
from tourbook.packages.rules.planner.problem import Problem
from tourbook.packages.rules.planner.realising import whole
from tourbook.packages.rules.planner.timing import DaySchedule


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
    schedules = whole(found)
    return schedules if schedules and keeps(demands, schedules) else None


def excluded(problem: Problem, chosen: Sequence[int]) -> set[int]:
    """The visits chosen and all of their groups."""
    groups = {group for visit in chosen for group in problem.visits[visit].groups}
    return {
        number
        for number, visit in enumerate(problem.visits)
        if number in chosen or groups & set(visit.groups)
    }


def visits_of(schedules: Schedules) -> list[int]:
    return [visit for schedule in schedules for visit, _ in schedule.stops]


def keeps(demands: Demands, schedules: Schedules) -> bool:
    """Are all demands on the choice of visits kept?"""
    visits = visits_of(schedules)
    cost = int(demands.costs[visits].sum())
    return (
        set(demands.must) <= set(visits)
        and all(len(set(some) & set(visits)) <= most for some, most in demands.at_most)
        and (demands.budget is None or cost <= demands.budget)
    )


def worth_of(demands: Demands, schedules: Schedules | None) -> int:
    return -1 if schedules is None else int(demands.worth[visits_of(schedules)].sum())
