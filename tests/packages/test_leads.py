"""How early a package itself wants something."""

from datetime import date

import pytest

from tests import making
from tests.browser_client import Browser
from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.hosts.models import LeadKind, LeadUnit
from tourbook.packages import services
from tourbook.packages.models import Version
from tourbook.packages.services.copies import copy_of

WANTED = {
    "ask-unit": "days",
    "ask-amount": "60",
    "gift-unit": "date",
    "gift-day": "2027-05-31",
    "names-unit": "working_days",
    "names-amount": "15",
}
KEPT = {
    LeadKind.ASK: (LeadUnit.DAYS, 60, None),
    LeadKind.NAMES: (LeadUnit.WORKING_DAYS, 15, None),
    LeadKind.GIFT: (LeadUnit.DATE, None, date(2027, 5, 31)),
}


@pytest.fixture
def draft(app: object) -> Version:
    return making.make_version(published=False)


def kept(version: Version) -> dict[LeadKind, tuple[LeadUnit, int | None, date | None]]:
    db.session.expire_all()
    return {row.what: (row.unit, row.amount, row.day) for row in version.leads}


def page(version: Version) -> str:
    return f"/desk/packages/versions/{version.id}/lead-times"


def test_lead_times_of_a_draft_are_kept_shown_and_taken_away(
    as_organiser: Browser, draft: Version
) -> None:
    data = {**WANTED, "revision": str(draft.revision)}

    assert as_organiser.post(page(draft), data=data).status_code == 302
    assert kept(draft) == KEPT
    assert 'value="60"' in as_organiser.get(page(draft)).text

    as_organiser.post(page(draft), data={"revision": str(draft.revision)})
    assert kept(draft) == {}


def test_a_change_made_from_an_older_page_is_not_kept(
    as_organiser: Browser, draft: Version
) -> None:
    data = {**WANTED, "revision": str(draft.revision - 1)}

    response = as_organiser.post(page(draft), data=data)

    assert "was changed after you opened the page" in response.text
    assert kept(draft) == {}


def test_a_measure_without_its_number_is_not_kept(as_organiser: Browser, draft: Version) -> None:
    data = {"ask-unit": "days", "revision": str(draft.revision)}

    response = as_organiser.post(page(draft), data=data)

    assert "Give the number of days." in response.text
    assert kept(draft) == {}


def test_a_published_version_has_no_such_page(as_organiser: Browser, app: object) -> None:
    assert as_organiser.get(page(making.make_version())).status_code == 404


def test_the_next_version_wants_it_as_early(as_organiser: Browser, draft: Version) -> None:
    as_organiser.post(page(draft), data={**WANTED, "revision": str(draft.revision)})
    assert kept(draft) == KEPT

    made = copy_of(draft, package=draft.package, number=99, note="", at=making.NOON)
    db.session.add(made)
    db.session.commit()

    assert kept(made) == KEPT
    assert kept(draft) == KEPT


def test_lead_times_are_undone_told_and_compared(as_organiser: Browser, draft: Version) -> None:
    before = copy_of(draft, package=draft.package, number=98, note="", at=making.NOON)
    db.session.add(before)
    as_organiser.post(page(draft), data={**WANTED, "revision": str(draft.revision)})

    board = as_organiser.get(f"/desk/packages/versions/{draft.id}/board")
    compared = as_organiser.get(f"/desk/packages/versions/{draft.id}/compare?with={before.id}").text
    services.undo(draft, at=making.NOON, actor=Actor.system())

    assert "set how early the package wants things" in board.text
    assert "60 days before the visit" in compared
    assert "15 working days before the visit" in compared
    assert "by Mon 31 May 2027" in compared
    assert kept(draft) == {}
    services.redo(draft, at=making.NOON, actor=Actor.system())
    assert kept(draft) == KEPT
