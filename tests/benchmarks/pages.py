"""What pages and a booking cost, beside a bare Flask page and a bare commit in the same minute.

Run it with `.venv/bin/python -m tests.benchmarks.pages`; `--quick` asks a tenth as often.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.parse
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path

import psutil
import sqlalchemy as sa
from flask import Flask
from flask.sessions import SecureCookieSessionInterface

from tests import databases
from tests.benchmarks.filling import BOOKINGS, DEPARTURES, PACKAGES, Filled, fill
from tests.benchmarks.measuring import MEGABYTE, Figure, Server, get, measure, server, used
from tourbook.accounts.models import User
from tourbook.app import create_app
from tourbook.config import Settings
from tourbook.core.db import connect_args, db
from tourbook.core.jobs import Job, JobState

SECRET = "0123456789abcdef" * 4
HIDDEN = re.compile(rb'<input[^>]*type="hidden"[^>]*>')
ATTRIBUTE = re.compile(rb'(name|value)="([^"]*)"')


@dataclass(frozen=True)
class Subject:
    """A database filled for the benchmark and who asks."""

    kind: str
    url: str
    environ: dict[str, str]
    filled: Filled
    organiser_cookie: str
    leader_cookie: str


def environ_of(folder: Path, url: str) -> dict[str, str]:
    return os.environ | {
        "TOURBOOK_INSTANCE": str(folder / "instance"),
        "TOURBOOK_DATABASE_URL": url,
        "TOURBOOK_SECRET_KEY": SECRET,
        "TOURBOOK_ENCRYPTION_KEY": SECRET,
    }


def prepare(kind: str, folder: Path, url: str) -> Subject:
    environ = environ_of(folder, url)
    app = create_app(Settings.load(environ))
    with app.app_context():
        db.create_all()
        filled = fill(at=datetime.now(UTC))
        db.session.commit()
        subject = Subject(
            kind=kind,
            url=url,
            environ=environ,
            filled=filled,
            organiser_cookie=session_cookie(app, filled.organiser),
            leader_cookie=session_cookie(app, filled.leader),
        )
        db.session.expunge_all()
        db.engine.dispose()
    return subject


def session_cookie(app: Flask, user: User) -> str:
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert signer is not None
    return "session=" + signer.dumps({"_user_id": user.get_id(), "_fresh": True})


@contextmanager
def worker(subject: Subject, folder: Path) -> Iterator[psutil.Process]:
    with (folder / "worker.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "tourbook.cli", "worker"],
            env=subject.environ,
            stdout=log,
            stderr=log,
        )
    try:
        yield psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait(timeout=60)


def book(connection: HTTPConnection, subject: Subject) -> int:
    """Open the form, fill it in, send it: what a delegation leader does."""
    departure = subject.filled.open_departures[0]
    path = f"/bookings/new/{departure}"
    status, headers, page = get(connection, path, {"Cookie": subject.leader_cookie})
    if status != 200:
        return status
    cookie = (headers.get("Set-Cookie") or subject.leader_cookie).split(";")[0]
    fields = hidden_fields(page) | {
        "delegation": str(subject.filled.delegation_id),
        "places": "1",
        "kind": "confirmed",
    }
    connection.request(
        "POST",
        path,
        body=urllib.parse.urlencode(fields),
        headers={"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"},
    )
    response = connection.getresponse()
    response.read()
    return response.status


def hidden_fields(page: bytes) -> dict[str, str]:
    fields = {}
    for tag in HIDDEN.findall(page):
        attributes = {name.decode(): value.decode() for name, value in ATTRIBUTE.findall(tag)}
        if "name" in attributes:
            fields[attributes["name"]] = attributes.get("value", "")
    return fields


def wait_for_worker(subject: Subject) -> None:
    """Until the outbox is empty.

    Raises:
        SystemExit: it is not after five minutes.
    """
    engine = sa.create_engine(subject.url, **connect_args(subject.url))
    waiting = sa.select(sa.func.count()).where(
        Job.state.in_([JobState.WAITING, JobState.RUNNING]), Job.kind != "core.tidy_jobs"
    )
    for _ in range(600):
        with engine.connect() as connection:
            if not connection.scalar(waiting):
                engine.dispose()
                return
        time.sleep(0.5)
    raise SystemExit("The worker did not finish within five minutes.")


def of_page(name: str, served: Server, path: str, headers: Mapping[str, str], count: int) -> Figure:
    expected, _, _ = get(served.connect(), path, dict(headers))
    return measure(
        name,
        served,
        lambda connection, _n: get(connection, path, dict(headers))[0],
        count=count,
        expected=200 if expected != 304 else 304,
    )


def conditional(served: Server, path: str) -> dict[str, str]:
    _, headers, _ = get(served.connect(), path)
    tag = headers.get("ETag")
    if not tag:
        raise SystemExit(f"{path} has no ETag.")
    return {"If-None-Match": tag}


def bare_commit(subject: Subject, count: int) -> Figure:
    """One row and a commit, again and again, in this process."""
    engine = sa.create_engine(subject.url, **connect_args(subject.url))
    table = sa.Table("bench_row", sa.MetaData(), sa.Column("id", sa.Integer, primary_key=True))
    table.create(engine)
    here, taken = psutil.Process(), []
    before, start = used([here]), time.perf_counter()
    with engine.connect() as connection:
        for number in range(count):
            began = time.perf_counter()
            connection.execute(table.insert().values(id=number + 1))
            connection.commit()
            taken.append(time.perf_counter() - began)
    seconds, cpu = time.perf_counter() - start, used([here]) - before
    engine.dispose()
    taken.sort()
    return Figure(
        "bare database commit",
        count,
        seconds,
        1000 * taken[count // 2],
        1000 * taken[count * 99 // 100],
        1000 * cpu / count,
    )


def run(subject: Subject, folder: Path, hello: Server, *, often: int) -> None:
    figures = [of_page("bare Flask page", hello, "/", {}, 20 * often)]
    with server("tourbook.app:create_app()", subject.environ, folder) as served:
        package = f"/packages/{subject.filled.slug}"
        for name, path in (("catalogue", "/"), ("package page", package)):
            figures.append(of_page(name, served, path, {}, 10 * often))
            unchanged = conditional(served, path)
            figures.append(of_page(f"{name}, unchanged", served, path, unchanged, 10 * often))
        desk = {"Cookie": subject.organiser_cookie}
        figures.append(of_page("desk", served, "/desk/", desk, 2 * often))
        with worker(subject, folder) as beside:
            before = used([beside, *beside.children(recursive=True)])
            figures.append(
                measure(
                    "booking, web (GET and POST)",
                    served,
                    lambda connection, _n: book(connection, subject),
                    count=often,
                    expected=302,
                )
            )
            wait_for_worker(subject)
            behind = used([beside, *beside.children(recursive=True)]) - before
        largest = served.largest_megabytes()
    figures.append(bare_commit(subject, often))
    show(subject.kind, figures)
    print(f"\nThe worker used {1000 * behind / often:.1f} ms of CPU for each booking.")
    print(f"The largest web process held {largest:.0f} MB after all this.")


def show(kind: str, figures: list[Figure]) -> None:
    reference = figures[0].cpu_ms
    print(f"\n### {kind}\n")
    print("| operation | per second | p50 ms | p99 ms | CPU ms | x bare page |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for figure in figures:
        print(
            f"| {figure.name} | {figure.per_second:.0f} | {figure.p50_ms:.1f} |"
            f" {figure.p99_ms:.1f} | {figure.cpu_ms:.2f} | {figure.cpu_ms / reference:.1f} |"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", choices=[*databases.DATABASES, "both"], default="both")
    parser.add_argument("--quick", action="store_true", help="ask a tenth as often")
    given = parser.parse_args()
    kinds = databases.DATABASES if given.database == "both" else (given.database,)
    print(f"{PACKAGES} packages, {DEPARTURES} departures, {BOOKINGS} bookings;", end=" ")
    print(f"{psutil.cpu_count()} cores of {psutil.virtual_memory().total // MEGABYTE} MB")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for kind in kinds:
            place = folder / kind
            place.mkdir()
            url = f"sqlite:///{place / 'bench.sqlite3'}"
            if kind == "postgresql":
                url = databases.new_database(databases.postgres_server(place / "server"))
            subject = prepare(kind, place, url)
            with server("tests.benchmarks.hello:app", subject.environ, place) as hello:
                run(subject, place, hello, often=20 if given.quick else 200)


if __name__ == "__main__":
    main()
