"""An application of the web floor with pages of its own, and no database to lean on."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.web import kitchen
from tourbook.config import Settings, static_folder, templates_folder
from tourbook.core.db import db
from tourbook.web import navigation, setup
from tourbook.web.limits import limiter

SECRET = "0123456789abcdef" * 4


def make_floor(folder: Path, env: str = "development") -> Flask:
    settings = Settings.load(
        {},
        instance=folder,
        database_url="sqlite://",
        secret_key=SECRET,
        encryption_key=SECRET,
        env=env,
    )
    app = Flask(
        "tourbook", template_folder=str(templates_folder()), static_folder=str(static_folder())
    )
    app.config.update(SECRET_KEY=SECRET, SQLALCHEMY_DATABASE_URI="sqlite://")
    db.init_app(app)
    setup.init_app(app, settings)
    app.register_blueprint(kitchen.bp)
    app.register_blueprint(kitchen.people)
    app.extensions[navigation.EXTENSION] = kitchen.links
    app.login_manager.user_loader(kitchen.Person)  # type: ignore[attr-defined]
    return app


@pytest.fixture(scope="module")
def floor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    app = make_floor(tmp_path_factory.mktemp("floor"))
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def client(floor: Flask) -> FlaskClient:
    """A browser that sends forms without their CSRF field."""
    floor.config["WTF_CSRF_ENABLED"] = False
    with floor.app_context():
        limiter.reset()
    return floor.test_client()


@pytest.fixture
def strict(floor: Flask) -> FlaskClient:
    """A browser whose forms are checked for their CSRF field."""
    floor.config["WTF_CSRF_ENABLED"] = True
    return floor.test_client()
