"""The migrations make the very tables that the models ask for, on both databases."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from flask import Flask

from tests import databases
from tests.conftest import settings_for
from tourbook.app import create_app
from tourbook.core import schema
from tourbook.core.db import Base, db

Make = Callable[[], Flask]

#: Rows as the first version wrote them: a host's two rates, and a published version.
OF_THE_FIRST_VERSION = (
    (
        "INSERT INTO organisation (id, name, kind, email, phone, website)"
        " VALUES (1, 'Example Coach Company', 'transport', '', '', '')"
    ),
    (
        "INSERT INTO component (id, organisation_id, kind, name, summary, duration_minutes,"
        " party_min, party_max, languages, ask_by_days, names_by_days)"
        " VALUES (1, 1, 'transport', '{}', '{}', 60, 1, 40, '[]', 30, 14)"
    ),
    (
        "INSERT INTO rate (id, component_id, unit, pax_from, pax_to, net_cents, vat_category,"
        " valid_from, valid_to) VALUES (1, 1, 'vehicle', 1, 40, 100, 'reduced', '2026-01-01',"
        " '2026-12-31')"
    ),
    (
        "INSERT INTO rate (id, component_id, unit, pax_from, pax_to, net_cents, vat_category,"
        " valid_from, valid_to) VALUES (2, 1, 'person', 1, 40, 100, 'reduced', '2026-01-01',"
        " '2026-12-31')"
    ),
    (
        "INSERT INTO package (id, slug, name, summary, season_from, season_to)"
        " VALUES (1, 'one', '{}', '{}', 1, 12)"
    ),
    (
        "INSERT INTO version (id, package_id, number, status, party_min, party_max, included,"
        " not_included, note, created_at, published_at, revision)"
        " VALUES (1, 1, 1, 'published', 5, 20, '{}', '{}', '', '2026-06-01 09:00:00',"
        " '2026-06-02 09:00:00', 3)"
    ),
)


@pytest.fixture(params=databases.DATABASES)
def fresh(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Make]:
    """`fresh()`: an application on an empty database of its own."""
    made: list[Flask] = []

    def make() -> Flask:
        instance = tmp_path / str(len(made))
        if request.param == "sqlite":
            url = f"sqlite:///{instance / 'fresh.sqlite3'}"
        else:
            url = databases.new_database(request.getfixturevalue("postgres"))
        made.append(create_app(settings_for(instance, url)))
        return made[-1]

    yield make
    for app in made:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


def triggers(connection: sa.Connection) -> set[tuple[str, ...]]:
    if connection.dialect.name == "sqlite":
        asked = "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'"
    else:
        asked = (
            "SELECT t.tgname, pg_get_triggerdef(t.oid), p.prosrc FROM pg_trigger t"
            " JOIN pg_proc p ON p.oid = t.tgfoid WHERE NOT t.tgisinternal"
        )
    return {tuple(row) for row in connection.execute(sa.text(asked))}


def plain(part: Any) -> str:
    """A reflected part of a table, comparable with another of the same meaning."""
    if isinstance(part, dict):
        return str(sorted((name, plain(value)) for name, value in part.items()))
    return str(part)


def foreign_keys(inspector: sa.Inspector) -> Any:
    """Without names: those of keys that SQLite got with a column cannot be read back."""
    found = inspector.get_multi_foreign_keys()
    return {
        table: [{**key, "name": None} for key in keys] if keys else keys
        for table, keys in found.items()
    }


def described(connection: sa.Connection) -> dict[str, Any]:
    """All that the database itself knows of its tables, but for Alembic's own."""
    inspector = sa.inspect(connection)
    asked: dict[str, Callable[[], Any]] = {
        "columns": inspector.get_multi_columns,
        "keys": inspector.get_multi_pk_constraint,
        "foreign keys": partial(foreign_keys, inspector),
        "unique": inspector.get_multi_unique_constraints,
        "checks": inspector.get_multi_check_constraints,
        "indexes": inspector.get_multi_indexes,
    }
    return {
        what: {
            table: sorted(plain(part) for part in (parts if isinstance(parts, list) else [parts]))
            for (_schema, table), parts in ask().items()
            if table != "alembic_version"
        }
        for what, ask in asked.items()
    }


def test_upgrade_makes_what_the_models_make(fresh: Make) -> None:
    with fresh().app_context():
        schema.upgrade()
        with db.engine.connect() as connection:
            migrated, migrated_triggers = described(connection), triggers(connection)
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            differences = compare_metadata(context, Base.metadata)
    with fresh().app_context():
        db.create_all()
        with db.engine.connect() as connection:
            made, made_triggers = described(connection), triggers(connection)

    assert differences == []
    assert migrated == made
    assert migrated_triggers == made_triggers
    assert len(made_triggers) > 5


def test_upgrade_twice_is_upgrade_once(fresh: Make) -> None:
    with fresh().app_context():
        schema.upgrade()
        schema.upgrade()

        assert schema.is_current()


def test_an_empty_database_is_not_ready_until_it_is_upgraded(fresh: Make) -> None:
    app = fresh()
    client = app.test_client()

    before = client.get("/readyz")
    with app.app_context():
        schema.upgrade()
    after = client.get("/readyz")

    assert (before.status_code, before.text) == (503, "The database needs `tourbook upgrade`.\n")
    assert (after.status_code, after.text) == (200, "ready\n")


def test_a_database_that_is_away_is_said_and_comes_back(
    fresh: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = fresh()
    with app.app_context():
        schema.upgrade()
    client = app.test_client()

    def away(*_: object) -> None:
        raise sa.exc.OperationalError("SELECT 1", {}, ConnectionError("no route"))

    with monkeypatch.context() as broken:
        broken.setattr(schema, "present", away)
        response = client.get("/readyz")

    assert (response.status_code, response.text) == (503, "The database cannot be reached.\n")
    assert client.get("/readyz").status_code == 200
    assert client.get("/healthz").text == "alive\n"


def test_what_the_first_version_kept_is_kept(fresh: Make) -> None:
    with fresh().app_context():
        schema.upgrade("0001")
        with db.engine.begin() as connection:
            for statement in OF_THE_FIRST_VERSION:
                connection.execute(sa.text(statement))

        schema.upgrade()

        with db.engine.connect() as connection:
            units = connection.execute(sa.text("SELECT id, unit FROM rate ORDER BY id")).all()
            paces = connection.execute(sa.text("SELECT markup_basis_points FROM version")).all()
        with pytest.raises(sa.exc.DBAPIError, match="frozen"), db.engine.begin() as connection:
            connection.execute(sa.text("UPDATE version SET trial_day = '2027-01-04'"))
    assert [tuple(row) for row in units] == [(1, "vehicle_day"), (2, "person")]
    assert [tuple(row) for row in paces] == [(2000,)]
