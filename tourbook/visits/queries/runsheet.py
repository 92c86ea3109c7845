"""What a run sheet is made of: a fixed number of statements, however long the day is."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, lazyload

from tourbook.bookings.models import Booking, Delegation, Participant
from tourbook.bookings.services import details
from tourbook.core.db import db
from tourbook.departures.models import (
    AGREED,
    DatedItem,
    Departure,
    RequestState,
    ServiceRequest,
)
from tourbook.departures.queries.duty import on_duty
from tourbook.hosts.models import Component, Openness, SiteField, VisitorField
from tourbook.visits.models import CallStage, LateNotice, RunLink
from tourbook.visits.queries import rollcall
from tourbook.visits.rules.lateness import Late
from tourbook.visits.rules.rollcall import Called, Counts, Person, counts, lines
from tourbook.visits.rules.runsheet import Host, Sheet, Spot, Stop, notes


@dataclass(frozen=True, slots=True)
class Declared:
    """What the sites of a day have declared, by component."""

    openness: dict[int, Openness]
    asked: dict[int, set[VisitorField]]


def days_of(departure_id: int) -> list[int]:
    """The days of a departure that have a programme."""
    return list(
        db.session.scalars(
            sa.select(DatedItem.day_number)
            .where(DatedItem.departure_id == departure_id, DatedItem.dropped_at.is_(None))
            .distinct()
            .order_by(DatedItem.day_number)
        ).all()
    )


def items_of(departure_id: int, day_number: int) -> Sequence[DatedItem]:
    """What happens on a day, in order."""
    return db.session.scalars(
        sa.select(DatedItem)
        .where(
            DatedItem.departure_id == departure_id,
            DatedItem.day_number == day_number,
            DatedItem.dropped_at.is_(None),
        )
        .options(joinedload(DatedItem.component), joinedload(DatedItem.item, innerjoin=True))
        .order_by(DatedItem.starts_at, DatedItem.id)
    ).all()


def sheet(departure: Departure, day_number: int) -> Sheet:
    """The run sheet of one day."""
    items = items_of(departure.id, day_number)
    hosts = hosts_of(items)
    declared = declared_by({item.component_id for item in items if item.component_id})
    people = rollcall.people_of(departure.id)
    marks = rollcall.marks_by_call([item.id for item in items])
    wishes = with_wishes(departure.id)
    return Sheet(
        day_number=day_number,
        day=day_of(departure, day_number),
        zone=departure.zone,
        stops=[stop_of(item, hosts, declared, called_at(item.id, people, marks)) for item in items],
        groups=groups_of(departure.id),
        named=len(people),
        diets=details.diets(wishes),
        needs=details.needs(wishes),
        duty=on_duty(departure.id, day_number),
        late=latest(departure.id, day_of(departure, day_number)),
    )


def day_of(departure: Departure, day_number: int) -> date:
    return departure.first_day + timedelta(days=day_number - 1)


def called_at(
    item_id: int, people: Sequence[Person], marks: dict[tuple[int, CallStage], list[Called]]
) -> dict[CallStage, Counts]:
    return {
        stage: counts(lines(people, marks[item_id, stage]))
        for stage in CallStage
        if (item_id, stage) in marks
    }


def stop_of(
    item: DatedItem,
    hosts: dict[int, ServiceRequest],
    declared: Declared,
    roll: dict[CallStage, Counts],
) -> Stop:
    component = item.component
    openness = declared.openness.get(component.id) if component else None
    asked = declared.asked[component.id] if component else set()
    return Stop(
        item_id=item.id,
        kind=item.kind,
        title=item.title,
        text=item.text,
        starts_at=item.starts_at,
        ends_at=item.ends_at,
        optional=item.optional,
        spot=spot_of(item),
        host=host_of(component, hosts.get(item.id)),
        notes=notes(openness, asked, outdoor=component.outdoor if component else False),
        words=openness.notes if openness else None,
        roll=roll,
    )


def spot_of(item: DatedItem) -> Spot | None:
    place = item.place
    if place is None:
        return None
    return Spot(place.name, place.address, place.lat, place.lon, place.step_free)


def host_of(component: Component | None, request: ServiceRequest | None) -> Host | None:
    if request is None and component is None:
        return None
    organisation = request.organisation if request else component.organisation  # type: ignore[union-attr]  # one is there
    colleague = request.handed_to if request else None
    return Host(
        name=organisation.name,
        person=colleague.name if colleague else "",
        phone=organisation.phone,
        email=colleague.email if colleague else organisation.email,
        agreed=request is not None and request.state in AGREED,
    )


def hosts_of(items: Sequence[DatedItem]) -> dict[int, ServiceRequest]:
    """By item, the request that its host said yes to, else the one that waits."""
    rows = db.session.scalars(
        sa.select(ServiceRequest)
        .where(
            ServiceRequest.dated_item_id.in_([item.id for item in items]),
            ServiceRequest.state.in_((RequestState.REQUESTED, *AGREED)),
        )
        .options(joinedload(ServiceRequest.handed_to), lazyload(ServiceRequest.component))
        .order_by(ServiceRequest.state.in_(AGREED), ServiceRequest.id)
    ).unique()
    return {request.dated_item_id: request for request in rows}


def declared_by(component_ids: Collection[int]) -> Declared:
    openness = db.session.scalars(
        sa.select(Openness).where(Openness.component_id.in_(component_ids))
    )
    asked: dict[int, set[VisitorField]] = defaultdict(set)
    rows = db.session.execute(
        sa.select(SiteField.component_id, SiteField.field).where(
            SiteField.component_id.in_(component_ids)
        )
    )
    for component_id, wanted in rows:
        asked[component_id].add(wanted)
    return Declared({one.component_id: one for one in openness}, asked)


def groups_of(departure_id: int) -> list[tuple[str, int]]:
    """Delegations that come, with their places."""
    rows = db.session.execute(
        sa.select(Delegation.name, sa.func.sum(Booking.places))
        .join(Booking, Booking.delegation_id == Delegation.id)
        .where(Booking.departure_id == departure_id, Booking.state.in_(rollcall.COMING))
        .group_by(Delegation.id, Delegation.name)
        .order_by(Delegation.name, Delegation.id)
    )
    return [(name, int(places)) for name, places in rows]


def with_wishes(departure_id: int) -> Sequence[Participant]:
    """Participants who have told what they eat or need; to be counted only."""
    return db.session.scalars(
        sa.select(Participant)
        .join(Booking, Booking.id == Participant.booking_id)
        .where(
            Booking.departure_id == departure_id,
            Booking.state.in_(rollcall.COMING),
            Participant.removed_at.is_(None),
            sa.or_(Participant.diet_sealed.is_not(None), Participant.needs_sealed.is_not(None)),
        )
        .options(lazyload(Participant.booking))
        .order_by(Participant.id)
    ).all()


def notices(departure_id: int, day: date) -> list[Late]:
    """What was said of lateness on a day, the last word last."""
    rows = db.session.execute(
        sa.select(
            LateNotice.minutes, DatedItem.starts_at, LateNotice.words, LateNotice.at, LateNotice.by
        )
        .join(DatedItem, DatedItem.id == LateNotice.from_item_id)
        .where(LateNotice.departure_id == departure_id, LateNotice.day == day)
        .order_by(LateNotice.id)
    )
    return [Late(*row) for row in rows]


def latest(departure_id: int, day: date) -> Late | None:
    found = notices(departure_id, day)
    return found[-1] if found else None


def links_of(departure_id: int) -> Sequence[RunLink]:
    """Links to the run sheet that work, in the order in which they were made."""
    return db.session.scalars(
        sa.select(RunLink)
        .where(RunLink.departure_id == departure_id, RunLink.ended_at.is_(None))
        .options(lazyload(RunLink.departure))
        .order_by(RunLink.id)
    ).all()


def agreed_on(items: Sequence[DatedItem]) -> dict[int, ServiceRequest]:
    """By item, the request that its host said yes to."""
    return {key: one for key, one in hosts_of(items).items() if one.state in AGREED}
