"""A database of its own for each test here, and the program's processes on it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask

from tests import databases
from tests.conftest import settings_for
from tests.servers import environ_of
from tourbook.app import create_app
from tourbook.core import schema
from tourbook.core.db import db


@dataclass(frozen=True)
class Place:
    """Where the processes of one test live."""

    folder: Path
    app: Flask
    environ: dict[str, str]


@pytest.fixture(params=databases.DATABASES)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """An empty database that every process may open; within, a context of its application."""
    server = ""
    url = f"sqlite:///{tmp_path / 'race.sqlite3'}"
    if request.param == "postgresql":
        server = str(request.getfixturevalue("postgres"))
        url = databases.new_database(server)
    app = create_app(settings_for(tmp_path / "instance", url))
    with app.app_context():
        schema.upgrade()
        yield Place(tmp_path, app, environ_of(tmp_path / "instance", url))
        db.session.remove()
        db.engine.dispose()
    if server:
        databases.drop_database(server, url)
