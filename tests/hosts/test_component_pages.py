import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from tests import making
from tests.browser_client import Browser
from tests.conftest import Statements
from tests.hosts.reading import count, text
from tests.making import NOON
from tourbook.accounts.models import User
from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.core.texts import Texts
from tourbook.directory.models import Organisation
from tourbook.hosts import services
from tourbook.hosts.models import (
    Component,
    ComponentKind,
    Rate,
    RateUnit,
    SlotState,
    VatCategory,
    VatRate,
)
from tourbook.hosts.rules import RateFacts

pytestmark = pytest.mark.usefixtures("at_noon")

LUNCH = {
    "kind": "meal",
    "name-en": "Lunch at the station",
    "summary-en": "Soup and bread",
    "place_id": "",
    "duration_minutes": "60",
    "party_min": "5",
    "party_max": "30",
    "languages": ["en", "fi"],
    "ask_by_days": "30",
    "names_by_days": "14",
}
LUNCH_PRICE = RateFacts(
    RateUnit.PERSON, 1500, VatCategory.REDUCED, date(2027, 1, 1), date(2027, 12, 31), pax_to=45
)
PRICE = {
    "unit": "person",
    "net_cents": "1 234,50",
    "vat_category": "reduced",
    "pax_from": "1",
    "pax_to": "30",
    "valid_from": "2027-01-01",
    "valid_to": "31.12.2027",
}


def test_organiser_sees_all_components_and_a_host_its_own(
    as_organiser: Browser, host: Browser, component: Component
) -> None:
    other = making.make_component()

    desk, own = text(as_organiser, "/desk/components"), text(host, "/host/components")

    assert component.name.en in desk
    assert other.name.en in desk
    assert component.name.en in own
    assert other.name.en not in own
    assert other.organisation.name not in own


def test_organiser_has_no_host_pages_and_the_other_way_round(
    as_organiser: Browser, host: Browser
) -> None:
    assert as_organiser.get("/host/components").status_code == 403
    assert host.get("/desk/components").status_code == 403


@pytest.mark.parametrize(
    "path", ["components/{c}", "components/{c}/edit", "components/{c}/slots/series", "slots/{s}"]
)
def test_rows_of_another_host_do_not_exist(host: Browser, path: str) -> None:
    slot = making.make_slot()
    url = path.format(c=slot.component_id, s=slot.id)

    assert host.get(f"/host/{url}").status_code == 404


@pytest.mark.parametrize("path", ["slots/{s}/close", "slots/{s}/withdraw", "components/{c}/retire"])
def test_rows_of_another_host_cannot_be_changed(host: Browser, path: str) -> None:
    slot = making.make_slot()
    url = path.format(c=slot.component_id, s=slot.id)

    assert host.post(f"/host/{url}").status_code == 404
    assert (slot.state, slot.component.retired_at) == (SlotState.OPEN, None)


def test_host_adds_a_component_to_its_own_organisation(host: Browser, component: Component) -> None:
    theme = making.make_theme()
    data = {
        **LUNCH,
        "organisation_id": str(component.organisation_id),
        "themes": [str(theme.id)],
    }

    response = host.post("/host/components/new", data=data)

    made = db.session.scalars(select(Component).order_by(Component.id.desc())).first()
    assert made is not None
    assert response.location == f"/host/components/{made.id}"
    assert (made.kind, made.party_min, made.languages, made.themes, made.place) == (
        ComponentKind.MEAL,
        5,
        ["en", "fi"],
        [theme],
        None,
    )


def test_host_cannot_add_to_another_organisation(host: Browser) -> None:
    stranger = making.make_organisation()

    response = host.post(
        "/host/components/new", data={**LUNCH, "organisation_id": str(stranger.id)}
    )

    assert "Lunch at the station" in response.get_data(as_text=True)
    assert count(Component) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"name-en": ""},
        {"name-en": "x" * 121},
        {"summary-en": ""},
        {"duration_minutes": "0"},
        {"duration_minutes": "1000000000"},
        {"duration_minutes": "soon"},
        {"party_min": "-1"},
        {"party_max": "0"},
        {"party_max": "4"},
        {"languages": []},
        {"languages": ["xx"]},
        {"ask_by_days": "-1"},
        {"kind": "party"},
        {"place_id": "999999"},
        {"themes": ["999999"]},
    ],
)
def test_component_with_something_wrong_is_not_kept(
    as_organiser: Browser, component: Component, wrong: dict[str, object]
) -> None:
    data = {**LUNCH, "organisation_id": str(component.organisation_id), **wrong}

    response = as_organiser.post("/desk/components/new", data=data)

    page = response.get_data(as_text=True)
    assert response.status_code == 200
    assert "Please check the form" in page
    assert "Soup and bread" in page or "summary-en" in wrong
    assert count(Component) == 1


