"""When a component can be had: slots one by one and as weekly series."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import insert, update

from tourbook.core import audit, zones
from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.hosts import queries, rules
from tourbook.hosts.models import Component, Slot, SlotSeries, SlotState
from tourbook.hosts.rules import SeriesFacts, Timing


@dataclass(frozen=True)
class Plan:
    """What a series would make, and what stands in its way."""

    timings: Sequence[Timing]
    clashing: Sequence[Timing]

    @property
    def moved(self) -> list[Timing]:
        return [timing for timing in self.timings if timing.moved]


def add_slot(
    component: Component,
    *,
    starts_at: datetime,
    ends_at: datetime,
    capacity: int,
    exclusive: bool = True,
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
        capacity=capacity,
        exclusive=exclusive,
    )
    db.session.add(slot)
    db.session.flush()
    audit.record("hosts.add_slot", slot, at=at, actor=actor, after=told(slot))
    return slot


def plan_series(component: Component, facts: SeriesFacts, *, at: datetime) -> Plan:
    """What `add_series` would do; changes nothing."""
    timings = rules.series(facts)
    rules.check_to_come(timings, at)
    return Plan(timings, in_the_way(component, timings))


def add_series(
    component: Component, facts: SeriesFacts, *, at: datetime, actor: Actor
) -> SlotSeries:
    """Make the slots of a weekly series: all of them, or none."""
    timings = rules.series(facts)
    rules.check_to_come(timings, at)
    check_on_offer(component)
    queries.lock(component)
    check_free(component, timings)
    series = SlotSeries(
        component=component,
        rule=rules.weekly(facts.weekday),
        starts=facts.starts,
        minutes=facts.minutes,
        zone=facts.zone,
        first_day=facts.first_day,
        last_day=facts.last_day,
        capacity=facts.capacity,
        exclusive=facts.exclusive,
    )
    db.session.add(series)
    db.session.flush()
    # One statement for all, not one each.
    rows = [
        {
            "component_id": component.id,
            "series_id": series.id,
            "starts_at": timing.starts_at,
            "ends_at": timing.ends_at,
            "capacity": facts.capacity,
            "exclusive": facts.exclusive,
        }
        for timing in timings
    ]
    db.session.execute(insert(Slot), rows)
    after = {**vars(facts), "component_id": component.id, "slots": len(timings)}
    audit.record("hosts.add_series", series, at=at, actor=actor, after=after)
    return series


def check_on_offer(component: Component) -> None:
    if component.retired_at is not None:
        raise Refused("This component is retired. Bring it back before you offer times for it.")


def in_the_way(component: Component, timings: Sequence[Timing]) -> list[Timing]:
    """Those of the times that an open slot, or a closed one at the same moment, is at already."""
    standing = queries.standing(component.id, timings[0].starts_at, timings[-1].ends_at)
    same = queries.at_moments(component.id, [timing.starts_at for timing in timings])
    return rules.clashing(timings, [*standing, *same])


def check_free(component: Component, timings: Sequence[Timing]) -> None:
    clashing = in_the_way(component, timings)
    if clashing and len(timings) == 1:
        raise Refused("This component has a slot at this time already.")
    if clashing:
        raise Refused(
            "%(count)d of the %(all)d times meet a slot that is there already. Choose other days"
            " or close those slots first.",
            count=len(clashing),
            all=len(timings),
        )


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
    """Take a slot back for good; what stands on it is kept and shown."""
    if slot.state is SlotState.WITHDRAWN:
        raise Refused("This slot is withdrawn already.")
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
    """Close the open slots ahead that start on these days; how many they were."""
    start, end = days_ahead(first, last, at)
    closed = db.session.scalars(
        update(Slot)
        .where(
            Slot.component_id == component.id,
            Slot.state == SlotState.OPEN,
            Slot.starts_at >= start,
            Slot.starts_at < end,
        )
        .values(state=SlotState.CLOSED)
        .returning(Slot.id)
    ).all()
    if not closed:
        raise Refused("No open slots lie between these days.")
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
    names = ("component_id", "starts_at", "ends_at", "capacity", "taken", "exclusive", "state")
    return {name: getattr(slot, name) for name in names}
