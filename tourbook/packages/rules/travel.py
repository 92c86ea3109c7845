"""How long it takes from place to place, and the transfers that a programme needs.

Where nobody measured a pair of places, the way is estimated: the great circle's length times a
road factor, at a speed by mode, and the time to get in and out of a vehicle.
"""

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tourbook.directory.models import TravelMode
from tourbook.hosts.models import ComponentKind
from tourbook.packages.rules.limits import Limits
from tourbook.packages.rules.outline import Leg, Outline, Spot, Stop

#: Mean radius of the Earth in metres (IUGG).
EARTH = 6_371_009
#: Places nearer than this are one place for a group.
SAME_PLACE_METRES = 30
SPEEDS = {
    TravelMode.COACH: "coach_metres_per_minute",
    TravelMode.MINIBUS: "minibus_metres_per_minute",
    TravelMode.WALK: "walk_metres_per_minute",
}

Measured = Mapping[tuple[int, int, TravelMode], Leg]


@dataclass(frozen=True, slots=True)
class Transfer:
    """A way between two stops that follow one another, of everybody or of one track."""

    before: Stop
    after: Stop
    mode: TravelMode
    leg: Leg
    #: Minutes between the end of one and the start of the other, not counting what lies between.
    available: int
    #: Items of transport between the two stops: they take the place of the transfer.
    carried: tuple[Stop, ...] = ()


def metres_between(one: Spot, other: Spot) -> float:
    """The great circle's length between two places (haversine)."""
    lat, lat2 = math.radians(one.lat), math.radians(other.lat)
    half = math.sin((lat2 - lat) / 2) ** 2
    half += math.cos(lat) * math.cos(lat2) * math.sin(math.radians(other.lon - one.lon) / 2) ** 2
    return 2 * EARTH * math.asin(min(1.0, math.sqrt(half)))


def leg_between(
    one: Spot, other: Spot, mode: TravelMode, limits: Limits, measured: Measured
) -> Leg:
    """Minutes, rounded up, and metres by road. What was measured counts before any estimate."""
    if one.id == other.id:
        return Leg(0, 0, known=True)
    low, high = sorted((one.id, other.id))
    known = measured.get((low, high, mode))
    if known is not None:
        return known
    straight = metres_between(one, other)
    if straight <= SAME_PLACE_METRES:
        return Leg(0, round(straight))
    metres = straight * limits["road_factor_percent"] / 100
    boarding = 0 if mode is TravelMode.WALK else limits["boarding_minutes"]
    return Leg(math.ceil(metres / limits[SPEEDS[mode]]) + boarding, round(metres))


def is_too_far_to_walk(leg: Leg, mode: TravelMode, limits: Limits) -> bool:
    """Whether no group would walk it. Who measured a walk has walked it."""
    walked = mode is TravelMode.WALK and not leg.known
    return walked and leg.metres > limits["walk_most_metres"]


def usual_mode(one: Spot, other: Spot, wanted: TravelMode, limits: Limits) -> TravelMode:
    """A group walks where it is near enough, whatever stands before the door."""
    near = metres_between(one, other) * limits["road_factor_percent"] / 100
    return TravelMode.WALK if near <= limits["walk_most_metres"] else wanted


@dataclass(frozen=True, slots=True)
class Walk:
    """The way of everybody, or of one track, through the programme.

    `stops` in the order in which they are lived through, each night after what else there is on
    its day; an optional stop that runs beside others is left out. `transfers` are all the ways
    between stops whose places are known, also those that a transport item serves.
    """

    track: str
    stops: tuple[Stop, ...]
    transfers: tuple[Transfer, ...]


