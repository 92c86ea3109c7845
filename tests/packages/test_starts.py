"""Packages that begin from a template or as a copy of a version."""

import re
from datetime import date
from itertools import pairwise

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.browser_client import Browser
from tests.making import NOON, make_component, make_theme, make_version, texts
from tests.packages.drafts import fresh
from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.core.texts import Texts
from tourbook.directory.models import TravelMode
from tourbook.hosts.models import ComponentKind
from tourbook.packages import services
from tourbook.packages.models import Item, MarkupKind, Package, Sharing, Version, VersionStatus
from tourbook.packages.rules import feasibility, limits
from tourbook.packages.rules.drafting import rows, starting
from tourbook.packages.services import checking, copies, templates

ACTOR = Actor(None, "Olli Organiser")
DESK = "/desk/packages"
FORM = {"name-en": "Rescue week", "summary-en": "What a small crew can do."}
FORM |= {"season_from": "5", "season_to": "9"}
LENGTHS = range(1, starting.MOST_DAYS + 1)


def start(days: int) -> Version:
    return templates.start(
        days,
        name=texts("Rescue week"),
        summary=texts("What a crew can do"),
        themes=[],
        season=(5, 9),
        party=(8, 30),
        at=NOON,
        actor=ACTOR,
    )


@pytest.mark.parametrize("days", LENGTHS)
def test_a_template_has_all_that_a_visit_needs(days: int) -> None:
    found = starting.template(days)

    assert len(found) == days
    kinds = [item.kind for day in found for item in day.items]
    assert kinds.count(ComponentKind.LODGING) == days - 1
    hours = limits.on(date(2027, 1, 1))
    for day in found:
        assert any(
            item.kind is ComponentKind.MEAL
            and item.starts >= hours["lunch_from"]
            and item.ends <= hours["lunch_to"]
            and item.ends - item.starts >= hours["lunch_minutes"]
            for item in day.items
        )
    assert found[-1].items[-2].title == starting.FEEDBACK
    assert all(
        text.en and text.fi and text.sv
        for day in found
        for text in (day.title, *(item.title for item in day.items))
    )


@pytest.mark.parametrize("days", LENGTHS)
def test_nothing_of_a_template_overlaps_or_lies_outside_its_day(days: int) -> None:
    for day in starting.template(days):
        for one, after in pairwise(day.items):
            assert one.ends <= after.starts
        assert all(
            item.starts >= starting.STARTS and item.ends <= starting.ENDS
            for item in day.items
            if item.kind is not ComponentKind.LODGING
        )


@pytest.mark.parametrize("days", [0, 6])
def test_there_are_no_other_templates(app: Flask, days: int) -> None:
    with pytest.raises(Refused, match="one to 5 days"):
        start(days)

    assert db.session.scalar(sa.select(sa.func.count()).select_from(Package)) == 0


@pytest.mark.parametrize("days", LENGTHS)
def test_a_started_package_lacks_only_what_a_person_must_say(app: Flask, days: int) -> None:
    version = start(days)

    problems = checking.look(fresh(version), today=NOON.date()).problems

    assert {problem.code for problem in feasibility.blocking(problems)} <= {"price_missing"}
    assert [len(day.items) for day in version.days] == [
        len(day.items) for day in starting.template(days)
    ]


def test_templates_are_seen_before_they_are_chosen(as_organiser: Browser) -> None:
    page = as_organiser.get(f"{DESK}/templates").text

    assert page.count("Use this template") == 5
    assert "Feedback and own actions" in page
    assert "Lounas" in as_organiser.get(f"{DESK}/templates?lang=fi").text
    assert "What the draft begins with" in as_organiser.get(f"{DESK}/templates/3?lang=en").text


def test_a_package_is_started_from_a_template(as_organiser: Browser) -> None:
    theme = make_theme()
    db.session.commit()
    form = FORM | {"party_min": "8", "party_max": "20", "themes": str(theme.id)}

    response = as_organiser.post(f"{DESK}/templates/3", data=form)

    version = db.session.scalars(sa.select(Version)).one()
    assert response.location == f"{DESK}/versions/{version.id}"
    assert (version.package.slug, version.package.themes) == ("rescue-week", [theme])
    assert [day.title.en for day in version.days] == [
        "Arrival",
        "In the field",
        "Lessons and farewell",
    ]
    assert as_organiser.get(response.location).status_code == 200


@pytest.mark.parametrize(
    "wrong",
    [
        {"name-en": ""},
        {"party_min": "30", "party_max": "8"},
        {"party_max": "501"},
        {"season_from": "13"},
        {"themes": "999999"},
    ],
)
def test_a_form_that_is_not_right_makes_nothing(
    as_organiser: Browser, wrong: dict[str, str]
) -> None:
    form = FORM | {"party_min": "8", "party_max": "20", "name-fi": "Pelastusviikko"} | wrong

    response = as_organiser.post(f"{DESK}/templates/2", data=form)

    assert "Please check the form" in response.text
    assert "Pelastusviikko" in response.text
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Package)) == 0


