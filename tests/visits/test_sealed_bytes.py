"""What is sealed is in no file in clear: database, backups, logs, letters, papers of others."""

import logging
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask

from tests import making
from tests.browser_client import Browser
from tests.conftest import settings_for
from tests.making import participant_token
from tests.visits.guests import VISIT, Visit, ask, make_visit
from tests.visits.test_lists import pdf_words
from tourbook.accounts.models import User
from tourbook.app import create_app
from tourbook.bookings import papers
from tourbook.bookings.services import details
from tourbook.cli import backups
from tourbook.core import clock, jobs, schema
from tourbook.core.db import db
from tourbook.core.roles import Role
from tourbook.hosts.models import ComponentKind, VisitorField

TOLD = {
    "name": "Aino Esimerkki",
    "language": "en",
    "diet_words": "zz-no-celery-zz",
    "needs_words": "zz-carry-me-zz",
    "consent": "y",
    "birth_date": "1931-02-27",
    "identity_kind": "passport",
    "identity_number": "ZZ-PASS-77",
    "identity_country": "EE",
    "identity_valid_until": "2039-08-19",
}
SEALED = ("zz-no-celery-zz", "zz-carry-me-zz", "1931-02-27", "ZZ-PASS-77", "2039-08-19")


@pytest.fixture(autouse=True)
def week_before() -> Iterator[None]:
    at = datetime.combine(VISIT - timedelta(days=7), time(12), making.HELSINKI)
    with time_machine.travel(at, tick=False):
        yield


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Flask]:
    """An application on a SQLite file of its own, in which all is committed for good."""
    instance = tmp_path / "instance"
    app = create_app(settings_for(instance, f"sqlite:///{tmp_path / 'visits.sqlite3'}"))
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    app.test_client_class = Browser
    with app.app_context():
        schema.upgrade()
        yield app
        db.session.remove()
        db.engine.dispose()


def browser_of(app: Flask, user: User) -> Browser:
    client = app.test_client()
    assert isinstance(client, Browser)
    return client.sign_in(user)


def told_visit(app: Flask) -> Visit:
    """A site that may see the documents; its guest has told them on the own page."""
    visit = make_visit()
    ask(visit.component, *VisitorField)
    person = making.make_participant(visit.booking)
    db.session.commit()
    url = f"/p/{participant_token(person)}/details"
    assert app.test_client().post(url, data=TOLD).status_code == 302
    details_there = details.identity_of(person)
    assert details_there is not None
    assert details_there.number == "ZZ-PASS-77"
    return visit


def found_in(content: bytes) -> list[str]:
    """The sealed values that stand in these bytes, in any of the ways in which text is kept."""
    return [
        value
        for value in SEALED
        if any(value.encode(coding) in content for coding in ("utf-8", "utf-16-le", "utf-16-be"))
    ]


def files_under(folder: Path) -> dict[str, list[str]]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert files
    return {path.name: found_in(path.read_bytes()) for path in files}


def test_sealed_values_are_in_no_file_in_clear(
    served: Flask, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        visit = told_visit(served)
        leader = making.make_user(delegation=visit.booking.delegation)
        db.session.commit()
        browser_of(served, visit.host).post(visit.url, data={"as": "page"})
        browser_of(served, leader).post(f"/bookings/{visit.booking.id}/participants/links")
        papers.order(visit.request.departure, "en", at=clock.now())
        db.session.commit()
        jobs.run_due(at=clock.now())
        db.session.commit()
        backups.backup(tmp_path / "copy.sqlite3", force=False)

    found = files_under(tmp_path)
    assert {name: values for name, values in found.items() if values} == {}
    assert {"visits.sqlite3", "copy.sqlite3"} <= set(found)
    assert any(name.endswith(".eml") for name in found)
    assert found_in(caplog.text.encode()) == []
    assert b"Aino Esimerkki" in (tmp_path / "copy.sqlite3").read_bytes()


def other_site(visit: Visit, kind: ComponentKind) -> tuple[User, str]:
    """Another host of the same departure, which asked for names only."""
    component = making.make_component(kind)
    ask(component, VisitorField.NAME)
    departure = visit.request.departure
    request = making.make_request(
        making.make_departure(version=making.make_version(component=component)),
        state=visit.request.state,
    )
    item = request.dated_item
    item.departure, request.departure = departure, departure
    db.session.flush()
    host = making.make_user(organisation=component.organisation)
    db.session.commit()
    return host, f"/host/visits/{request.id}/list"


@pytest.mark.parametrize("kind", [ComponentKind.PROGRAMME, ComponentKind.LODGING])
def test_papers_of_other_sites_do_not_tell_what_they_did_not_ask(
    served: Flask, kind: ComponentKind
) -> None:
    visit = told_visit(served)
    host, url = other_site(visit, kind)

    theirs = pdf_words(browser_of(served, host).post(url, data={"as": "pdf"}).data)
    own = pdf_words(browser_of(served, visit.host).post(visit.url, data={"as": "pdf"}).data)

    assert "Aino Esimerkki" in theirs
    # A hotel is told what people need, as counts; never who needs it, and no document.
    allowed = {"zz-carry-me-zz"} if kind is ComponentKind.LODGING else set()
    assert set(found_in(theirs.encode())) <= allowed
    assert "ZZ-PASS-77" in own


def test_after_the_erasure_date_no_file_holds_even_the_sealed_bytes(
    served: Flask, tmp_path: Path
) -> None:
    visit = told_visit(served)
    organiser = making.make_user(Role.ORGANISER)
    db.session.commit()
    at = datetime.combine(VISIT + timedelta(days=32), time(12), making.HELSINKI)

    with time_machine.travel(at, tick=False):
        details.forget(at=at)
        db.session.commit()
        page = browser_of(served, organiser).get(
            f"/desk/departures/{visit.request.departure_id}/roster"
        )

    assert "Aino Esimerkki" in page.text
    rows = db.session.execute(
        db.text(
            "SELECT diet_sealed, needs_sealed, birth_date_sealed, identity_sealed,"
            " erased_at IS NOT NULL FROM participant"
        )
    ).all()
    assert [tuple(row) for row in rows] == [(None, None, None, None, 1)]
    backups.backup(tmp_path / "copy.sqlite3", force=False)
    assert found_in((tmp_path / "copy.sqlite3").read_bytes()) == []
