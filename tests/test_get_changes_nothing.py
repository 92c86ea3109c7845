"""Mail scanners open links and browsers fetch ahead: looking at a page changes no row."""

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.conftest import Statements
from tests.test_access import PAGES, ask, is_refusal, prepare
from tests.world import Page, World, make_world
from tourbook.core.db import Base, db

WRITES = ("INSERT", "UPDATE", "DELETE", "WITH")


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
            wrote += [f"{page.endpoint} {person}: {one}" for one in seen if one.startswith(WRITES)]

    assert (refused, wrote) == ([], [])
    assert len(read) > 100
    assert every_row() == before
