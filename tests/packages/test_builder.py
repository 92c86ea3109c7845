"""The builder's buttons: with a page that reloads, and with a board that is swapped."""

import re
from collections.abc import Callable, Mapping

import pytest

from tests.browser_client import Browser
from tests.making import make_user, make_version
from tests.packages.drafts import fresh, make_draft
from tests.packages.presses import DESK, SWAP, first, press, said
from tourbook.accounts.models import User
from tourbook.core.db import db
from tourbook.core.roles import Role
from tourbook.packages.models import Item

SignIn = Callable[[User], Browser]


@pytest.mark.parametrize(
    ("act", "values", "minutes"),
    [
        ("earlier", {}, (585, 675)),
        ("later", {}, (615, 705)),
        ("shorter", {}, (600, 675)),
        ("longer", {}, (600, 705)),
        ("move", {"starts": "13:05"}, (785, 875)),
        ("stretch", {"ends": "12:00"}, (600, 720)),
        ("save", {"starts": "09:00"}, (540, 630)),
        ("save", {"starts": "09:00", "ends": "11:30"}, (540, 630)),
        ("save", {"starts": "09:00", "ends": "10:00"}, (540, 600)),
        ("save", {"ends": "10:15"}, (600, 615)),
    ],
)
def test_a_press_changes_the_times(
    as_organiser: Browser, act: str, values: Mapping[str, str], minutes: tuple[int, int]
) -> None:
    version = make_draft()

    page = press(as_organiser, version, act, **values)

    item = first(version)
    assert (item.starts_minute, item.ends_minute) == minutes
    assert "Saved" in said(page)


def test_an_item_goes_to_another_day_and_back(as_organiser: Browser) -> None:
    version = make_draft(days=2)
    item, days = first(version), [day.id for day in version.days]
    address = f"{DESK}/{version.id}/items/{item.id}"

    as_organiser.post(address, data={"act": "day_after", "revision": "1"})
    assert db.session.get_one(Item, item.id, populate_existing=True).day_id == days[1]

    as_organiser.post(address, data={"act": "move", "day": str(days[0]), "revision": "2"})
    assert db.session.get_one(Item, item.id, populate_existing=True).day_id == days[0]
    assert fresh(version).revision == 3


def test_an_item_is_renamed_pinned_and_made_optional(as_organiser: Browser) -> None:
    version = make_draft()
    press(as_organiser, version, "save", title="Fire station")
    press(as_organiser, version, "pin")
    press(as_organiser, version, "optional")
    press(as_organiser, version, "interpret", language="uk")

    item = first(version)
    assert (item.title.en, item.title.fi) == ("Fire station", "Visit on day 1 (fi)")
    assert (item.pinned, item.optional, item.interpreters) == (True, True, ["uk"])


def test_an_item_is_copied_and_removed(as_organiser: Browser) -> None:
    version = make_draft()

    press(as_organiser, version, "copy")
    items = fresh(version).days[0].items
    assert [(item.starts_minute, item.ends_minute) for item in items] == [(600, 690), (690, 780)]
    assert items[0].lineage != items[1].lineage

    page = press(as_organiser, version, "remove")
    assert len(fresh(version).days[0].items) == 1
    assert "is removed" in said(page)


def test_without_scripts_a_press_leads_back_to_the_item(as_organiser: Browser) -> None:
    version = make_draft()
    item = first(version)

    response = as_organiser.post(
        f"{DESK}/{version.id}/items/{item.id}", data={"act": "later", "revision": "1"}
    )

    assert response.location == f"{DESK}/{version.id}#item-{item.id}"
    assert "Visit on day 1: Day 1" in as_organiser.get(f"{DESK}/{version.id}").text


