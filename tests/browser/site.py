"""The program as one test uses it: served on this machine, its worker run when the test says."""

import email
import logging
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import time_machine
from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.conftest import SECRET
from tests.servers import free_port
from tourbook.accounts import services as accounts
from tourbook.app import create_app
from tourbook.config import Settings
from tourbook.core import clock, jobs
from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.core.roles import Role

LINK = re.compile(r"https?://\S+")


class Silent(WSGIRequestHandler):
    """Keeps connections open, as real servers do, and its mouth shut."""

    protocol_version = "HTTP/1.1"

    def log_request(self, *_args: object) -> None:
        pass


@dataclass(frozen=True)
class Letter:
    """A message as it lies in somebody's mailbox."""

    to: str
    subject: str
    text: str
    files: dict[str, bytes]

    @property
    def link(self) -> str:
        """The address that the reader is asked to open."""
        found = LINK.search(self.text)
        assert found, f"There is no link in:\n{self.text}"
        return found.group().rstrip(".,)>")


def read(path: Path) -> Letter:
    message = email.message_from_bytes(path.read_bytes(), policy=default)
    assert isinstance(message, EmailMessage)
    body = message.get_body(("plain",))
    assert body is not None
    files = {
        str(part.get_filename()): bytes(part.get_payload(decode=True) or b"")
        for part in message.iter_attachments()
    }
    return Letter(str(message["To"]), str(message["Subject"]), body.get_content(), files)


class Site:
    """One fresh system, in the test's own process so that both have the same clock."""

    def __init__(self, app: Flask, address: str, traveller: time_machine.Traveller) -> None:
        self.app = app
        self.address = address
        self.traveller = traveller
        self.outbox = Path(app.instance_path) / "outbox"

    def add_user(self, email: str, role: Role, password: str) -> None:
        """As `tourbook user add` does."""
        with self.app.app_context():
            at, actor = clock.now(), Actor.system()
            name = email.partition("@")[0].capitalize()
            user = accounts.add(email, name, language="en", at=at, actor=actor)
            accounts.give_role(user, role, at=at, actor=actor)
            accounts.set_password(user, password, at=at, actor=actor)
            db.session.commit()

    def work(self) -> None:
        """Let the worker do all that is due."""
        with self.app.app_context():
            jobs.plan_periodic(at=clock.now(), planned={})
            jobs.run_due(at=clock.now())
            parked = db.session.scalars(
                db.select(jobs.Job).where(jobs.Job.state == jobs.JobState.PARKED)
            ).all()
            waiting = db.session.scalars(
                db.select(jobs.Job).where(jobs.Job.error.is_not(None))
            ).all()
            failed = [f"{job.kind}: {job.error}" for job in (*parked, *waiting)]
        assert not failed, failed

    def travel_to(self, moment: datetime) -> None:
        """Let time pass until then; the worker wakes up there."""
        assert moment > clock.now(), "Time goes one way only."
        self.traveller.move_to(moment)
        self.work()

    def wait(self, span: timedelta) -> None:
        self.travel_to(clock.now() + span)

    def letters(self, to: str) -> list[Letter]:
        """The mailbox of this address, oldest first."""
        paths = sorted(self.outbox.glob("*.eml"), key=lambda path: int(path.stem))
        return [letter for letter in map(read, paths) if to in letter.to]

    def letter(self, to: str, about: str) -> Letter:
        """The newest letter to this address with these words in its subject or text."""
        self.work()
        box = self.letters(to)
        for letter in reversed(box):
            if about.casefold() in f"{letter.subject}\n{letter.text}".casefold():
                return letter
        raise AssertionError(f"{to} has only {[letter.subject for letter in box]}")


def settings_for(instance: Path, database_url: str, address: str) -> Settings:
    return Settings.load(
        {},
        instance=instance,
        database_url=database_url,
        secret_key=SECRET,
        encryption_key=SECRET,
        base_url=address,
    )


@contextmanager
def serving(app: Flask, port: int) -> Iterator[None]:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", port, app, threaded=True, request_handler=Silent)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def running_site(folder: Path, database_url: str) -> Iterator[Site]:
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    app = create_app(settings_for(folder / "instance", database_url, address))
    with app.app_context():
        db.create_all()
    with time_machine.travel(clock.now(), tick=True) as traveller, serving(app, port):
        yield Site(app, address, traveller)
    with app.app_context():
        db.engine.dispose()
