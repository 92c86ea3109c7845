"""Calendar files (iCalendar, RFC 5545) with local times and the rules of their zone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vDDDLists, vGeo, vText

#: The clock changes that a file tells reach so far around its events.
A_YEAR = timedelta(days=366)
PRODUCT = "-//tourbook//expert visits//EN"


class EventStatus(StrEnum):
    TENTATIVE = "TENTATIVE"
    CONFIRMED = "CONFIRMED"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True)
class CalendarEvent:
    """One event. `uid` stays the same when the event moves, and `sequence` then grows."""

    uid: str
    starts: datetime
    ends: datetime
    summary: str
    zone: str = "Europe/Helsinki"
    location: str = ""
    description: str = ""
    geo: tuple[float, float] | None = None
    status: EventStatus = EventStatus.CONFIRMED
    sequence: int = 0
    url: str = ""
    #: Whole days, from midnight to midnight.
    all_day: bool = False
    #: Whether whoever has it in the calendar is busy meanwhile.
    busy: bool = True
    modified: datetime | None = None


def to_ics(
    events: Iterable[CalendarEvent],
    *,
    name: str,
    language: str,
    at: datetime,
    refresh: timedelta | None = None,
) -> bytes:
    """Write a calendar file; `at` is the moment it was made.

    `refresh` is how often a program that follows it should look again (RFC 7986).
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", worded(name, language))
    calendar.add("x-wr-calname", name)
    if refresh:
        calendar.add("refresh-interval", refresh, {"VALUE": "DURATION"})
    listed = list(events)
    for event in listed:
        calendar.add_component(written(event, language=language, at=at))
    if listed:
        calendar.add_missing_timezones(
            first_date=min(event.starts for event in listed).date() - A_YEAR,
            last_date=max(event.ends for event in listed).date() + A_YEAR,
        )
        change_clocks_line_by_line(calendar)
    return bytes(calendar.to_ical())


def change_clocks_line_by_line(calendar: Calendar) -> None:
    """Give each change of the clocks a line: some readers take only a line's first date."""
    for change in calendar.walk():
        dates = change.get("RDATE") if change.name in ("STANDARD", "DAYLIGHT") else None
        if dates is not None:
            change["RDATE"] = [vDDDLists([one.dt]) for one in dates.dts]


def written(event: CalendarEvent, *, language: str, at: datetime) -> Event:
    entry = Event()
    entry.add("uid", event.uid)
    entry.add("dtstamp", at.astimezone(UTC))
    starts, ends = span(event)
    entry.add("dtstart", starts)
    entry.add("dtend", ends)
    entry.add("summary", worded(event.summary, language))
    entry.add("status", event.status.value)
    entry.add("sequence", event.sequence)
    if not event.busy:
        entry.add("transp", "TRANSPARENT")
    if event.modified:
        entry.add("last-modified", event.modified.astimezone(UTC))
    if event.location:
        entry.add("location", worded(event.location, language))
    if event.description:
        entry.add("description", worded(event.description, language))
    if event.geo:
        entry.add("geo", vGeo(event.geo))
    if event.url:
        entry.add("url", event.url)
    return entry


def local(moment: datetime, zone: str) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("A time in a calendar needs its zone.")
    return moment.astimezone(ZoneInfo(zone))


def span(event: CalendarEvent) -> tuple[date, date]:
    """When an event begins and ends, as whole days or as times that every reader finds again.

    A local time that comes twice, when summer time ends, means its first coming (RFC 5545,
    3.3.5). So an event that touches the second is written in UTC.
    """
    starts, ends = local(event.starts, event.zone), local(event.ends, event.zone)
    if event.all_day:
        return starts.date(), ends.date()
    if starts.fold or ends.fold:
        return starts.astimezone(UTC), ends.astimezone(UTC)
    return starts, ends


def worded(text: str, language: str) -> vText:
    words = vText(text)
    words.params["LANGUAGE"] = language
    return words
