"""What the deadlines of departures are reckoned from: a fixed number of statements."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from tourbook.bookings.models import Booking, BookingState, Delegation, Participant
from tourbook.core import zones
from tourbook.core.db import db
from tourbook.core.texts import Texts
from tourbook.departures import queries as departures
from tourbook.departures.models import AGREED, DatedItem, Departure, RequestState, ServiceRequest
from tourbook.departures.queries.leads import stops_of
from tourbook.departures.rules.leads import Stop, due_days
from tourbook.hosts.models import LeadKind, VisitorField
from tourbook.packages.models import Package, Version
from tourbook.visits.models import DueDone
from tourbook.visits.rules.deadlines import Asked, Group, Person, Site

#: Bookings whose people are waited for.
SURE = (BookingState.CONFIRMED, BookingState.COMPLETED)

#: Whether a participant has given it; of what is sealed only whether it was ever there.
GIVEN: Mapping[VisitorField, sa.ColumnElement[bool]] = {
    VisitorField.NAME: Participant.name != "",
    VisitorField.FORM_OF_ADDRESS: Participant.form_of_address != "",
    VisitorField.NATIONALITY: Participant.nationality != "",
    VisitorField.EMPLOYER: sa.and_(Participant.employer != "", Participant.post != ""),
    VisitorField.PHONE: Participant.phone != "",
    VisitorField.CLOTHING_SIZE: Participant.clothing_size != "",
    VisitorField.PHOTO_CONSENT: Participant.photo_consent.is_not(None),
    VisitorField.BIRTH_DATE: sa.or_(
        Participant.birth_date_sealed.is_not(None), Participant.erased_at.is_not(None)
    ),
    VisitorField.IDENTITY_DOCUMENT: sa.or_(
        Participant.identity_sealed.is_not(None), Participant.erased_at.is_not(None)
    ),
}


@dataclass(frozen=True, slots=True)
class Head:
    """Which departure it is."""

    id: int
    package: Texts
    first_day: date
    zone: str


@dataclass(frozen=True, slots=True)
class Trip:
    """A departure with its sites and groups: all that its deadlines are reckoned from."""

    head: Head
    sites: Sequence[Site]
    groups: Sequence[Group]


def trip(departure: Departure) -> Trip:
    """One departure, whatever has become of it."""
    name = departure.version.package.name
    head = Head(departure.id, name, departure.first_day, departure.zone)
    return with_stops([head], stops_of([departure.id]), asked_of([departure.id]))[0]


def trips_ahead(today: date, until: date | None = None) -> list[Trip]:
    """Departures that are planned and not over, the next first, without the stops that are.

    With `until`, only those stops of which something falls due by then, an answer included.
    """
    columns: tuple[Any, ...] = (Departure.id, Package.name, Departure.first_day, Departure.zone)
    statement = (
        sa.select(*columns)
        .join(Version, Version.id == Departure.version_id)
        .join(Package, Package.id == Version.package_id)
        .where(Departure.status.in_(departures.PLANNED), Departure.last_day >= today)
        .order_by(Departure.first_day, Departure.id)
    )
    heads = [Head(*row) for row in db.session.execute(statement)]
    ids = [head.id for head in heads]
    asked = asked_of(ids)
    stops = {
        departure_id: [stop for stop in listed if concerns(stop, asked, today, until)]
        for departure_id, listed in stops_of(ids).items()
    }
    return with_stops([head for head in heads if stops[head.id]], stops, asked)


def concerns(stop: Stop, asked: Mapping[int, Any], today: date, until: date | None) -> bool:
    if stop.day < today:
        return False
    if until is None or min(due_days(stop).values()) <= until:
        return True
    answer_by = site_of(stop, asked, {}).answer_by
    return answer_by is not None and answer_by <= until


def with_stops(
    heads: Sequence[Head], stops: Mapping[int, Sequence[Stop]], asked: Mapping[int, Any]
) -> list[Trip]:
    """These departures with how things stand at their stops, and their groups."""
    ids = [head.id for head in heads]
    done, groups = done_of(ids), groups_of(ids)
    return [
        Trip(head, [site_of(stop, asked, done) for stop in stops[head.id]], groups[head.id])
        for head in heads
    ]


def site_of(stop: Stop, asked: Mapping[int, Any], done: Mapping[int, set[LeadKind]]) -> Site:
    request, kinds = asked.get(stop.key), frozenset(done.get(stop.key, ()))
    if request is None:
        return Site(stop, done=kinds)
    if request.state in AGREED:
        return Site(stop, Asked.AGREED, request.organisation_id, done=kinds)
    until = zones.local_day(request.lapses_at, request.zone) if request.lapses_at else None
    return Site(stop, Asked.WAITING, request.organisation_id, until, kinds)


def asked_of(departure_ids: Collection[int]) -> dict[int, Any]:
    """The request of each item that waits for its host or was accepted; a yes goes before."""
    columns: tuple[Any, ...] = (
        ServiceRequest.dated_item_id,
        ServiceRequest.organisation_id,
        ServiceRequest.state,
        ServiceRequest.lapses_at,
        Departure.zone,
    )
    rows = db.session.execute(
        sa.select(*columns)
        .join(Departure, Departure.id == ServiceRequest.departure_id)
        .where(
            ServiceRequest.departure_id.in_(departure_ids),
            ServiceRequest.state.in_((RequestState.REQUESTED, *AGREED)),
        )
        .order_by(ServiceRequest.state.in_(AGREED), ServiceRequest.id)
    )
    return {row.dated_item_id: row for row in rows}


def done_of(departure_ids: Collection[int]) -> dict[int, set[LeadKind]]:
    """What was marked as done for each item."""
    found: dict[int, set[LeadKind]] = defaultdict(set)
    rows = db.session.execute(
        sa.select(DueDone.dated_item_id, DueDone.what)
        .join(DatedItem, DatedItem.id == DueDone.dated_item_id)
        .where(DatedItem.departure_id.in_(departure_ids))
    )
    for item_id, what in rows:
        found[item_id].add(what)
    return found


def groups_of(departure_ids: Collection[int]) -> dict[int, list[Group]]:
    """The groups that are sure to come and who is named in them, by the delegation's name."""
    found: dict[int, list[Group]] = {departure_id: [] for departure_id in departure_ids}
    people = people_of(departure_ids)
    rows = db.session.execute(
        sa.select(Booking.departure_id, Booking.id, Delegation.name, Booking.places)
        .join(Delegation, Delegation.id == Booking.delegation_id)
        .where(Booking.departure_id.in_(departure_ids), Booking.state.in_(SURE))
        .order_by(sa.func.lower(Delegation.name), Booking.id)
    )
    for departure_id, booking_id, name, places in rows:
        found[departure_id].append(Group(booking_id, name, places, people[booking_id]))
    return found


def people_of(departure_ids: Collection[int]) -> dict[int, list[Person]]:
    """Who is named in each booking, in the order in which they were named."""
    found: dict[int, list[Person]] = defaultdict(list)
    facts = [column.label(field.value) for field, column in GIVEN.items()]
    columns: tuple[Any, ...] = (
        Participant.booking_id,
        Participant.id,
        Participant.name,
        Participant.email,
        Participant.languages,
        *facts,
    )
    rows = db.session.execute(
        sa.select(*columns)
        .join(Booking, Booking.id == Participant.booking_id)
        .where(
            Booking.departure_id.in_(departure_ids),
            Booking.state.in_(SURE),
            Participant.removed_at.is_(None),
        )
        .order_by(Participant.id)
    )
    for booking_id, person_id, name, email, languages, *said in rows:
        given = {field for field, told in zip(GIVEN, said, strict=True) if told}
        if languages:
            given.add(VisitorField.LANGUAGES)
        found[booking_id].append(Person(person_id, name, frozenset(given), bool(email)))
    return found
