"""Between moments in UTC and what the clocks of a place show."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo


def moment_of(shown: datetime, zone: str) -> datetime:
    """The moment at which the clocks of `zone` show this.

    An hour that the clocks skip moves on by what was skipped (03:30 is then 04:30); of an hour
    that comes twice the first is meant.
    """
    return shown.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def moment_at(day: date, hour: time, zone: str) -> datetime:
    return moment_of(datetime.combine(day, hour), zone)


def midnight(day: date, zone: str) -> datetime:
    """The moment at which the day begins."""
    return moment_at(day, time(), zone)


def clock_time(moment: datetime, zone: str) -> datetime:
    """What the clocks of `zone` show, as forms and spreadsheets want it: without a zone."""
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def local_day(moment: datetime, zone: str) -> date:
    return clock_time(moment, zone).date()
