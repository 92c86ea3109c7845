"""Run by Alembic: brings the tables of a database to those of the models."""

from alembic import context
from flask import current_app
from sqlalchemy import Connection

from tourbook.core.db import Base

config = context.config


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


given = config.attributes.get("connection")
if given is not None:
    run(given)
else:
    engine = current_app.extensions["migrate"].db.engine
    with engine.connect() as connection:
        run(connection)
