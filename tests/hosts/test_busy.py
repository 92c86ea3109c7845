"""Busy times: calendar files within limits, and the pages that take them."""

import io
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from tests import making
from tests.browser_client import Browser
from tests.hosts.answering import ADDRESS, MEETING, busy, ics, make_feed
from tests.hosts.reading import count, text
from tests.making import NOON
from tourbook.accounts.models import User
from tourbook.core import jobs
from tourbook.core.audit import AuditEntry
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.core.roles import Role
from tourbook.hosts.models import BusyFeed, Component
from tourbook.hosts.rules.busy import busy_times


def times(*events: str) -> list[tuple[str, str]]:
    return [
        (f"{one.starts_at:%d.%m.%y %H:%M}", f"{one.ends_at:%d.%m.%y %H:%M}")
        for one in busy_times(ics(*events), NOON)
    ]


@pytest.mark.parametrize(
    ("event", "found"),
    [
        (MEETING, [("10.03.27 08:00", "10.03.27 09:00")]),
        (
            "DTSTART;TZID=Europe/Stockholm:20270310T080000\nDURATION:PT1H30M",
            [("10.03.27 07:00", "10.03.27 08:30")],
        ),
        (
            'DTSTART;TZID="FLE Standard Time":20270310T080000\nDURATION:PT1H',
            [("10.03.27 06:00", "10.03.27 07:00")],
        ),
        (
            "DTSTART;TZID=Mars/Base:20270310T080000\nDURATION:PT1H",
            [("10.03.27 06:00", "10.03.27 07:00")],
        ),
        ("DTSTART;VALUE=DATE:20270328", [("27.03.27 22:00", "28.03.27 21:00")]),
        (
            "DTSTART;VALUE=DATE:20271030\nDTEND;VALUE=DATE:20271101",
            [("29.10.27 21:00", "31.10.27 22:00")],
        ),
        # It goes on while it is read: what is over is cut off.
        (
            "DTSTART:20270301T000000Z\nDTEND:20270303T000000Z",
            [("02.03.27 12:00", "03.03.27 00:00")],
        ),
        ("DTSTART:20260101T000000Z\nDTEND:20260102T000000Z", []),
        ("DTSTART:20310101T000000Z\nDTEND:20310102T000000Z", []),
        (f"{MEETING}\nTRANSP:TRANSPARENT", []),
        (f"{MEETING}\nSTATUS:CANCELLED", []),
        ("DTSTART:20270310T080000Z\nDTEND:20270310T070000Z", []),
        ("DTSTART:99999999T999999\nDTEND:20270310T070000Z", []),
        ("SUMMARY:No time at all", []),
        (
            f"{MEETING}\nBEGIN:VALARM\nDTSTART:20270101T000000Z\nEND:VALARM",
            [("10.03.27 08:00", "10.03.27 09:00")],
        ),
        # Folded in the middle of a name.
        (
            "DTST\r\n ART:20270310T080000Z\r\nDTEND:20270310T090000Z",
            [("10.03.27 08:00", "10.03.27 09:00")],
        ),
    ],
)
def test_event_is_read_as_a_busy_time(event: str, found: list[tuple[str, str]]) -> None:
    assert times(event) == found


def test_times_that_meet_become_one() -> None:
    late = "DTSTART:20270310T083000Z\nDTEND:20270310T100000Z"
    after = "DTSTART:20270310T100000Z\nDTEND:20270310T110000Z"
    other = "DTSTART:20270311T100000Z\nDTEND:20270311T110000Z"

    assert times(other, after, MEETING, late) == [
        ("10.03.27 08:00", "10.03.27 11:00"),
        ("11.03.27 10:00", "11.03.27 11:00"),
    ]


