"""Opening hours, supplements, copies, and what only some kinds of component say."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from tests import making
from tests.browser_client import Browser
from tests.hosts.reading import count, text
from tests.making import NOON
from tourbook.accounts.models import User
from tourbook.core.audit import AuditEntry
from tourbook.core.db import db
from tourbook.core.texts import Texts
from tourbook.hosts import services
from tourbook.hosts.models import (
    Component,
    ComponentKind,
    OpeningHours,
    Rate,
    RateUnit,
    Slot,
    Supplement,
    SupplementKind,
)

pytestmark = pytest.mark.usefixtures("at_noon")

HOTEL = {
    "kind": "lodging",
    "name-en": "Hotel by the lake",
    "summary-en": "Rooms and breakfast",
    "place_id": "",
    "duration_minutes": "720",
    "party_min": "1",
    "party_max": "40",
    "languages": ["en"],
    "ask_by_days": "30",
    "names_by_days": "14",
    "single_rooms": "10",
    "twin_rooms": "15",
    "vehicle_seats": "49",
    "seated": "y",
    "free_every": "20",
    "free_most": "1",
}
GUIDE = {
    "kind": "guide",
    "language": "",
    "unit": "hour",
    "net_cents": "60,00",
    "vat_category": "standard",
    "valid_from": "2027-01-01",
    "valid_to": "2027-12-31",
}
PRICE = {
    "unit": "vehicle_day",
    "net_cents": "900",
    "vat_category": "reduced",
    "pax_from": "1",
    "pax_to": "30",
    "valid_from": "2027-01-01",
    "valid_to": "2027-12-31",
}


def hours() -> list[tuple[int, int, int]]:
    found = select(OpeningHours).order_by(OpeningHours.weekday, OpeningHours.opens_minute)
    return [(one.weekday, one.opens_minute, one.closes_minute) for one in db.session.scalars(found)]


def test_component_keeps_what_its_kind_says_and_nothing_else(
    host: Browser, component: Component
) -> None:
    host.post(f"/host/components/{component.id}/edit", data=HOTEL)

    db.session.refresh(component)
    assert (component.single_rooms, component.twin_rooms) == (10, 15)
    assert (component.vehicle_seats, component.seated) == (None, False)
    page = text(host, f"/host/components/{component.id}")
    for words in ("Twin rooms", "one for every 20 that are paid for, 1 at most"):
        assert words in page
    assert "Seats in one vehicle" not in page


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"single_rooms": "-1"}, "Please check the form"),
        ({"twin_rooms": "1001"}, "Please check the form"),
        ({"free_every": "0"}, "Please check the form"),
        ({"free_every": ""}, "Say for how many paid places one is free"),
        ({"kind": "transport", "vehicle_seats": "501"}, "Please check the form"),
    ],
)
def test_component_with_a_wrong_number_is_not_saved(
    host: Browser, component: Component, wrong: dict[str, str], sentence: str
) -> None:
    response = host.post(f"/host/components/{component.id}/edit", data={**HOTEL, **wrong})

    db.session.refresh(component)
    assert sentence in response.get_data(as_text=True)
    assert component.kind is ComponentKind.PROGRAMME


def test_opening_hours_are_saved_shown_and_changed(host: Browser, component: Component) -> None:
    url = f"/host/components/{component.id}/hours"
    assert "at any hour" in text(host, f"/host/components/{component.id}")

    host.post(url, data={"day_0": "9-11.30, 13-16", "day_5": "10:00-24:00"})
    assert hours() == [(0, 540, 690), (0, 780, 960), (5, 600, 1440)]
    assert "09:00–11:30, 13:00–16:00" in text(host, f"/host/components/{component.id}")  # noqa: RUF001
    assert "9.00–11.30, 13.00–16.00" in text(host, f"/host/components/{component.id}?lang=fi")  # noqa: RUF001
    assert 'value="9:00-11:30, 13:00-16:00"' in text(host, url)

    host.post(url, data={"day_0": "9-12", "day_1": "9-12"})
    assert hours() == [(0, 540, 720), (1, 540, 720)]
    host.post(url, data={})
    assert hours() == []


@pytest.mark.parametrize("wrong", ["soon", "16-9", "9-25", "9-12, 11-13", "9-12" * 40])
def test_hours_that_cannot_be_are_told_beside_the_day(
    host: Browser, component: Component, wrong: str
) -> None:
    response = host.post(
        f"/host/components/{component.id}/hours", data={"day_0": "9-12", "day_3": wrong}
    )

    page = response.get_data(as_text=True)
    assert "#day_3" in page
    assert wrong in page
    assert hours() == []


def test_supplement_is_added_shown_changed_and_removed(host: Browser, component: Component) -> None:
    services.seed_vat_rates(NOON)
    url = f"/host/components/{component.id}/supplements/new"

    host.post(url, data=GUIDE)
    again = host.post(url, data=GUIDE).get_data(as_text=True)
    made = db.session.scalars(select(Supplement)).one()
    page = text(host, f"/host/components/{component.id}")
    assert (made.kind, made.net_cents, made.name.sv) == (SupplementKind.GUIDE, 6000, "Guide")
    assert "Two may not hold" in again
    assert "€75.30" in page

    edit = f"/host/supplements/{made.id}/edit"
    assert 'value="60.00"' in text(host, edit)
    host.post(edit, data={**GUIDE, "kind": "interpreter", "language": "fi", "name-en": "Ms Aalto"})
    db.session.refresh(made)
    assert (made.kind, made.language, made.name.en) == (
        SupplementKind.INTERPRETER,
        "fi",
        "Ms Aalto",
    )

    host.post(f"/host/supplements/{made.id}/remove")
    assert count(Supplement) == 0
    assert [entry.action for entry in db.session.scalars(select(AuditEntry))][-1] == (
        "hosts.remove_supplement"
    )


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"kind": "interpreter"}, "Choose the language into which is interpreted."),
        ({"language": "fi"}, "Only an interpreter has a language."),
        ({"kind": "other"}, "Give the supplement a name in English."),
        ({"valid_to": "2026-12-31"}, "The last day cannot be before the first."),
        ({"net_cents": "-1"}, "Please check the form"),
        ({"unit": "litre"}, "Please check the form"),
        ({"kind": "sauna"}, "Please check the form"),
        ({"name-en": "x" * 121}, "Please check the form"),
    ],
)
def test_supplement_with_something_wrong_is_not_kept(
    host: Browser, component: Component, wrong: dict[str, str], sentence: str
) -> None:
    response = host.post(
        f"/host/components/{component.id}/supplements/new", data={**GUIDE, **wrong}
    )

    assert sentence in response.get_data(as_text=True)
    assert count(Supplement) == 0


def test_copy_has_prices_hours_and_themes_but_no_slots(host: Browser, component: Component) -> None:
    component.themes, component.name = [making.make_theme()], Texts(en="Visit", fi="Käynti")
    making.make_slot(component)
    base = f"/host/components/{component.id}"
    host.post(f"{base}/rates/new", data=PRICE)
    host.post(f"{base}/supplements/new", data=GUIDE)
    host.post(f"{base}/hours", data={"day_0": "9-12"})

    response = host.post(f"{base}/duplicate")
    host.post(f"{base}/duplicate")

    names = select(Component.name).order_by(Component.id)
    assert [name.en for name in db.session.scalars(names)] == [
        "Visit",
        "Copy of Visit",
        "Copy of Visit (2)",
    ]
    copy = db.session.scalars(select(Component).order_by(Component.id)).all()[1]
    assert response.location == f"/host/components/{copy.id}/edit"
    assert (copy.name.fi, copy.themes) == ("Kopio: Käynti", component.themes)
    assert [(rate.unit, rate.net_cents) for rate in copy.rates] == [(RateUnit.VEHICLE_DAY, 90_000)]
    assert [one.kind for one in copy.supplements] == [SupplementKind.GUIDE]
    assert (len(copy.hours), count(Slot), count(Rate)) == (1, 1, 3)


def test_copy_of_a_retired_component_is_on_offer(host: Browser, component: Component) -> None:
    host.post(f"/host/components/{component.id}/retire")

    host.post(f"/host/components/{component.id}/duplicate")

    copy = db.session.scalars(select(Component).order_by(Component.id.desc())).first()
    assert copy is not None
    assert copy.retired_at is None


def test_todays_prices_are_said_in_words(host: Browser, component: Component) -> None:
    services.seed_vat_rates(NOON)
    url = f"/host/components/{component.id}"
    host.post(f"{url}/rates/new", data=PRICE)
    host.post(f"{url}/rates/new", data={**PRICE, "unit": "km", "valid_from": "2027-06-01"})

    page = text(host, url)

    assert (
        "Today €1,021.50 per vehicle and day with VAT of 13.5% (€900.00 without VAT),"
        " for 1 to 30 persons."
    ) in page
    assert page.count("Today €") == 1


@pytest.mark.parametrize(
    "path", ["components/{c}/hours", "components/{c}/supplements/new", "supplements/{s}/edit"]
)
def test_offers_of_another_host_do_not_exist(
    app: Flask, component: Component, sign_in: Callable[[User], Browser], path: str
) -> None:
    owner = sign_in(making.make_user(organisation=component.organisation))
    owner.post(f"/host/components/{component.id}/supplements/new", data=GUIDE)
    made = db.session.scalars(select(Supplement)).one()
    stranger = sign_in(making.make_user(organisation=making.make_organisation()))
    url = "/host/" + path.format(c=component.id, s=made.id)

    assert owner.get(url).status_code == 200
    assert stranger.get(url).status_code == 404
