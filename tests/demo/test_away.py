"""In the demonstration the rescue department is away at times, and calendars say so."""

from collections import Counter
from datetime import timedelta

import sqlalchemy as sa
from icalendar import Calendar

from tests.browser_client import Browser
from tests.demo.conftest import Filled
from tourbook.core import zones
from tourbook.core.db import db
from tourbook.departures.models import HOLDING, ServiceRequest
from tourbook.directory.models import Organisation
from tourbook.hosts.models import AwayKind, AwayTime, BusyFeed, CalendarFeed, VisitBudget
from tourbook.hosts.queries.timetable import timetable
from tourbook.hosts.rules import away as rules
from tourbook.hosts.rules.calendars import Shown
from tourbook.hosts.services import feeds


def rescue() -> Organisation:
    return db.session.scalars(
        sa.select(Organisation).where(Organisation.name == "Example Rescue Department")
    ).one()


def live() -> list[ServiceRequest]:
    """What the department was asked and has not called off."""
    return [
        *db.session.scalars(
            sa.select(ServiceRequest).where(
                ServiceRequest.organisation_id == rescue().id, ServiceRequest.state.in_(HOLDING)
            )
        ).unique()
    ]


def test_no_visit_is_asked_for_when_the_host_is_away(filled: Filled) -> None:
    away = db.session.scalars(sa.select(AwayTime)).unique().all()

    assert {one.kind for one in away} == set(AwayKind)
    assert all(one.starts_at > filled.at for one in away)
    requests = live()
    assert requests
    assert not [
        (one.starts_at, request.starts_at)
        for one in away
        for request in requests
        if rules.blocks(one, request.component, request)
    ]


def test_the_calendar_file_blocks_slots_in_the_week_that_it_says(filled: Filled) -> None:
    feed = db.session.scalars(sa.select(BusyFeed).where(BusyFeed.address == "")).one()
    assert (feed.read_at is not None, feed.fault) == (True, "")
    busy = db.session.scalars(sa.select(AwayTime).where(AwayTime.feed_id == feed.id)).unique().all()
    inspection = max(busy, key=lambda one: one.ends_at - one.starts_at)

    assert len(busy) == 9
    entries = timetable(
        inspection.starts_at, inspection.ends_at, own=frozenset([rescue().id])
    ).entries
    assert {entry.shown for entry in entries} == {Shown.BLOCKED}


def test_an_address_waits_for_the_administrator(filled: Filled) -> None:
    feed = db.session.scalars(sa.select(BusyFeed).where(BusyFeed.address != "")).one()

    assert (feed.allowed_at, feed.read_at) == (None, None)


def test_visits_keep_within_the_budget_of_a_month_and_a_year(filled: Filled) -> None:
    whole, exercise = sorted(
        db.session.scalars(sa.select(VisitBudget)), key=lambda one: one.component_id is not None
    )
    days = [zones.local_day(one.starts_at, one.departure.zone) for one in live()]
    most = max(Counter((day.year, day.month) for day in days).values())

    assert whole.per_month is not None
    assert whole.per_year is not None
    assert 1 <= most <= whole.per_month
    assert len(days) <= whole.per_year
    assert exercise.per_month is not None
    assert exercise.per_year is None


def test_calendars_of_the_host_and_of_the_organiser_say_the_same(filled: Filled) -> None:
    found = db.session.scalars(sa.select(CalendarFeed)).all()
    client = filled.app.test_client()
    assert isinstance(client, Browser)

    read = [
        Calendar.from_ical(client.get(f"/calendar/{feeds.token_of(one)}.ics").data) for one in found
    ]

    times = [
        {(str(one["UID"]), one.start, one.end, str(one["STATUS"])) for one in calendar.events}
        for calendar in read
    ]
    assert len(times) == 2
    assert times[0] == times[1]
    agreed = [start for _uid, start, _end, status in times[0] if status == "CONFIRMED"]
    near = filled.at + timedelta(days=14)
    assert [start for start in agreed if filled.at < start < near]
