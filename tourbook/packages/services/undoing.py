"""Taking an edit of a draft back, and making it again.

An edit is undone row by row and field by field. Where somebody has changed the same field since,
nothing is undone and the sentence says who and when: nobody's later work is overwritten.
"""

from collections.abc import Iterable
from datetime import datetime

from tourbook.core.audit import Actor
from tourbook.core.db import Base, db
from tourbook.core.languages import N_
from tourbook.core.refused import Refused
from tourbook.packages.models import (
    Day,
    DraftEdit,
    Item,
    Objective,
    PackageLead,
    PriceTier,
    Version,
)
from tourbook.packages.queries import edits
from tourbook.packages.queries.edits import REDO, UNDO
from tourbook.packages.rules.drafting import rows
from tourbook.packages.rules.drafting.rows import COVERAGE, RowChange
from tourbook.packages.services import history
from tourbook.packages.services.history import hold, recording

#: Rows are taken out from the inside outwards.
INSIDE_OUT = ("item", "objective", "tier", "lead", "day")


class Overtaken(Refused):
    """Somebody has changed since what was to be undone."""

    def __init__(self, edit: DraftEdit | None) -> None:
        super().__init__(
            N_("This cannot be undone any more: %(person)s has changed the same thing since."),
            person=edit.by if edit else "?",
        )
        self.edit = edit


def undo(version: Version, *, at: datetime, actor: Actor, number: int | None = None) -> DraftEdit:
    """Take back the edit of this number, or the newest that stands; anybody's."""
    hold(version.id)
    edit = edits.turns(version.id).undo if number is None else edits.numbered(version.id, number)
    if edit is None or edit.verb in edits.TURNS or edit.undone_at is not None:
        raise Refused("There is nothing left to undo.")
    turn(version, edit, [change.turned for change in edits.changes_of(edit)], UNDO, at, actor)
    edit.undone_at = at
    db.session.flush()
    return edit


def redo(version: Version, *, at: datetime, actor: Actor, number: int | None = None) -> DraftEdit:
    """Make an undone edit again: the one of this number, or the one that was undone last."""
    hold(version.id)
    edit = edits.turns(version.id).redo if number is None else edits.numbered(version.id, number)
    if edit is None or edit.verb in edits.TURNS or edit.undone_at is None:
        raise Refused("There is nothing left to redo.")
    turn(version, edit, edits.changes_of(edit), REDO, at, actor)
    edit.undone_at = None
    db.session.flush()
    return edit


def turn(
    version: Version,
    edit: DraftEdit,
    changes: list[RowChange],
    verb: str,
    at: datetime,
    actor: Actor,
) -> None:
    now = rows.snapshot(version)
    for change in changes:
        check(version, change, now, since=edit.number)
    with recording(version, verb, subject=edit.subject, at=at, actor=actor, of=edit.number):
        Turning(version, changes, edit.number).apply()


def check(version: Version, change: RowChange, now: rows.Snapshot, *, since: int) -> None:
    """Refuse where the row is not as the edit left it, in the fields that the edit changed."""
    row = now.get((change.table, change.key))
    fields = change.fields
    if change.before is None:
        fine = row is None or change.table != COVERAGE
    elif row is None:
        fine = False
    else:
        fine = all(row.get(field) == change.before.get(field) for field in fields)
    if fine and change.table == "day" and change.after is None:
        fine = not strangers_on(version, change.key, now, since)
    if not fine:
        raise Overtaken(later(version, change, since))


def strangers_on(version: Version, day_key: str, now: rows.Snapshot, since: int) -> bool:
    """Whether something was laid on a day after the edit that made it."""
    edit = edits.numbered(version.id, since)
    changes = edits.changes_of(edit) if edit else []
    own = {change.key for change in of_table(changes, "item")}
    return any(
        table == "item" and str(row["day_id"]) == day_key and key not in own
        for (table, key), row in now.items()
    )


def later(version: Version, change: RowChange, since: int) -> DraftEdit | None:
    """The newest edit of the row after the one that is to be turned."""
    found = edits.changes_of_row(version.id, change.table, change.key)
    newest = next((edit for edit, _change in found if edit.number > since), None)
    return newest or next(iter(edits.after(version.id, since)[::-1]), None)


