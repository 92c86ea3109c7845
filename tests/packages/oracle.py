"""The checks told again, slowly and plainly: minute by minute where that is possible.

Written from the texts that the checks go by, not from the checks; it takes the same values and
shares no line with them. Each function answers with what it finds wrong, as a set of plain values.
"""

import math
from datetime import timedelta

from tourbook.directory.models import TravelMode
from tourbook.hosts.models import ComponentKind
from tourbook.packages.models import Sharing
from tourbook.packages.rules.outline import Frame, Outline, Spot, Stop

DAY = 1440
NIGHT, MEAL = ComponentKind.LODGING, ComponentKind.MEAL
TRANSPORT, VISIT = ComponentKind.TRANSPORT, ComponentKind.PROGRAMME
Ids = frozenset[int]


def minutes(stop: Stop) -> set[int]:
    """Each minute of the visit that it takes."""
    return set(range((stop.day - 1) * DAY + stop.starts, (stop.day - 1) * DAY + stop.ends))


def starts(stop: Stop) -> int:
    return (stop.day - 1) * DAY + stop.starts


def ends(stop: Stop) -> int:
    return (stop.day - 1) * DAY + stop.ends


def taking_place(outline: Outline) -> list[Stop]:
    found = [stop for stop in outline.stops if stop.alternative_to == ""]
    return sorted(found, key=lambda stop: (starts(stop), ends(stop), stop.id))


def parts(outline: Outline) -> list[str]:
    """The parts of the group; one that is everybody where it does not split."""
    return sorted({stop.track for stop in taking_place(outline)} - {""}) or [""]


def attended_by(outline: Outline, part: str) -> list[Stop]:
    return [stop for stop in taking_place(outline) if stop.track == "" or stop.track == part]


def same_people(one: Stop, other: Stop) -> bool:
    return "" in (one.track, other.track) or one.track == other.track


# What lies where it cannot lie.


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


# Ways.


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


# Meals and pace.


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


# People and rooms.


def crowded(outline: Outline) -> set[tuple[str, int]]:
    found = set()
    groups = len(parts(outline))
    for stop in outline.stops:
        if stop.offer is None:
            continue
        most = math.ceil(outline.party_max / groups) if stop.track else outline.party_max
        least = max(1, math.floor(outline.party_min / groups)) if stop.track else outline.party_min
        if most > stop.offer.party_max:
            found.add(("party_too_large", stop.id))
        if least < stop.offer.party_min:
            found.add(("party_too_small", stop.id))
        if stop.offer.vehicle_seats and most + outline.escorts > stop.offer.vehicle_seats:
            found.add(("several_vehicles", stop.id))
    return found


def not_understood(outline: Outline) -> set[int]:
    return {
        stop.id
        for stop in outline.stops
        if stop.offer is not None
        and stop.offer.kind in (VISIT, ComponentKind.SIDE)
        and stop.offer.languages
        and outline.languages
        and not any(
            language in stop.offer.languages or language in stop.interpreters
            for language in outline.languages
        )
    }


def climbed(outline: Outline) -> set[int]:
    return {
        stop.id
        for stop in outline.stops
        if outline.step_free
        and stop.kind is not TRANSPORT
        and stop.spot is not None
        and not stop.spot.step_free
    }


def roomless(outline: Outline) -> set[int]:
    """Days after which people stay without a room, each given the best room that is left."""
    found = set()
    for frame in outline.frames:
        houses = [
            stop
            for stop in taking_place(outline)
            if stop.day == frame.number and stop.kind is NIGHT and not stop.optional
        ]
        said = [
            (stop.offer.single_rooms, stop.offer.twin_rooms) if stop.offer else (None, None)
            for stop in houses
        ]
        if not houses or (None, None) in said:
            continue
        rooms = [1] * sum(single or 0 for single, _twin in said)
        rooms += [2] * sum(twin or 0 for _single, twin in said)
        alone = outline.escorts
        guests = outline.party_max
        if outline.sharing is Sharing.SINGLE:
            alone, guests = alone + guests, 0
        rooms.sort(reverse=True)
        for _person in range(alone):
            if not rooms:
                found.add(frame.number)
                break
            rooms.pop()
        if sum(rooms) < guests:
            found.add(frame.number)
    return found


