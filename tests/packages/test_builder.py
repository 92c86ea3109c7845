"""The builder's buttons: with a page that reloads, and with a board that is swapped."""

import re
from collections.abc import Callable, Mapping

import pytest
import sqlalchemy as sa

from tests import making
from tests.browser_client import Browser
from tests.conftest import Statements
from tests.making import make_component, make_place, make_user, make_version, texts
from tests.packages.drafts import fresh, make_draft
from tourbook.accounts.models import User
from tourbook.core.db import db
from tourbook.core.roles import Role
from tourbook.hosts.models import ComponentKind
from tourbook.packages.models import Acceptance, DraftEdit, Item, Version

DESK = "/desk/packages/versions"
SWAP = {"HX-Request": "true"}
SignIn = Callable[[User], Browser]


def first(version: Version) -> Item:
    return fresh(version).days[0].items[0]


def press(browser: Browser, version: Version, act: str, **values: str) -> str:
    """Press a button of the draft's first item; what the page says."""
    item = fresh(version).days[0].items[0]
    data = {"act": act, "revision": str(item.revision), **values}
    return browser.post(f"{DESK}/{version.id}/items/{item.id}", data=data, headers=SWAP).text


def said(page: str) -> str:
    """What stands in the line that tells what was done."""
    found = re.search(r'id="builder-said"[^>]*>(.*?)</p>', page, re.DOTALL)
    assert found is not None
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found[1])).strip()


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


def test_a_component_comes_to_the_first_time_where_it_fits(as_organiser: Browser) -> None:
    version = make_draft()
    component = make_component(place=make_place())
    db.session.commit()

    page = as_organiser.post(
        f"{DESK}/{version.id}/items",
        data={"component": str(component.id), "day": str(version.days[0].id)},
        headers=SWAP,
    ).text

    items = fresh(version).days[0].items
    added = next(item for item in items if item.component_id == component.id)
    assert added.ends_minute - added.starts_minute == 90
    assert not (added.starts_minute < 690 and added.ends_minute > 600)
    assert "is added" in said(page)


@pytest.mark.parametrize(
    ("kind", "since", "until"),
    [(ComponentKind.MEAL, 660, 840), (ComponentKind.LODGING, 1080, 1439)],
)
def test_meals_and_nights_come_to_their_own_times(
    as_organiser: Browser, kind: ComponentKind, since: int, until: int
) -> None:
    version = make_draft()
    component = make_component(kind)
    db.session.commit()

    as_organiser.post(
        f"{DESK}/{version.id}/items",
        data={"component": str(component.id), "day": str(version.days[0].id)},
    )

    added = next(item for item in fresh(version).days[0].items if item.component_id)
    assert since <= added.starts_minute <= until
    assert (added.ends_minute > 1440) is (kind is ComponentKind.LODGING)


def test_free_text_is_added_at_a_time(as_organiser: Browser) -> None:
    version = make_draft()
    data = {
        "day": str(version.days[0].id),
        "title": "Walk to the harbour",
        "kind": "side",
        "starts": "15:00",
        "minutes": "45",
    }

    as_organiser.post(f"{DESK}/{version.id}/items", data=data)

    added = fresh(version).days[0].items[-1]
    assert (added.title.en, added.starts_minute, added.ends_minute) == (
        "Walk to the harbour",
        900,
        945,
    )


@pytest.mark.parametrize(
    ("values", "status"),
    [
        ({"day": "999999", "title": "Walk", "kind": "side"}, 409),
        ({"day": "x", "title": "Walk", "kind": "side"}, 409),
        ({"title": "Walk", "kind": "other"}, 409),
        ({"title": "", "kind": "side"}, 409),
        ({"title": "Walk", "kind": "side", "minutes": "1000000000"}, 409),
        ({"title": "Walk", "kind": "side", "starts": "24:61"}, 409),
        ({"component": "999999"}, 404),
        ({"component": "²"}, 404),
    ],
)
def test_what_cannot_be_added_is_refused(
    as_organiser: Browser, values: dict[str, str], status: int
) -> None:
    version = make_draft()
    data = {"day": str(version.days[0].id), **values}

    response = as_organiser.post(f"{DESK}/{version.id}/items", data=data)

    assert response.status_code == status
    assert len(fresh(version).days[0].items) == 1


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


