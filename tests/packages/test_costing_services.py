from datetime import date

import pytest
from flask import Flask

from tests.conftest import Statements
from tests.making import kept, make_component, texts
from tests.packages.costed_drafts import EVER, add_night, an_item, make_costed, rate
from tourbook.core.db import db
from tourbook.hosts.models import (
    ComponentKind,
    RateUnit,
    Supplement,
    SupplementKind,
    VatCategory,
)
from tourbook.packages.services import costing


def test_the_day_on_trial_decides_the_rates(app: Flask) -> None:
    version = make_costed()
    lunch = version.days[0].items[1].component
    assert lunch is not None
    lunch.rates[0].valid_to = date(2027, 5, 31)
    summer = rate(lunch, RateUnit.PERSON, 3_000, VatCategory.REDUCED)
    summer.valid_from = date(2027, 6, 1)
    db.session.flush()

    spring = costing.cost_of(version, day=date(2027, 3, 2))
    version.trial_day = date(2027, 6, 1)
    tried = costing.cost_of(version, day=date(2027, 3, 2))

    assert [spring.sizes[0].cost, tried.sizes[0].cost] == [28_000, 37_000]
    assert tried.first_day == date(2027, 6, 1)


@pytest.mark.parametrize("days", [1, 4])
def test_costing_asks_two_things_however_long_the_programme(
    app: Flask, statements: Statements, days: int
) -> None:
    version = make_costed(days=days)
    add_night(version, "Lake Hotel", 10_000)

    with statements() as seen:
        costing.cost_of(version, day=date(2027, 3, 2))

    assert len(seen) == 2


def test_kilometres_are_those_of_the_way(app: Flask) -> None:
    version = make_costed()
    version.pax_ranges = [[8, 1]]
    coach = make_component(ComponentKind.TRANSPORT)
    rate(coach, RateUnit.KM, 200, VatCategory.REDUCED)
    first, lunch = version.days[0].items
    assert first.component is not None
    assert lunch.component is not None
    assert first.component.place is not None
    lunch.starts_minute, lunch.ends_minute = 780, 840
    first.place, lunch.place = first.component.place, lunch.component.place
    assert lunch.place is not None
    lunch.place.lat, lunch.place.lon = first.place.lat + 0.2, first.place.lon
    ride = an_item("Coach", coach, 700, 760)
    ride.place = None
    version.days[0].items.append(ride)
    db.session.flush()

    costed = costing.cost_of(version, day=date(2027, 3, 2))

    # A fifth of a degree of latitude is 22.24 km, by road 1.3 times as much: 28.9, so 29 km.
    driven = next(line for line in costed.sizes[0].lines if line.charge.line.title.en == "Coach")
    assert (driven.quantity, driven.net) == (29, 5_800)


def test_a_single_room_supplement_is_priced(app: Flask) -> None:
    version = make_costed()
    hotel = add_night(version, "Lake Hotel", 10_000)
    kept(
        Supplement(
            component=hotel,
            kind=SupplementKind.SINGLE_ROOM,
            name=texts("Single"),
            unit=RateUnit.ROOM_NIGHT,
            net_cents=3_000,
            vat_category=VatCategory.REDUCED,
            valid_from=EVER[0],
            valid_to=EVER[1],
        )
    )

    costed = costing.cost_of(version, day=date(2027, 3, 2))

    # 30.00 with 20 % and 13.5 % VAT is 40.86, rounded up to 45.00.
    assert [size.single_supplement for size in costed.sizes] == [4_500] * 5
