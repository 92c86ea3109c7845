"""The demonstration's library and packages: complete, published without open problems."""

from datetime import date, timedelta
from random import Random

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.making import NOON
from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.core.texts import Texts
from tourbook.demo import offers as making_offers
from tourbook.demo.filling import AHEAD, PAST
from tourbook.demo.land import Land, make_land
from tourbook.demo.offers import Offers, Validity, make_offers
from tourbook.demo.programmes import make_draft, make_programmes
from tourbook.directory.models import Place, TravelTime
from tourbook.hosts import services as hosts
from tourbook.hosts.models import ComponentKind, RateUnit, SupplementKind
from tourbook.packages import queries
from tourbook.packages.models import Version, VersionStatus
from tourbook.packages.rules import coverage, feasibility
from tourbook.packages.rules.checks.problems import Severity
from tourbook.packages.services import checking

TODAY = NOON.date()
ACTOR = Actor(None, "Olli Organiser")


@pytest.fixture
def land(app: Flask) -> Land:
    hosts.seed_vat_rates(NOON - PAST)
    return make_land()


@pytest.fixture
def library(land: Land, monkeypatch: pytest.MonkeyPatch) -> Offers:
    """What hosts offer, without the times at which it can be had: those take a while to make."""
    monkeypatch.setattr(making_offers, "make_series", lambda *_facts, **_days: None)
    return all_offers(land)


@pytest.fixture
def offers(land: Land) -> Offers:
    return all_offers(land)


def all_offers(land: Land) -> Offers:
    first_day, last_day = TODAY - PAST, TODAY + AHEAD
    return make_offers(land, first_day=first_day, last_day=last_day, today=TODAY, at=NOON - PAST)


def whole(version: Version) -> Version:
    found = queries.whole(version.id, fresh=True)
    assert found is not None
    return found


def test_hosts_say_all_that_checks_and_costs_ask_for(library: Offers) -> None:
    components = library.components.values()

    assert len(components) == 40
    assert all(component.rates and component.languages for component in components)
    assert any(component.languages == ["fi"] for component in components)
    assert any(component.outdoor for component in components)
    assert any(component.seated for component in components)
    assert any(component.hours for component in components)
    assert any(component.free_every for component in components)
    lodging = [one for one in components if one.kind is ComponentKind.LODGING]
    assert all(one.single_rooms and one.twin_rooms for one in lodging)
    vehicles = [one for one in components if one.kind is ComponentKind.TRANSPORT]
    assert all(one.vehicle_seats for one in vehicles)
    units = {rate.unit for component in components for rate in component.rates}
    assert units >= {RateUnit.PERSON, RateUnit.GROUP, RateUnit.ROOM_NIGHT, RateUnit.KM}
    kinds = {extra.kind for component in components for extra in component.supplements}
    assert kinds >= {
        SupplementKind.SINGLE_ROOM,
        SupplementKind.GUIDE,
        SupplementKind.INTERPRETER,
    }


def test_prices_hold_on_every_day_for_every_size_and_never_twice(library: Offers) -> None:
    for component in library.components.values():
        for unit in {rate.unit for rate in component.rates}:
            for day in (TODAY - PAST, TODAY, date(TODAY.year + 1, 1, 1), TODAY + AHEAD):
                for pax in (1, 12, 13, 20, 100):
                    fitting = [
                        rate
                        for rate in component.rates
                        if rate.unit is unit
                        and rate.valid_from <= day <= rate.valid_to
                        and rate.pax_from <= pax <= rate.pax_to
                    ]
                    assert len(fitting) == 1, (component.name.en, unit, day, pax)


def test_a_price_that_rises_does_so_at_new_year() -> None:
    validity = Validity.of(date(2026, 5, 1), date(2027, 11, 1), date(2026, 11, 20))

    assert validity.steps(None) == [(date(2026, 5, 1), date(2027, 11, 1), 100)]
    assert validity.steps(3) == [
        (date(2026, 5, 1), date(2026, 12, 31), 100),
        (date(2027, 1, 1), date(2027, 11, 1), 103),
    ]


def test_the_main_ways_are_measured(land: Land) -> None:
    times = db.session.scalars(sa.select(TravelTime)).all()

    by_pair = {(time.first_place_id, time.second_place_id): time for time in times}
    hotel, castle = land.places["lake-hotel"].id, land.places["castle"].id
    way = by_pair[min(hotel, castle), max(hotel, castle)]
    assert (way.minutes, way.metres) == (90, 106_000)
    stepped = db.session.scalars(sa.select(Place).where(Place.step_free.is_(False))).all()
    assert len(stepped) >= 3


def test_packages_are_published_with_nothing_left_open(land: Land, offers: Offers) -> None:
    programmes = make_programmes(land, offers, Random(1), at=NOON, actor=ACTOR)

    assert len(programmes) == 4
    accepted = 0
    for programme in programmes.values():
        version = whole(programme.version)
        assert version.status is VersionStatus.PUBLISHED
        assert version.costing is not None
        found = checking.look(version, today=TODAY)
        assert feasibility.blocking(found.problems) == []
        warnings = [each for each in found.problems if each.severity is Severity.WARNS]
        assert {each.key for each in warnings} <= set(found.accepted)
        accepted += len(version.acceptances)
        for objective in version.objectives:
            texts: list[Texts] = [objective.text, *coverage.anchors_of(objective)]
            assert all(text.en and text.fi and text.sv for text in texts)
    assert accepted >= 2


def test_a_draft_of_four_days_is_in_the_making(land: Land, offers: Offers) -> None:
    version = whole(make_draft(land, offers, Random(1), today=TODAY, at=NOON))

    assert (version.status, len(version.days)) == (VersionStatus.DRAFT, 4)
    assert version.trial_day is not None
    assert version.trial_day.weekday() == 0
    assert timedelta(weeks=10) <= version.trial_day - TODAY < timedelta(weeks=11)
    pinned = [item for day in version.days for item in day.items if item.pinned]
    assert len(pinned) == 2
    found = checking.look(version, today=TODAY)
    assert feasibility.blocking(found.problems) == []
    assert found.problems
