"""Questions about slots."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import lazyload

from tourbook.core.db import db
from tourbook.hosts.models import Component, Slot, SlotSeries, SlotState

#: No slot lasts longer than this; so only slots that start so long before can reach into a period.
LONGEST = timedelta(minutes=10_080)
COMING = 10


def slots(
    *,
    component_id: int | None = None,
    own: frozenset[int] | None = None,
    state: SlotState | None = None,
    starts: datetime | None = None,
    until: datetime | None = None,
) -> Select[Any]:
    """Slots that start in a period, in order."""
    found = select(Slot).order_by(Slot.starts_at, Slot.id)
    if component_id:
        found = found.where(Slot.component_id == component_id)
    if own is not None:
        found = found.where(Slot.component.has(Component.organisation_id.in_(own)))
    if state:
        found = found.where(Slot.state == state)
    if starts:
        found = found.where(Slot.starts_at >= starts)
    return found.where(Slot.starts_at < until) if until else found


def coming_slots(component: Component, *, at: datetime) -> Sequence[Slot]:
    found = slots(component_id=component.id, starts=at).where(Slot.state != SlotState.WITHDRAWN)
    return db.session.scalars(found.limit(COMING)).all()


def standing(
    component_id: int, start: datetime, end: datetime, *, but: Slot | None = None
) -> Sequence[Slot]:
    """Open slots of the component that reach into the period."""
    found = (
        slots(component_id=component_id, starts=start - LONGEST, until=end)
        .where(Slot.state == SlotState.OPEN, Slot.ends_at > start)
        .options(lazyload(Slot.component))
    )
    return db.session.scalars(found.where(Slot.id != but.id) if but else found).all()


def at_moments(component_id: int, moments: Collection[datetime]) -> Sequence[Slot]:
    """Slots that are not withdrawn and start at these very moments."""
    return db.session.scalars(
        slots(component_id=component_id)
        .where(Slot.starts_at.in_(moments), Slot.state != SlotState.WITHDRAWN)
        .options(lazyload(Slot.component))
    ).all()


def of_series(series: SlotSeries, *, since: date) -> Sequence[Slot]:
    """The slots of a series on local days from this one on that were not withdrawn, in order."""
    return db.session.scalars(
        select(Slot)
        .where(
            Slot.series_id == series.id,
            Slot.series_day >= since,
            Slot.state != SlotState.WITHDRAWN,
        )
        .order_by(Slot.series_day, Slot.id)
    ).all()


def lock_slots(series: SlotSeries) -> None:
    """Read the slots of a series anew; nobody takes or frees one until the transaction ends."""
    db.session.execute(
        select(Slot)
        .where(Slot.series_id == series.id)
        .order_by(Slot.id)
        .with_for_update(of=Slot)
        .execution_options(populate_existing=True)
    ).all()
