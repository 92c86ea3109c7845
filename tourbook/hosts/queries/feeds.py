"""What calendars hold: the busy ones that hosts give, and the addresses that hosts read."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from tourbook.core.audit import AuditEntry
from tourbook.core.db import UtcDateTime, db
from tourbook.hosts.models import (
    AwayTime,
    BusyFeed,
    CalendarFeed,
    Component,
    Slot,
    SlotSeries,
)

#: A feed holds no more slots than this, those that begin first.
MOST_SLOTS = 5_000


def busy_feeds(
    own: frozenset[int] | None, *, at: datetime, only_addresses: bool = False
) -> Select[Any]:
    """Rows of (calendar, number of busy times ahead)."""
    times = (
        select(sa.func.count(AwayTime.id))
        .where(AwayTime.feed_id == BusyFeed.id, AwayTime.ends_at > at)
        .correlate(BusyFeed)
        .scalar_subquery()
    )
    found = select(BusyFeed, times.label("times")).options(joinedload(BusyFeed.component))
    if own is not None:
        found = found.where(BusyFeed.organisation_id.in_(own))
    if only_addresses:
        found = found.where(BusyFeed.address != "")
    # What waits for an administrator comes first.
    return found.order_by(
        BusyFeed.allowed_at.is_not(None), sa.func.lower(BusyFeed.name), BusyFeed.id
    )


def calendar_feeds(own: frozenset[int] | None) -> Select[Any]:
    """The addresses, those that still lead somewhere first."""
    found = select(CalendarFeed)
    if own is not None:
        found = found.where(CalendarFeed.organisation_id.in_(own))
    return found.order_by(
        CalendarFeed.ended_at.is_not(None), CalendarFeed.created_at.desc(), CalendarFeed.id
    )


def changed_at(organisation_id: int) -> tuple[dict[int, datetime], dict[int, datetime]]:
    """When its slots, and its series, were last changed, by id; from the audit log."""
    found: list[dict[int, datetime]] = []
    for table in (Slot, SlotSeries):
        last = sa.func.max(AuditEntry.at, type_=UtcDateTime)
        rows = db.session.execute(
            select(AuditEntry.subject_id, last)
            .join(table, table.id == AuditEntry.subject_id)
            .join(Component, Component.id == table.component_id)
            .where(
                AuditEntry.subject_kind == table.__tablename__,
                Component.organisation_id == organisation_id,
            )
            .group_by(AuditEntry.subject_id)
        )
        found.append({row[0]: row[1] for row in rows if row[0]})
    return found[0], found[1]


def series_of_slots(organisation_id: int, start: datetime, end: datetime) -> dict[int, int]:
    """The series of each slot that begins in a period and has one."""
    found = (
        select(Slot.id, Slot.series_id)
        .join(Component, Component.id == Slot.component_id)
        .where(
            Component.organisation_id == organisation_id,
            Slot.series_id.is_not(None),
            Slot.starts_at >= start,
            Slot.starts_at < end,
        )
    )
    return {row.id: row.series_id for row in db.session.execute(found) if row.series_id}


def names_of(organisation_id: int) -> dict[int, Component]:
    """What an organisation offers or offered, by id."""
    found = select(Component).where(Component.organisation_id == organisation_id)
    return {one.id: one for one in db.session.scalars(found)}
