"""Reads a calendar file with two readers that are not ours; one of them shares nothing with
what wrote it.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import vobject
from icalendar import Calendar


@dataclass(frozen=True)
class Entry:
    """One event; its times are in UTC, or days where it lasts all day."""

    starts: datetime | date
    ends: datetime | date
    summary: str
    location: str
    status: str


def entries(content: bytes) -> dict[str, Entry]:
    """The events of a file by their UID, which both readers find alike."""
    first = {
        str(one["UID"]): entry(
            one.decoded("DTSTART"),
            one.decoded("DTEND"),
            [str(one.get(name, "")) for name in ("SUMMARY", "LOCATION", "STATUS")],
        )
        for one in Calendar.from_ical(content).walk("VEVENT")
    }
    forget_zones()
    second = {
        one.uid.value: entry(
            one.dtstart.value,
            one.dtend.value,
            [one.getChildValue(name, "") for name in ("summary", "location", "status")],
        )
        for one in vobject.readOne(content.decode()).contents.get("vevent", [])
    }
    assert first == second
    return first


def forget_zones() -> None:
    """The second reader keeps a zone's rules from the first file that names it."""
    known = vars(vobject.icalendar)["__tzidMap"]
    for name in [name for name in known if name != "UTC"]:
        del known[name]


def entry(starts: Any, ends: Any, words: list[str]) -> Entry:
    return Entry(in_utc(starts), in_utc(ends), *words)


def in_utc(moment: datetime | date) -> datetime | date:
    return moment.astimezone(UTC) if isinstance(moment, datetime) else moment
