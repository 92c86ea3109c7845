"""The checks of people, rooms, hosts and days told again."""

import math
from datetime import timedelta

from tests.packages.oracle_meals import (
    of_day,
)
from tests.packages.oracle_programme import (
    NIGHT,
    TRANSPORT,
    VISIT,
    parts,
    taking_place,
)
from tests.packages.oracle_ways import (
    course,
    legs,
)
from tourbook.hosts.models import ComponentKind
from tourbook.packages.models import Sharing
from tourbook.packages.rules.outline import Outline


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