def test_edited_component_keeps_its_organisation(host: Browser, component: Component) -> None:
    stranger = making.make_organisation()
    url = f"/host/components/{component.id}/edit"

    assert 'value="90"' in text(host, url)
    host.post(url, data={**LUNCH, "organisation_id": str(stranger.id)})

    db.session.refresh(component)
    assert component.name.en == "Lunch at the station"
    assert component.organisation is not stranger


def test_component_is_retired_and_brought_back(host: Browser, component: Component) -> None:
    base = f"/host/components/{component.id}"

    host.post(f"{base}/retire")
    assert component.name.en not in text(host, "/host/components")
    assert component.name.en in text(host, "/host/components?offer=retired")
    assert host.post(f"{base}/retire").status_code == 409
    host.post(f"{base}/bring-back")

    assert component.name.en in text(host, "/host/components")


def test_components_are_narrowed(as_organiser: Browser, component: Component) -> None:
    lunch = making.make_component(ComponentKind.MEAL)
    lunch.themes = [making.make_theme()]
    lunch.name = Texts(en="Soup", fi="Hernekeitto")
    assert lunch.place is not None
    lunch.languages, lunch.party_max, lunch.ask_by_days = ["sv"], 45, 7
    lunch.place.step_free = True
    services.add_rate(lunch, LUNCH_PRICE, at=NOON, actor=Actor(None, "Tester"))
    making.make_slot(lunch, starts_at=datetime(2027, 6, 8, 9, tzinfo=UTC))
    db.session.commit()
    queries = (
        "kind=meal",
        f"municipality={lunch.place.municipality_id}",
        f"theme={lunch.themes[0].id}",
        f"organisation={lunch.organisation_id}",
        "words=hernek",
        "language=sv",
        "party=45",
        "ask_by_days=7",
        "price=15,00",
        "price=15&unit=person",
        "week=2027-W23",
        "week=23/2027",
        "week=10.6.2027",
        "step_free=y",
        f"words={lunch.organisation.name}",
    )

    for query in queries:
        page = text(as_organiser, f"/desk/components?{query}")
        assert "1 row" in page, query
        assert component.name.en not in page


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("party=many", "Give a whole number"),
        ("party=0", "Number must be between"),
        ("price=cheap", "Give an amount"),
        ("week=2027-W99", "There is no such week."),
        ("week=soon", "Give a date"),
        ("ask_by_days=-1", "Number must be between"),
        ("kind=party", "Choose one of the choices."),
        ("language=xx&theme=x&unit=litre&page=0", "Choose one of the choices."),
    ],
)
def test_senseless_filter_is_told_and_narrows_nothing(
    as_organiser: Browser, component: Component, query: str, sentence: str
) -> None:
    page = text(as_organiser, f"/desk/components?{query}")

    assert sentence in page
    assert component.name.en in page


@pytest.mark.parametrize("rows", [1, 30])
def test_component_list_asks_the_same_number_of_questions(
    as_organiser: Browser, statements: Statements, rows: int
) -> None:
    organisation = making.make_organisation()
    for _ in range(rows):
        made = making.make_component(organisation=organisation)
        made.themes = [making.make_theme()]
    db.session.flush()
    db.session.expunge_all()

    with statements() as seen:
        text(as_organiser, "/desk/components")

    assert len(seen) == 9


def test_components_are_handed_out_as_a_file(host: Browser, component: Component) -> None:
    making.make_component()

    response = host.get("/host/components?format=xlsx")

    sheet = CalamineWorkbook.from_filelike(io.BytesIO(response.data)).get_sheet_by_index(0)
    assert [row[3] for row in sheet.to_python()[1:]] == [component.name.en]


def test_empty_lists_say_what_to_do_first(as_organiser: Browser) -> None:
    assert "Add the first thing" in text(as_organiser, "/desk/components")
    assert "Nothing fits" in text(as_organiser, "/desk/components?kind=meal")
    assert "No slots lie ahead" in text(as_organiser, "/desk/slots")
    assert "No slots here" in text(as_organiser, "/desk/slots?state=closed")
    assert "Add the organisation" in text(as_organiser, "/desk/components/new")


