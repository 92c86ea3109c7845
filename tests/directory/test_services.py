from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Select, select

from tests import making
from tests.making import NOON, texts
from tourbook.core.audit import Actor, AuditEntry
from tourbook.core.db import Base, db
from tourbook.core.refused import Refused
from tourbook.core.texts import Texts
from tourbook.directory import queries, services
from tourbook.directory.models import Organisation, OrganisationKind, Region, Theme
from tourbook.directory.rules import MunicipalityFacts, OrganisationFacts, PlaceFacts

ACTOR = Actor(None, "Tester")


def company(
    name: str = "Example Coach Company", business_id: str | None = None
) -> OrganisationFacts:
    return OrganisationFacts(name, OrganisationKind.TRANSPORT, business_id)


def names(found: Select[Any]) -> list[str]:
    rows = db.session.scalars(found)
    return [row.name if isinstance(row.name, str) else row.name.en for row in rows]


def test_region_gets_its_slug_and_is_logged(app: Flask) -> None:
    region = services.add_region(Texts(en="South Savo"), at=NOON, actor=ACTOR)

    entry = db.session.scalars(select(AuditEntry)).one()
    assert region.slug == "south-savo"
    assert (entry.action, entry.subject_id) == ("directory.add_region", region.id)


def test_second_region_of_the_name_is_refused(app: Flask) -> None:
    services.add_region(Texts(en="South Savo"), at=NOON, actor=ACTOR)

    with pytest.raises(Refused, match="of this name already"):
        services.add_region(Texts(en="South  Savo"), at=NOON, actor=ACTOR)

    assert len(db.session.scalars(select(Region)).all()) == 1


def test_town_and_place_are_added_and_changed(app: Flask) -> None:
    region = making.make_region()
    town = services.add_municipality(
        MunicipalityFacts(region.id, texts("Mikkeli"), 61.69, 27.27), at=NOON, actor=ACTOR
    )
    place = services.add_place(PlaceFacts(town.id, "Station", 61.7, 27.2), at=NOON, actor=ACTOR)

    services.change_place(
        place, PlaceFacts(town.id, "Fire station", 61.7, 27.2, step_free=True), at=NOON, actor=ACTOR
    )
    services.change_municipality(
        town, MunicipalityFacts(region.id, texts("St Michel"), 61.69, 27.27), at=NOON, actor=ACTOR
    )

    assert (place.name, place.step_free, place.municipality.name.en) == (
        "Fire station",
        True,
        "St Michel",
    )


def test_organisation_needs_a_name_and_business_id_of_its_own(app: Flask) -> None:
    first = services.add_organisation(company(business_id="1927400-1"), at=NOON, actor=ACTOR)

    with pytest.raises(Refused, match="of this name"):
        services.add_organisation(company(), at=NOON, actor=ACTOR)
    with pytest.raises(Refused, match="this Business ID"):
        services.add_organisation(company("Other", "19274001"), at=NOON, actor=ACTOR)
    services.change_organisation(first, company(business_id="1927400-1"), at=NOON, actor=ACTOR)

    assert len(db.session.scalars(select(Organisation)).all()) == 1


def test_foreign_organisations_have_no_business_id(app: Flask) -> None:
    for name in ("Foreign One", "Foreign Two"):
        services.add_organisation(company(name), at=NOON, actor=ACTOR)

    found = db.session.scalars(select(Organisation.business_id)).all()
    assert found == [None, None]


def test_wrong_business_id_is_refused(app: Flask) -> None:
    with pytest.raises(Refused, match="check digit"):
        services.add_organisation(company(business_id="1927400-2"), at=NOON, actor=ACTOR)


REMOVALS: list[tuple[Callable[[], Base], Callable[..., None]]] = [
    (making.make_region, services.remove_region),
    (making.make_municipality, services.remove_municipality),
    (making.make_place, services.remove_place),
    (making.make_organisation, services.remove_organisation),
    (making.make_theme, services.remove_theme),
]


@pytest.mark.parametrize(("make", "remove"), REMOVALS)
def test_row_that_nothing_refers_to_is_deleted(
    app: Flask, make: Callable[[], Base], remove: Callable[..., None]
) -> None:
    row = make()
    kind, key = type(row), row.id

    remove(row, at=NOON, actor=ACTOR)

    assert db.session.get(kind, key) is None
    assert db.session.scalars(select(AuditEntry.subject_id)).one() == key


def test_rows_in_use_are_not_deleted(app: Flask) -> None:
    component = making.make_component()
    component.themes = [making.make_theme()]
    place = component.place
    assert place is not None
    town = place.municipality
    used: list[tuple[Base, Callable[..., None]]] = [
        (town.region, services.remove_region),
        (town, services.remove_municipality),
        (place, services.remove_place),
        (component.organisation, services.remove_organisation),
        (component.themes[0], services.remove_theme),
    ]
    db.session.flush()

    for row, remove in used:
        with pytest.raises(Refused, match="cannot be deleted"):
            remove(row, at=NOON, actor=ACTOR)

    assert db.session.scalars(select(AuditEntry)).all() == []
    assert db.session.scalars(select(Theme)).one() is used[4][0]


def test_organisation_with_people_is_not_deleted(app: Flask) -> None:
    organisation = making.make_organisation()
    host = making.make_user(organisation=organisation)

    with pytest.raises(Refused, match="people"):
        services.remove_organisation(organisation, at=NOON, actor=ACTOR)

    assert queries.people_of(organisation) == [host]


@pytest.mark.parametrize("words", ["Äänekoski", "äänekoski", "KOSKI", "kaupunki"])
def test_towns_are_found_by_a_part_of_their_name_in_any_language(app: Flask, words: str) -> None:
    town = making.make_municipality()
    town.name = Texts(en="Äänekoski", fi="Äänekosken kaupunki")
    making.make_municipality()
    db.session.flush()

    assert names(queries.municipalities(language="sv", words=words)) == ["Äänekoski"]


@pytest.mark.parametrize("words", ["100%", "_", "'; DROP TABLE place; --"])
def test_signs_in_a_search_stand_for_themselves(app: Flask, words: str) -> None:
    making.make_place()

    assert names(queries.places(words=words)) == []


def test_lists_are_narrowed_and_sorted(app: Flask) -> None:
    town = making.make_municipality()
    for name in ("beta", "Alpha"):
        making.make_place(town).name = name
    making.make_place()
    lodging = making.make_organisation(OrganisationKind.LODGING)
    making.make_organisation()
    db.session.flush()

    assert names(queries.places(municipality_id=town.id)) == ["Alpha", "beta"]
    assert names(queries.organisations(kind=OrganisationKind.LODGING)) == [lodging.name]
    assert names(queries.municipalities(language="en", region_id=town.region_id)) == [town.name.en]
