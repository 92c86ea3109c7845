"""Putting a version on dates: local times, the deadline that hosts' lead times set, and slots."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from tourbook.core import zones
from tourbook.core.refused import Refused
from tourbook.departures.models import DatedItem, Departure
from tourbook.departures.rules.leads import Safe, Stop, safe_day
from tourbook.hosts.models import Slot, SlotState
from tourbook.hosts.rules.times import Period
from tourbook.packages.models import Day, Item, Version, VersionStatus

#: How far ahead a visit can be put on the calendar.
FARTHEST = timedelta(days=5 * 365)
#: Days between the last booking and the visit where no host says how early it must be asked.
LEAD_DAYS = 14
A_DAY = 24 * 60


@dataclass(frozen=True)
class Deadline:
    """The last day on which a booking still leaves everybody the time that they ask for."""

    day: date
    #: What decides it; None where no host is visited.
    safe: Safe | None


def local_moment(day: date, minute: int, zone: str) -> datetime:
    """The moment at which the clocks of `zone` show this minute of the day; 1440 is the next."""
    days, rest = divmod(minute, A_DAY)
    return zones.moment_at(day + timedelta(days=days), time(rest // 60, rest % 60), zone)


def times_of(item: Item, day: date, zone: str) -> tuple[datetime, datetime]:
    """When the item starts and ends if its day falls on `day`, clock changes reckoned with."""
    starts = local_moment(day, item.starts_minute, zone)
    ends = local_moment(day, item.ends_minute, zone)
    if ends <= starts:
        ends = starts + timedelta(minutes=item.ends_minute - item.starts_minute)
    return starts, ends


def date_of(day: Day, first_day: date) -> date:
    return first_day + timedelta(days=day.number - 1)


def last_day(version: Version, first_day: date) -> date:
    return first_day + timedelta(days=max((day.number for day in version.days), default=1) - 1)


def safe_deadline(stops: Iterable[Stop], first_day: date) -> Deadline:
    """The earliest of all that is due before the visits, whoever demands it."""
    safe = safe_day(stops)
    return Deadline(safe.day if safe else first_day - timedelta(days=LEAD_DAYS), safe)


def end_of_day(day: date, zone: str) -> datetime:
    """The last minute of a day, for a deadline that is given as a day."""
    return local_moment(day, A_DAY - 1, zone)


def check_new(
    version: Version,
    *,
    first_day: date,
    seats: int,
    booking_deadline: datetime,
    at: datetime,
    zone: str,
) -> None:
    """Refuse a departure of a draft, in the past, too large, or with no time left to book."""
    if version.status is not VersionStatus.PUBLISHED:
        raise Refused("Only a published version can be put on the calendar.")
    today = zones.local_day(at, zone)
    if first_day < today:
        raise Refused("The first day has passed. Choose a day ahead.")
    if first_day > today + FARTHEST:
        raise Refused("The first day is too far away. Choose a day within five years.")
    check_seats(seats, version)
    check_deadline(booking_deadline, first_day=first_day, at=at, zone=zone)


def check_seats(seats: int, version: Version) -> None:
    if not 1 <= seats <= version.party_max:
        raise Refused(
            "This version takes at most %(most)d people. Give from 1 to %(most)d places.",
            most=version.party_max,
        )


def check_deadline(booking_deadline: datetime, *, first_day: date, at: datetime, zone: str) -> None:
    if booking_deadline <= at:
        raise Refused("The last day to book has passed. Choose a day from today on.")
    if zones.local_day(booking_deadline, zone) > first_day:
        raise Refused("The last day to book must not be after the first day of the visit.")


def check_within(departure: Departure, starts_at: datetime) -> None:
    """Refuse a time that starts outside the days of the departure."""
    day = zones.local_day(starts_at, departure.zone)
    if not departure.first_day <= day <= departure.last_day:
        raise Refused("This time lies outside the days of the departure.")


def is_free(slot: Slot, pax: int) -> bool:
    """Whether the slot can still be asked for by a group of this size."""
    if slot.state is not SlotState.OPEN:
        return False
    if slot.exclusive and slot.taken > 0:
        return False
    return slot.taken + pax <= slot.capacity


def covers(slot: Period, starts_at: datetime, ends_at: datetime) -> bool:
    return slot.starts_at <= starts_at and ends_at <= slot.ends_at


def fitting_slot(slots: Iterable[Slot], item: DatedItem, pax: int) -> Slot | None:
    """The slot to ask for: free, and at the item's time or around it; the closest one."""
    free = [
        slot
        for slot in slots
        if slot.component_id == item.component_id
        and is_free(slot, pax)
        and (slot.starts_at == item.starts_at or covers(slot, item.starts_at, item.ends_at))
    ]
    return min(
        free,
        key=lambda slot: (
            abs(slot.starts_at - item.starts_at),
            slot.ends_at - slot.starts_at,
            slot.id,
        ),
        default=None,
    )


def time_within(slot: Slot, starts_at: datetime, ends_at: datetime) -> tuple[datetime, datetime]:
    """The item's own time where the slot covers it, else the slot's."""
    if covers(slot, starts_at, ends_at):
        return starts_at, ends_at
    return slot.starts_at, slot.ends_at
