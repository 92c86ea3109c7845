"""Slots that can still be asked for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import lazyload

from tourbook.core.db import db
from tourbook.departures.models import (
    DatedItem,
    ServiceRequest,
)
from tourbook.hosts.models import Slot, SlotState

#: How far from the visit another slot is offered to choose from.
NEAR = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Offered:
    """A slot as its host has it now."""

    exclusive: bool
    starts_at: datetime
    ends_at: datetime


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


def as_it_stands(slot_id: int) -> Offered:
    """The slot as it is in the database, whatever was read before."""
    row = db.session.execute(
        sa.select(Slot.exclusive, Slot.starts_at, Slot.ends_at).where(Slot.id == slot_id)
    ).one()
    return Offered(*row)


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
