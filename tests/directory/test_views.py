import io
from collections.abc import Callable

import pytest
from flask import Flask
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from tests import making
from tests.browser_client import Browser
from tests.conftest import Statements
from tourbook.accounts.models import Membership
from tourbook.core.db import Base, db
from tourbook.core.roles import Role
from tourbook.directory.models import Organisation, OrganisationKind, Place, Region, Theme

NEW_PLACE = {"name": "Fire station", "lat": "61,69", "lon": "27.27", "coach_parking": "y"}
NEW_ORGANISATION = {"name": "Example Hotel", "kind": "lodging", "email": "desk@example.org"}

MAKERS: dict[str, Callable[[], Base]] = {
    "regions": making.make_region,
    "municipalities": making.make_municipality,
    "places": making.make_place,
    "organisations": making.make_organisation,
    "themes": making.make_theme,
}


def root(path: str = "") -> str:
    return f"/desk/directory/{path}"


def test_overview_counts_each_kind(as_organiser: Browser) -> None:
    making.make_place()

    page = as_organiser.get(root()).get_data(as_text=True)

    assert page.count("tile-value") == 5


@pytest.mark.parametrize("kind", ["regions", "themes"])
def test_new_region_or_theme_is_kept(as_organiser: Browser, kind: str) -> None:
    response = as_organiser.post(
        root(f"{kind}/new"), data={"name-en": "Water safety", "name-fi": "Vesiturvallisuus"}
    )

    row: Region | Theme
    if kind == "regions":
        row = db.session.scalars(select(Region)).one()
    else:
        row = db.session.scalars(select(Theme)).one()
    assert response.location == root(f"{kind}/{row.id}")
    assert (row.slug, row.name.fi) == ("water-safety", "Vesiturvallisuus")


@pytest.mark.parametrize("name", ["", "   ", "x" * 121, "a\x00b"])
def test_bad_names_are_refused_and_what_was_typed_stays(as_organiser: Browser, name: str) -> None:
    response = as_organiser.post(
        root("regions/new"), data={"name-en": name, "name-fi": "Etelä-Savo"}
    )

    assert response.status_code == 200
    assert "Etelä-Savo" in response.get_data(as_text=True)
    assert "Please check the form" in response.get_data(as_text=True)
    assert db.session.scalars(select(Region)).all() == []


def test_name_in_use_is_refused_in_a_sentence(as_organiser: Browser) -> None:
    for _ in range(2):
        response = as_organiser.post(root("themes/new"), data={"name-en": "Water"})

    assert "There is one of this name already." in response.get_data(as_text=True)
    assert len(db.session.scalars(select(Theme)).all()) == 1


def test_new_place_is_kept(as_organiser: Browser) -> None:
    town = making.make_municipality()

    response = as_organiser.post(
        root("places/new"), data={**NEW_PLACE, "municipality_id": str(town.id)}
    )

    place = db.session.scalars(select(Place)).one()
    assert response.location == root(f"places/{place.id}")
    assert (place.lat, place.lon, place.step_free, place.coach_parking) == (
        61.69,
        27.27,
        False,
        True,
    )


@pytest.mark.parametrize(
    "wrong",
    [{"lat": "90.1"}, {"lon": "-181"}, {"lat": "NaN"}, {"lat": ""}, {"municipality_id": "999999"}],
)
def test_place_off_the_globe_is_refused(as_organiser: Browser, wrong: dict[str, str]) -> None:
    town = making.make_municipality()
    data = {**NEW_PLACE, "municipality_id": str(town.id), **wrong}

    response = as_organiser.post(root("places/new"), data=data)

    assert response.status_code == 200
    assert "Fire station" in response.get_data(as_text=True)
    assert db.session.scalars(select(Place)).all() == []


def test_place_page_shows_where_it_is(as_organiser: Browser) -> None:
    place = making.make_place()

    page = as_organiser.get(root(f"places/{place.id}")).get_data(as_text=True)

    assert "61.69° N, 27.27° E" in page
    assert "0.2 km" in page
    assert "route-map" in page


def test_new_organisation_is_kept_with_its_business_id(as_organiser: Browser) -> None:
    response = as_organiser.post(
        root("organisations/new"),
        data={**NEW_ORGANISATION, "business_id": "01120389", "municipality_id": ""},
    )

    organisation = db.session.scalars(select(Organisation)).one()
    assert response.location == root(f"organisations/{organisation.id}")
    assert (organisation.business_id, organisation.kind) == ("0112038-9", OrganisationKind.LODGING)


def test_wrong_check_digit_stands_beside_its_field(as_organiser: Browser) -> None:
    response = as_organiser.post(
        root("organisations/new"),
        data={**NEW_ORGANISATION, "business_id": "0112038-8", "municipality_id": ""},
    )

    page = response.get_data(as_text=True)
    assert 'id="business_id-error"' in page
    assert "0112038-8" in page
    assert db.session.scalars(select(Organisation)).all() == []


