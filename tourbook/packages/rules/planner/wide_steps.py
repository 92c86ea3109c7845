"""One step of the search: take some visits out, put visits in, keep or undo. Compiled.

Taking out strings of visits that lie near one another, and putting visits in greedily while
skipping some places by chance, is "slack induction by string removals" (Christiaens and Vanden
Berghe, Transportation Science 54, 2020), here with visits that may stay out.
"""

import math
from typing import NamedTuple

from tourbook.packages.rules.planner.wide_case import (
    BEGINS,
    DRIVING,
    ENDS,
    LIKENESS,
    MINUTES,
    MUST,
    RICH,
    WORTH,
    Case,
)
from tourbook.packages.rules.planner.wide_compiled import (
    Ints,
    Reals,
    below,
    compiled,
    draw,
    inlined,
    within,
)
from tourbook.packages.rules.planner.wide_labels import first_start, holds
from tourbook.packages.rules.planner.wide_queue import queued
from tourbook.packages.rules.planner.wide_state import (
    BROKEN,
    BUSY,
    DRIVES,
    LATE,
    LEAVE,
    NODE,
    SIZE,
    TOUCHED,
    VERSION,
    Kept,
    State,
    allowed,
    carry,
    judge,
    keep,
    leave_out,
    refresh,
    restore,
    take_in,
)

#: Visits taken out in a step, on the average, and the longest string of them.
REMOVED = 4.0
STRING = 6.0
#: Chance that a string keeps some visits inside, and that it keeps one more.
SPLIT = 0.5
#: Chance that a place for a visit is skipped.
BLINK = 0.01
IMPOSSIBLE = 1 << 50
NOWHERE, SKIPPED = -2, -1
#: A day that breaks a rule costs more than anything; plans with as many are all alike.
BREACH = 1e15


class Best(NamedTuple):
    #: As in State.
    stops: Ints
    days: Ints
    #: Worth and driving of the best plan; value of the plan at hand, and the best one.
    marks: Reals


class Met(NamedTuple):
    """Days met on the way, by a hash of their sets: of two for one place, the better stays."""

    key: Ints
    value: Reals
    #: The day, how many visits, and the visits.
    rows: Ints


SCORE, DRIVEN, VALUE, HIGHEST = range(4)


@within
def ruin(case: Case, state: State, kept: Kept, centre: int) -> None:
    """Take out strings of visits near `centre`, at most one from each day."""
    days = len(state.days)
    inside = 0
    for day in range(days):
        inside += state.days[day, SIZE]
    if inside == 0:
        return
    longest = min(STRING, inside / days)
    strings = int(draw(state.chance) * (4.0 * REMOVED / (1.0 + longest) - 1.0) + 1.0)
    for at in range(len(state.where)):
        visit = case.near[centre, at]
        day = state.where[visit]
        if day >= 0 and state.days[day, TOUCHED] == 0:
            keep(state, kept, day)
            cut(case, state, day, visit, longest)
            strings -= 1
            if strings <= 0:
                return


@within
def cut(case: Case, state: State, day: int, visit: int, longest: float) -> None:
    """Take a string with (or around) the visit out of the day."""
    size = state.days[day, SIZE]
    length = min(size, int(draw(state.chance) * min(longest, float(size)) + 1.0))
    span = length
    if length < size and draw(state.chance) < SPLIT:
        while span < size and draw(state.chance) > SPLIT:
            span += 1
    at = 1
    while state.stops[day, at, NODE] != visit:
        at += 1
    first = max(1, at - span + 1)
    start = first + below(state.chance, min(at, size - span + 1) - first + 1)
    spared = start + below(state.chance, length + 1)
    free = start
    for at in range(start, size + 2):
        if at >= start + span or spared <= at < spared + span - length:
            state.stops[day, free, NODE] = state.stops[day, at, NODE]
            free += 1
        else:
            leave_out(case, state, state.stops[day, at, NODE])
    state.days[day, SIZE] = size - length
    refresh(case, state, day)


