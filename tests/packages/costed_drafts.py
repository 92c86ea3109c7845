"""Drafts whose components have rates."""

from datetime import date

from flask.testing import FlaskClient

from tests.making import NOON, kept, make_component, make_version, texts
from tourbook.core.db import db
from tourbook.core.texts import Texts
from tourbook.hosts.models import (
    Component,
    ComponentKind,
    Rate,
    RateUnit,
    VatCategory,
)
from tourbook.hosts.services.rates import seed_vat_rates
from tourbook.packages.models import (
    Item,
    Version,
)

#: As early as no rate in the tests ends, and as late.
EVER = (date(2020, 1, 1), date(2099, 12, 31))


def rate(component: Component, unit: RateUnit, cents: int, category: VatCategory) -> Rate:
    return kept(
        Rate(
            component=component,
            unit=unit,
            pax_from=1,
            pax_to=500,
            net_cents=cents,
            vat_category=category,
            valid_from=EVER[0],
            valid_to=EVER[1],
        )
    )


def make_costed(days: int = 1) -> Version:
    """A draft of a visit at 100 euro a group and a meal at 20 euro a person each day."""
    seed_vat_rates(NOON)
    version = make_version(days=days, published=False)
    version.tiers[0].pax_from = version.party_min
    visit, lunch = make_component(), make_component(ComponentKind.MEAL)
    rate(visit, RateUnit.GROUP, 10_000, VatCategory.STANDARD)
    rate(lunch, RateUnit.PERSON, 2_000, VatCategory.REDUCED)
    for day in version.days:
        day.items[0].component = visit
        day.items.append(an_item("Lunch", lunch, 690, 750))
    version.objectives[0].items = [item for day in version.days for item in day.items]
    db.session.flush()
    return version


def an_item(title: str, component: Component, starts: int, ends: int) -> Item:
    return Item(
        component=component,
        place=component.place,
        kind=component.kind,
        title=texts(title),
        text=Texts(),
        starts_minute=starts,
        ends_minute=ends,
        lineage=f"{title}{component.id}",
    )


def add_night(version: Version, title: str, cents: int) -> Component:
    hotel = make_component(ComponentKind.LODGING)
    hotel.name = texts(title)
    rate(hotel, RateUnit.ROOM_NIGHT, cents, VatCategory.REDUCED)
    version.days[0].items.append(an_item(title, hotel, 1200, 1440 + 480))
    db.session.flush()
    return hotel


def page(browser: FlaskClient, version: Version, rest: str = "costing") -> str:
    response = browser.get(f"/desk/packages/versions/{version.id}/{rest}")
    assert response.status_code == 200
    return response.get_data(as_text=True)
