"""A plan being changed by the search: its days with their slack, and what it has of each limit.

For each stop of a day, LEAVE is the earliest that the group can go on, and LATE the latest that it
may arrive so that the rest of the day still holds; windows and travel alone count. With both,
whether one more visit fits between two stops is known at once.
"""

from typing import NamedTuple

import numpy as np

from tourbook.packages.rules.planner.wide_case import (
    BEGINS,
    BUDGET,
    COST,
    DRIVING,
    EATING,
    ENDS,
    FAR,
    FIRST_GROUP,
    MINUTES,
    RICH,
    Case,
)
from tourbook.packages.rules.planner.wide_compiled import (
    Ints,
    Reals,
    compiled,
    inlined,
    within,
)
from tourbook.packages.rules.planner.wide_labels import FIELDS, WAYS, first_start, holds

#: What `State.stops` holds of each stop of a day: its start, its visits, its end.
NODE, LEAVE, LATE = range(3)
#: What `State.days` holds of each day: visits, driving, all time used, a number for what the day
#: holds, whether it breaks a rule, and whether this step changed it.
SIZE, DRIVES, BUSY, VERSION, BROKEN, TOUCHED = range(6)
SPENT, VERSIONS = range(2)


class State(NamedTuple):
    stops: Ints
    days: Ints
    #: The day of each visit, or -1.
    where: Ints
    #: By visit and day, the version of the day at which the visit fitted nowhere.
    full: Ints
    #: Visits of each group that are in.
    taken: Ints
    totals: Ints
    chance: Ints
    #: Room for labels, for a day being tried, and for visits being put in order.
    labels: Ints
    onward: Ints
    trial: Ints
    queue: Ints
    keys: Reals


class Kept(NamedTuple):
    """Days as they were before a step."""

    stops: Ints
    days: Ints


def state_of(case: Case, *, seed: int) -> State:
    visits, days = case.windows.shape[:2]
    groups = int(case.groups.max()) + 1 if len(case.groups) else 1
    state = State(
        stops=zeros(days, visits + 3, 3),
        days=zeros(days, 6),
        where=zeros(visits) - 1,
        full=zeros(visits, days),
        taken=zeros(groups),
        totals=zeros(2),
        chance=np.array([seed * 7919 + 12345, seed], dtype=np.int64) & 0xFFFFFFFF,
        labels=zeros(WAYS + 1, FIELDS),
        onward=zeros(WAYS + 1, FIELDS),
        trial=zeros(visits + 3),
        queue=zeros(visits + 1),
        keys=np.zeros(visits + 1),
    )
    for day in range(days):
        fill(case, state, day, ())
    return state


def kept_of(state: State) -> Kept:
    return Kept(state.stops.copy(), state.days.copy())


def zeros(*shape: int) -> Ints:
    return np.zeros(shape, dtype=np.int64)


def fill(case: Case, state: State, day: int, order: tuple[int, ...]) -> None:
    """The day with these visits in this order, in place of what it had."""
    visits, days = case.windows.shape[:2]
    for visit in state.stops[day, 1 : state.days[day, SIZE] + 1, NODE]:
        leave_out(case, state, visit)
    for visit in order:
        take_in(case, state, visit, day)
    nodes = (visits + day, *order, visits + days + day)
    state.stops[day, : len(nodes), NODE] = nodes
    state.days[day, SIZE] = len(order)
    refresh(case, state, day)
    judge(case, state, day)


@compiled
def take_in(case: Case, state: State, visit: int, day: int) -> None:
    state.where[visit] = day
    state.totals[SPENT] += case.visits[visit, COST]
    for at in range(case.visits[visit, FIRST_GROUP], case.visits[visit + 1, FIRST_GROUP]):
        state.taken[case.groups[at]] += 1


@compiled
def leave_out(case: Case, state: State, visit: int) -> None:
    state.where[visit] = -1
    state.totals[SPENT] -= case.visits[visit, COST]
    for at in range(case.visits[visit, FIRST_GROUP], case.visits[visit + 1, FIRST_GROUP]):
        state.taken[case.groups[at]] -= 1


