"""Names and texts that are really code stay words, wherever they are shown."""

import csv
import io

import pytest
from flask import Flask

from tests import making
from tests.browser_client import Browser
from tests.making import participant_token
from tests.test_access import PAGES, prepare
from tests.world import PEOPLE, Page, World, make_world
from tourbook.core import clock, jobs
from tourbook.core.db import db
from tourbook.core.texts import Texts

SCRIPT = "<script>alert(1)</script>"
#: A formula to a spreadsheet, a tag to a browser, code to a template and to the typesetter.
HOSTILE = f"=1+1\"'>{SCRIPT}{{{{7*7}}}}#panic()"


@pytest.fixture
def world(app: Flask, monkeypatch: pytest.MonkeyPatch) -> World:
    """The world, every free text of which is hostile."""
    monkeypatch.setattr(
        making, "texts", lambda words: Texts(en=HOSTILE + words, fi=HOSTILE, sv=HOSTILE)
    )
    world = make_world()
    for person in world.people.values():
        person.name = HOSTILE
    world.participant.name = world.participant.post = HOSTILE
    world.booking.delegation.name = world.booking.delegation.leader_name = HOSTILE
    world.component.organisation.name = world.request.reason = HOSTILE
    place = world.component.place
    assert place is not None
    place.name = HOSTILE
    return world


def readers(app: Flask, world: World, page: Page) -> list[Browser]:
    browsers = []
    for person in PEOPLE:
        if person in page.who and not person.startswith("other"):
            client = app.test_client()
            assert isinstance(client, Browser)
            browsers.append(client if person == "visitor" else client.sign_in(world.people[person]))
    return browsers


def formulas(text: str) -> list[str]:
    rows = csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter=";")
    return [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]


def test_no_page_runs_what_a_person_wrote(app: Flask, world: World) -> None:
    read = [page for page in PAGES if "GET" in page.methods and page.endpoint != "static"]
    asked = {page: prepare(app, world, page).url for page in read}
    db.session.commit()

    seen, wrong = 0, []
    for page in read:
        for browser in readers(app, world, page)[:2]:
            html = browser.get(asked[page])
            if html.mimetype == "text/html":
                seen += "=1+1" in html.text
                if SCRIPT in html.text or "\"'>" in html.text or "49#panic" in html.text:
                    wrong.append(page.endpoint)
            table = browser.get(f"{asked[page]}?format=csv")
            if table.mimetype == "text/csv":
                wrong += [f"{page.endpoint}: {cell}" for cell in formulas(table.text)]

    assert wrong == []
    assert seen > 50


def test_a_programme_on_paper_holds_the_words_as_they_stand(app: Flask, world: World) -> None:
    url = f"/p/{participant_token(world.participant)}"
    visitor = app.test_client()
    visitor.post(f"{url}/programme")
    jobs.run_due(at=clock.now())
    db.session.commit()

    paper, calendar = visitor.get(f"{url}/programme.pdf"), visitor.get(f"{url}/programme.ics")

    assert paper.data.startswith(b"%PDF")
    assert calendar.mimetype == "text/calendar"
    assert all(line[:1].isupper() or line[:1] == " " for line in calendar.text.splitlines())
