import io
from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from tests import making
from tests.browser_client import Browser
from tests.conftest import Statements
from tests.hosts.reading import count, states, text
from tests.making import NOON
from tourbook.core.db import db
from tourbook.hosts import services
from tourbook.hosts.models import (
    Component,
    Slot,
    SlotState,
)

pytestmark = pytest.mark.usefixtures("at_noon")

SOON = NOON + timedelta(days=10)

SLOT = {
    "day": "2027-03-16",
    "starts": "10:00",
    "minutes": "90",
    "capacity": "20",
    "exclusive": "y",
}
PRESSED = {"save": "Save"}


def test_slot_is_made_at_its_local_time(host: Browser, component: Component) -> None:
    response = host.post(f"/host/components/{component.id}/slots/new", data=SLOT)

    slot = db.session.scalars(select(Slot)).one()
    assert response.location == f"/host/slots/{slot.id}"
    assert (slot.starts_at, slot.ends_at) == (
        datetime(2027, 3, 16, 8, tzinfo=UTC),
        datetime(2027, 3, 16, 9, 30, tzinfo=UTC),
    )
    assert "Tue 16 March 2027, 10:00 EET" in text(host, response.location)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"day": "2027-02-30"}, "no such day"),
        ({"day": "2027-03-01"}, "must lie ahead"),
        ({"day": "2027-03-28", "starts": "03:30"}, "there is no such time"),
        ({"starts": "24:00"}, "between 00:00 and 23:59"),
        ({"minutes": "0"}, "Please check the form"),
        ({"minutes": "1000000000"}, "Please check the form"),
        ({"capacity": "-1"}, "Please check the form"),
        ({"capacity": ""}, "Fill in this field"),
    ],
)
def test_slot_with_something_wrong_is_not_made(
    host: Browser, component: Component, wrong: dict[str, str], sentence: str
) -> None:
    response = host.post(f"/host/components/{component.id}/slots/new", data={**SLOT, **wrong})

    assert sentence in response.get_data(as_text=True)
    assert count(Slot) == 0


def test_slot_is_closed_opened_and_withdrawn(host: Browser, component: Component) -> None:
    slot = making.make_slot(component)
    services.hold_slot(slot.id, 12)
    db.session.commit()
    seen = []

    for verb in ("close", "open", "withdraw", "open"):
        seen.append(host.post(f"/host/slots/{slot.id}/{verb}").status_code)
        db.session.refresh(slot)

    assert seen == [302, 302, 302, 409]
    assert (slot.state, slot.taken) == (SlotState.WITHDRAWN, 12)
    assert "12 persons are expected" in text(host, f"/host/slots/{slot.id}")


def test_slots_of_a_period_are_counted_and_then_closed(host: Browser, component: Component) -> None:
    making.make_slot(component, starts_at=SOON)
    url = f"/host/components/{component.id}/slots/close"
    days = {"first_day": "2027-03-01", "last_day": "2027-03-31"}

    page = host.post(url, data={**days, "preview": "Show"}).get_data(as_text=True)
    assert "1 open slot would be closed." in page
    assert states() == [SlotState.OPEN]

    host.post(url, data={**days, **PRESSED})
    assert states() == [SlotState.CLOSED]
    assert "No open slots" in host.post(url, data={**days, **PRESSED}).get_data(as_text=True)


def test_slots_are_listed_by_state_component_and_day(
    as_organiser: Browser, component: Component
) -> None:
    making.make_slot(component, starts_at=SOON)
    closed = making.make_slot(starts_at=SOON + timedelta(days=40))
    closed.state = SlotState.CLOSED
    making.make_slot(starts_at=NOON - timedelta(days=9))
    db.session.commit()

    assert "2 rows" in text(as_organiser, "/desk/slots")
    for query in (
        "state=open",
        f"component={component.id}",
        "first=2027-03-12&last=2027-03-12",
        "first=2027-04-01",
        "view=week&first=2027-03-08",
        "view=month",
        "view=month&first=2027-04-30",
    ):
        assert "1 row" in text(as_organiser, f"/desk/slots?{query}"), query
    assert "Fri 12 March 2027</h2>" in text(as_organiser, "/desk/slots?view=month")


@pytest.mark.parametrize(
    "query", ["first=2027-02-30", "view=year", "first=2199-12-31&view=month", "component=x&page=0"]
)
def test_odd_addresses_of_the_list_do_no_harm(as_organiser: Browser, query: str) -> None:
    text(as_organiser, f"/desk/slots?{query}")


@pytest.mark.parametrize("rows", [1, 30])
def test_slot_list_asks_the_same_number_of_questions(
    as_organiser: Browser, statements: Statements, rows: int
) -> None:
    for n in range(rows):
        making.make_slot(starts_at=SOON + timedelta(days=n))
    db.session.flush()
    db.session.expunge_all()

    with statements() as seen:
        page = text(as_organiser, "/desk/slots")

    assert len(seen) == 6
    assert ("Next page" in page) is (rows == 30)


def test_slots_are_handed_out_as_calendar_and_sheet(host: Browser, component: Component) -> None:
    slot = making.make_slot(component, starts_at=SOON)
    making.make_slot(starts_at=SOON)

    calendar = Calendar.from_ical(host.get("/host/slots?format=ics").data)
    response = host.get("/host/slots?format=xlsx")

    events = calendar.walk("VEVENT")
    assert [event["UID"] for event in events] == [f"slot-{slot.id}@localhost"]
    assert str(events[0].decoded("DTSTART")) == "2027-03-12 14:00:00+02:00"
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(response.data)).get_sheet_by_index(0)
    assert [row[0] for row in sheet.to_python()[1:]] == [component.name.en]
