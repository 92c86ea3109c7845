"""Questions behind the lists that hosts read, and about who has read them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from tourbook.bookings.models import Booking, BookingState, Delegation, Participant
from tourbook.core.db import db
from tourbook.departures.models import AGREED, DatedItem, Departure, DepartureStatus, ServiceRequest
from tourbook.visits.models import Assessment, ListRead, ListReadPerson

#: Whose people a host gets to know: an option is no visit yet.
COMING = (BookingState.CONFIRMED, BookingState.COMPLETED)
#: No list is open longer than this on either side of a visit.
FARTHEST = timedelta(days=366)


def agreed_requests(
    organisation_ids: Collection[int], today: date, request_id: int | None = None
) -> Sequence[ServiceRequest]:
    """Visits to these hosts that were agreed and not called off, the first to come first."""
    found = (
        sa.select(ServiceRequest)
        .join(ServiceRequest.departure)
        .join(ServiceRequest.dated_item)
        .options(
            contains_eager(ServiceRequest.departure),
            contains_eager(ServiceRequest.dated_item),
        )
        .where(
            ServiceRequest.organisation_id.in_(organisation_ids),
            ServiceRequest.state.in_(AGREED),
            Departure.status != DepartureStatus.CANCELLED,
            DatedItem.dropped_at.is_(None),
            Departure.first_day <= today + FARTHEST,
            Departure.last_day >= today - FARTHEST,
        )
        .order_by(ServiceRequest.starts_at, ServiceRequest.id)
    )
    if request_id is not None:
        found = found.where(ServiceRequest.id == request_id)
    return db.session.scalars(found).unique().all()


def visitors_of(departure_id: int) -> Sequence[Participant]:
    """Who surely comes, by delegation and in the order of naming."""
    return (
        db.session.scalars(
            sa.select(Participant)
            .join(Participant.booking)
            .join(Booking.delegation)
            .options(
                contains_eager(Participant.booking).contains_eager(Booking.delegation),
            )
            .where(
                Booking.departure_id == departure_id,
                Booking.state.in_(COMING),
                Participant.removed_at.is_(None),
            )
            .order_by(sa.func.lower(Delegation.name), Booking.id, Participant.id)
        )
        .unique()
        .all()
    )


def places_of(departure_id: int) -> Sequence[tuple[str, int]]:
    """How many places each delegation that surely comes has."""
    rows = db.session.execute(
        sa.select(Delegation.name, sa.func.sum(Booking.places))
        .join(Booking, Booking.delegation_id == Delegation.id)
        .where(Booking.departure_id == departure_id, Booking.state.in_(COMING))
        .group_by(Delegation.id, Delegation.name)
        .order_by(sa.func.lower(Delegation.name), Delegation.id)
    )
    return [(name, places) for name, places in rows]


def on_programme_since(request: ServiceRequest) -> datetime:
    """Since when visitors could read that this site is on their programme.

    With a component that came later a request is drafted at once.
    """
    since = db.session.scalar(
        sa.select(sa.func.min(ServiceRequest.created_at)).where(
            ServiceRequest.departure_id == request.departure_id,
            ServiceRequest.component_id == request.component_id,
        )
    )
    return since or request.created_at


def latest_assessment(request: ServiceRequest) -> Assessment | None:
    return db.session.scalars(
        sa.select(Assessment)
        .where(Assessment.request_id == request.id)
        .order_by(Assessment.made_at.desc(), Assessment.id.desc())
        .limit(1)
    ).first()


@dataclass(frozen=True)
class Reading:
    """One reading of a list, with those of one's own people who were on it."""

    read: ListRead
    names: tuple[str, ...]


def readings_of_booking(booking_id: int) -> list[Reading]:
    """Who read data of the people of a booking, the latest first."""
    return readings(Participant.booking_id == booking_id)


def readings_of_participant(participant_id: int) -> list[Reading]:
    return readings(Participant.id == participant_id)


def readings(whose: sa.ColumnElement[bool]) -> list[Reading]:
    rows = db.session.execute(
        sa.select(ListReadPerson, Participant.name)
        .join(ListReadPerson.read)
        .join(Participant, Participant.id == ListReadPerson.participant_id)
        .options(
            contains_eager(ListReadPerson.read)
            .joinedload(ListRead.request)
            .joinedload(ServiceRequest.component)
        )
        .where(whose)
        .order_by(ListRead.at.desc(), ListRead.id.desc(), Participant.id)
    ).unique()
    named: dict[int, list[str]] = {}
    reads: dict[int, ListRead] = {}
    for person, name in rows:
        reads[person.list_read_id] = person.read
        named.setdefault(person.list_read_id, []).append(name)
    return [Reading(read, tuple(named[key])) for key, read in reads.items()]
