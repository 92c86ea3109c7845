"""The organiser's own dated limits."""

from collections.abc import Sequence

import sqlalchemy as sa

from tourbook.core.db import db
from tourbook.packages.models import DatedLimit


def rows(key: str | None = None) -> Sequence[DatedLimit]:
    """All entries, or those of one key, the newest first."""
    found = sa.select(DatedLimit).order_by(
        DatedLimit.key, DatedLimit.valid_from.desc(), DatedLimit.id
    )
    if key is not None:
        found = found.where(DatedLimit.key == key)
    return db.session.scalars(found).all()
