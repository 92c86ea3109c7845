"""Why a visit is not in: the first reason that holds, with what it would displace.

The last and most common reason is that it fits, but something else would have to go. What that is
and how much score it costs comes from solving with the visit forced in: first by changing one day
only, which is quick, then over all columns that could do better, unless prices show that none can.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from tourbook.core.languages import N_
from tourbook.packages.rules.planner import timing
from tourbook.packages.rules.planner.answer import LeftOut
from tourbook.packages.rules.planner.columns import (
    Chosen,
    Reals,
    holding,
    mask_of_set,
    sums,
    with_pool,
)
from tourbook.packages.rules.planner.enumeration import Sets
from tourbook.packages.rules.planner.found import Found, Schedules
from tourbook.packages.rules.planner.packing import Demands, Prices, packed
from tourbook.packages.rules.planner.plan import members
from tourbook.packages.rules.planner.problem import Problem
from tourbook.packages.rules.planner.watching import Watch

#: Columns among which one displacement is looked for, and all of them together. The widest gaps
#: between what is known and what could be come first; for the rest the change of one day stands.
FEW_COLUMNS = 200
ALL_COLUMNS = 2500
#: Seconds for one displacement.
SECONDS = 0.5

NO_SLOT = N_("It has no slot in these days.")
OUT_OF_HOURS = N_("None of its slots lies within the hours of a day.")
UNREACHABLE = N_("On no day can one get there, make the visit and be at the day's end in time.")
SAME_GROUP = N_("Only one visit of its group can be in, and %(other)s is.")
OVER_BUDGET = N_("It would take the programme over its budget.")
NO_ROOM = N_("It cannot be in beside the visits that must be in.")
ADDS_NOTHING = N_("It could be in, but it adds nothing to the score.")
DISPLACES = N_("It could be in if %(others)s went; the score would be lower by %(lost)s.")
DISPLACES_EQUAL = N_("It could be in if %(others)s went; the score would be the same.")
NOT_CHOSEN = N_("Other visits were worth more in the time there was.")


@dataclass(frozen=True)
class Instead:
    """A choice with the visit in."""

    worth: int
    visits: frozenset[int]


class Explaining:
    """Reasons for all that a plan leaves out."""

    def __init__(
        self, problem: Problem, demands: Demands, found: Found, schedules: Schedules
    ) -> None:
        self.problem = problem
        self.demands = demands
        self.prices = found.prices
        self.enumerated = found.days
        known = {(day, mask): 0 for day, mask, _ in found.pool}
        self.days = with_pool(found.days, known) if known else found.days
        self.by_day = [[visit for visit, _ in schedule.stops] for schedule in schedules]
        self.visits = frozenset(visit for day in self.by_day for visit in day)
        self.worth = int(demands.worth[list(self.visits)].sum())

    def reasons(self, known: Mapping[int, LeftOut], watch: Watch) -> tuple[LeftOut, ...]:
        left = [number for number in range(len(self.problem.visits)) if number not in self.visits]
        found = {number: known.get(number) or self.simple_reason(number) for number in left}
        open_ones = [number for number in left if found[number] is None]
        free = self.exchanges(open_ones, budget=None)
        instead = self.exchanges(open_ones, budget=self.demands.budget)
        dear = {number for number in open_ones if self.only_too_dear(free.get(number))}
        proven = self.improve(instead, [one for one in open_ones if one not in dear], watch)
        return tuple(
            found[number]
            or (
                LeftOut(number, "over_budget", OVER_BUDGET)
                if number in dear
                else self.said(number, instead.get(number), proven=number in proven)
            )
            for number in left
        )

    def only_too_dear(self, free: Instead | None) -> bool:
        """Would nothing have to go, were it not for the budget?"""
        return self.demands.budget is not None and free is not None and self.visits < free.visits

    def simple_reason(self, number: int) -> LeftOut | None:
        visit = self.problem.visits[number]
        if not any(visit.windows):
            if visit.slots is not None and not visit.slots:
                return LeftOut(number, "no_slot", NO_SLOT)
            return LeftOut(number, "out_of_hours", OUT_OF_HOURS)
        if not self.reachable(number):
            return LeftOut(number, "unreachable", UNREACHABLE)
        for other in sorted(self.visits):
            if set(visit.groups) & set(self.problem.visits[other].groups):
                named = self.problem.visits[other].id
                return LeftOut(number, "same_group", SAME_GROUP, {"other": named}, (other,))
        if self.too_dear(number):
            return LeftOut(number, "over_budget", OVER_BUDGET)
        return None

    def too_dear(self, number: int) -> bool:
        """Even beside nothing but the visits that must be in?"""
        costs, budget = self.demands.costs, self.demands.budget
        musts = int(costs[list(self.demands.must)].sum())
        return budget is not None and int(costs[number]) + musts > budget

    def reachable(self, number: int) -> bool:
        """Is there a day that can hold it, alone or with others?"""
        for day, sets in enumerate(self.days):
            if holding(sets, number).any():
                return True
            if not self.enumerated[day].complete and timing.of_set(self.problem, day, [number]):
                return True
        return False

    def exchanges(self, numbers: Sequence[int], *, budget: int | None) -> dict[int, Instead]:
        """For each visit the best choice with it that changes one day only."""
        best: dict[int, Instead] = {}
        for day, sets in enumerate(self.days):
            others = self.visits - set(self.by_day[day])
            free = self.free_beside(others)
            values = self.values(sets, others, free, budget)
            for number in numbers:
                instead = self.exchange(sets, number, values, others, free)
                if instead and (number not in best or instead.worth > best[number].worth):
                    best[number] = instead
        return best

    def free_beside(self, others: frozenset[int]) -> Reals:
        """1 for each visit that may be added to the others, else 0."""
        groups = {group for other in others for group in self.problem.visits[other].groups}
        return np.array(
            [
                float(number not in others and not groups & set(visit.groups))
                for number, visit in enumerate(self.problem.visits)
            ]
        )

    def values(self, sets: Sets, others: frozenset[int], free: Reals, budget: int | None) -> Reals:
        """What the whole choice is worth with each set of the day; -1 where it costs too much."""
        kept = list(others)
        values = sums(sets, self.demands.worth * free) + float(self.demands.worth[kept].sum())
        if budget is not None:
            costs = sums(sets, self.demands.costs * free) + float(self.demands.costs[kept].sum())
            values[costs > budget + 0.5] = -1.0
        return values

    def exchange(
        self, sets: Sets, number: int, values: Reals, others: frozenset[int], free: Reals
    ) -> Instead | None:
        where = np.flatnonzero(holding(sets, number))
        if not where.size:
            return None
        column = int(where[np.argmax(values[where])])
        worth = round(float(values[column]))
        if worth < self.demands.bonus * len(self.demands.must):
            return None
        added = {visit for visit in members(mask_of_set(sets, column)) if free[visit]}
        return Instead(worth, others | added)

    def improve(
        self, instead: dict[int, Instead], numbers: Sequence[int], watch: Watch
    ) -> set[int]:
        """Look for cheaper displacements over all days; returns whose search was finished."""
        if self.prices is None:
            return set()
        prices, least = self.prices, self.demands.bonus * len(self.demands.must)
        gaps = {
            number: bound_with(prices, self.days, number)
            - (instead[number].worth if number in instead else least - self.demands.step)
            for number in numbers
        }
        finished = {number for number in numbers if gaps[number] < self.demands.step - 1e-6}
        budget = ALL_COLUMNS
        for number in sorted(set(numbers) - finished, key=lambda one: (-gaps[one], one)):
            columns = self.columns(prices, number, gaps[number] - self.demands.step)
            budget -= len(columns)
            if budget < 0 or not watch.left():
                break
            if self.improved(instead, number, columns, watch):
                finished.add(number)
        return finished

    def improved(
        self, instead: dict[int, Instead], number: int, columns: Chosen, watch: Watch
    ) -> bool:
        """Take a better choice with the visit if there is one among the columns."""
        seconds = min(SECONDS, watch.left())
        outcome = packed(self.days, self.demands, columns, seconds=seconds, forced=(number,))
        found, known = outcome.packed, instead.get(number)
        least = known.worth + 1 if known else self.demands.bonus * len(self.demands.must)
        if found and found.worth >= least:
            instead[number] = Instead(found.worth, frozenset(found.visits))
        return outcome.finished

    def columns(self, prices: Prices, number: int, gap: float) -> Chosen:
        """Those that a choice with the visit may hold which is better than what is known."""
        chosen = prices.within(gap + dearest(prices, self.days, number))
        if len(chosen) <= FEW_COLUMNS:
            return chosen
        holds = np.zeros(len(chosen), dtype=np.bool_)
        for day, sets in enumerate(self.days):
            where = chosen.day == day
            holds[where] = holding(sets, number)[chosen.number[where]]
        half = FEW_COLUMNS // 2
        picked = np.union1d(np.arange(half), np.flatnonzero(holds)[:half])
        return Chosen(chosen.day[picked], chosen.number[picked])

    def said(self, number: int, instead: Instead | None, *, proven: bool) -> LeftOut:
        if instead is None:
            code, sentence = ("no_room", NO_ROOM) if proven else ("not_chosen", NOT_CHOSEN)
            return LeftOut(number, code, sentence)
        displaced = tuple(sorted(self.visits - instead.visits))
        if not displaced:
            return LeftOut(number, "adds_nothing", ADDS_NOTHING)
        lost = max(0, self.worth - instead.worth)
        others = ", ".join(self.problem.visits[other].id for other in displaced)
        values = {"others": others, "lost": self.problem.points(lost)}
        sentence = DISPLACES if lost else DISPLACES_EQUAL
        return LeftOut(number, "displaces", sentence, values, displaced)


def dearest(prices: Prices, days: Sequence[Sets], number: int) -> float:
    """How far even the best column with the visit falls short."""
    slacks = [
        float(slack[held].min())
        for sets, slack in zip(days, prices.slack, strict=True)
        if (held := holding(sets, number)).any()
    ]
    return min(slacks, default=np.inf)


def bound_with(prices: Prices, days: Sequence[Sets], number: int) -> float:
    """No choice that holds the visit is worth more."""
    return prices.bound - dearest(prices, days, number) + min(0.0, float(prices.left[number]))
