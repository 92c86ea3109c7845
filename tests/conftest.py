"""What all tests share: an application on each database, and browsers of each kind of person."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from tempfile import mkdtemp

import hypothesis
import pytest
import sqlalchemy as sa
from flask import Flask

from tests import databases, making
from tests.browser import reporting
from tests.browser_client import Browser
from tourbook.accounts.models import User
from tourbook.app import create_app
from tourbook.config import Settings
from tourbook.core import schema
from tourbook.core.db import db
from tourbook.core.roles import Role
from tourbook.web.limits import limiter

SECRET = "0123456789abcdef" * 4

# How long an example takes tells of the machine, not of the program.
hypothesis.settings.register_profile("tourbook", deadline=None)
hypothesis.settings.load_profile("tourbook")


def settings_for(instance: Path, database_url: str) -> Settings:
    return Settings.load(
        {},
        instance=instance,
        database_url=database_url,
        secret_key=SECRET,
        encryption_key=SECRET,
        base_url="http://localhost",
    )


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reporting.summarize(terminalreporter)


@pytest.fixture(scope="session")
def postgres() -> str:
    """The address of a PostgreSQL server; its folder goes when it stops.

    The folder is none of pytest's: a second run on the machine shuts those to the server's user.
    """
    return databases.postgres_server(Path(mkdtemp(prefix="tourbook-postgres-")))


class Apps:
    """One application for each database, made when a test first wants it."""

    def __init__(self, folder: Path, server: Callable[[], str]) -> None:
        self.folder = folder
        self.server = server
        self.made: dict[str, Flask] = {}

    def on(self, kind: str) -> Flask:
        if kind not in self.made:
            self.made[kind] = self.make(kind)
        return self.made[kind]

    def make(self, kind: str) -> Flask:
        instance = self.folder / kind
        if kind == "sqlite":
            url = f"sqlite:///{self.folder / 'test.sqlite3'}"
        else:
            url = databases.new_database(self.server())
        app = create_app(settings_for(instance, url))
        app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
        app.test_client_class = Browser
        with app.app_context():
            schema.upgrade()
            db.session.remove()
        return app


@pytest.fixture(scope="session")
def apps(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Apps]:
    made = Apps(tmp_path_factory.mktemp("apps"), lambda: str(request.getfixturevalue("postgres")))
    yield made
    for app in made.made.values():
        with app.app_context():
            db.engine.dispose()


@contextmanager
def rolled_back(app: Flask) -> Iterator[None]:
    """The application within a transaction that is rolled back at the end."""
    with app.app_context():
        engines = db._app_engines[app]
        engine = engines[None]
        db.session.remove()
        db.session.configure(join_transaction_mode="create_savepoint")
        with engine.connect() as connection, connection.begin() as transaction:
            engines[None] = connection  # type: ignore[assignment]
            yield
            db.session.remove()
            transaction.rollback()
        engines[None] = engine


@pytest.fixture(params=databases.DATABASES)
def app(request: pytest.FixtureRequest, apps: Apps) -> Iterator[Flask]:
    """The application within a transaction that the test's end rolls back; nobody has tried yet."""
    app = apps.on(request.param)
    with rolled_back(app):
        limiter.reset()
        yield app


@pytest.fixture
def visitor(app: Flask) -> Browser:
    """A browser of somebody who has not signed in."""
    client = app.test_client()
    assert isinstance(client, Browser)
    return client


@pytest.fixture
def sign_in(app: Flask) -> Callable[[User], Browser]:
    """`sign_in(user)`: a new browser in which this person is signed in."""

    def open_browser(user: User) -> Browser:
        client = app.test_client()
        assert isinstance(client, Browser)
        return client.sign_in(user)

    return open_browser


@pytest.fixture
def organiser(app: Flask) -> User:
    return making.make_user(Role.ORGANISER)


@pytest.fixture
def as_organiser(organiser: User, sign_in: Callable[[User], Browser]) -> Browser:
    return sign_in(organiser)


Statements = Callable[[], AbstractContextManager[list[str]]]


@pytest.fixture
def statements(app: Flask) -> Statements:
    """`with statements() as seen:` collects the SQL that is sent within, savepoints left out."""

    @contextmanager
    def collecting() -> Iterator[list[str]]:
        seen: list[str] = []

        def note(_c: object, _u: object, statement: str, *_rest: object) -> None:
            if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK TO")):
                seen.append(statement)

        target = db.engine
        sa.event.listen(target, "before_cursor_execute", note)
        try:
            yield seen
        finally:
            sa.event.remove(target, "before_cursor_execute", note)

    return collecting
