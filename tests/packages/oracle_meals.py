"""The checks of meals and pace told again."""

from tests.packages.oracle_programme import (
    DAY,
    MEAL,
    NIGHT,
    TRANSPORT,
    minutes,
    parts,
    taking_place,
)
from tests.packages.oracle_ways import course, legs
from tourbook.hosts.models import ComponentKind
from tourbook.packages.rules.outline import Frame, Outline, Stop


def of_day(outline: Outline, part: str, day: int) -> list[Stop]:
    return [s for s in course(outline, part) if s.day == day and s.kind is not NIGHT]


def is_meal(outline: Outline, stop: Stop, meal: str) -> bool:
    since, until = outline.limits[f"{meal}_from"], outline.limits[f"{meal}_to"]
    least = outline.limits[f"{meal}_minutes"]
    if stop.kind is not MEAL or stop.ends - stop.starts < least:
        return False
    inside = set(range(stop.starts, stop.ends)) & set(range(since, until))
    return since <= stop.starts <= until or len(inside) >= least


def eaten(outline: Outline, part: str, day: int, meal: str) -> list[Stop]:
    return [stop for stop in of_day(outline, part, day) if is_meal(outline, stop, meal)]


def hungry(outline: Outline) -> set[tuple[str, int, str]]:
    """(meal, day, part): with us for so long that nobody eats before or after, and no meal."""
    found = set()
    for frame in outline.frames:
        for meal in ("lunch", "dinner"):
            without = {
                part
                for part in parts(outline)
                if must_eat(outline, part, frame, meal)
                and not eaten(outline, part, frame.number, meal)
            }
            if without == set(parts(outline)):
                without = {""}
            found |= {(f"no_{meal}", frame.number, part) for part in without}
    return found


def must_eat(outline: Outline, part: str, frame: Frame, meal: str) -> bool:
    there = with_us(outline, part, frame.number) & set(range(frame.starts, frame.ends))
    if not there:
        return False
    since, until = outline.limits[f"{meal}_from"], outline.limits[f"{meal}_to"]
    before, after = range(since, min(there)), range(max(there) + 1, until)
    return max(len(before), len(after)) < outline.limits[f"{meal}_minutes"]


def with_us(outline: Outline, part: str, day: int) -> set[int]:
    """A day between the first and the last is whole; these two last from or to an item."""
    touched = {stop.day for stop in taking_place(outline)}
    touched |= {stop.day + 1 for stop in taking_place(outline) if stop.kind is NIGHT}
    if not touched or day < min(touched) or day > max(touched):
        return set()
    stops = of_day(outline, part, day)
    came = min((stop.starts for stop in stops), default=DAY) if day == min(touched) else 0
    left = max((stop.ends for stop in stops), default=0) if day == max(touched) else DAY
    return set(range(came, left))


def twice_eaten(outline: Outline) -> set[tuple[str, int]]:
    return {
        (f"{meal}_twice", frame.number)
        for frame in outline.frames
        for meal in ("lunch", "dinner")
        for part in parts(outline)
        if sum(not stop.optional for stop in eaten(outline, part, frame.number, meal)) > 1
    }


def longest(outline: Outline, day: int, *, pause: int, free: int) -> int:
    """The longest time of a day, ways and all, without a pause so long or so much free time."""
    most = 0
    for part in parts(outline):
        travel = {
            after.id: taken
            for _before, after, between, _mode, taken, _known in legs(outline, part)
            if not any(stop.kind is TRANSPORT for stop in between)
        }
        stops = of_day(outline, part, day)
        begun, over = None, 0
        for stop in stops:
            restful = stop.kind in (MEAL, ComponentKind.SIDE)
            if restful and stop.ends - stop.starts >= pause:
                begun, over = stop.ends, stop.ends
                continue
            on_the_way = max(0, stop.starts - travel.get(stop.id, 0))
            if begun is None or stop.starts - travel.get(stop.id, 0) - over >= free:
                begun = on_the_way
            over = max(over, stop.ends)
            most = max(most, over - begun)
    return most


def tired(outline: Outline) -> set[tuple[str, int]]:
    limits = outline.limits
    found = set()
    for frame in outline.frames:
        day = frame.number
        coffee = longest(outline, day, pause=limits["coffee_minutes"], free=limits["free_minutes"])
        if coffee > limits["coffee_after_minutes"]:
            found.add(("no_coffee", day))
        pause = limits["break_minutes"]
        if longest(outline, day, pause=pause, free=pause) > limits["stretch_minutes"]:
            found.add(("no_break", day))
        for part in parts(outline):
            listened = sum(
                len(minutes(stop))
                for stop in course(outline, part)
                if stop.day == day and stop.offer is not None and stop.offer.seated
            )
            ridden = sum(
                taken
                for _before, after, between, mode, taken, _known in legs(outline, part)
                if after.day == day
                and mode != "walk"
                and not any(stop.kind is TRANSPORT for stop in between)
            )
            ridden += sum(
                len(minutes(s)) for s in of_day(outline, part, day) if s.kind is TRANSPORT
            )
            if listened > limits["briefing_minutes"]:
                found.add(("much_listening", day))
            if ridden > limits["transfer_minutes"]:
                found.add(("much_riding", day))
            if listened + ridden > limits["seat_minutes"]:
                found.add(("much_sitting", day))
    return found
