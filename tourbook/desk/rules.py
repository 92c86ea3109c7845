"""What needs somebody today."""

from datetime import date, datetime, timedelta

#: Options that lapse within this are shown.
OPTIONS_AHEAD = timedelta(days=7)
#: A departure with hosts missing is at risk when its last day to book is this close.
RISK_AHEAD = timedelta(days=21)
#: Days that the week view and others can reach.
FIRST, LAST = date(2000, 1, 3), date(2099, 12, 28)
A_WEEK = timedelta(days=7)


def days_until(moment: datetime, at: datetime) -> int:
    """Whole days ahead; 0 is less than a day or past."""
    return max(0, (moment - at).days)


def monday_of(day: date) -> date:
    """The Monday of this day's week, within the years that can be shown."""
    day = min(max(day, FIRST), LAST)
    return day - timedelta(days=day.weekday())


def day_asked(written: str) -> date | None:
    """The day that was written, if it is one."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None
