"""Telling of changes: once, in sum, and exactly those whom they touch.

The hosts are told here. Who travels is known only above departures, so that part registers
itself with `hears`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from tourbook.core import jobs, zones
from tourbook.core.db import db
from tourbook.departures.models import HOLDING, Change, DatedItem, Departure, ServiceRequest
from tourbook.departures.queries import changes as reading
from tourbook.departures.rules import requests as rules
from tourbook.departures.rules.changes import differences
from tourbook.departures.rules.changes.differences import (
    Asked,
    HostDifference,
    ItemDifference,
    ItemFace,
    Row,
)
from tourbook.departures.services import letters
from tourbook.departures.services.changes.making import TELL
from tourbook.departures.services.planning import TOKEN_PURPOSE
from tourbook.hosts.models import Component, ComponentKind
from tourbook.messages import services as messages
from tourbook.messages.rules import token_link
from tourbook.messages.services import Recipient

#: Told with the departure, what differs, a key that is the same if it is told twice, and when.
Hearer = Callable[[Departure, Sequence[ItemDifference], str, datetime], None]
_hearers: list[Hearer] = []


def hears(hearer: Hearer) -> Hearer:
    """Register who else tells of what differs in a programme."""
    _hearers.append(hearer)
    return hearer


@jobs.handler(TELL)
def tell_changes(payload: dict[str, Any], at: datetime) -> None:
    """Tell of all changes of a departure in one go, once the last of them can stand."""
    departure = db.session.get(Departure, payload["departure_id"])
    if departure is None:
        return
    hold(departure)
    changes = reading.untold(departure.id)
    if not changes or any(change.tell_at > at for change in changes):
        return
    claim(changes, at)
    if departure.status in rules.PLANNED:
        tell(departure, changes, at=at)


def tell_followed(item: DatedItem, before: Row, *, at: datetime) -> None:
    """Tell those who travel what is new where the programme follows a host at once.

    `before` is the part as it was. Its host is written to by whoever calls.
    """
    part = ItemDifference(
        item.id, differences.face_of(before), differences.face_of(differences.row_of_item(item))
    )
    if part.before == part.after:
        return
    key = f"departures.followed:{item.id}:{item.revision}"
    for hearer in _hearers:
        hearer(item.departure, [part], key, at)


def hold(departure: Departure) -> None:
    """Nothing is undone or changed while it is being told."""
    db.session.execute(
        sa.select(Departure.id).where(Departure.id == departure.id).with_for_update()
    )


def claim(changes: Iterable[Change], at: datetime) -> None:
    for change in changes:
        change.told_at = at
    db.session.flush()


def tell(departure: Departure, changes: Sequence[Change], *, at: datetime) -> None:
    """Whoever sees no difference is not written to."""
    touched = {row["id"] for change in changes for row in change.before["items"]}
    items = reading.items_by_id(touched)
    standing = reading.standing_requests(touched)
    parts = differences.item_differences(changes, map(differences.row_of_item, items))
    hosts = differences.host_differences(
        changes, map(differences.row_of_request, standing.values())
    )
    key = f"departures.changed:{changes[-1].id}"
    tell_hosts(departure, hosts, parts, key, at=at)
    if parts:
        for hearer in _hearers:
            hearer(departure, parts, key, at)


def tell_hosts(
    departure: Departure,
    hosts: Sequence[HostDifference],
    parts: Sequence[ItemDifference],
    key: str,
    *,
    at: datetime,
) -> None:
    """One letter to each person of each host: its own parts, and to drivers the day around them."""
    own: dict[int, list[HostDifference]] = {}
    for one in hosts:
        own.setdefault(one.organisation_id, []).append(one)
    around = for_drivers(departure, parts)
    concerned = reading.organisations(own.keys() | around.keys())
    people = letters.people_of(concerned)
    names = reading.components_by_id(
        {asked.component_id for one in hosts for asked in (one.before, one.after) if asked}
    )
    links = reading.requests_by_id({one.after.id for one in hosts if one.after is not None})
    places = reading.place_names(parts)
    for organisation in concerned:
        mine, ways = own.get(organisation.id, []), around.get(organisation.id, [])
        for person in people[organisation.id]:
            messages.send(
                "departures/changed",
                to=person,
                values={
                    **facts_of(departure, person),
                    "organisation": organisation.name,
                    "visits": [host_row(one, names, person.language) for one in mine],
                    "day": [part_row(one, places, person.language) for one in ways],
                    **answer_link(mine, links),
                },
                event_key=f"{key}:{organisation.id}",
                at=at,
                about=departure,
            )


def facts_of(departure: Departure, person: Recipient) -> dict[str, Any]:
    return {
        "package": departure.version.package.name.get(person.language),
        "first_day": departure.first_day.isoformat(),
        "zone": departure.zone,
        "pax": departure.seats,
    }


def host_row(one: HostDifference, names: Mapping[int, Component], language: str) -> dict[str, Any]:
    return {
        "before": asked_row(one.before, names, language),
        "after": asked_row(one.after, names, language),
        "needs_answer": one.needs_answer,
    }


def asked_row(
    asked: Asked | None, names: Mapping[int, Component], language: str
) -> dict[str, Any] | None:
    if asked is None:
        return None
    return {
        "title": names[asked.component_id].name.get(language),
        "starts": asked.starts_at.isoformat(),
        "ends": asked.ends_at.isoformat(),
    }


def part_row(one: ItemDifference, places: Mapping[int, str], language: str) -> dict[str, Any]:
    """A part of the programme before and after, as a letter shows it."""
    return {
        "before": face_row(one.before, places, language),
        "after": face_row(one.after, places, language),
    }


def face_row(
    face: ItemFace | None, places: Mapping[int, str], language: str
) -> dict[str, Any] | None:
    if face is None:
        return None
    return {
        "title": face.title.get(language),
        "starts": face.starts_at.isoformat(),
        "ends": face.ends_at.isoformat(),
        "place": places.get(face.place_id or 0, ""),
    }


def answer_link(
    mine: Sequence[HostDifference], links: Mapping[int, ServiceRequest]
) -> dict[str, Any]:
    """Where the host answers; from there it reaches all that it was asked for this departure."""
    asked = [one.after for one in mine if one.needs_answer and one.after is not None]
    if not asked:
        return {"link": None, "lapses": None}
    lapses = [links[one.id].lapses_at for one in asked]
    known = [moment for moment in lapses if moment is not None]
    return {
        "link": token_link("/r/{token}", links[asked[0].id].token_salt, TOKEN_PURPOSE),
        "lapses": min(known).isoformat() if known else None,
    }


def for_drivers(
    departure: Departure, parts: Sequence[ItemDifference]
) -> dict[int, list[ItemDifference]]:
    """What changes around the drives of each driver on its days, its own drives left out."""
    live = reading.live_by_item(departure)
    drives = [
        (request.organisation_id, zones.local_day(request.starts_at, departure.zone))
        for request in live.values()
        if request.state in HOLDING and request.component.kind is ComponentKind.TRANSPORT
    ]
    owner = {item_id: request.organisation_id for item_id, request in live.items()}
    found: dict[int, list[ItemDifference]] = {}
    for one in parts:
        days = days_of(departure, one)
        drivers = {driver for driver, day in drives if day in days} - {owner.get(one.item_id)}
        for driver in drivers:
            found.setdefault(driver, []).append(one)
    return found


def days_of(departure: Departure, one: ItemDifference) -> set[date]:
    faces = [face for face in (one.before, one.after) if face is not None]
    return {zones.local_day(face.starts_at, departure.zone) for face in faces}
