"""Giving a slot to a party: one statement decides, so that it is never given twice."""

import sqlalchemy as sa
from sqlalchemy import UpdateBase, update
from sqlalchemy.orm.util import identity_key

from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.hosts import rules
from tourbook.hosts.models import Slot, SlotState


def hold_slot(slot_id: int, pax: int) -> None:
    """Take so many persons' room in a slot, or say why it cannot be had."""
    if pax < 1:
        raise Refused("A time is held for at least one person.")
    held = written(
        slot_id,
        update(Slot)
        .where(
            Slot.id == slot_id,
            Slot.state == SlotState.OPEN,
            # Not taken + pax <= capacity: on PostgreSQL a vast number would overflow the sum.
            Slot.taken <= Slot.capacity - pax,
            sa.not_(Slot.exclusive) | (Slot.taken == 0),
        )
        .values(taken=Slot.taken + pax)
        .returning(Slot.id),
    )
    if held:
        return
    slot = db.session.get(Slot, slot_id, populate_existing=True)
    if slot is None:
        raise Refused("This time is no longer offered.")
    raise rules.why_not_held(slot.state, slot.capacity, slot.taken, slot.exclusive, pax)


def free_slot(slot_id: int, pax: int) -> None:
    """Give back what was held, whatever the slot's state is now."""
    freed = written(
        slot_id,
        update(Slot)
        .where(Slot.id == slot_id, Slot.taken >= pax, sa.literal(pax) >= 1)
        .values(taken=Slot.taken - pax)
        .returning(Slot.id),
    )
    if not freed:
        raise Refused("So many places are not held at this time.")


def written(slot_id: int, statement: UpdateBase) -> bool:
    """Whether the statement changed the slot; one that is loaded forgets its old number."""
    db.session.flush()
    options = {"synchronize_session": False}
    changed = db.session.scalar(statement, execution_options=options) is not None
    loaded = db.session.identity_map.get(identity_key(Slot, slot_id))
    if loaded is not None:
        db.session.expire(loaded, ["taken"])
    return changed
