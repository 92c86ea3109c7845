"""What a host reads of its visitors. To read is to write: who read what of whom is recorded."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from tourbook.bookings.models import Participant
from tourbook.bookings.rules.needs import Counts
from tourbook.bookings.services import details
from tourbook.core import audit, zones
from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.departures.models import ServiceRequest
from tourbook.departures.queries.leads import stops_of
from tourbook.departures.rules.leads import due_days
from tourbook.hosts.models import LeadKind, SiteField, VisitorField
from tourbook.hosts.queries import sites
from tourbook.packages.models import Sharing
from tourbook.visits.models import Assessment, ListKind, ListRead, ListReadPerson, Outcome, ReadAs
from tourbook.visits.queries import lists as queries
from tourbook.visits.rules import lists as rules
from tourbook.visits.rules.lists import Gate, Value


@dataclass(frozen=True)
class Shown:
    """Which lists and fields of a visit a host may read today."""

    request: ServiceRequest
    asked: Sequence[SiteField]
    fields: Sequence[VisitorField]
    kinds: Sequence[ListKind]
    until: date


@dataclass(frozen=True)
class Sight:
    """What a host may see of a visit today, before anything of a visitor is opened."""

    request: ServiceRequest
    asked: Sequence[SiteField]
    fields: Sequence[VisitorField]
    kinds: Sequence[ListKind]
    until: date
    gate: Gate
    #: Countries outside the EU from which visitors come; empty where nobody must be assessed.
    outside: Sequence[str]
    latest: Assessment | None


@dataclass(frozen=True)
class Visitor:
    """One visitor with what the site may see."""

    values: Mapping[VisitorField, Value]
    late: bool


@dataclass(frozen=True)
class Read:
    """Lists that were read, opened."""

    visitors: Sequence[Visitor]
    #: For a kitchen, a hotel, a driver.
    people: int
    by_delegation: Sequence[tuple[str, int]]
    diets: Counts | None
    needs: Counts | None
    #: Names that share a room, or sleep alone.
    rooms: Sequence[tuple[str, ...]]


def shown_today(requests: Sequence[ServiceRequest], *, at: datetime) -> list[Shown]:
    """Of these visits, those of which the host may see something today."""
    asked: dict[int, list[SiteField]] = {}
    for one in sites.asked_by({request.component_id for request in requests}):
        asked.setdefault(one.component_id, []).append(one)
    found = (shown_of(one, asked.get(one.component_id, []), at=at) for one in requests)
    return [one for one in found if one.kinds]


def shown_of(request: ServiceRequest, asked: Sequence[SiteField], *, at: datetime) -> Shown:
    zone, kind = request.departure.zone, request.component.kind
    day, today = zones.local_day(request.starts_at, zone), zones.local_day(at, zone)
    fields = rules.shown_fields(asked, day, today)
    return Shown(
        request=request,
        asked=asked,
        fields=fields,
        kinds=rules.kinds_shown(kind, fields, day, today),
        until=rules.last_day(asked, kind, day),
    )


def sight_of(shown: Shown) -> Sight:
    """The same with what keeps the list shut, if anything does."""
    openness = sites.openness_of(shown.request.component)
    controlled = openness is not None and openness.controlled_technology
    outside = outside_of(shown.request) if controlled else []
    latest = queries.latest_assessment(shown.request) if outside else None
    gate = rules.gate(controlled, outside, latest)
    return Sight(**vars(shown), gate=gate, outside=outside, latest=latest)


def outside_of(request: ServiceRequest) -> list[str]:
    """Where nothing is said of a person's nationality, the delegation's country stands for it."""
    visitors = queries.visitors_of(request.departure_id)
    return rules.outside_eu(one.nationality or one.booking.delegation.country for one in visitors)


def assess(
    sight: Sight, *, outcome: Outcome, reason: str, at: datetime, actor: Actor
) -> Assessment:
    """Record what the host found before visitors from outside the EU see the technology."""
    rules.check_assessment(reason, sight.outside)
    made = Assessment(
        request_id=sight.request.id,
        nationalities=list(sight.outside),
        outcome=outcome,
        reason=reason,
        made_at=at,
        made_by=actor.label,
    )
    db.session.add(made)
    db.session.flush()
    after = {"outcome": outcome, "nationalities": ", ".join(sight.outside), "reason": reason}
    audit.record("visits.assess", made, at=at, actor=actor, after=after)
    return made


def read(sight: Sight, *, read_as: ReadAs, at: datetime, by: str) -> Read:
    """Open the lists for a reader, and record it in the same transaction.

    Raises:
        Refused: controlled technology is shown, and the assessment is missing or said no.
    """
    check_released(sight)
    request = sight.request
    people = queries.visitors_of(request.departure_id)
    for kind in sight.kinds:
        record(sight, kind, people, read_as=read_as, at=at, by=by)
    db.session.flush()
    places = queries.places_of(request.departure_id)
    return Read(
        visitors=visitors(sight, people) if ListKind.VISITORS in sight.kinds else [],
        people=sum(many for _name, many in places),
        by_delegation=places,
        diets=details.diets(people) if ListKind.DIETS in sight.kinds else None,
        needs=details.needs(people)
        if {*sight.kinds} & {ListKind.ROOMING, ListKind.BOARDING}
        else None,
        rooms=rooms(request, people) if ListKind.ROOMING in sight.kinds else [],
    )


def check_released(sight: Sight) -> None:
    if sight.gate is Gate.ASSESS:
        raise Refused("Record the assessment of controlled technology first.")
    if sight.gate is Gate.REFUSED:
        raise Refused("The assessment says that these visitors cannot come: the list stays shut.")


def record(
    sight: Sight,
    kind: ListKind,
    people: Sequence[Participant],
    *,
    read_as: ReadAs,
    at: datetime,
    by: str,
) -> None:
    """Counts are of nobody; a list is of each person whose data stand on it."""
    fields = fields_of(sight, kind)
    entry = ListRead(
        request_id=sight.request.id,
        organisation_id=sight.request.organisation_id,
        kind=kind,
        read_as=read_as,
        at=at,
        by=by,
        fields=[field.value for field in fields],
    )
    db.session.add(entry)
    db.session.flush()
    if fields and people:
        rows = [{"list_read_id": entry.id, "participant_id": one.id} for one in people]
        db.session.execute(sa.insert(ListReadPerson), rows)


def fields_of(sight: Sight, kind: ListKind) -> Collection[VisitorField]:
    if kind is ListKind.VISITORS:
        return sight.fields
    return [VisitorField.NAME] if kind is ListKind.ROOMING else []


def visitors(sight: Sight, people: Sequence[Participant]) -> list[Visitor]:
    due = names_due(sight.request)
    zone = sight.request.departure.zone
    joined = queries.on_programme_since(sight.request)
    since = {one.field: max(one.since or joined, joined) for one in sight.asked}
    return [
        Visitor(
            values={field: value_of(one, field, since[field]) for field in sight.fields},
            late=rules.came_late(zones.local_day(one.created_at, zone), due),
        )
        for one in people
    ]


def names_due(request: ServiceRequest) -> date | None:
    """The day by which this stop wanted the names."""
    for stop in stops_of([request.departure_id])[request.departure_id]:
        if stop.key == request.dated_item_id:
            return due_days(stop).get(LeadKind.NAMES)
    return None


def value_of(one: Participant, field: VisitorField, since: datetime) -> Value:
    """What is kept of a person for a field; diet and needs only by consent given to this site.

    `since` is when the site stood on the programme and asked for the field.
    """
    if field in (VisitorField.DIET, VisitorField.MOBILITY):
        if not rules.covered(one.consent_at, since):
            return None
        opened = details.diet_of if field is VisitorField.DIET else details.needs_of
        wishes = opened(one)
        return (*wishes.codes, wishes.words) if wishes.words else wishes.codes
    return PLAIN[field](one)


PLAIN: Mapping[VisitorField, Callable[[Participant], Value]] = {
    VisitorField.NAME: lambda one: one.name,
    VisitorField.FORM_OF_ADDRESS: lambda one: one.form_of_address,
    VisitorField.NATIONALITY: lambda one: one.nationality,
    VisitorField.EMPLOYER: lambda one: ", ".join(filter(None, (one.employer, one.post))),
    VisitorField.BIRTH_DATE: details.birth_date_of,
    VisitorField.IDENTITY_DOCUMENT: details.identity_of,
    VisitorField.VEHICLE: lambda one: one.vehicle,
    VisitorField.PHONE: lambda one: one.phone,
    VisitorField.LANGUAGES: lambda one: tuple(one.languages),
    VisitorField.CLOTHING_SIZE: lambda one: one.clothing_size,
    VisitorField.PHOTO_CONSENT: lambda one: one.photo_consent,
}


def rooms(request: ServiceRequest, people: Sequence[Participant]) -> list[tuple[str, ...]]:
    """Who sleeps where, as the package counts rooms: pairs within a booking, or each alone."""
    size = 2 if request.departure.version.sharing is Sharing.TWIN else 1
    by_booking: dict[int, list[str]] = {}
    for one in people:
        by_booking.setdefault(one.booking_id, []).append(one.name)
    return [
        tuple(names[start : start + size])
        for names in by_booking.values()
        for start in range(0, len(names), size)
    ]
