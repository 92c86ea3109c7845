"""Is it certain that a problem has no plan?

A trial of a few demands is exact as long as the days can be enumerated. What the visits that must
be in show alone holds for the whole problem too once two things are let go that a visit more could
help with: a stop for the driver's break, and a place to eat at the right moment. Without the
visits between two others the group can drive on at once and eat on arrival, which is later than it
was by no more than that drive.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

import numpy as np

from tourbook.packages.rules.planner import timing
from tourbook.packages.rules.planner.beginning import begun, keeps
from tourbook.packages.rules.planner.closing import closed
from tourbook.packages.rules.planner.enumeration import DaySearch, Sets
from tourbook.packages.rules.planner.fitting import overfull
from tourbook.packages.rules.planner.found import Found
from tourbook.packages.rules.planner.packing import Demands, demands_of, floored, relaxed
from tourbook.packages.rules.planner.problem import Problem
from tourbook.packages.rules.planner.proving import best_choice, prove
from tourbook.packages.rules.planner.realising import realised, whole
from tourbook.packages.rules.planner.watching import Watch

#: Labels of one day in a trial; beyond, the trial cannot tell.
MOST_LABELS = 100_000
#: Visits that are tried together.
SIZES = (3, 5, 8, 12, 17, 24)


def possible(problem: Problem, watch: Watch) -> bool | None:
    """Is there a plan? None: the trial cannot tell. Travel is closed."""
    if overfull(problem, watch) is not None:
        return False
    alone = only_musts(problem)
    if len(alone.visits) == len(problem.visits):
        return planned(problem, watch)
    loose = loosened(alone)
    if loose != alone and planned(loose, watch) is False:
        return False
    told = planned(alone, watch)
    return told if told or loose == alone else planned(problem, watch)


def clash(problem: Problem, watch: Watch) -> frozenset[int] | None:
    """Some visits that must be in and cannot all be, by trials of a few; None: none is known."""
    musts = [number for number, visit in enumerate(problem.visits) if visit.must]
    tried: set[frozenset[int]] = set()
    for size in SIZES:
        for order in orders(problem, musts):
            few = frozenset(order[:size])
            if few in tried or not watch.go_on():
                continue
            tried.add(few)
            if planned(loosened(only(problem, few)), watch) is False:
                return few
    return None


def orders(problem: Problem, musts: Sequence[int]) -> list[list[int]]:
    """The visits that take most first, and those that are open least."""
    takes = {number: problem.visits[number].minutes for number in musts}
    opened = {
        number: sum(
            latest - earliest + 1
            for earliest, latest in chain.from_iterable(problem.visits[number].windows)
        )
        for number in musts
    }
    return [
        sorted(musts, key=lambda number: (-takes[number], opened[number], number)),
        sorted(musts, key=lambda number: (opened[number], -takes[number], number)),
    ]


def only_musts(problem: Problem) -> Problem:
    return replace(problem, visits=tuple(visit for visit in problem.visits if visit.must))


def only(problem: Problem, few: frozenset[int]) -> Problem:
    return replace(problem, visits=tuple(problem.visits[number] for number in sorted(few)))


def loosened(problem: Problem) -> Problem:
    """If this has no plan, then none with any visits more; in minutes of shortest paths."""
    straight = closed(replace(problem, rounding=0)) if problem.rounding else problem
    longest = max(map(max, straight.travel))
    meals = tuple(
        replace(meal, latest=meal.latest + longest) if meal.place is None else meal
        for meal in problem.meals
    )
    limits = replace(problem.limits, stretch=None, rest=0)
    return replace(straight, rounding=problem.rounding, meals=meals, limits=limits)


def in_a_row(problem: Problem) -> bool:
    """Can one day hold all visits that must be in, in the order of their windows?"""
    musts = [number for number, visit in enumerate(problem.visits) if visit.must]
    days = range(len(problem.days))
    empty = [timing.in_order(problem, day, ()) for day in days]
    for day in days:
        if all(problem.visits[number].windows[day] for number in musts):
            order = sorted(musts, key=lambda number: problem.visits[number].windows[day][-1][::-1])
            full = timing.in_order(problem, day, order)
            found = whole([*empty[:day], full, *empty[day + 1 :]])
            if found and keeps(demands_of(problem), found):
                return True
    return False


def planned(problem: Problem, watch: Watch) -> bool | None:
    """Is there a plan with the visits that must be in, as far as the days can be enumerated?"""
    if in_a_row(problem):
        return True
    days: list[Sets] = []
    known: dict[object, Sets] = {}
    for day in range(len(problem.days)):
        likeness = problem.likeness(day)
        if likeness not in known:
            known[likeness] = DaySearch(problem, day).run(most=MOST_LABELS, go_on=watch.go_on)
        sets = known[likeness]
        if sets.complete and not len(sets):
            return False
        days.append(sets)
    if not all(len(sets) for sets in days):
        return None
    return chosen(problem, days, watch)


def chosen(problem: Problem, days: Sequence[Sets], watch: Watch) -> bool | None:
    """Is there a choice of the days' sets with all visits that must be in?"""
    demands = only_presence(problem)
    if begun(problem, demands, days):
        return True
    found = Found(days=list(days), prices=relaxed(days, demands))
    assert found.prices is not None
    if floored(found.prices.bound, demands.step) < len(demands.must):
        return False if found.complete else None
    choice = best_choice(demands, watch, found)
    if choice.packed is None or choice.packed.worth < len(demands.must):
        return False if choice.finished and found.complete else None
    if realised(problem, days, choice.packed, found.pool):
        return True
    return exactly(problem, days, watch) if found.complete else None


def only_presence(problem: Problem) -> Demands:
    """Each visit that must be in is worth one, and nothing else anything."""
    demands = demands_of(problem)
    worth = np.zeros_like(demands.worth)
    worth[list(demands.must)] = 1
    return replace(demands, worth=worth, bonus=1)


def exactly(problem: Problem, days: Sequence[Sets], watch: Watch) -> bool | None:
    """The same where a day may not do without a visit that another day makes."""
    found = Found(days=list(days))
    prove(problem, demands_of(problem), watch, found)
    if found.schedules is not None:
        return True
    return False if found.proven else None
