"""Limits that several processes share are kept in Redis, and hold without it too."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from tests.conftest import settings_for
from tests.servers import free_port
from tourbook.app import create_app
from tourbook.core import schema
from tourbook.core.db import db
from tourbook.web.limits import limiter


@pytest.fixture
def without_redis(tmp_path: Path) -> Iterator[Flask]:
    """An application whose settings name a Redis that is not there."""
    settings = settings_for(tmp_path / "instance", f"sqlite:///{tmp_path / 'limits.sqlite3'}")
    app = create_app(replace(settings, redis_url=f"redis://127.0.0.1:{free_port()}"))
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        schema.upgrade()
        yield app
        db.session.remove()
        db.engine.dispose()
        create_app(settings)  # the limiter is one for all: give it its memory back
        limiter.reset()


def test_sign_in_is_limited_while_redis_is_away(without_redis: Flask) -> None:
    client = without_redis.test_client()
    wrong = {"email": "nobody@example.org", "password": "not the password"}

    first = client.post("/sign-in", data=wrong).status_code
    tries = 1
    while client.post("/sign-in", data=wrong).status_code != 429 and tries < 60:
        tries += 1

    assert first in (200, 422)
    assert tries < 60
