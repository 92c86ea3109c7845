"""A version as the plain values that the checks, the costing and the planner reason about.

Beside what `queries.whole` has loaded it asks at most five things, however many items there are.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

import sqlalchemy as sa

from tourbook.core import zones
from tourbook.core.db import db
from tourbook.core.formats import ZONE
from tourbook.directory.models import Place, TravelMode, TravelTime
from tourbook.hosts.models import Component, OpeningHours, Slot, SlotSeries, SlotState
from tourbook.hosts.rules import weekdays_in
from tourbook.packages.models import DatedLimit, Item, Objective, Version
from tourbook.packages.rules import limits
from tourbook.packages.rules.costing import pricing
from tourbook.packages.rules.limits import Limit, Limits
from tourbook.packages.rules.outline import (
    DAY_MINUTES,
    Frame,
    Goal,
    Hours,
    Leg,
    Offer,
    OpenSlot,
    Outline,
    Spot,
    Stop,
)

KEYS: sa.BindParameter[int] = sa.bindparam("keys", expanding=True)
PLACES: sa.BindParameter[int] = sa.bindparam("places", expanding=True)
LIMITS = sa.select(
    DatedLimit.key, DatedLimit.valid_from, DatedLimit.value, DatedLimit.source
).order_by(DatedLimit.id)
OPENING = (
    sa.select(
        OpeningHours.component_id,
        OpeningHours.weekday,
        OpeningHours.opens_minute,
        OpeningHours.closes_minute,
    )
    .where(OpeningHours.component_id.in_(KEYS))
    .order_by(OpeningHours.component_id, OpeningHours.weekday, OpeningHours.opens_minute)
)
SERIES = (
    sa.select(
        SlotSeries.component_id,
        SlotSeries.rule,
        SlotSeries.starts,
        SlotSeries.minutes,
        SlotSeries.zone,
    )
    .where(SlotSeries.component_id.in_(KEYS), SlotSeries.last_day >= sa.bindparam("day"))
    .order_by(SlotSeries.component_id, SlotSeries.starts, SlotSeries.minutes, SlotSeries.id)
)
NTH = sa.func.row_number().over(partition_by=Slot.component_id, order_by=Slot.starts_at)
LISTED = (
    sa.select(Slot, NTH.label("nth"))
    .where(
        Slot.component_id.in_(KEYS),
        Slot.state != SlotState.WITHDRAWN,
        Slot.starts_at >= sa.bindparam("listed"),
    )
    .subquery("listed")
)
#: The slots of a visit's days, and the first of every component: it tells that there are any.
SLOTS = (
    sa.select(
        LISTED.c.id,
        LISTED.c.component_id,
        LISTED.c.state,
        LISTED.c.starts_at,
        LISTED.c.ends_at,
        LISTED.c.capacity,
        LISTED.c.taken,
        LISTED.c.exclusive,
    )
    .where(
        sa.or_(
            LISTED.c.nth == 1,
            sa.and_(
                LISTED.c.starts_at >= sa.bindparam("since"),
                LISTED.c.starts_at < sa.bindparam("until"),
            ),
        )
    )
    .order_by(LISTED.c.component_id, LISTED.c.starts_at, LISTED.c.id)
)
MEASURED = sa.select(
    TravelTime.first_place_id,
    TravelTime.second_place_id,
    TravelTime.mode,
    TravelTime.minutes,
    TravelTime.metres,
).where(TravelTime.first_place_id.in_(PLACES), TravelTime.second_place_id.in_(PLACES))


@dataclass(frozen=True)
class Times:
    """When components can be had, each by its key."""

    hours: Mapping[int, list[Hours]] = field(default_factory=dict)
    pattern: Mapping[int, list[Hours]] = field(default_factory=dict)
    slots: Mapping[int, list[OpenSlot]] = field(default_factory=dict)
    #: Components that are had by slots only, whether or not there is one on these days.
    slotted: frozenset[int] = frozenset()


def outline_of(version: Version, *, today: date) -> Outline:
    """The version as it stands, with the limits of its trial day, or of today without one."""
    items = [item for day in version.days for item in day.items]
    components = {item.component.id: item.component for item in items if item.component}
    times = times_of(components, version, today)
    offers = {key: offer_of(component, times) for key, component in components.items()}
    stops = tuple(stop_of(item, offers) for item in items)
    return Outline(
        frames=tuple(Frame(day.number, day.starts_minute, day.ends_minute) for day in version.days),
        stops=stops,
        limits=limits_on(version.trial_day or today),
        today=today,
        first_day=version.trial_day,
        goals=tuple(goal_of(objective) for objective in version.objectives),
        party_min=version.party_min,
        party_max=version.party_max,
        escorts=escorts_of(version),
        priceless=tuple(pricing.gaps(version.tiers, version.party_min, version.party_max)),
        languages=frozenset(version.languages),
        step_free=version.step_free,
        sharing=version.sharing,
        travel_mode=version.travel_mode,
        measured=measured_between({stop.spot.id for stop in stops if stop.spot}),
    )


def escorts_of(version: Version) -> int:
    """The free places of the widest pax range that the largest party fills."""
    ranges = sorted((paying, free) for paying, free in version.pax_ranges)
    filled = [free for paying, free in ranges if paying <= version.party_max]
    return filled[-1] if filled else ranges[0][1] if ranges else 1


def limits_on(day: date) -> Limits:
    return limits.on(day, [Limit(*row) for row in db.session.execute(LIMITS)])


def stop_of(item: Item, offers: Mapping[int, Offer]) -> Stop:
    offer = offers[item.component.id] if item.component else None
    spot = spot_of(item.place) if item.place else offer.spot if offer else None
    return Stop(
        id=item.id,
        lineage=item.lineage,
        day=item.day.number,
        starts=item.starts_minute,
        ends=item.ends_minute,
        kind=item.kind,
        title=item.title,
        offer=offer,
        spot=spot,
        optional=item.optional,
        track=item.track,
        alternative_to=item.alternative_to,
        interpreters=frozenset(item.interpreters),
        pinned=item.pinned,
        arrive_by=item.arrive_by,
    )


def goal_of(objective: Objective) -> Goal:
    anchors = (objective.anchor_low, objective.anchor_middle, objective.anchor_high)
    return Goal(objective.code, frozenset(item.id for item in objective.items), all(anchors))


def spot_of(place: Place) -> Spot:
    return Spot(place.id, place.name, place.lat, place.lon, place.step_free, place.coach_parking)


def offer_of(component: Component, times: Times) -> Offer:
    key = component.id
    return Offer(
        id=key,
        name=component.name,
        kind=component.kind,
        host_id=component.organisation_id,
        host=component.organisation.name,
        duration=component.duration_minutes,
        party_min=component.party_min,
        party_max=component.party_max,
        languages=frozenset(component.languages),
        ask_by_days=component.ask_by_days,
        retired=component.retired_at is not None,
        outdoor=component.outdoor,
        seated=component.seated,
        spot=spot_of(component.place) if component.place else None,
        vehicle_seats=component.vehicle_seats,
        single_rooms=component.single_rooms,
        twin_rooms=component.twin_rooms,
        hours=tuple(times.hours.get(key, ())),
        pattern=tuple(times.pattern.get(key, ())),
        slots=tuple(times.slots.get(key, ())) if key in times.slotted else None,
    )


def times_of(components: Iterable[int], version: Version, today: date) -> Times:
    keys = sorted(components)
    if not keys:
        return Times()
    day = version.trial_day
    found = Times(hours=opening_hours(keys), pattern=patterns(keys, day or today))
    if day is None:
        return found
    slots = open_slots(keys, day, len(version.days))
    return Times(found.hours, found.pattern, slots, frozenset(slots))


def opening_hours(components: list[int]) -> dict[int, list[Hours]]:
    found: dict[int, list[Hours]] = defaultdict(list)
    for key, *hours in db.session.execute(OPENING, {"keys": components}):
        found[key].append(hours_in(*hours))
    return found


@lru_cache(maxsize=4096)
def hours_in(weekday: int, opens: int, closes: int) -> Hours:
    """The same few hours of most components are one value."""
    return Hours(weekday, opens, closes)


def patterns(components: list[int], day: date) -> dict[int, list[Hours]]:
    """The weekly times of the series that still run on this day, by our own clocks."""
    found: dict[int, list[Hours]] = defaultdict(list)
    for row in db.session.execute(SERIES, {"keys": components, "day": day}):
        key, rule, starts, minutes, zone = row
        for weekday in weekdays_in(rule):
            hours = weekly(weekday, starts, minutes, zone, day)
            if hours not in found[key]:
                found[key].append(hours)
    return found


def weekly(weekday: int, starts: time, minutes: int, zone: str, near: date) -> Hours:
    """Hours of a weekday; those of another zone as our clocks show them about this day."""
    day = near + timedelta(days=(weekday - near.weekday()) % 7)
    shown = zones.clock_time(zones.moment_at(day, starts, zone), ZONE)
    opens = shown.hour * 60 + shown.minute
    return Hours(shown.weekday(), opens, opens + minutes)


def open_slots(components: list[int], first_day: date, days: int) -> dict[int, list[OpenSlot]]:
    """Open slots with room that begin on the days of the visit.

    A component that has slots at all from then on has a list, be it empty.
    """
    since = zones.midnight(first_day, ZONE)
    until = zones.midnight(first_day + timedelta(days=days), ZONE)
    wanted = {"keys": components, "since": since, "until": until, "listed": listed_from(first_day)}
    found: dict[int, list[OpenSlot]] = defaultdict(list)
    for row in db.session.execute(SLOTS, wanted):
        key, component, state, starts_at, ends_at, capacity, taken, exclusive = row
        slots = found[component]
        if state is not SlotState.OPEN or not since <= starts_at < until:
            continue
        left = 0 if exclusive and taken else capacity - taken
        day, starts = minute_on(starts_at, first_day)
        ends = starts + int((ends_at - starts_at).total_seconds()) // 60
        if left > 0:
            slots.append(OpenSlot(key, day, starts, ends, left))
    return found


def listed_from(day: date) -> datetime:
    """The slots from here on say whether a component is had by slots."""
    return datetime.combine(day, time(), UTC) - timedelta(minutes=DAY_MINUTES)


def minute_on(moment: datetime, first_day: date) -> tuple[int, int]:
    """The number of the day of the visit and the minute that our clocks show then."""
    shown = zones.clock_time(moment, ZONE)
    return (shown.date() - first_day).days + 1, shown.hour * 60 + shown.minute


def measured_between(places: set[int]) -> dict[tuple[int, int, TravelMode], Leg]:
    """What was measured between any two of these places."""
    if len(places) < 2:
        return {}
    return {
        (first, second, mode): Leg(minutes, metres, known=True)
        for first, second, mode, minutes, metres in db.session.execute(
            MEASURED, {"places": sorted(places)}
        )
    }
