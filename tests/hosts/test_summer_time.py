"""Slots on the nights on which the clocks change in Finland: typed, shown, asked for, read back.

The clocks go from 03:00 to 04:00 on 28 March 2027, and from 04:00 to 03:00 on 31 October 2027.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from tests import making
from tests.browser_client import Browser
from tests.calendars import entries
from tests.departures.asking import ACTOR
from tests.hosts.reading import text
from tests.hosts.test_feeds import make_feed
from tests.making import NOON
from tourbook.core.db import db
from tourbook.departures import queries, services
from tourbook.departures.models import Departure
from tourbook.hosts.models import Component, Slot
from tourbook.packages.models import Version, VersionStatus

pytestmark = pytest.mark.usefixtures("at_noon")

FORM = {"capacity": "20", "exclusive": "y", "save": "Save"}
OTHERS = {"repeats": "weekly", "every": "1", "which": "1", "weekday": "0"}


@dataclass(frozen=True)
class Vector:
    day: date
    #: By the clocks of Finland; none is all day.
    starts: time | None
    minutes: int
    #: As a page shows it.
    shown: str
    #: In UTC.
    begins: datetime
    ends: datetime

    @property
    def typed(self) -> dict[str, str]:
        """The fields of a form."""
        if self.starts is None:
            return {**FORM, "starts": "", "minutes": "", "all_day": "y"}
        return {**FORM, "starts": f"{self.starts:%H:%M}", "minutes": str(self.minutes)}


def utc(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2027, month, day, hour, minute, tzinfo=UTC)


MARCH, OCTOBER = date(2027, 3, 28), date(2027, 10, 31)
DAY = timedelta(days=1)
#: Hours before, over and after a change, and over midnight.
HOURS = [
    Vector(MARCH - DAY, time(10), 90, "10:00-11:30", utc(3, 27, 8), utc(3, 27, 9, 30)),
    Vector(MARCH, time(2, 30), 60, "02:30-04:30", utc(3, 28, 0, 30), utc(3, 28, 1, 30)),
    Vector(MARCH, time(10), 90, "10:00-11:30", utc(3, 28, 7), utc(3, 28, 8, 30)),
    Vector(MARCH - DAY, time(22), 600, "22:00-09:00", utc(3, 27, 20), utc(3, 28, 6)),
    Vector(OCTOBER - DAY, time(10), 90, "10:00-11:30", utc(10, 30, 7), utc(10, 30, 8, 30)),
    Vector(OCTOBER, time(2, 30), 180, "02:30-04:30", utc(10, 30, 23, 30), utc(10, 31, 2, 30)),
    Vector(OCTOBER, time(10), 90, "10:00-11:30", utc(10, 31, 8), utc(10, 31, 9, 30)),
    Vector(OCTOBER - DAY, time(22), 600, "22:00-07:00", utc(10, 30, 19), utc(10, 31, 5)),
    Vector(date(2027, 6, 1), time(22), 240, "22:00-02:00", utc(6, 1, 19), utc(6, 1, 23)),
]
#: The second half past three of a night; the clock shows the same at both ends.
TWICE = Vector(OCTOBER, time(3, 30), 60, "03:30-03:30", utc(10, 31, 0, 30), utc(10, 31, 1, 30))
#: A day of 23 hours, one of 25, and one of 24.
DAYS = [
    Vector(MARCH, None, 0, "All day", utc(3, 27, 22), utc(3, 28, 21)),
    Vector(OCTOBER, None, 0, "All day", utc(10, 30, 21), utc(10, 31, 22)),
    Vector(date(2027, 6, 1), None, 0, "All day", utc(5, 31, 21), utc(6, 1, 21)),
]


def words_of_table(host: Browser, day: date, slot: Slot) -> str:
    """What the week of this day says of the slot."""
    page = text(host, f"/host/timetable?first={day}")
    link = page[page.index(f'href="/host/slots/{slot.id}"') :]
    words = " ".join(link[link.index(">") + 1 : link.index("<span")].split())
    return words.replace("\N{EN DASH}", "-")


@pytest.mark.parametrize("vector", [*HOURS, TWICE, *DAYS])
def test_slot_is_typed_shown_and_read_back(
    host: Browser, visitor: Browser, component: Component, vector: Vector
) -> None:
    host.post(
        f"/host/components/{component.id}/slots/new",
        data={**vector.typed, "day": vector.day.isoformat()},
    )

    slot = db.session.scalars(select(Slot)).one()
    assert (slot.starts_at, slot.ends_at) == (vector.begins, vector.ends)
    assert words_of_table(host, vector.day, slot) == vector.shown
    found = entries(visitor.get(make_feed(component)).data)[f"slot-{slot.id}@tourbook"]
    if vector.starts is None:
        assert (found.starts, found.ends) == (vector.day, vector.day + DAY)
    else:
        assert (found.starts, found.ends) == (vector.begins, vector.ends)


@pytest.mark.parametrize("vector", [*HOURS, TWICE, *DAYS])
def test_series_makes_the_same_slot(host: Browser, component: Component, vector: Vector) -> None:
    host.post(
        f"/host/components/{component.id}/slots/series",
        data={
            **OTHERS,
            **vector.typed,
            "weekdays": [str(vector.day.weekday())],
            "zone": "Europe/Helsinki",
            "first_day": vector.day.isoformat(),
            "last_day": vector.day.isoformat(),
        },
    )

    slot = db.session.scalars(select(Slot)).one()
    assert (slot.starts_at, slot.ends_at) == (vector.begins, vector.ends)
    assert slot.all_day == (vector.starts is None)


def make_version(component: Component, vector: Vector) -> Version:
    """A programme with a part at this time of its first day, by the clocks of the visit."""
    version = making.make_version(component=component, published=False)
    (item,) = version.days[0].items
    assert vector.starts is not None
    first, last = vector.shown.split("-")
    item.starts_minute, item.ends_minute = (
        int(one[:2]) * 60 + int(one[3:]) for one in (first, last)
    )
    if item.ends_minute <= item.starts_minute:
        item.ends_minute += 24 * 60
    db.session.flush()
    version.status, version.published_at = VersionStatus.PUBLISHED, NOON
    db.session.flush()
    return version


def put_on(day: date, version: Version) -> Departure:
    departure = services.create(
        version,
        first_day=day,
        seats=20,
        booking_deadline=NOON + DAY,
        at=NOON,
        actor=ACTOR,
    )
    services.ask_hosts(departure, at=NOON, actor=ACTOR)
    return departure


@pytest.mark.parametrize("vector", HOURS)
def test_departure_takes_the_slot_and_both_calendars_agree(
    as_organiser: Browser, visitor: Browser, component: Component, vector: Vector
) -> None:
    slot = making.kept(
        Slot(
            component=component,
            starts_at=vector.begins,
            ends_at=vector.ends,
            capacity=20,
            exclusive=True,
        )
    )
    departure = put_on(vector.day, make_version(component, vector))
    (request,) = queries.requests_of(departure)
    assert request.slot_id == slot.id
    services.accept(request, by="Host", at=NOON, actor=ACTOR)
    db.session.commit()

    hosts = entries(visitor.get(make_feed(component)).data)[f"slot-{slot.id}@tourbook"]
    ours = entries(as_organiser.get(f"/desk/departures/{departure.id}.ics").data)
    (part,) = ours.values()

    assert hosts.summary.startswith("Taken")
    assert (hosts.starts, hosts.ends) == (part.starts, part.ends) == (vector.begins, vector.ends)


def test_a_whole_day_of_25_hours_is_held_for_a_visit_within_it(
    visitor: Browser, component: Component
) -> None:
    vector = DAYS[1]
    slot = making.kept(
        Slot(
            component=component,
            starts_at=vector.begins,
            ends_at=vector.ends,
            all_day=True,
            capacity=20,
            exclusive=True,
        )
    )
    late = Vector(OCTOBER, time(22), 90, "22:00-23:30", utc(10, 31, 20), utc(10, 31, 21, 30))

    departure = put_on(OCTOBER, make_version(component, late))

    (request,) = queries.requests_of(departure)
    assert (request.slot_id, request.starts_at, request.ends_at) == (
        slot.id,
        late.begins,
        late.ends,
    )
    db.session.commit()
    found = entries(visitor.get(make_feed(component)).data)[f"slot-{slot.id}@tourbook"]
    assert (found.starts, found.ends) == (OCTOBER, OCTOBER + DAY)
    assert found.summary == f"Requested: {component.name.en}, 20 persons"
