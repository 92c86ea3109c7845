"""The whole demonstration, made once on each database for tests that read it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
import time_machine
from flask import Flask

from tests import databases
from tests.conftest import Apps, rolled_back
from tourbook.core import zones
from tourbook.core.db import db
from tourbook.core.formats import ZONE
from tourbook.demo import filling

#: A Monday before winter and a Thursday in summer: what is shown may hang on neither.
DAYS = {
    "sqlite": datetime(2026, 11, 23, 9, tzinfo=UTC),
    "postgresql": datetime(2027, 6, 17, 9, tzinfo=UTC),
}


@dataclass(frozen=True)
class Filled:
    app: Flask
    at: datetime

    @property
    def today(self) -> date:
        return zones.local_day(self.at, ZONE)


class FilledApps(Apps):
    """Applications with the demonstration in their databases."""

    def make(self, kind: str) -> Flask:
        app = super().make(kind)
        with app.app_context():
            filling.fill(at=DAYS[kind])
            db.session.commit()
            db.session.remove()
        return app


@pytest.fixture(scope="session")
def filled_apps(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[FilledApps]:
    folder = tmp_path_factory.mktemp("filled")
    apps = FilledApps(folder, lambda: str(request.getfixturevalue("postgres")))
    yield apps
    for app in apps.made.values():
        with app.app_context():
            db.engine.dispose()


@pytest.fixture(params=databases.DATABASES)
def filled(request: pytest.FixtureRequest, filled_apps: FilledApps) -> Iterator[Filled]:
    """The demonstration on the day it was made; what a test changes is rolled back."""
    app, at = filled_apps.on(request.param), DAYS[request.param]
    with rolled_back(app), time_machine.travel(at, tick=False):
        yield Filled(app, at)
