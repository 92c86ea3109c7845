"""Inserts that mind what is there already, on either database."""

from sqlalchemy.dialects import postgresql, sqlite

from tourbook.core.db import Base, db


def insert_into(model: type[Base]) -> postgresql.Insert | sqlite.Insert:
    if db.session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(model)
    return sqlite.insert(model)
