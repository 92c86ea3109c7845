"""Pages of packages and of their versions."""

import re
from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask
from markupsafe import escape

from tests.browser_client import Browser
from tests.conftest import Statements
from tests.making import NOON, make_theme, make_version, texts
from tests.packages.drafts import fresh, make_draft
from tourbook.core import clock
from tourbook.core.db import db
from tourbook.core.texts import Texts
from tourbook.directory.models import TravelMode
from tourbook.packages import queries
from tourbook.packages.models import (
    Acceptance,
    Item,
    MarkupKind,
    Package,
    Sharing,
    Version,
    VersionStatus,
)
from tourbook.packages.services import checking
from tourbook.packages.views import wording

DESK = "/desk/packages"
NEW = {
    "name-en": "Rescue week",
    "summary-en": "What a small crew can do.",
    "season_from": "5",
    "season_to": "9",
    "days": "2",
    "party_min": "8",
    "party_max": "20",
}


def test_the_empty_list_says_what_to_do_first(as_organiser: Browser) -> None:
    assert "Make the first package" in as_organiser.get(f"{DESK}/").text


@pytest.mark.parametrize("packages", [1, 3])
def test_the_list_asks_the_same_number_of_questions(
    as_organiser: Browser, statements: Statements, packages: int
) -> None:
    for _ in range(packages):
        make_version(themes=[make_theme()])
    db.session.commit()
    db.session.expire_all()

    with statements() as seen:
        page = as_organiser.get(f"{DESK}/").text

    assert page.count("Package ") >= packages
    assert len([one for one in seen if "FROM version" in one and "count" not in one]) == 1
    assert len([one for one in seen if "package_theme" in one]) == 1


def test_the_list_is_narrowed_by_its_address_and_keeps_the_choice(as_organiser: Browser) -> None:
    theme = make_theme()
    found, other = make_version(themes=[theme]), make_version()
    db.session.commit()

    page = as_organiser.get(f"{DESK}/?theme={theme.id}&status=published&q=package").text

    assert found.package.name.en in page
    assert other.package.name.en not in page
    assert re.search(rf'<option value="{theme.id}" selected', page)


@pytest.mark.parametrize(
    "query", ["theme=x", "theme=²", "status=none", f"q={'x' * 300}", "page=-1"]
)
def test_nonsense_in_the_address_is_no_error(as_organiser: Browser, query: str) -> None:
    assert as_organiser.get(f"{DESK}/?{query}").status_code == 200


@pytest.mark.parametrize(("kind", "begins"), [("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK")])
def test_the_list_can_be_taken_along(as_organiser: Browser, kind: str, begins: bytes) -> None:
    make_version(themes=[make_theme()])
    db.session.commit()

    response = as_organiser.get(f"{DESK}/?format={kind}")

    assert response.data.startswith(begins)
    assert f"packages.{kind}" in response.headers["Content-Disposition"]


def test_a_package_is_made_with_its_days(as_organiser: Browser) -> None:
    theme = make_theme()
    db.session.commit()

    response = as_organiser.post(f"{DESK}/new", data={**NEW, "themes": str(theme.id)})

    version = db.session.scalars(sa.select(Version)).one()
    assert response.location == f"{DESK}/versions/{version.id}"
    assert (version.package.slug, len(version.days), version.package.themes) == (
        "rescue-week",
        2,
        [theme],
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"name-en": ""},
        {"name-en": "x" * 121},
        {"days": "0"},
        {"days": "6"},
        {"days": "-1"},
        {"party_min": "0"},
        {"party_max": "1000000000"},
        {"party_min": "21"},
        {"season_from": "13"},
        {"themes": "999999"},
    ],
)
def test_a_package_that_cannot_be_is_refused_and_the_words_are_kept(
    as_organiser: Browser, changes: dict[str, str]
) -> None:
    response = as_organiser.post(f"{DESK}/new", data={**NEW, **changes})

    assert response.status_code == 200
    assert "Please check the form" in response.text
    assert "What a small crew can do." in response.text
    assert db.session.scalars(sa.select(Package)).all() == []


def test_the_texts_of_a_package_change(as_organiser: Browser) -> None:
    version = make_version()
    db.session.commit()
    page = as_organiser.get(f"{DESK}/{version.package_id}/edit").text
    assert version.package.summary.en in page

    names = {"name-en": "New name", "name-fi": "Uusi nimi", "name-sv": ""}
    as_organiser.post(f"{DESK}/{version.package_id}/edit", data={**NEW, **names})

    assert db.session.get_one(Package, version.package_id).name == Texts(
        en="New name", fi="Uusi nimi"
    )


def test_a_package_is_taken_out_and_put_back(as_organiser: Browser) -> None:
    package_id = make_version().package_id
    db.session.commit()

    as_organiser.post(f"{DESK}/{package_id}/retire")
    assert db.session.get_one(Package, package_id).retired_at is not None

    as_organiser.post(f"{DESK}/{package_id}/restore")
    assert db.session.get_one(Package, package_id).retired_at is None


def test_a_sound_draft_is_published_and_then_has_no_builder(as_organiser: Browser) -> None:
    version = make_draft()
    assert "Publish version" in as_organiser.get(f"{DESK}/versions/{version.id}").text

    as_organiser.post(f"{DESK}/versions/{version.id}/publish", data={"revision": "1"})

    assert fresh(version).status is VersionStatus.PUBLISHED
    page = as_organiser.get(f"{DESK}/versions/{version.id}").text
    assert "It never changes." in page
    assert as_organiser.get(f"{DESK}/versions/{version.id}/prices").status_code == 404


