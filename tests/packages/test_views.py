import re

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.browser_client import Browser
from tests.conftest import Statements
from tests.making import make_component, make_theme, make_version, texts
from tourbook.core.db import db
from tourbook.core.texts import Texts
from tourbook.hosts.models import ComponentKind
from tourbook.packages import queries
from tourbook.packages.models import Item, Objective, Package, Version, VersionStatus

DESK = "/desk/packages"
NEW = {
    "name-en": "Rescue week",
    "summary-en": "What a small crew can do.",
    "season_from": "5",
    "season_to": "9",
    "days": "2",
    "party_min": "8",
    "party_max": "20",
}
ITEM = {
    "kind": "side",
    "title-en": "Walk to the harbour",
    "starts": "15:00",
    "ends": "16:00",
    "place": "",
}


def make_draft(days: int = 1) -> Version:
    version = make_version(days=days, published=False)
    db.session.commit()
    return version


def item_form(version: Version, **changes: str) -> dict[str, str]:
    day_id = str(version.days[0].id)
    return {**ITEM, "day": day_id, "revision": str(version.revision), **changes}


def fresh(version: Version) -> Version:
    found = queries.whole(version.id, fresh=True)
    assert found is not None
    return found


def test_the_empty_list_says_what_to_do_first(as_organiser: Browser) -> None:
    assert "Make the first package" in as_organiser.get(f"{DESK}/").text


@pytest.mark.parametrize("packages", [1, 3])
def test_the_list_asks_the_same_number_of_questions(
    as_organiser: Browser, statements: Statements, packages: int
) -> None:
    for _ in range(packages):
        make_version(themes=[make_theme()])
    db.session.commit()
    db.session.expire_all()

    with statements() as seen:
        page = as_organiser.get(f"{DESK}/").text

    assert page.count("Package ") >= packages
    assert len([one for one in seen if "FROM version" in one and "count" not in one]) == 1
    assert len([one for one in seen if "package_theme" in one]) == 1


def test_the_list_is_narrowed_by_its_address_and_keeps_the_choice(as_organiser: Browser) -> None:
    theme = make_theme()
    found, other = make_version(themes=[theme]), make_version()
    db.session.commit()

    page = as_organiser.get(f"{DESK}/?theme={theme.id}&status=published&q=package").text

    assert found.package.name.en in page
    assert other.package.name.en not in page
    assert re.search(rf'<option value="{theme.id}" selected', page)


@pytest.mark.parametrize(
    "query", ["theme=x", "theme=²", "status=none", f"q={'x' * 300}", "page=-1"]
)
def test_nonsense_in_the_address_is_no_error(as_organiser: Browser, query: str) -> None:
    assert as_organiser.get(f"{DESK}/?{query}").status_code == 200


@pytest.mark.parametrize(("kind", "begins"), [("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK")])
def test_the_list_can_be_taken_along(as_organiser: Browser, kind: str, begins: bytes) -> None:
    make_version(themes=[make_theme()])
    db.session.commit()

    response = as_organiser.get(f"{DESK}/?format={kind}")

    assert response.data.startswith(begins)
    assert f"packages.{kind}" in response.headers["Content-Disposition"]


def test_a_package_is_made_with_its_days(as_organiser: Browser) -> None:
    theme = make_theme()
    db.session.commit()

    response = as_organiser.post(f"{DESK}/new", data={**NEW, "themes": str(theme.id)})

    version = db.session.scalars(sa.select(Version)).one()
    assert response.location == f"{DESK}/versions/{version.id}"
    assert (version.package.slug, len(version.days), version.package.themes) == (
        "rescue-week",
        2,
        [theme],
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"name-en": ""},
        {"name-en": "x" * 121},
        {"days": "0"},
        {"days": "6"},
        {"days": "-1"},
        {"party_min": "0"},
        {"party_max": "1000000000"},
        {"party_min": "21"},
        {"season_from": "13"},
        {"themes": "999999"},
    ],
)
def test_a_package_that_cannot_be_is_refused_and_the_words_are_kept(
    as_organiser: Browser, changes: dict[str, str]
) -> None:
    response = as_organiser.post(f"{DESK}/new", data={**NEW, **changes})

    assert response.status_code == 200
    assert "Please check the form" in response.text
    assert "What a small crew can do." in response.text
    assert db.session.scalars(sa.select(Package)).all() == []


