"""A draft as rows of plain values, so that what an edit changed can be told, kept and undone.

A snapshot is `{(table, key): {field: value}}`. Keys are those of the database, as text; price
rows go by their smallest group, lead times by what is due and coverage by `objective:item`.
Values are as JSON holds them.
"""

import enum
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from tourbook.core.db import Base
from tourbook.core.texts import Texts, TextsType
from tourbook.packages.models import Day, Item, Objective, PackageLead, PriceTier, Version

Row = dict[str, Any]
Key = tuple[str, str]
Snapshot = dict[Key, Row]

REVISION = "revision"
#: Raised with each change of anything of the draft, so it says nothing of one edit.
_NOT_TOLD = {
    "version": {"id", "package_id", "number", "status", "created_at", "published_at", "costing"},
}
_NEVER = {"id", "version_id"}
MODELS: dict[str, type[Base]] = {
    "version": Version,
    "day": Day,
    "item": Item,
    "objective": Objective,
    "tier": PriceTier,
    "lead": PackageLead,
}
#: Rows of these go by what they say, not by the key of the database.
SELF_NAMED = frozenset({"tier", "lead"})
COVERAGE = "coverage"


def fields_of(table: str) -> tuple[str, ...]:
    left_out = _NEVER | _NOT_TOLD.get(table, set()) | ({REVISION} if table == "version" else set())
    columns = MODELS[table].__table__.columns
    return tuple(column.name for column in columns if column.name not in left_out)


#: What JSON holds as it is: most of all values.
AS_THEY_ARE = frozenset({str, int, bool, type(None)})
FIELDS: dict[str, tuple[str, ...]] = {table: fields_of(table) for table in MODELS}


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row before and after; None where it was not there yet or is no longer."""

    table: str
    key: str
    before: Row | None
    after: Row | None

    @property
    def fields(self) -> set[str]:
        """The fields that changed, the row's revision aside."""
        before, after = self.before or {}, self.after or {}
        names = before.keys() | after.keys()
        return {name for name in names if before.get(name) != after.get(name)} - {REVISION}

    def as_dict(self) -> dict[str, Any]:
        return {
            "table": self.table,
            "key": self.key,
            "before": self.before,
            "after": self.after,
        }

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "RowChange":
        return cls(kept["table"], kept["key"], kept["before"], kept["after"])

    @property
    def turned(self) -> "RowChange":
        """The change that takes this one back."""
        return RowChange(self.table, self.key, self.after, self.before)


def plain(value: Any) -> Any:
    """A value as JSON holds it."""
    if type(value) in AS_THEY_ARE:
        return value
    if isinstance(value, Texts):
        return value.as_dict()
    if isinstance(value, enum.StrEnum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    return deepcopy(value) if isinstance(value, list) else value


def real(table: str, field: str, value: Any) -> Any:
    """A value of JSON as the model holds it."""
    if value is None:
        return None
    kind = MODELS[table].__table__.columns[field].type
    if isinstance(kind, TextsType):
        return Texts.of(value)
    if isinstance(kind, sa.Enum) and kind.enum_class is not None:
        return kind.enum_class(value)
    if isinstance(kind, sa.Date):
        return date.fromisoformat(value)
    return deepcopy(value) if isinstance(value, list) else value


def row_of(table: str, row: Base) -> Row:
    held = vars(row)
    values = [(name, held[name] if name in held else getattr(row, name)) for name in FIELDS[table]]
    return {name: value if type(value) in AS_THEY_ARE else plain(value) for name, value in values}


def rows_of(version: Version) -> Iterator[tuple[str, str, Base]]:
    """Every row of the draft with its table and key, the outer ones first."""
    yield "version", str(version.id), version
    for day in version.days:
        yield "day", str(day.id), day
        for item in day.items:
            yield "item", str(item.id), item
    for objective in version.objectives:
        yield "objective", str(objective.id), objective
    for tier in version.tiers:
        yield "tier", str(tier.pax_from), tier
    for lead in version.leads:
        yield "lead", lead.what.value, lead


def snapshot(version: Version) -> Snapshot:
    """The draft as it stands in memory; what has no key yet is left out."""
    rows = {
        (table, key): row_of(table, row) for table, key, row in rows_of(version) if key != "None"
    }
    for objective in version.objectives:
        for item in objective.items:
            rows[(COVERAGE, f"{objective.id}:{item.id}")] = {}
    return rows


def differences(before: Snapshot, after: Snapshot) -> list[RowChange]:
    """What changed from one snapshot to the other; a change of a revision alone is none."""
    keys = [*before, *(key for key in after if key not in before)]
    apart = [key for key in keys if before.get(key) != after.get(key)]
    changes = [RowChange(*key, before.get(key), after.get(key)) for key in apart]
    return [change for change in changes if is_change(change)]


def is_change(change: RowChange) -> bool:
    return (change.before is None) != (change.after is None) or bool(change.fields)
