"""Problems on the builder's board: accepted, taken back, and mended by what is offered."""

import re

import pytest
import sqlalchemy as sa

from tests.browser_client import Browser
from tests.packages.drafts import fresh, make_draft
from tests.packages.presses import DESK, SWAP, press
from tourbook.core.db import db
from tourbook.packages.models import Acceptance, Item


def test_a_warning_is_accepted_with_a_reason_and_taken_back(as_organiser: Browser) -> None:
    version = make_draft()
    db.session.execute(sa.delete(Item).where(Item.day_id == version.days[0].id))
    version.objectives.clear()
    db.session.commit()
    page = as_organiser.get(f"{DESK}/{version.id}").text
    key = re.search(r'name="key" value="(no_objectives[^"]*)"', page)
    assert key is not None

    refused = as_organiser.post(f"{DESK}/{version.id}/accept", data={"key": key[1], "reason": ""})
    assert refused.status_code == 409
    data = {"key": key[1], "reason": "Nobody asks this group."}
    page = as_organiser.post(f"{DESK}/{version.id}/accept", data=data, headers=SWAP).text

    assert "Accepted: Nobody asks this group." in page
    assert [each.reason for each in db.session.scalars(sa.select(Acceptance))] == [data["reason"]]
    as_organiser.post(f"{DESK}/{version.id}/take-back", data={"key": key[1]})
    assert db.session.scalars(sa.select(Acceptance)).all() == []


@pytest.mark.parametrize("key", ["", "nothing", "x" * 400])
def test_what_is_no_problem_is_not_accepted(as_organiser: Browser, key: str) -> None:
    version = make_draft()

    response = as_organiser.post(
        f"{DESK}/{version.id}/accept", data={"key": key, "reason": "Because."}
    )

    assert response.status_code == 409


def test_problems_stand_beside_what_they_concern_with_ways_out(as_organiser: Browser) -> None:
    version = make_draft()
    other = press(as_organiser, version, "copy")
    items = fresh(version).days[0].items
    as_organiser.post(
        f"{DESK}/{version.id}/items/{items[1].id}",
        data={"act": "move", "starts": "10:30", "revision": "1"},
    )

    page = as_organiser.get(f"{DESK}/{version.id}").text

    card = page[page.index(f'id="item-{items[0].id}"') : page.index(f'id="item-{items[1].id}"')]
    assert "Must be solved" in card
    assert "is not over when" in card
    assert 'name="act" value="move"' in card
    assert "Publish version" not in page
    assert "Publish version" in other


def test_a_way_out_mends_the_problem(as_organiser: Browser) -> None:
    version = make_draft()
    press(as_organiser, version, "move", starts="07:00")
    page = as_organiser.get(f"{DESK}/{version.id}").text
    form = re.search(r'action="([^"]*/hours)"(.*?)</form>', page, re.DOTALL)
    assert form is not None
    values = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form[2]))

    page = as_organiser.post(form[1], data=values, headers=SWAP).text

    assert fresh(version).days[0].starts_minute == 420
    assert "outside the hours" not in page
