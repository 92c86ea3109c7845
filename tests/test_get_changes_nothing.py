"""Mail scanners open links and browsers fetch ahead: looking at a page changes no row."""

import re

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.browser_client import Browser
from tests.conftest import Statements
from tests.test_access import PAGES, ask, is_refusal, prepare
from tests.world import Page, World, make_world
from tourbook.core.db import Base, db

#: A statement that writes, by itself or after tables that it makes first.
WRITES = re.compile(r"^(WITH\b.*)?\b(INSERT INTO|UPDATE|DELETE FROM) ", re.DOTALL)


def every_row() -> dict[str, list[tuple[object, ...]]]:
    """What all tables hold."""
    return {
        table.name: [
            tuple(row) for row in db.session.execute(sa.select(table).order_by(*table.primary_key))
        ]
        for table in Base.metadata.sorted_tables
    }


@pytest.fixture
def world(app: Flask) -> World:
    return make_world()


def readers(page: Page) -> list[str]:
    """A public page is the same for all; of the others each allowed person reads their own."""
    return ["visitor"] if "visitor" in page.who else sorted(page.who)


def test_no_page_changes_a_row_when_it_is_read(
    app: Flask, world: World, statements: Statements
) -> None:
    read = [page for page in PAGES if "GET" in page.methods]
    asked = {page: prepare(app, world, page) for page in read}
    db.session.commit()
    before = every_row()

    wrote: list[str] = []
    refused: list[str] = []
    for page in read:
        for person in readers(page):
            with statements() as seen:
                response = ask(app, world, asked[page], person)
            if is_refusal(response, person) or response.status_code >= 500:
                refused.append(f"{page.endpoint} {person} {response.status}")
            wrote += [f"{page.endpoint} {person}: {one}" for one in seen if WRITES.search(one)]

    assert (refused, wrote) == ([], [])
    assert len(read) > 100
    assert every_row() == before


def test_a_scanner_that_looks_without_reading_changes_no_row(
    app: Flask, world: World, statements: Statements
) -> None:
    """HEAD tells what GET would, and OPTIONS what may be done; neither does it."""
    read = [page for page in PAGES if "GET" in page.methods]
    urls = {page: prepare(app, world, page).url for page in read}
    db.session.commit()
    before = every_row()

    told: list[str] = []
    for page in read:
        client = app.test_client()
        assert isinstance(client, Browser)
        person = readers(page)[0]
        if person != "visitor":
            client.sign_in(world.people[person])
        with statements() as seen:
            answers = [client.open(urls[page], method=one) for one in ("GET", "HEAD", "OPTIONS")]
        got, head, options = [answer.status_code for answer in answers]
        if head != got or options != 200 or any(WRITES.search(one) for one in seen):
            told.append(f"{page.endpoint} {person}: GET {got}, HEAD {head}, OPTIONS {options}")
            told += [one for one in seen if WRITES.search(one)]
        for answer in answers:
            answer.close()

    assert told == []
    assert every_row() == before
