"""Undo, redo, the history and its news on the builder's pages."""

import pytest

from tests.browser_client import Browser
from tests.conftest import Statements
from tests.packages.drafts import fresh, make_draft
from tests.packages.presses import DESK, SWAP, first, press, said
from tourbook.accounts.models import User
from tourbook.core.db import db


def test_undo_and_redo_are_buttons(as_organiser: Browser) -> None:
    version = make_draft()
    press(as_organiser, version, "later")
    number = fresh(version).revision
    address = f"{DESK}/{version.id}"

    page = as_organiser.post(f"{address}/undo", data={"number": str(number)}, headers=SWAP).text
    assert (first(version).starts_minute, "Undone" in said(page)) == (600, True)

    again = as_organiser.post(f"{address}/redo", data={}, headers=SWAP).text
    assert (first(version).starts_minute, "Redone" in said(again)) == (615, True)
    twice = as_organiser.post(f"{address}/redo", data={}, headers=SWAP).text
    assert "nothing left to redo" in said(twice)


@pytest.mark.parametrize("number", ["x", "-1", "999999999", str(10**12)])
def test_an_edit_that_does_not_exist_is_not_undone(as_organiser: Browser, number: str) -> None:
    version = make_draft()
    press(as_organiser, version, "later")

    response = as_organiser.post(f"{DESK}/{version.id}/undo", data={"number": number})

    assert response.status_code == 409
    assert first(version).starts_minute == 615


@pytest.mark.parametrize("changes", [1, 3])
def test_the_history_tells_who_did_what(
    as_organiser: Browser, organiser: User, statements: Statements, changes: int
) -> None:
    version = make_draft()
    for _change in range(changes):
        press(as_organiser, version, "later")
    db.session.expire_all()

    with statements() as seen:
        page = as_organiser.get(f"{DESK}/{version.id}/history").text

    assert page.count(f"{organiser.name} moved Visit on day 1") == changes
    assert len([one for one in seen if "FROM draft_edit" in one and "count" not in one]) == 1


def test_the_history_offers_undo_and_then_redo(as_organiser: Browser) -> None:
    version = make_draft()
    press(as_organiser, version, "later")
    history = f"{DESK}/{version.id}/history"

    done = as_organiser.get(history).text
    as_organiser.post(f"{DESK}/{version.id}/undo", data={})
    undone = as_organiser.get(history).text

    assert (done.count(">Undo<"), done.count(">Redo<")) == (1, 0)
    assert (undone.count(">Undo<"), undone.count(">Redo<")) == (0, 1)


def test_an_open_page_hears_of_changes(as_organiser: Browser, organiser: User) -> None:
    version = make_draft()
    address = f"{DESK}/{version.id}/news?since="
    assert as_organiser.get(f"{address}1").status_code == 204

    press(as_organiser, version, "later")

    news = as_organiser.get(f"{address}1")
    assert f"{organiser.name} moved Visit on day 1" in news.text
    assert "Show it now" in news.text
    assert as_organiser.get(f"{address}2").status_code == 204
    assert as_organiser.get(f"{address}{10**30}").status_code == 200
