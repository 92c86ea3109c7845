"""Can these visits be made in this order on a day with meals and breaks? Compiled.

A label is one way to have come so far: place, meals eaten (bits), ready, driven, driven since the
last break, and when a break is complete if the group stays. A way that is nowhere better than
another is dropped. The rules are those of `problem`; `timing` finds the times.

Labels stand in the rows of a table. A new one is written to the first free row, and `kept` says
whether it stays.
"""

from tourbook.packages.rules.planner.wide_case import (
    BEGINS,
    DRIVING,
    ENDS,
    FAR,
    MEALS,
    MINUTES,
    REST,
    STRETCH,
    Case,
)
from tourbook.packages.rules.planner.wide_compiled import Ints, inlined, within

PLACE, EATEN, READY, DRIVEN, SINCE, RESTED = range(6)
FIELDS = 6
#: Ways kept at once; the rest are forgotten, so that a day may look too full and never too empty.
WAYS = 96


@inlined
def copied(labels: Ints, number: int, onward: Ints, free: int) -> None:
    for field in range(FIELDS):
        onward[free, field] = labels[number, field]


@within
def kept(labels: Ints, free: int) -> int:
    """How many labels there are, with the one in the first free row if it is worth keeping."""
    if free >= WAYS:
        return free
    for number in range(free):
        if (
            labels[number, PLACE] == labels[free, PLACE]
            and labels[number, EATEN] == labels[free, EATEN]
            and no_worse(labels, number, free)
        ):
            return free
    return free + 1


@inlined
def no_worse(labels: Ints, number: int, other: int) -> bool:
    for field in range(READY, FIELDS):  # noqa: SIM110 (compiled)
        if labels[number, field] > labels[other, field]:
            return False
    return True


@inlined
def first_start(windows: Ints, visit: int, day: int, ready: int) -> int:
    """The earliest start in a window at or after that time; -1 where there is none."""
    for number in range(windows[visit, day, 0]):
        if ready <= windows[visit, day, 2 + 2 * number]:
            return max(ready, int(windows[visit, day, 1 + 2 * number]))
    return -1


@inlined
def done(labels: Ints, number: int, ready: int) -> None:
    """Ready after a visit or a meal, rested if the stop was long enough."""
    labels[number, READY] = ready
    if labels[number, RESTED] <= ready or labels[number, SINCE] == 0:
        labels[number, SINCE] = 0
        labels[number, RESTED] = ready


@within
def drive(case: Case, day: int, labels: Ints, number: int, place: int, after_rest: bool) -> bool:
    """Move the label to another place; False where no rule allows it."""
    way = case.ways[labels[number, PLACE], place]
    if after_rest:
        labels[number, READY] = max(labels[number, READY], labels[number, RESTED])
        labels[number, SINCE] = 0
    labels[number, PLACE] = place
    labels[number, READY] += way
    labels[number, DRIVEN] += way
    labels[number, SINCE] += way
    labels[number, RESTED] = labels[number, READY] + case.limits[REST]
    return bool(
        labels[number, READY] <= case.days[day, ENDS]
        and labels[number, DRIVEN] <= case.limits[DRIVING]
        and labels[number, SINCE] <= case.limits[STRETCH]
    )


@within
def eat(case: Case, day: int, meal: int, labels: Ints, number: int) -> bool:
    """Eat where the label stands; False where it is too late."""
    start = max(labels[number, READY], case.meals[day, meal, 0])
    ready = start + case.meals[day, meal, 2]
    if start > case.meals[day, meal, 1] or ready > case.days[day, ENDS]:
        return False
    labels[number, EATEN] |= 1 << meal
    done(labels, number, ready)
    return True


@within
def with_meals(case: Case, day: int, labels: Ints, count: int, away: bool) -> int:
    """Also the ways with meals eaten now: here, or (`away`) at the meal's own place."""
    number = 0
    while number < count:
        for meal in range(case.days[day, MEALS]):
            if labels[number, EATEN] >> meal & 1 == 0:
                count = with_meal(case, day, labels, count, number, meal, away)
        number += 1
    return count


@within
def with_meal(
    case: Case, day: int, labels: Ints, count: int, number: int, meal: int, away: bool
) -> int:
    place = case.meals[day, meal, 3]
    if place == -1 or place == labels[number, PLACE]:
        copied(labels, number, labels, count)
        return kept(labels, count) if eat(case, day, meal, labels, count) else count
    if not away:
        return count
    for after_rest in range(2):
        copied(labels, number, labels, count)
        if drive(case, day, labels, count, place, after_rest == 1) and eat(
            case, day, meal, labels, count
        ):
            count = kept(labels, count)
    return count


@within
def driven(case: Case, day: int, labels: Ints, count: int, onward: Ints, place: int) -> int:
    """All ways at the next place, having left at once or after a break."""
    found = 0
    for number in range(count):
        if labels[number, PLACE] == place:
            copied(labels, number, onward, found)
            found = kept(onward, found)
            continue
        breaks = labels[number, SINCE] > 0 and case.limits[STRETCH] < FAR
        for after_rest in range(2 if breaks else 1):
            copied(labels, number, onward, found)
            if drive(case, day, onward, found, place, after_rest == 1):
                found = kept(onward, found)
    return found


@within
def made(case: Case, day: int, visit: int, onward: Ints, count: int, labels: Ints) -> int:
    """All ways after the visit."""
    found = 0
    for number in range(count):
        start = first_start(case.windows, visit, day, onward[number, READY])
        if start >= 0:
            copied(onward, number, labels, found)
            done(labels, found, start + case.visits[visit, MINUTES])
            found = kept(labels, found)
    return found


@within
def holds(case: Case, labels: Ints, onward: Ints, day: int, nodes: Ints, count: int) -> bool:
    """nodes: the start, `count` visits and the end of the day."""
    for field in range(FIELDS):
        labels[0, field] = 0
    labels[0, PLACE] = case.place[nodes[0]]
    labels[0, READY] = case.days[day, BEGINS]
    labels[0, RESTED] = case.days[day, BEGINS]
    found = 1
    for at in range(1, count + 2):
        found = with_meals(case, day, labels, found, True)
        found = driven(case, day, labels, found, onward, case.place[nodes[at]])
        found = with_meals(case, day, onward, found, False)
        if at <= count:
            found = made(case, day, nodes[at], onward, found, labels)
    for number in range(found):  # noqa: SIM110 (compiled)
        if onward[number, EATEN] == (1 << case.days[day, MEALS]) - 1:
            return True
    return False
