"""Departures: one, lists of them, and what can be put on the calendar."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from tourbook.core.db import db
from tourbook.departures.models import (
    AGREED,
    DatedItem,
    Departure,
    DepartureStatus,
    ServiceRequest,
)
from tourbook.packages.models import Day, Package, Version, VersionStatus

#: Departures that have neither run nor been called off.
PLANNED = (DepartureStatus.DRAFT, DepartureStatus.OPEN, DepartureStatus.CLOSED)


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
        .where(
            DatedItem.departure_id == Departure.id,
            DatedItem.component_id.is_not(None),
            DatedItem.dropped_at.is_(None),
        )
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
            ServiceRequest.state.in_(AGREED),
            DatedItem.component_id.is_not(None),
            DatedItem.dropped_at.is_(None),
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
        .where(DatedItem.departure_id == departure.id, DatedItem.dropped_at.is_(None))
        .options(joinedload(DatedItem.component))
        .order_by(DatedItem.starts_at, DatedItem.id)
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
