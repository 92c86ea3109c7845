"""Building a draft: items, days, objectives and prices, with what is typed kept."""

from datetime import date

import pytest

from tests.browser_client import Browser
from tests.making import make_component, make_version
from tests.packages.drafts import fresh, make_draft
from tourbook.core.db import db
from tourbook.directory.models import TravelMode
from tourbook.hosts.models import ComponentKind
from tourbook.packages.models import Sharing, Version

DESK = "/desk/packages"
ITEM = {
    "kind": "side",
    "title-en": "Walk to the harbour",
    "starts": "15:00",
    "ends": "16:00",
    "place": "",
    "track": "",
    "alternative_to": "",
    "arrive_by": "",
}


def item_form(version: Version, **changes: str) -> dict[str, str]:
    day_id = str(version.days[0].id)
    return {**ITEM, "day": day_id, "revision": str(version.revision), **changes}


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

    assert f'<p class="item-time"><span>{starts // 60}.{starts % 60:02}' in finnish


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
    data = {
        "party_min": "6",
        "party_max": "12",
        "languages": "en",
        "travel_mode": "minibus",
        "sharing": "single",
        "trial_day": "2027-06-07",
        "step_free": "y",
        "included-en": "Coach",
        "revision": "1",
    }
    assert as_organiser.get(address).status_code == 200

    as_organiser.post(address, data=data)

    changed = fresh(version)
    assert (changed.party_min, changed.party_max, changed.included.en) == (6, 12, "Coach")
    assert (changed.trial_day, changed.travel_mode, changed.sharing, changed.step_free) == (
        date(2027, 6, 7),
        TravelMode.MINIBUS,
        Sharing.SINGLE,
        True,
    )
    refused = as_organiser.post(address, data={**data, "revision": "2", "party_min": "13"})
    assert "cannot be smaller" in refused.text
