"""What a search among 10,000 components costs, beside a plain count of the same minute.

Run it with `.venv/bin/python -m tests.benchmarks.library`; `--quick` asks a tenth as often.
"""

import argparse
import random
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import psutil
import sqlalchemy as sa
from sqlalchemy import Select, func, insert, select

from tests import databases, making
from tourbook.app import create_app
from tourbook.config import Settings
from tourbook.core import schema
from tourbook.core.db import Base, db, only_reading
from tourbook.core.texts import Texts
from tourbook.directory.models import Place
from tourbook.hosts import queries
from tourbook.hosts.models import (
    Component,
    ComponentKind,
    ComponentWords,
    Rate,
    RateUnit,
    Slot,
    VatCategory,
    component_theme,
)
from tourbook.hosts.queries import Wanted

COMPONENTS = 10_000
RATES = 2
SLOTS = 10
ORGANISATIONS = 400
MONDAY = datetime(2027, 6, 7, tzinfo=UTC)
NEXT_MONDAY = MONDAY + timedelta(days=7)
TODAY = date(2027, 3, 2)
#: Known words to look for, among the many that the texts are filled with.
WORDS = ["rescue", "station", "ladder", "preparedness", "volunteers", "harbour", "hospital"]
FINNISH = ["pelastuslaitos", "öljyntorjunta", "harjoitus", "väestönsuoja", "metsäpalo"]
SYLLABLES = ("ka", "vo", "ri", "ta", "le", "no", "pä", "si", "mu", "ro", "hie", "ste", "ing", "dal")
#: So many different words there are beside; texts use the first of them most.
VOCABULARY = 4_000
PER_PAGE = 25


@dataclass(frozen=True)
class Row:
    """What one search took: milliseconds."""

    name: str
    found: int
    p50: float
    p99: float
    #: CPU of this process and of the database's, on average.
    cpu: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="ask a tenth as often")
    times = 20 if parser.parse_args().quick else 200
    with tempfile.TemporaryDirectory() as folder:
        server = databases.postgres_server(Path(folder) / "postgres")
        for kind, url in (
            ("PostgreSQL", databases.new_database(server)),
            ("SQLite", f"sqlite:///{Path(folder) / 'library.sqlite3'}"),
        ):
            with application(Path(folder) / kind, url):
                fill()
                shown(kind, [timed(*search, times) for search in searches()])


@contextmanager
def application(folder: Path, url: str) -> Iterator[None]:
    settings = Settings.load({}, instance=folder, database_url=url, secret_key="0" * 64)
    with create_app(settings).app_context():
        schema.upgrade()
        yield
        db.session.remove()
        db.engine.dispose()


def fill() -> None:
    """Components with texts as long as hosts write them, with rates and slots ahead."""
    chance = random.Random(20270302)
    towns = [making.make_municipality() for _ in range(20)]
    places = [making.make_place(towns[n % len(towns)]).id for n in range(500)]
    db.session.execute(sa.update(Place).where(Place.id.in_(places[::3])).values(step_free=True))
    hosts = [making.make_organisation().id for _ in range(ORGANISATIONS)]
    themes = [making.make_theme().id for _ in range(12)]
    numbers = range(1, COMPONENTS + 1)
    writer = Writer(chance)
    rows = [component(n, writer, hosts=hosts, places=places) for n in numbers]
    put(Component, rows)
    put(ComponentWords, [found_by(row) for row in rows])
    put(component_theme, [{"component_id": n, "theme_id": chance.choice(themes)} for n in numbers])
    put(Rate, [rate(n, part, chance) for n in numbers for part in range(RATES)])
    put(Slot, [slot(n, part, chance) for n in numbers for part in range(SLOTS)])
    db.session.commit()
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")


def put(table: type[Base] | sa.Table, rows: Sequence[dict[str, Any]]) -> None:
    for start in range(0, len(rows), 5_000):
        db.session.execute(insert(table), list(rows[start : start + 5_000]))


