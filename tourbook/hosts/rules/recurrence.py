"""Recurrence rules (RFC 5545, part 3.3.10) on local days: read, written and laid out.

A rule has no beginning and no end of its own: it is laid out between a first and a last day. Every
day between is looked at once and none beyond, so no rule can cost more than those days.
"""

import calendar
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from itertools import groupby

from tourbook.core.refused import Refused

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
#: A rule longer than this no host writes.
MOST_CHARACTERS = 200
MOST_INTERVAL = 400
#: A series is laid out for at most three years.
MOST_DAYS = 3 * 366
NUMBERED_DAY = re.compile(r"(?P<nth>[+-]?\d{1,2})?(?P<weekday>MO|TU|WE|TH|FR|SA|SU)", re.ASCII)
WHOLE = re.compile(r"[+-]?\d{1,3}", re.ASCII)


class Freq(StrEnum):
    DAILY = "DAILY"
    WEEKLY = "WEEKLY"
    MONTHLY = "MONTHLY"
    YEARLY = "YEARLY"


@dataclass(frozen=True)
class Rule:
    freq: Freq
    interval: int = 1
    #: (which, weekday): 0 is each of them, 2 the second, -1 the last; Monday is 0.
    weekdays: tuple[tuple[int, int], ...] = ()
    #: 1 to 31, or -1 (the last) to -31.
    month_days: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    #: Which of the days of one period are meant: 1 is the first, -1 the last.
    positions: tuple[int, ...] = ()
    #: The day that a week begins with.
    week_start: int = 0


def parse(text: str) -> Rule:
    """A rule as calendar programs write it: `FREQ=MONTHLY;BYDAY=2TU`.

    Raises:
        Refused: it cannot be read, or asks for what series do not have (hours, a count, an end).
    """
    parts = parts_of(text)
    rule = Rule(
        freq=freq_of(parts.pop("FREQ", "")),
        interval=interval_of(parts.pop("INTERVAL", "1")),
        weekdays=tuple(numbered(day) for day in listed(parts.pop("BYDAY", ""))),
        month_days=numbers(parts.pop("BYMONTHDAY", ""), 31),
        months=numbers(parts.pop("BYMONTH", ""), 12),
        positions=numbers(parts.pop("BYSETPOS", ""), 366),
        week_start=weekday_of(parts.pop("WKST", "MO")),
    )
    for name in parts:
        raise not_known(name)
    check(rule)
    return rule


def parts_of(text: str) -> dict[str, str]:
    plain = text.strip().upper().removeprefix("RRULE:").strip(";")
    if not plain or len(plain) > MOST_CHARACTERS:
        raise Refused("Give a rule such as FREQ=MONTHLY;BYDAY=2TU, of at most 200 characters.")
    found: dict[str, str] = {}
    for part in plain.split(";"):
        name, _equals, value = part.partition("=")
        if not value or name in found:
            raise Refused("“%(part)s” cannot be read in this rule.", part=part[:40])
        found[name] = value
    return found


def not_known(name: str) -> Refused:
    if name in ("COUNT", "UNTIL"):
        return Refused(
            "Leave COUNT and UNTIL out: the first and the last day say how long it goes."
        )
    return Refused("“%(part)s” cannot be used in the rule of a series.", part=name[:40])


def freq_of(text: str) -> Freq:
    try:
        return Freq(text)
    except ValueError:
        raise Refused("A rule begins with FREQ=DAILY, WEEKLY, MONTHLY or YEARLY.") from None


def listed(text: str) -> list[str]:
    return text.split(",") if text else []


def whole(text: str) -> int:
    if not WHOLE.fullmatch(text):
        raise Refused("“%(part)s” cannot be read in this rule.", part=text[:40])
    return int(text)


def interval_of(text: str) -> int:
    found = whole(text)
    if not 1 <= found <= MOST_INTERVAL:
        raise Refused("INTERVAL is a number from 1 to %(most)d.", most=MOST_INTERVAL)
    return found


