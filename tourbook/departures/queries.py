"""Reading departures and requests to hosts."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, lazyload, selectinload

from tourbook.accounts.models import Membership, User
from tourbook.core import tokens
from tourbook.core.db import db
from tourbook.departures.models import (
    DatedItem,
    Departure,
    DepartureStatus,
    RequestState,
    ServiceRequest,
)
from tourbook.directory.models import Organisation
from tourbook.hosts.models import Component, Slot, SlotState
from tourbook.packages.models import Day, Package, Version, VersionStatus

#: Departures that have neither run nor been called off.
PLANNED = (DepartureStatus.DRAFT, DepartureStatus.OPEN, DepartureStatus.CLOSED)
#: Requests that keep another from being made for the same item.
LIVE = (RequestState.DRAFT, RequestState.REQUESTED, RequestState.CONFIRMED)
#: How far from the visit another slot is offered to choose from.
NEAR = timedelta(days=7)


@dataclass(frozen=True)
class Wanted:
    """What a list of departures is narrowed to; None leaves a question open."""

    package_id: int | None = None
    first_from: date | None = None
    first_until: date | None = None
    status: DepartureStatus | None = None
    pilot: bool | None = None
    hosts_missing: bool = False


def get(departure_id: int) -> Departure | None:
    return db.session.get(Departure, departure_id)


def with_version() -> sa.Select[Any]:
    """Departures with their version and package at hand, to be narrowed further."""
    return (
        sa.select(Departure)
        .join(Departure.version)
        .join(Version.package)
        .options(contains_eager(Departure.version).contains_eager(Version.package))
    )


def open_of_package(package_id: int, *, at: datetime) -> Sequence[Departure]:
    """Departures of any version of this package that can still be booked, full ones included."""
    return db.session.scalars(
        with_version()
        .where(
            Version.package_id == package_id,
            Departure.status == DepartureStatus.OPEN,
            Departure.booking_deadline > at,
        )
        .order_by(Departure.first_day, Departure.id)
    ).all()


def hosts_needed() -> sa.ScalarSelect[int]:
    """How many parts of a departure's programme a host offers; for a column of a list."""
    return (
        sa.select(sa.func.count(DatedItem.id))
        .where(DatedItem.departure_id == Departure.id, DatedItem.component_id.is_not(None))
        .correlate(Departure)
        .scalar_subquery()
    )


def hosts_confirmed() -> sa.ScalarSelect[int]:
    """How many of those a host has said yes to."""
    return (
        sa.select(sa.func.count(ServiceRequest.id))
        .join(ServiceRequest.dated_item)
        .where(
            ServiceRequest.departure_id == Departure.id,
            ServiceRequest.state == RequestState.CONFIRMED,
            DatedItem.component_id.is_not(None),
        )
        .correlate(Departure)
        .scalar_subquery()
    )


def hosts_missing(departure: Departure) -> int:
    """How many hosts have not said yes."""
    return (
        db.session.scalar(
            sa.select(hosts_needed() - hosts_confirmed()).where(Departure.id == departure.id)
        )
        or 0
    )


def listed(wanted: Wanted, *, today: date) -> sa.Select[Any]:
    """Rows of (departure, hosts needed, hosts confirmed): what comes first, then what is over."""
    needed, confirmed = hosts_needed(), hosts_confirmed()
    statement = with_version().add_columns(needed.label("hosts"), confirmed.label("confirmed"))
    asked = conditions(wanted)
    if wanted.hosts_missing:
        asked.append(confirmed < needed)
    over = sa.case(
        (sa.and_(Departure.last_day >= today, Departure.status.in_(PLANNED)), 0), else_=1
    )
    return statement.where(*asked).order_by(
        over,
        sa.case((over == 0, Departure.first_day)),
        Departure.first_day.desc(),
        Departure.id.desc(),
    )


def conditions(wanted: Wanted) -> list[sa.ColumnElement[bool]]:
    found = []
    if wanted.package_id is not None:
        found.append(Version.package_id == wanted.package_id)
    if wanted.first_from is not None:
        found.append(Departure.first_day >= wanted.first_from)
    if wanted.first_until is not None:
        found.append(Departure.first_day <= wanted.first_until)
    if wanted.status is not None:
        found.append(Departure.status == wanted.status)
    if wanted.pilot is not None:
        found.append(Departure.pilot.is_(wanted.pilot))
    return found


