"""What of a version never changes again once it is published: kept so by the database."""

from typing import Any

import sqlalchemy as sa

from tourbook.core.db import Base
from tourbook.core.frozen import freeze
from tourbook.packages.models.versions import coverage


def _kept(column: sa.Column[Any]) -> str:
    """SQL: the column is as it was. As text, for JSON cannot be compared on PostgreSQL."""
    old, new = (f"COALESCE(CAST({row}.{column.name} AS TEXT), '')" for row in ("OLD", "NEW"))
    return f"{new} = {old}"


# A published version is frozen with all its parts. Only its status may still go to retired.
_FROZEN_VERSION = (
    "OLD.status <> 'draft' AND NOT ((NEW.status = OLD.status OR NEW.status = 'retired') AND "
    + " AND ".join(
        _kept(column)
        for column in Base.metadata.tables["version"].columns
        if column.name not in ("id", "status")
    )
    + ")"
)


#: SQL on `ROW`, which stands for the row before or after the change.
_VERSION_PUBLISHED = (
    "EXISTS (SELECT 1 FROM version v WHERE v.id = ROW.version_id AND v.status <> 'draft')"
)
_DAY_PUBLISHED = (
    "EXISTS (SELECT 1 FROM version v JOIN day d ON d.version_id = v.id"
    " WHERE d.id = ROW.day_id AND v.status <> 'draft')"
)
_OBJECTIVE_PUBLISHED = (
    "EXISTS (SELECT 1 FROM version v JOIN objective o ON o.version_id = v.id"
    " WHERE o.id = ROW.objective_id AND v.status <> 'draft')"
)


def _freeze_parts(table: sa.Table, *, when: str) -> None:
    """Nothing is added to, changed in or taken out of what belongs to a published version."""
    before, after = when.replace("ROW.", "OLD."), when.replace("ROW.", "NEW.")
    freeze(table, when=before, verbs=("DELETE",))
    freeze(table, when=after, verbs=("INSERT",))
    freeze(table, when=f"({before} OR {after})", verbs=("UPDATE",))


freeze(Base.metadata.tables["version"], when=_FROZEN_VERSION, verbs=("UPDATE",))
freeze(Base.metadata.tables["version"], when="OLD.status <> 'draft'", verbs=("DELETE",))
_freeze_parts(Base.metadata.tables["day"], when=_VERSION_PUBLISHED)
_freeze_parts(Base.metadata.tables["objective"], when=_VERSION_PUBLISHED)
_freeze_parts(Base.metadata.tables["price_tier"], when=_VERSION_PUBLISHED)
_freeze_parts(Base.metadata.tables["acceptance"], when=_VERSION_PUBLISHED)
_freeze_parts(Base.metadata.tables["package_lead"], when=_VERSION_PUBLISHED)
_freeze_parts(Base.metadata.tables["item"], when=_DAY_PUBLISHED)
_freeze_parts(coverage, when=_OBJECTIVE_PUBLISHED)
