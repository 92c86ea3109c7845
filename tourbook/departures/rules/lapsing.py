"""How long a request waits for its answer, and when its host is reminded.

The times are a house rule: ten days let a duty roster go round once; whoever must be asked by a
day wants the answer two days before it, so that another host can still be asked; and nobody is
given less than a day.
"""

from datetime import date, datetime, timedelta

from tourbook.core import zones

#: A host has so long to answer.
TO_ANSWER = timedelta(days=10)
#: ... but the answer is wanted so long before the day by which it must be known.
BEFORE_WANTED = timedelta(days=2)
#: ... and nobody is given less than this, unless the visit itself is nearer.
AT_LEAST = timedelta(hours=24)
#: The last reminder leaves so long before the request lapses.
LAST_REMINDER = timedelta(days=2)


def lapses_at(*, asked_at: datetime, wanted_by: date, starts_at: datetime, zone: str) -> datetime:
    """When a request that nobody answers lapses; never after the visit has begun.

    `wanted_by` is the last local day, in `zone`, on which it must be known: see `leads.answer_by`.
    """
    wanted = min(asked_at + TO_ANSWER, zones.midnight(wanted_by, zone) - BEFORE_WANTED)
    return min(max(wanted, asked_at + AT_LEAST), max(starts_at, asked_at))


def reminders(asked_at: datetime, lapses_at: datetime) -> list[datetime]:
    """When the host is reminded: at half time, and two days before the request lapses."""
    half = asked_at + (lapses_at - asked_at) / 2
    last = lapses_at - LAST_REMINDER
    return sorted({half, last}) if last > asked_at else [half]


def reminders_due(asked_at: datetime, lapses_at: datetime, at: datetime) -> int:
    """How many reminders should have left by `at`."""
    return sum(moment <= at for moment in reminders(asked_at, lapses_at))
