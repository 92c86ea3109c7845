from datetime import datetime

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.making import (
    NOON,
    make_component,
    make_municipality,
    make_place,
    make_theme,
    make_version,
    texts,
)
from tourbook.core.audit import Actor, AuditEntry
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.core.texts import Texts
from tourbook.hosts.models import ComponentKind
from tourbook.packages import queries, services
from tourbook.packages.models import Item, Package, Version, VersionStatus, coverage
from tourbook.packages.services import ItemFace

SYSTEM = Actor.system()
FACE = ItemFace(
    title=texts("Walk"),
    text=Texts(),
    kind=ComponentKind.SIDE,
    starts=900,
    ends=960,
    place=None,
    optional=False,
)


def make_draft(days: int = 1) -> Version:
    """A draft of one day can be published as it stands."""
    version = make_version(days=days, published=False)
    version.tiers[0].pax_from = version.party_min
    db.session.flush()
    return version


def last_action() -> str:
    db.session.flush()
    found = db.session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert found is not None
    return found.action


def create(name: str = "Rescue week", *, days: int = 2) -> Version:
    return services.create(
        name=texts(name),
        summary=texts("Words"),
        themes=[make_theme()],
        season=(5, 9),
        party=(8, 20),
        days=days,
        at=NOON,
        actor=SYSTEM,
    )


def test_a_new_package_starts_with_a_draft_of_its_first_version(app: Flask) -> None:
    version = create(days=3)

    assert (version.number, version.status, version.package.slug) == (
        1,
        VersionStatus.DRAFT,
        "rescue-week",
    )
    assert [day.number for day in version.days] == [1, 2, 3]
    assert last_action() == "packages.create"


def test_packages_of_one_name_get_addresses_of_their_own(app: Flask) -> None:
    assert [create().package.slug for _ in range(3)] == [
        "rescue-week",
        "rescue-week-2",
        "rescue-week-3",
    ]


def test_what_the_catalogue_shows_raises_its_number(app: Flask) -> None:
    version = make_draft()
    before = queries.catalogue_stamp()

    services.publish(version, revision=1, at=NOON, actor=SYSTEM)
    published = queries.catalogue_stamp()
    services.retire_version(version, at=NOON, actor=SYSTEM)

    assert before < published < queries.catalogue_stamp()


def test_a_place_that_is_renamed_raises_the_catalogues_number(app: Flask) -> None:
    place, town = make_place(), make_municipality()
    before = queries.catalogue_stamp()

    place.name = "New name"
    db.session.flush()
    renamed = queries.catalogue_stamp()
    town.lat = 60.0
    db.session.flush()

    assert before < renamed < queries.catalogue_stamp()


def test_changing_a_draft_leaves_the_catalogue_alone(app: Flask) -> None:
    version = make_draft()
    before = queries.catalogue_stamp()

    services.add_day(version, at=NOON, actor=SYSTEM)

    assert queries.catalogue_stamp() == before


def test_each_change_raises_the_drafts_revision(app: Flask) -> None:
    version = make_draft()

    services.add_item(version.days[0], FACE, component=None, at=NOON, actor=SYSTEM)

    assert version.revision == 2
    assert [item.title.en for item in version.days[0].items] == ["Visit on day 1", "Walk"]


def test_a_published_version_is_refused_in_words(app: Flask) -> None:
    version = make_version()

    with pytest.raises(Refused, match="never changes"):
        services.add_day(version, at=NOON, actor=SYSTEM)


def test_a_component_decides_the_kind_of_its_item(app: Flask) -> None:
    version, component = make_draft(), make_component(ComponentKind.MEAL)

    item = services.add_item(version.days[0], FACE, component=component, at=NOON, actor=SYSTEM)

    assert (item.kind, item.component) == (ComponentKind.MEAL, component)


def test_a_component_that_is_no_longer_offered_cannot_be_added(app: Flask) -> None:
    version, component = make_draft(), make_component()
    component.retired_at = NOON

    with pytest.raises(Refused, match="no longer offers"):
        services.add_item(version.days[0], FACE, component=component, at=NOON, actor=SYSTEM)


def test_an_item_moves_to_another_day(app: Flask) -> None:
    version = make_draft(days=2)
    item = version.days[0].items[0]

    services.change_item(item, FACE, day=version.days[1], revision=1, at=NOON, actor=SYSTEM)

    db.session.expire_all()
    assert [len(day.items) for day in version.days] == [0, 2]
    assert item.title == texts("Walk")


def test_an_item_cannot_move_to_another_version(app: Flask) -> None:
    item, other = make_draft().days[0].items[0], make_draft()

    with pytest.raises(Refused):
        services.change_item(item, FACE, day=other.days[0], revision=1, at=NOON, actor=SYSTEM)


def test_removing_an_item_takes_its_coverage_along(app: Flask) -> None:
    version = make_draft()

    services.remove_item(version.days[0].items[0], revision=1, at=NOON, actor=SYSTEM)

    db.session.expire_all()
    assert version.days[0].items == []
    assert version.objectives[0].items == []


def test_removing_a_day_brings_the_later_ones_forward(app: Flask) -> None:
    version = make_draft(days=3)
    kept = [version.days[0].id, version.days[2].id]

    services.remove_day(version.days[1], at=NOON, actor=SYSTEM)

    db.session.expire_all()
    assert [(day.id, day.number) for day in version.days] == list(zip(kept, [1, 2], strict=True))


