"""One programme for each day, each visit at most once: the best choice among the columns.

A column is a set of visits that one day can hold. The choice is written as a cover: a visit
counts when a chosen column holds it, and when two hold it one of them leaves it out. Prices from
the linear program (solved with the columns that matter, found by pricing all the others) bound
every choice from above and tell which columns can still be part of a better one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import floor, gcd
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from tourbook.packages.rules.planner.columns import Chosen, Reals, matrix, sums
from tourbook.packages.rules.planner.enumeration import Sets
from tourbook.packages.rules.planner.labels import Numbers
from tourbook.packages.rules.planner.problem import Problem

#: Columns that each day begins with, and that pricing may add for it in one round.
FIRST = 40
MORE = 40
ROUNDS = 200
TINY = 1e-6
#: Pairs of columns that presolving compares in a second, at the worst.
PRESOLVED = 3e7
#: The solver's words for: solved, and there is no choice.
FINISHED = (0, 2)

#: A sparse matrix; the solver takes it, though the types that come with it say otherwise.
Rows = Any
#: For each day, which columns are in the linear program.
Inside = list[NDArray[np.bool_]]


@dataclass(frozen=True)
class Demands:
    """What the choice maximises and must keep, over the visits of the problem."""

    #: Scores, raised for visits that must be in by more than all scores together.
    worth: Numbers
    bonus: int
    must: tuple[int, ...]
    #: Visits of which only so many may be in: groups, and sets to differ from.
    at_most: tuple[tuple[tuple[int, ...], int], ...]
    costs: Numbers
    budget: int | None

    @property
    def step(self) -> int:
        """No two choices differ in worth by less."""
        return gcd(*(int(worth) for worth in self.worth)) or 1

    def rows(self) -> tuple[Rows, Reals]:
        """Groups and budget as rows over the visits, and what they may not pass."""
        lines = [self.line_of(members) for members, _ in self.at_most]
        most = [float(count) for _, count in self.at_most]
        if self.budget is not None:
            lines.append(self.costs.astype(np.float64))
            most.append(float(self.budget))
        table = np.array(lines, dtype=np.float64).reshape(len(lines), len(self.worth))
        return sparse.csr_array(table), np.array(most)

    def line_of(self, members: tuple[int, ...]) -> Reals:
        line = np.zeros(len(self.worth))
        line[list(members)] = 1.0
        return line


def demands_of(
    problem: Problem,
    *,
    forced: Sequence[int] = (),
    at_most: Sequence[tuple[tuple[int, ...], int]] = (),
) -> Demands:
    """The problem's demands, with further visits that must be in and further limits of counts."""
    must = tuple(
        number for number, visit in enumerate(problem.visits) if visit.must or number in forced
    )
    worth = np.array([visit.score for visit in problem.visits], dtype=np.int64)
    bonus = int(worth.sum()) + 1
    worth[list(must)] += bonus
    members: dict[str, list[int]] = {}
    for number, visit in enumerate(problem.visits):
        for group in visit.groups:
            members.setdefault(group, []).append(number)
    return Demands(
        worth=worth,
        bonus=bonus,
        must=must,
        at_most=(
            *((tuple(group), 1) for group in members.values() if len(group) > 1),
            *at_most,
        ),
        costs=np.array([visit.cost for visit in problem.visits], dtype=np.int64),
        budget=problem.limits.budget,
    )


@dataclass
class Prices:
    """What each visit is worth to a day, and what that proves."""

    #: No choice is worth more.
    bound: float
    visit: Reals
    #: What each visit is worth beyond its price and its rows.
    left: Reals
    #: For each day and column, by how much a choice with it falls short of the bound.
    slack: list[Reals] = field(default_factory=list)

    def within(self, gap: float) -> Chosen:
        """Columns that a choice worth at least `bound - gap` may hold, the most likely first."""
        days, numbers, slacks = [], [], []
        for day, slack in enumerate(self.slack):
            number = np.flatnonzero(slack <= gap + TINY)
            days.append(np.full(number.shape, day, dtype=np.int64))
            numbers.append(number)
            slacks.append(slack[number])
        order = np.argsort(np.concatenate(slacks), kind="stable")
        return Chosen(np.concatenate(days)[order], np.concatenate(numbers)[order])


def priced(days: Sequence[Sets], demands: Demands, visit: Reals, rows: Reals) -> Prices:
    """The bound that holds for any prices of visits and rows (none below zero)."""
    table, most = demands.rows()
    left = demands.worth - visit - table.T @ rows
    bound = float(np.maximum(left, 0).sum() + rows @ most)
    prices = Prices(bound=bound, visit=visit, left=left)
    for sets in days:
        values = sums(sets, visit)
        best = float(values.max())
        prices.bound += best
        prices.slack.append(best - values)
    return prices


def relaxed(days: Sequence[Sets], demands: Demands) -> Prices:
    """The linear program over all columns, by pricing."""
    inside = [np.zeros(len(sets), dtype=np.bool_) for sets in days]
    for sets, flags in zip(days, inside, strict=True):
        flags[most_of(sums(sets, demands.worth.astype(np.float64)), FIRST)] = True
    best: Prices | None = None
    for _ in range(ROUNDS):
        value, visit, rows = linear_program(days, demands, inside)
        prices = priced(days, demands, visit, rows)
        if best is None or prices.bound < best.bound:
            best = prices
        if best.bound - value < TINY * max(1.0, value) or not grown(prices, inside):
            break
    assert best is not None
    return best


