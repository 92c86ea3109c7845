"""What the pages of deadlines cost at several sizes, beside a bare page of the same minute.

Run it with `.venv/bin/python -m tests.benchmarks.deadlines`; `--quick` asks a tenth as often.
"""

import argparse
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import psutil
import sqlalchemy as sa

from tests import databases, making
from tests.benchmarks.library import cpu_seconds
from tests.browser_client import Browser
from tests.visits.owing import lead, wants
from tourbook.app import create_app
from tourbook.bookings.models import Participant
from tourbook.config import Settings
from tourbook.core import clock, schema
from tourbook.core.db import db
from tourbook.core.roles import Role
from tourbook.departures.models import DatedItem, Departure
from tourbook.hosts.models import ComponentKind, LeadKind, LeadUnit, SiteField, VisitorField
from tourbook.packages.models import Version, VersionStatus

SITES = 25
#: People on one departure; the page is meant for about thirty.
PEOPLE = (10, 30, 100)
#: Departures with SITES sites and 12 people each, for the list over all of them.
DEPARTURES = (1, 10, 50)
FIELDS = (VisitorField.PHONE, VisitorField.NATIONALITY, VisitorField.IDENTITY_DOCUMENT)


@dataclass(frozen=True)
class Row:
    """What one page took: milliseconds."""

    name: str
    p50: float
    p99: float
    #: CPU of this process and of the database's, on average.
    cpu: float
    statements: int


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="ask a tenth as often")
    times = 10 if parser.parse_args().quick else 100
    print(f"{psutil.cpu_count()} cores; times in milliseconds, the whole page with its layout")
    with tempfile.TemporaryDirectory() as folder:
        server = databases.postgres_server(Path(folder) / "postgres")
        for kind, url in (
            ("PostgreSQL", databases.new_database(server)),
            ("SQLite", f"sqlite:///{Path(folder) / 'deadlines.sqlite3'}"),
        ):
            with organiser(Path(folder) / kind, url) as browser:
                measured(kind, browser, times)


@contextmanager
def organiser(folder: Path, url: str) -> Iterator[Browser]:
    settings = Settings.load({}, instance=folder, database_url=url, secret_key="0" * 64)
    app = create_app(settings)
    app.test_client_class = Browser
    with app.app_context():
        schema.upgrade()
        person = making.make_user(Role.ORGANISER)
        db.session.commit()
        client = app.test_client()
        assert isinstance(client, Browser)
        yield client.sign_in(person)
        db.session.remove()
        db.engine.dispose()


def measured(kind: str, browser: Browser, times: int) -> None:
    version_id = programme()
    one_page = [make_departure(version_id, people) for people in PEOPLE]
    db.session.commit()
    rows = [timed("bare page (/healthz)", browser, "/healthz", times)]
    for people, departure_id in zip(PEOPLE, one_page, strict=True):
        name = f"{people} participants x {SITES} sites"
        rows.append(timed(name, browser, f"/desk/departures/{departure_id}/deadlines", times))
    made = 0
    for count in DEPARTURES:
        for _ in range(count - made):
            make_departure(version_id, 12, days_ahead=20)
        made = count
        db.session.commit()
        rows.append(timed(f"due this week, {count} departures", browser, "/desk/due", times))
    show(kind, rows)


def programme() -> int:
    """The version of a programme with one site a day, each of which asks for something."""
    version = making.make_version(days=SITES, party_max=1000, published=False)
    for item in [item for day in version.days for item in day.items]:
        item.component = component = making.make_component(ComponentKind.PROGRAMME)
        wants(component, *FIELDS)
        lead(component, LeadKind.NAMES, 10, LeadUnit.WORKING_DAYS)
        lead(component, LeadKind.IDENTITY, 21)
        lead(component, LeadKind.GIFT, 7)
    db.session.flush()
    version.status, version.published_at = VersionStatus.PUBLISHED, making.NOON
    db.session.flush()
    return version.id


def make_departure(version_id: int, people: int, *, days_ahead: int = 30) -> int:
    version = db.session.get_one(Version, version_id)
    first_day = clock.today() + timedelta(days=days_ahead)
    departure = making.make_departure(version=version, first_day=first_day, seats=people)
    booking = making.make_booking(departure, places=people)
    for number in range(people):
        person = making.make_participant(booking, name=f"Person {number}")
        person.phone = "+358 40 123" if number % 2 else ""
        person.nationality = "EE" if number % 3 else ""
    db.session.flush()
    return departure.id


def timed(name: str, browser: Browser, address: str, times: int) -> Row:
    seen: list[str] = []

    def note(_c: object, _u: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    sa.event.listen(db.engine, "before_cursor_execute", note)
    ask(browser, address)
    sa.event.remove(db.engine, "before_cursor_execute", note)
    taken = []
    before = cpu_seconds()
    for _ in range(times):
        start = time.perf_counter()
        ask(browser, address)
        taken.append(1000 * (time.perf_counter() - start))
    cpu = 1000 * (cpu_seconds() - before) / times
    ordered = sorted(taken)
    return Row(name, ordered[times // 2], ordered[times * 99 // 100], cpu, len(seen))


def ask(browser: Browser, address: str) -> None:
    db.session.remove()
    answer = browser.get(address)
    if answer.status_code != 200:
        raise SystemExit(f"{address} answers {answer.status_code}.")


def show(kind: str, rows: Sequence[Row]) -> None:
    counts = [
        f"{db.session.scalar(sa.select(sa.func.count()).select_from(model))} {words}"
        for model, words in (
            (Departure, "departures"),
            (DatedItem, "items"),
            (Participant, "participants"),
            (SiteField, "fields"),
        )
    ]
    print(f"\n{kind}, {', '.join(counts)}")
    print(f"{'page':36}{'p50 ms':>10}{'p99 ms':>10}{'CPU ms':>10}{'statements':>12}")
    for row in rows:
        print(f"{row.name:36}{row.p50:10.1f}{row.p99:10.1f}{row.cpu:10.1f}{row.statements:12}")


if __name__ == "__main__":
    main()
