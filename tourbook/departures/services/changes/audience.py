"""Who will be told of a change that is only drawn, so that nobody decides without knowing."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from tourbook.departures.models import HOLDING, RequestState, ServiceRequest
from tourbook.departures.queries import changes as reading
from tourbook.departures.rules.changes import parts as rules
from tourbook.departures.rules.changes.parts import Part
from tourbook.departures.services import letters
from tourbook.departures.services.changes.drawing import Drawn
from tourbook.directory.models import Organisation
from tourbook.hosts.models import ComponentKind


class Told(StrEnum):
    """What somebody will be told."""

    ASKED = "asked"
    #: It was asked or had agreed, and is asked for another time.
    ASKED_ANEW = "asked_anew"
    #: Its slot covers the new time.
    KEPT = "kept"
    CALLED_OFF = "called_off"
    #: A driver, of what changes around the drives.
    DRIVES = "drives"
    #: Drafted, to be asked with the others.
    DRAFTED = "drafted"


@dataclass(frozen=True)
class Listener:
    organisation: Organisation
    what: Told
    #: Somebody can be written to.
    reachable: bool


def audience(drawn: Drawn) -> list[Listener]:
    """The hosts that are touched, each with what it is told, in the order of the day."""
    departure = drawn.item.departure
    live = reading.live_by_item(departure)
    any_asked = reading.was_any_asked(departure)
    found: dict[tuple[int, Told], Organisation] = {}
    for part in drawn.touched:
        request = live.get(part.item.id)
        for organisation, what in told_of(part, request, drawn.kept, any_asked):
            found.setdefault((organisation.id, what), organisation)
    for organisation in drivers(drawn, live):
        if all(key != organisation.id for key, _what in found):
            found[organisation.id, Told.DRIVES] = organisation
    people = letters.people_of(found.values())
    return [
        Listener(organisation, what, bool(people[organisation.id]))
        for (_key, what), organisation in found.items()
    ]


def told_of(
    part: Part, request: ServiceRequest | None, kept: frozenset[int], any_asked: bool
) -> list[tuple[Organisation, Told]]:
    was = request.organisation if request is not None and request.state in HOLDING else None
    if request is not None and part.item.id in kept:
        return [(was, Told.KEPT)] if was else []
    component = None if part.dropped else part.component
    if component is None:
        return [(was, Told.CALLED_OFF)] if was else []
    if was is not None and was.id == component.organisation_id:
        return [(was, Told.ASKED_ANEW)]
    drafted = request is not None and request.state is RequestState.DRAFT
    asked = Told.DRAFTED if drafted or not any_asked else Told.ASKED
    found = [(component.organisation, asked)]
    return [(was, Told.CALLED_OFF), *found] if was else found


def drivers(drawn: Drawn, live: Mapping[int, ServiceRequest]) -> list[Organisation]:
    """Those who drive on the days of the change."""
    departure = drawn.item.departure
    days = {rules.day_number(departure, part.starts_at) for part in drawn.touched}
    days |= {rules.day_number(departure, part.item.starts_at) for part in drawn.touched}
    return [
        request.organisation
        for request in live.values()
        if request.state in HOLDING
        and request.component.kind is ComponentKind.TRANSPORT
        and rules.day_number(departure, request.starts_at) in days
    ]
