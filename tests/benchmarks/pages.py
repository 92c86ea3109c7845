"""What pages and a booking cost, beside a bare Flask page and a bare commit in the same minute.

Run it with `.venv/bin/python -m tests.benchmarks.pages`; `--quick` asks a tenth as often.
"""

import argparse
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path

import psutil
import sqlalchemy as sa

from tests import databases
from tests.benchmarks.filling import BOOKINGS, DEPARTURES, PACKAGES, Filled, fill
from tests.benchmarks.measuring import Figure, figure, measure
from tests.servers import (
    Server,
    ask,
    cookie_after,
    environ_of,
    hidden_fields,
    server,
    session_cookie,
    start_worker,
    until,
)
from tourbook.app import create_app
from tourbook.config import Settings
from tourbook.core import schema
from tourbook.core.db import connect_args, db
from tourbook.core.jobs import Job, JobState


@dataclass(frozen=True)
class Subject:
    """A database filled for the benchmark and who asks."""

    kind: str
    url: str
    environ: dict[str, str]
    filled: Filled
    organiser_cookie: str
    leader_cookie: str


def prepare(kind: str, folder: Path, url: str) -> Subject:
    environ = environ_of(folder / "instance", url)
    app = create_app(Settings.load(environ))
    with app.app_context():
        schema.upgrade()
        filled = fill(at=datetime.now(UTC))
        subject = Subject(
            kind=kind,
            url=url,
            environ=environ,
            filled=filled,
            organiser_cookie=session_cookie(app, filled.organiser),
            leader_cookie=session_cookie(app, filled.leader),
        )
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    return subject


def book(connection: HTTPConnection, subject: Subject) -> int:
    """Open the form, fill it in, send it: what a delegation leader does."""
    path = f"/bookings/new/{subject.filled.departure_id}"
    form = ask(connection, "GET", path, headers={"Cookie": subject.leader_cookie})
    if form.status != 200:
        return form.status
    fields = hidden_fields(form.body) | {
        "delegation": str(subject.filled.delegation_id),
        "places": "1",
        "kind": "confirmed",
    }
    cookie = cookie_after(form, subject.leader_cookie)
    return ask(connection, "POST", path, headers={"Cookie": cookie}, form=fields).status


def wait_for_worker(subject: Subject) -> None:
    """Until the outbox is empty."""
    engine = sa.create_engine(subject.url, **connect_args(subject.url))
    waiting = sa.select(sa.func.count()).where(Job.state.in_([JobState.WAITING, JobState.RUNNING]))

    def is_empty() -> bool:
        with engine.connect() as connection:
            return not connection.scalar(waiting)

    until(is_empty, seconds=600)
    engine.dispose()


def of_page(name: str, served: Server, path: str, headers: Mapping[str, str], count: int) -> Figure:
    expected = served.ask("GET", path, headers=headers).status
    if expected not in (200, 304):
        raise SystemExit(f"{path} answers {expected}.")
    return measure(
        name,
        served,
        lambda connection, _n: ask(connection, "GET", path, headers=headers).status,
        count=count,
        expected=expected,
    )


def unchanged(served: Server, path: str) -> dict[str, str]:
    """What a browser sends that has the page already."""
    tag = served.ask("GET", path).headers.get("ETag")
    if not tag:
        raise SystemExit(f"{path} has no ETag.")
    return {"If-None-Match": tag}


def bare_commit(subject: Subject, count: int) -> Figure:
    """One row and a commit, again and again, in this process."""
    engine = sa.create_engine(subject.url, **connect_args(subject.url))
    table = sa.Table("bench_row", sa.MetaData(), sa.Column("id", sa.Integer, primary_key=True))
    table.create(engine)
    taken = []
    cpu, start = time.process_time(), time.perf_counter()
    with engine.connect() as connection:
        for number in range(count):
            began = time.perf_counter()
            connection.execute(table.insert().values(id=number + 1))
            connection.commit()
            taken.append(time.perf_counter() - began)
    seconds, used = time.perf_counter() - start, time.process_time() - cpu
    engine.dispose()
    return figure("bare database commit", taken, seconds=seconds, cpu=used)


def run(subject: Subject, folder: Path, hello: Server, *, often: int) -> None:
    figures = [of_page("bare Flask page", hello, "/", {}, 20 * often)]
    with server("tourbook.app:create_app()", subject.environ, folder) as served:
        for name, path in (
            ("catalogue", "/"),
            ("package page", f"/packages/{subject.filled.slug}"),
        ):
            figures.append(of_page(name, served, path, {}, 10 * often))
            known = unchanged(served, path)
            figures.append(of_page(f"{name}, unchanged", served, path, known, 10 * often))
        desk = {"Cookie": subject.organiser_cookie}
        figures.append(of_page("desk", served, "/desk/", desk, 2 * often))
        worker = start_worker(subject.environ, folder)
        wait_for_worker(subject)
        before = worker.cpu_seconds()
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
        behind = worker.cpu_seconds() - before
        worker.stop()
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
    for each in figures:
        print(
            f"| {each.name} | {each.per_second:.0f} | {each.p50_ms:.1f} |"
            f" {each.p99_ms:.1f} | {each.cpu_ms:.2f} | {each.cpu_ms / reference:.1f} |"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", choices=[*databases.DATABASES, "both"], default="both")
    parser.add_argument("--quick", action="store_true", help="ask a tenth as often")
    given = parser.parse_args()
    kinds = databases.DATABASES if given.database == "both" else (given.database,)
    memory = psutil.virtual_memory().total // 1024**2
    print(f"{PACKAGES} packages, {DEPARTURES} departures, {BOOKINGS} bookings;", end=" ")
    print(f"{psutil.cpu_count()} cores, {memory} MB")
    with tempfile.TemporaryDirectory() as name:
        for kind in kinds:
            place = Path(name) / kind
            place.mkdir()
            url = f"sqlite:///{place / 'bench.sqlite3'}"
            if kind == "postgresql":
                url = databases.new_database(
                    databases.postgres_server(place / "server", forgetful=False)
                )
            subject = prepare(kind, place, url)
            with server("tests.benchmarks.hello:app", subject.environ, place) as hello:
                run(subject, place, hello, often=20 if given.quick else 200)


if __name__ == "__main__":
    main()