# Hosts and days.


def refused(outline: Outline) -> set[tuple[str, int]]:
    """Why a host does not take the group at that time."""
    found = set()
    for stop in outline.stops:
        offer = stop.offer
        if offer is None or stop.kind is NIGHT:
            continue
        weekdays = set(range(7))
        if outline.first_day is not None:
            weekdays = {(outline.first_day + timedelta(days=stop.day - 1)).weekday()}
        taken = set(range(stop.starts, stop.ends))
        if offer.hours and not any(
            taken <= set(range(each.opens, each.closes))
            for each in offer.hours
            if each.weekday in weekdays
        ):
            found.add(("outside_hours", stop.id))
            continue
        groups = len(parts(outline))
        persons = math.ceil(outline.party_max / groups) if stop.track else outline.party_max
        if offer.slots is not None:
            if not any(
                slot.day == stop.day
                and slot.places_left >= persons
                and (slot.starts == stop.starts or taken <= set(range(slot.starts, slot.ends)))
                for slot in offer.slots
            ):
                found.add(("no_slot", stop.id))
        elif offer.pattern and not any(
            each.opens == stop.starts or taken <= set(range(each.opens, each.closes))
            for each in offer.pattern
            if each.weekday in weekdays
        ):
            found.add(("outside_pattern", stop.id))
    return found


def asked_late(outline: Outline) -> set[int]:
    if outline.first_day is None or outline.first_day < outline.today:
        return set()
    return {
        stop.day
        for stop in taking_place(outline)
        if stop.offer is not None
        and outline.today + timedelta(days=stop.offer.ask_by_days)
        > outline.first_day + timedelta(days=stop.day - 1)
    }


def closed_weekends(outline: Outline) -> set[int]:
    """Days on a weekend on which a visit's host has not said that it receives groups then."""
    found: set[int] = set()
    for stop in taking_place(outline):
        if outline.first_day is None or stop.offer is None or stop.offer.kind is not VISIT:
            continue
        date = outline.first_day + timedelta(days=stop.day - 1)
        said = {each.weekday for each in (*stop.offer.hours, *stop.offer.pattern)}
        slots = {slot.day for slot in stop.offer.slots or ()}
        if date.isoweekday() in (6, 7) and date.weekday() not in said and stop.day not in slots:
            found.add(stop.day)
    return found


def repeated(outline: Outline) -> set[tuple[str, int]]:
    visits = [
        stop.offer
        for stop in taking_place(outline)
        if stop.offer is not None and stop.offer.kind is VISIT
    ]
    found = set()
    for host in {offer.host_id for offer in visits}:
        ours = [offer.id for offer in visits if offer.host_id == host]
        if len(ours) > outline.limits["same_host_visits"]:
            found.add(("same_host", host))
        elif len(set(ours)) < len(ours):
            found.add(("same_component", host))
    return found


def idle(outline: Outline) -> set[int]:
    served = {stop for goal in outline.goals for stop in goal.stop_ids}
    return {
        stop.day
        for stop in taking_place(outline)
        if served and stop.kind is VISIT and stop.offer is not None and stop.id not in served
    }


def no_time_to_answer(outline: Outline) -> bool:
    day = outline.frames[-1].number
    least = outline.limits["feedback_minutes"]
    for part in parts(outline):
        stops = of_day(outline, part, day)
        visits = [stop for stop in stops if stop.kind is VISIT and stop.offer is not None]
        stays = any(s.kind is NIGHT and s.day == day for s in course(outline, part))
        if not visits or stays:
            continue
        over = max(stop.ends for stop in visits)
        later = [stop for stop in stops if stop.starts >= over]
        quiet = [stop for stop in later if stop.kind is not TRANSPORT]
        if any(stop.ends - stop.starts >= least for stop in quiet):
            continue
        travel = {
            after.id: taken
            for _before, after, between, _mode, taken, _known in legs(outline, part)
            if not any(stop.kind is TRANSPORT for stop in between)
        }
        if not later:
            return True
        moment, pause = over, 0
        for stop in later:
            pause = max(pause, stop.starts - travel.get(stop.id, 0) - moment)
            moment = max(moment, stop.ends)
        if pause < least:
            return True
    return False
