"""When the rescue department of the demonstration is away, and the calendars that say so.

All of it lies between the group that comes soon and the departures for sale.
"""

from datetime import datetime, timedelta

from tourbook.core import zones
from tourbook.core.audit import Actor
from tourbook.demo.offers import Offers
from tourbook.directory.models import Organisation
from tourbook.hosts.models import AwayKind
from tourbook.hosts.rules.away import AwayFacts
from tourbook.hosts.rules.times import ZONE
from tourbook.hosts.services import away, busy, feeds

#: What the department's own calendar program gives out: a day of inspection, and drills each week.
ROSTER = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Example Rescue Department//Duty roster//EN
BEGIN:VEVENT
UID:inspection@rescue.example.org
DTSTAMP:{stamp}
DTSTART;VALUE=DATE:{inspection}
SUMMARY:Inspection of the breathing apparatus
END:VEVENT
BEGIN:VEVENT
UID:drill@rescue.example.org
DTSTAMP:{stamp}
DTSTART;TZID=Europe/Helsinki:{drill}T150000
DTEND;TZID=Europe/Helsinki:{drill}T163000
RRULE:FREQ=WEEKLY;BYDAY=FR;COUNT=8
SUMMARY:Drill of the day shift
END:VEVENT
BEGIN:VEVENT
UID:stand@rescue.example.org
DTSTAMP:{stamp}
DTSTART;VALUE=DATE:{inspection}
TRANSP:TRANSPARENT
SUMMARY:Stand-by at home
END:VEVENT
END:VCALENDAR
"""
#: Days from today: first, and how many.
INSPECTION, EXERCISE, LEAVE = 21, (28, 2), (35, 10)
PER_MONTH, PER_YEAR, EXERCISES_PER_MONTH = 8, 60, 3
#: Where another calendar could be read, once an administrator allows it.
ADDRESS = "https://calendar.example.org/vehicles.ics"


def make_calendar(offers: Offers, *, at: datetime, host: Actor, organiser: Actor) -> None:
    """Times away, visits a month and a year, and calendars that are read and given out."""
    rescue = offers.organisations["rescue"]
    exercise = offers.components["rescue-exercise"]
    away_for(rescue, AwayKind.BLACKOUT, EXERCISE, "National exercise", at=at, actor=host)
    away_for(rescue, AwayKind.QUIET, LEAVE, "Half of the crew is on leave", at=at, actor=host)
    for component_id, month, year in (
        (None, PER_MONTH, PER_YEAR),
        (exercise.id, EXERCISES_PER_MONTH, None),
    ):
        away.set_budget(rescue.id, component_id, per_month=month, per_year=year, at=at, actor=host)
    busy.add_file(
        rescue.id,
        name="Duty roster",
        component_id=None,
        content=roster(at).encode(),
        at=at,
        actor=host,
    )
    busy.add_address(
        rescue.id,
        name="Vehicles at the workshop",
        component_id=exercise.id,
        address=ADDRESS,
        at=at,
        actor=host,
    )
    feeds.make(rescue.id, name="Duty desk", language="fi", at=at, actor=host)
    feeds.make(rescue.id, name="Organiser's calendar", language="en", at=at, actor=organiser)


def away_for(
    host: Organisation,
    kind: AwayKind,
    days: tuple[int, int],
    note: str,
    *,
    at: datetime,
    actor: Actor,
) -> None:
    """Whole days: the first one counted from today, and how many."""
    first = zones.local_day(at, ZONE) + timedelta(days=days[0])
    facts = AwayFacts(
        kind,
        zones.midnight(first, ZONE),
        zones.midnight(first + timedelta(days=days[1]), ZONE),
        note=note,
    )
    away.add_away(host.id, facts, at=at, actor=actor)


def roster(at: datetime) -> str:
    """The calendar file of today: the inspection is on a working day, the drills on Fridays."""
    today = zones.local_day(at, ZONE)
    inspection = today + timedelta(days=INSPECTION)
    inspection += timedelta(days=(1 - inspection.weekday()) % 7)
    drill = today + timedelta(days=(4 - today.weekday()) % 7)
    return ROSTER.format(
        stamp=at.strftime("%Y%m%dT%H%M%SZ"),
        inspection=f"{inspection:%Y%m%d}",
        drill=f"{drill:%Y%m%d}",
    ).replace("\n", "\r\n")
