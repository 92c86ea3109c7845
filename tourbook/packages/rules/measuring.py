"""Ways between two places that somebody measured or a routing server answered: what can be true.

A routing server is believed only as far as its answer is possible: a table of the right size, no
road shorter than the straight line, no coach faster than its speed limiter.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from tourbook.core.refused import Refused
from tourbook.directory.models import TravelMode
from tourbook.packages.rules.limits import Limits
from tourbook.packages.rules.outline import Leg, Outline, Spot
from tourbook.packages.rules.travel import metres_between

MOST_MINUTES = 24 * 60
MOST_METRES = 2_000_000
#: Kilometres an hour that nobody exceeds. A coach's limiter stops at 100 (Directive 92/6/EEC).
FASTEST = {TravelMode.COACH: 100, TravelMode.MINIBUS: 120, TravelMode.WALK: 8}
#: A road may be measured a little short of the straight line: places are not points.
SHORTEST_SHARE = 0.8
#: How far a place may lie from the road to which the routing server moved it.
MOST_SNAPPED_METRES = 2_000
#: Modes of which a routing server for cars knows anything.
DRIVEN = (TravelMode.COACH, TravelMode.MINIBUS)

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Road:
    """What the routing server says of one pair, the slower direction of the two."""

    pair: Pair
    seconds: float
    metres: float


def pair_of(one: int, other: int) -> Pair:
    """The keys of two places, the lower first, so that a pair stands in the table once."""
    if one == other:
        raise Refused("Choose two different places.")
    return (min(one, other), max(one, other))


def check_way(mode: TravelMode, minutes: int, metres: int) -> None:
    """Refuse what nobody can have measured. Minutes and metres, either way."""
    if not (0 <= minutes <= MOST_MINUTES and 0 <= metres <= MOST_METRES):
        raise Refused("A way takes at most 24 hours and is at most 2,000 km long.")
    speed = metres / 1000 / (max(minutes, 1) / 60)
    if metres > 1000 and speed > FASTEST[mode]:
        raise Refused(
            "That would be %(speed)d km an hour. Check the minutes and the kilometres.",
            speed=round(speed),
        )


def spots_of(outline: Outline) -> list[Spot]:
    """The places of a programme, each once, by key."""
    spots = {stop.spot.id: stop.spot for stop in outline.stops if stop.spot is not None}
    return [spots[key] for key in sorted(spots)]


def pairs_of(spots: Sequence[Spot]) -> list[Pair]:
    return [pair_of(one.id, other.id) for one, other in combinations(spots, 2)]


def roads(answer: object, spots: Sequence[Spot]) -> list[Road]:
    """What a table answer of OSRM says of each pair; pairs without a road are left out.

    `durations[i][j]` are seconds and `distances[i][j]` metres from the i-th to the j-th place,
    null where there is no way.

    Raises:
        Refused: the answer is not such a table, or cannot be true.
    """
    if not isinstance(answer, Mapping) or answer.get("code") != "Ok":
        raise Refused("The routing server could not reckon the ways between these places.")
    snapped(answer.get("sources"))
    seconds = matrix(answer.get("durations"), len(spots))
    metres = matrix(answer.get("distances"), len(spots))
    found = []
    for (i, one), (j, other) in combinations(enumerate(spots), 2):
        ways = (seconds[i][j], seconds[j][i], metres[i][j], metres[j][i])
        if any(way is None for way in ways):
            continue
        there, back, far, far_back = (way or 0.0 for way in ways)
        road = Road(pair_of(one.id, other.id), max(there, back), max(far, far_back))
        check_road(road, metres_between(one, other))
        found.append(road)
    return found


def snapped(sources: object) -> None:
    """Refuse an answer about other places than were asked for: far from any road."""
    if not isinstance(sources, list):
        return
    for source in sources:
        moved = source.get("distance") if isinstance(source, Mapping) else None
        if isinstance(moved, int | float) and moved > MOST_SNAPPED_METRES:
            raise Refused("The routing server knows no road near one of these places.")


def matrix(given: object, size: int) -> list[list[float | None]]:
    """A square of numbers, none of them negative."""
    if not isinstance(given, list) or len(given) != size:
        raise Refused("The routing server's answer has another size than was asked for.")
    return [row_of(row, size) for row in given]


def row_of(given: object, size: int) -> list[float | None]:
    if not isinstance(given, list) or len(given) != size:
        raise Refused("The routing server's answer has another size than was asked for.")
    return [number(cell) for cell in given]


def number(given: Any) -> float | None:
    if given is None:
        return None
    if isinstance(given, bool) or not isinstance(given, int | float):
        raise Refused("The routing server's answer holds something that is no number.")
    if not math.isfinite(given) or given < 0:
        raise Refused("The routing server's answer holds an impossible number.")
    return float(given)


def check_road(road: Road, straight: float) -> None:
    """A road is no shorter than the straight line, and nobody flies along it."""
    if road.metres < straight * SHORTEST_SHARE - 100:
        raise Refused("The routing server's roads are shorter than the straight line.")
    fastest = 2 * FASTEST[TravelMode.MINIBUS] / 3.6
    if road.metres > 1000 and road.metres > road.seconds * fastest:
        raise Refused("The routing server's times are faster than anybody drives.")
    if road.seconds > MOST_MINUTES * 60 / 2 or road.metres > MOST_METRES:
        raise Refused("The routing server's answer holds an impossible number.")


def routed(road: Road, mode: TravelMode, limits: Limits) -> Leg:
    """The way as a group travels it: the server reckons with a car that nobody has to board.

    A vehicle never goes faster than it can, however fast the server drives.
    """
    driving = max(road.seconds / 60, road.metres / 1000 / FASTEST[mode] * 60)
    minutes = math.ceil(driving) + limits["boarding_minutes"]
    return Leg(min(minutes, MOST_MINUTES), round(road.metres), known=True)
