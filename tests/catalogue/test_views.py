import itertools
import re
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from tests.browser_client import Browser
from tests.conftest import Statements
from tests.making import make_component, make_departure, make_place, make_theme, make_version
from tourbook.catalogue.rules import DRAWN
from tourbook.config import static_folder
from tourbook.core import clock
from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.departures.models import Departure, DepartureStatus
from tourbook.packages import services
from tourbook.packages.models import CatalogueStamp, Version

#: Far enough apart that no test counts up to the next.
STAMPS = itertools.count(1_000, 100)


@pytest.fixture(autouse=True)
def another_catalogue(app: Flask) -> None:
    """Each test's catalogue has numbers of its own, so that none finds the pages of another."""
    db.session.add(CatalogueStamp(id=1, number=next(STAMPS)))
    db.session.commit()


def offered(**facts: object) -> Version:
    version = make_version(**facts)  # type: ignore[arg-type]
    services.touch_catalogue()
    db.session.commit()
    return version


def dated(
    version: Version, *, taken: int = 0, status: DepartureStatus = DepartureStatus.OPEN
) -> Departure:
    departure = make_departure(
        version=version, first_day=clock.today() + timedelta(days=60), status=status
    )
    departure.seats_taken = taken
    services.touch_catalogue()
    db.session.commit()
    return departure


def test_an_empty_catalogue_says_so(visitor: Browser) -> None:
    services.touch_catalogue()
    db.session.commit()

    assert "No programmes yet" in visitor.get("/").text


def test_only_what_is_published_is_shown(visitor: Browser) -> None:
    shown, retired = offered(), offered()
    retired.package.retired_at = clock.now()
    draft = offered(published=False)

    page = visitor.get("/").text

    assert shown.package.slug in page
    assert retired.package.slug not in page
    assert draft.package.slug not in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("days=2", True),
        ("days=3", False),
        ("month=6", True),
        ("month=1", False),
        ("pax=5", True),
        ("pax=30", True),
        ("pax=4", False),
        ("pax=31", False),
        ("theme=none-such", False),
        ("days=9&month=77", True),
    ],
)
def test_programmes_are_narrowed_by_the_address(visitor: Browser, query: str, found: bool) -> None:
    version = offered(days=2)
    version.package.season_from, version.package.season_to = 5, 9
    services.touch_catalogue()
    db.session.commit()

    page = visitor.get(f"/?{query}").text

    assert (f"/packages/{version.package.slug}" in page) is found
    assert ("No programme fits all of this" in page) is not found


def test_programmes_are_narrowed_by_theme(visitor: Browser) -> None:
    theme = make_theme("Rescue")
    found, other = offered(themes=[theme]), offered()

    page = visitor.get(f"/?theme={theme.slug}").text

    assert found.package.slug in page
    assert f"/packages/{other.package.slug}" not in page


@pytest.mark.parametrize(
    "query", ["pax=0", "pax=-1", f"pax={10**9}", "pax=x", "theme=%00", "days=²"]
)
def test_nonsense_in_the_address_is_no_error(visitor: Browser, query: str) -> None:
    offered()

    assert visitor.get(f"/?{query}").status_code == 200


@pytest.mark.parametrize("packages", [1, 3])
def test_the_catalogue_asks_the_same_number_of_questions(
    visitor: Browser, statements: Statements, packages: int
) -> None:
    for _ in range(packages):
        dated(offered(themes=[make_theme()]))
    db.session.expire_all()

    with statements() as seen:
        visitor.get(f"/?pax=5&page={packages}")

    assert len(seen) == 8


def test_a_page_that_was_made_before_costs_one_question(
    visitor: Browser, statements: Statements
) -> None:
    version = offered()
    address = f"/packages/{version.package.slug}"
    first = visitor.get(address)

    with statements() as seen:
        second = visitor.get(address)
        third = visitor.get(address, headers={"If-None-Match": first.headers["ETag"]})

    assert second.headers["ETag"] == first.headers["ETag"]
    assert version.package.name.en in second.text
    assert (third.status_code, third.data) == (304, b"")
    assert len([one for one in seen if "catalogue_stamp" in one]) == len(seen) == 2


def test_a_change_makes_another_page(visitor: Browser) -> None:
    version = offered()
    address = f"/packages/{version.package.slug}"
    before = visitor.get(address)

    version = db.session.get_one(Version, version.id)
    departure = dated(version)
    after = visitor.get(address)

    assert before.headers["ETag"] != after.headers["ETag"]
    assert f"/bookings/new/{departure.id}" in after.text