def test_only_templates_that_there_are_have_a_page(as_organiser: Browser) -> None:
    assert as_organiser.get(f"{DESK}/templates/0").status_code == 404
    assert as_organiser.get(f"{DESK}/templates/6").status_code == 404


# Copies


def full_version(*, published: bool = True) -> Version:
    """A version with something in every field that is copied."""
    version = make_version(days=2, component=make_component(), published=False)
    version.languages, version.step_free = ["en", "fr"], True
    version.trial_day = date(2027, 6, 7)
    version.travel_mode, version.sharing = TravelMode.MINIBUS, Sharing.SINGLE
    version.pax_ranges, version.markup_kind = [[9, 2]], MarkupKind.MARGIN
    version.markup_basis_points, version.round_to_cents = 1234, 100
    first, second = (day.items[0] for day in version.days)
    first.track, first.interpreters, first.pinned = "A", ["fr"], True
    first.arrive_by, first.quantity = TravelMode.WALK, 3
    second.alternative_to = first.lineage
    objective = version.objectives[0]
    objective.anchor_low, objective.anchor_middle = texts("low"), texts("middle")
    objective.anchor_high = texts("high")
    db.session.flush()
    if published:
        version.status, version.published_at = VersionStatus.PUBLISHED, NOON
    db.session.commit()
    return version


def said(version: Version) -> dict[str, list[object]]:
    """All that a version says, without keys, lineages and revisions."""
    left_out = {rows.REVISION, "note", "day_id", "lineage", "alternative_to"}
    found: dict[str, list[object]] = {}
    for table, _key, row in rows.rows_of(version):
        values = {k: v for k, v in rows.row_of(table, row).items() if k not in left_out}
        found.setdefault(table, []).append(values)
    found["coverage"] = [len(objective.items) for objective in version.objectives]
    return found


def copied(source: Version) -> Version:
    return copies.copy_package(
        source,
        name=texts("Other name"),
        summary=texts("Other words"),
        themes=[],
        season=(1, 12),
        at=NOON,
        actor=ACTOR,
    )


def test_a_new_version_says_all_that_the_old_one_says(app: Flask) -> None:
    source = full_version()

    version = services.copy(source, note="More time", at=NOON, actor=ACTOR)

    assert said(fresh(version)) == said(fresh(source))
    assert [item.lineage for day in version.days for item in day.items] == [
        item.lineage for day in source.days for item in day.items
    ]
    assert version.days[1].items[0].alternative_to == version.days[0].items[0].lineage
    assert (version.status, version.note, version.costing) == ("draft", "More time", None)


def test_a_new_package_says_all_that_the_version_says(app: Flask) -> None:
    source = full_version()

    version = copied(source)

    assert said(fresh(version)) == said(fresh(source))
    package = version.package
    assert package is not source.package
    assert (package.slug, package.name.en, version.number) == ("other-name", "Other name", 1)
    assert version.status is VersionStatus.DRAFT


def test_the_stops_of_a_new_package_are_its_own(app: Flask) -> None:
    source = full_version()

    version = copied(source)

    old = set(
        db.session.scalars(
            sa.select(Item.lineage).where(Item.day_id.in_(day.id for day in source.days))
        )
    )
    first, second = (day.items[0] for day in version.days)
    assert not {first.lineage, second.lineage} & old
    assert second.alternative_to == first.lineage


def test_copies_of_one_name_have_addresses_of_their_own(app: Flask) -> None:
    source = full_version()

    slugs = [copied(source).package.slug for _ in range(3)]

    assert slugs == ["other-name", "other-name-2", "other-name-3"]


def test_the_version_that_was_copied_stays_as_it_is(app: Flask) -> None:
    source = full_version(published=False)
    before = said(fresh(source))

    version = copied(source)
    version.days[0].items[0].title = Texts(en="Changed")
    version.pax_ranges[0][0] = 99
    db.session.commit()

    assert said(fresh(source)) == before


def test_a_package_is_copied_on_its_page(as_organiser: Browser) -> None:
    source = full_version()
    address = f"{DESK}/versions/{source.id}/copy-package"
    assert source.package.name.en not in re.findall(
        r'value="([^"]*)"', as_organiser.get(address).text
    )

    response = as_organiser.post(address, data=FORM)

    version = db.session.scalars(sa.select(Version).where(Version.id != source.id)).one()
    assert response.location == f"{DESK}/versions/{version.id}"
    assert version.package.name.en == "Rescue week"
    assert "Please check the form" in as_organiser.post(address, data=FORM | {"name-en": ""}).text
    assert as_organiser.get(f"{DESK}/versions/999999/copy-package").status_code == 404