def test_the_texts_of_a_package_change(as_organiser: Browser) -> None:
    version = make_version()
    db.session.commit()
    page = as_organiser.get(f"{DESK}/{version.package_id}/edit").text
    assert version.package.summary.en in page

    names = {"name-en": "New name", "name-fi": "Uusi nimi", "name-sv": ""}
    as_organiser.post(f"{DESK}/{version.package_id}/edit", data={**NEW, **names})

    assert db.session.get_one(Package, version.package_id).name == Texts(
        en="New name", fi="Uusi nimi"
    )


def test_a_package_is_taken_out_and_put_back(as_organiser: Browser) -> None:
    package_id = make_version().package_id
    db.session.commit()

    as_organiser.post(f"{DESK}/{package_id}/retire")
    assert db.session.get_one(Package, package_id).retired_at is not None

    as_organiser.post(f"{DESK}/{package_id}/restore")
    assert db.session.get_one(Package, package_id).retired_at is None


def test_problems_stand_beside_the_items_in_words(as_organiser: Browser) -> None:
    version = make_draft(days=2)

    page = as_organiser.get(f"{DESK}/versions/{version.id}").text

    assert "The night after day 1 has no lodging." in page
    assert "Add lodging to this day that ends on the next morning." in page
    assert "Publish version" not in page


def test_an_item_of_free_text_is_added(as_organiser: Browser) -> None:
    version = make_draft()
    address = f"{DESK}/days/{version.days[0].id}/items/new"
    assert 'value="11:30"' in as_organiser.get(address).text

    response = as_organiser.post(address, data=item_form(version))

    assert response.location == f"{DESK}/versions/{version.id}"
    item = fresh(version).days[0].items[-1]
    assert (item.title.en, item.kind, item.starts_minute, item.ends_minute) == (
        "Walk to the harbour",
        ComponentKind.SIDE,
        900,
        960,
    )


def test_a_component_fills_in_its_length_and_place(as_organiser: Browser) -> None:
    version, component = make_draft(), make_component(ComponentKind.MEAL)
    db.session.commit()
    address = f"{DESK}/days/{version.days[0].id}/items/new?component={component.id}"

    page = as_organiser.get(address).text
    as_organiser.post(address, data=item_form(version, place=str(component.place_id)))

    assert 'value="13:00"' in page
    assert 'name="kind"' not in page
    item = fresh(version).days[0].items[-1]
    assert (item.component_id, item.kind, item.place_id) == (
        component.id,
        ComponentKind.MEAL,
        component.place_id,
    )


@pytest.mark.parametrize("component", ["x", "999999", "-1", "1" * 30, "²"])
def test_a_component_that_does_not_exist_is_not_found(
    as_organiser: Browser, component: str
) -> None:
    version = make_draft()

    address = f"{DESK}/days/{version.days[0].id}/items/new?component={component}"

    assert as_organiser.get(address).status_code == 404


@pytest.mark.parametrize(
    "changes",
    [
        {"starts": "25:00"},
        {"starts": ""},
        {"ends": "14:00"},
        {"title-en": ""},
        {"title-en": "x" * 161},
        {"kind": "other"},
        {"day": "999999"},
        {"place": "999999"},
        {"revision": "999"},
        {"revision": "x"},
        {"revision": ""},
    ],
)
def test_an_item_that_cannot_be_is_refused_and_the_words_are_kept(
    as_organiser: Browser, changes: dict[str, str]
) -> None:
    version = make_draft()
    data = item_form(version, **{"text-en": "Bring a coat", **changes})

    response = as_organiser.post(f"{DESK}/days/{version.days[0].id}/items/new", data=data)

    assert response.status_code == 200
    assert "Please check the form" in response.text
    assert "Bring a coat" in response.text
    assert len(fresh(version).days[0].items) == 1


