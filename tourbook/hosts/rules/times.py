"""What holds for slots: their times on the clock, their states, and the lists that show them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
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
#: Minutes of a day on paper; the clocks make it 23 or 25 hours twice a year.
DAY_MINUTES = 24 * 60


@dataclass(frozen=True)
class Timing:
    """When one slot would be."""

    starts_at: datetime
    ends_at: datetime
    #: The local time does not exist on this day: the clocks had gone forward past it.
    moved: bool = False
    #: The local day for which a series makes it.
    day: date | None = None
    all_day: bool = False


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
    found = timed(day, hour, minutes, zone)
    if found.moved:
        raise Refused("The clocks go forward on this day and there is no such time.")
    return found


def timed(day: date, hour: time, minutes: int, zone: str = ZONE) -> Timing:
    """A slot of so many minutes from a local time on, whatever the clocks do meanwhile.

    A time that the clocks skip moves on by what they skip; of one that comes twice the first is
    meant.
    """
    starts_at, moved = moment(day, hour, zone)
    return Timing(starts_at, starts_at + timedelta(minutes=minutes), moved, day)


def whole_day(day: date, zone: str = ZONE) -> Timing:
    """From local midnight to local midnight: 23, 24 or 25 hours."""
    after = zones.midnight(day + timedelta(days=1), zone)
    return Timing(zones.midnight(day, zone), after, day=day, all_day=True)


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
