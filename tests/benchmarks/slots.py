"""What a month of slots and the preview of a series cost, as slots grow in number.

Run it with `.venv/bin/python -m tests.benchmarks.slots`; `--quick` leaves 100,000 slots out.
"""

import argparse
import random
import tempfile
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import select

from tests import databases, making
from tests.benchmarks.library import Row, application, put, timed
from tourbook.core.db import db
from tourbook.hosts.models import AwayKind, AwayTime, Component, Slot
from tourbook.hosts.queries import not_away
from tourbook.hosts.queries.timetable import timetable
from tourbook.hosts.rules import SeriesFacts
from tourbook.hosts.services.series import plan_series

COUNTS = (1_000, 10_000, 100_000)
COMPONENTS = 100
FIRST = datetime(2027, 1, 4, 6, tzinfo=UTC)
JUNE = datetime(2027, 6, 1, tzinfo=UTC), datetime(2027, 7, 1, tzinfo=UTC)
NOW = datetime(2027, 1, 1, tzinfo=UTC)
#: Slots lie within two years.
MINUTES = 2 * 365 * 24 * 60
TIMES = 30


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="leave 100,000 slots out")
    counts = COUNTS[:-1] if parser.parse_args().quick else COUNTS
    with tempfile.TemporaryDirectory() as folder:
        server = databases.postgres_server(Path(folder) / "postgres")
        for kind, url in (
            ("PostgreSQL", databases.new_database(server)),
            ("SQLite", f"sqlite:///{Path(folder) / 'slots.sqlite3'}"),
        ):
            with application(Path(folder) / kind, url):
                grow(kind, counts)


def grow(kind: str, counts: tuple[int, ...]) -> None:
    """The same questions, each time with more slots."""
    own = making.make_organisation()
    organisation_id = own.id
    components = [making.make_component(organisation=own).id for _ in range(COMPONENTS)]
    there = 0
    for count in counts:
        fill(components, organisation_id, there, count)
        there = count
        db.session.commit()
        analyse()
        asked = questions(organisation_id, components[0])
        shown(kind, count, [timed(*one, TIMES) for one in asked])


def fill(components: list[int], organisation_id: int, first: int, last: int) -> None:
    """Slots over two years, alike in number on each component, and the times away of a host."""
    chance = random.Random(last)
    put(Slot, [slot(number, components, chance) for number in range(first, last)])
    away = [
        {
            "organisation_id": organisation_id,
            "component_id": chance.choice(components),
            "kind": AwayKind.BLACKOUT,
            "starts_at": FIRST + timedelta(days=number % 730),
            "ends_at": FIRST + timedelta(days=number % 730, hours=6),
            "note": "",
        }
        for number in range(first // 20, last // 20)
    ]
    put(AwayTime, away)


def slot(number: int, components: list[int], chance: random.Random) -> dict[str, Any]:
    place, part = number % len(components), number // len(components)
    # Parts of the golden ratio lie evenly, however many of them there are.
    start = FIRST + timedelta(minutes=round(part * 0.618034 % 1 * MINUTES))
    return {
        "component_id": components[place],
        "starts_at": start,
        "ends_at": start + timedelta(minutes=90),
        "capacity": 30,
        "taken": chance.choice((0, 0, 0, 12)),
        "exclusive": True,
    }


def analyse() -> None:
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")


def questions(organisation_id: int, component_id: int) -> list[tuple[str, Callable[[], int]]]:
    return [
        ("month of all components", lambda: month(organisation_id, None)),
        ("month of one component", lambda: month(organisation_id, component_id)),
        ("preview of a series, 105 times", lambda: preview(component_id)),
        ("free slots of a month, not away", lambda: free(organisation_id)),
    ]


def month(organisation_id: int, component_id: int | None) -> int:
    found = timetable(*JUNE, own=frozenset([organisation_id]), component_id=component_id)
    return len(found.entries)


def preview(component_id: int) -> int:
    component = db.session.get_one(Component, component_id)
    facts = SeriesFacts(
        "FREQ=WEEKLY;BYDAY=TU", time(23), 60, date(2027, 1, 5), date(2028, 12, 31), capacity=20
    )
    return len(plan_series(component, facts, at=NOW).timings)


def free(organisation_id: int) -> int:
    found = (
        select(sa.func.count(Slot.id))
        .join(Component, Component.id == Slot.component_id)
        .where(
            Component.organisation_id == organisation_id,
            Slot.starts_at >= JUNE[0],
            Slot.starts_at < JUNE[1],
            Slot.taken == 0,
            not_away(Slot, within=JUNE),
        )
    )
    return db.session.scalar(found) or 0


def shown(kind: str, count: int, rows: list[Row]) -> None:
    print(f"\n{kind}, {count} slots of {COMPONENTS} components, {count // 20} times away")
    print(f"{'question':36}{'found':>8}{'p50 ms':>10}{'p99 ms':>10}{'CPU ms':>10}")
    for row in rows:
        print(f"{row.name:36}{row.found:8}{row.p50:10.1f}{row.p99:10.1f}{row.cpu:10.1f}")


if __name__ == "__main__":
    main()
