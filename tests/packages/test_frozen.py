"""A published version never changes: the database refuses, whoever asks."""

from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import IntegrityError

from tests.making import make_version
from tourbook.core.db import db
from tourbook.core.texts import Texts
from tourbook.packages.models import Day, Item, Objective, PriceTier, Version, coverage

DAY: dict[str, Any] = {
    "number": 9,
    "title": Texts(en="x"),
    "starts_minute": 480,
    "ends_minute": 900,
}
ITEM: dict[str, Any] = {
    "kind": "meal",
    "title": Texts(en="x"),
    "text": Texts(en="x"),
    "starts_minute": 720,
    "ends_minute": 780,
    "optional": False,
    "lineage": "abc",
}
TIER: dict[str, Any] = {"pax_from": 900, "pax_to": 901, "person_cents": 1, "currency": "EUR"}


def table(model: type) -> sa.Table:
    found: object = sa.inspect(model).local_table
    assert isinstance(found, sa.Table)
    return found


def changes(version: Version) -> dict[str, sa.Executable]:
    """One change of each kind to each part of a version."""
    day, objective, tier = version.days[0], version.objectives[0], version.tiers[0]
    item = day.items[0]
    days, items = table(Day), table(Item)
    objectives, tiers = table(Objective), table(PriceTier)
    return {
        "update day": sa.update(days).where(days.c.id == day.id).values(number=8),
        "insert day": sa.insert(days).values(version_id=version.id, **DAY),
        "delete day": sa.delete(days).where(days.c.id == day.id),
        "update item": sa.update(items).where(items.c.id == item.id).values(optional=True),
        "insert item": sa.insert(items).values(day_id=day.id, **ITEM),
        "delete item": sa.delete(items).where(items.c.id == item.id),
        "update objective": sa.update(objectives)
        .where(objectives.c.id == objective.id)
        .values(code="LO7"),
        "insert objective": sa.insert(objectives).values(
            version_id=version.id, code="LO8", position=8, text=objective.text
        ),
        "delete objective": sa.delete(objectives).where(objectives.c.id == objective.id),
        "update tier": sa.update(tiers).where(tiers.c.id == tier.id).values(person_cents=1),
        "insert tier": sa.insert(tiers).values(version_id=version.id, **TIER),
        "delete tier": sa.delete(tiers).where(tiers.c.id == tier.id),
        "delete coverage": sa.delete(coverage).where(coverage.c.objective_id == objective.id),
    }


KINDS = (
    "update day",
    "insert day",
    "delete day",
    "update item",
    "insert item",
    "delete item",
    "update objective",
    "insert objective",
    "delete objective",
    "update tier",
    "insert tier",
    "delete tier",
    "delete coverage",
)


@pytest.mark.parametrize("kind", KINDS)
def test_parts_of_a_published_version_refuse_any_change(app: Flask, kind: str) -> None:
    statement = changes(make_version())[kind]

    with pytest.raises(IntegrityError, match="is frozen"), db.session.begin_nested():
        db.session.execute(statement)


@pytest.mark.parametrize("kind", KINDS)
def test_parts_of_a_draft_may_change(app: Flask, kind: str) -> None:
    statement = changes(make_version(published=False))[kind]

    result = db.session.execute(statement)

    assert isinstance(result, sa.CursorResult)
    assert abs(result.rowcount) == 1  # PostgreSQL does not count what RETURNING gives back


def test_coverage_of_a_published_version_takes_no_more(app: Flask) -> None:
    version = make_version(days=2)
    pair = {"objective_id": version.objectives[0].id, "item_id": version.days[1].items[0].id}

    with pytest.raises(IntegrityError, match="is frozen"), db.session.begin_nested():
        db.session.execute(sa.insert(coverage).values(**pair))


def test_an_item_cannot_be_moved_into_a_published_version(app: Flask) -> None:
    published, draft = make_version(), make_version(published=False)

    with pytest.raises(IntegrityError, match="is frozen"), db.session.begin_nested():
        db.session.execute(
            sa.update(Item)
            .where(Item.id == draft.days[0].items[0].id)
            .values(day_id=published.days[0].id)
        )


@pytest.mark.parametrize(
    "values",
    [{"party_max": 99}, {"note": "x"}, {"status": "draft", "published_at": None}, {"revision": 9}],
)
def test_a_published_version_itself_refuses_changes(app: Flask, values: dict[str, object]) -> None:
    version = make_version()

    with pytest.raises(IntegrityError, match="is frozen"), db.session.begin_nested():
        db.session.execute(sa.update(Version).where(Version.id == version.id).values(**values))


def test_a_published_version_may_only_retire(app: Flask) -> None:
    version = make_version()
    change = sa.update(Version).where(Version.id == version.id)

    db.session.execute(change.values(status="retired"))

    with pytest.raises(IntegrityError, match="is frozen"), db.session.begin_nested():
        db.session.execute(change.values(status="published"))


def test_a_published_version_cannot_be_deleted(app: Flask) -> None:
    version = make_version()

    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.execute(sa.delete(Version).where(Version.id == version.id))