def test_rate_is_added_and_shown_with_its_vat(host: Browser, component: Component) -> None:
    services.seed_vat_rates(NOON)

    response = host.post(f"/host/components/{component.id}/rates/new", data=PRICE)

    rate = db.session.scalars(select(Rate)).one()
    page = text(host, response.location)
    assert (rate.net_cents, rate.valid_to) == (123_450, date(2027, 12, 31))
    for words in ("€1,234.50", "13.5%", "€1,401.16"):
        assert words in page


def test_price_with_an_unknown_vat_says_so(host: Browser, component: Component) -> None:
    host.post(f"/host/components/{component.id}/rates/new", data=PRICE)

    assert "not known" in text(host, f"/host/components/{component.id}")


@pytest.mark.parametrize(
    "wrong",
    [
        {"net_cents": "-1"},
        {"net_cents": "99999999999"},
        {"net_cents": ""},
        {"pax_from": "0"},
        {"pax_from": "31"},
        {"pax_to": "1000000000"},
        {"valid_from": "2027-02-30"},
        {"valid_to": "2026-12-31"},
        {"unit": "litre"},
    ],
)
def test_rate_with_something_wrong_is_not_kept(
    host: Browser, component: Component, wrong: dict[str, str]
) -> None:
    response = host.post(f"/host/components/{component.id}/rates/new", data={**PRICE, **wrong})

    assert "Please check the form" in response.get_data(as_text=True)
    assert count(Rate) == 0


def test_meeting_rates_are_refused_and_one_can_be_changed_and_removed(
    host: Browser, component: Component
) -> None:
    url = f"/host/components/{component.id}/rates/new"
    for _ in range(2):
        response = host.post(url, data=PRICE)
    rate = db.session.scalars(select(Rate)).one()
    assert "Two rates may not hold" in response.get_data(as_text=True)

    assert "1234.50" in text(host, f"/host/rates/{rate.id}/edit")
    host.post(f"/host/rates/{rate.id}/edit", data={**PRICE, "unit": "group"})
    db.session.refresh(rate)
    assert rate.unit is RateUnit.GROUP

    host.post(f"/host/rates/{rate.id}/remove")
    assert count(Rate) == 0


def test_vat_rate_is_added_with_its_source(as_organiser: Browser) -> None:
    data = {
        "category": "standard",
        "percent": "25,5",
        "valid_from": "2024-09-01",
        "source": "VAT Act, section 84",
    }

    for _ in range(2):
        response = as_organiser.post("/desk/vat-rates/", data=data)

    rate = db.session.scalars(select(VatRate)).one()
    assert (rate.category, rate.basis_points) == (VatCategory.STANDARD, 2550)
    assert "from this day already" in response.get_data(as_text=True)
    assert "VAT Act, section 84" in text(as_organiser, "/desk/vat-rates/")


def test_invited_host_of_two_organisations_sees_both(
    component: Component, sign_in: Callable[[User], Browser]
) -> None:
    other = making.make_component()
    user = making.make_user(organisation=component.organisation)
    second: Organisation = other.organisation
    user.memberships.append(making.make_user(organisation=second).memberships[0])
    db.session.flush()

    page = text(sign_in(user), "/host/components")

    assert component.name.en in page
    assert other.name.en in page


def test_every_link_and_button_of_a_component_has_a_name_of_its_own(
    as_organiser: Browser, component: Component
) -> None:
    assert component.place is not None
    component.place.name = component.organisation.name
    for first in (date(2027, 1, 1), date(2028, 1, 1)):
        price = replace(LUNCH_PRICE, valid_from=first, valid_to=first.replace(month=6))
        services.add_rate(component, price, at=NOON, actor=Actor.system())
    db.session.flush()

    page = as_organiser.get(f"/desk/components/{component.id}").text
    main = page.partition("<main")[2].partition("</main>")[0]
    named = re.findall(r"<(a|button|summary)\b[^>]*>(.*?)</\1>", main, re.DOTALL)
    names = [(tag, " ".join(re.sub(r"<[^>]+>", " ", inner).split())) for tag, inner in named]

    assert len(names) == len(set(names))
    assert ("a", "Edit the rate per person for 1 to 45 persons from Sat 1 January 2028") in names
    assert ("a", f"Place: {component.place.name}") in names
    assert ("a", f"Organisation: {component.place.name}") in names