def packages() -> Sequence[tuple[int, Any]]:
    """Ids and names of all packages, for a choice."""
    rows = db.session.execute(sa.select(Package.id, Package.name).order_by(Package.slug))
    return [(package_id, name) for package_id, name in rows]


def published_versions() -> Sequence[Version]:
    """Versions that can be put on the calendar, the newest of each package first."""
    return db.session.scalars(
        sa.select(Version)
        .join(Version.package)
        .options(contains_eager(Version.package))
        .where(Version.status == VersionStatus.PUBLISHED, Package.retired_at.is_(None))
        .order_by(Package.slug, Version.number.desc())
    ).all()


def version_with_days(version_id: int) -> Version | None:
    return db.session.scalar(
        sa.select(Version)
        .where(Version.id == version_id)
        .options(selectinload(Version.days).selectinload(Day.items))
    )


def items_of(departure: Departure) -> Sequence[DatedItem]:
    """The programme with its hosts, in the order of time."""
    return db.session.scalars(
        sa.select(DatedItem)
        .where(DatedItem.departure_id == departure.id)
        .options(joinedload(DatedItem.component))
        .order_by(DatedItem.starts_at, DatedItem.id)
    ).all()


def requests_of(departure: Departure) -> Sequence[ServiceRequest]:
    """All that its hosts were ever asked, the oldest first."""
    return db.session.scalars(
        sa.select(ServiceRequest)
        .where(ServiceRequest.departure_id == departure.id)
        .options(joinedload(ServiceRequest.slot).lazyload(Slot.component))
        .order_by(ServiceRequest.id)
    ).all()


def drafts_of(departure: Departure) -> Sequence[ServiceRequest]:
    """Requests that have not been sent, as they stand now."""
    return db.session.scalars(
        sa.select(ServiceRequest)
        .where(
            ServiceRequest.departure_id == departure.id,
            ServiceRequest.state == RequestState.DRAFT,
        )
        .order_by(ServiceRequest.id)
        .execution_options(populate_existing=True)
    ).all()


def live_requests(departure: Departure) -> Sequence[ServiceRequest]:
    return db.session.scalars(
        sa.select(ServiceRequest)
        .where(ServiceRequest.departure_id == departure.id, ServiceRequest.state.in_(LIVE))
        .order_by(ServiceRequest.id)
        .with_for_update(of=ServiceRequest)
        .execution_options(populate_existing=True)
    ).all()


def live_of(item: DatedItem) -> ServiceRequest | None:
    """The request of this item that has not come to nothing."""
    return db.session.scalar(
        sa.select(ServiceRequest).where(
            ServiceRequest.dated_item_id == item.id, ServiceRequest.state.in_(LIVE)
        )
    )


def open_slots_for(items: Iterable[DatedItem]) -> list[Slot]:
    """Open slots of the components of these items around their times."""
    listed = [item for item in items if item.component_id is not None]
    if not listed:
        return []
    return list(
        db.session.scalars(
            sa.select(Slot)
            .where(
                Slot.component_id.in_({item.component_id for item in listed}),
                Slot.state == SlotState.OPEN,
                Slot.starts_at < max(item.ends_at for item in listed),
                Slot.ends_at > min(item.starts_at for item in listed),
            )
            .options(lazyload(Slot.component))
            .order_by(Slot.starts_at, Slot.id)
        )
    )


def slots_near(request: ServiceRequest) -> Sequence[Slot]:
    """Slots of the component that the group could have, within days of the visit."""
    return db.session.scalars(
        sa.select(Slot)
        .where(
            Slot.component_id == request.component_id,
            Slot.state == SlotState.OPEN,
            Slot.starts_at.between(request.starts_at - NEAR, request.starts_at + NEAR),
            Slot.taken + request.pax <= Slot.capacity,
            sa.or_(Slot.exclusive.is_(False), Slot.taken == 0),
        )
        .options(lazyload(Slot.component))
        .order_by(Slot.starts_at, Slot.id)
    ).all()


def hosts_people(organisation_ids: Collection[int]) -> Sequence[Any]:
    """Rows of (organisation, address, name, language) of the people of these hosts."""
    return db.session.execute(
        sa.select(Membership.organisation_id, User.email, User.name, User.language)
        .join(Membership.user)
        .where(Membership.organisation_id.in_(organisation_ids), User.disabled_at.is_(None))
        .order_by(Membership.organisation_id, User.id)
    ).all()


