"""The number that tells the public pages whether what they kept is still true."""

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Mapper

from tourbook.core.db import Base, db
from tourbook.directory.models import Municipality, Organisation, Place, Theme
from tourbook.hosts.models import Component, LeadTime, SiteField

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
    """What the slices underneath say is shown too, and those slices do not know of this one."""
    connection.execute(RAISE)


def touched_early(mapper: Mapper[Component], connection: sa.Connection, row: Component) -> None:
    """Until when a departure can be booked hangs on how early its hosts want to be asked."""
    columns = sa.inspect(row).attrs
    if any(columns[name].history.has_changes() for name in ("ask_by_days", "names_by_days")):
        connection.execute(RAISE)


for _model in (Municipality, Organisation, Place, Theme):
    event.listen(_model, "after_update", touched_below)
# A site that asks for identity documents wants them by a day, too.
for _verb in ("after_insert", "after_update", "after_delete"):
    event.listen(LeadTime, _verb, touched_below)
    event.listen(SiteField, _verb, touched_below)
event.listen(Component, "after_update", touched_early)
