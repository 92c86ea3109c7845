"""On which hours of the week a component can be had."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from tourbook.core.refused import Refused

PERIOD = re.compile(
    r"(\d{1,2})(?:[:.](\d{2}))?\s*[-\N{EN DASH}\N{EM DASH}]\s*(\d{1,2})(?:[:.](\d{2}))?"
)
HOUR = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?(?:[:.]00)?")
DAY = 24 * 60
#: More periods a day than this nobody keeps.
MOST_PERIODS = 6


@dataclass(frozen=True, order=True)
class HoursFacts:
    #: 0 is Monday.
    weekday: int
    #: Minutes after midnight.
    opens_minute: int
    closes_minute: int


def read_day(weekday: int, text: str) -> list[HoursFacts]:
    """The hours of a weekday, written "9-11.30, 13-16"; no text means closed.

    Raises:
        Refused: this cannot be read, or the hours meet.
    """
    parts = [part.strip() for part in re.split(r"[,;]", text) if part.strip()]
    found = sorted(period(weekday, part) for part in parts)
    check_hours(found)
    return found


def period(weekday: int, text: str) -> HoursFacts:
    match = PERIOD.fullmatch(text)
    if not match:
        raise Refused(
            "“%(text)s” cannot be read. Write opening hours such as 9:00-16:00.", text=text[:40]
        )
    opens, closes = minute(match[1], match[2]), minute(match[3], match[4])
    return HoursFacts(weekday, opens, closes)


def minute_of(text: str) -> int:
    """An hour such as 9:30 as minutes after midnight; 24:00 is the end of the day."""
    match = HOUR.fullmatch(text.strip())
    if not match:
        raise Refused("Give an hour between 0:00 and 24:00, such as 9:30.")
    return minute(match[1], match[2])


def minute(hours: str, minutes: str | None) -> int:
    found = int(hours) * 60 + int(minutes or 0)
    if found > DAY or int(minutes or 0) > 59:
        raise Refused("Give an hour between 0:00 and 24:00, such as 9:30.")
    return found


def check_hours(hours: Sequence[HoursFacts]) -> None:
    """Whether each period ends after it begins, and none begins before another has ended."""
    for one in hours:
        if one.closes_minute <= one.opens_minute:
            raise Refused(
                "The hours %(hours)s do not end after they begin. What is open past midnight"
                " goes on the next day from 0:00.",
                hours=said([one]),
            )
    for _weekday, of_day in groupby(sorted(hours), key=lambda one: one.weekday):
        day = list(of_day)
        if len(day) > MOST_PERIODS:
            raise Refused("Give at most %(most)d periods a day.", most=MOST_PERIODS)
        for one, other in pairwise(day):
            if other.opens_minute < one.closes_minute:
                raise Refused("The hours %(hours)s meet.", hours=said([one, other]))


def said(hours: Sequence[HoursFacts]) -> str:
    """As they are written: "9:00-11:30, 13:00-16:00"."""
    return ", ".join(f"{clock(one.opens_minute)}-{clock(one.closes_minute)}" for one in hours)


def clock(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02}"


def week(hours: Sequence[HoursFacts]) -> list[str]:
    """The hours of each weekday from Monday on, as they are written; "" is closed."""
    return [said([one for one in hours if one.weekday == weekday]) for weekday in range(7)]