def test_edited_organisation_changes(as_organiser: Browser) -> None:
    organisation = making.make_organisation()
    url = root(f"organisations/{organisation.id}/edit")

    assert organisation.name in as_organiser.get(url).get_data(as_text=True)
    as_organiser.post(url, data={**NEW_ORGANISATION, "municipality_id": ""})

    db.session.refresh(organisation)
    assert (organisation.name, organisation.kind.value) == ("Example Hotel", "lodging")


def test_place_in_use_is_not_deleted_and_the_page_says_why(as_organiser: Browser) -> None:
    used, unused = making.make_component().place, making.make_place()
    assert used is not None

    refused = as_organiser.post(root(f"places/{used.id}/remove"))
    deleted = as_organiser.post(root(f"places/{unused.id}/remove"))

    assert refused.status_code == 409
    assert "so it cannot be deleted" in refused.get_data(as_text=True)
    assert deleted.location == root("places/")
    assert db.session.scalars(select(Place)).all() == [used]


@pytest.mark.parametrize("number", [0, 999_999, 2**31, 10**30])
def test_row_that_is_not_there_is_not_found(as_organiser: Browser, number: int) -> None:
    for kind in MAKERS:
        assert as_organiser.get(root(f"{kind}/{number}")).status_code == 404


@pytest.mark.parametrize("kind", MAKERS)
def test_empty_list_says_what_to_do_first(as_organiser: Browser, kind: str) -> None:
    page = as_organiser.get(root(f"{kind}/")).get_data(as_text=True)

    assert "Add the first" in page
    assert "Nothing fits" in as_organiser.get(root(f"{kind}/?words=zzz")).get_data(as_text=True)


@pytest.mark.parametrize("kind", MAKERS)
@pytest.mark.parametrize("rows", [1, 30])
def test_lists_ask_the_same_number_of_questions(
    as_organiser: Browser, statements: Statements, kind: str, rows: int
) -> None:
    for _ in range(rows):
        MAKERS[kind]()
    db.session.expunge_all()

    with statements() as seen:
        page = as_organiser.get(root(f"{kind}/")).get_data(as_text=True)

    choices = {"municipalities": 1, "places": 1, "organisations": 1}.get(kind, 0)
    assert len(seen) <= 4 + choices
    assert ("Next page" in page) is (rows > 25)


@pytest.mark.parametrize("kind", MAKERS)
@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_lists_are_handed_out_as_files(as_organiser: Browser, kind: str, form: str) -> None:
    MAKERS[kind]()

    response = as_organiser.get(root(f"{kind}/?format={form}"))

    assert response.headers["Content-Disposition"] == f"attachment; filename={kind}.{form}"
    if form == "xlsx":
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(response.data)).get_sheet_by_index(0)
        assert len(sheet.to_python()) == 2


@pytest.mark.parametrize(
    "query", ["words=a%00b", "words=" + "x" * 300, "page=-1", "page=1e9", "kind=x&municipality=x"]
)
def test_odd_addresses_do_no_harm(as_organiser: Browser, query: str) -> None:
    making.make_organisation()

    assert as_organiser.get(root(f"organisations/?{query}")).status_code == 200


def test_organisations_are_narrowed_by_kind(as_organiser: Browser) -> None:
    hotel = making.make_organisation(OrganisationKind.LODGING)
    other = making.make_organisation(OrganisationKind.NGO)

    page = as_organiser.get(root("organisations/?kind=lodging")).get_data(as_text=True)

    assert hotel.name in page
    assert other.name not in page


def test_invited_person_answers_for_the_organisation(as_organiser: Browser) -> None:
    organisation = making.make_organisation()
    url = root(f"organisations/{organisation.id}/people")

    response = as_organiser.post(
        url, data={"email": "Host@Example.org", "name": "Aino Host", "language": "fi"}
    )

    membership = db.session.scalars(select(Membership).where(Membership.role == Role.HOST)).one()
    assert response.location == url
    assert membership.organisation_id == organisation.id
    assert "host@example.org" in as_organiser.get(url).get_data(as_text=True)


@pytest.mark.parametrize(
    "wrong", [{"email": "nobody"}, {"email": ""}, {"name": ""}, {"language": "de"}]
)
def test_invitation_to_nobody_is_refused(
    app: Flask, as_organiser: Browser, wrong: dict[str, str]
) -> None:
    organisation = making.make_organisation()
    data = {"email": "host@example.org", "name": "Aino Host", "language": "fi", **wrong}

    response = as_organiser.post(root(f"organisations/{organisation.id}/people"), data=data)

    assert "Please check the form" in response.get_data(as_text=True)
    assert db.session.scalars(select(Membership).where(Membership.role == Role.HOST)).all() == []