@pytest.mark.parametrize("components", [1, 3])
def test_the_library_asks_the_same_number_of_questions(
    as_organiser: Browser, statements: Statements, components: int
) -> None:
    version = make_draft()
    made = [make_component() for _ in range(components)]
    db.session.commit()
    db.session.expire_all()

    with statements() as seen:
        page = as_organiser.get(f"{DESK}/{version.id}/library").text

    assert all(component.name.en in page for component in made)
    assert len([one for one in seen if "FROM component" in one and "count" not in one]) <= 2


@pytest.mark.parametrize(
    "query",
    [
        "kind=x&town=x&theme=²&language=zz",
        "party=0&lead=-1&price=x&week=2027-W60",
        f"party={10**9}&price={10**12}&week=W",
        "week=9999-W52",
        "week=0001-W01",
        "week=2027-W23&step_free=y&party=12&price=100&lead=30&language=en",
        "day=999999&starts=25:99&page=-1",
        f"q={'x' * 300}",
    ],
)
def test_nonsense_in_the_librarys_address_is_no_error(as_organiser: Browser, query: str) -> None:
    version = make_draft()

    assert as_organiser.get(f"{DESK}/{version.id}/library?{query}").status_code == 200


def test_the_library_is_narrowed(as_organiser: Browser) -> None:
    version = make_draft()
    meal, visit = make_component(ComponentKind.MEAL), make_component()
    db.session.commit()

    page = as_organiser.get(f"{DESK}/{version.id}/library?kind=meal", headers=SWAP).text

    assert meal.name.en in page
    assert visit.name.en not in page
    assert "<html" not in page


def full(days: int, items: int) -> Version:
    """A draft with so many days and items of components, a trial day, rates and slots."""
    version = make_version(days=days, published=False)
    version.trial_day = making.far_ahead()
    for day in version.days:
        for number in range(1, items):
            component = make_component(place=make_place())
            item = Item(
                component=component,
                place=component.place,
                kind=component.kind,
                title=texts(f"Stop {number}"),
                text=texts(""),
                starts_minute=480 + 60 * number,
                ends_minute=525 + 60 * number,
                lineage=f"line{day.id}x{number}",
            )
            day.items.append(item)
    db.session.commit()
    return version


@pytest.mark.parametrize("size", [(1, 3), (5, 12)])
def test_an_edit_is_answered_with_few_statements(
    as_organiser: Browser, statements: Statements, size: tuple[int, int]
) -> None:
    version = full(*size)
    item = version.days[0].items[-1]
    address = f"{DESK}/{version.id}/items/{item.id}"
    db.session.expire_all()

    with statements() as seen:
        page = as_organiser.post(address, data={"act": "later", "revision": "1"}, headers=SWAP)

    assert "Saved" in said(page.text)
    assert len(db.session.scalars(sa.select(DraftEdit)).all()) == 1
    assert len(seen) <= 20, "\n".join(one.split("\n")[0][:150] for one in seen)


def test_the_history_offers_undo_and_then_redo(as_organiser: Browser) -> None:
    version = make_draft()
    press(as_organiser, version, "later")
    history = f"{DESK}/{version.id}/history"

    done = as_organiser.get(history).text
    as_organiser.post(f"{DESK}/{version.id}/undo", data={})
    undone = as_organiser.get(history).text

    assert (done.count(">Undo<"), done.count(">Redo<")) == (1, 0)
    assert (undone.count(">Undo<"), undone.count(">Redo<")) == (0, 1)