def test_a_package_page_tells_what_a_visitor_decides_on(visitor: Browser) -> None:
    version = offered(days=2, component=make_component())
    departure = dated(version, taken=5)

    page = visitor.get(f"/packages/{version.package.slug}").text

    for words in (
        "Visit on day 1",
        "10:00",
        "Explain rescue work",
        "Guides",
        "Flights",
        "groups of 5 to 30",
        "€500.00",
    ):
        assert words in page
    assert "15 places left" in page
    assert f'href="/bookings/new/{departure.id}"' in page
    assert len(re.findall("<h1", page)) == 1


def test_a_programme_of_days_opens_with_its_first_day(visitor: Browser) -> None:
    many, one = offered(days=3), offered()

    page = visitor.get(f"/packages/{many.package.slug}").text

    assert re.findall(r'<details class="timeline-day" (open)?', page) == ["open", "", ""]
    assert '<details class="timeline' not in visitor.get(f"/packages/{one.package.slug}").text


def test_a_place_named_as_its_host_is_named_once(visitor: Browser) -> None:
    place = make_place()
    component = make_component(place=place)
    place.name = component.organisation.name
    version = offered(component=component)
    version.days[0].items[0].place = place
    services.touch_catalogue()
    db.session.commit()

    page = visitor.get(f"/packages/{version.package.slug}").text

    assert f"{place.name}, {place.municipality.name.en}" in page
    assert page.count(place.name) == 1


def test_more_than_four_dates_are_behind_a_click(visitor: Browser) -> None:
    version = offered()
    for _number in range(5):
        dated(version)

    page = visitor.get(f"/packages/{version.package.slug}").text

    assert page.count('href="/bookings/new/') == 5
    assert "1 more date" in page


@pytest.mark.parametrize("address", ["/", "/packages/{slug}"])
def test_a_visitor_without_an_account_finds_where_to_ask(visitor: Browser, address: str) -> None:
    version = offered()

    page = visitor.get(address.format(slug=version.package.slug)).text

    assert page.count('href="/join"') == 2
    assert 'href="/accessibility"' in page


def test_a_full_date_is_shown_but_cannot_be_booked(visitor: Browser) -> None:
    version = offered()
    departure = dated(version, taken=20)

    page = visitor.get(f"/packages/{version.package.slug}").text

    assert "Full" in page
    assert f"/bookings/new/{departure.id}" not in page


def test_dates_that_are_not_open_are_not_shown(visitor: Browser) -> None:
    version = offered()
    dated(version, status=DepartureStatus.DRAFT)

    assert "No dates are open now." in visitor.get(f"/packages/{version.package.slug}").text


@pytest.mark.parametrize(
    ("pax", "words"),
    [
        ("10", "€5,000.00 for 10 people"),
        ("31", "This programme is for groups of 5 to 30."),
        ("0", "Give a number from 1 to 500."),
        (str(10**9), "Give a whole number"),
        ("x", "Give a whole number"),
    ],
)
def test_the_price_follows_the_size_of_the_group(visitor: Browser, pax: str, words: str) -> None:
    version = offered()

    assert words in visitor.get(f"/packages/{version.package.slug}?pax={pax}").text


def test_the_newest_published_version_is_on_offer(visitor: Browser) -> None:
    old = offered()
    new = offered(package=old.package, days=3)
    offered(package=old.package, days=4, published=False)

    page = visitor.get(f"/packages/{new.package.slug}").text

    assert "Visit on day 3" in page
    assert "Visit on day 4" not in page


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_the_page_speaks_the_readers_language(visitor: Browser, language: str) -> None:
    version = offered()

    page = visitor.get(f"/packages/{version.package.slug}?lang={language}").text

    assert f"{version.package.name.en} ({language})" in page


@pytest.mark.parametrize("slug", ["none-such", "x" * 500, "%00", "..%2f"])
def test_an_unknown_address_is_not_found(visitor: Browser, slug: str) -> None:
    assert visitor.get(f"/packages/{slug}").status_code == 404


def test_a_draft_or_retired_package_has_no_page(visitor: Browser) -> None:
    draft, retired = offered(published=False), offered()
    services.retire_version(retired, at=clock.now(), actor=Actor.system())
    db.session.commit()

    for version in (draft, retired):
        assert visitor.get(f"/packages/{version.package.slug}").status_code == 404


def test_the_accessibility_page_says_how_things_stand(visitor: Browser) -> None:
    page = visitor.get("/accessibility").text

    assert "WCAG" in page
    assert "No outside body has audited the service yet" in page


def test_each_theme_has_its_drawing(app: Flask) -> None:
    folder = Path(static_folder()) / "img" / "themes"

    assert {path.stem for path in folder.glob("*.svg")} == DRAWN | {"lake"}
