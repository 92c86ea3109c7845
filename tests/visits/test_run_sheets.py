"""The run sheet on the page and on paper, its links, and word of lateness."""

import io
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pikepdf
import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from tests import making
from tests.browser_client import Browser
from tests.conftest import Statements
from tests.visits.running import MORNING, ORGANISER, add_stop, link_path, make_link, make_run
from tourbook.accounts.models import User
from tourbook.bookings.rules.needs import Wishes
from tourbook.bookings.services import details
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.departures.models import Departure, DepartureStatus
from tourbook.departures.services import duty
from tourbook.messages.models import Message
from tourbook.visits.models import LateNotice, RunLink
from tourbook.visits.papers import runsheet as papers
from tourbook.visits.rules.runsheet import Spot
from tourbook.visits.services import lateness

SignIn = Callable[[User], Browser]


@pytest.fixture(autouse=True)
def the_morning() -> Iterator[None]:
    with time_machine.travel(MORNING, tick=False):
        yield


def run_path(departure: Departure, page: str = "") -> str:
    return f"/desk/departures/{departure.id}/run{page}"


def say_late(browser: Browser, departure: Departure, minutes: object, item_id: object) -> Any:
    sent = {"minutes": str(minutes), "since": str(item_id)}
    return browser.post(f"{run_path(departure)}/late?day=1", data=sent)


def mails() -> list[Message]:
    return list(db.session.scalars(sa.select(Message).order_by(Message.id)).all())


def with_wishes(departure: Departure, group: list[Any]) -> None:
    for person in group[:2]:
        details.save(
            person,
            name=person.name,
            form_of_address="",
            language="en",
            diet=Wishes(("vegan",)),
            needs=Wishes(("wheelchair",)),
            consent=True,
            at=MORNING,
        )


def test_the_sheet_shows_the_day(as_organiser: Browser) -> None:
    departure, group = make_run()
    with_wishes(departure, group)
    duty.name(departure, 0, who="Vera Varalla", phone="+358 40 123", at=MORNING, actor=ORGANISER)

    page = as_organiser.get(run_path(departure)).text

    item = departure.items[0]
    assert item.component is not None
    for words in (
        "Vera Varalla",
        'href="tel:+35840123"',
        "Vegan: 2",
        "Room for a wheelchair: 2",
        "10:00\N{EN DASH}11:30",
        item.component.organisation.name,
        'href="geo:61.69000,27.27000"',
        "Call the roll",
    ):
        assert words in page
    assert "Aino" not in page


def test_a_driver_sees_no_diets_and_no_names_and_a_guide_does_see_diets(visitor: Browser) -> None:
    departure, group = make_run()
    with_wishes(departure, group)

    driver = visitor.get(link_path(make_link(departure, driver=True))).text
    guide = visitor.get(link_path(make_link(departure))).text

    assert ("Vegan" in driver, "Call the roll" in driver, "Aino" in driver) == (False,) * 3
    assert "Room for a wheelchair: 2" in driver
    assert ("Vegan: 2" in guide, "Call the roll" in guide) == (True, True)
    assert "Links for guides" not in guide


def test_a_link_is_made_and_ended(as_organiser: Browser, visitor: Browser) -> None:
    departure, _group = make_run()
    sent = {"name": "Gunilla Guide", "who": "guide"}

    as_organiser.post(f"{run_path(departure)}/links", data=sent)
    link = db.session.scalars(sa.select(RunLink)).one()
    path = link_path(link)
    shown = as_organiser.get(run_path(departure)).text
    opened = visitor.get(path)
    as_organiser.post(f"{run_path(departure)}/links/{link.id}/end")

    assert path in shown
    assert (opened.status_code, opened.headers["Cache-Control"]) == (200, "no-store")
    assert visitor.get(path).status_code == 404
    assert as_organiser.post(f"{run_path(departure)}/links/{link.id}/end").status_code == 409


def test_a_link_ends_two_days_after_the_visit_or_with_the_departure(visitor: Browser) -> None:
    departure, _group = make_run()
    path = link_path(make_link(departure))

    with time_machine.travel(MORNING + timedelta(days=2), tick=False):
        within = visitor.get(path).status_code
    with time_machine.travel(MORNING + timedelta(days=3), tick=False):
        after = visitor.get(path).status_code
    departure.status = DepartureStatus.CANCELLED
    cancelled = visitor.get(path).status_code

    assert (within, after, cancelled) == (200, 404, 404)


