"""What an edit in the builder costs the web process, beside a bare Flask page in the same minute.

Run it with `.venv/bin/python -m tests.benchmarks.builder`; `--quick` asks a tenth as often. The
draft has 5 days of 12 items from a library of 40 components by 12 hosts, each with a rate, a
place and opening hours.
"""

import argparse
import tempfile
from datetime import UTC, date, datetime
from http.client import HTTPConnection
from pathlib import Path

from tests import databases, making
from tests.benchmarks.measuring import Figure, measure
from tests.benchmarks.pages import of_page, show
from tests.servers import (
    Server,
    ask,
    cookie_after,
    environ_of,
    hidden_fields,
    server,
    session_cookie,
)
from tourbook.app import create_app
from tourbook.config import Settings
from tourbook.core import schema
from tourbook.core.db import db
from tourbook.core.roles import Role
from tourbook.directory.models import Organisation, Place
from tourbook.hosts.models import Component, OpeningHours, Rate, RateUnit, VatCategory
from tourbook.packages.models import Item, Version

DAYS, ITEMS, LENGTH = 5, 12, 45
COMPONENTS, HOSTS = 40, 12
#: The answer to an edit takes no more than this of the web process.
MOST_MS = 60


def make_draft() -> Version:
    version = making.make_version(days=DAYS, published=False)
    version.trial_day = datetime.now(UTC).date().replace(day=1)
    library = make_library()
    for day in version.days:
        day.items.clear()
        for number in range(ITEMS):
            place = (day.number - 1) * ITEMS + number
            day.items.append(make_item(library[place % COMPONENTS], number, f"line{place}"))
    db.session.flush()
    return version


def make_library() -> list[Component]:
    town = making.make_municipality()
    hosts = [(making.make_organisation(), making.make_place(town)) for _ in range(HOSTS)]
    return [make_component(*hosts[number % HOSTS]) for number in range(COMPONENTS)]


def make_component(organisation: Organisation, place: Place) -> Component:
    component = making.make_component(organisation=organisation, place=place)
    component.duration_minutes = LENGTH
    component.rates.append(
        Rate(
            unit=RateUnit.PERSON,
            pax_from=1,
            pax_to=60,
            net_cents=2_000,
            vat_category=VatCategory.STANDARD,
            valid_from=date(2020, 1, 1),
            valid_to=date(2040, 1, 1),
        )
    )
    component.hours.extend(
        OpeningHours(weekday=weekday, opens_minute=420, closes_minute=1300) for weekday in range(7)
    )
    return component


def make_item(component: Component, number: int, lineage: str) -> Item:
    starts = 480 + 60 * number
    return Item(
        component=component,
        place=component.place,
        kind=component.kind,
        title=making.texts(f"Stop {number}"),
        text=making.texts(""),
        starts_minute=starts,
        ends_minute=starts + LENGTH,
        lineage=lineage,
    )


def of_edits(
    served: Server, draft_id: int, items: list[int], cookie: str, count: int
) -> list[Figure]:
    """By one person at a time, and by four at once on one draft."""
    page = served.ask("GET", f"/desk/packages/items/{items[0]}", headers={"Cookie": cookie})
    headers = {"Cookie": cookie_after(page, cookie), "HX-Request": "true"}
    token = hidden_fields(page.body)["csrf_token"]
    headers["X-CSRFToken"] = token

    seen = dict.fromkeys(items, 1)

    def one(connection: HTTPConnection, number: int) -> int:
        """Press "Later" or "Earlier", as the browser that swaps the board does."""
        item_id = items[number % len(items)]
        act = "later" if seen[item_id] % 2 else "earlier"
        form = {"act": act, "revision": str(seen[item_id])}
        seen[item_id] += 1
        path = f"/desk/packages/versions/{draft_id}/items/{item_id}"
        return ask(connection, "POST", path, headers=headers, form=form).status

    return [
        measure(name, served, one, count=count, expected=200, connections=connections)
        for name, connections in (("edit, by one", 1), ("edit, by four at once", 4))
    ]


def run(kind: str, folder: Path, url: str, *, often: int) -> None:
    environ = environ_of(folder / "instance", url)
    app = create_app(Settings.load(environ))
    with app.app_context():
        schema.upgrade()
        version = make_draft()
        draft_id = version.id
        items = [item.id for day in version.days for item in day.items]
        cookie = session_cookie(app, making.make_user(Role.ORGANISER))
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    with server("tests.benchmarks.hello:app", environ, folder) as hello:
        figures = [of_page("bare Flask page", hello, "/", {}, 20 * often)]
    with server("tourbook.app:create_app()", environ, folder) as served:
        desk = {"Cookie": cookie}
        path = f"/desk/packages/versions/{draft_id}"
        figures.append(of_page("builder, whole page", served, path, desk, often))
        alone, together = of_edits(served, draft_id, items, cookie, often)
    show(kind, [*figures, alone, together])
    verdict = "within" if alone.cpu_ms <= MOST_MS else "over"
    print(f"\nAn edit used {alone.cpu_ms:.1f} ms of the web process: {verdict} {MOST_MS} ms;")
    print(f"by the clock, database and way included, {alone.p50_ms:.1f} ms at the median.")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", choices=[*databases.DATABASES, "both"], default="both")
    parser.add_argument("--quick", action="store_true", help="ask a tenth as often")
    given = parser.parse_args()
    kinds = databases.DATABASES if given.database == "both" else (given.database,)
    with tempfile.TemporaryDirectory() as name:
        for kind in kinds:
            place = Path(name) / kind
            place.mkdir()
            url = f"sqlite:///{place / 'bench.sqlite3'}"
            if kind == "postgresql":
                postgres = databases.postgres_server(place / "server", forgetful=False)
                url = databases.new_database(postgres)
            run(kind, place, url, often=20 if given.quick else 200)


if __name__ == "__main__":
    main()
