"""Visits to hosts, as the parts above this one know them, and how they are counted."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from tourbook.core import zones
from tourbook.hosts.rules.times import ZONE


@dataclass(frozen=True)
class Visit:
    """A visit that a host was asked for or said yes to; no word of who comes."""

    request_id: int
    organisation_id: int
    component_id: int
    slot_id: int | None
    starts_at: datetime
    ends_at: datetime
    pax: int
    #: The host said yes; else it has not answered.
    agreed: bool
    #: Raised with each change.
    revision: int = 1
    #: When it was last changed.
    changed_at: datetime | None = None

    @property
    def day(self) -> date:
        return zones.local_day(self.starts_at, ZONE)

    @property
    def hours(self) -> float:
        return (self.ends_at - self.starts_at).total_seconds() / 3600


@dataclass(frozen=True)
class Month:
    """The agreed visits that began in a month."""

    first_day: date
    visits: int
    persons: int
    hours: float
    #: Visits against the month before: 1, 0 or -1; None where there is none to compare with.
    trend: int | None


def by_month(visits: Iterable[Visit], months: Sequence[date]) -> list[Month]:
    """Visits, persons and hours of each of these months, given by their first days in order."""
    count: Counter[date] = Counter()
    persons: Counter[date] = Counter()
    hours: dict[date, float] = {}
    for visit in visits:
        if visit.agreed:
            month = visit.day.replace(day=1)
            count[month] += 1
            persons[month] += visit.pax
            hours[month] = hours.get(month, 0.0) + visit.hours
    found: list[Month] = []
    for month in months:
        trend = None if not found else direction(count[month] - found[-1].visits)
        found.append(Month(month, count[month], persons[month], hours.get(month, 0.0), trend))
    return found


def direction(difference: int) -> int:
    return (difference > 0) - (difference < 0)


def last_months(today: date, count: int) -> list[date]:
    """The first days of so many months, this month last."""
    number = today.year * 12 + today.month - 1
    return [date(one // 12, one % 12 + 1, 1) for one in range(number - count + 1, number + 1)]