def test_another_departures_link_is_not_ended(as_organiser: Browser) -> None:
    departure, _group = make_run()
    other, _others = make_run()
    link = make_link(other)

    answer = as_organiser.post(f"{run_path(departure)}/links/{link.id}/end")

    assert (answer.status_code, link.ended_at) == (404, None)


def test_hosts_that_follow_are_told_once_in_their_language(as_organiser: Browser) -> None:
    departure, _group = make_run()
    first = departure.items[0]
    later = add_stop(departure, 3)
    assert first.component is not None
    assert later.component is not None
    host = making.make_user(organisation=later.component.organisation, language="sv")

    say_late(as_organiser, departure, 20, later.id)

    (mail,) = mails()
    assert (mail.to_email, mail.language, mail.kind) == (host.email, "sv", "visits/late")
    expected = (later.starts_at + timedelta(minutes=20)).isoformat()
    assert [visit["expected"] for visit in mail.values["visits"]] == [expected]
    notice = db.session.scalars(sa.select(LateNotice)).one()
    assert notice.told == {later.component.organisation.name: [expected]}
    page = as_organiser.get(run_path(departure)).text
    assert "now 13:20" in page
    assert "now 10:20" not in page


def test_a_second_word_takes_the_place_of_the_first(as_organiser: Browser) -> None:
    departure, _group = make_run()
    item = departure.items[0].id

    say_late(as_organiser, departure, 20, item)
    same = say_late(as_organiser, departure, 20, item)
    say_late(as_organiser, departure, 45, item)

    assert "told this already" in same.text
    assert [(mail.values["minutes"], mail.values["again"]) for mail in mails()] == [
        (20, False),
        (45, True),
    ]
    assert "now 10:45" in as_organiser.get(run_path(departure)).text


@pytest.mark.parametrize(("minutes", "item"), [("x", None), ("-1", None), ("5", "99999999")])
def test_a_senseless_word_tells_nobody(as_organiser: Browser, minutes: str, item: str) -> None:
    departure, _group = make_run()

    answer = say_late(as_organiser, departure, minutes, item or departure.items[0].id)

    assert "Please check the form" in answer.text
    assert mails() == []


@pytest.mark.parametrize(("days", "why"), [(-2, "not today"), (2, "is over")])
def test_lateness_is_said_on_the_day_only(app: Flask, days: int, why: str) -> None:
    departure, _group = make_run()
    item, at = departure.items[0], MORNING + timedelta(days=days)

    with pytest.raises(Refused, match=why):
        lateness.tell(departure, item, 20, at=at, by="Guide", actor=ORGANISER)


def test_a_guide_tells_the_hosts_and_a_driver_does_not(visitor: Browser) -> None:
    departure, _group = make_run()
    sent = {"minutes": "15", "since": str(departure.items[0].id)}

    driver = visitor.post(f"{link_path(make_link(departure, driver=True))}/late", data=sent)
    guide = visitor.post(f"{link_path(make_link(departure))}/late", data=sent)

    assert (driver.status_code, guide.status_code) == (404, 303)
    assert db.session.scalars(sa.select(LateNotice)).one().by == "Gunilla Guide"


@pytest.mark.parametrize("stops", [0, 13])
def test_the_paper_is_one_page(as_organiser: Browser, stops: int) -> None:
    departure, group = make_run()
    with_wishes(departure, group)
    for number in range(stops):
        add_stop(departure, number % 10 + 1)

    answer = as_organiser.get(run_path(departure, ".pdf"))

    with pikepdf.open(io.BytesIO(answer.data)) as paper:
        assert len(paper.pages) == 1


@pytest.mark.parametrize(
    ("address", "step_free", "told"),
    [
        ("Kartanonkatu 1", True, "Kartanonkatu 1, step-free"),
        ("", True, "step-free"),
        ("", False, ""),
    ],
)
def test_the_paper_tells_where_there_is_no_step(
    app: Flask, address: str, step_free: bool, told: str
) -> None:
    assert papers.where(Spot("Station", address, 61.7, 27.3, step_free)) == told


@pytest.mark.parametrize("stops", [0, 4])
def test_the_sheet_asks_the_same_however_long_the_day(
    as_organiser: Browser, statements: Statements, stops: int
) -> None:
    departure, group = make_run()
    with_wishes(departure, group)
    for number in range(stops):
        add_stop(departure, number + 1)
    path = run_path(departure)
    db.session.commit()
    db.session.expunge_all()

    with statements() as seen:
        as_organiser.get(path)

    assert len(seen) == 14
