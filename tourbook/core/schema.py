"""Whether the database has the tables that this program needs, and bringing it there."""

from functools import cache

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from tourbook.config import PACKAGE
from tourbook.core.db import db

FOLDER = PACKAGE / "migrations"

#: Any number, the same for all: of two who bring the tables up at once, one waits.
LOCK = 7_482_013


def alembic_config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    return config


@cache
def newest() -> str | None:
    """The revision that this program needs."""
    return ScriptDirectory(str(FOLDER)).get_current_head()


def present(connection: sa.Connection) -> str | None:
    """The revision that the database has; None if it is empty."""
    return MigrationContext.configure(connection).get_current_revision()


def is_current() -> bool:
    """Whether the database can be reached and is at the newest revision."""
    return present(db.session.connection()) == newest()


def upgrade(revision: str = "head") -> None:
    """Bring the database to the newest revision (or the one named), all of it or nothing."""
    config = alembic_config()
    with db.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK)))
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
