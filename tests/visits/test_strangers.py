"""What is not yours is as if it were not there: each page as others, and after a visit is off."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask, url_for
from werkzeug.exceptions import NotFound
from werkzeug.test import TestResponse

from tests import making
from tests.browser_client import Browser
from tests.hosts.pages import calendar_token
from tests.test_access import PAGES
from tests.visits.guests import VISIT, ask, tell
from tests.visits.test_need_to_know import OF_GUESTS, said
from tests.world import EVERYBODY, Page, World, make_world
from tourbook.accounts.models import User
from tourbook.bookings.services.departures import cancel_departure
from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.departures import services as departures
from tourbook.departures.models import RequestState
from tourbook.departures.services import changes
from tourbook.hosts.models import VisitorField

SignIn = Callable[[User], Browser]
ACTOR = Actor(None, "Otto Organiser")
WEEK_BEFORE = datetime.combine(VISIT - timedelta(days=7), time(12), making.HELSINKI)
#: A key that no row has.
NOWHERE = 10**8


@pytest.fixture(autouse=True)
def week_before() -> Iterator[None]:
    with time_machine.travel(WEEK_BEFORE, tick=False):
        yield


@pytest.fixture
def told(app: Flask) -> World:
    """A world whose host has said yes and may know all of its guests, who have told all."""
    world = make_world()
    ask(world.component, *VisitorField)
    world.request.state, world.request.answered_at = RequestState.CONFIRMED, making.NOON
    tell(world.booking, "Quetzalcoatl Guest")
    db.session.commit()
    return world


def of_world(world: World) -> tuple[str, ...]:
    """What tells that there is such a visit; its package and component are on sale to all."""
    return (
        *OF_GUESTS,
        world.booking.delegation.name,
        world.booking.reference,
        world.participant.email,
    )


def args_of(pages: Iterable[Page], world: World) -> dict[str, dict[str, Any]]:
    """The arguments of each page; pages of the same row share it."""
    made: dict[object, dict[str, Any]] = {}
    for page in pages:
        if page.args not in made:
            made[page.args] = {**page.args(world)}
    db.session.commit()
    return {page.endpoint: made[page.args] for page in pages}


def asked(app: Flask, browser: Browser, page: Page, args: Mapping[str, Any]) -> list[TestResponse]:
    """The answers to each method of a page."""
    with app.test_request_context():
        url = url_for(page.endpoint, **args)
    methods = ("HEAD", *page.methods) if "GET" in page.methods else page.methods
    return [browser.open(url, method=method) for method in methods]


def others(person: str) -> list[Page]:
    """Pages of rows that somebody else owns; a link with a token is a right of its own."""
    return [page for page in PAGES if person not in page.who]


@pytest.mark.parametrize("person", ["other_host", "other_leader"])
def test_pages_of_others_tell_nothing_of_a_visit(
    app: Flask, sign_in: SignIn, told: World, person: str
) -> None:
    browser = sign_in(told.people[person])
    pages = others(person)
    args = args_of(pages, told)

    found = []
    for page in pages:
        for response in asked(app, browser, page, args[page.endpoint]):
            words = [one for one in of_world(told) if one in said(response.data)]
            if words or response.status_code not in (403, 404):
                found.append((page.endpoint, response.request.method, response.status, words))
            response.close()

    assert found == []
    assert len(pages) > 150


def alike(response: TestResponse) -> tuple[object, ...]:
    """An answer without what differs each time it is asked for."""
    path = re.escape(response.request.path)
    body = re.sub(path, "PATH", response.get_data(as_text=True))
    body = re.sub(r'(nonce|value|content)="[^"]*"', "", body)
    headers = [
        (name, value)
        for name, value in response.headers
        if name not in ("Set-Cookie", "Content-Security-Policy", "Content-Length", "Date")
    ]
    return response.status, headers, body


@pytest.mark.parametrize(("person", "own"), [("other_host", "host"), ("other_leader", "leader")])
def test_a_row_of_others_answers_as_one_that_is_not_there(
    app: Flask, sign_in: SignIn, told: World, person: str, own: str
) -> None:
    browser = sign_in(told.people[person])
    owned = [page for page in others(person) if own in page.who]

    rows = args_of(owned, told)

    for page in owned:
        args = rows[page.endpoint]
        keys = [name for name, value in args.items() if isinstance(value, int)]
        assert keys, page.endpoint
        there = asked(app, browser, page, args)
        gone = asked(app, browser, page, {**args, **dict.fromkeys(keys, NOWHERE)})
        for one, other in zip(there, gone, strict=True):
            assert one.status_code == NotFound.code, page.endpoint
            assert alike(one) == alike(other), page.endpoint

    assert owned


def test_a_link_that_nobody_was_given_leads_nowhere(
    app: Flask, visitor: Browser, told: World
) -> None:
    """A token that is wrong by one letter, cut, or made for another purpose."""
    public = [page for page in PAGES if page.who == EVERYBODY]
    args = args_of(public, told)
    # Links of accounts tell of no visit, and few of them may be tried.
    pages = [
        page
        for page in public
        if "token" in args[page.endpoint] and not page.endpoint.startswith("accounts.")
    ]
    tokens = {page.endpoint: args[page.endpoint]["token"] for page in pages}
    with app.test_request_context():
        doors = {
            page.endpoint: url_for(page.endpoint, **args[page.endpoint]).split("/")[1]
            for page in pages
        }

    minutes = 0
    for page in pages:
        token, door = tokens[page.endpoint], doors[page.endpoint]
        elsewhere = {one: tokens[name] for name, one in doors.items() if one != door}
        changed = token[:-1] + ("A" if token[-1] != "A" else "B")
        for wrong in (changed, token[:-1], token + "A", *elsewhere.values()):
            # Only so many may be tried in a minute.
            minutes += 1
            with time_machine.travel(WEEK_BEFORE + timedelta(minutes=minutes), tick=False):
                answers = asked(app, visitor, page, {**args[page.endpoint], "token": wrong})
            for response in answers:
                assert (page.endpoint, response.status_code) == (page.endpoint, 404)
                response.close()

    assert {*doors.values()} == {"calendar", "g", "p", "r", "reports"}


@pytest.mark.parametrize(("days", "counted"), [(15, False), (14, True), (1, True)])
def test_how_many_come_is_told_on_the_days_of_the_list_only(
    sign_in: SignIn, told: World, days: int, counted: bool
) -> None:
    at = datetime.combine(told.request.starts_at.date() - timedelta(days=days), time(12))

    with time_machine.travel(at.replace(tzinfo=making.HELSINKI), tick=False):
        page = sign_in(told.people["host"]).get("/host/").text

    assert told.component.name.en in page
    assert ("4 people so far, 20 at most" in page) is counted
    assert ("20 people at most" in page) is not counted


class Off:
    """Ways in which a visit that its host had agreed to comes to nothing."""

    @staticmethod
    def departure_cancelled(world: World) -> None:
        cancel_departure(world.departure, "Storm", at=WEEK_BEFORE, actor=ACTOR)

    @staticmethod
    def request_cancelled(world: World) -> None:
        departures.cancel_request(world.request, reason="Storm", at=WEEK_BEFORE, actor=ACTOR)

    @staticmethod
    def withdrawn(world: World) -> None:
        departures.withdraw(world.request, reason="Fire", by="Host", at=WEEK_BEFORE, actor=ACTOR)

    @staticmethod
    def swapped_away(world: World) -> None:
        other, item = making.make_component(), world.departure.items[0]
        changes.swap(item, other, revision=1, at=WEEK_BEFORE, actor=ACTOR, despite=True)

    @staticmethod
    def dropped(world: World) -> None:
        item = world.departure.items[0]
        changes.drop(item, revision=1, at=WEEK_BEFORE, actor=ACTOR, despite=True)


WAYS = [name for name in vars(Off) if not name.startswith("_")]


def is_own(page: Page) -> bool:
    """A page that hosts sign in for."""
    return "host" in page.who and "visitor" not in page.who


@pytest.mark.parametrize("way", WAYS)
def test_a_visit_that_is_off_is_nowhere_any_more(
    app: Flask, sign_in: SignIn, told: World, way: str
) -> None:
    reader = sign_in(told.people["host"])
    calendar = f"/calendar/{calendar_token(told)['token']}.ics"
    rows = args_of([page for page in PAGES if "GET" in page.methods and is_own(page)], told)
    list_url = f"/host/visits/{told.request.id}/list"
    assert "Quetzalcoatl" in reader.post(list_url).text
    assert f"Taken: {told.component.name.en}" in reader.get(calendar).text
    assert told.component.name.en in reader.get("/host/").text

    getattr(Off, way)(told)
    db.session.commit()

    assert f"Taken: {told.component.name.en}" not in reader.get(calendar).text
    assert told.component.name.en not in reader.get("/host/").text
    assert told.component.name.en not in reader.get("/host/visits").text
    assert {reader.get(list_url).status_code, reader.post(list_url).status_code} == {404}
    found = []
    for endpoint, args in rows.items():
        with app.test_request_context():
            url = url_for(endpoint, **args)
        for file in ("", "?format=xlsx", "?format=csv"):
            response = reader.get(url + file)
            words = [one for one in of_world(told) if one in said(response.data)]
            response.close()
            if words:
                found.append((url + file, words))
    assert found == []