@inlined
def allowed(case: Case, state: State, visit: int) -> bool:
    """Do budget and groups allow one more visit?"""
    if state.totals[SPENT] + case.visits[visit, COST] > case.limits[BUDGET]:
        return False
    for at in range(case.visits[visit, FIRST_GROUP], case.visits[visit + 1, FIRST_GROUP]):
        if state.taken[case.groups[at]] > 0:
            return False
    return True


@inlined
def last_start(windows: Ints, visit: int, day: int, latest: int) -> int:
    """The latest start in a window at or before that time; far in the past where none is."""
    for number in range(windows[visit, day, 0] - 1, -1, -1):
        if latest >= windows[visit, day, 1 + 2 * number]:
            return min(latest, int(windows[visit, day, 2 + 2 * number]))
    return -FAR


@compiled
def refresh(case: Case, state: State, day: int) -> None:
    """Slack and sums of a day after a change."""
    size = state.days[day, SIZE]
    time = case.days[day, BEGINS]
    state.stops[day, 0, LEAVE] = time
    drives, stays = 0, 0
    for at in range(1, size + 1):
        visit = state.stops[day, at, NODE]
        way = case.travel[state.stops[day, at - 1, NODE], visit]
        start = first_start(case.windows, visit, day, time + way)
        time = start + case.visits[visit, MINUTES] if start >= 0 else FAR
        state.stops[day, at, LEAVE] = time
        drives += way
        stays += case.visits[visit, MINUTES]
    drives += case.travel[state.stops[day, size, NODE], state.stops[day, size + 1, NODE]]
    time = case.days[day, ENDS]
    state.stops[day, size + 1, LATE] = time
    for at in range(size, 0, -1):
        visit = state.stops[day, at, NODE]
        onward = case.travel[visit, state.stops[day, at + 1, NODE]]
        time = last_start(case.windows, visit, day, time - onward - case.visits[visit, MINUTES])
        state.stops[day, at, LATE] = time
    state.days[day, DRIVES] = drives
    state.days[day, BUSY] = drives + stays + case.days[day, EATING]
    state.totals[VERSIONS] += 1
    state.days[day, VERSION] = state.totals[VERSIONS]


@compiled
def judge(case: Case, state: State, day: int) -> None:
    """Say whether the day keeps the rules, with meals and breaks."""
    size = state.days[day, SIZE]
    way = case.travel[state.stops[day, size, NODE], state.stops[day, size + 1, NODE]]
    good = state.stops[day, size, LEAVE] + way <= case.days[day, ENDS]
    good = good and state.days[day, DRIVES] <= case.limits[DRIVING]
    if good and case.days[day, RICH]:
        for at in range(size + 2):
            state.trial[at] = state.stops[day, at, NODE]
        good = holds(case, state.labels, state.onward, day, state.trial, size)
    state.days[day, BROKEN] = 0 if good else 1


@within
def keep(state: State, kept: Kept, day: int) -> None:
    """Remember a day that is about to change, once in a step."""
    if state.days[day, TOUCHED] == 0:
        carry(state.stops, state.days, kept.stops, kept.days, day)
        state.days[day, TOUCHED] = 1


@inlined
def carry(stops: Ints, days: Ints, to_stops: Ints, to_days: Ints, day: int) -> None:
    """Copy a day from one place to another."""
    for field in range(TOUCHED):
        to_days[day, field] = days[day, field]
    for at in range(days[day, SIZE] + 2):
        for field in range(3):
            to_stops[day, at, field] = stops[day, at, field]


@within
def restore(case: Case, state: State, kept: Kept) -> None:
    """Undo the step."""
    for day in range(len(state.days)):
        if state.days[day, TOUCHED]:
            for at in range(1, state.days[day, SIZE] + 1):
                leave_out(case, state, state.stops[day, at, NODE])
    for day in range(len(state.days)):
        if state.days[day, TOUCHED]:
            carry(kept.stops, kept.days, state.stops, state.days, day)
            for at in range(1, state.days[day, SIZE] + 1):
                take_in(case, state, state.stops[day, at, NODE], day)