def test_a_draft_with_problems_is_refused_with_409(as_organiser: Browser) -> None:
    version = make_draft(days=2)

    response = as_organiser.post(f"{DESK}/versions/{version.id}/publish", data={"revision": "1"})

    assert response.status_code == 409
    assert "cannot be published yet" in response.text
    assert fresh(version).status is VersionStatus.DRAFT


def test_a_new_version_is_made_compared_and_thrown_away(as_organiser: Browser) -> None:
    old = make_version()
    db.session.commit()
    response = as_organiser.post(f"{DESK}/versions/{old.id}/copy", data={"note": "More time"})
    new = queries.versions_of(old.package)[0]
    assert response.location == f"{DESK}/versions/{new.id}"
    same = as_organiser.get(f"{DESK}/versions/{new.id}/compare").text
    assert "The two versions say the same." in same
    item = db.session.scalars(sa.select(Item).where(Item.day_id == fresh(new).days[0].id)).one()

    as_organiser.post(f"{DESK}/items/{item.id}/remove", data={"revision": "1"})

    page = as_organiser.get(f"{DESK}/versions/{new.id}/compare?with={old.id}").text
    assert "Removed" in page
    assert "Visit on day 1" in page
    as_organiser.post(f"{DESK}/versions/{new.id}/discard", data={"revision": "2"})
    assert queries.versions_of(old.package) == [old]


def test_settings_that_differ_are_told_in_words(as_organiser: Browser) -> None:
    old = make_draft()
    new = make_version(package=old.package, published=False)
    new.languages, new.step_free, new.trial_day = ["en", "fr"], True, date(2027, 6, 7)
    new.travel_mode, new.sharing = TravelMode.MINIBUS, Sharing.SINGLE
    new.pax_ranges, new.markup_kind = [[8, 1]], MarkupKind.MARGIN
    new.markup_basis_points, new.round_to_cents = 1250, 1000
    stop, kept = new.days[0].items[0], old.days[0].items[0]
    stop.lineage, stop.track, stop.interpreters = kept.lineage, "A", ["fr"]
    new.objectives[0].anchor_low = texts("I could not say")
    db.session.commit()

    page = as_organiser.get(f"{DESK}/versions/{new.id}/compare?with={old.id}").text

    for words in ("English, French", "Mon 7 June 2027", "Minibus", "Single rooms", "8+1", "Margin"):
        assert f"<td>{words}</td>" in page
    assert "12.50%" in page
    assert "Part A of the group. Interpreted into: French" in page
    assert "part of the group, interpreters" in page
    assert "I could not say" in page
    assert "€10.00" in page


def test_accepted_warnings_are_told_by_their_sentence(app: Flask, as_organiser: Browser) -> None:
    """As the builder tells them; one that only the older version could have is told as past."""
    old = make_draft()
    new = make_version(package=old.package, published=False)
    new.days[0].items[0].ends_minute = 900
    db.session.commit()
    found = checking.look(fresh(new), today=clock.today()).problems
    problem = next(each for each in found if each.code == "no_lunch")
    for version, key, reason in (
        (new, problem.key, "It is agreed."),
        (old, "no_lunch:day9", "They fast."),
    ):
        version.acceptances.append(
            Acceptance(problem=key, reason=reason, accepted_at=NOON, accepted_by="Olli")
        )
    db.session.commit()

    page = as_organiser.get(f"{DESK}/versions/{new.id}/compare?with={old.id}").text

    with app.test_request_context():
        assert escape(wording.sentence(problem.sentence, problem.values)) in page
    assert "It is agreed." in page
    assert "This warning does not arise any more." in page
    assert "They fast." in page
    assert "no_lunch" not in page


def test_versions_of_different_packages_are_not_compared(as_organiser: Browser) -> None:
    version, stranger = make_version(), make_version()
    db.session.commit()

    address = f"{DESK}/versions/{version.id}/compare"

    assert as_organiser.get(f"{address}?with={stranger.id}").status_code == 404
    assert "Nothing to compare with" in as_organiser.get(address).text


def test_a_published_version_is_retired(as_organiser: Browser) -> None:
    version = make_version()
    db.session.commit()

    as_organiser.post(f"{DESK}/versions/{version.id}/retire")

    assert fresh(version).status is VersionStatus.RETIRED
    again = as_organiser.post(f"{DESK}/versions/{version.id}/retire")
    assert again.status_code == 409


def test_the_programme_is_printed(as_organiser: Browser) -> None:
    version = make_draft(days=2)

    page = as_organiser.get(f"{DESK}/versions/{version.id}/papers").text

    assert "Visit on day 2" in page
    assert "What participants learn" in page


@pytest.mark.parametrize("path", ["999999", "versions/999999", "days/999999", "items/999999"])
def test_what_does_not_exist_is_not_found(as_organiser: Browser, path: str) -> None:
    assert as_organiser.get(f"{DESK}/{path}").status_code == 404


def test_a_title_with_markup_is_shown_as_text(app: Flask, as_organiser: Browser) -> None:
    version = make_draft()
    version.days[0].items[0].title = texts("<script>alert(1)</script>")
    db.session.commit()

    page = as_organiser.get(f"{DESK}/versions/{version.id}").text

    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page
