"""How long it takes from place to place, and the transfers that a programme needs.

Where nobody measured a pair of places, the way is estimated: the great circle's length times a
road factor, at a speed by mode, and the time to get in and out of a vehicle.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from tourbook.directory.models import TravelMode
from tourbook.packages.rules.limits import Limits
from tourbook.packages.rules.outline import Leg, Spot, Stop

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


def usual_mode(one: Spot, other: Spot, wanted: TravelMode, limits: Limits) -> TravelMode:
    """A group walks where it is near enough, whatever stands before the door."""
    near = metres_between(one, other) * limits["road_factor_percent"] / 100
    return TravelMode.WALK if near <= limits["walk_most_metres"] else wanted
