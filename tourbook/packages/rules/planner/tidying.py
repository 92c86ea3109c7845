"""Choices of exact sets: no visit twice, least driving, and fewest changes from what stood before.

The cover form of `packing` lets one of two days leave a visit out and trusts that the day without
it can be done. Nearly always it can; here only sets that were found as they are count, so what
comes out is a plan, and a choice that cannot be had as exact sets shows.
"""

from collections.abc import Sequence

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from tourbook.packages.rules.planner.columns import Chosen, Reals, matrix
from tourbook.packages.rules.planner.enumeration import Sets
from tourbook.packages.rules.planner.labels import Numbers
from tourbook.packages.rules.planner.packing import (
    FINISHED,
    Demands,
    Outcome,
    Packed,
    one_a_day,
    options,
)
from tourbook.packages.rules.planner.problem import Problem


class Tidying:
    """Choices among some columns that are worth at least so much."""

    def __init__(
        self, days: Sequence[Sets], demands: Demands, chosen: Chosen, *, worth: int
    ) -> None:
        self.days = days
        self.demands = demands
        self.chosen = chosen
        self.held = matrix(days, chosen, len(demands.worth))
        self.worths = demands.worth @ self.held
        table, most = demands.rows()
        self.constraints = [
            LinearConstraint(self.held, -np.inf, 1),
            LinearConstraint(one_a_day(len(days), chosen, 0), 1, 1),
            LinearConstraint(self.worths[None, :], worth, np.inf),
        ]
        if most.size:
            self.constraints.append(LinearConstraint(table @ self.held, -np.inf, most))

    def least(self, costs: Reals, *, seconds: float) -> Outcome:
        """The choice of least cost; when finished, no other costs less."""
        found = milp(
            costs,
            integrality=np.ones(len(self.chosen), dtype=np.int64),
            bounds=Bounds(0, 1),
            constraints=self.constraints,
            options=options(len(self.chosen), seconds),
        )
        finished = found.status in FINISHED
        if found.x is None:
            return Outcome(None, finished, np.inf)
        picked = np.flatnonzero(found.x > 0.5)
        columns = {int(self.chosen.day[one]): int(self.chosen.number[one]) for one in picked}
        visits = np.flatnonzero(self.held[:, picked].sum(axis=1) > 0.5)
        choice = Packed(
            worth=int(self.demands.worth[visits].sum()),
            visits=tuple(int(visit) for visit in visits),
            columns=tuple(columns[day] for day in range(len(self.days))),
        )
        return Outcome(choice, finished, np.inf)

    def driving(self) -> Reals:
        driven = np.zeros(len(self.chosen))
        for day, sets in enumerate(self.days):
            where = self.chosen.day == day
            driven[where] = sets.driven[self.chosen.number[where]]
        return driven

    def hold_driving(self, most: int) -> None:
        self.constraints.append(LinearConstraint(self.driving()[None, :], -np.inf, most))

    def changes(self, problem: Problem) -> Reals:
        """Visits that are new or on another day, less those that stay: by column."""
        before = [visit.previous for visit in problem.visits]
        changed = np.zeros(len(self.chosen))
        for day in range(len(self.days)):
            weights = np.array([change(previous, day) for previous in before])
            where = self.chosen.day == day
            changed[where] = (weights @ self.held)[where]
        return changed


def change(previous: tuple[int, int] | None, day: int) -> float:
    """Against leaving the visit out."""
    if previous is None:
        return 1.0
    return -1.0 if previous[0] == day else 0.0


def driving_of(days: Sequence[Sets], packed: Packed) -> int:
    return sum(int(sets.driven[column]) for sets, column in zip(days, packed.columns, strict=True))


def tidied(
    problem: Problem,
    days: Sequence[Sets],
    demands: Demands,
    chosen: Chosen,
    *,
    worth: int,
    seconds: float,
) -> Outcome:
    """The choice worth that much which drives least and, among these, changes least."""
    tidying = Tidying(days, demands, chosen, worth=worth)
    found = tidying.least(tidying.driving(), seconds=seconds)
    if found.packed is None or not any(visit.previous for visit in problem.visits):
        return found
    tidying.hold_driving(driving_of(days, found.packed))
    calmer = tidying.least(tidying.changes(problem), seconds=seconds)
    return calmer if calmer.packed else found


def greatest(days: Sequence[Sets], demands: Demands, chosen: Chosen, *, seconds: float) -> Outcome:
    """The choice of exact sets that is worth most."""
    tidying = Tidying(days, demands, chosen, worth=0)
    return tidying.least(-np.asarray(tidying.worths, dtype=np.float64), seconds=seconds)


def all_columns(days: Sequence[Sets]) -> Chosen:
    counts = [len(sets) for sets in days]
    numbers: list[Numbers] = [np.arange(count) for count in counts]
    return Chosen(np.repeat(np.arange(len(days)), counts), np.concatenate(numbers))
