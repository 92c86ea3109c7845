"""Reading departures and requests to hosts."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from tourbook.core.db import db
from tourbook.departures.models import Departure, DepartureStatus
from tourbook.packages.models import Version

#: Departures that have neither run nor been called off.
LIVE = (DepartureStatus.DRAFT, DepartureStatus.OPEN, DepartureStatus.CLOSED)


def get(departure_id: int) -> Departure | None:
    return db.session.get(Departure, departure_id)


def with_version() -> sa.Select[Any]:
    """Departures with their version and package at hand, to be narrowed further."""
    return sa.select(Departure).join(Departure.version).options(contains_eager(Departure.version))


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


def upcoming(today: date, *, limit: int = 10) -> Sequence[Departure]:
    """Departures that have not ended and are not called off, the next first."""
    return db.session.scalars(
        with_version()
        .where(Departure.last_day >= today, Departure.status.in_(LIVE))
        .order_by(Departure.first_day, Departure.id)
        .limit(limit)
    ).all()
