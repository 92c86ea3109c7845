"""Asking for the changes of a draft."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from tourbook.core.db import db
from tourbook.packages.models import DraftEdit, Version, VersionStatus
from tourbook.packages.rules.drafting.rows import RowChange

UNDO, REDO = "undo", "redo"
#: Entries of the history that only take others back or make them again.
TURNS = (UNDO, REDO)


def of_version(version_id: int) -> sa.Select[DraftEdit]:
    """The newest first."""
    return (
        sa.select(DraftEdit)
        .where(DraftEdit.version_id == version_id)
        .order_by(DraftEdit.number.desc())
    )


def after(version_id: int, number: int) -> Sequence[DraftEdit]:
    """What was changed since the draft had this revision, the oldest first."""
    return db.session.scalars(
        sa.select(DraftEdit)
        .where(DraftEdit.version_id == version_id, DraftEdit.number > number)
        .order_by(DraftEdit.number)
    ).all()


def numbered(version_id: int, number: int) -> DraftEdit | None:
    return db.session.scalar(
        sa.select(DraftEdit).where(DraftEdit.version_id == version_id, DraftEdit.number == number)
    )


def revision_of(version_id: int) -> int | None:
    """Of a draft; None where the version is none, or not any more."""
    return db.session.scalar(
        sa.select(Version.revision).where(
            Version.id == version_id, Version.status == VersionStatus.DRAFT
        )
    )


@dataclass(frozen=True, slots=True)
class Turns:
    """What the buttons would take back, and make again."""

    undo: DraftEdit | None
    redo: DraftEdit | None


STANDING = sa.and_(DraftEdit.version_id == sa.bindparam("version_id"), DraftEdit.verb.not_in(TURNS))
NEWEST = (
    sa.select(sa.func.max(DraftEdit.number))
    .where(STANDING, DraftEdit.undone_at.is_(None))
    .scalar_subquery()
)
OLDEST_UNDONE = (
    sa.select(sa.func.min(DraftEdit.number))
    .where(
        STANDING,
        DraftEdit.undone_at.is_not(None),
        DraftEdit.number > sa.func.coalesce(NEWEST, 0),
    )
    .scalar_subquery()
)
TURNED = sa.select(DraftEdit).where(
    DraftEdit.version_id == sa.bindparam("version_id"),
    sa.or_(DraftEdit.number == NEWEST, DraftEdit.number == OLDEST_UNDONE),
)


def turns(version_id: int) -> Turns:
    """The newest edit that stands, and the oldest undone one after it, in one statement."""
    found = db.session.scalars(TURNED, {"version_id": version_id}).all()
    return Turns(
        undo=next((edit for edit in found if edit.undone_at is None), None),
        redo=next((edit for edit in found if edit.undone_at is not None), None),
    )


def changes_of(edit: DraftEdit) -> list[RowChange]:
    return [RowChange.of(kept) for kept in edit.changes["rows"]]


def changes_of_row(version_id: int, table: str, key: str) -> Iterator[tuple[DraftEdit, RowChange]]:
    """What was done to one row, the newest first."""
    for edit in db.session.scalars(of_version(version_id)):
        for kept in edit.changes["rows"]:
            if kept["table"] == table and kept["key"] == key:
                yield edit, RowChange.of(kept)


def row_at(version_id: int, table: str, key: str, revision: int) -> dict[str, Any] | None:
    """A row as it was at one of its revisions; None where no edit tells."""
    for _edit, change in changes_of_row(version_id, table, key):
        for row in (change.before, change.after):
            if row is not None and row.get("revision") == revision:
                return row
    return None


def version_at(version_id: int, revision: int) -> dict[str, Any] | None:
    """The version's own fields as they were at this revision; None if they have stayed so."""
    key, found = str(version_id), None
    for edit, change in changes_of_row(version_id, "version", key):
        if edit.number <= revision:
            break
        found = change.before
    return found


def last_by(
    version_id: int, table: str, key: str, fields: Collection[str], *, before: bool = False
) -> str:
    """Who last changed one of these fields of a row; empty where no edit tells.

    Fields may name one language of a text: `title.fi`. `before` leaves the newest edit out, which
    is the asker's own.
    """
    wanted = {field.partition(".")[0] for field in fields}
    newest = before
    for edit, change in changes_of_row(version_id, table, key):
        if newest:
            newest = False
        elif not wanted or change.fields & wanted:
            return edit.by
    return ""
