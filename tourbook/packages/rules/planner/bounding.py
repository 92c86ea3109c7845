"""A bound on the score for problems whose days could not be enumerated."""

import numpy as np
from scipy import sparse
from scipy.optimize import linprog

from tourbook.packages.rules.planner.packing import Rows
from tourbook.packages.rules.planner.problem import Problem


def bound_of(problem: Problem) -> int:
    """No plan has a higher score, in the problem's units.

    Each visit of a day takes its own time and the shortest drive by which it can be reached from
    where the group may be; meals and the shortest drive to the end take theirs. How much of the
    visits then fits into the hours of the days is a linear program.
    """
    pairs = [
        (number, day)
        for day in range(len(problem.days))
        for number, visit in enumerate(problem.visits)
        if reachable(problem, number, day) and visit.windows[day]
    ]
    if not pairs:
        return 0
    taken = np.array([time_of(problem, number, day) for number, day in pairs], dtype=np.float64)
    numbers, days = np.array(pairs).T
    columns = np.arange(len(pairs))
    hours = sparse.csr_array((taken, (days, columns)), shape=(len(problem.days), len(pairs)))
    once = sparse.csr_array(
        (np.ones(len(pairs)), (numbers, columns)), shape=(len(problem.visits), len(pairs))
    )
    scores = np.array([visit.score for visit in problem.visits], dtype=np.float64)
    rows: Rows = sparse.vstack([hours, once])
    found = linprog(
        -scores[numbers],
        A_ub=rows,
        b_ub=np.concatenate([hours_of(problem), np.ones(len(problem.visits))]),
        bounds=(0, 1),
        method="highs",
    )
    return int(-float(found.fun or 0) * (1 + 1e-9) + 1e-6)


def reachable(problem: Problem, number: int, day: int) -> bool:
    """Can the visit alone be made on that day, as far as hours and drives go?"""
    visit, hours = problem.visits[number], problem.days[day]
    there = problem.travel[hours.origin][visit.place]
    back = problem.travel[visit.place][hours.target]
    return any(
        max(earliest, hours.start + there) <= min(latest, hours.end - back - visit.minutes)
        for earliest, latest in visit.windows[day]
    )


def time_of(problem: Problem, number: int, day: int) -> int:
    visit = problem.visits[number]
    before = {problem.days[day].origin}
    before |= {meal.place for meal in problem.meals_of(day) if meal.place is not None}
    before |= {
        other.place
        for other_number, other in enumerate(problem.visits)
        if other_number != number and other.windows[day]
    }
    return visit.minutes + min(problem.travel[place][visit.place] for place in before)


def hours_of(problem: Problem) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """What each day has left for visits and the drives to them."""
    hours = []
    for number, day in enumerate(problem.days):
        meals = problem.meals_of(number)
        before = {day.origin}
        before |= {meal.place for meal in meals if meal.place is not None}
        before |= {visit.place for visit in problem.visits if visit.windows[number]}
        last = min(problem.travel[place][day.target] for place in before)
        hours.append(max(0, day.end - day.start - sum(meal.minutes for meal in meals) - last))
    return np.array(hours, dtype=np.float64)
