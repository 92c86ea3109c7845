"""In which order visits that are out are tried. Compiled."""

from tourbook.packages.rules.planner.wide_case import WORTH, Case
from tourbook.packages.rules.planner.wide_compiled import below, draw, inlined, shuffle, within
from tourbook.packages.rules.planner.wide_state import State

#: Chance that only visits near the place taken out are tried, and how many.
NEARBY = 0.9
NEARBY_VISITS = 25


@within
def queued(case: Case, state: State, centre: int) -> int:
    """Visits that are out, in an order to try them in; how many there are."""
    visits = len(state.where)
    if draw(state.chance) < NEARBY:
        return queued_near(case, state, centre)
    order = below(state.chance, 3 + len(case.orders))
    count = 0
    for at in range(visits):
        visit = case.near[centre, at] if order < 3 else case.orders[order - 3, at]
        if state.where[visit] < 0:
            state.queue[count] = visit
            count += 1
    if order == 0:
        shuffle(state.chance, state.queue, count)
    elif order >= 3:
        stir(state, count)
    return count


@inlined
def stir(state: State, count: int) -> None:
    """Swap some with one of the next few."""
    queue = state.queue
    for at in range(count - 1):
        if draw(state.chance) < 0.2:
            other = min(count - 1, at + 1 + below(state.chance, 6))
            queue[at], queue[other] = queue[other], queue[at]


@within
def queued_near(case: Case, state: State, centre: int) -> int:
    """The nearest visits: best first with noise, or in any order, or the nearest first."""
    count = 0
    for at in range(len(state.where)):
        visit = case.near[centre, at]
        if state.where[visit] < 0:
            state.queue[count] = visit
            count += 1
            if count == NEARBY_VISITS:
                break
    kind = draw(state.chance)
    if kind < 0.6:
        sort(case, state, count)
    elif kind < 0.9:
        shuffle(state.chance, state.queue, count)
    return count


@within
def sort(case: Case, state: State, count: int) -> None:
    """By score or by density, times chance, the highest first."""
    queue, keys = state.queue, state.keys
    by_score = draw(state.chance) < 0.3
    for number in range(count):
        visit = queue[number]
        key = case.visits[visit, WORTH] * 1.0 if by_score else case.density[visit]
        key *= 0.2 + draw(state.chance)
        at = number
        while at > 0 and keys[at - 1] < key:
            keys[at] = keys[at - 1]
            queue[at] = queue[at - 1]
            at -= 1
        keys[at] = key
        queue[at] = visit