def test_the_only_day_stays(app: Flask) -> None:
    version = make_draft()

    with pytest.raises(Refused):
        services.remove_day(version.days[0], at=NOON, actor=SYSTEM)


def test_a_code_of_an_older_version_is_not_used_again(app: Flask) -> None:
    old = make_version()
    draft = services.copy(old, note="", at=NOON, actor=SYSTEM)
    services.remove_objective(draft.objectives[0], at=NOON, actor=SYSTEM)

    objective = services.add_objective(draft, text=texts("Plan"), at=NOON, actor=SYSTEM)

    assert objective.code == "LO2"


def test_coverage_is_set_all_at_once(app: Flask) -> None:
    version = make_draft(days=2)
    objective, item = version.objectives[0], version.days[1].items[0]

    services.cover(version, {(objective.id, item.id)}, at=NOON, actor=SYSTEM)

    db.session.expire_all()
    assert objective.items == [item]


def test_a_strangers_item_serves_nothing(app: Flask) -> None:
    version, other = make_draft(), make_draft()
    pair = (version.objectives[0].id, other.days[0].items[0].id)

    services.cover(version, {pair}, at=NOON, actor=SYSTEM)

    assert version.objectives[0].items == []


def test_prices_replace_those_before(app: Flask) -> None:
    version = make_draft()

    services.price(version, [(11, 30, 400), (5, 10, 500)], revision=1, at=NOON, actor=SYSTEM)

    db.session.expire_all()
    assert [(tier.pax_from, tier.pax_to, tier.person_cents) for tier in version.tiers] == [
        (5, 10, 500),
        (11, 30, 400),
    ]


def test_a_draft_with_blocking_problems_is_not_published(app: Flask) -> None:
    version = make_draft(days=2)

    with pytest.raises(Refused, match="1 of its problems"):
        services.publish(version, revision=1, at=NOON, actor=SYSTEM)

    assert version.status is VersionStatus.DRAFT


def test_publishing_freezes_and_is_recorded(app: Flask) -> None:
    version = make_draft()

    services.publish(version, revision=1, at=NOON, actor=SYSTEM)

    assert (version.status, version.published_at) == (VersionStatus.PUBLISHED, NOON)
    assert last_action() == "packages.publish"


def test_publishing_from_an_old_page_is_refused(app: Flask) -> None:
    version = make_draft()
    services.add_objective(version, text=texts("Plan"), at=NOON, actor=SYSTEM)

    with pytest.raises(Refused, match="changed after you opened"):
        services.publish(version, revision=1, at=NOON, actor=SYSTEM)


def test_a_version_retires_once(app: Flask) -> None:
    version = make_version()

    services.retire_version(version, at=NOON, actor=SYSTEM)

    assert version.status is VersionStatus.RETIRED
    with pytest.raises(Refused):
        services.retire_version(version, at=NOON, actor=SYSTEM)


def test_a_copy_has_all_and_keeps_each_lineage(app: Flask) -> None:
    old = make_version(days=2, component=make_component())

    new = services.copy(old, note="More time", at=NOON, actor=SYSTEM)

    db.session.expire_all()
    assert (new.number, new.status, new.note) == (
        old.number + 1,
        VersionStatus.DRAFT,
        "More time",
    )
    assert [(d.number, [i.lineage for i in d.items]) for d in new.days] == [
        (d.number, [i.lineage for i in d.items]) for d in old.days
    ]
    assert [(o.code, o.text, len(o.items)) for o in new.objectives] == [
        (o.code, o.text, len(o.items)) for o in old.objectives
    ]
    assert [t.person_cents for t in new.tiers] == [t.person_cents for t in old.tiers]
    assert not {i.id for d in new.days for i in d.items} & {i.id for d in old.days for i in d.items}


def test_a_draft_is_thrown_away_with_its_parts(app: Flask) -> None:
    old = make_version()
    draft = services.copy(old, note="", at=NOON, actor=SYSTEM)
    items = db.session.scalar(sa.select(sa.func.count()).select_from(Item))

    services.discard(draft, revision=1, at=NOON, actor=SYSTEM)

    assert db.session.scalar(sa.select(sa.func.count()).select_from(Item)) == (items or 0) - 1
    assert queries.versions_of(old.package) == [old]
    assert db.session.scalar(sa.select(sa.func.count()).select_from(coverage)) == 1


def test_the_only_version_is_not_thrown_away(app: Flask) -> None:
    with pytest.raises(Refused, match="only version"):
        services.discard(make_draft(), revision=1, at=NOON, actor=SYSTEM)


def test_a_package_leaves_the_catalogue_and_comes_back(app: Flask) -> None:
    package = make_version().package

    def retired_at() -> datetime | None:
        return db.session.scalar(sa.select(Package.retired_at).where(Package.id == package.id))

    services.retire_package(package, at=NOON, actor=SYSTEM)
    assert retired_at() == NOON
    with pytest.raises(Refused):
        services.retire_package(package, at=NOON, actor=SYSTEM)

    services.restore_package(package, at=NOON, actor=SYSTEM)
    assert retired_at() is None
    with pytest.raises(Refused):
        services.restore_package(package, at=NOON, actor=SYSTEM)
