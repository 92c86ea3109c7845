"""Calendar files, read back as a calendar program reads them."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from tests.calendars import entries
from tourbook.documents.calendar import CalendarEvent, EventStatus, to_ics

AT = datetime(2026, 9, 1, 12, tzinfo=UTC)
HELSINKI = ZoneInfo("Europe/Helsinki")


def event(**changes: Any) -> CalendarEvent:
    values: dict[str, Any] = {
        "uid": "item-7@tourbook",
        "starts": datetime(2026, 10, 6, 6, tzinfo=UTC),
        "ends": datetime(2026, 10, 6, 8, 30, tzinfo=UTC),
        "summary": "Harjoitus; Mikkeli, Suomi",
        **changes,
    }
    return CalendarEvent(**values)


def read(*events: CalendarEvent) -> Any:
    return Calendar.from_ical(to_ics(events, name="Ohjelma", language="fi", at=AT))


def test_event_is_read_back_as_written() -> None:
    given = event(
        location="Patteristonkatu 3, Mikkeli",
        description="Ensimmäinen rivi\nToinen; rivi",
        geo=(61.6886, 27.2723),
        url="https://example.org/p",
        sequence=2,
    )

    (entry,) = read(given).walk("VEVENT")

    assert {name: str(entry[name]) for name in ("UID", "SUMMARY", "LOCATION", "DESCRIPTION")} == {
        "UID": "item-7@tourbook",
        "SUMMARY": "Harjoitus; Mikkeli, Suomi",
        "LOCATION": "Patteristonkatu 3, Mikkeli",
        "DESCRIPTION": "Ensimmäinen rivi\nToinen; rivi",
    }
    assert (entry["GEO"].latitude, entry["GEO"].longitude) == (61.6886, 27.2723)
    assert (str(entry["URL"]), entry["SEQUENCE"]) == ("https://example.org/p", 2)
    assert entry["DTSTAMP"].dt == AT
    assert entry["SUMMARY"].params["LANGUAGE"] == "fi"


def test_file_names_its_maker_and_its_zone() -> None:
    calendar = read(event())

    assert str(calendar["PRODID"]) == "-//tourbook//expert visits//EN"
    assert str(calendar["X-WR-CALNAME"]) == "Ohjelma"
    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == ["Europe/Helsinki"]


def test_local_time_stays_over_the_end_of_summer_time() -> None:
    """The clocks go back on 25 October 2026: nine o'clock is 06:00 and then 07:00 in UTC."""
    nine = datetime(2026, 10, 24, 6, tzinfo=UTC)
    nine_again = datetime(2026, 10, 26, 7, tzinfo=UTC)

    entries = read(
        event(starts=nine, ends=nine + timedelta(hours=1)),
        event(uid="b", starts=nine_again, ends=nine_again + timedelta(hours=1)),
    ).walk("VEVENT")

    assert [entry["DTSTART"].to_ical() for entry in entries] == [
        b"20261024T090000",
        b"20261026T090000",
    ]
    assert [entry["DTSTART"].dt for entry in entries] == [nine, nine_again]


def test_written_rules_of_the_zone_are_those_of_finland() -> None:
    """A program that trusts only the VTIMEZONE in the file gets the same moments."""
    (zone,) = read(event()).walk("VTIMEZONE")

    built = zone.to_tz()

    for month in range(1, 13):
        noon = datetime(2026, month, 15, 12)  # noqa: DTZ001
        assert built.utcoffset(noon) == HELSINKI.utcoffset(noon)


def test_event_over_the_change_keeps_its_true_length() -> None:
    starts = datetime(2026, 10, 24, 21, tzinfo=UTC)

    (entry,) = read(event(starts=starts, ends=starts + timedelta(hours=9))).walk("VEVENT")

    length = entry["DTEND"].dt.astimezone(UTC) - entry["DTSTART"].dt.astimezone(UTC)
    assert length == timedelta(hours=9)


@pytest.mark.parametrize(
    ("starts", "minutes"),
    [
        # 03:30 comes twice on 25 October 2026: before the change, over it, and after it.
        (datetime(2026, 10, 24, 23, 30, tzinfo=UTC), 30),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), 60),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), 60),
        # 03:30 does not come on 28 March 2027.
        (datetime(2027, 3, 28, 0, 30, tzinfo=UTC), 60),
        # After several changes of one kind within the file's years.
        (datetime(2027, 11, 1, 10, 0, tzinfo=UTC), 60),
        # Over midnight.
        (datetime(2027, 3, 27, 20, 0, tzinfo=UTC), 600),
    ],
)
def test_hours_around_a_change_are_read_back_as_they_are(starts: datetime, minutes: int) -> None:
    ends = starts + timedelta(minutes=minutes)

    (found,) = entries(
        to_ics([event(starts=starts, ends=ends)], name="Ohjelma", language="fi", at=AT)
    ).values()

    assert (found.starts, found.ends) == (starts, ends)


def test_a_file_over_several_years_is_read_alike_by_two_readers() -> None:
    """One of them knows only the first date of a line of changes."""
    years = range(2026, 2030)
    wanted = {
        f"{year}-{month}": datetime(year, month, 15, 9, tzinfo=UTC)
        for year in years
        for month in (1, 7, 12)
    }

    found = entries(
        to_ics(
            [event(uid=uid, starts=at, ends=at + timedelta(hours=1)) for uid, at in wanted.items()],
            name="Ohjelma",
            language="fi",
            at=AT,
        )
    )

    assert {uid: one.starts for uid, one in found.items()} == wanted


def test_cancelled_event_says_so() -> None:
    (entry,) = read(event(status=EventStatus.CANCELLED)).walk("VEVENT")

    assert str(entry["STATUS"]) == "CANCELLED"


def test_calendar_without_events_is_a_calendar() -> None:
    assert read().walk("VEVENT") == []


def test_lines_are_at_most_75_bytes() -> None:
    written = to_ics([event(description="ä" * 500)], name="Ö" * 100, language="fi", at=AT)

    assert max(map(len, written.split(b"\r\n"))) <= 75


def test_time_without_zone_is_refused() -> None:
    naive = datetime(2026, 10, 6, 9)  # noqa: DTZ001

    with pytest.raises(ValueError, match="zone"):
        read(event(starts=naive))
