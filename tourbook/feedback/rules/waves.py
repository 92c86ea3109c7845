"""When people are asked, reminded and no longer asked.

Settings (evaluation within two weeks, questions before from ten days ahead, three messages at
most for a wave) are those of an evaluation that people answer and trust.
"""

from datetime import date, datetime, time, timedelta
from enum import StrEnum

from tourbook.bookings.models import BookingState
from tourbook.core import zones
from tourbook.core.refused import Refused
from tourbook.departures.models import Departure, DepartureStatus
from tourbook.feedback.models import Wave, WaveKind

#: The wave "before" opens so long before the first day, at this hour.
BEFORE_OPENS = timedelta(days=10)
OPENING_HOUR = time(9)
#: A programme without items starts at this hour.
FIRST_HOUR = time(8)
#: The wave "after" opens in the afternoon of the last day and stays open so long.
AFTER_OPENS = time(13)
AFTER_STAYS_OPEN = timedelta(days=14)

#: Messages for one wave: at its opening, two days after, and a day before it closes.
MESSAGES = 3
SECOND_MESSAGE = timedelta(days=2)
LAST_MESSAGE = timedelta(days=1)
#: Nobody is written to twice within this time.
PAUSE = timedelta(hours=20)

#: Whose participants are asked.
ASKED_STATUSES = (DepartureStatus.OPEN, DepartureStatus.CLOSED, DepartureStatus.COMPLETED)
ASKED_STATES = (BookingState.CONFIRMED, BookingState.COMPLETED)


class WaveState(StrEnum):
    COMING = "coming"
    OPEN = "open"
    CLOSED = "closed"


def first_start(departure: Departure) -> datetime:
    """When the programme begins."""
    starts = [item.starts_at for item in departure.items]
    return min(starts, default=zones.moment_at(departure.first_day, FIRST_HOUR, departure.zone))


def times(departure: Departure) -> dict[WaveKind, tuple[datetime, datetime]]:
    """When each wave opens and closes."""
    before = zones.moment_at(departure.first_day - BEFORE_OPENS, OPENING_HOUR, departure.zone)
    after = zones.moment_at(departure.last_day, AFTER_OPENS, departure.zone)
    return {
        WaveKind.BEFORE: (before, first_start(departure)),
        WaveKind.AFTER: (after, after + AFTER_STAYS_OPEN),
    }


def last_day_asked(at: datetime) -> date:
    """Departures that ended before this day are no longer asked."""
    return (at - AFTER_STAYS_OPEN - timedelta(days=1)).date()


def first_day_asked(at: datetime) -> date:
    """Departures that begin after this day are not asked yet."""
    return (at + BEFORE_OPENS + timedelta(days=1)).date()


def state(wave: Wave, *, at: datetime) -> WaveState:
    if at < wave.opens_at:
        return WaveState.COMING
    return WaveState.OPEN if at < wave.closes_at else WaveState.CLOSED


def check_open(wave: Wave, *, at: datetime) -> None:
    now = state(wave, at=at)
    if now is WaveState.COMING:
        raise Refused("These questions are not open yet.")
    if now is WaveState.CLOSED:
        raise Refused("These questions are closed. Answers can no longer be changed.")


def reminders(wave: Wave) -> tuple[datetime, ...]:
    """When those who have not started are written to again."""
    last = wave.closes_at - LAST_MESSAGE
    second = wave.opens_at + SECOND_MESSAGE
    return (second, last) if last - second > PAUSE else (last,)


def reminder_due(wave: Wave, *, at: datetime) -> int | None:
    """The number of the reminder whose time has come last, from 1; None before the first."""
    passed = [number for number, due in enumerate(reminders(wave), start=1) if due <= at]
    return passed[-1] if passed else None
