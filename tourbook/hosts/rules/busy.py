"""Busy times out of a calendar file (RFC 5545): read and expanded within limits.

Only what says when somebody is busy is looked at: the times of events and how they repeat. A file
that nests or repeats more than a calendar does is refused before it costs time.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from tourbook.core.languages import N_
from tourbook.core.refused import Refused
from tourbook.hosts.rules import recurrence
from tourbook.hosts.rules.recurrence import Freq, Rule
from tourbook.hosts.rules.times import ZONE

#: A calendar file of ten years of a busy desk is smaller.
MOST_BYTES = 2_000_000
MOST_LINES = 100_000
#: VCALENDAR, VEVENT, VALARM; timezones nest as deep.
DEEPEST = 4
#: Events ahead, each date of those that repeat.
MOST_EVENTS = 5_000
#: Days that may be looked at to expand all events that repeat: some seconds.
MOST_DAYS = 500_000
#: To read a rule costs as much as to look at so many days.
RULE_COST = 10
#: Busy times are kept so far ahead: 24 months.
AHEAD = timedelta(days=731)
LONGEST = timedelta(days=3 * 366)

LINE = re.compile(
    r"(?P<name>[A-Za-z-]{1,40})(?P<params>(?:;[^:\";]*(?:\"[^\"]*\"[^:\";]*)?)*):(?P<value>.*)"
)
TZID = re.compile(r";TZID=\"?([^\";:]{1,80})\"?", re.IGNORECASE)
MOMENT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z)?)?", re.ASCII)
DURATION = re.compile(
    r"\+?P(?:(?P<weeks>\d{1,3})W)?(?:(?P<days>\d{1,4})D)?"
    r"(?:T(?:(?P<hours>\d{1,4})H)?(?:(?P<minutes>\d{1,5})M)?(?:(?P<seconds>\d{1,6})S)?)?",
    re.ASCII,
)
KEPT = {
    "UID",
    "DTSTART",
    "DTEND",
    "DURATION",
    "RRULE",
    "RDATE",
    "EXDATE",
    "RECURRENCE-ID",
    "TRANSP",
    "STATUS",
}
#: Parts of a rule that series have by their first and last day.
OWN_BOUNDS = ("COUNT", "UNTIL")
UNREADABLE = N_("This file is not a calendar that can be read.")
TOO_MUCH = (
    "This calendar repeats too much: it may hold at most 5,000 events in the 24 months ahead."
)
UNKNOWN_RULE = (
    "An event of this calendar repeats in a way that cannot be read, such as each second."
)


@dataclass(frozen=True, order=True)
class Busy:
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Property:
    params: str
    value: str


@dataclass(frozen=True)
class At:
    """A time in the file: a day, or what the clocks of a zone show."""

    day: date
    hour: time | None
    zone: str

    @property
    def moment(self) -> datetime:
        shown = datetime.combine(self.day, self.hour or time())
        return shown.replace(tzinfo=ZoneInfo(self.zone)).astimezone(UTC)


@dataclass
class Entry:
    """A VEVENT, by the names of its properties."""

    found: dict[str, list[Property]] = field(default_factory=lambda: defaultdict(list))

    def first(self, name: str) -> Property | None:
        return self.found[name][0] if name in self.found else None

    def says(self, name: str, value: str) -> bool:
        found = self.first(name)
        return found is not None and found.value.strip().upper() == value


@dataclass
class Allowance:
    """What may still be spent on one file."""

    days: int = MOST_DAYS
    events: int = MOST_EVENTS

    def spend_days(self, days: int) -> None:
        self.days -= days
        if self.days < 0:
            raise Refused(TOO_MUCH)

    def spend_event(self) -> None:
        self.events -= 1
        if self.events < 0:
            raise Refused(TOO_MUCH)


def busy_times(content: bytes, at: datetime) -> list[Busy]:
    """When a calendar is busy from `at` on for 24 months, overlaps merged, in order.

    Raises:
        Refused: the file is too large, no calendar, nested, or repeats without end.
    """
    until = at + AHEAD
    allowance = Allowance()
    entries = list(events(content))
    moved = overridden(entries)
    found: list[Busy] = []
    for entry in entries:
        for busy in times_of(entry, moved, at, until, allowance):
            if busy.ends_at > at and busy.starts_at < until:
                allowance.spend_event()
                found.append(Busy(max(busy.starts_at, at), min(busy.ends_at, until)))
    return merged(found)


def merged(found: Iterable[Busy]) -> list[Busy]:
    """Times that meet or follow each other at once become one."""
    joined: list[Busy] = []
    for one in sorted(found):
        if joined and one.starts_at <= joined[-1].ends_at:
            last = joined[-1]
            joined[-1] = replace(last, ends_at=max(last.ends_at, one.ends_at))
        else:
            joined.append(one)
    return joined


def lines(content: bytes) -> Iterator[str]:
    """The lines of the file, folded ones whole again.

    Raises:
        Refused: it is too large, or has too many lines.
    """
    if len(content) > MOST_BYTES:
        raise Refused("This calendar is larger than 2 MB.")
    text = content.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")
    if text.count("\n") > MOST_LINES:
        raise Refused("This calendar has too many lines.")
    yield from re.sub(r"\n[ \t]", "", text).split("\n")


def events(content: bytes) -> Iterator[Entry]:
    """The events of the file; what lies inside them, such as alarms, is left out."""
    stack: list[str] = []
    entry: Entry | None = None
    begun = False
    for line in lines(content):
        match = LINE.fullmatch(line)
        if not match:
            continue
        name, value = match["name"].upper(), match["value"]
        if name == "BEGIN":
            stack.append(value.strip().upper())
            check_nesting(stack)
            begun = True
            entry = Entry() if stack[-1] == "VEVENT" else entry
        elif name == "END":
            close(stack, value)
            if value.strip().upper() == "VEVENT" and entry:
                yield entry
                entry = None
        elif entry is not None and stack[-1] == "VEVENT" and name in KEPT:
            entry.found[name].append(Property(match["params"], value))
    if not begun or stack:
        raise Refused(UNREADABLE)


def check_nesting(stack: list[str]) -> None:
    outside = stack[0] != "VCALENDAR" or "VCALENDAR" in stack[1:]
    if outside or stack.count("VEVENT") > 1 or len(stack) > DEEPEST:
        raise Refused(UNREADABLE)


def close(stack: list[str], value: str) -> None:
    if not stack or stack.pop() != value.strip().upper():
        raise Refused(UNREADABLE)


def overridden(entries: Iterable[Entry]) -> dict[str, set[datetime]]:
    """The dates of repeating events that the file tells of by themselves, by event."""
    found: dict[str, set[datetime]] = defaultdict(set)
    for entry in entries:
        uid, moved = entry.first("UID"), entry.first("RECURRENCE-ID")
        if uid and moved and (moment := at_of(moved)):
            found[uid.value].add(moment.moment)
    return found


def times_of(
    entry: Entry,
    moved: dict[str, set[datetime]],
    since: datetime,
    until: datetime,
    allowance: Allowance,
) -> Iterator[Busy]:
    """The times of one event; none of one that is called off or leaves people free."""
    start = entry.first("DTSTART")
    first = at_of(start) if start else None
    if first is None or entry.says("STATUS", "CANCELLED") or entry.says("TRANSP", "TRANSPARENT"):
        return
    length, whole_days = length_of(entry, first)
    if not timedelta() < length <= LONGEST:
        return
    out = excluded(entry)
    if "RECURRENCE-ID" not in entry.found and (uid := entry.first("UID")):
        out |= moved.get(uid.value, set())
    for one in starts_of(entry, first, since - length, until, allowance):
        if one.moment not in out:
            yield Busy(one.moment, end_of(one, length, whole_days))


def end_of(start: At, length: timedelta, whole_days: bool) -> datetime:
    """Whole days end at a midnight, however long the clocks make them."""
    if whole_days:
        return replace(start, day=start.day + length).moment
    return start.moment + length


def length_of(entry: Entry, first: At) -> tuple[timedelta, bool]:
    """How long the event lasts, and whether it is counted in days."""
    ends, lasts = entry.first("DTEND"), entry.first("DURATION")
    end = at_of(ends) if ends else None
    if end is not None and first.hour is None:
        return end.day - first.day, True
    if end is not None:
        return end.moment - first.moment, False
    if lasts and (match := DURATION.fullmatch(lasts.value.strip())):
        parts = {name: int(value) for name, value in match.groupdict(default="0").items()}
        return timedelta(**parts), first.hour is None
    return timedelta(days=first.hour is None), True


def excluded(entry: Entry) -> set[datetime]:
    return {
        one.moment
        for listed in entry.found.get("EXDATE", ())
        for value in listed.value.split(",")
        if (one := at_of(replace(listed, value=value)))
    }


def starts_of(
    entry: Entry, first: At, since: datetime, until: datetime, allowance: Allowance
) -> Iterator[At]:
    """When the event begins: once, by its rules, and on the dates that it lists."""
    rules = entry.found.get("RRULE", [])
    seen = {first.moment}
    if not rules or first.moment >= since:
        yield first
    for rule in rules:
        for one in repeated(rule.value, first, since, until, allowance):
            if one.moment not in seen:
                seen.add(one.moment)
                yield one
    for listed in entry.found.get("RDATE", ()):
        for value in listed.value.split(","):
            added = at_of(replace(listed, value=value.partition("/")[0]))
            if added and added.moment not in seen:
                seen.add(added.moment)
                allowance.spend_days(1)
                yield added


def repeated(
    text: str, first: At, since: datetime, until: datetime, allowance: Allowance
) -> Iterator[At]:
    """The dates of a rule with its own count or end.

    Only the days from `since` on are looked at, unless the rule counts from its beginning.
    """
    allowance.spend_days(RULE_COST)
    rule, count, last = bounded(text, first)
    start = first.day
    if count is None:
        start = later_start(rule, first.day, since.date() - timedelta(days=2))
    end = until.date() + timedelta(days=1)
    ended = last.moment if last else until
    if last:
        end = min(end, last.day + timedelta(days=1))
    if end < start:
        return
    allowance.spend_days(recurrence.days_looked_at(rule, start, end))
    number = 0
    for day in recurrence.expand(recurrence.explicit(rule, first.day), start, end):
        if day < first.day:
            continue
        one, number = replace(first, day=day), number + 1
        if (count is not None and number > count) or one.moment > ended:
            return
        if one.moment >= since:
            yield one


def bounded(text: str, first: At) -> tuple[Rule, int | None, At | None]:
    """A rule, and its count or its last moment.

    Raises:
        Refused: it repeats by hours or less, or by what no series has.
    """
    parts = [part.partition("=") for part in text.strip().upper().split(";") if part]
    named = {name: value for name, _equals, value in parts}
    rest = ";".join(f"{name}={value}" for name, value in named.items() if name not in OWN_BOUNDS)
    counted = named.get("COUNT", "")
    try:
        rule = recurrence.parse(rest)
    except Refused:
        raise Refused(UNKNOWN_RULE) from None
    if counted and not (counted.isascii() and counted.isdecimal() and len(counted) < 10):
        raise Refused(UNKNOWN_RULE)
    last = at_of(Property("", named["UNTIL"])) if "UNTIL" in named else None
    if last and last.hour is None:
        last = replace(last, hour=time(23, 59, 59), zone=first.zone)
    return rule, int(counted) if counted else None, last


def later_start(rule: Rule, first: date, since: date) -> date:
    """A day at which a rule can be taken up again, whole periods of it after the first."""
    if since <= first:
        return first
    if rule.freq in (Freq.DAILY, Freq.WEEKLY):
        step = rule.interval * (7 if rule.freq is Freq.WEEKLY else 1)
        return first + timedelta(days=(since - first).days // step * step)
    months = rule.interval * (12 if rule.freq is Freq.YEARLY else 1)
    passed = (since.year - first.year) * 12 + since.month - first.month
    # One period earlier, for this month may lie before the day in it.
    number = first.year * 12 + first.month - 1 + max(0, passed // months - 1) * months
    return date(number // 12, number % 12 + 1, 1)


def at_of(found: Property) -> At | None:
    """A date or time as it is written; None where nobody can read it."""
    match = MOMENT.fullmatch(found.value.strip().upper())
    if not match:
        return None
    year, month, day, *clock = match.groups()
    try:
        on = date(int(year), int(month), int(day))
        # Python has no leap seconds.
        hour = time(int(clock[0]), int(clock[1]), min(int(clock[2]), 59)) if clock[0] else None
    except ValueError:
        return None
    if not 1970 <= on.year <= 2199:
        return None
    if clock[3]:
        return At(on, hour, "UTC")
    named = TZID.search(found.params)
    return At(on, hour, zone_of(named[1]) if named else ZONE)


@cache
def known(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def zone_of(name: str) -> str:
    """The zone of this name, also as Windows calls it; where nobody knows it, Finland's."""
    plain = WINDOWS_TO_OLSON.get(name, name)
    return plain if len(plain) < 60 and known(plain) else ZONE
