"""What finding fitting slots for a departure costs, at more and more slots.

Run it with `.venv/bin/python -m tests.benchmarks.fitting`; `--quick` asks a tenth as often and
leaves out the largest.
"""

import argparse
import random
import tempfile
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from tests import databases, making
from tests.benchmarks.library import application, put, timed
from tourbook.core.db import db
from tourbook.departures import queries
from tourbook.departures.models import Departure
from tourbook.hosts.models import AwayKind, AwayTime, Component, ComponentKind, Slot, VisitBudget
from tourbook.packages.models import Day, Item

ITEMS = 25
DAYS = 5
COMPONENTS = 100
#: From April to September.
SEASON_HOURS = 183 * 24
SIZES = (1_000, 10_000, 20_000, 100_000)
FIRST_DAY = date(2027, 6, 7)
AT = datetime(2027, 3, 2, 12, tzinfo=making.HELSINKI)
#: What a departure of 25 items among 20,000 slots may take.
MOST_MS = 150


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="ask a tenth as often")
    quick = parser.parse_args().quick
    with tempfile.TemporaryDirectory() as folder:
        server = databases.postgres_server(Path(folder) / "postgres")
        for size in SIZES[:-1] if quick else SIZES:
            for kind, url in (
                ("PostgreSQL", databases.new_database(server)),
                ("SQLite", f"sqlite:///{Path(folder) / f'{size}.sqlite3'}"),
            ):
                with application(Path(folder) / f"{kind}{size}", url):
                    departure_id = fill(size)
                    shown(kind, size, departure_id, 5 if quick else 50)


def fill(slots: int) -> int:
    """A departure of 25 items, and so many slots of a hundred components around it."""
    chance = random.Random(20270302)
    hosts = [making.make_organisation().id for _ in range(40)]
    places = [making.make_place() for _ in range(20)]
    components = [
        made_by(hosts[n % len(hosts)], places[n % len(places)]) for n in range(COMPONENTS)
    ]
    version = making.make_version(days=DAYS, party_max=30, published=False)
    for number, day in enumerate(version.days):
        fill_day(day, components[number * 5 : number * 5 + 5])
    db.session.flush()
    departure = making.make_departure(version=version, first_day=FIRST_DAY)
    put(Slot, [slot(n, components[n % COMPONENTS].id, slots, chance) for n in range(slots)])
    put(AwayTime, [away(n, hosts[n % len(hosts)]) for n in range(400)])
    put(VisitBudget, [{"organisation_id": host, "per_month": 8, "per_year": 60} for host in hosts])
    db.session.commit()
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")
    return departure.id


def made_by(organisation_id: int, place: Any) -> Component:
    made = making.make_component(place=place)
    made.organisation_id = organisation_id
    return made


def fill_day(day: Day, components: list[Component]) -> None:
    """Five visits instead of one, an hour and a half each."""
    day.items[0].component = components[0]
    for number, component in enumerate(components[1:], 1):
        day.items.append(
            Item(
                component=component,
                place=component.place,
                kind=ComponentKind.PROGRAMME,
                title=making.texts("Visit"),
                text=making.texts(""),
                starts_minute=600 + 100 * number,
                ends_minute=690 + 100 * number,
                lineage=f"{day.number}-{number}",
            )
        )


def slot(n: int, component_id: int, slots: int, chance: random.Random) -> dict[str, Any]:
    """Slots of a component lie evenly over the season, each at a time of its own."""
    number, each = n // COMPONENTS, slots // COMPONENTS
    start = making.local(date(2027, 4, 1), 8) + timedelta(hours=number * SEASON_HOURS / each)
    return {
        "component_id": component_id,
        "starts_at": start,
        "ends_at": start + timedelta(minutes=90),
        "capacity": 30,
        "taken": chance.choice((0, 0, 12)),
        "exclusive": n % 2 == 0,
    }


def away(n: int, organisation_id: int) -> dict[str, Any]:
    start = making.local(date(2026, 7, 1), 8) + timedelta(days=n)
    return {
        "organisation_id": organisation_id,
        "kind": AwayKind.BLACKOUT,
        "starts_at": start,
        "ends_at": start + timedelta(hours=6),
    }


def finding(departure_id: int) -> Callable[[], int]:
    """Finds as the page does, from a departure that is read anew."""

    def find() -> int:
        departure = db.session.get_one(Departure, departure_id)
        found = queries.fits_of(departure, queries.items_of(departure), at=AT)
        return sum(bool(fit.fits) for fit in found.values())

    return find


def reference() -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(Slot)) or 0


def shown(kind: str, slots: int, departure_id: int, times: int) -> None:
    rows = [
        timed("reference: count of slots", reference, times),
        timed(f"slots for {ITEMS} items", finding(departure_id), times),
    ]
    print(f"\n{kind}, {slots} slots of {COMPONENTS} components")
    print(f"{'search':30}{'found':>8}{'p50 ms':>10}{'p99 ms':>10}{'CPU ms':>10}")
    for row in rows:
        print(f"{row.name:30}{row.found:8}{row.p50:10.1f}{row.p99:10.1f}{row.cpu:10.1f}")
    if slots <= 20_000 and rows[1].cpu > MOST_MS:
        raise SystemExit(f"Finding slots took more than {MOST_MS} ms.")


if __name__ == "__main__":
    main()
