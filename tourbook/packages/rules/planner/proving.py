"""The exact search: the best choice among all sets that the days can hold, and its proof.

1. Prices and a bound over all columns, a good choice among the most likely, and a proof among
   those that can still be better (`packing`).
2. Among choices of that worth the one that drives least and changes least (`tidying`).
"""

from collections.abc import Sequence

import numpy as np

from tourbook.packages.rules.planner import timing
from tourbook.packages.rules.planner.answer import Stage
from tourbook.packages.rules.planner.beginning import begun, worth_of
from tourbook.packages.rules.planner.columns import Chosen, mask_of_set
from tourbook.packages.rules.planner.enumeration import Sets
from tourbook.packages.rules.planner.found import Found, Schedules
from tourbook.packages.rules.planner.packing import (
    Demands,
    Outcome,
    Packed,
    floored,
    packed,
    relaxed,
)
from tourbook.packages.rules.planner.plan import members
from tourbook.packages.rules.planner.problem import Problem
from tourbook.packages.rules.planner.realising import realised
from tourbook.packages.rules.planner.tidying import greatest, tidied
from tourbook.packages.rules.planner.timing import DaySchedule
from tourbook.packages.rules.planner.watching import Watch

#: Columns among which a good choice is looked for before the proof.
LIKELY = (300, 3000, 10**9)
#: Columns that ties are broken among at the most.
TIED = 20_000
#: Seconds of the first try of a hard choice.
SLICE = 1.0
#: Seconds that closing a search may take beyond its time.
GRACE = 0.5


def prove(problem: Problem, demands: Demands, watch: Watch, found: Found) -> None:
    """The best choice of enumerated sets, proven unless the time is over."""
    watch.at(Stage.CHOICE)
    found.prices = relaxed(found.days, demands)
    found.bound = floored(found.prices.bound, demands.step)
    watch.bound = found.bound - demands.bonus * len(demands.must)
    if demands.must:
        found.schedules = begun(problem, demands, found.days)
    if worth_of(demands, found.schedules) >= found.bound:
        found.proven = True
        tidy_up(problem, demands, watch, found, found.bound)
        return
    choice = best_choice(demands, watch, found)
    found.proven = choice.finished
    if choice.packed is None:
        found.schedules = (
            None if choice.finished else found.schedules or begun(problem, demands, found.days)
        )
        return
    found.bound = choice.packed.worth if choice.finished else found.bound
    settle(problem, demands, watch, found, choice.packed)


def best_choice(demands: Demands, watch: Watch, found: Found) -> Outcome:
    """First among the most likely columns, then among all that can still be better."""
    prices = found.prices
    assert prices is not None
    best: Packed | None = None
    for most in LIKELY:
        worth = best.worth if best else -np.inf
        if worth >= floored(prices.bound, demands.step):
            return Outcome(best, finished=True, bound=worth)
        chosen = prices.within(prices.bound - worth - demands.step)
        part = Chosen(chosen.day[:most], chosen.number[:most])
        trial = patiently(demands, watch, found.days, part)
        if trial.packed and trial.packed.worth > worth:
            best = trial.packed
        if trial.finished and len(part) == len(chosen):
            return Outcome(best, finished=True, bound=best.worth if best else -np.inf)
    return Outcome(best, finished=False, bound=prices.bound)


def patiently(demands: Demands, watch: Watch, days: Sequence[Sets], chosen: Chosen) -> Outcome:
    """In slices of growing length, so that a stop is heard; a slice begins afresh."""
    seconds, best = SLICE, Outcome(None, finished=False, bound=np.inf)
    while not best.finished and (watch.go_on() or best.packed is None):
        trial = packed(days, demands, chosen, seconds=min(seconds, watch.left()))
        if trial.packed or trial.finished:
            best = trial
        if trial.packed:
            watch.heard(trial.packed.worth - demands.bonus * len(demands.must))
        if not watch.left():
            break
        seconds *= 2
    return best


def settle(problem: Problem, demands: Demands, watch: Watch, found: Found, best: Packed) -> None:
    """Schedules for the choice, or for one of the same worth that drives less."""
    if best.worth < demands.bonus * len(demands.must):
        return
    if found.proven:
        tidy = tidy_up(problem, demands, watch, found, best.worth)
        if tidy.packed:
            return
        if tidy.finished:
            found.bound = best.worth
            settle_exactly(problem, demands, watch, found)
            if found.proven:
                return
    settle_quickly(problem, demands, found, best)


def tidy_up(problem: Problem, demands: Demands, watch: Watch, found: Found, worth: int) -> Outcome:
    """Schedules for a choice of exact sets that is worth so much, if there is one in the time."""
    prices = found.prices
    assert prices is not None
    chosen = prices.within(prices.bound - worth)
    chosen = Chosen(chosen.day[:TIED], chosen.number[:TIED])
    tidy = tidied(problem, found.days, demands, chosen, worth=worth, seconds=watch.left() + GRACE)
    if tidy.packed:
        found.schedules = scheduled(problem, found.days, tidy.packed)
    return tidy


def settle_quickly(problem: Problem, demands: Demands, found: Found, best: Packed) -> None:
    """When the time is over: the choice as it is, or else a first plan."""
    made = realised(problem, found.days, best, found.pool)
    if worth_of(demands, made) <= worth_of(demands, found.schedules):
        made = found.schedules
    found.schedules = made or begun(problem, demands, found.days)


def settle_exactly(problem: Problem, demands: Demands, watch: Watch, found: Found) -> None:
    """A day cannot do without a visit that another day makes: choose among exact sets.

    A choice that holds a column outside `within(gap)` is worth less than `bound - gap`.
    """
    prices = found.prices
    assert prices is not None
    gap = prices.bound - (found.bound or 0) + demands.step
    found.proven = False
    while True:
        chosen = prices.within(gap)
        best = greatest(found.days, demands, chosen, seconds=watch.left() + GRACE)
        whole = len(chosen) == sum(len(sets) for sets in found.days)
        if whole or not best.finished or (best.packed and best.packed.worth >= prices.bound - gap):
            break
        gap *= 2
    found.proven = best.finished
    if best.packed is None or best.packed.worth < demands.bonus * len(demands.must):
        return
    found.bound = best.packed.worth if best.finished else found.bound
    tidy = tidied(
        problem,
        found.days,
        demands,
        chosen,
        worth=best.packed.worth,
        seconds=watch.left() + GRACE,
    )
    found.schedules = scheduled(problem, found.days, tidy.packed or best.packed)


def scheduled(problem: Problem, days: Sequence[Sets], packed: Packed) -> Schedules:
    """Times for sets that the enumeration found."""
    found: list[DaySchedule] = []
    for day, (sets, column) in enumerate(zip(days, packed.columns, strict=True)):
        schedule = timing.of_set(problem, day, members(mask_of_set(sets, column)))
        assert schedule is not None
        found.append(schedule)
    return tuple(found)
