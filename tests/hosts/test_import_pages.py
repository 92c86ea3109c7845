"""Giving a workbook, looking at the difference and applying it."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests import making
from tests.browser_client import Browser
from tests.conftest import Statements
from tests.hosts.reading import count, text
from tests.hosts.workbooks import NEW, RATE, cells_of, give, lunch, seen_in, table, workbook
from tests.making import NOON
from tourbook.accounts.models import User
from tourbook.core import jobs
from tourbook.core.audit import Actor, AuditEntry
from tourbook.core.db import db
from tourbook.documents import sheets
from tourbook.documents.workbooks import read_workbook
from tourbook.hosts import services
from tourbook.hosts.models import Component, ComponentKind, LibraryImport, Rate
from tourbook.hosts.rules import HoursFacts
from tourbook.hosts.rules.importing.columns import COMPONENTS, HOURS, RATES

ACTOR = Actor(None, "Tester")

pytestmark = pytest.mark.usefixtures("at_noon")


@pytest.fixture
def component(app: Flask) -> Component:
    made = making.make_component()
    made.organisation.name = "Example Host"
    db.session.flush()
    return made


def apply(browser: Browser, address: str) -> int:
    """Press the button on the page of the difference; the status of the answer."""
    page = text(browser, address)
    return browser.post(f"{address}/apply", data={"seen": seen_in(page)}).status_code


def test_workbook_is_shown_and_then_applied(host: Browser, component: Component) -> None:
    address = give(host, workbook(lunch(Rates=table(RATE)))).location
    page = text(host, address)

    assert "Lunch" in page
    assert "person, 12.50, reduced, 1, 30, 2027-01-01, 2027-12-31" in page
    assert count(Component) == 1

    response = host.post(f"{address}/apply", data={"seen": seen_in(page)})
    made = db.session.scalars(select(Component).where(Component.id != component.id)).one()
    assert response.location == "/host/components"
    assert (made.name.en, made.kind, made.organisation) == (
        "Lunch",
        ComponentKind.MEAL,
        component.organisation,
    )
    assert [rate.net_cents for rate in made.rates] == [1250]
    assert "New: 1. Changed: 0." in text(host, "/host/components")


def test_same_file_again_changes_nothing(host: Browser, component: Component) -> None:
    content = workbook(lunch(Rates=table(RATE)))
    assert apply(host, give(host, content).location) == 302
    before = count(AuditEntry)

    again = give(host, content).location

    assert "there is nothing to change" in text(host, again)
    assert host.post(f"{again}/apply", data={"seen": ""}).status_code == 409
    assert (count(Component), count(Rate), count(AuditEntry)) == (2, 1, before)


def test_file_is_applied_once(host: Browser, component: Component) -> None:
    address = give(host, workbook(lunch())).location
    page = text(host, address)

    answers = [
        host.post(f"{address}/apply", data={"seen": seen_in(page)}).status_code for _ in range(2)
    ]

    assert answers == [302, 409]
    assert count(Component) == 2
    assert "This file was applied on" in text(host, address)


def test_faults_are_shown_and_nothing_is_applied(host: Browser, component: Component) -> None:
    wrong = {**RATE, "Unit": "litre"}
    address = give(host, workbook(lunch(Rates=table(RATE, wrong)))).location

    page = text(host, address)

    assert "“litre” is not known" in page
    assert "Rates, row 3, column C Unit:" in page
    assert "Give the mended file" in page
    assert "Apply this" not in page


@pytest.mark.parametrize(
    ("change", "sentences"),
    [
        (
            {"Unit": "persons"},
            "Rates, row 2, column C Unit: “persons” is not known. Write one of: person, group,",
        ),
        (
            {"Net EUR": "dear"},
            "Rates, row 2, column D Net EUR: “dear” cannot be taken. Give an amount in euros",
        ),
        (
            {"Valid from": "soon" * 20},
            f"Rates, row 2, column H Valid from: “{'soon' * 9}soo…” cannot be taken. Give a date,",
        ),
    ],
)
def test_fault_shows_what_was_given(
    host: Browser, component: Component, change: dict[str, str], sentences: str
) -> None:
    address = give(host, workbook(lunch(Rates=table({**RATE, **change})))).location

    page = " ".join(re.sub("<[^>]*>", " ", text(host, address)).split())

    assert sentences in page


def test_sound_rows_show_no_fault(host: Browser, component: Component) -> None:
    address = give(host, workbook(lunch(Rates=table(RATE)))).location

    assert "cannot be taken" not in text(host, address)
    assert host.post(f"{address}/apply", data={"seen": ""}).status_code == 409
    assert count(Component) == 1


def test_library_that_changed_since_is_looked_at_again(host: Browser, component: Component) -> None:
    rename = table({"ID": str(component.id), "Minutes": "60"})
    address = give(host, workbook({COMPONENTS: rename})).location
    seen = seen_in(text(host, address))
    component.duration_minutes = 45
    db.session.commit()

    late = host.post(f"{address}/apply", data={"seen": seen})
    db.session.refresh(component)
    assert late.status_code == 409
    assert "changed since you looked" in late.get_data(as_text=True)
    assert component.duration_minutes == 45

    assert apply(host, address) == 302
    db.session.refresh(component)
    assert component.duration_minutes == 60


def test_export_of_the_list_comes_back_unchanged(
    as_organiser: Browser, component: Component
) -> None:
    theme, other = making.make_theme("Fire"), making.make_component(ComponentKind.LODGING)
    component.themes = [theme]
    other.single_rooms = 12
    services.set_hours(
        component, [HoursFacts(0, 540, 720), HoursFacts(6, 0, 1440)], at=NOON, actor=ACTOR
    )
    db.session.commit()

    content = as_organiser.get("/desk/components?format=xlsx").data
    narrowed = as_organiser.get("/desk/components?kind=lodging&format=xlsx").data
    page = text(as_organiser, give(as_organiser, content, side="desk").location)

    assert [row[0] for row in cells_of(content, COMPONENTS)[1:]] == [
        str(one.id) for one in (component, other)
    ]
    assert len(cells_of(content, HOURS)) == 3
    assert [row[0] for row in cells_of(narrowed, COMPONENTS)[1:]] == [str(other.id)]
    assert "there is nothing to change" in page


def test_changed_component_keeps_its_rows(host: Browser, component: Component) -> None:
    for price in ("12,50", "13,50"):
        row = {**RATE, "Component": component.name.en, "Net EUR": price}
        assert apply(host, give(host, workbook({RATES: table(row)})).location) == 302
        kept = {rate.id: rate.net_cents for rate in db.session.scalars(select(Rate))}

    assert list(kept.values()) == [1350]
    entry = db.session.scalars(
        select(AuditEntry).where(AuditEntry.action == "hosts.change_component")
    ).all()[-1]
    assert entry.after is not None
    assert "12.50" in entry.after["imported"]
    assert "13.50" in entry.after["imported"]


def test_retired_component_is_brought_back_by_a_file(host: Browser, component: Component) -> None:
    for word, retired in (("yes", True), ("no", False)):
        rows = table({"ID": str(component.id), "Retired": word})
        assert apply(host, give(host, workbook({COMPONENTS: rows})).location) == 302
        db.session.refresh(component)
        assert (component.retired_at is not None) is retired


def test_hours_that_begin_alike_are_said_anew(host: Browser, component: Component) -> None:
    for closes in ("12:00", "16:00"):
        row = {
            "Component ID": str(component.id),
            "Weekday": "monday",
            "Opens": "9",
            "Closes": closes,
        }
        assert apply(host, give(host, workbook({HOURS: table(row)})).location) == 302

    db.session.expire_all()
    assert [(one.opens_minute, one.closes_minute) for one in component.hours] == [(540, 960)]


def test_host_cannot_import_for_others(host: Browser, component: Component) -> None:
    other = making.make_component()
    rows = table(
        {"ID": str(other.id), "Minutes": "10"},
        {**NEW, "ID": "", "Organisation": other.organisation.name},
    )

    page = text(host, give(host, workbook({COMPONENTS: rows})).location)

    assert f"There is no component with the ID {other.id}." in page
    assert "is not your organisation" in page
    assert other.name.en not in page


def test_nobody_else_sees_what_was_given(
    host: Browser, component: Component, as_organiser: Browser,
    sign_in: Callable[[User], Browser],
) -> None:  # fmt: skip
    address = give(host, workbook(lunch())).location
    colleague = sign_in(making.make_user(organisation=component.organisation))

    assert host.get(address).status_code == 200
    assert colleague.get(address).status_code == 404
    assert colleague.post(f"{address}/apply").status_code == 404
    assert as_organiser.get(address.replace("/host", "/desk")).status_code == 404


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "a.xlsx", "Give an Excel workbook"),
        (b"ID;Name", "a.csv", "Give an Excel workbook"),
        (b"PK\x03\x04 and no more", "a.xlsx", "Give an Excel workbook"),
    ],
)
def test_file_that_is_no_workbook_is_refused(
    host: Browser, component: Component, content: bytes, name: str, sentence: str
) -> None:
    response = give(host, content, name=name)

    assert sentence in response.get_data(as_text=True)
    assert count(LibraryImport) == 0


def test_file_over_the_limit_is_refused(
    host: Browser, component: Component, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = workbook(lunch())
    monkeypatch.setattr(sheets, "MAX_BYTES", len(content) - 1)

    response = give(host, content)

    assert "The file is larger than" in response.get_data(as_text=True)
    assert count(LibraryImport) == 0


def test_no_file_at_all_is_refused(host: Browser) -> None:
    response = host.post("/host/components/import", data={})

    assert "Choose a file." in response.get_data(as_text=True)


def test_template_explains_itself(host: Browser) -> None:
    response = host.get("/host/components/import/template?lang=en")

    sheets = read_workbook(response.data, "a.xlsx")
    assert list(sheets) == ["Components", "Rates", "Supplements", "Hours", "Help"]
    assert [len(sheets[name]) for name in list(sheets)[:4]] == [1, 1, 1, 1]
    assert "What it holds" in sheets["Help"][0]


@pytest.mark.parametrize("rows", [1, 12])
def test_import_asks_the_same_number_of_questions(
    host: Browser, component: Component, statements: Statements, rows: int
) -> None:
    several = [{**NEW, "Name (en)": f"Lunch {n}"} for n in range(rows)]
    prices = [{**RATE, "Component": f"Lunch {n}"} for n in range(rows)]
    tables = {COMPONENTS: table(*several), RATES: table(*prices)}
    address = give(host, workbook(tables)).location
    page = text(host, address)
    db.session.expunge_all()

    with statements() as shown:
        text(host, address)
    db.session.expunge_all()
    with statements() as applied:
        host.post(f"{address}/apply", data={"seen": seen_in(page)})

    assert count(Component) == rows + 1
    # SQLite hands out keys one by one, so its INSERTs are as many as the rows.
    asked = [statement for statement in applied if not statement.startswith("INSERT")]
    assert (len(shown), len(asked)) == (14, 19)


def test_what_was_given_is_forgotten_after_a_week(host: Browser, component: Component) -> None:
    give(host, workbook(lunch()))
    user = db.session.scalars(select(User)).first()
    assert user is not None
    for days in (6, 8):
        given = LibraryImport(
            by_id=user.id,
            filename=f"{days} days old.xlsx",
            tables={},
            read_at=NOON - timedelta(days=days),
        )
        making.kept(given)
    jobs.enqueue("hosts.forget_imports", {}, at=NOON)
    db.session.commit()

    jobs.run_due(at=NOON)

    left = set(db.session.scalars(select(LibraryImport.filename)))
    assert left == {"a.xlsx", "6 days old.xlsx"}
