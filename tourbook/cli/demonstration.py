"""`tourbook demo`: an example to look at, in a database of its own, served on this machine."""

import os
from pathlib import Path

from tourbook.app import create_app
from tourbook.cli import running
from tourbook.cli.saying import say
from tourbook.config import Settings
from tourbook.core import clock, schema
from tourbook.core.db import db
from tourbook.demo import filling

DATABASE = "demo.sqlite3"


def environ_of(instance: Path, base_url: str) -> dict[str, str]:
    """The settings of the demonstration: nothing of it reaches a real database or mailbox."""
    return os.environ | {
        "TOURBOOK_ENV": "development",
        "TOURBOOK_INSTANCE": str(instance),
        "TOURBOOK_DATABASE_URL": f"sqlite:///{instance / DATABASE}",
        "TOURBOOK_MAIL_URL": "files:",
        "TOURBOOK_MAIL_SIGNATURE": "Example Development Company of South Savo\n+358 00 000 0000",
        "TOURBOOK_BASE_URL": base_url,
    }


def run(*, host: str, port: int, reset: bool) -> int:
    running.check_port(host, port)
    instance = Settings.load(env="development").instance
    environ = environ_of(instance, base_url(host, port))
    if reset:
        remove(instance / DATABASE)
    prepare(Settings.load(environ))
    return running.web_and_worker(running.web_command(host, port, workers=1, threads=8), environ)


def base_url(host: str, port: int) -> str:
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, host)  # noqa: S104  # only compared
    return f"http://{shown}:{port}"


def remove(database: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        database.with_name(database.name + suffix).unlink(missing_ok=True)


def prepare(settings: Settings) -> None:
    """Make the tables, fill them if they are empty, and say what to look at first."""
    with create_app(settings).app_context():
        schema.upgrade()
        if not filling.is_filled():
            say("Making the example. This takes a moment.")
            filling.fill(at=clock.now())
            db.session.commit()
        greet(settings.base_url)
        db.session.remove()
        db.engine.dispose()


def greet(base_url: str) -> None:
    """Who can sign in, and what to open first."""
    found = filling.summary()
    say("")
    say(f"The demonstration is at {base_url}/ and ends with Ctrl-C.")
    say("")
    say(f"Sign in at {base_url}/sign-in with the password {found.password}")
    for account in found.accounts:
        say(f"  {account.email:<26} {account.what}")
    say("")
    say("Look at first:")
    for words, path in (
        ("the catalogue, as a visitor", "/"),
        ("what needs the organiser today", "/desk/"),
        ("a package in the making", found.draft),
        ("a host's link to a request", found.request),
        ("a participant's link", found.participant),
        ("the guide's link to the days", found.guide),
        ("a reader's link to a report", found.report),
    ):
        if path:
            say(f"  {words:<32} {base_url}{path}")
    say("")
