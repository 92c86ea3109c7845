"""Calendar addresses: read back by a reader that is not the one that wrote them."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from tests import making
from tests.browser_client import Browser
from tests.conftest import Statements
from tests.departures.asking import make_asked
from tests.hosts.reading import text
from tests.making import NOON
from tourbook.core import tokens
from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.departures import services as departures
from tourbook.departures.models import RequestState
from tourbook.hosts import rules
from tourbook.hosts.models import CalendarFeed, Component, SlotState
from tourbook.hosts.services import feeds, slots

pytestmark = pytest.mark.usefixtures("at_noon")

ACTOR = Actor(None, "Test Person")
MORNING = datetime(2027, 3, 10, 8, tzinfo=UTC)


def make_feed(component: Component, language: str = "en") -> str:
    """The address of a new feed."""
    made = feeds.make(
        component.organisation_id, name="Duty desk", language=language, at=NOON, actor=ACTOR
    )
    db.session.commit()
    return f"/calendar/{feeds.token_of(made)}.ics"


def unfolded(content: bytes) -> list[str]:
    """The lines as RFC 5545, 3.1 has them: at most 75 bytes each, folded by CRLF and a space."""
    assert content.endswith(b"\r\n")
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    return content.decode().replace("\r\n ", "").split("\r\n")[:-1]


def events(content: bytes) -> dict[str, dict[str, str]]:
    """The events by UID, each by the names of its properties with their parameters."""
    found: dict[str, dict[str, str]] = {}
    entry: dict[str, str] | None = None
    for line in unfolded(content):
        if line == "BEGIN:VEVENT":
            entry = {}
        elif line == "END:VEVENT" and entry is not None:
            assert entry["UID"] not in found
            found[entry["UID"]] = entry
            entry = None
        elif entry is not None:
            match = re.fullmatch(r'([A-Z-]+)((?:;[A-Z-]+=(?:"[^"]*"|[^;:"]*))*):(.*)', line)
            assert match, line
            entry[match[1]] = match[3]
            entry[f"{match[1]} params"] = match[2]
    return found


def test_feed_holds_slots_and_their_states(visitor: Browser, component: Component) -> None:
    free = making.make_slot(component, starts_at=MORNING)
    taken = making.make_slot(component, starts_at=MORNING + timedelta(days=1))
    taken.taken = 12
    making.make_slot(starts_at=MORNING)
    gone = making.make_slot(component, starts_at=MORNING + timedelta(days=2))
    gone.state = SlotState.WITHDRAWN

    response = visitor.get(make_feed(component))

    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    found = events(response.data)
    assert set(found) == {f"slot-{free.id}@tourbook", f"slot-{taken.id}@tourbook"}
    one, other = found[f"slot-{free.id}@tourbook"], found[f"slot-{taken.id}@tourbook"]
    assert (one["DTSTART params"], one["DTSTART"]) == (";TZID=Europe/Helsinki", "20270310T100000")
    assert (one["SUMMARY"], one["TRANSP"]) == (f"Open: {component.name.en}", "TRANSPARENT")
    assert other["SUMMARY"] == f"Taken: {component.name.en}\\, 12 persons"
    assert (other["STATUS"], "TRANSP" in other) == ("CONFIRMED", False)
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H" in unfolded(response.data)


def test_visit_without_a_slot_is_an_event_of_its_own(
    visitor: Browser, component: Component
) -> None:
    departure = making.make_departure(
        version=making.make_version(component=component), first_day=date(2027, 3, 10)
    )
    request = making.make_request(departure)
    request.state, request.answered_at = RequestState.CONFIRMED, NOON
    booking = making.make_booking(departure)
    participant = making.make_participant(booking)
    db.session.flush()

    content = visitor.get(make_feed(component, "fi")).data

    entry = events(content)[f"visit-{request.id}@tourbook"]
    assert entry["SUMMARY"].startswith("Varattu") or "Taken" in entry["SUMMARY"]
    words = content.decode()
    for secret in (
        participant.name,
        booking.reference,
        booking.delegation.name,
        departure.version.package.name.fi,
    ):
        assert secret
        assert secret not in words


def test_all_day_slot_is_a_date(visitor: Browser, component: Component) -> None:
    slot = making.make_slot(component)
    day = rules.whole_day(date(2027, 3, 28))
    slot.starts_at, slot.ends_at, slot.all_day = day.starts_at, day.ends_at, True

    entry = events(visitor.get(make_feed(component)).data)[f"slot-{slot.id}@tourbook"]

    assert (entry["DTSTART params"], entry["DTSTART"]) == (";VALUE=DATE", "20270328")
    assert entry["DTEND"] == "20270329"


def test_a_slot_that_is_free_again_is_newer_than_when_it_was_taken(visitor: Browser) -> None:
    asked = make_asked()
    url = make_feed(asked.component)
    uid = f"slot-{asked.slot.id}@tourbook"
    taken = events(visitor.get(url).data)[uid]
    departures.decline(
        asked.request, reason="An exercise", by="Host", at=NOON + timedelta(hours=1), actor=ACTOR
    )
    db.session.commit()

    free = events(visitor.get(url).data)[uid]

    assert ("Requested" in taken["SUMMARY"], "Open" in free["SUMMARY"]) == (True, True)
    assert int(free["SEQUENCE"]) == int(taken["SEQUENCE"]) + 60


def test_change_raises_the_sequence_and_the_tag(visitor: Browser, component: Component) -> None:
    slot = making.make_slot(component, starts_at=MORNING)
    url = make_feed(component)
    first = visitor.get(url)
    tag = first.headers["ETag"]

    same = visitor.get(url, headers={"If-None-Match": tag})
    slots.close(slot, at=NOON, actor=ACTOR)
    db.session.commit()
    changed = visitor.get(url, headers={"If-None-Match": tag})

    assert (same.status_code, same.data) == (304, b"")
    assert changed.status_code == 200
    before, after = (events(one.data)[f"slot-{slot.id}@tourbook"] for one in (first, changed))
    assert int(after["SEQUENCE"]) > int(before["SEQUENCE"])
    assert (after["UID"], after["LAST-MODIFIED"]) == (before["UID"], "20270302T120000Z")
    assert visitor.get(url).data == changed.data


def test_address_that_has_ended_leads_nowhere(visitor: Browser, component: Component) -> None:
    url = make_feed(component)
    assert visitor.get(url).status_code == 200

    feeds.end(db.session.scalars(select(CalendarFeed)).one(), at=NOON, actor=ACTOR)
    db.session.commit()

    assert visitor.get(url).status_code == 404


@pytest.mark.parametrize("token", ["x" * 22, "x", "%00", "ä", "x" * 5000])
def test_address_that_never_was_leads_nowhere(
    visitor: Browser, component: Component, token: str
) -> None:
    assert visitor.get(f"/calendar/{token}.ics").status_code == 404


def test_token_is_not_in_the_database(component: Component) -> None:
    token = make_feed(component).removeprefix("/calendar/").removesuffix(".ics")

    row = db.session.scalars(select(CalendarFeed)).one()
    assert token not in str([getattr(row, one.name) for one in CalendarFeed.__table__.columns])
    assert row.token_hash == tokens.digest(token)


def test_host_makes_copies_and_ends_an_address(host: Browser, component: Component) -> None:
    url = f"/host/organisations/{component.organisation_id}/calendars/new"

    response = host.post(url, data={"name": "Duty desk", "language": "fi"})

    made = db.session.scalars(select(CalendarFeed)).one()
    assert response.location == "/host/calendars"
    assert f"http://localhost/calendar/{feeds.token_of(made)}.ics" in text(host, "/host/calendars")
    assert host.post(f"/host/calendars/{made.id}/end").status_code == 302
    assert feeds.token_of(made) not in text(host, "/host/calendars")
    assert "Fill in this field" in host.post(url, data={}).get_data(as_text=True)


@pytest.mark.parametrize("rows", [1, 100])
def test_feed_asks_the_same_number_of_questions(
    visitor: Browser, component: Component, statements: Statements, rows: int
) -> None:
    for number in range(rows):
        making.make_slot(component, starts_at=MORNING + timedelta(hours=2 * number))
    url = make_feed(component)
    db.session.expunge_all()

    with statements() as seen:
        visitor.get(url)

    assert len(seen) == 10
