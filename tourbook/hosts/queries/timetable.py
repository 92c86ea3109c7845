"""The slots of a week or a month with what stands on them, in a few statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from tourbook.core.db import db
from tourbook.hosts.models import AwayTime, Component, Slot, SlotState
from tourbook.hosts.queries.visits import visits_between
from tourbook.hosts.rules.calendars import AwayFacts, Entry, Shown, SlotFacts, entries

#: A table holds no more slots than this; more are narrowed to a component first.
MOST_SHOWN = 500


@dataclass(frozen=True)
class Found:
    entries: list[Entry]
    #: There are more slots than a table can show.
    more: bool


def timetable(
    start: datetime,
    end: datetime,
    *,
    own: frozenset[int] | None = None,
    component_id: int | None = None,
    most: int = MOST_SHOWN,
) -> Found:
    """The slots that begin in a period and are not withdrawn with nobody on them, in order."""
    slots = slots_in(start, end, own=own, component_id=component_id, most=most + 1)
    shown = slots[:most]
    hosts = {slot.organisation_id for slot in shown}
    visits = [one for one in visits_between(hosts, start, end) if one.slot_id] if hosts else []
    away = away_in(hosts, start, max((slot.ends_at for slot in shown), default=end))
    return Found(entries(shown, visits, away), len(slots) > most)


def slots_in(
    start: datetime,
    end: datetime,
    *,
    own: frozenset[int] | None,
    component_id: int | None,
    most: int,
) -> list[SlotFacts]:
    found = (
        select(
            Slot.id,
            Slot.component_id,
            Component.organisation_id,
            Component.place_id,
            Component.name,
            Slot.starts_at,
            Slot.ends_at,
            Slot.all_day,
            Slot.capacity,
            Slot.taken,
            Slot.state,
        )
        .join(Component, Component.id == Slot.component_id)
        .where(
            Slot.starts_at >= start,
            Slot.starts_at < end,
            (Slot.state != SlotState.WITHDRAWN) | (Slot.taken > 0),
        )
        .order_by(Slot.starts_at, Slot.id)
        .limit(most)
    )
    if own is not None:
        found = found.where(Component.organisation_id.in_(own))
    if component_id:
        found = found.where(Slot.component_id == component_id)
    return [SlotFacts(*row) for row in db.session.execute(found)]


def away_in(organisation_ids: set[int], start: datetime, end: datetime) -> Sequence[AwayFacts]:
    found = (
        select(
            AwayTime.organisation_id,
            AwayTime.component_id,
            AwayTime.place_id,
            AwayTime.starts_at,
            AwayTime.ends_at,
        )
        .where(
            AwayTime.organisation_id.in_(organisation_ids),
            AwayTime.starts_at < end,
            AwayTime.ends_at > start,
        )
        .order_by(AwayTime.starts_at, AwayTime.id)
    )
    return [AwayFacts(*row) for row in db.session.execute(found)]


def shown_of(slots: Sequence[Slot]) -> dict[int, Shown]:
    """What each of these slots is to those who look at a list of them, by its id."""
    if not slots:
        return {}
    start, end = min(one.starts_at for one in slots), max(one.ends_at for one in slots)
    facts = [facts_of(slot) for slot in slots]
    hosts = {one.organisation_id for one in facts}
    visits = [one for one in visits_between(hosts, start, end) if one.slot_id]
    found = entries(facts, visits, away_in(hosts, start, end))
    return {entry.slot.slot_id: entry.shown for entry in found}


def facts_of(slot: Slot) -> SlotFacts:
    component = slot.component
    return SlotFacts(
        slot_id=slot.id,
        component_id=component.id,
        organisation_id=component.organisation_id,
        place_id=component.place_id,
        name=component.name,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        all_day=slot.all_day,
        capacity=slot.capacity,
        taken=slot.taken,
        state=slot.state,
    )