class Writer:
    """Writes texts in which few words come often and many seldom."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.words = [
            "".join(chance.choices(SYLLABLES, k=chance.randint(1, 5))) for _ in range(VOCABULARY)
        ]
        self.shares = [1 / rank for rank in range(1, VOCABULARY + 1)]

    def text(self, count: int, known: Sequence[str]) -> str:
        words = self.chance.choices(self.words, self.shares, k=count - 1)
        return " ".join([self.chance.choice(known), *words]).capitalize()


def found_by(row: dict[str, Any]) -> dict[str, Any]:
    made = ComponentWords(component_id=row["id"])
    made.say(row["name"], row["summary"])
    names = ("component_id", "words", "name_en", "name_fi", "name_sv")
    return {name: getattr(made, name) for name in names}


def component(
    n: int, writer: Writer, *, hosts: Sequence[int], places: Sequence[int]
) -> dict[str, Any]:
    chance = writer.chance
    return {
        "id": n,
        "organisation_id": chance.choice(hosts),
        "place_id": chance.choice(places),
        "kind": chance.choice(list(ComponentKind)),
        "name": Texts(
            en=f"{writer.text(4, WORDS)} {n}", fi=f"{writer.text(3, FINNISH)} {n}", sv=""
        ),
        "summary": Texts(
            en=writer.text(60, WORDS), fi=writer.text(50, FINNISH), sv=writer.text(60, WORDS)
        ),
        "duration_minutes": 90,
        "party_min": chance.choice((1, 5, 10)),
        "party_max": chance.choice((12, 20, 30, 45)),
        "languages": chance.choice((["en"], ["en", "fi"], ["fi"], ["en", "fi", "sv"])),
        "ask_by_days": chance.choice((7, 14, 30, 60)),
        "names_by_days": 14,
        "retired_at": MONDAY if n % 20 == 0 else None,
    }


def rate(n: int, part: int, chance: random.Random) -> dict[str, Any]:
    return {
        "component_id": n,
        "unit": chance.choice((RateUnit.PERSON, RateUnit.GROUP)),
        "pax_from": 1,
        "pax_to": 45,
        "net_cents": chance.randrange(500, 60_000),
        "vat_category": VatCategory.REDUCED,
        "valid_from": date(2026 + part, 1, 1),
        "valid_to": date(2026 + part, 12, 31),
    }


def slot(n: int, part: int, chance: random.Random) -> dict[str, Any]:
    start = MONDAY + timedelta(weeks=part, days=chance.randrange(5), hours=chance.randrange(6, 14))
    return {
        "component_id": n,
        "starts_at": start,
        "ends_at": start + timedelta(minutes=90),
        "capacity": 30,
        "taken": chance.choice((0, 0, 12)),
        "exclusive": n % 2 == 0,
    }


def searches() -> list[tuple[str, Callable[[], int]]]:
    everything = Wanted(
        kind=ComponentKind.PROGRAMME,
        municipality_id=1,
        theme_id=1,
        language="en",
        party=11,
        step_free=True,
        ask_by_days=30,
        words="ladder",
        free_from=MONDAY,
        free_until=NEXT_MONDAY,
    )
    return [
        ("reference: count of components", reference),
        ("all that is on offer", lambda: asked(Wanted())),
        ("kind and town", lambda: asked(Wanted(kind=ComponentKind.MEAL, municipality_id=1))),
        ("theme", lambda: asked(Wanted(theme_id=1))),
        ("language and party", lambda: asked(Wanted(language="en", party=11))),
        ("step-free, asked 14 days before", lambda: asked(Wanted(step_free=True, ask_by_days=14))),
        ("price", lambda: asked(priced())),
        (
            "free in a week",
            lambda: asked(Wanted(party=11, free_from=MONDAY, free_until=NEXT_MONDAY)),
        ),
        ("words, many found", lambda: asked(Wanted(words="ladder"))),
        ("words, Finnish, capitals", lambda: asked(Wanted(words="ÖLJYNTORJUNTA"))),
        ("words, part of one and another", lambda: asked(Wanted(words="dder harbour"))),
        ("words, one found", lambda: asked(Wanted(words=f"{COMPONENTS // 2 + 1}"))),
        ("words, none found", lambda: asked(Wanted(words="zeppelin"))),
        ("one organisation", lambda: asked(Wanted(own=frozenset({1})))),
        ("all filters at once", lambda: asked(everything)),
    ]


def priced() -> Wanted:
    return Wanted(most_cents=4_000, price_unit=RateUnit.PERSON, price_day=TODAY)


def reference() -> int:
    return db.session.scalar(select(func.count()).select_from(Component)) or 0


def asked(wanted: Wanted) -> int:
    """What a page asks for: how many there are, and the rows of the first page."""
    found: Select[Any] = queries.library(wanted, language="fi")
    rows = found.order_by(None).subquery()
    total = db.session.scalar(select(func.count()).select_from(rows)) or 0
    db.session.scalars(found.limit(PER_PAGE)).all()
    return total


def timed(name: str, search: Callable[[], int], times: int) -> Row:
    taken = []
    found = 0
    with only_reading():
        search()
        before = cpu_seconds()
        for _ in range(times):
            db.session.rollback()
            db.session.expunge_all()
            start = time.perf_counter()
            found = search()
            taken.append(1000 * (time.perf_counter() - start))
        cpu = 1000 * (cpu_seconds() - before) / times
    ordered = sorted(taken)
    return Row(name, found, ordered[times // 2], ordered[times * 99 // 100], cpu)


def cpu_seconds() -> float:
    """User and system time so far; on a busy machine it says more than the clock."""
    spent = time.process_time()
    if db.engine.dialect.name != "postgresql":
        return spent
    backend = psutil.Process(db.session.execute(sa.text("SELECT pg_backend_pid()")).scalar_one())
    times = backend.cpu_times()
    return spent + times.user + times.system


def shown(kind: str, rows: Sequence[Row]) -> None:
    print(f"\n{kind}, {COMPONENTS} components, {RATES} rates and {SLOTS} slots each")
    print(f"{'search':36}{'found':>8}{'p50 ms':>10}{'p99 ms':>10}{'CPU ms':>10}")
    for row in rows:
        print(f"{row.name:36}{row.found:8}{row.p50:10.1f}{row.p99:10.1f}{row.cpu:10.1f}")


if __name__ == "__main__":
    main()
