"""The demonstration's library and packages: complete, published without open problems."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from tests.demo.conftest import Filled
from tourbook.core.db import db
from tourbook.core.texts import Texts
from tourbook.demo.filling import AHEAD, PAST
from tourbook.demo.offers import Validity
from tourbook.directory.models import Place, TravelTime
from tourbook.hosts.models import Component, ComponentKind, RateUnit, SupplementKind
from tourbook.packages import queries
from tourbook.packages.models import Version, VersionStatus
from tourbook.packages.rules import coverage, feasibility
from tourbook.packages.rules.checks.problems import Severity
from tourbook.packages.services import checking


@pytest.fixture
def library(filled: Filled) -> Sequence[Component]:
    """What hosts offer."""
    return db.session.scalars(sa.select(Component).order_by(Component.id)).unique().all()


def versions(status: VersionStatus) -> list[Version]:
    found = db.session.scalars(
        sa.select(Version.id).where(Version.status == status).order_by(Version.id)
    )
    return [whole(version_id) for version_id in found]


def whole(version_id: int) -> Version:
    found = queries.whole(version_id, fresh=True)
    assert found is not None
    return found


def test_hosts_say_all_that_checks_and_costs_ask_for(library: Sequence[Component]) -> None:
    components = library

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


def test_prices_hold_on_every_day_for_every_size_and_never_twice(
    filled: Filled, library: Sequence[Component]
) -> None:
    today = filled.today
    for component in library:
        for unit in {rate.unit for rate in component.rates}:
            for day in (today - PAST, today, date(today.year + 1, 1, 1), today + AHEAD):
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


def test_the_main_ways_are_measured(filled: Filled) -> None:
    times = db.session.scalars(sa.select(TravelTime)).all()
    places = {place.name: place.id for place in db.session.scalars(sa.select(Place))}

    by_pair = {(time.first_place_id, time.second_place_id): time for time in times}
    hotel, castle = places["Example Lake Hotel"], places["Olavinlinna castle"]
    way = by_pair[min(hotel, castle), max(hotel, castle)]
    assert (way.minutes, way.metres) == (90, 106_000)
    stepped = db.session.scalars(sa.select(Place).where(Place.step_free.is_(False))).all()
    assert len(stepped) >= 3


def test_packages_are_published_with_nothing_left_open(filled: Filled) -> None:
    published = versions(VersionStatus.PUBLISHED)

    assert len(published) == 4
    for version in published:
        assert version.costing is not None
        found = checking.look(version, today=filled.today)
        assert feasibility.blocking(found.problems) == []
        warnings = [each for each in found.problems if each.severity is Severity.WARNS]
        assert {each.key for each in warnings} <= set(found.accepted)
        for objective in version.objectives:
            texts: list[Texts] = [objective.text, *coverage.anchors_of(objective)]
            assert all(text.en and text.fi and text.sv for text in texts)
    assert sum(len(version.acceptances) for version in published) >= 2


def test_a_draft_of_four_days_is_in_the_making(filled: Filled) -> None:
    [version] = versions(VersionStatus.DRAFT)

    assert len(version.days) == 4
    assert version.trial_day is not None
    assert version.trial_day.weekday() == 0
    assert timedelta(weeks=10) <= version.trial_day - filled.today < timedelta(weeks=11)
    pinned = [item for day in version.days for item in day.items if item.pinned]
    assert len(pinned) == 2
    found = checking.look(version, today=filled.today)
    assert feasibility.blocking(found.problems) == []
    assert found.problems
