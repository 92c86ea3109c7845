"""Pages of departures: the list, a new one, one and all its parts."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from tests.browser_client import Browser
from tests.conftest import Statements
from tests.making import (
    make_component,
    make_departure,
    make_version,
)
from tourbook.core import clock
from tourbook.core.db import db
from tourbook.departures.models import Departure, DepartureStatus


def test_the_list_is_narrowed_by_the_address(as_organiser: Browser) -> None:
    shown = make_departure(pilot=True)
    make_departure(pilot=False)
    make_departure(pilot=True, status=DepartureStatus.CANCELLED)

    page = as_organiser.get("/desk/departures/?pilot=yes&status=open")

    assert page.text.count("/desk/departures/") - page.text.count("/desk/departures/new") >= 1
    assert f'href="/desk/departures/{shown.id}"' in page.text
    assert page.text.count('scope="row"><a') == 1


@pytest.mark.parametrize(
    "query", ["?status=nonsense", "?first=2027-13", "?package=0", "?page=9999", "?page=-1"]
)
def test_a_filter_that_makes_no_sense_is_no_filter(as_organiser: Browser, query: str) -> None:
    departure = make_departure()

    page = as_organiser.get(f"/desk/departures/{query}")

    assert (page.status_code, f"/desk/departures/{departure.id}" in page.text) == (200, True)


def test_an_empty_list_says_what_to_do(as_organiser: Browser) -> None:
    assert "No departures yet" in as_organiser.get("/desk/departures/").text
    assert "No departure is like this" in as_organiser.get("/desk/departures/?pilot=yes").text


@pytest.mark.parametrize(
    ("kind", "mime"),
    [("xlsx", "spreadsheetml"), ("csv", "text/csv"), ("ics", "text/calendar")],
)
def test_the_list_can_be_taken_along(as_organiser: Browser, kind: str, mime: str) -> None:
    make_departure()

    answer = as_organiser.get(f"/desk/departures/?format={kind}")

    assert answer.status_code == 200
    assert mime in answer.headers["Content-Type"]


@pytest.mark.parametrize("departures", [1, 4])
def test_the_list_asks_the_same_number_of_questions(
    as_organiser: Browser, statements: Statements, departures: int
) -> None:
    component = make_component()
    for _ in range(departures):
        make_departure(version=make_version(component=component))
    db.session.commit()
    db.session.expunge_all()

    with statements() as seen:
        as_organiser.get("/desk/departures/")

    assert len(seen) == 4


@pytest.mark.parametrize("days", [1, 4])
def test_a_departure_asks_the_same_number_of_questions(
    as_organiser: Browser, statements: Statements, days: int
) -> None:
    departure = make_departure(version=make_version(component=make_component(), days=days))
    db.session.commit()
    address = f"/desk/departures/{departure.id}"
    db.session.expunge_all()

    with statements() as seen:
        page = as_organiser.get(address)

    assert page.text.count('<li class="part') == days
    assert len(seen) == 4


def start(version_id: object, day: object) -> str:
    return f"/desk/departures/new?version={version_id}&first_day={day}"


def test_a_departure_is_made_in_two_steps(as_organiser: Browser) -> None:
    version = make_version(component=make_component())
    day = clock.today() + timedelta(days=90)
    address = start(version.id, day)

    page = as_organiser.get(address)
    answer = as_organiser.post(
        address, data={"seats": "12", "deadline": (day - timedelta(days=30)).isoformat()}
    )

    assert "this is the last safe day to book" in page.text
    departure = db.session.scalars(sa.select(Departure)).one()
    assert answer.location == f"/desk/departures/{departure.id}"
    assert (departure.seats, departure.first_day, departure.pilot) == (12, day, False)
    assert departure.booking_deadline.astimezone(UTC) < datetime.combine(
        day, datetime.min.time(), UTC
    )


def test_a_holiday_is_warned_of(as_organiser: Browser) -> None:
    year = clock.today().year + 1

    page = as_organiser.get(start(make_version().id, f"{year}-12-06"))

    assert "Independence Day" in page.text


@pytest.mark.parametrize("day", ["2001-01-01", "9999-12-31", "2027-02-30", "tomorrow", ""])
def test_a_first_day_that_cannot_be_is_asked_for_again(as_organiser: Browser, day: str) -> None:
    page = as_organiser.get(start(make_version().id, day))

    assert page.status_code == 200
    assert "Please check the form" in page.text


@pytest.mark.parametrize("version", ["0", "99999", "x", str(10**30)])
def test_a_version_that_does_not_exist_is_asked_for_again(
    as_organiser: Browser, version: str
) -> None:
    make_version()

    page = as_organiser.get(start(version, clock.today() + timedelta(days=9)))

    assert "Please check the form" in page.text


@pytest.mark.parametrize(
    "changes",
    [
        {"seats": "0"},
        {"seats": "-1"},
        {"seats": "31"},
        {"seats": str(10**9)},
        {"seats": ""},
        {"seats": "many"},
        {"deadline": "2001-01-01"},
        {"deadline": "2027-02-30"},
        {"deadline": "9999-12-31"},
        {"deadline": ""},
        {"note": "x" * 1001},
    ],
)
def test_a_bad_form_makes_nothing_and_keeps_what_was_typed(
    as_organiser: Browser, changes: dict[str, str]
) -> None:
    day = clock.today() + timedelta(days=90)
    typed = {"seats": "12", "deadline": (day - timedelta(days=9)).isoformat(), "note": "Kept"}

    page = as_organiser.post(start(make_version().id, day), data={**typed, **changes})

    assert (page.status_code, "Please check the form" in page.text) == (200, True)
    assert "note" in changes or "Kept" in page.text
    assert db.session.scalar(sa.select(sa.func.count(Departure.id))) == 0


def test_a_departure_that_does_not_exist_is_not_found(as_organiser: Browser) -> None:
    assert as_organiser.get("/desk/departures/99999").status_code == 404
    assert as_organiser.post("/desk/departures/99999/ask").status_code == 404
    assert as_organiser.get("/desk/requests/99999/slot").status_code == 404
