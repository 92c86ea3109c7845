"""Quick proofs that the visits which must be in cannot all be had, however large the problem.

What each visit takes of a day is counted from below: its own minutes and the shortest drive that
can lead to it. How much of the visits the days can then hold is a linear program, with a row for
each day's hours and driving, and for stretches of time that hold all windows of some visits (the
energy argument of scheduling, after Erschler and Lopez). Prices of the rows that leave some visit
out are a proof; they are counted up anew, so that it does not rest on the solver's rounding. The
visits that weigh most in it are enough for it, so it names few.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy import sparse
from scipy.optimize import linprog

from tourbook.packages.rules.planner.bounding import reachable
from tourbook.packages.rules.planner.closing import closed
from tourbook.packages.rules.planner.columns import Reals
from tourbook.packages.rules.planner.labels import Flags, Numbers
from tourbook.packages.rules.planner.problem import Problem
from tourbook.packages.rules.planner.watching import Watch

#: Rounds in which rows for stretches of time are added, and how many for each day in one round.
ROUNDS = 12
MORE = 8
TINY = 1e-7
FAR = 2**60


@dataclass(frozen=True)
class Row:
    """What visits take on a day of something there is so much of; by must, and by day."""

    day: int
    takes: Reals
    most: float


def overfull(problem: Problem, watch: Watch) -> frozenset[int] | None:
    """Some visits that must be in and cannot all be; None: that is not shown.

    The set is empty where a day cannot be done even without a visit. What is shown does not
    depend on what else is offered. Travel is closed.
    """
    straight = closed(replace(problem, rounding=0)) if problem.rounding else problem
    musts = [number for number, visit in enumerate(problem.visits) if visit.must]
    plain = same_group(problem, musts) or too_dear(problem, musts) or lost(straight, musts)
    return plain or Fitting(straight, musts).proof(watch)


def same_group(problem: Problem, musts: Sequence[int]) -> frozenset[int] | None:
    seen: dict[str, int] = {}
    for number in musts:
        for group in problem.visits[number].groups:
            if group in seen:
                return frozenset((seen[group], number))
            seen[group] = number
    return None


def too_dear(problem: Problem, musts: Sequence[int]) -> frozenset[int] | None:
    """The dearest, until they cost more than the budget."""
    budget, cost = problem.limits.budget, 0
    if budget is None:
        return None
    dearest = sorted(musts, key=lambda number: (-problem.visits[number].cost, number))
    for count, number in enumerate(dearest, 1):
        cost += problem.visits[number].cost
        if cost > budget:
            return frozenset(dearest[:count])
    return None


def lost(problem: Problem, musts: Sequence[int]) -> frozenset[int] | None:
    """A visit that no day can hold even alone."""
    for number in musts:
        if not any(allowed(problem, number, day) for day in range(len(problem.days))):
            return frozenset((number,))
    return None


def allowed(problem: Problem, number: int, day: int) -> bool:
    return bool(problem.visits[number].windows[day]) and reachable(problem, number, day)


class Fitting:
    """The linear program for some visits; all drives along shortest paths."""

    def __init__(self, problem: Problem, musts: Sequence[int]) -> None:
        self.musts = tuple(musts)
        self.days = [DayFitting(problem, self.musts, day) for day in range(len(problem.days))]
        self.open = np.array([day.open for day in self.days], dtype=np.bool_)

    def proof(self, watch: Watch) -> frozenset[int] | None:
        rows = [row for day in self.days for row in day.rows()]
        if any(row.most < 0 for row in rows):
            return frozenset()
        for _ in range(ROUNDS if self.musts else 0):
            parts, prices = program(rows, self.open, seconds=watch.left())
            found = self.leftover(rows, prices)
            if found is not None:
                return found
            further = [
                row
                for day, of_day in zip(self.days, parts, strict=True)
                for row in day.broken(of_day)
            ]
            if not further or not watch.go_on():
                return None
            rows += further
        return None

    def leftover(self, rows: Sequence[Row], prices: Reals) -> frozenset[int] | None:
        """Visits whose prices together are more than the rows are worth.

        Where each visit's price is what it would pay on its cheapest day, and no more than 1, this
        is a solution of the dual program: so many of the visits do not fit.
        """
        worth = float(sum(price * row.most for price, row in zip(prices, rows, strict=True)))
        paid = np.zeros(self.open.shape)
        for price, row in zip(prices, rows, strict=True):
            paid[row.day] += price * row.takes
        least = np.minimum(1.0, np.where(self.open, paid, np.inf).min(axis=0))
        heaviest = np.argsort(-least, kind="stable")
        enough = np.flatnonzero(np.cumsum(least[heaviest]) > worth + TINY * max(1.0, worth))
        if not enough.size:
            return None
        return frozenset(self.musts[number] for number in heaviest[: enough[0] + 1])


def program(rows: Sequence[Row], open_days: Flags, *, seconds: float) -> tuple[Reals, Reals]:
    """The part of each visit that fits, by day and visit, and the prices of the rows."""
    days, visits = np.nonzero(open_days)
    columns, count = np.arange(len(days)), open_days.shape[1]
    taken = [np.where(days == row.day, row.takes[visits], 0) for row in rows]
    once = sparse.csr_array((np.ones(len(days)), (visits, columns)), shape=(count, len(days)))
    table: Any = sparse.vstack([sparse.csr_array(np.array(taken)), once])
    found = linprog(
        -np.ones(len(days)),
        A_ub=table,
        b_ub=np.concatenate([[row.most for row in rows], np.ones(count)]),
        bounds=(0, None),
        method="highs",
        options={"time_limit": max(seconds, 0.01)},
    )
    parts, prices = np.zeros(open_days.shape), np.zeros(len(rows))
    if found.status == 0:
        parts[days, visits] = found.x
        prices = np.maximum(-found.ineqlin.marginals[: len(rows)], 0.0)
    return parts, prices


class DayFitting:
    """What one day has, and what the visits take of it."""

    def __init__(self, problem: Problem, musts: Sequence[int], number: int) -> None:
        self.number = number
        self.day = problem.days[number]
        self.meals = problem.meals_of(number)
        self.cap = problem.limits.driving
        visits = [problem.visits[must] for must in musts]
        windows = [visit.windows[number] for visit in visits]
        self.open = np.array([allowed(problem, must, number) for must in musts], dtype=np.bool_)
        self.minutes = np.array([visit.minutes for visit in visits], dtype=np.int64)
        self.begins = np.array([own[0][0] if own else 0 for own in windows], dtype=np.int64)
        latest = np.array([own[-1][1] if own else 0 for own in windows], dtype=np.int64)
        self.ends = self.minutes + latest
        self.drives(problem, np.array([visit.place for visit in visits], dtype=np.int64))

    def drives(self, problem: Problem, places: Numbers) -> None:
        """The shortest to each visit and from it: from and to other visits, and the day's ends."""
        travel = np.array(problem.travel, dtype=np.int64)
        self.there, self.back = (
            travel[self.day.origin, places],
            travel[places, self.day.target],
        )
        self.straight = int(travel[self.day.origin, self.day.target])
        ways = travel[np.ix_(places, places)]
        ways[~self.open] = FAR
        ways[:, ~self.open] = FAR
        np.fill_diagonal(ways, FAR)
        self.before = ways.min(axis=0, initial=FAR)
        self.after = ways.min(axis=1, initial=FAR)

    def rows(self) -> Iterator[Row]:
        """The day's hours and its driving, with the drives to the visits or those from them."""
        hours = self.day.end - self.day.start - sum(meal.minutes for meal in self.meals)
        ways = (
            (np.minimum(self.before, self.there), self.back),
            (np.minimum(self.after, self.back), self.there),
        )
        for drives, others in ways:
            further = min([self.straight, *others[self.open].tolist()])
            yield self.row(self.minutes + drives, hours - further, self.open)
            if self.cap is not None:
                yield self.row(drives, self.cap - further, self.open)

    def row(self, takes: Numbers, most: int, which: Flags) -> Row:
        """In parts of what there is, which keeps the numbers near 1."""
        scale = max(most, 1)
        return Row(self.number, np.where(which, takes, 0) / scale, most / scale)

    def broken(self, parts: Reals) -> list[Row]:
        """Rows for the stretches of time that these parts of the visits overfill the most.

        Visits that begin and end inside a stretch take their minutes there, and all but one of
        them the drive from another visit.
        """
        order = np.flatnonzero(self.open)
        if order.size < 2:
            return []
        order = order[np.argsort(self.ends[order], kind="stable")]
        begins, ends = np.unique(self.begins[order]), self.ends[order]
        drives = np.where(self.before[order] < FAR, self.before[order], 0)
        inside = self.begins[order] >= begins[:, None]
        loads = np.cumsum(inside * (parts[order] * (self.minutes[order] + drives)), axis=1)
        spared = np.maximum.accumulate(inside * drives, axis=1)
        room = ends - begins[:, None] + spared - self.eaten(begins, ends)
        over = (loads - np.maximum(room, 0)) / np.maximum(room, 1)
        over[:, :-1][:, ends[:-1] == ends[1:]] = 0
        found: list[Row] = []
        for at in np.argsort(-over, axis=None, kind="stable")[:MORE]:
            first, last = np.unravel_index(at, over.shape)
            if over[first, last] <= TINY:
                break
            which = np.zeros_like(self.open)
            which[order[: last + 1][inside[first, : last + 1]]] = True
            takes = self.minutes + np.where(which, np.minimum(self.before, FAR), 0)
            found.append(self.row(takes, max(int(room[first, last]), 0), which))
        return found

    def eaten(self, begins: Numbers, ends: Numbers) -> Numbers:
        """Minutes of meals that lie inside each stretch, whenever they begin."""
        minutes = np.zeros((len(begins), len(ends)), dtype=np.int64)
        for meal in self.meals:
            inside = meal.earliest >= begins[:, None]
            minutes += meal.minutes * (inside & (meal.latest + meal.minutes <= ends))
        return minutes