@pytest.mark.parametrize(
    "values",
    [
        {"act": "explode"},
        {"act": ""},
        {"act": "move", "starts": "25:00"},
        {"act": "move", "starts": "nine o'clock"},
        {"act": "move", "day": "999999"},
        {"act": "move", "day": "x"},
        {"act": "move", "day": str(10**9)},
        {"act": "stretch", "ends": "09:00"},
        {"act": "save", "title": "x" * 161},
    ],
)
def test_what_makes_no_sense_is_told_and_changes_nothing(
    as_organiser: Browser, values: dict[str, str]
) -> None:
    version = make_draft()
    item = first(version)
    address = f"{DESK}/{version.id}/items/{item.id}"
    data = {"revision": "1", **values}

    swapped = as_organiser.post(address, data=data, headers=SWAP)
    plain = as_organiser.post(address, data=data)

    assert (swapped.status_code, plain.status_code) == (200, 409)
    assert 'role="alert"' in swapped.text
    assert said(swapped.text)
    assert (first(version).starts_minute, fresh(version).revision) == (600, 1)


def test_a_strangers_item_is_not_found(as_organiser: Browser) -> None:
    version, stranger = make_draft(), make_draft()
    item = first(stranger)

    response = as_organiser.post(
        f"{DESK}/{version.id}/items/{item.id}", data={"act": "later", "revision": "1"}
    )

    assert response.status_code == 404
    assert first(stranger).starts_minute == 600


@pytest.mark.parametrize("path", ["items/1", "undo", "redo", "days", "accept"])
def test_a_published_version_has_no_buttons(as_organiser: Browser, path: str) -> None:
    version = make_version()
    db.session.commit()

    response = as_organiser.post(f"{DESK}/{version.id}/{path}", data={"act": "later"})

    assert response.status_code == 409
    assert "never changes" in response.text


def test_two_presses_on_one_field_show_both_and_keep_the_own_if_chosen(
    as_organiser: Browser, sign_in: SignIn
) -> None:
    version = make_draft()
    other = sign_in(make_user(Role.ORGANISER))
    address = f"{DESK}/{version.id}/items/{first(version).id}"
    as_organiser.post(address, data={"act": "move", "starts": "11:00", "revision": "1"})

    page = other.post(
        address, data={"act": "move", "starts": "14:00", "revision": "1"}, headers=SWAP
    ).text

    assert "Two changes of" in page
    assert re.search(r"Begins</th>\s*<td>14:00</td>\s*<td>11:00</td>", page)
    assert first(version).starts_minute == 660
    form = page[page.index('id="clash"') : page.index("Keep yours")]
    kept = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
    other.post(address, data=kept, headers=SWAP)
    assert first(version).starts_minute == 840


def test_a_choice_made_from_an_older_clash_is_asked_again(
    as_organiser: Browser, sign_in: SignIn
) -> None:
    version = make_draft()
    address = f"{DESK}/{version.id}/items/{first(version).id}"
    for starts, seen in (("11:00", "1"), ("12:00", "2")):
        as_organiser.post(address, data={"act": "move", "starts": starts, "revision": seen})

    data = {
        "act": "move",
        "starts": "14:00",
        "revision": "1",
        "keep": "starts_minute ends_minute",
        "against": "2",
    }
    page = sign_in(make_user(Role.ORGANISER)).post(address, data=data, headers=SWAP).text

    assert "Two changes of" in page
    assert first(version).starts_minute == 720


def test_changes_of_different_fields_are_both_kept_and_told(
    as_organiser: Browser, sign_in: SignIn, organiser: User
) -> None:
    version = make_draft()
    address = f"{DESK}/{version.id}/items/{first(version).id}"
    as_organiser.post(address, data={"act": "move", "starts": "11:00", "revision": "1"})

    page = (
        sign_in(make_user(Role.ORGANISER))
        .post(address, data={"act": "save", "title": "Fire station", "revision": "1"}, headers=SWAP)
        .text
    )

    assert "Both are kept." in said(page)
    assert organiser.name in said(page)
    assert (first(version).title.en, first(version).starts_minute) == ("Fire station", 660)


def test_what_somebody_removed_is_told(as_organiser: Browser, sign_in: SignIn) -> None:
    version = make_draft()
    item = first(version)
    address = f"{DESK}/{version.id}/items/{item.id}"
    as_organiser.post(address, data={"act": "remove", "revision": "1"})

    response = sign_in(make_user(Role.ORGANISER)).post(
        address, data={"act": "later", "revision": "1"}, headers=SWAP
    )

    assert "has removed this item meanwhile" in said(response.text)
