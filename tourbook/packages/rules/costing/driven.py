"""How far the group is driven, and with which item of the programme that is paid for.

The way between two stops is paid for with the transport item between them. Where there is none it
is a transfer, and driven by the vehicle of that day: it goes to the first transport item of the
day. On a day without one it is nobody's, and is only told.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from tourbook.directory.models import TravelMode
from tourbook.hosts.models import ComponentKind
from tourbook.packages.rules.outline import Outline
from tourbook.packages.rules.travel import Transfer, roads_of, walks


@dataclass(frozen=True, slots=True)
class Driven:
    """Metres by the key of the item that pays for them, and by the day that has no vehicle."""

    with_item: Mapping[int, int]
    unhired: Mapping[int, int]


def driven(outline: Outline) -> Driven:
    with_item: dict[int, int] = defaultdict(int)
    unhired: dict[int, int] = defaultdict(int)
    hired = first_rides(outline)
    for way in ways(outline):
        day = way.after.day
        if way.carried:
            with_item[way.carried[0].id] += way.leg.metres
        elif way.mode is TravelMode.WALK:
            continue
        elif day in hired:
            with_item[hired[day]] += way.leg.metres
        else:
            unhired[day] += way.leg.metres
    return Driven(dict(with_item), dict(unhired))


def first_rides(outline: Outline) -> dict[int, int]:
    """The item with which each day's vehicle is hired, by the day's number."""
    rides = [
        stop
        for stop in outline.running
        if stop.kind is ComponentKind.TRANSPORT and not stop.optional
    ]
    return {ride.day: ride.id for ride in reversed(rides)}


def ways(outline: Outline) -> list[Transfer]:
    """Each way once, also where several tracks go it together."""
    found = {
        (way.before.id, way.after.id): way
        for walk in walks(outline, roads_of(outline))
        for way in walk.transfers
    }
    return list(found.values())