def test_a_stale_form_says_so_keeps_the_words_and_can_be_sent_again(
    as_organiser: Browser,
) -> None:
    version = make_draft()
    address = f"{DESK}/days/{version.days[0].id}/items/new"
    data = item_form(version)
    as_organiser.post(f"{DESK}/versions/{version.id}/days", data={"revision": "1"})

    page = as_organiser.post(address, data=data).text

    assert "changed after you opened the page" in page
    assert "Walk to the harbour" in page
    shown = re.search(r'name="revision"[^>]*value="(\d+)"', page)
    assert shown is not None
    assert shown[1] == "2"
    assert as_organiser.post(address, data={**data, "revision": "2"}).status_code == 302


def test_a_stale_button_is_refused_with_409(as_organiser: Browser) -> None:
    version = make_draft()

    response = as_organiser.post(f"{DESK}/versions/{version.id}/days", data={"revision": "7"})

    assert response.status_code == 409
    assert "changed after you opened the page" in response.text
    assert len(fresh(version).days) == 1


def test_an_item_is_changed_moved_and_removed(as_organiser: Browser) -> None:
    version = make_draft(days=2)
    item, second = version.days[0].items[0], version.days[1]
    address = f"{DESK}/items/{item.id}"
    assert item.title.en in as_organiser.get(address).text

    as_organiser.post(address, data=item_form(version, day=str(second.id)))
    assert [len(day.items) for day in fresh(version).days] == [0, 2]

    as_organiser.post(f"{address}/remove", data={"revision": "2"})
    assert [len(day.items) for day in fresh(version).days] == [0, 1]


@pytest.mark.parametrize("part", ["days", "items", "objectives"])
def test_parts_of_a_published_version_have_no_form(as_organiser: Browser, part: str) -> None:
    version = make_version()
    db.session.commit()
    ids = {
        "days": version.days[0].id,
        "items": version.days[0].items[0].id,
        "objectives": version.objectives[0].id,
    }

    assert as_organiser.get(f"{DESK}/{part}/{ids[part]}").status_code == 404


def test_a_day_is_named_and_given_hours(as_organiser: Browser) -> None:
    version = make_draft()
    address = f"{DESK}/days/{version.days[0].id}"
    data = {"title-en": "Arrival", "starts": "07:30", "ends": "00:00", "revision": "1"}
    assert as_organiser.get(address).status_code == 200

    as_organiser.post(address, data=data)

    day = fresh(version).days[0]
    assert (day.title.en, day.starts_minute, day.ends_minute) == ("Arrival", 450, 1440)
    refused = as_organiser.post(address, data={**data, "revision": "2", "ends": "06:00"})
    assert "The day ends before it begins." in refused.text


def test_a_day_is_removed(as_organiser: Browser) -> None:
    version = make_draft(days=2)

    as_organiser.post(f"{DESK}/days/{version.days[0].id}/remove", data={"revision": "1"})

    assert [day.number for day in fresh(version).days] == [1]


@pytest.mark.parametrize("components", [1, 3])
def test_the_library_asks_the_same_number_of_questions(
    as_organiser: Browser, statements: Statements, components: int
) -> None:
    version = make_draft()
    made = [make_component() for _ in range(components)]
    db.session.commit()
    db.session.expire_all()

    with statements() as seen:
        page = as_organiser.get(f"{DESK}/days/{version.days[0].id}/library").text

    assert all(component.name.en in page for component in made)
    assert len([one for one in seen if "FROM component" in one and "count" not in one]) == 1


def test_the_library_says_when_nothing_fits(as_organiser: Browser) -> None:
    version = make_draft()
    make_component()
    db.session.commit()
    address = f"{DESK}/days/{version.days[0].id}/library"

    assert "Nothing fits" in as_organiser.get(f"{address}?kind=meal&town=1&q=zzz").text


