"""Changes of a draft: each is made under a lock, kept with what stood before, and can be undone.

Two people may edit one draft at the same time. Whoever changes something first holds the draft's
row, so that changes follow one another; what a page was made from is told by the revision of the
row that it changes (an item, a day, an objective), and `merging` lays both changes together.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from tourbook.core import audit
from tourbook.core.audit import Actor
from tourbook.core.db import Base, db
from tourbook.core.languages import N_
from tourbook.core.refused import Refused
from tourbook.core.texts import Texts
from tourbook.packages import queries
from tourbook.packages.models import DraftEdit, Version
from tourbook.packages.queries import edits
from tourbook.packages.rules import programme
from tourbook.packages.rules.drafting import merging, rows
from tourbook.packages.rules.drafting.merging import NO_CHOICE, Choice, Clash, Merge
from tourbook.packages.rules.drafting.rows import RowChange

_HELD = "tourbook.packages.held"
#: A row that came or went is told of in the audit log by these.
_FACE = ("title", "text", "number", "code", "starts_minute", "ends_minute", "person_cents")


class Gone(Refused):
    """What was to be changed is no longer part of the draft."""


class Clashed(Refused):
    """Somebody else changed the same fields meanwhile; both values are here to choose from."""

    def __init__(self, table: str, row: Base, clashes: tuple[Clash, ...], by: str) -> None:
        super().__init__(
            N_(
                "%(person)s changed the same thing after you opened it, so yours is not saved yet."
                " Choose what shall hold."
            ),
            person=by,
        )
        self.table = table
        self.row = row
        self.clashes = clashes
        self.by = by


def hold(version_id: int) -> Version | None:
    """The draft as it is now, with all its parts; nobody else changes it in this transaction.

    None where there is no such version. A version that is no draft is refused.
    """
    here = (db.session().get_transaction(), version_id)
    if db.session.info.get(_HELD) == here:
        return db.session.get(Version, version_id)
    version = queries.whole(version_id, fresh=True, lock=True)
    if version is None:
        return None
    programme.check_draft(version)
    db.session.info[_HELD] = (db.session().get_transaction(), version_id)
    return version


@contextmanager
def recording(
    version: Version, verb: str, *, subject: Texts, at: datetime, actor: Actor, of: int = 0
) -> Iterator[None]:
    """All that is changed within becomes one edit: one step of undo, one entry of the history.

    `verb` is the audit verb, `subject` what it was about, `of` the edit that an undo is of. The
    draft is held and as it is now when the block begins. Changing nothing records nothing.
    """
    if hold(version.id) is None:
        raise Gone("This draft is no longer there.")
    before = rows.snapshot(version)
    yield
    changes = settle(version, before)
    if not changes:
        return
    kept: dict[str, Any] = {"rows": [change.as_dict() for change in changes]}
    if of:
        kept["of"] = of
    db.session.add(
        DraftEdit(
            version_id=version.id,
            number=version.revision,
            verb=verb,
            subject=subject,
            changes=kept,
            at=at,
            by_id=actor.id,
            by=actor.label,
        )
    )
    note(version, verb, changes, at=at, actor=actor)
    db.session.flush()


def settle(version: Version, before: rows.Snapshot) -> list[RowChange]:
    """Write what was changed, with revisions raised; the changes as they are then."""
    present = {(table, key): row for table, key, row in rows.rows_of(version)}
    changes = rows.differences(before, rows.snapshot(version))
    has_new = any(key == "None" for _table, key in present)
    if not changes and not has_new:
        return []
    for change in changes:
        row: Any = present.get((change.table, change.key))
        if change.before and change.after and rows.REVISION in change.after:
            row.revision += 1
            change.after[rows.REVISION] = row.revision
    version.revision += 1
    db.session.flush()
    return rows.differences(before, rows.snapshot(version)) if has_new else changes


def note(
    version: Version, verb: str, changes: list[RowChange], *, at: datetime, actor: Actor
) -> None:
    """The same for the audit log, where only what differs is told."""
    told: tuple[dict[str, object], dict[str, object]] = ({}, {})
    for change in changes:
        fields = change.fields if change.before and change.after else _FACE
        for side, row in zip(told, (change.before, change.after), strict=True):
            if row is None:
                continue
            name = f"{change.table} {change.key}"
            side |= {f"{name} {field}": row[field] for field in sorted(fields) if field in row}
            side.setdefault(name, "there")
    audit.record(
        f"packages.{verb}", version, at=at, actor=actor, before=told[0] or None, after=told[1]
    )


def change_row(
    version: Version,
    table: str,
    row: Base,
    wanted: Mapping[str, Any],
    *,
    seen: int,
    choice: Choice = NO_CHOICE,
) -> Merge:
    """Give a row new values (plain, by field) that were chosen from its revision `seen`.

    Of the version itself `seen` is the draft's revision.

    What somebody else changed meanwhile stays beside them. Raises `Clashed`, and changes nothing,
    where both changed the same field to different values and `choice` does not settle it.
    """
    current = rows.row_of(table, row)
    merge = merged(version, table, row, current, wanted, seen=seen)
    if choice.against == current.get(rows.REVISION, version.revision):
        merge = merging.settled(merge, choice.fields, current)
    if merge.clashes:
        by = edits.last_by(version.id, table, str(row.id), {each.field for each in merge.clashes})
        raise Clashed(table, row, tuple(merge.clashes), by)
    write(version, table, row, merge.values)
    return merge


def merged(
    version: Version,
    table: str,
    row: Base,
    current: rows.Row,
    wanted: Mapping[str, Any],
    *,
    seen: int,
) -> Merge:
    base: rows.Row | None = current
    if table == "version":
        base = edits.version_at(version.id, seen) or current
    elif current[rows.REVISION] != seen:
        base = edits.row_at(version.id, table, str(row.id), seen)
    if base is None:
        return merging.blind(current, wanted)
    compared = {name: value for name, value in current.items() if name != rows.REVISION}
    return merging.merge(base, compared, wanted)


def write(version: Version, table: str, row: Any, values: Mapping[str, Any]) -> None:
    """Set plain values on a row; an item that changes its day goes to that day."""
    for field, value in values.items():
        if table == "item" and field == "day_id":
            row.day = next(day for day in version.days if day.id == value)
            row.day_id = value
        else:
            setattr(row, field, rows.real(table, field, value))
