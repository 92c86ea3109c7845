"""How far the group is driven, and with which item of the programme that is paid for.

A transport item is driven from the stop before it to the stop after it. The transfers between
stops are driven by the vehicle that is hired on that day: they go to the first transport item of
the day. On a day without one they are nobody's, and are only told.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tourbook.directory.models import TravelMode
from tourbook.hosts.models import ComponentKind
from tourbook.packages.rules.outline import Outline, Stop
from tourbook.packages.rules.travel import Transfer, leg_between


@dataclass(frozen=True, slots=True)
class Driven:
    """Metres by the key of the item that pays for them, and by the day that has no vehicle."""

    with_item: Mapping[int, int]
    unhired: Mapping[int, int]


def driven(outline: Outline, transfers: Iterable[Transfer]) -> Driven:
    with_item: dict[int, int] = defaultdict(int)
    unhired: dict[int, int] = defaultdict(int)
    hired: dict[int, int] = {}
    for stop in outline.running:
        if is_ride(stop):
            with_item[stop.id] += metres_of(outline, stop)
            hired.setdefault(stop.day, stop.id)
    for transfer in transfers:
        if transfer.mode is TravelMode.WALK:
            continue
        day = transfer.after.day
        if day in hired:
            with_item[hired[day]] += transfer.leg.metres
        else:
            unhired[day] += transfer.leg.metres
    return Driven(dict(with_item), dict(unhired))


def is_ride(stop: Stop) -> bool:
    return stop.kind is ComponentKind.TRANSPORT and not stop.optional


def metres_of(outline: Outline, ride: Stop) -> int:
    """From the stop before a ride to the one after it; of rides in a row the first has the way."""
    placed = [
        stop
        for stop in outline.running
        if stop.id == ride.id or (shares_track(stop, ride) and (is_ride(stop) or stop.spot))
    ]
    at = placed.index(ride)
    before = placed[at - 1] if at else None
    after = next((stop for stop in placed[at + 1 :] if not is_ride(stop)), None)
    if before is None or after is None or before.spot is None or after.spot is None:
        return 0
    if is_ride(before):
        return 0
    mode = ride.arrive_by or outline.travel_mode
    if mode is TravelMode.WALK:
        mode = TravelMode.COACH
    return leg_between(before.spot, after.spot, mode, outline.limits, outline.measured).metres


def shares_track(stop: Stop, ride: Stop) -> bool:
    return not stop.track or not ride.track or stop.track == ride.track