def most_of(values: Reals, count: int) -> Numbers:
    """Where the greatest values are."""
    if values.shape[0] <= count:
        return np.arange(values.shape[0])
    return np.argpartition(-values, count)[:count]


def grown(prices: Prices, inside: Inside) -> bool:
    """Let the most promising columns in; False when there is none left."""
    count = 0
    for slack, flags in zip(prices.slack, inside, strict=True):
        within = float(slack[flags].min())
        for number in most_of(-slack, MORE):
            if not flags[number] and slack[number] < within - TINY:
                flags[number] = True
                count += 1
    return count > 0


def chosen_of(inside: Inside) -> Chosen:
    numbers = [np.flatnonzero(flags) for flags in inside]
    days = [np.full(number.shape, day, dtype=np.int64) for day, number in enumerate(numbers)]
    return Chosen(np.concatenate(days), np.concatenate(numbers))


def linear_program(
    days: Sequence[Sets],
    demands: Demands,
    inside: Inside,
) -> tuple[float, Reals, Reals]:
    """Its value, and the prices of the visits and of the rows of groups and budget."""
    chosen = chosen_of(inside)
    upper, most, equal = constraints(days, demands, chosen)
    count = len(demands.worth)
    found = linprog(
        np.concatenate([np.zeros(len(chosen)), -demands.worth.astype(np.float64)]),
        A_ub=upper,
        b_ub=most,
        A_eq=equal,
        b_eq=np.ones(len(days)),
        bounds=[(0, None)] * len(chosen) + [(0, 1)] * count,
        method="highs",
    )
    prices = np.maximum(-found.ineqlin.marginals, 0.0)
    return -float(found.fun or 0), prices[:count], prices[count:]


def constraints(days: Sequence[Sets], demands: Demands, chosen: Chosen) -> tuple[Rows, Reals, Rows]:
    """Rows over the columns and then the visits: covers, groups and budget; one for each day."""
    count = len(demands.worth)
    table, most = demands.rows()
    held = matrix(days, chosen, count)
    upper = sparse.block_array(
        [[-held, sparse.eye_array(count)], [None, table]]
        if most.size
        else [[-held, sparse.eye_array(count)]],
        format="csc",
    )
    return upper, np.concatenate([np.zeros(count), most]), one_a_day(len(days), chosen, count)


def one_a_day(days: int, chosen: Chosen, further: int) -> Rows:
    count = len(chosen)
    return sparse.csc_array(
        (np.ones(count), (chosen.day, np.arange(count))), shape=(days, count + further)
    )


@dataclass(frozen=True)
class Packed:
    """A choice: what it is worth, the visits that count, and the column of each day."""

    worth: int
    visits: tuple[int, ...]
    columns: tuple[int, ...]


@dataclass(frozen=True)
class Outcome:
    """The best choice found; when finished there is none worth more than the bound."""

    packed: Packed | None
    finished: bool
    bound: float


def packed(
    days: Sequence[Sets],
    demands: Demands,
    chosen: Chosen,
    *,
    seconds: float,
    forced: Sequence[int] = (),
) -> Outcome:
    """The best choice among some columns (cover form), with the forced visits in."""
    upper, most, equal = constraints(days, demands, chosen)
    count = len(demands.worth)
    least = np.zeros(len(chosen) + count)
    least[len(chosen) + np.array(forced, dtype=np.int64)] = 1.0
    found = milp(
        np.concatenate([np.zeros(len(chosen)), -demands.worth.astype(np.float64)]),
        integrality=np.concatenate([np.ones(len(chosen)), np.full(count, int(most.size > count))]),
        bounds=Bounds(least, 1),
        constraints=[LinearConstraint(upper, -np.inf, most), LinearConstraint(equal, 1, 1)],
        options=options(len(chosen), seconds),
    )
    finished = found.status in FINISHED
    if found.x is None:
        return Outcome(None, finished, -np.inf if finished else np.inf)
    columns = np.flatnonzero(found.x[: len(chosen)] > 0.5)
    by_day = {int(chosen.day[column]): int(chosen.number[column]) for column in columns}
    visits = tuple(int(visit) for visit in np.flatnonzero(found.x[len(chosen) :] > 0.5))
    worth = int(demands.worth[list(visits)].sum())
    choice = Packed(worth, visits, tuple(by_day[day] for day in range(len(days))))
    return Outcome(choice, finished, -float(found.mip_dual_bound))


def options(columns: int, seconds: float) -> Any:
    """For the solver. Its presolving does not look at the clock, so it is left out if too long."""
    seconds = max(seconds, 0.01)
    presolve = columns * columns <= PRESOLVED * seconds
    return {"mip_rel_gap": 0, "time_limit": seconds, "presolve": presolve}


def floored(bound: float, step: int) -> int:
    """The greatest multiple of the step that the bound allows, safe against rounding."""
    return floor((bound + TINY * max(1.0, abs(bound))) / step) * step