WEEKLY = "UID:7\nDTSTART;TZID=Europe/Helsinki:20270309T100000\nDURATION:PT1H"


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ("RRULE:FREQ=WEEKLY;COUNT=4", ["09 08", "16 08", "23 08", "30 07"]),
        ("RRULE:FREQ=WEEKLY;UNTIL=20270324T000000Z", ["09 08", "16 08", "23 08"]),
        ("RRULE:FREQ=WEEKLY;UNTIL=20270323", ["09 08", "16 08", "23 08"]),
        (
            "RRULE:FREQ=WEEKLY;COUNT=4\nEXDATE;TZID=Europe/Helsinki:20270316T100000",
            ["09 08", "23 08", "30 07"],
        ),
        ("RDATE:20270312T120000Z,20270313T120000Z", ["09 08", "12 12", "13 12"]),
    ],
)
def test_event_that_repeats_keeps_its_local_time(rule: str, days: list[str]) -> None:
    found = busy_times(ics(f"{WEEKLY}\n{rule}"), NOON)

    assert [f"{one.starts_at:%d %H}" for one in found] == days


def test_one_date_of_a_repeating_event_may_be_moved_or_called_off() -> None:
    moved = (
        "UID:7\nRECURRENCE-ID;TZID=Europe/Helsinki:20270316T100000\n"
        "DTSTART;TZID=Europe/Helsinki:20270317T120000\nDURATION:PT1H"
    )
    off = (
        "UID:7\nRECURRENCE-ID;TZID=Europe/Helsinki:20270323T100000\nSTATUS:CANCELLED\n"
        "DTSTART;TZID=Europe/Helsinki:20270323T100000\nDURATION:PT1H"
    )

    found = busy_times(ics(moved, f"{WEEKLY}\nRRULE:FREQ=WEEKLY;COUNT=3", off), NOON)

    assert [f"{one.starts_at:%d %H}" for one in found] == ["09 08", "17 10"]


@given(
    rule=st.sampled_from(
        [
            "FREQ=DAILY;INTERVAL=3",
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH",
            "FREQ=WEEKLY;INTERVAL=3;WKST=SU;BYDAY=SU,TU",
            "FREQ=MONTHLY;INTERVAL=2",
            "FREQ=MONTHLY;BYDAY=2TU,-1FR",
            "FREQ=MONTHLY;BYMONTHDAY=31",
            "FREQ=YEARLY",
            "FREQ=YEARLY;INTERVAL=2;BYMONTH=4;BYDAY=1MO",
        ]
    ),
    first=st.dates(date(2005, 1, 1), date(2029, 1, 1)),
)
def test_repetition_taken_up_late_is_that_of_another_expansion(rule: str, first: date) -> None:
    begins = datetime(first.year, first.month, first.day, 10, tzinfo=UTC)
    event = f"DTSTART:{begins:%Y%m%dT%H%M%SZ}\nDURATION:PT1H\nRRULE:{rule}"

    found = [one.starts_at for one in busy_times(ics(event), NOON)]

    until = NOON + timedelta(days=731)
    oracle = rrulestr(rule, dtstart=begins).between(NOON - timedelta(hours=1), until)
    # The first time counts whether the rule makes it or not (RFC 5545, 3.8.5.3).
    expected = set(oracle) | ({begins} if NOON - timedelta(hours=1) < begins < until else set())
    assert found == sorted(expected)


#: Half the Sundays of a year, by name: a rule that takes long to compare day by day.
SUNDAYS = "BYDAY=" + ",".join(f"{number}SU" for number in range(1, 30))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "not a calendar"),
        (b"\x00\xff\xfe binary", "not a calendar"),
        (b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR\n", "not a calendar"),
        (b"BEGIN:VEVENT\nEND:VEVENT\n", "not a calendar"),
        (b"BEGIN:VCALENDAR\n" + b"BEGIN:X\n" * 9000, "not a calendar"),
        (b"BEGIN:VCALENDAR\n" * 2 + b"END:VCALENDAR\n" * 2, "not a calendar"),
        (b"BEGIN:VCALENDAR\n" + b"A:1\n" * 100_001, "too many lines"),
        (b"x" * 2_000_001, "larger than 2 MB"),
        (b"x" * 50_000_000, "larger than 2 MB"),
        (ics(f"{MEETING}\nRRULE:FREQ=SECONDLY"), "cannot be read"),
        (ics(f"{MEETING}\nRRULE:FREQ=DAILY;BYSECOND=1,2,3"), "cannot be read"),
        (ics(f"{MEETING}\nRRULE:FREQ=DAILY;COUNT=1000000000000"), "cannot be read"),
        (ics(*[f"{MEETING}\nRRULE:FREQ=DAILY"] * 8), "repeats too much"),
        (ics(*[f"{MEETING}\nRRULE:FREQ=YEARLY"] * 9000), "repeats too much"),
        (ics(f"{MEETING}\n" + "RRULE:FREQ=YEARLY;UNTIL=20270310\n" * 50_000), "repeats too much"),
        (ics(*[f"{MEETING}\nRRULE:FREQ=YEARLY;COUNT=9;{SUNDAYS}"] * 800), "repeats too much"),
        (ics(*[MEETING] * 5_001), "repeats too much"),
    ],
)
def test_calendar_beyond_the_limits_is_refused_soon(content: bytes, sentence: str) -> None:
    started = time.process_time()

    with pytest.raises(Refused, match=sentence):
        busy_times(content, NOON)

    assert time.process_time() - started < 15


