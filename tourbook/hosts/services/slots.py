"""When a component can be had: slots one by one, and many of them at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import insert, select, update

from tourbook.core import audit, zones
from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.core.inserts import insert_once
from tourbook.core.refused import Refused
from tourbook.hosts import queries, rules
from tourbook.hosts.models import Component, SeriesException, Slot, SlotState
from tourbook.hosts.rules import Clash, Timing


@dataclass(frozen=True)
class Wanted:
    """One of many slots that are offered at once."""

    timing: Timing
    capacity: int


def add_slot(
    component: Component,
    *,
    starts_at: datetime,
    ends_at: datetime,
    capacity: int,
    exclusive: bool = True,
    all_day: bool = False,
    note: str = "",
    at: datetime,
    actor: Actor,
) -> Slot:
    timing = Timing(starts_at, ends_at)
    rules.check_to_come([timing], at)
    check_on_offer(component)
    queries.lock(component)
    check_free(component, [timing])
    slot = Slot(
        component=component,
        starts_at=starts_at,
        ends_at=ends_at,
        all_day=all_day,
        capacity=capacity,
        exclusive=exclusive,
        note=note,
    )
    db.session.add(slot)
    db.session.flush()
    audit.record("hosts.add_slot", slot, at=at, actor=actor, after=told(slot))
    return slot


def add_slots(
    component: Component,
    wanted: Mapping[int, Wanted],
    *,
    exclusive: bool = True,
    at: datetime,
    actor: Actor,
) -> int:
    """Make all these slots, or none; how many. They come by the number of their row.

    Raises:
        RowsRefused: some cannot be made; it says which and why.
    """
    check_on_offer(component)
    queries.lock(component)
    standing = met_by(component, [one.timing for one in wanted.values()])
    refused = rules.rows_refused({row: one.timing for row, one in wanted.items()}, standing, at)
    if refused:
        raise RowsRefused(refused)
    rows = [row_of(component, one.timing, one.capacity, exclusive) for one in wanted.values()]
    if not rows:
        raise Refused("Fill in at least one row.")
    db.session.execute(insert(Slot), rows)
    after = {"slots": len(rows), "first": min(one.timing.starts_at for one in wanted.values())}
    audit.record("hosts.add_slots", component, at=at, actor=actor, after=after)
    return len(rows)


class RowsRefused(Exception):
    """Some of many slots cannot be made."""

    def __init__(self, rows: Mapping[int, Refused]) -> None:
        super().__init__(f"{len(rows)} rows are refused.")
        #: Why, by the number of the row.
        self.rows = rows


def row_of(
    component: Component, timing: Timing, capacity: int, exclusive: bool
) -> dict[str, object]:
    """A slot as one row of a statement that makes many."""
    return {
        "component_id": component.id,
        "series_day": timing.day,
        "starts_at": timing.starts_at,
        "ends_at": timing.ends_at,
        "all_day": timing.all_day,
        "capacity": capacity,
        "exclusive": exclusive,
    }


def change_slot(
    slot: Slot,
    timing: Timing,
    *,
    capacity: int,
    exclusive: bool,
    note: str,
    at: datetime,
    actor: Actor,
) -> None:
    """Change one slot by itself; later changes of its series leave it alone.

    A slot that persons stand on keeps its time, and room for them.
    """
    queries.lock(slot.component)
    db.session.refresh(slot, with_for_update={"of": Slot})
    before = told(slot)
    rules.check_can_change(slot, timing, capacity=capacity, exclusive=exclusive, at=at)
    if moved(slot, timing):
        check_on_offer(slot.component)
        check_free(slot.component, [timing], but=slot)
    changed = moved(slot, timing) or (slot.capacity, slot.exclusive) != (capacity, exclusive)
    slot.detached = slot.series_id is not None and (slot.detached or changed)
    slot.starts_at, slot.ends_at, slot.all_day = timing.starts_at, timing.ends_at, timing.all_day
    slot.capacity, slot.exclusive, slot.note = capacity, exclusive, note
    db.session.flush()
    audit.record("hosts.change_slot", slot, at=at, actor=actor, before=before, after=told(slot))


def moved(slot: Slot, timing: Timing) -> bool:
    return (slot.starts_at, slot.ends_at) != (timing.starts_at, timing.ends_at)


def check_on_offer(component: Component) -> None:
    if component.retired_at is not None:
        raise Refused("This component is retired. Bring it back before you offer times for it.")


def met_by(
    component: Component, timings: Sequence[Timing], *, but: Sequence[int] = ()
) -> list[Slot]:
    """The slots about these times: those that are open, and any at the same moment."""
    if not timings:
        return []
    start = min(timing.starts_at for timing in timings)
    end = max(timing.ends_at for timing in timings)
    standing = queries.standing(component.id, start, end)
    same = queries.at_moments(component.id, [timing.starts_at for timing in timings])
    return [slot for slot in [*standing, *same] if slot.id not in but]


def in_the_way(
    component: Component, timings: Sequence[Timing], *, but: Sequence[int] = ()
) -> list[Clash]:
    """Those of the times at which another slot is already, each with that slot."""
    return rules.clashes(timings, met_by(component, timings, but=but))


def check_free(component: Component, timings: Sequence[Timing], *, but: Slot | None = None) -> None:
    found = in_the_way(component, timings, but=[but.id] if but else ())
    if found:
        raise rules.clash_refused(found, len(timings))


def close(slot: Slot, *, at: datetime, actor: Actor) -> None:
    """Not to be asked for now; what stands on it is kept."""
    rules.check_can_close(slot.state)
    put(slot, SlotState.CLOSED, "hosts.close_slot", at=at, actor=actor)


def open_again(slot: Slot, *, at: datetime, actor: Actor) -> None:
    queries.lock(slot.component)
    rules.check_can_open(slot.state, slot.starts_at, at)
    check_on_offer(slot.component)
    if queries.standing(slot.component_id, slot.starts_at, slot.ends_at, but=slot):
        raise Refused("Another slot of this component is open at this time.")
    put(slot, SlotState.OPEN, "hosts.open_slot", at=at, actor=actor)


def withdraw(slot: Slot, *, at: datetime, actor: Actor) -> None:
    """Take a slot back for good; what stands on it is kept and shown.

    Its day becomes an exception of its series, so that no change of that makes it anew.
    """
    if slot.state is SlotState.WITHDRAWN:
        raise Refused("This slot is withdrawn already.")
    if slot.series_id and slot.series_day:
        db.session.execute(
            insert_once(SeriesException),
            [{"series_id": slot.series_id, "day": slot.series_day}],
        )
    put(slot, SlotState.WITHDRAWN, "hosts.withdraw_slot", at=at, actor=actor)


def put(slot: Slot, state: SlotState, action: str, *, at: datetime, actor: Actor) -> None:
    """Change the state from what this person saw; somebody else may have been faster."""
    before = slot.state
    changed = db.session.scalar(
        update(Slot)
        .where(Slot.id == slot.id, Slot.state == before)
        .values(state=state)
        .returning(Slot.id)
        .execution_options(synchronize_session=False)
    )
    if changed is None:
        raise Refused("Somebody has just changed this slot. Please look at it again.")
    db.session.refresh(slot)
    audit.record(action, slot, at=at, actor=actor, before={"state": before}, after=told(slot))


def open_between(component: Component, first: date, last: date, *, at: datetime) -> Sequence[Slot]:
    """The open slots ahead that start on these days."""
    start, end = days_ahead(first, last, at)
    found = queries.slots(component_id=component.id, state=SlotState.OPEN, starts=start, until=end)
    return db.session.scalars(found).all()


def close_between(
    component: Component, first: date, last: date, *, at: datetime, actor: Actor
) -> int:
    """Close the open slots ahead that start on these days; how many they were.

    They are locked by their keys, as everybody does who takes several.
    """
    start, end = days_ahead(first, last, at)
    closed = db.session.scalars(
        select(Slot.id)
        .where(
            Slot.component_id == component.id,
            Slot.state == SlotState.OPEN,
            Slot.starts_at >= start,
            Slot.starts_at < end,
        )
        .order_by(Slot.id)
        .with_for_update()
    ).all()
    if not closed:
        raise Refused("No open slots lie between these days.")
    db.session.execute(
        update(Slot)
        .where(Slot.id.in_(closed))
        .values(state=SlotState.CLOSED)
        .execution_options(synchronize_session="fetch")
    )
    after = {"first_day": first, "last_day": last, "closed": len(closed)}
    audit.record("hosts.close_slots", component, at=at, actor=actor, after=after)
    return len(closed)


def days_ahead(first: date, last: date, at: datetime) -> tuple[datetime, datetime]:
    """The part of these days that is still to come."""
    if last < first:
        raise Refused("The last day cannot be before the first.")
    start, end = bounds(first, last)
    return max(start, at), end


def bounds(first: date, last: date) -> tuple[datetime, datetime]:
    """From the first local midnight to the one after the last day."""
    after = last + timedelta(days=1)
    return zones.midnight(first, rules.ZONE), zones.midnight(after, rules.ZONE)


def told(slot: Slot) -> dict[str, object]:
    """The slot as the audit log keeps it."""
    names = (
        "component_id",
        "starts_at",
        "ends_at",
        "all_day",
        "capacity",
        "taken",
        "exclusive",
        "state",
        "note",
    )
    return {name: getattr(slot, name) for name in names}