@within
def recreate(case: Case, state: State, kept: Kept, centre: int) -> None:
    """Put visits in where they cost least, those that must be in first."""
    count = queued(case, state, centre)
    measure = below(state.chance, 3)
    for visit in range(len(state.where)):
        if case.visits[visit, MUST] and state.where[visit] < 0:
            try_visit(case, state, kept, visit, measure)
    for at in range(count):
        if state.where[state.queue[at]] < 0:
            try_visit(case, state, kept, state.queue[at], measure)


@within
def try_visit(case: Case, state: State, kept: Kept, visit: int, measure: int) -> None:
    if not allowed(case, state, visit):
        return
    cheapest, day_of, place_of = IMPOSSIBLE, -1, -1
    for day in range(len(state.days)):
        if state.full[visit, day] == state.days[day, VERSION]:
            continue
        place, cost = fitting(case, state, visit, day, measure)
        if place == NOWHERE:
            state.full[visit, day] = state.days[day, VERSION]
        elif place >= 0 and cost < cheapest:
            cheapest, day_of, place_of = cost, day, place
    if day_of >= 0:
        insert(case, state, kept, visit, day_of, place_of)


@within
def insert(case: Case, state: State, kept: Kept, visit: int, day: int, place: int) -> None:
    keep(state, kept, day)
    size = state.days[day, SIZE]
    for at in range(size + 1, place, -1):
        state.stops[day, at + 1, NODE] = state.stops[day, at, NODE]
    state.stops[day, place + 1, NODE] = visit
    state.days[day, SIZE] = size + 1
    take_in(case, state, visit, day)
    refresh(case, state, day)


@inlined
def fitting(case: Case, state: State, visit: int, day: int, measure: int) -> tuple[int, int]:
    """After which stop the visit costs least, and the cost; NOWHERE if it fits after none."""
    number = case.windows[visit, day, 0]
    if number == 0:
        return NOWHERE, IMPOSSIBLE
    closes = case.windows[visit, day, 2 * number]
    rich = case.days[day, RICH]
    place, cheapest = NOWHERE, IMPOSSIBLE
    for at in range(first_place(case, state, visit, day), state.days[day, SIZE] + 1):
        if state.stops[day, at, LEAVE] > closes:
            break
        cost = cost_at(case, state, visit, day, at, measure)
        if cost >= cheapest or (rich and not still_holds(case, state, visit, day, at)):
            continue
        if draw(state.chance) < BLINK:
            place = max(place, SKIPPED)
        else:
            place, cheapest = at, cost
    return place, cheapest


@inlined
def first_place(case: Case, state: State, visit: int, day: int) -> int:
    """The first stop after which the next one can still wait for the visit."""
    ready = case.windows[visit, day, 1] + case.visits[visit, MINUTES]
    low, high = 0, state.days[day, SIZE]
    while low < high:
        middle = (low + high) >> 1
        if state.stops[day, middle + 1, LATE] < ready:
            low = middle + 1
        else:
            high = middle
    return low


@inlined
def cost_at(case: Case, state: State, visit: int, day: int, at: int, measure: int) -> int:
    """Further driving, and by `measure` also waiting or the delay of the next stop."""
    before, after = state.stops[day, at, NODE], state.stops[day, at + 1, NODE]
    there, onward = case.travel[before, visit], case.travel[visit, after]
    arrival = state.stops[day, at, LEAVE] + there
    start = first_start(case.windows, visit, day, arrival)
    reached = start + case.visits[visit, MINUTES] + onward
    if start < 0 or reached > state.stops[day, at + 1, LATE]:
        return IMPOSSIBLE
    straight = case.travel[before, after]
    more = there + onward - straight
    if state.days[day, DRIVES] + more > case.limits[DRIVING]:
        return IMPOSSIBLE
    if measure == 1:
        return int(more + start - arrival)
    if measure == 2:
        usual = state.stops[day, at, LEAVE] + straight
        if at < state.days[day, SIZE]:
            usual = state.stops[day, at + 1, LEAVE] - case.visits[after, MINUTES]
        return int(more + 4 * max(0, reached - usual))
    return int(more)


