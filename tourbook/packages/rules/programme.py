"""The times, codes and names that a programme is written with."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import time

from tourbook.core.refused import Refused
from tourbook.hosts.models import ComponentKind
from tourbook.packages.models import Day, Item, Version, VersionStatus
from tourbook.packages.rules.outline import DAY_MINUTES

#: A day of the programme is counted from 1; the table holds no more than this.
MOST_DAYS = 30


def minute_of(hour: time) -> int:
    return hour.hour * 60 + hour.minute


def hour_of(minute: int) -> time:
    """The time of day of this minute, also past midnight."""
    return time(minute % DAY_MINUTES // 60, minute % 60)


def shown(minute: int) -> str:
    """As programmes write it: `09:05`. Past midnight the clock starts again."""
    return f"{hour_of(minute):%H:%M}"


def minutes_between(
    starts: time, ends: time, *, kind: ComponentKind, next_day: bool
) -> tuple[int, int]:
    """Start and end in minutes of the day. A night that ends before it starts ends tomorrow."""
    first, last = minute_of(starts), minute_of(ends)
    if next_day or (kind is ComponentKind.LODGING and last <= first):
        return first, last + DAY_MINUTES
    if last <= first:
        raise Refused(
            "It ends before it begins. Change the times, or tick that it ends on the next day."
        )
    return first, last


def day_minutes(starts: time, ends: time) -> tuple[int, int]:
    """The hours of a day; midnight as its end means the end of the day."""
    first, last = minute_of(starts), minute_of(ends) or DAY_MINUTES
    if last <= first:
        raise Refused("The day ends before it begins. Change one of the times.")
    return first, last


def check_item_minutes(starts: int, ends: int) -> None:
    """An item begins on its day and ends by the end of the next."""
    if not 0 <= starts < DAY_MINUTES or ends > 2 * DAY_MINUTES:
        raise Refused("An item begins on its own day and ends by the end of the next day.")
    if ends <= starts:
        raise Refused("An item ends after it begins. Change one of the times.")


def check_day_minutes(starts: int, ends: int) -> None:
    if not 0 <= starts < ends <= DAY_MINUTES:
        raise Refused("The day ends before it begins. Change one of the times.")


def next_start(day: Day) -> int:
    """When the next item of the day would begin: after the last, else with the day."""
    ends = [item.ends_minute for item in day.items if item.kind is not ComponentKind.LODGING]
    return min(max([day.starts_minute, *ends]), DAY_MINUTES - 1)


def next_code(codes: Iterable[str]) -> str:
    """A code for a new objective that no version of the package has used: LO1, LO2, ..."""
    numbers = [int(code[2:]) for code in codes if re.fullmatch(r"LO[0-9]{1,6}", code)]
    return f"LO{max(numbers, default=0) + 1}"


def slug(name: str) -> str:
    """A name as a part of an address: "Rescue & CBRNE" is "rescue-cbrne"."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-") or "package"


def check_draft(version: Version) -> None:
    if version.status is not VersionStatus.DRAFT:
        raise Refused(
            "Version %(number)d is published and never changes. Make a new version from it.",
            number=version.number,
        )


def check_days(days: int) -> None:
    if not 1 <= days <= MOST_DAYS:
        raise Refused("A visit has from one to %(most)d days.", most=MOST_DAYS)


def check_party(smallest: int, largest: int) -> None:
    if smallest < 1 or largest < smallest:
        raise Refused("The largest party cannot be smaller than the smallest.")


def in_season(month: int, season_from: int, season_to: int) -> bool:
    """Whether the package runs in this month; a season may pass the new year."""
    if season_from <= season_to:
        return season_from <= month <= season_to
    return month >= season_from or month <= season_to


def stops(version: Version) -> list[Item]:
    """The items in the order in which they are lived through."""
    return [
        item
        for day in sorted(version.days, key=lambda day: day.number)
        for item in sorted(day.items, key=lambda item: (item.starts_minute, item.ends_minute))
    ]