def perhaps_ended(at: datetime) -> Sequence[Departure]:
    """Departures on sale or closed whose last day may be over."""
    return db.session.scalars(
        with_version()
        .where(
            Departure.status.in_((DepartureStatus.OPEN, DepartureStatus.CLOSED)),
            Departure.last_day <= at.date(),
        )
        .order_by(Departure.id)
    ).all()


def by_token(token: str) -> ServiceRequest | None:
    return db.session.scalar(
        sa.select(ServiceRequest).where(ServiceRequest.token_hash == tokens.digest(token))
    )


def of_hosts(
    organisation_ids: Collection[int],
    *,
    states: Collection[RequestState],
    at: datetime,
    component_id: int | None = None,
) -> sa.Select[Any]:
    """Requests that these hosts can see: unanswered, then to come, then over, the last first."""
    rank = sa.case(
        (ServiceRequest.state == RequestState.REQUESTED, 0),
        (ServiceRequest.ends_at >= at, 1),
        else_=2,
    )
    statement = (
        sa.select(ServiceRequest)
        .join(ServiceRequest.departure)
        .join(Departure.version)
        .join(Version.package)
        .where(
            ServiceRequest.organisation_id.in_(organisation_ids),
            ServiceRequest.state.in_(states),
            ServiceRequest.asked_at.is_not(None),
        )
        .options(
            contains_eager(ServiceRequest.departure)
            .contains_eager(Departure.version)
            .contains_eager(Version.package)
        )
        .order_by(
            rank,
            sa.case((rank < 2, ServiceRequest.starts_at)),
            ServiceRequest.starts_at.desc(),
            ServiceRequest.id,
        )
    )
    if component_id is not None:
        statement = statement.where(ServiceRequest.component_id == component_id)
    return statement


def of_same_visit(request: ServiceRequest) -> Sequence[ServiceRequest]:
    """What else this host was asked for the same departure, this request included."""
    return db.session.scalars(
        sa.select(ServiceRequest)
        .where(
            ServiceRequest.departure_id == request.departure_id,
            ServiceRequest.organisation_id == request.organisation_id,
            ServiceRequest.asked_at.is_not(None),
        )
        .order_by(ServiceRequest.starts_at, ServiceRequest.id)
    ).all()


def requests(
    *, states: Collection[RequestState] | None, organisation_id: int | None
) -> sa.Select[Any]:
    """Requests to hosts: those that wait longest, those to be sent, then the others by day."""
    rank = sa.case(
        (ServiceRequest.state == RequestState.REQUESTED, 0),
        (ServiceRequest.state == RequestState.DRAFT, 1),
        else_=2,
    )
    statement = (
        sa.select(ServiceRequest)
        .join(ServiceRequest.departure)
        .join(Departure.version)
        .join(Version.package)
        .options(
            contains_eager(ServiceRequest.departure)
            .contains_eager(Departure.version)
            .contains_eager(Version.package)
        )
        .order_by(
            rank,
            sa.case((rank == 0, ServiceRequest.asked_at)),
            sa.case((rank < 2, ServiceRequest.starts_at)),
            ServiceRequest.starts_at.desc(),
            ServiceRequest.id,
        )
    )
    if states is not None:
        statement = statement.where(ServiceRequest.state.in_(states))
    if organisation_id is not None:
        statement = statement.where(ServiceRequest.organisation_id == organisation_id)
    return statement


def asked_hosts() -> Sequence[Any]:
    """Ids and names of organisations that requests were made to."""
    return db.session.execute(
        sa.select(Organisation.id, Organisation.name)
        .where(Organisation.id.in_(sa.select(ServiceRequest.organisation_id)))
        .order_by(Organisation.name, Organisation.id)
    ).all()


def asked_components(organisation_ids: Collection[int]) -> Sequence[Any]:
    """Ids and names of what these hosts were asked for."""
    asked = sa.select(ServiceRequest.component_id).where(
        ServiceRequest.organisation_id.in_(organisation_ids)
    )
    return db.session.execute(
        sa.select(Component.id, Component.name)
        .where(Component.id.in_(asked))
        .order_by(Component.id)
    ).all()