@within
def still_holds(case: Case, state: State, visit: int, day: int, at: int) -> bool:
    """With meals and breaks: does the day hold with the visit there?"""
    size, trial = state.days[day, SIZE], state.trial
    hours = case.days[day, ENDS] - case.days[day, BEGINS]
    if state.days[day, BUSY] + case.visits[visit, MINUTES] > hours:
        return False
    for stop in range(size + 2):
        trial[stop + 1 if stop > at else stop] = state.stops[day, stop, NODE]
    trial[at + 1] = visit
    return holds(case, state.labels, state.onward, day, trial, size + 1)


@compiled
def value_of(case: Case, state: State, price: float) -> tuple[float, float, float]:
    """Worth, driving, and what the search compares: worth less driving at a small price."""
    worth, driven, broken = 0, 0, 0
    for day in range(len(state.days)):
        for at in range(1, state.days[day, SIZE] + 1):
            worth += case.visits[state.stops[day, at, NODE], WORTH]
        driven += state.days[day, DRIVES]
        broken += state.days[day, BROKEN]
    if broken:
        return -BREACH * broken, float(driven), -BREACH * broken
    return float(worth), float(driven), worth - price * driven


@within
def remember(case: Case, state: State, met: Met, value: float) -> None:
    """Keep the days that this step changed."""
    places = len(met.key)
    for day in range(len(state.days)):
        if state.days[day, TOUCHED] == 0:
            continue
        key = case.marks[len(state.where) + case.days[day, LIKENESS]]
        for at in range(1, state.days[day, SIZE] + 1):
            key ^= case.marks[state.stops[day, at, NODE]]
        place = key & (places - 1)
        if met.key[place] != key and (
            met.key[place ^ 1] == key or met.value[place ^ 1] < met.value[place]
        ):
            place ^= 1
        if met.value[place] < value:
            met.key[place] = key
            met.value[place] = value
            met.rows[place, 0] = day
            met.rows[place, 1] = state.days[day, SIZE]
            for at in range(1, state.days[day, SIZE] + 1):
                met.rows[place, at + 1] = state.stops[day, at, NODE]


@compiled
def settle(
    case: Case, state: State, best: Best, met: Met, figures: tuple[float, float, float], near: float
) -> None:
    """Take the step: remember its days, and the plan if it is the best."""
    worth, driven, value = figures
    marks = best.marks
    marks[VALUE] = value
    if value > marks[HIGHEST] - near:
        remember(case, state, met, value)
    marks[HIGHEST] = max(value, marks[HIGHEST])
    if worth > marks[SCORE] or (worth == marks[SCORE] and driven < marks[DRIVEN]):
        marks[SCORE] = worth
        marks[DRIVEN] = driven
        for day in range(len(state.days)):
            carry(state.stops, state.days, best.stops, best.days, day)


@compiled
def anneal(
    case: Case, state: State, kept: Kept, best: Best, met: Met, steps: int, heat: Reals
) -> None:
    """heat: the temperature now, its factor for each step, the price of driving, and how far
    under the best a plan may be to have its days remembered."""
    days = len(state.days)
    for _ in range(steps):
        for day in range(days):
            state.days[day, TOUCHED] = 0
        centre = below(state.chance, len(state.where))
        ruin(case, state, kept, centre)
        recreate(case, state, kept, centre)
        for day in range(days):
            if state.days[day, TOUCHED]:
                judge(case, state, day)
        figures = value_of(case, state, heat[2])
        bar = best.marks[VALUE] + heat[0] * math.log(draw(state.chance) + 1e-12)
        if figures[2] > bar:
            settle(case, state, best, met, figures, heat[3])
        else:
            restore(case, state, kept)
        heat[0] *= heat[1]