def numbers(text: str, most: int) -> tuple[int, ...]:
    found = tuple(dict.fromkeys(whole(one) for one in listed(text)))
    if any(not 1 <= abs(one) <= most for one in found):
        raise Refused("“%(part)s” cannot be read in this rule.", part=text[:40])
    return found


def numbered(text: str) -> tuple[int, int]:
    match = NUMBERED_DAY.fullmatch(text)
    if not match:
        raise Refused("“%(part)s” cannot be read in this rule.", part=text[:40])
    return int(match["nth"] or 0), WEEKDAYS.index(match["weekday"])


def weekday_of(text: str) -> int:
    if text not in WEEKDAYS:
        raise Refused("“%(part)s” cannot be read in this rule.", part=text[:40])
    return WEEKDAYS.index(text)


#: How many times a weekday can come in the period of a rule.
MOST_OF_WEEKDAY = {Freq.MONTHLY: 5, Freq.YEARLY: 53}


def check(rule: Rule) -> None:
    """
    Raises:
        Refused: parts that RFC 5545 does not allow together.
    """
    most = MOST_OF_WEEKDAY.get(rule.freq, 0)
    if any(abs(which) > most for which, _weekday in rule.weekdays):
        raise Refused("“The second Tuesday” needs FREQ=MONTHLY or FREQ=YEARLY, and must exist.")
    if rule.freq is Freq.WEEKLY and rule.month_days:
        raise Refused("A weekly rule has no days of the month. Use FREQ=MONTHLY.")
    if any(month < 0 for month in rule.months):
        raise Refused("Months are numbers from 1 to 12.")
    if rule.positions and not (rule.weekdays or rule.month_days or rule.months):
        raise Refused("BYSETPOS needs days to choose from, such as BYDAY=MO,TU.")


def written(rule: Rule) -> str:
    """The rule as it is kept; `parse` reads it back."""
    parts = [f"FREQ={rule.freq}"]
    if rule.interval > 1:
        parts.append(f"INTERVAL={rule.interval}")
    named = [f"{which or ''}{WEEKDAYS[weekday]}" for which, weekday in rule.weekdays]
    for name, values in (
        ("BYDAY", named),
        ("BYMONTHDAY", rule.month_days),
        ("BYMONTH", rule.months),
        ("BYSETPOS", rule.positions),
    ):
        if values:
            parts.append(f"{name}={','.join(map(str, values))}")
    if rule.week_start:
        parts.append(f"WKST={WEEKDAYS[rule.week_start]}")
    return ";".join(parts)


def weekly(weekdays: Iterable[int], every: int = 1) -> str:
    """On these weekdays of every so many weeks; 0 is Monday."""
    named = tuple((0, weekday) for weekday in sorted(set(weekdays)))
    return written(Rule(Freq.WEEKLY, every, named))


def monthly(which: int, weekday: int, every: int = 1) -> str:
    """On the first (1) to fourth (4) or last (-1) such weekday of every so many months."""
    return written(Rule(Freq.MONTHLY, every, ((which, weekday),)))


def weekdays_in(rule: str) -> list[int]:
    """The weekdays on which a rule can make a slot; 0 is Monday.

    A rule that names none can come to any: the tenth of each month.
    """
    named = {weekday for _which, weekday in parse(rule).weekdays}
    return [number for number in range(7) if not named or number in named]


def days(rule: Rule, first: date, last: date) -> list[date]:
    """The days of a rule that begins with `first`, until `last`, both included.

    Raises:
        Refused: the last day comes before the first, or years after it.
    """
    if last < first:
        raise Refused("The last day cannot be before the first.")
    if (last - first).days >= MOST_DAYS:
        raise Refused("A series goes on for at most three years. Choose an earlier last day.")
    return expand(explicit(rule, first), first, last)


def expand(rule: Rule, first: date, last: date) -> list[date]:
    """The days of a rule that leaves nothing open, without a limit: the caller has one."""
    fits = fitting(rule)
    found: list[date] = []
    for _period, group in groupby(looked_at(rule, first, last), key=period_of(rule)):
        found += chosen([day for day in group if fits(day)], rule.positions)
    return [day for day in found if first <= day <= last]


