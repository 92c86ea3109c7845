"""Weeks and months of slots as a table: which state each slot is in, and where it stands."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from tourbook.core import zones
from tourbook.core.texts import Texts
from tourbook.core.working_days import finnish_holidays
from tourbook.hosts.models import SlotState
from tourbook.hosts.rules.times import ZONE
from tourbook.hosts.rules.visits import Visit


class Shown(StrEnum):
    """What a slot is to those who look at the week."""

    OPEN = "open"
    CLOSED = "closed"
    #: Open, but the host is away.
    BLOCKED = "blocked"
    #: Asked for; the host has not answered.
    REQUESTED = "requested"
    TAKEN = "taken"


@dataclass(frozen=True)
class SlotFacts:
    """One slot as a row of the database gives it; `id` is that of its component for `concerns`."""

    slot_id: int
    component_id: int
    organisation_id: int
    place_id: int | None
    name: Texts
    starts_at: datetime
    ends_at: datetime
    all_day: bool
    capacity: int
    taken: int
    state: SlotState

    @property
    def day(self) -> date:
        return zones.local_day(self.starts_at, ZONE)

    @property
    def hour(self) -> int:
        return zones.clock_time(self.starts_at, ZONE).hour


@dataclass(frozen=True)
class Entry:
    slot: SlotFacts
    shown: Shown


@dataclass(frozen=True)
class AwayFacts:
    organisation_id: int
    component_id: int | None
    place_id: int | None
    starts_at: datetime
    ends_at: datetime


def entries(
    slots: Iterable[SlotFacts], visits: Iterable[Visit], away: Sequence[AwayFacts]
) -> list[Entry]:
    """Each slot with its state."""
    standing: dict[int, list[Visit]] = defaultdict(list)
    for visit in visits:
        if visit.slot_id is not None:
            standing[visit.slot_id].append(visit)
    by_host: dict[int, list[AwayFacts]] = defaultdict(list)
    for one in away:
        by_host[one.organisation_id].append(one)
    return [
        Entry(slot, shown(slot, standing[slot.slot_id], by_host[slot.organisation_id]))
        for slot in slots
    ]


def shown(slot: SlotFacts, visits: Sequence[Visit], away: Iterable[AwayFacts]) -> Shown:
    if slot.taken and (any(visit.agreed for visit in visits) or not visits):
        return Shown.TAKEN
    if slot.taken:
        return Shown.REQUESTED
    if slot.state is not SlotState.OPEN:
        return Shown.CLOSED
    if any(covers(one, slot) for one in away):
        return Shown.BLOCKED
    return Shown.OPEN


def covers(away: AwayFacts, slot: SlotFacts) -> bool:
    """Whether the host of a slot is away in some part of it."""
    return (
        away.component_id in (None, slot.component_id)
        and away.place_id in (None, slot.place_id)
        and away.starts_at < slot.ends_at
        and slot.starts_at < away.ends_at
    )


@dataclass(frozen=True)
class Cell:
    day: date
    entries: list[Entry]


@dataclass(frozen=True)
class Row:
    #: The hour at which its slots begin, or the Monday of a week; None: slots of the whole day.
    hour: int | None
    monday: date | None
    cells: list[Cell]


def week_rows(monday: date, found: Iterable[Entry]) -> list[Row]:
    """The hours at which any slot of the week begins, each with its seven days."""
    placed: dict[tuple[int, date], list[Entry]] = defaultdict(list)
    for entry in found:
        hour = -1 if entry.slot.all_day else entry.slot.hour
        placed[hour, entry.slot.day].append(entry)
    days = [monday + timedelta(days=number) for number in range(7)]
    return [
        Row(
            None if hour < 0 else hour,
            None,
            [Cell(day, placed.get((hour, day), [])) for day in days],
        )
        for hour in sorted({hour for hour, _day in placed})
    ]


def month_rows(first: date, last: date, found: Iterable[Entry]) -> list[Row]:
    """The weeks of a month, each with its seven days, those of other months among them."""
    placed: dict[date, list[Entry]] = defaultdict(list)
    for entry in found:
        placed[entry.slot.day].append(entry)
    monday = first - timedelta(days=first.weekday())
    rows = []
    while monday <= last:
        days = [monday + timedelta(days=number) for number in range(7)]
        rows.append(Row(None, monday, [Cell(day, placed.get(day, [])) for day in days]))
        monday += timedelta(days=7)
    return rows


def holidays_in(first: date, last: date) -> Mapping[date, Texts]:
    """The public holidays of a period and the eves that are kept like them."""
    return {
        day: name
        for year in range(first.year, last.year + 1)
        for day, name in finnish_holidays(year).items()
        if first <= day <= last
    }