def test_objectives_are_written_ticked_and_removed(as_organiser: Browser) -> None:
    version = make_draft()
    base = f"{DESK}/versions/{version.id}/objectives"
    as_organiser.post(f"{base}/new", data={"text-en": "Plan an exercise", "revision": "1"})
    objective = fresh(version).objectives[1]
    pair = f"{objective.id}:{version.days[0].items[0].id}"

    as_organiser.post(base, data={"serves": pair, "revision": "2"})

    assert [len(each.items) for each in fresh(version).objectives] == [0, 1]
    assert re.search(rf'value="{pair}" checked', as_organiser.get(base).text)
    as_organiser.post(
        f"{DESK}/objectives/{objective.id}", data={"text-en": "Lead one", "revision": "3"}
    )
    assert db.session.get_one(Objective, objective.id).text.en == "Lead one"
    as_organiser.post(f"{DESK}/objectives/{objective.id}/remove", data={"revision": "4"})
    assert len(fresh(version).objectives) == 1


@pytest.mark.parametrize("pair", ["x", "1:x", "999999:1", ":"])
def test_ticks_that_do_not_exist_are_refused(as_organiser: Browser, pair: str) -> None:
    version = make_draft()

    response = as_organiser.post(
        f"{DESK}/versions/{version.id}/objectives", data={"serves": pair, "revision": "1"}
    )

    assert "Please check the form" in response.text
    assert len(fresh(version).objectives[0].items) == 1


def prices(*rows: tuple[str, str, str]) -> dict[str, str]:
    data = {"revision": "1"}
    for number, row in enumerate(rows, 1):
        for name, value in zip(("pax_from", "pax_to", "price"), row, strict=True):
            data[f"tier_{number}-{name}"] = value
    return data


def test_empty_price_rows_wait_behind_more_rows(as_organiser: Browser) -> None:
    version = make_draft()

    page = as_organiser.get(f"{DESK}/versions/{version.id}/prices").text

    rows = page.count('class="price-row"')
    assert rows == 8
    assert page[: page.index("More rows")].count('class="price-row"') == len(version.tiers) + 2


def test_the_programme_is_timed_as_the_reader_writes_it(as_organiser: Browser) -> None:
    version = make_draft()
    starts = version.days[0].items[0].starts_minute

    finnish = as_organiser.get(f"{DESK}/versions/{version.id}?lang=fi").text

    assert f'<p class="builder-time">{starts // 60}.{starts % 60:02}' in finnish


def test_prices_are_set(as_organiser: Browser) -> None:
    version = make_draft()
    address = f"{DESK}/versions/{version.id}/prices"
    assert 'value="500.00"' in as_organiser.get(address).text

    as_organiser.post(address, data=prices(("5", "15", "500"), ("16", "30", "420,50")))

    assert [(t.pax_from, t.pax_to, t.person_cents) for t in fresh(version).tiers] == [
        (5, 15, 50_000),
        (16, 30, 42_050),
    ]


@pytest.mark.parametrize(
    "rows",
    [
        [("5", "15", "")],
        [("5", "15", "500"), ("15", "30", "400")],
        [("15", "5", "500")],
        [("0", "5", "500")],
        [("1", "1000000000", "500")],
        [("1", "5", "-1")],
        [("1", "5", "many")],
    ],
)
def test_prices_that_contradict_are_refused_and_kept(
    as_organiser: Browser, rows: list[tuple[str, str, str]]
) -> None:
    version = make_draft()

    response = as_organiser.post(f"{DESK}/versions/{version.id}/prices", data=prices(*rows))

    assert "Please check the form" in response.text
    assert f'value="{rows[0][0]}"' in response.text
    assert len(fresh(version).tiers) == 1