def explicit(rule: Rule, first: date) -> Rule:
    """The rule with what it leaves open, which its first day says."""
    if rule.weekdays or rule.month_days:
        return rule
    if rule.freq is Freq.WEEKLY:
        return replace(rule, weekdays=((0, first.weekday()),))
    if rule.freq is Freq.MONTHLY:
        return replace(rule, month_days=(first.day,))
    if rule.freq is Freq.YEARLY:
        return replace(rule, month_days=(first.day,), months=rule.months or (first.month,))
    return rule


def looked_at(rule: Rule, first: date, last: date) -> Iterator[date]:
    """The days of all periods that the rule comes to, whole: positions are counted in them."""
    period = period_of(rule)
    begun = period(first)
    start = around(rule, first)[0]
    for number in range(days_looked_at(rule, first, last)):
        day = start + timedelta(days=number)
        if (period(day) - begun) % rule.interval == 0:
            yield day


def days_looked_at(rule: Rule, first: date, last: date) -> int:
    """How many days it takes to lay a rule out: whole periods, however near the days are."""
    return (around(rule, last)[1] - around(rule, first)[0]).days + 1


def period_of(rule: Rule) -> Callable[[date], int]:
    """Numbers the days, weeks, months or years, one after the other."""
    if rule.freq is Freq.DAILY:
        return date.toordinal
    if rule.freq is Freq.WEEKLY:
        # Day 1 of the calendar is a Monday.
        return lambda day: (day.toordinal() - 1 - rule.week_start) // 7
    if rule.freq is Freq.MONTHLY:
        return lambda day: day.year * 12 + day.month
    return lambda day: day.year


def around(rule: Rule, day: date) -> tuple[date, date]:
    """The first and the last day of the period that this day is in."""
    if rule.freq is Freq.DAILY:
        return day, day
    if rule.freq is Freq.WEEKLY:
        start = day - timedelta(days=(day.weekday() - rule.week_start) % 7)
        return start, start + timedelta(days=6)
    if rule.freq is Freq.MONTHLY:
        return day.replace(day=1), day.replace(day=length_of(day))
    return day.replace(month=1, day=1), day.replace(month=12, day=31)


def length_of(month: date) -> int:
    return calendar.monthrange(month.year, month.month)[1]


def fitting(rule: Rule) -> Callable[[date], bool]:
    """Whether a day is one of the rule; a long list costs no more than a short one."""
    months, month_days = frozenset(rule.months), frozenset(rule.month_days)
    weekdays = frozenset(rule.weekdays)
    by_year = rule.freq is Freq.YEARLY and not rule.months

    def fits(day: date) -> bool:
        return (
            (not months or day.month in months)
            and (not month_days or on_month_day(day, month_days))
            and (not weekdays or not weekdays.isdisjoint(names_of(day, by_year)))
        )

    return fits


def on_month_day(day: date, month_days: Collection[int]) -> bool:
    return day.day in month_days or day.day - length_of(day) - 1 in month_days


def names_of(day: date, by_year: bool) -> tuple[tuple[int, int], ...]:
    """What a rule may call this day: each Tuesday (0, 1), the second (2, 1), the last (-1, 1).

    They are counted in its month, or in its year.
    """
    weekday = day.weekday()
    number = day.timetuple().tm_yday if by_year else day.day
    length = 365 + calendar.isleap(day.year) if by_year else length_of(day)
    nth, from_last = (number - 1) // 7 + 1, (length - number) // 7 + 1
    return (0, weekday), (nth, weekday), (-from_last, weekday)


def chosen(found: list[date], positions: Sequence[int]) -> list[date]:
    """Those of the days of one period that are meant."""
    if not positions:
        return found
    count = len(found)
    places = {place - 1 if place > 0 else count + place for place in positions}
    return [day for place, day in enumerate(found) if place in places]
