"""Importing a workbook: it is kept as it was read, shown, and applied whole or not at all."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import update

from tourbook.core import audit, jobs
from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.directory.models import Theme
from tourbook.documents import workbooks
from tourbook.hosts.models import Component, LibraryImport, Rate, Supplement
from tourbook.hosts.queries import importing as queries
from tourbook.hosts.rules.importing.changes import Change, Plan
from tourbook.hosts.rules.importing.columns import SHEETS, Offer
from tourbook.hosts.rules.importing.planning import plan_of
from tourbook.hosts.rules.importing.reading import Book, read
from tourbook.hosts.rules.prices import RateFacts, SupplementFacts
from tourbook.hosts.services import hours
from tourbook.hosts.services.components import told

#: What was not applied within this time is forgotten, and so is what was.
KEPT = timedelta(days=7)


def keep(data: bytes, filename: str, *, by_id: int, at: datetime) -> LibraryImport:
    """Read a file and keep what was read; nothing of the library changes."""
    kept = LibraryImport(
        by_id=by_id,
        filename=filename[-200:],
        tables={**workbooks.read_workbook(data, filename)},
        read_at=at,
    )
    db.session.add(kept)
    db.session.flush()
    return kept


def plan(kept: LibraryImport, *, own: frozenset[int] | None) -> Plan:
    """What it would do to the library as it is now."""
    organisations, book = queries.organisations_for(own), read(kept.tables)
    concerned = concerned_by(book, organisations)
    return plan_of(book, queries.known(organisations, concerned, only_own=own is not None))


def locked_plan(kept: LibraryImport, *, own: frozenset[int] | None) -> Plan:
    """The same, and it stays so until the transaction ends."""
    organisations, book = queries.organisations_for(own), read(kept.tables)
    concerned = concerned_by(book, organisations)
    queries.lock_offers(concerned)
    return plan_of(book, queries.known(organisations, concerned, only_own=own is not None))


def concerned_by(book: Book, organisations: dict[int, str]) -> set[int]:
    """The organisations that the rows are about, as far as this person may know them."""
    rows = [row for sheet in SHEETS for row in book.of(sheet)]
    ids = {value for row in rows if isinstance(value := row.values.get("id"), int)}
    names = {str(row.values.get("organisation") or "").casefold() for row in rows}
    named = {key for key, name in organisations.items() if name.casefold() in names}
    single = set(organisations) if "" in names and len(organisations) == 1 else set()
    return single | named | (queries.owners(ids) & set(organisations))


@dataclass(frozen=True)
class Done:
    new: int
    changed: int


def apply(
    kept: LibraryImport, *, own: frozenset[int] | None, seen: str, at: datetime, actor: Actor
) -> Done:
    """Do what was shown: all of it, or nothing.

    Raises:
        Refused: something in the file cannot be so, there is nothing to do, it is done already,
            or the library has changed since `seen`, the digest of the plan that was shown.
    """
    claim(kept, at)
    found = locked_plan(kept, own=own)
    if found.faults:
        raise Refused("The file has faults, so nothing was changed. Mend them and give it anew.")
    if found.digest != seen:
        raise Refused("The library has changed since you looked. Please look at this again.")
    wanted = [*found.new, *found.changed]
    if not wanted:
        raise Refused("The file changes nothing.")
    put(wanted, at=at, actor=actor)
    after = {"file": kept.filename, "new": len(found.new), "changed": len(found.changed)}
    audit.record("hosts.import_library", kept, at=at, actor=actor, after=after)
    db.session.flush()
    return Done(len(found.new), len(found.changed))


def claim(kept: LibraryImport, at: datetime) -> None:
    """One statement decides, so that a file is never applied twice at once."""
    claimed = db.session.scalar(
        update(LibraryImport)
        .where(LibraryImport.id == kept.id, LibraryImport.applied_at.is_(None))
        .values(applied_at=at)
        .returning(LibraryImport.id)
        .execution_options(synchronize_session=False)
    )
    if claimed is None:
        raise Refused("This file has been applied already.")
    db.session.expire(kept, ["applied_at"])


def put(changes: Collection[Change], *, at: datetime, actor: Actor) -> None:
    keys = [one.component_id for one in changes if one.component_id is not None]
    rows = queries.by_keys(keys)
    themes = queries.themes_of({slug for one in changes for slug in one.after.themes})
    before = {key: told(component) for key, component in rows.items()}
    done = [(change, row_for(change, rows)) for change in changes]
    for change, component in done:
        fill(component, change.after, themes, at=at)
    db.session.flush()
    for change, component in done:
        audit.record(
            "hosts.add_component" if change.is_new else "hosts.change_component",
            component,
            at=at,
            actor=actor,
            before=before.get(component.id),
            after={**told(component), "imported": said(change)},
        )


def row_for(change: Change, rows: dict[int, Component]) -> Component:
    if change.component_id is not None:
        return rows[change.component_id]
    component = Component(organisation_id=change.organisation_id, themes=[])
    db.session.add(component)
    return component


def fill(component: Component, offer: Offer, themes: dict[str, Theme], *, at: datetime) -> None:
    for name, value in vars(offer.facts).items():
        if getattr(component, name) != value:
            setattr(component, name, value)
    wanted = [themes[slug] for slug in offer.themes]
    if {theme.slug for theme in component.themes} != set(offer.themes):
        component.themes = wanted
    if offer.retired != (component.retired_at is not None):
        component.retired_at = at if offer.retired else None
    put_rates(component, offer.rates)
    put_supplements(component, offer.supplements)
    hours.put(component, offer.hours)


def put_rates(component: Component, wanted: Iterable[RateFacts]) -> None:
    """A rate that begins as one did is that one, said anew."""
    there = {(one.unit, one.pax_from, one.valid_from): one for one in component.rates}
    component.rates = [
        said_anew(there.get((one.unit, one.pax_from, one.valid_from)) or Rate(), vars(one))
        for one in wanted
    ]


def put_supplements(component: Component, wanted: Iterable[SupplementFacts]) -> None:
    there = {key_of(one): one for one in component.supplements}
    component.supplements = [
        said_anew(there.get(key_of(one)) or Supplement(), vars(one)) for one in wanted
    ]


def key_of(one: Supplement | SupplementFacts) -> tuple[object, ...]:
    return (one.kind, one.language, one.unit, one.valid_from, one.name.en)


def said_anew(row: Any, values: dict[str, Any]) -> Any:
    for name, value in values.items():
        if getattr(row, name) != value:
            setattr(row, name, value)
    return row


def said(change: Change) -> str:
    """Prices and hours that came, went or changed, for the audit log."""
    parts = (one for one in change.differences if not one.header)
    return "; ".join(f"{one.sheet}: {one.before} > {one.after}" for one in parts)


@jobs.periodic("hosts.forget_imports", every=timedelta(days=1))
def forget_imports(payload: dict[str, Any], at: datetime) -> None:
    """Files that were given a week ago are not kept longer."""
    queries.forget_imports(at - KEPT)