class Roads:
    """The ways between places as a group travels, each reckoned once."""

    def __init__(self, limits: Limits, measured: Measured, wanted: TravelMode) -> None:
        self.limits, self.measured, self.wanted = limits, measured, wanted
        self.known: dict[tuple[int, int], tuple[TravelMode, Leg]] = {}

    def between(
        self, one: Spot, other: Spot, asked: TravelMode | None = None
    ) -> tuple[TravelMode, Leg]:
        """How a group goes and how long it takes. `asked` is said of the way itself."""
        if asked is not None:
            return asked, leg_between(one, other, asked, self.limits, self.measured)
        pair = (one.id, other.id) if one.id < other.id else (other.id, one.id)
        found = self.known.get(pair)
        if found is None:
            mode = usual_mode(one, other, self.wanted, self.limits)
            leg = leg_between(one, other, mode, self.limits, self.measured)
            found = self.known[pair] = (mode, leg)
        return found


def roads_of(outline: Outline) -> Roads:
    return Roads(outline.limits, outline.measured, outline.travel_mode)


def transfers(outline: Outline) -> list[Transfer]:
    """The ways that nobody wrote into the programme but that must be gone, in order of time.

    An item of transport between two stops takes the place of the transfer; what several tracks
    have in common is told once.
    """
    found: dict[tuple[int, int], Transfer] = {}
    for walk in walks(outline, roads_of(outline)):
        for transfer in walk.transfers:
            if not transfer.carried and transfer.leg.minutes > 0:
                found.setdefault((transfer.before.id, transfer.after.id), transfer)
    return sorted(found.values(), key=lambda each: (each.after.span, each.before.id))


def walks(outline: Outline, roads: Roads) -> tuple[Walk, ...]:
    """One walk for everybody; of a group that splits one for each track."""
    return tuple(walk_of(outline, track, roads) for track in outline.tracks or ("",))


def walk_of(outline: Outline, track: str, roads: Roads) -> Walk:
    stops = tuple(lived_through(outline, track))
    return Walk(track, stops, tuple(ways(stops, roads)))


def lived_through(outline: Outline, track: str) -> Iterator[Stop]:
    with_it = [stop for stop in outline.running if stop.track in ("", track)]
    nights: dict[int, Stop] = {}
    for stop in sorted(with_it, key=lambda stop: stop.optional):
        if stop.is_night:
            nights.setdefault(stop.day, stop)
    days: dict[int, list[Stop]] = defaultdict(list)
    for stop in one_at_a_time([stop for stop in with_it if not stop.is_night]):
        days[stop.day].append(stop)
    for day in sorted(days.keys() | nights.keys()):
        yield from days[day]
        if day in nights:
            yield nights[day]


def one_at_a_time(stops: Sequence[Stop]) -> list[Stop]:
    """Without the optional stops that begin or go on beside another one."""
    optional = [stop for stop in stops if stop.optional]
    kept = [stop for stop in stops if not stop.optional]
    for stop in optional:
        starts, ends = stop.span
        if all(other.span[1] <= starts or ends <= other.span[0] for other in kept):
            kept.append(stop)
    return sorted(kept, key=lambda stop: (stop.span, stop.id)) if optional else kept


def ways(stops: Sequence[Stop], roads: Roads) -> Iterator[Transfer]:
    """The ways from place to place. Where it is not known where a group sleeps, they break off.

    A night leads to the next day alone.
    """
    before: Stop | None = None
    between: list[Stop] = []
    for stop in stops:
        if stop.kind is ComponentKind.TRANSPORT or (stop.spot is None and not stop.is_night):
            between.append(stop)
            continue
        if before is not None and before.day + before.is_night < stop.day:
            before = None
        if before is not None and stop.spot is not None:
            yield way(before, stop, between, roads)
        before, between = (stop if stop.spot is not None else None), []


def way(before: Stop, after: Stop, between: Sequence[Stop], roads: Roads) -> Transfer:
    assert before.spot is not None
    assert after.spot is not None
    mode, leg = roads.between(before.spot, after.spot, after.arrive_by)
    since, until = before.span[1], after.span[0]
    carried = tuple(stop for stop in between if stop.kind is ComponentKind.TRANSPORT)
    taken, moment = 0, since
    for stop in between:
        if stop.kind is not ComponentKind.TRANSPORT and not stop.optional:
            ends = min(until, stop.span[1])
            taken += max(0, ends - max(moment, stop.span[0]))
            moment = max(moment, ends)
    return Transfer(before, after, mode, leg, until - since - taken, carried)
