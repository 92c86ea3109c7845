"""Starts the program as it is run for real: web processes, a worker, and people who ask them."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.parse
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from html import unescape
from pathlib import Path

import psutil
from flask import Flask
from flask.sessions import SecureCookieSessionInterface

from tourbook.accounts.models import User
from tourbook.cli.running import WEB_PROCESS

SECRET = "0123456789abcdef" * 4
HIDDEN = re.compile(r'<input[^>]*type="hidden"[^>]*>')
ATTRIBUTE = re.compile(r'(name|value)="([^"]*)"')
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def environ_of(instance: Path, database_url: str, **more: str) -> dict[str, str]:
    """The environment of a process of the program; its own secrets, this database."""
    return os.environ | {
        "TOURBOOK_INSTANCE": str(instance),
        "TOURBOOK_DATABASE_URL": database_url,
        "TOURBOOK_SECRET_KEY": SECRET,
        "TOURBOOK_ENCRYPTION_KEY": SECRET,
        **more,
    }


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def session_cookie(app: Flask, user: User) -> str:
    """The cookie of a browser in which this person has signed in."""
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert signer is not None
    return "session=" + signer.dumps({"_user_id": user.get_id(), "_fresh": True})


@dataclass(frozen=True)
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: str

    @property
    def location(self) -> str:
        return self.headers.get("Location", "")


def ask(
    connection: http.client.HTTPConnection,
    method: str,
    path: str,
    *,
    headers: Mapping[str, str] | None = None,
    form: Mapping[str, str] | None = None,
) -> Answer:
    sent = dict(headers or {})
    body = None
    if form is not None:
        sent |= FORM
        body = urllib.parse.urlencode(form)
    connection.request(method, path, body=body, headers=sent)
    response = connection.getresponse()
    return Answer(response.status, response.headers, response.read().decode("utf-8", "replace"))


def hidden_fields(page: str) -> dict[str, str]:
    """The hidden fields of a page's forms: the CSRF token among them."""
    fields = {}
    for tag in HIDDEN.findall(page):
        attributes = {name: unescape(value) for name, value in ATTRIBUTE.findall(tag)}
        if "name" in attributes:
            fields[attributes["name"]] = attributes.get("value", "")
    return fields


def cookie_after(answer: Answer, cookie: str) -> str:
    """The session cookie as the answer left it."""
    for given in answer.headers.get_all("Set-Cookie") or []:
        if given.startswith("session="):
            return given.split(";")[0]
    return cookie


class Program:
    """A process group of the program that can be ended gently or killed outright."""

    def __init__(self, command: list[str], environ: Mapping[str, str], log: Path) -> None:
        self.log = log
        with log.open("ab") as out:
            self.process = subprocess.Popen(
                command, env=dict(environ), stdout=out, stderr=out, start_new_session=True
            )

    def processes(self) -> list[psutil.Process]:
        first = psutil.Process(self.process.pid)
        return [first, *first.children(recursive=True)]

    def cpu_seconds(self) -> float:
        return sum(sum(process.cpu_times()[:2]) for process in self.processes())

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=60)

    def kill(self) -> None:
        """As when the machine loses its power: no process of the group runs another line."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(timeout=30)


class Server(Program):
    """A gunicorn with threads, as `tourbook serve` runs it."""

    def __init__(
        self,
        application: str,
        environ: Mapping[str, str],
        folder: Path,
        *,
        workers: int = 2,
        port: int | None = None,
    ) -> None:
        self.port = port or free_port()
        command = [
            sys.executable, "-m", "gunicorn", "--no-control-socket", "--worker-class", "gthread",
            "--config", WEB_PROCESS,
            "--workers", str(workers), "--threads", "4", "--keep-alive", "30",
            "--bind", f"127.0.0.1:{self.port}", application,
        ]  # fmt: skip
        super().__init__(command, environ, folder / f"server-{self.port}.log")
        self.wait()

    def wait(self) -> None:
        def answers() -> bool:
            try:
                return self.ask("GET", "/").status == 200
            except (OSError, http.client.HTTPException):
                return False

        try:
            until(answers, seconds=60)
        except TimeoutError:
            raise RuntimeError(f"The server did not start:\n{self.log.read_text()}") from None

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)

    def ask(
        self,
        method: str,
        path: str,
        *,
        headers: Mapping[str, str] | None = None,
        form: Mapping[str, str] | None = None,
    ) -> Answer:
        """On a connection of its own."""
        with closing(self.connect()) as connection:
            return ask(connection, method, path, headers=headers, form=form)

    def largest_megabytes(self) -> float:
        web = self.processes()[1:]
        return max(process.memory_info().rss for process in web) / 1024 / 1024


def until(holds: Callable[[], bool], *, seconds: float) -> None:
    """Wait for something to become true.

    Raises:
        TimeoutError: it has not within `seconds`.
    """
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            raise TimeoutError
        time.sleep(0.1)


@contextmanager
def server(
    application: str, environ: Mapping[str, str], folder: Path, *, workers: int = 2
) -> Iterator[Server]:
    started = Server(application, environ, folder, workers=workers)
    try:
        yield started
    finally:
        started.stop()


def start_worker(environ: Mapping[str, str], folder: Path) -> Program:
    command = [sys.executable, "-m", "tourbook.cli.main", "worker"]
    return Program(command, environ, folder / "worker.log")
