"""Problems as organisers have them, made from a seed, in the planner's JSON format.

Offerings lie in a square region with two or three towns; each has some slots, spread over the days,
in which it may begin. Hotels change from night to night. Each day has a lunch of an hour, and the
coach keeps the breaks of Regulation 561/2006 and nine hours of driving.
"""

import math
import random
from dataclasses import dataclass
from typing import Any

ROAD_FACTOR = 1.3
KM_PER_MINUTE = 65 / 60
#: Turning off the road, parking, getting out.
MINUTES_PER_STOP = 4

Json = dict[str, Any]
Point = tuple[float, float]


@dataclass(frozen=True)
class Kind:
    """One row of the table."""

    offerings: int
    days: int
    slots: int = 6
    #: Widths of slots to choose from, in minutes.
    widths: tuple[int, ...] = (0, 15, 30)
    #: Side of the region.
    km: int = 100

    @property
    def name(self) -> str:
        wide = " wide" if max(self.widths) > 60 else ""
        return f"{self.offerings} x {self.days}{wide}"


def minutes_between(one: Point, other: Point) -> int:
    if one == other:
        return 0
    return math.ceil(MINUTES_PER_STOP + math.dist(one, other) * ROAD_FACTOR / KM_PER_MINUTE)


def make(kind: Kind, seed: int, *, seconds: float = 30) -> Json:
    chance = random.Random(f"{kind.name} {kind.slots} {kind.km} {seed}")
    towns = [(chance.uniform(0, kind.km), chance.uniform(0, kind.km)) for _ in range(3)]
    hotels = {f"hotel {number}": near(chance, towns, kind.km) for number in range(kind.days)}
    places = {f"place {number}": near(chance, towns, kind.km) for number in range(kind.offerings)}
    points = hotels | places
    beds = list(hotels)
    return {
        "days": [
            {"start": 510, "end": 1080, "from": beds[day - 1 if day else 0], "to": beds[day]}
            for day in range(kind.days)
        ],
        "visits": [
            {
                "id": f"visit {number}",
                "place": place,
                "minutes": chance.choice((45, 60, 75, 90, 120)),
                "score": chance.randint(1, 20),
                "must": False,
                "group": None,
                "windows": [slot(chance, kind) for _ in range(kind.slots)],
            }
            for number, place in enumerate(places)
        ],
        "travel": {
            "places": list(points),
            "minutes": [
                [minutes_between(one, other) for other in points.values()]
                for one in points.values()
            ],
        },
        "meals": [
            {"day": day, "earliest": 660, "latest": 780, "minutes": 60} for day in range(kind.days)
        ],
        "limits": {
            "seconds": seconds,
            "driving_minutes_per_day": 540,
            "driving_break": [270, 45],
        },
    }


def near(chance: random.Random, towns: list[Point], km: int) -> Point:
    """Half of all places are near a town, the rest anywhere."""
    if chance.random() < 0.5:
        return (chance.uniform(0, km), chance.uniform(0, km))
    town = chance.choice(towns)
    return (chance.gauss(town[0], km / 15), chance.gauss(town[1], km / 15))


def slot(chance: random.Random, kind: Kind) -> Json:
    earliest = chance.randrange(510, 990, 15)
    return {
        "day": chance.randrange(kind.days),
        "earliest": earliest,
        "latest": earliest + chance.choice(kind.widths),
    }
