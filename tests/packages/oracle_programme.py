"""What a programme says, minute by minute: for the checks told again in `oracle`."""

from tourbook.hosts.models import ComponentKind
from tourbook.packages.rules.outline import Outline, Stop

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
