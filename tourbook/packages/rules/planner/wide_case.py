"""The problem as arrays, for the compiled search.

Nodes are the visits, then the start of each day, then the end of each day.
"""

from itertools import chain
from typing import NamedTuple

import numpy as np

from tourbook.packages.rules.planner.problem import Problem
from tourbook.packages.rules.planner.wide_compiled import Ints, Reals

#: More than any time, score or cost.
FAR = 1 << 40
#: Visits whose distance tells how far apart visits are.
CLOSE = 5


#: What `Case.visits` holds of each visit; groups[FIRST_GROUP:next FIRST_GROUP] are its groups.
AT, MINUTES, WORTH, MUST, COST, FIRST_GROUP = range(6)
#: What `Case.days` holds of each day: its hours, the length and number of its meals, whether meals
#: or breaks are to be looked at, and a number that it shares with days that may hold the same.
BEGINS, ENDS, EATING, MEALS, RICH, LIKENESS = range(6)
#: What `Case.limits` holds: driving of a day, continuous driving, the break, the budget.
DRIVING, STRETCH, REST, BUDGET = range(4)


class Case(NamedTuple):
    #: Between nodes, and between places.
    travel: Ints
    ways: Ints
    #: The place of each node.
    place: Ints
    #: By visit and one row more, the columns above. A visit that must be in is worth more than all
    #: that need not.
    visits: Ints
    #: By visit and day: how many windows, then where each opens and closes.
    windows: Ints
    days: Ints
    #: By day and number: earliest, latest, minutes, and the place or -1.
    meals: Ints
    limits: Ints
    groups: Ints
    #: For each visit all visits, the nearest first.
    near: Ints
    #: All visits in several orders that are good for inserting.
    orders: Ints
    #: Score for the time that a visit takes with a usual drive.
    density: Reals
    #: Random bits by visit and then by likeness, to know a set by.
    marks: Ints


def case_of(problem: Problem) -> Case:
    visits, days = len(problem.visits), len(problem.days)
    ways = np.array(problem.travel, dtype=np.int64)
    place = ints(
        [visit.place for visit in problem.visits]
        + [day.origin for day in problem.days]
        + [day.target for day in problem.days]
    )
    travel = ways[np.ix_(place, place)].copy()
    between = travel[:visits, :visits]
    windows = windows_of(problem, travel)
    score = np.array([visit.score for visit in problem.visits], dtype=np.float64)
    table, groups = visits_of(problem)
    density = score / np.maximum(table[:visits, MINUTES] + usual_drives(between), 1)
    bits = np.random.default_rng(1)
    return Case(
        travel=travel,
        ways=ways,
        place=place,
        visits=table,
        windows=windows,
        days=days_of(problem),
        meals=meals_of(problem),
        limits=limits_of(problem),
        groups=groups,
        near=np.argsort(between, axis=1, kind="stable").astype(np.int64),
        orders=orders_of(score, density, windows),
        density=density,
        marks=bits.integers(1, 1 << 62, size=visits + days, dtype=np.int64),
    )


def usual_drives(between: Ints) -> Reals:
    """From each visit to the few nearest, on the average."""
    near = np.sort(between, axis=1)[:, 1 : CLOSE + 1]
    return near.mean(axis=1) if near.size else np.ones(len(between))


def limits_of(problem: Problem) -> Ints:
    limits = problem.limits
    given = (limits.driving, limits.stretch, limits.rest, limits.budget)
    return ints([FAR if limit is None else limit for limit in given])


def visits_of(problem: Problem) -> tuple[Ints, Ints]:
    """The table of visits with a last row of nothing, and the groups of all in a row."""
    bonus = sum(visit.score for visit in problem.visits) + 1
    names = sorted({group for visit in problem.visits for group in visit.groups})
    number = {name: at for at, name in enumerate(names)}
    groups: list[int] = []
    table = np.zeros((len(problem.visits) + 1, 6), dtype=np.int64)
    for at, visit in enumerate(problem.visits):
        worth = visit.score + bonus * visit.must
        table[at] = (visit.place, visit.minutes, worth, visit.must, visit.cost, len(groups))
        groups += [number[group] for group in sorted(set(visit.groups))]
    table[-1, FIRST_GROUP] = len(groups)
    return table, ints(groups)


def days_of(problem: Problem) -> Ints:
    found = np.zeros((len(problem.days), 6), dtype=np.int64)
    known: dict[object, int] = {}
    for number, day in enumerate(problem.days):
        meals = problem.meals_of(number)
        rich = problem.limits.stretch is not None or bool(meals)
        asked = tuple((meal.earliest, meal.latest, meal.minutes, meal.place) for meal in meals)
        windows = tuple(visit.windows[number] for visit in problem.visits)
        likeness = known.setdefault((day, asked, windows), len(known))
        eating = sum(meal.minutes for meal in meals)
        found[number] = (day.start, day.end, eating, len(meals), rich, likeness)
    return found


def ints(values: list[int] | list[bool]) -> Ints:
    return np.array(values, dtype=np.int64)


def windows_of(problem: Problem, travel: Ints) -> Ints:
    """Windows without the parts that no drive from the start or to the end allows."""
    visits, days = len(problem.visits), len(problem.days)
    most = max((len(day) for visit in problem.visits for day in visit.windows), default=0)
    found = np.zeros((visits, days, 1 + 2 * max(most, 1)), dtype=np.int64)
    for number, visit in enumerate(problem.visits):
        for day, hours in enumerate(problem.days):
            first = hours.start + int(travel[visits + day, number])
            last = hours.end - visit.minutes - int(travel[number, visits + days + day])
            open_then = [
                (max(earliest, first), min(latest, last))
                for earliest, latest in visit.windows[day]
                if max(earliest, first) <= min(latest, last)
            ]
            found[number, day, 0] = len(open_then)
            found[number, day, 1 : 1 + 2 * len(open_then)] = ints([*chain(*open_then)])
    return found


def meals_of(problem: Problem) -> Ints:
    by_day = [problem.meals_of(day) for day in range(len(problem.days))]
    most = max(1, *(len(meals) for meals in by_day))
    found = np.zeros((len(by_day), most, 4), dtype=np.int64)
    for day, meals in enumerate(by_day):
        for number, meal in enumerate(meals):
            place = -1 if meal.place is None else meal.place
            found[day, number] = (meal.earliest, meal.latest, meal.minutes, place)
    return found


def orders_of(score: Reals, density: Reals, windows: Ints) -> Ints:
    """By score, by density, by how short, how early to close and how early to open."""
    opens, closes = windows[:, :, 1::2], windows[:, :, 2::2]
    inside = np.arange(opens.shape[2]) < windows[:, :, :1]
    width = ((closes - opens) * inside).sum(axis=(1, 2))
    latest = (closes * inside).max(axis=(1, 2))
    earliest = np.where(inside, opens, FAR).min(axis=(1, 2))
    keys = (-score, -density, width, latest, earliest)
    return np.array([np.argsort(key, kind="stable") for key in keys], dtype=np.int64)
