"""The checks of times, places and ways told again: minute by minute where that is possible."""

import math

from tests.packages.oracle_programme import (
    DAY,
    NIGHT,
    TRANSPORT,
    Ids,
    attended_by,
    ends,
    minutes,
    parts,
    same_people,
    starts,
    taking_place,
)
from tourbook.directory.models import TravelMode
from tourbook.packages.rules.outline import Outline, Spot, Stop


def overlapping(outline: Outline) -> set[tuple[str, Ids]]:
    found = set()
    stops = taking_place(outline)
    for one in stops:
        for other in stops:
            if one.id >= other.id or not same_people(one, other):
                continue
            if (one.kind is NIGHT) != (other.kind is NIGHT) or not minutes(one) & minutes(other):
                continue
            code = "two_lodgings" if one.kind is NIGHT else "overlap"
            code = "optional_overlap" if one.optional or other.optional else code
            found.add((code, frozenset({one.id, other.id})))
    return found


def outside(outline: Outline) -> set[int]:
    hours = {frame.number: set(range(frame.starts, frame.ends)) for frame in outline.frames}
    return {
        stop.id
        for stop in outline.stops
        if stop.kind is not NIGHT and not set(range(stop.starts, stop.ends)) <= hours[stop.day]
    }


def awake(outline: Outline) -> set[int]:
    """Days after which some part of the group is nowhere at midnight."""
    found = set()
    for number in range(1, len(outline.frames)):
        around = {number * DAY - 1, number * DAY}
        for part in parts(outline):
            beds = [
                stop
                for stop in attended_by(outline, part)
                if stop.kind is NIGHT and not stop.optional and around <= minutes(stop)
            ]
            if not beds:
                found.add(number)
    return found


def metres(one: Spot, other: Spot) -> float:
    """By the angle between two arrows from the middle of the Earth."""
    arrows = []
    for spot in (one, other):
        lat, lon = math.radians(spot.lat), math.radians(spot.lon)
        arrows.append((math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)))
    gap = math.dist(*arrows)
    return 6_371_009 * 2 * math.asin(gap / 2)


def way(outline: Outline, one: Spot, other: Spot, by: TravelMode | None) -> tuple[str, int, bool]:
    """Mode, minutes, and whether they were measured."""
    straight = metres(one, other)
    road = straight * outline.limits["road_factor_percent"] / 100
    near = road <= outline.limits["walk_most_metres"]
    mode = by or (TravelMode.WALK if near else outline.travel_mode)
    if one.id == other.id:
        return mode, 0, True
    measured = outline.measured.get((min(one.id, other.id), max(one.id, other.id), mode))
    if measured is not None:
        return mode, measured.minutes, True
    if straight <= 30:
        return mode, 0, False
    speed = outline.limits[f"{mode}_metres_per_minute"]
    boarding = 0 if mode == "walk" else outline.limits["boarding_minutes"]
    return mode, math.ceil(road / speed) + boarding, False


def course(outline: Outline, part: str) -> list[Stop]:
    """What a part of the group goes through in order, the night at the end of its day."""
    there = attended_by(outline, part)
    kept = [stop for stop in there if stop.kind is not NIGHT and not stop.optional]
    for stop in there:
        beside = any(minutes(stop) & minutes(other) for other in kept)
        if stop.optional and stop.kind is not NIGHT and not beside:
            kept.append(stop)
    found = []
    for frame in outline.frames:
        todays = [stop for stop in kept if stop.day == frame.number]
        found += sorted(todays, key=lambda stop: (starts(stop), ends(stop), stop.id))
        beds = [stop for stop in there if stop.kind is NIGHT and stop.day == frame.number]
        beds.sort(key=lambda stop: stop.optional)
        found += beds[:1]
    return found


def legs(outline: Outline, part: str) -> list[tuple[Stop, Stop, list[Stop], str, int, bool]]:
    """Pairs of known places that follow one another, with what lies between and the way."""
    found = []
    stops = course(outline, part)
    for second, after in enumerate(stops):
        if after.spot is None or after.kind is TRANSPORT:
            continue
        for first in range(second - 1, -1, -1):
            before = stops[first]
            if before.kind is TRANSPORT or (before.spot is None and before.kind is not NIGHT):
                continue
            reach = before.day + 1 if before.kind is NIGHT else before.day
            lost = before.spot is None or after.day > reach
            if not lost and before.spot is not None:
                mode, taken, known = way(outline, before.spot, after.spot, after.arrive_by)
                between = stops[first + 1 : second]
                found.append((before, after, between, mode, taken, known))
            break
    return found


def hurried(outline: Outline) -> set[tuple[str, str, int, int]]:
    found = set()
    for part in parts(outline):
        for before, after, between, _mode, taken, known in legs(outline, part):
            missing = taken - time_for(before, after, between)
            if after.kind is NIGHT or missing <= 0:
                continue
            slack = outline.limits["transfer_slack"]
            if before.kind is NIGHT:
                weight = "hint" if taken <= slack else "warns"
                found.add(("night_too_long", weight, before.id, after.id))
            elif ends(before) <= starts(after):
                if not known and missing <= slack:
                    weight = "hint"
                else:
                    weight = "warns" if somehow_else(before, after, between) else "blocks"
                found.add(("transfer_too_short", weight, before.id, after.id))
    return found


def time_for(before: Stop, after: Stop, between: list[Stop]) -> int:
    """Minutes in which the group is at neither place and does nothing else."""
    free = set(range(ends(before), starts(after)))
    for stop in between:
        if stop.kind is not TRANSPORT and not stop.optional:
            free -= minutes(stop)
    return len(free) if ends(before) <= starts(after) else starts(after) - ends(before)


def somehow_else(before: Stop, after: Stop, between: list[Stop]) -> bool:
    return before.optional or after.optional or any(stop.kind is TRANSPORT for stop in between)
