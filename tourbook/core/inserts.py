"""Inserts that mind what is there already, on either database."""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from tourbook.core.db import Base, db


def insert_into(target: type[Base] | sa.Table) -> postgresql.Insert | sqlite.Insert:
    """An insert that can be told what to do on a conflict."""
    if db.session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(target)
    return sqlite.insert(target)


def insert_once(model: type[Base]) -> sa.Insert:
    """An insert that leaves out what is there already, for one row or a list of rows."""
    return insert_into(Base.metadata.tables[model.__tablename__]).on_conflict_do_nothing()
