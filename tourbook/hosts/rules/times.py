"""What holds for slots and their weekly series."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Protocol

from tourbook.core import zones
from tourbook.core.refused import Refused
from tourbook.hosts.models import SlotState

ZONE = "Europe/Helsinki"
#: No list of slots goes beyond this day.
FAR = date(2199, 12, 30)
#: A week by its number: 2027-W23 or 23/2027.
WEEK = re.compile(
    r"(?P<year>20\d\d|21\d\d)-?[Ww](?P<week>\d{1,2})|(?P<week2>\d{1,2})/(?P<year2>20\d\d|21\d\d)"
)
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
#: A series makes no more slots than this at a time.
MOST_SLOTS = 200


@dataclass(frozen=True)
class SeriesFacts:
    #: 0 is Monday.
    weekday: int
    starts: time
    minutes: int
    first_day: date
    last_day: date
    capacity: int
    exclusive: bool = True
    zone: str = ZONE


@dataclass(frozen=True)
class Timing:
    """When one slot would be."""

    starts_at: datetime
    ends_at: datetime
    #: The local time does not exist on this day: the clocks had gone forward past it.
    moved: bool = False


class Period(Protocol):
    @property
    def starts_at(self) -> datetime: ...
    @property
    def ends_at(self) -> datetime: ...


def moment(day: date, hour: time, zone: str) -> tuple[datetime, bool]:
    """A local time as a moment in UTC, and whether the clocks had skipped it."""
    found = zones.moment_at(day, hour, zone)
    return found, zones.clock_time(found, zone) != datetime.combine(day, hour)


def single(day: date, hour: time, minutes: int, zone: str = ZONE) -> Timing:
    """One slot at a local time, which must exist."""
    starts_at, moved = moment(day, hour, zone)
    if moved:
        raise Refused("The clocks go forward on this day and there is no such time.")
    return Timing(starts_at, starts_at + timedelta(minutes=minutes))


def days_of(weekday: int, first: date, last: date) -> list[date]:
    """Each such weekday from the first day to the last, both included."""
    start = first + timedelta(days=(weekday - first.weekday()) % 7)
    return [start + timedelta(weeks=n) for n in range((last - start).days // 7 + 1)]


def weekly(weekday: int) -> str:
    """The recurrence rule (RFC 5545) of each such weekday; 0 is Monday."""
    return f"FREQ=WEEKLY;BYDAY={WEEKDAYS[weekday]}"


def weekdays_in(rule: str) -> list[int]:
    """The weekdays on which a recurrence rule can make a slot; 0 is Monday.

    A rule that names none can come to any: the tenth of each month.
    """
    parts = dict(part.split("=", 1) for part in rule.split(";") if "=" in part)
    named = {day[-2:] for day in parts.get("BYDAY", "").split(",") if day}
    return [number for number, day in enumerate(WEEKDAYS) if not named or day in named]


def series(facts: SeriesFacts) -> list[Timing]:
    """The times of a weekly series: the same local time, summer and winter."""
    if facts.last_day < facts.first_day:
        raise Refused("The last day cannot be before the first.")
    days = days_of(facts.weekday, facts.first_day, facts.last_day)
    if not days:
        raise Refused("This weekday does not come between the first day and the last.")
    if len(days) > MOST_SLOTS:
        raise Refused(
            "This would make %(wanted)d slots; a series makes at most %(most)d. Choose an earlier"
            " last day.",
            wanted=len(days),
            most=MOST_SLOTS,
        )
    length = timedelta(minutes=facts.minutes)
    timings = [moment(day, facts.starts, facts.zone) for day in days]
    made = [Timing(start, start + length, moved) for start, moved in timings]
    if any(meet(one, other) for one, other in pairwise(made)):
        raise Refused("Each slot would last into the next. Choose a shorter length.")
    return made


def meet(one: Period, other: Period) -> bool:
    """Whether two periods share a moment; one may begin as the other ends."""
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at


def clashing(wanted: Sequence[Timing], standing: Sequence[Period]) -> list[Timing]:
    """Those of the wanted times that meet one that stands already."""
    return [timing for timing in wanted if any(meet(timing, period) for period in standing)]


def check_to_come(timings: Iterable[Timing], at: datetime) -> None:
    if any(timing.starts_at <= at for timing in timings):
        raise Refused("A slot must lie ahead. Choose a later day.")


def check_can_close(state: SlotState) -> None:
    if state is not SlotState.OPEN:
        raise Refused("Only an open slot can be closed.")


def check_can_open(state: SlotState, starts_at: datetime, at: datetime) -> None:
    if state is SlotState.WITHDRAWN:
        raise Refused("A withdrawn slot stays withdrawn. Make a new one.")
    if state is SlotState.OPEN:
        raise Refused("This slot is open already.")
    if starts_at <= at:
        raise Refused("This slot has passed, so it cannot be opened.")


def why_not_held(state: SlotState, capacity: int, taken: int, exclusive: bool, pax: int) -> Refused:
    """Why a slot could not be given to so many persons."""
    if state is not SlotState.OPEN:
        return Refused("This time is no longer offered.")
    if pax > capacity:
        return Refused("This time is for at most %(most)d persons.", most=capacity)
    if exclusive or taken >= capacity:
        return Refused("Somebody has just taken this time.")
    return Refused("Only %(left)d places are left at this time.", left=capacity - taken)


def span(view: str, first: date | None, last: date | None, today: date) -> tuple[date, date | None]:
    """The days that a list shows: a whole week or month, or what is asked for, from today on."""
    start = first or today
    if view == "week":
        monday = start - timedelta(days=start.weekday())
        return monday, monday + timedelta(days=6)
    if view == "month":
        return start.replace(day=1), month_after(start) - timedelta(days=1)
    return start, max(last, start) if last else None


def month_after(day: date) -> date:
    """The first day of the next month."""
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)


def before(view: str, first: date) -> date:
    """Where the week or month before begins."""
    if view == "month":
        return (first - timedelta(days=1)).replace(day=1)
    return first - timedelta(days=7)


def week_in(text: str) -> date:
    """The Monday of a week that is written 2027-W23, 2027W23 or 23/2027.

    Raises:
        Refused: there is no such week.
    """
    match = WEEK.fullmatch(text.strip())
    if not match:
        raise Refused("Give a week such as 2027-W23, or a day in it.")
    year, number = int(match["year"] or match["year2"]), int(match["week"] or match["week2"])
    try:
        return date.fromisocalendar(year, number, 1)
    except ValueError:
        raise Refused("There is no such week.") from None


def whole_week(day: date) -> tuple[datetime, datetime]:
    """From the Monday of this day's week to the next, at local midnight."""
    monday = day - timedelta(days=day.weekday())
    return zones.midnight(monday, ZONE), zones.midnight(monday + timedelta(days=7), ZONE)