def test_calendar_at_the_limits_is_read() -> None:
    many = [
        f"DTSTART:{NOON + timedelta(hours=3 * n):%Y%m%dT%H%M%SZ}\nDURATION:PT1H"
        for n in range(5_000)
    ]

    assert len(busy_times(ics(*many), NOON)) == 5_000


@pytest.fixture
def admin(sign_in: Callable[[User], Browser], at_noon: None) -> Browser:
    return sign_in(making.make_user(Role.ADMIN))


def test_administrator_allows_and_revokes(admin: Browser, component: Component) -> None:
    feed = make_feed(component, allowed=False)
    db.session.commit()
    assert ADDRESS in text(admin, "/desk/calendar-rights/")

    for verb, allowed in (("allow", True), ("revoke", False)):
        assert admin.post(f"/desk/calendar-rights/{feed.id}/{verb}").status_code == 302
        db.session.refresh(feed)
        assert (feed.allowed_at is not None) is allowed
    entries = db.session.scalars(select(AuditEntry)).all()
    actions = [entry.action for entry in entries]
    assert actions == ["hosts.allow_busy_feed", "hosts.revoke_busy_feed"]
    said = [entry.after or {} for entry in entries]
    assert [one["host"] for one in said] == [urlsplit(ADDRESS).hostname] * 2
    assert urlsplit(ADDRESS).path not in str(said)
    assert count(jobs.Job) == 1


@pytest.mark.usefixtures("at_noon")
def test_file_blocks_and_a_newer_one_takes_its_place(host: Browser, component: Component) -> None:
    url = f"/host/organisations/{component.organisation_id}/busy/new"
    data = {"name": "Duty", "component": str(component.id), "source": "file"}
    given = {**data, "file": (io.BytesIO(ics(MEETING)), "duty.ics")}

    assert host.post(url, data=given).location == "/host/busy"
    feed = db.session.scalars(select(BusyFeed)).one()
    assert "Duty" in text(host, "/host/busy")
    assert len(busy()) == 1

    newer = {"file": (io.BytesIO(ics()), "duty.ics")}
    assert host.post(f"/host/busy/{feed.id}/replace", data=newer).status_code == 302
    assert busy() == []
    assert host.post(f"/host/busy/{feed.id}/remove").status_code == 302
    assert count(BusyFeed) == 0


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"source": "file"}, "Choose a calendar file"),
        ({"source": "file", "file": b"nonsense"}, "not a calendar"),
        ({"source": "address", "address": "https://127.0.0.1:5000/x"}, "begins with https"),
        ({"source": "address", "address": ""}, "begins with https"),
    ],
)
@pytest.mark.usefixtures("at_noon")
def test_calendar_that_cannot_be_read_is_told_of_and_not_kept(
    host: Browser, component: Component, data: dict[str, object], sentence: str
) -> None:
    content = data.get("file")
    sent = {"name": "Duty", "component": "", **data}
    if isinstance(content, bytes):
        sent["file"] = (io.BytesIO(content), "duty.ics")

    response = host.post(f"/host/organisations/{component.organisation_id}/busy/new", data=sent)

    assert sentence in response.get_data(as_text=True)
    assert (count(BusyFeed), busy()) == (0, [])
