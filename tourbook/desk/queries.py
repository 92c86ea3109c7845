"""What the start pages show: few questions, a few rows each, no more columns than are shown."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

import sqlalchemy as sa

from tourbook.bookings.models import Booking, BookingState, Delegation, Participant
from tourbook.core.db import UtcDateTime, db
from tourbook.departures import queries as departures
from tourbook.departures.models import (
    AGREED,
    DatedItem,
    Departure,
    DepartureStatus,
    RequestState,
    ServiceRequest,
)
from tourbook.desk.rules import day_asked
from tourbook.directory.models import Organisation, Place
from tourbook.directory.queries import has_words, texts_have
from tourbook.feedback.models import Answer, Invitation, Measure, Question, Wave
from tourbook.hosts.models import Component
from tourbook.packages.models import Package, Version, VersionStatus

Rows = Sequence[Any]

#: Rows of each part of a start page, and of each kind in a search.
FEW = 6
FOUND = 8
#: Whose visit is counted: people of bookings that were not called off.
COUNTED = (
    Participant.removed_at.is_(None),
    Booking.state.in_((BookingState.CONFIRMED, BookingState.COMPLETED)),
)


#: Statements of the desk are made once; only the day is handed in.
TODAY = sa.bindparam("today", type_=sa.Date)

#: What a start page shows of a request.
REQUEST: tuple[Any, ...] = (
    ServiceRequest.id,
    ServiceRequest.departure_id,
    ServiceRequest.dated_item_id,
    ServiceRequest.asked_at,
    ServiceRequest.starts_at,
    ServiceRequest.pax,
    ServiceRequest.proposed_starts_at,
    ServiceRequest.proposed_component_id,
    ServiceRequest.state,
    Component.name.label("component"),
    Organisation.name.label("host"),
    Package.name.label("package"),
    Departure.first_day,
    Departure.zone,
    Departure.seats_taken,
)
#: What it shows of a departure.
DEPARTURE: tuple[Any, ...] = (
    Departure.id,
    Package.name.label("package"),
    Departure.first_day,
    Departure.status,
    Departure.seats,
    Departure.seats_taken,
    Departure.booking_deadline,
    departures.hosts_needed().label("hosts"),
    departures.hosts_confirmed().label("confirmed"),
)


#: A host that was asked is lost: it said no, took its yes back, or never answered.
LOST = (RequestState.DECLINED, RequestState.WITHDRAWN, RequestState.LAPSED)


def waiting_requests() -> sa.Select[Any]:
    """Requests of planned departures."""
    return (
        sa.select(*REQUEST)
        .join(Departure, Departure.id == ServiceRequest.departure_id)
        .join(Version, Version.id == Departure.version_id)
        .join(Package, Package.id == Version.package_id)
        .join(Component, Component.id == ServiceRequest.component_id)
        .join(Organisation, Organisation.id == ServiceRequest.organisation_id)
        .where(Departure.status.in_(departures.PLANNED))
    )


@cache
def unanswered_first() -> sa.Select[Any]:
    return (
        waiting_requests()
        .where(ServiceRequest.state == RequestState.REQUESTED, Departure.last_day >= TODAY)
        .order_by(ServiceRequest.asked_at, ServiceRequest.id)
        .limit(FEW)
    )


def unanswered(today: date) -> Rows:
    """Requests that hosts have not answered, those that wait longest first."""
    return db.session.execute(unanswered_first(), {"today": today}).all()


@cache
def declined_first() -> sa.Select[Any]:
    newer = sa.orm.aliased(ServiceRequest)
    return (
        waiting_requests()
        .join(DatedItem, DatedItem.id == ServiceRequest.dated_item_id)
        .where(
            ServiceRequest.state.in_(LOST),
            Departure.last_day >= TODAY,
            DatedItem.component_id.is_not(None),
            ~sa.exists().where(
                newer.dated_item_id == ServiceRequest.dated_item_id, newer.id > ServiceRequest.id
            ),
        )
        .order_by(
            sa.case((ServiceRequest.state == RequestState.WITHDRAWN, 0), else_=1),
            Departure.first_day,
            ServiceRequest.id,
        )
        .limit(FEW)
    )


def declined(today: date) -> Rows:
    """Requests that a host declined and nobody has dealt with, the next visit first."""
    return db.session.execute(declined_first(), {"today": today}).all()


@cache
def ahead() -> sa.Select[Any]:
    """The next departures that are still planned, with their hosts counted."""
    return (
        sa.select(*DEPARTURE)
        .join(Version, Version.id == Departure.version_id)
        .join(Package, Package.id == Version.package_id)
        .where(Departure.status.in_(departures.PLANNED), Departure.last_day >= TODAY)
        .order_by(Departure.first_day, Departure.id)
        .limit(FEW)
    )


@cache
def ahead_at_risk() -> sa.Select[Any]:
    return ahead().where(
        Departure.booking_deadline <= sa.bindparam("before", type_=UtcDateTime),
        departures.hosts_confirmed() < departures.hosts_needed(),
    )


def next_departures(today: date) -> Rows:
    return db.session.execute(ahead(), {"today": today}).all()


def at_risk(today: date, deadline_before: datetime) -> Rows:
    """Departures whose last day to book is near or past while hosts have not all said yes."""
    moments = {"today": today, "before": deadline_before}
    return db.session.execute(ahead_at_risk(), moments).all()


@cache
def drafts_first() -> sa.Select[Any]:
    columns: tuple[Any, ...] = (Version.id, Version.number, Package.name.label("package"))
    return (
        sa.select(*columns)
        .join(Package, Package.id == Version.package_id)
        .where(Version.status == VersionStatus.DRAFT, Package.retired_at.is_(None))
        .order_by(Version.created_at.desc(), Version.id.desc())
        .limit(FEW)
    )


def drafts() -> Rows:
    """Versions that are being written, the newest first."""
    return db.session.execute(drafts_first()).all()


def week(starts: datetime, ends: datetime) -> Rows:
    """All that happens between two moments on departures that are not cancelled, in order."""
    live = sa.and_(
        ServiceRequest.dated_item_id == DatedItem.id, ServiceRequest.state.in_(departures.LIVE)
    )
    return db.session.execute(
        sa.select(
            DatedItem.id,
            DatedItem.departure_id,
            DatedItem.kind,
            DatedItem.title,
            DatedItem.starts_at,
            DatedItem.ends_at,
            DatedItem.component_id,
            Departure.zone,
            Departure.seats_taken,
            Package.name.label("package"),
            Place.name.label("place"),
            ServiceRequest.state,
        )
        .join(Departure, Departure.id == DatedItem.departure_id)
        .join(Version, Version.id == Departure.version_id)
        .join(Package, Package.id == Version.package_id)
        .outerjoin(Place, Place.id == DatedItem.place_id)
        .outerjoin(ServiceRequest, live)
        .where(
            DatedItem.starts_at < ends,
            DatedItem.ends_at > starts,
            DatedItem.dropped_at.is_(None),
            Departure.status != DepartureStatus.CANCELLED,
        )
        .order_by(DatedItem.starts_at, DatedItem.id)
        .limit(1000)
    ).all()


def next_start(after: datetime) -> datetime | None:
    """When the next part of any programme begins."""
    return db.session.scalar(
        sa.select(sa.func.min(DatedItem.starts_at))
        .join(Departure, Departure.id == DatedItem.departure_id)
        .where(
            DatedItem.starts_at >= after,
            DatedItem.dropped_at.is_(None),
            Departure.status != DepartureStatus.CANCELLED,
        )
    )


def packages_like(words: str) -> Rows:
    return db.session.execute(
        sa.select(Package.id, Package.name)
        .where(texts_have(Package.name, words))
        .order_by(Package.slug)
        .limit(FOUND)
    ).all()


def departures_like(words: str) -> Rows:
    """Departures of packages with this name, or on this day; the latest first."""
    condition = texts_have(Package.name, words)
    day = day_asked(words)
    if day is not None:
        condition = sa.or_(condition, Departure.first_day == day)
    return db.session.execute(
        sa.select(Departure.id, Package.name.label("package"), Departure.first_day)
        .join(Version, Version.id == Departure.version_id)
        .join(Package, Package.id == Version.package_id)
        .where(condition)
        .order_by(Departure.first_day.desc(), Departure.id.desc())
        .limit(FOUND)
    ).all()


def hosts_like(words: str) -> Rows:
    return db.session.execute(
        sa.select(Organisation.id, Organisation.name)
        .where(has_words(Organisation.name, words))
        .order_by(Organisation.name, Organisation.id)
        .limit(FOUND)
    ).all()


def components_like(words: str) -> Rows:
    return db.session.execute(
        sa.select(Component.id, Component.name, Organisation.name.label("host"))
        .join(Organisation, Organisation.id == Component.organisation_id)
        .where(texts_have(Component.name, words), Component.retired_at.is_(None))
        .order_by(Component.id)
        .limit(FOUND)
    ).all()


def bookings_like(words: str) -> Rows:
    """Bookings by reference or by the name of the delegation, the newest first."""
    return db.session.execute(
        sa.select(Booking.id, Booking.reference, Delegation.name.label("delegation"))
        .join(Delegation, Delegation.id == Booking.delegation_id)
        .where(sa.or_(has_words(Booking.reference, words), has_words(Delegation.name, words)))
        .order_by(Booking.created_at.desc(), Booking.id.desc())
        .limit(FOUND)
    ).all()


def to_answer(organisation_ids: Collection[int], today: date) -> Rows:
    """What these hosts have not answered, the next visit first."""
    return db.session.execute(
        waiting_requests()
        .where(
            ServiceRequest.organisation_id.in_(organisation_ids),
            ServiceRequest.state == RequestState.REQUESTED,
            Departure.last_day >= today,
        )
        .order_by(ServiceRequest.starts_at, ServiceRequest.id)
        .limit(FEW)
    ).all()


def next_visits(organisation_ids: Collection[int], at: datetime) -> Rows:
    """Visits that these hosts have said yes to, the next first."""
    return db.session.execute(
        waiting_requests()
        .where(
            ServiceRequest.organisation_id.in_(organisation_ids),
            ServiceRequest.state == RequestState.CONFIRMED,
            ServiceRequest.ends_at > at,
        )
        .order_by(ServiceRequest.starts_at, ServiceRequest.id)
        .limit(FEW)
    ).all()


def visits_between(
    organisation_ids: Collection[int], starts: datetime, ends: datetime, at: datetime
) -> Rows:
    """Visits that these hosts received in this time, with the people named in their groups."""
    people = (
        sa.select(sa.func.count(Participant.id))
        .join(Booking, Booking.id == Participant.booking_id)
        .where(Booking.departure_id == ServiceRequest.departure_id, *COUNTED)
        .correlate(ServiceRequest)
        .scalar_subquery()
    )
    columns: tuple[Any, ...] = (
        ServiceRequest.id,
        ServiceRequest.departure_id,
        ServiceRequest.starts_at,
        ServiceRequest.ends_at,
        Component.name.label("component"),
        Package.name.label("package"),
        Departure.zone,
        people.label("people"),
    )
    return db.session.execute(
        sa.select(*columns)
        .join(Departure, Departure.id == ServiceRequest.departure_id)
        .join(Version, Version.id == Departure.version_id)
        .join(Package, Package.id == Version.package_id)
        .join(Component, Component.id == ServiceRequest.component_id)
        .where(
            ServiceRequest.organisation_id.in_(organisation_ids),
            ServiceRequest.state.in_(AGREED),
            ServiceRequest.starts_at >= starts,
            ServiceRequest.starts_at < ends,
            ServiceRequest.ends_at <= at,
            Departure.status != DepartureStatus.CANCELLED,
        )
        .order_by(ServiceRequest.starts_at, ServiceRequest.id)
        .limit(5000)
    ).all()


def visitors_countries(departure_ids: Collection[int]) -> Sequence[str]:
    """The country of each person of these departures: the nationality, else the delegation's."""
    country = sa.case(
        (Participant.nationality != "", Participant.nationality), else_=Delegation.country
    )
    return db.session.scalars(
        sa.select(country)
        .join(Booking, Booking.id == Participant.booking_id)
        .join(Delegation, Delegation.id == Booking.delegation_id)
        .where(Booking.departure_id.in_(departure_ids), *COUNTED)
    ).all()


def usefulness(organisation_ids: Collection[int], at: datetime) -> Rows:
    """Rows of (component, name, departure, answer) on visits to these hosts, of waves closed."""
    return db.session.execute(
        sa.select(Component.id, Component.name, DatedItem.departure_id, Answer.number)
        .join(Question, Question.id == Answer.question_id)
        .join(Invitation, Invitation.id == Answer.invitation_id)
        .join(Wave, Wave.id == Invitation.wave_id)
        .join(
            DatedItem,
            sa.and_(
                DatedItem.item_id == Question.item_id,
                DatedItem.departure_id == Wave.departure_id,
            ),
        )
        .join(Component, Component.id == DatedItem.component_id)
        .where(
            Component.organisation_id.in_(organisation_ids),
            Question.measure == Measure.USEFULNESS,
            Answer.number.is_not(None),
            Wave.closes_at <= at,
        )
        .order_by(Component.id, Answer.id)
    ).all()
