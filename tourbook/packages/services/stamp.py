"""The number that tells the public pages whether what they kept is still true."""

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Mapper

from tourbook.core.db import Base, db
from tourbook.directory.models import Municipality, Organisation, Place, Theme

#: One statement on both databases; it makes the row where there is none.
RAISE = sa.text(
    "INSERT INTO catalogue_stamp (id, number) VALUES (1, 2)"
    " ON CONFLICT (id) DO UPDATE SET number = catalogue_stamp.number + 1"
)


def touch_catalogue() -> None:
    """Say that something has changed which the public pages show.

    Called last: on PostgreSQL whoever touches next waits for this transaction to end.
    """
    db.session.flush()
    db.session.execute(RAISE)


def touched_below(mapper: Mapper[Base], connection: sa.Connection, row: Base) -> None:
    """Names of the slices underneath are shown too, and those slices do not know of this one."""
    connection.execute(RAISE)


for _model in (Municipality, Organisation, Place, Theme):
    event.listen(_model, "after_update", touched_below)