def test_the_party_and_what_is_included_are_set(as_organiser: Browser) -> None:
    version = make_draft()
    address = f"{DESK}/versions/{version.id}/settings"
    data = {"party_min": "6", "party_max": "12", "included-en": "Coach", "revision": "1"}
    assert as_organiser.get(address).status_code == 200

    as_organiser.post(address, data=data)

    changed = fresh(version)
    assert (changed.party_min, changed.party_max, changed.included.en) == (6, 12, "Coach")
    refused = as_organiser.post(address, data={**data, "revision": "2", "party_min": "13"})
    assert "cannot be smaller" in refused.text


def test_a_sound_draft_is_published_and_then_has_no_builder(as_organiser: Browser) -> None:
    version = make_draft()
    assert "Publish version" in as_organiser.get(f"{DESK}/versions/{version.id}").text

    as_organiser.post(f"{DESK}/versions/{version.id}/publish", data={"revision": "1"})

    assert fresh(version).status is VersionStatus.PUBLISHED
    page = as_organiser.get(f"{DESK}/versions/{version.id}").text
    assert "It never changes." in page
    assert as_organiser.get(f"{DESK}/versions/{version.id}/prices").status_code == 404


def test_a_draft_with_problems_is_refused_with_409(as_organiser: Browser) -> None:
    version = make_draft(days=2)

    response = as_organiser.post(f"{DESK}/versions/{version.id}/publish", data={"revision": "1"})

    assert response.status_code == 409
    assert "cannot be published yet" in response.text
    assert fresh(version).status is VersionStatus.DRAFT


def test_a_new_version_is_made_compared_and_thrown_away(as_organiser: Browser) -> None:
    old = make_version()
    db.session.commit()
    response = as_organiser.post(f"{DESK}/versions/{old.id}/copy", data={"note": "More time"})
    new = queries.versions_of(old.package)[0]
    assert response.location == f"{DESK}/versions/{new.id}"
    same = as_organiser.get(f"{DESK}/versions/{new.id}/compare").text
    assert "The two versions say the same." in same
    item = db.session.scalars(sa.select(Item).where(Item.day_id == fresh(new).days[0].id)).one()

    as_organiser.post(f"{DESK}/items/{item.id}/remove", data={"revision": "1"})

    page = as_organiser.get(f"{DESK}/versions/{new.id}/compare?with={old.id}").text
    assert "Removed" in page
    assert "Visit on day 1" in page
    as_organiser.post(f"{DESK}/versions/{new.id}/discard", data={"revision": "2"})
    assert queries.versions_of(old.package) == [old]


def test_versions_of_different_packages_are_not_compared(as_organiser: Browser) -> None:
    version, stranger = make_version(), make_version()
    db.session.commit()

    address = f"{DESK}/versions/{version.id}/compare"

    assert as_organiser.get(f"{address}?with={stranger.id}").status_code == 404
    assert "Nothing to compare with" in as_organiser.get(address).text


def test_a_published_version_is_retired(as_organiser: Browser) -> None:
    version = make_version()
    db.session.commit()

    as_organiser.post(f"{DESK}/versions/{version.id}/retire")

    assert fresh(version).status is VersionStatus.RETIRED
    again = as_organiser.post(f"{DESK}/versions/{version.id}/retire")
    assert again.status_code == 409


def test_the_programme_is_printed(as_organiser: Browser) -> None:
    version = make_draft(days=2)

    page = as_organiser.get(f"{DESK}/versions/{version.id}/print").text

    assert "Visit on day 2" in page
    assert "What participants learn" in page


@pytest.mark.parametrize("path", ["999999", "versions/999999", "days/999999", "items/999999"])
def test_what_does_not_exist_is_not_found(as_organiser: Browser, path: str) -> None:
    assert as_organiser.get(f"{DESK}/{path}").status_code == 404


def test_a_title_with_markup_is_shown_as_text(app: Flask, as_organiser: Browser) -> None:
    version = make_draft()
    version.days[0].items[0].title = texts("<script>alert(1)</script>")
    db.session.commit()

    page = as_organiser.get(f"{DESK}/versions/{version.id}").text

    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page