class Turning:
    """Lays rows of an edit on the draft in an order that the database allows at each step."""

    def __init__(self, version: Version, changes: list[RowChange], number: int) -> None:
        self.version = version
        self.number = number
        self.changes = changes
        #: Old keys of rows that come back under another: theirs has been given away meanwhile.
        self.renamed: dict[rows.Key, str] = {}

    def apply(self) -> None:
        gone = [change for change in self.changes if change.after is None]
        stay = [change for change in self.changes if change.before and change.after]
        come = [change for change in self.changes if change.before is None]
        self.uncover(gone)
        for table in INSIDE_OUT[:-1]:
            self.remove(of_table(gone, table))
        self.leave_days(of_table(stay, "item"), {change.key for change in of_table(gone, "day")})
        self.remove(of_table(gone, "day"))
        self.number_days(of_table(stay, "day"))
        for table in reversed(INSIDE_OUT):
            self.add(of_table(come, table))
        for change in stay:
            self.update(change)
        self.cover(come)
        db.session.flush()
        if self.renamed:
            self.rename()

    def present(self) -> dict[rows.Key, Base]:
        return {(table, key): row for table, key, row in rows.rows_of(self.version)}

    def uncover(self, gone: Iterable[RowChange]) -> None:
        for change in of_table(gone, COVERAGE):
            objective, item = self.pair(change.key)
            if objective is not None and item in objective.items:
                objective.items.remove(item)

    def cover(self, come: Iterable[RowChange]) -> None:
        for change in of_table(come, COVERAGE):
            objective, item = self.pair(change.key)
            if objective is not None and item is not None and item not in objective.items:
                objective.items.append(item)

    def pair(self, key: str) -> tuple[Objective | None, Item | None]:
        present = self.present()
        ids = zip(("objective", "item"), key.split(":"), strict=True)
        objective, item = (
            present.get((table, self.renamed.get((table, one), one))) for table, one in ids
        )
        assert objective is None or isinstance(objective, Objective)
        assert item is None or isinstance(item, Item)
        return objective, item

    def remove(self, changes: Iterable[RowChange]) -> None:
        present = self.present()
        for change in changes:
            remove_row(self.version, present.get((change.table, change.key)))
        db.session.flush()

    def leave_days(self, moves: Iterable[RowChange], going: set[str]) -> None:
        """Take items to where they go before the day that they stand on is taken out."""
        for change in moves:
            assert change.before is not None
            if str(change.before["day_id"]) in going:
                self.update(change)
        db.session.flush()

    def number_days(self, changes: Iterable[RowChange]) -> None:
        """Give days their numbers in an order in which no two have the same on the way."""
        present = self.present()
        waiting = [change for change in changes if "number" in change.fields]
        while waiting:
            taken = {day.number for day in self.version.days}
            ready = next((c for c in waiting if c.after and c.after["number"] not in taken), None)
            if ready is None:
                raise Overtaken(None)
            waiting.remove(ready)
            assert ready.after is not None
            self.write(present[("day", ready.key)], "day", {"number": ready.after["number"]})
            db.session.flush()

    def update(self, change: RowChange) -> None:
        assert change.after is not None
        row = self.present()[(change.table, change.key)]
        self.write(
            row,
            change.table,
            {name: change.after[name] for name in change.fields & {*change.after}},
        )

    def write(self, row: Base, table: str, values: rows.Row) -> None:
        if "day_id" in values:
            day_key = str(values["day_id"])
            values = {**values, "day_id": int(self.renamed.get(("day", day_key), day_key))}
            if all(day.id != values["day_id"] for day in self.version.days):
                raise Refused("The day that it stood on is no longer there.")
        history.write(self.version, table, row, values)

    def add(self, changes: Iterable[RowChange]) -> None:
        for change in changes:
            assert change.after is not None
            row: Base = rows.MODELS[change.table]()
            values = {name: value for name, value in change.after.items() if name != "day_id"}
            if change.table not in rows.SELF_NAMED:
                row.id = self.key_for(change)
            self.write(row, change.table, values)
            self.hang(row, change)
            db.session.flush()
            if change.table not in rows.SELF_NAMED and str(row.id) != change.key:
                self.renamed[(change.table, change.key)] = str(row.id)

    def key_for(self, change: RowChange) -> int:
        """The key that the row had, or a new one where another draft's row has got it since."""
        key, model = int(change.key), rows.MODELS[change.table]
        taken = db.session.scalar(db.select(model.id).where(model.id == key))
        if taken is None:
            return key
        highest = db.session.scalar(db.select(db.func.max(model.id)))
        return (highest or 0) + 1

    def hang(self, row: Base, change: RowChange) -> None:
        if isinstance(row, Item):
            assert change.after is not None
            db.session.add(row)
            self.write(row, "item", {"day_id": change.after["day_id"]})
        elif isinstance(row, Day):
            self.version.days.append(row)
        elif isinstance(row, Objective):
            self.version.objectives.append(row)
        elif isinstance(row, PriceTier):
            self.version.tiers.append(row)
        elif isinstance(row, PackageLead):
            self.version.leads.append(row)

    def rename(self) -> None:
        """Let the entries of the history up to this one speak of the rows by their new keys."""
        older = db.session.scalars(
            edits.of_version(self.version.id).where(DraftEdit.number <= self.number)
        )
        for edit in older:
            edit.changes = {
                **edit.changes,
                "rows": [self.told_anew(kept) for kept in edit.changes["rows"]],
            }

    def told_anew(self, kept: dict[str, object]) -> dict[str, object]:
        table, key = str(kept["table"]), str(kept["key"])
        if table == COVERAGE:
            parts = zip(("objective", "item"), key.split(":"), strict=True)
            return {**kept, "key": ":".join(self.renamed.get(part, part[1]) for part in parts)}
        told = {**kept, "key": self.renamed.get((table, key), key)}
        for side in ("before", "after"):
            row = told[side]
            if isinstance(row, dict) and "day_id" in row:
                day_key = str(row["day_id"])
                day_id = int(self.renamed.get(("day", day_key), day_key))
                told[side] = {**row, "day_id": day_id}
        return told


def of_table(changes: Iterable[RowChange], table: str) -> list[RowChange]:
    return [change for change in changes if change.table == table]


def remove_row(version: Version, row: Base | None) -> None:
    """Take a row out of the draft, and out of what it serves."""
    if isinstance(row, Item):
        for objective in version.objectives:
            if row in objective.items:
                objective.items.remove(row)
        row.day.items.remove(row)
    elif isinstance(row, Day):
        version.days.remove(row)
    elif isinstance(row, Objective):
        row.items = []
        version.objectives.remove(row)
    elif isinstance(row, PriceTier):
        version.tiers.remove(row)
    elif isinstance(row, PackageLead):
        version.leads.remove(row)
