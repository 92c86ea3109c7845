"""The start pages, the week, the search, and the links around every page."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from tests.browser_client import Browser
from tests.conftest import Statements
from tests.departures.test_request_pages import make_asked_now
from tests.making import make_booking, make_delegation, make_departure, make_organisation, make_user
from tests.world import make_world
from tourbook.accounts.models import User
from tourbook.bookings.models import BookingState
from tourbook.core import clock
from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.core.roles import Role
from tourbook.departures import services
from tourbook.departures.models import RequestState
from tourbook.desk.access import ORGANISER

SignIn = Callable[[User], Browser]


def make_busy(times: int) -> None:
    """So many of each thing that the desk shows."""
    at = clock.now()
    for _ in range(times):
        asked = make_asked_now()
        asked.departure.booking_deadline = at + timedelta(days=3)
        declined = make_asked_now()
        services.decline(declined.request, reason="Full", by="Aino", at=at, actor=Actor.system())
        option = make_booking(asked.departure, state=BookingState.OPTION)
        option.option_until = at + timedelta(days=2)
    db.session.commit()
    db.session.expunge_all()


def test_a_quiet_desk_says_so(as_organiser: Browser) -> None:
    page = as_organiser.get("/desk/")

    for sentence in (
        "No host has said no.",
        "Every host has answered.",
        "No option lapses within a week.",
        "No deadline is near while hosts are missing.",
        "No departure is on the calendar.",
    ):
        assert sentence in page.text


def test_a_busy_desk_shows_what_needs_somebody(as_organiser: Browser) -> None:
    make_busy(1)

    page = as_organiser.get("/desk/")

    assert "1 host missing" in page.text
    assert "TB-" in page.text
    assert "No host has said no." not in page.text
    assert "Every host has answered." not in page.text


@pytest.mark.parametrize("times", [1, 3])
def test_the_desk_asks_few_questions_however_busy(
    as_organiser: Browser, statements: Statements, times: int
) -> None:
    make_busy(times)

    with statements() as seen:
        as_organiser.get("/desk/")

    assert len(seen) == 16


def test_the_week_shows_each_day(as_organiser: Browser) -> None:
    departure = make_departure()

    page = as_organiser.get(f"/desk/week?date={departure.first_day}")

    assert page.text.count("<h2>") == 7
    assert f"/desk/departures/{departure.id}#item-" in page.text


def test_an_empty_week_leads_to_the_next_programme(as_organiser: Browser) -> None:
    departure = make_departure()
    week_before = departure.first_day - timedelta(days=7)

    page = as_organiser.get(f"/desk/week?date={week_before}")
    nothing_ahead = as_organiser.get(f"/desk/week?date={departure.last_day + timedelta(days=7)}")

    assert "Nothing is planned this week" in page.text
    assert f"/desk/week?date={departure.first_day}" in page.text
    assert "Nothing is planned from this week on" in nothing_ahead.text


@pytest.mark.parametrize("day", ["", "x", "2027-02-30", "9999-12-31", "0001-01-01"])
def test_a_week_that_cannot_be_shown_is_another(as_organiser: Browser, day: str) -> None:
    assert as_organiser.get(f"/desk/week?date={day}").status_code == 200


def test_the_search_finds_each_kind(as_organiser: Browser) -> None:
    departure = make_departure()
    booking = make_booking(departure, delegation=make_delegation("Rescue Board of Tartu"))
    host = make_organisation()

    assert f"/desk/departures/{departure.id}" in search(as_organiser, "package")
    assert f"/desk/departures/{departure.id}" in search(as_organiser, str(departure.first_day))
    assert f"/bookings/{booking.id}" in search(as_organiser, booking.reference)
    assert f"/bookings/{booking.id}" in search(as_organiser, "tartu")
    assert f"/desk/directory/organisations/{host.id}" in search(as_organiser, host.name)


def search(browser: Browser, words: str) -> str:
    return browser.get("/desk/search", query_string={"q": words}).text


@pytest.mark.parametrize("words", ["", "a", "%_%", "x" * 5000, "\0\0\0", "<script>"])
def test_a_search_for_nothing_finds_nothing(as_organiser: Browser, words: str) -> None:
    make_departure()

    page = as_organiser.get("/desk/search", query_string={"q": words})

    assert (page.status_code, "/desk/departures/1" in page.text) == (200, False)
    assert "<script>alert" not in page.text


def test_a_host_sees_what_waits_and_who_comes(sign_in: SignIn) -> None:
    asked = make_asked_now()
    host = sign_in(asked.host)

    before = host.get("/host/")
    services.accept(asked.request, by="Aino", at=clock.now(), actor=Actor.system())
    after = host.get("/host/")

    assert "No visit is agreed yet." in before.text
    assert "Nothing waits for you." in after.text
    # How many come is told on the days of the visit's list only.
    assert "20 people at most" in after.text
    assert "so far" not in after.text
    assert asked.request.state is RequestState.CONFIRMED


def test_another_hosts_visits_are_not_shown(sign_in: SignIn) -> None:
    make_asked_now()

    page = sign_in(make_user(organisation=make_organisation())).get("/host/")

    assert "Nothing waits for you." in page.text


@pytest.mark.parametrize(
    ("person", "start"),
    [("organiser", "/desk/"), ("host", "/host/"), ("leader", "/bookings/")],
)
def test_each_person_starts_at_their_own_page(
    app: Flask, sign_in: SignIn, person: str, start: str
) -> None:
    people = make_world().people

    assert sign_in(people[person]).get("/start").location == start


def test_every_page_of_packages_lies_under_packages(app: Flask) -> None:
    (packages,) = [each for each in ORGANISER if each.endpoint == "packages.index"]

    assert {name for name in app.blueprints if name.startswith("package")} <= packages.blueprints


def test_the_links_follow_the_roles_and_mark_the_page(app: Flask, sign_in: SignIn) -> None:
    organiser = sign_in(make_user(Role.ORGANISER)).get("/desk/")
    both = make_user(Role.ORGANISER, organisation=make_organisation())

    assert '<a href="/desk/" aria-current="page">Desk</a>' in organiser.text
    assert "/host/requests/" not in organiser.text
    assert "/host/requests/" in sign_in(both).get("/desk/").text
