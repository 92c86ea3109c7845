"""Nonsense in every form and in every address: a page for people, and nothing changed."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.browser_client import Browser
from tests.making import request_token
from tests.test_access import PAGES, prepare
from tests.test_get_changes_nothing import every_row
from tests.world import PEOPLE, Page, World, make_world
from tourbook.core.db import db

FORM = re.compile(r'<form\b[^>]*method="post".*?</form>', re.DOTALL)
FILTER = re.compile(r'<form\b[^>]*method="get".*?</form>', re.DOTALL)
FIELD = re.compile(r'<(?:input|select|textarea)\b[^>]*\bname="([^"]+)"[^>]*>')
KEPT = ("csrf_token", "submit", "revision", "form_key")

#: No field takes any of these.
UNREADABLE = ("a\x00b", "x" * 10_000, "\x1b[31m")

#: What people and robots put behind a question mark.
QUERIES = (
    "page=-1&format=exe&lang=xx",
    "page=99999999999999999999",
    "first=xx&theme=zz&pax=9e99&days=1e9&season=%00&q=%00",
    f"departure={2**63}&delegation={2**63}&version={2**63}&component={2**63}&with={2**63}",
    "first_day=2026-02-31&since=0001-01-01&until=9999-12-31&date=9999-12-31&number=-1",
    "state=%FF&kind=%00&text=%25_%27%22%3Cscript%3E&who=%F0%9F%98%80&role=none",
    "a=" + "b" * 5000,
)


@dataclass(frozen=True)
class Opened:
    """A page that somebody may open, with the names of the fields of its forms."""

    page: Page
    url: str
    browser: Browser
    fields: frozenset[str]


@pytest.fixture
def world(app: Flask) -> World:
    return make_world()


def browser_of(app: Flask, world: World, page: Page) -> Browser:
    """The browser of the first who may open the page."""
    client = app.test_client()
    assert isinstance(client, Browser)
    person = next(person for person in PEOPLE if person in page.who)
    return client if person == "visitor" else client.sign_in(world.people[person])


def opened(app: Flask, world: World) -> Iterator[Opened]:
    asked = {page: prepare(app, world, page) for page in PAGES if "GET" in page.methods}
    db.session.commit()
    for page, one in asked.items():
        browser = browser_of(app, world, page)
        text = browser.get(one.url).get_data(as_text=True) if "POST" in page.methods else ""
        names = {unescape(name) for form in FORM.findall(text) for name in FIELD.findall(form)}
        yield Opened(page, one.url, browser, frozenset(names.difference(KEPT)))


def own_queries(one: Opened) -> list[str]:
    """Nonsense for each field of the page's own filter; a file that is downloaded has none."""
    with one.browser.get(one.url) as response:
        text = response.get_data(as_text=True) if response.mimetype == "text/html" else ""
    names = {unescape(name) for form in FILTER.findall(text) for name in FIELD.findall(form)}
    return [
        "&".join(f"{name}={nonsense}" for name in sorted(names))
        for nonsense in ("%00", "-1", str(2**63), "%EF%BF%BF")
        if names
    ]


def calm(response: TestResponse, *, statuses: tuple[int, ...]) -> bool:
    response.close()
    return response.status_code in statuses


def test_nonsense_in_an_address_is_no_fault(app: Flask, world: World) -> None:
    faults = [
        f"{one.page.endpoint}?{query[:40]}"
        for one in list(opened(app, world))
        for query in (*QUERIES, *own_queries(one))
        if not calm(one.browser.get(f"{one.url}?{query}"), statuses=(200, 202, 302, 303, 304, 404))
    ]

    assert faults == []


def test_what_cannot_be_read_is_refused_and_changes_nothing(app: Flask, world: World) -> None:
    forms = [one for one in opened(app, world) if one.fields]
    before = every_row()

    faults = [
        f"{one.page.endpoint} {nonsense[:10]!r}"
        for one in forms
        for nonsense in UNREADABLE
        if not calm(
            one.browser.post(one.url, data=dict.fromkeys(one.fields, nonsense)),
            statuses=(200, 409, 422, 429),
        )
    ]

    assert faults == []
    assert len(forms) > 30
    assert every_row() == before


def test_a_file_in_every_field_is_refused_and_changes_nothing(app: Flask, world: World) -> None:
    forms = [one for one in opened(app, world) if one.fields]
    before = every_row()

    faults = []
    for one in forms:
        files = {name: (io.BytesIO(b"\x00\xff"), "name.exe") for name in one.fields}
        if not calm(one.browser.post(one.url, data=files), statuses=(200, 409, 422, 429)):
            faults.append(one.page.endpoint)

    assert faults == []
    assert every_row() == before


def test_a_body_of_another_kind_is_an_empty_form(app: Flask, world: World) -> None:
    browser = app.test_client()
    assert isinstance(browser, Browser)
    browser.sign_in(world.people["leader"])
    url = f"/bookings/{world.booking.id}/participants/new"
    db.session.commit()
    before = every_row()

    for kind in ("application/json", "multipart/form-data; boundary=x", "text/plain", "a; b=c"):
        for sent in (b"", b"{}", b"[1]", b'{"name": "A"}', b"\xff\xfe%zz&=&;", b"--x\r\n"):
            response = browser.post(url, data=sent, content_type=kind)
            assert (response.status_code, kind, sent) == (200, kind, sent)
            assert "Fill in this field." in response.text

    assert every_row() == before


def test_ten_megabytes_in_a_field_are_refused(app: Flask, world: World) -> None:
    """By people with and without an account, before anything of it is read."""
    token = request_token(world.request)
    visitor, leader = app.test_client(), app.test_client()
    assert isinstance(leader, Browser)
    leader.sign_in(world.people["leader"])
    db.session.commit()
    before = every_row()

    large = {"name": "x" * 10_000_000}
    answers = [
        visitor.post("/sign-in", data=large),
        visitor.post(f"/r/{token}", data=large),
        leader.post(f"/bookings/new/{world.departure.id}", data=large),
        leader.post(f"/bookings/{world.booking.id}/participants/apply", data=large),
    ]

    assert [answer.status_code for answer in answers] == [413] * 4
    assert all("<h1>This is too large</h1>" in answer.text for answer in answers)
    assert every_row() == before
