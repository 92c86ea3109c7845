"""Run by Alembic: brings the tables of a database to those of the models.

A new revision, on an empty development database that has all earlier ones:
`flask --app tourbook.app db migrate -m "What changes"`. The first revision also writes out the
triggers of `core.frozen`; a later change of one is written by hand.
"""

from pprint import pformat
from typing import Any, Literal

from alembic import context
from alembic.autogenerate import renderers
from alembic.autogenerate.api import AutogenContext
from alembic.operations.ops import MigrateOperation, MigrationScript
from flask import current_app
from sqlalchemy import Connection

from tourbook.core import frozen
from tourbook.core.db import Base, UtcDateTime
from tourbook.core.texts import TextsType

config = context.config


class Triggers(MigrateOperation):
    """The triggers of `core.frozen`, on whichever database."""


@renderers.dispatch_for(Triggers)
def render_triggers(autogen_context: AutogenContext, operation: Triggers) -> list[str]:
    written = pformat(frozen.STATEMENTS, width=1000)
    return [
        f"triggers = {written}",
        "for statement in triggers[op.get_bind().dialect.name]:\n        op.execute(statement)",
    ]


def with_triggers(_context: Any, _revision: Any, scripts: list[MigrationScript]) -> None:
    if not context.script.get_heads() and scripts[0].upgrade_ops is not None:
        scripts[0].upgrade_ops.ops.append(Triggers())


def render_item(kind: str, item: Any, _autogen_context: AutogenContext) -> str | Literal[False]:
    """Types as the database knows them: a migration stays when the code moves on."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, TextsType):
        return "sa.JSON()"
    return False


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        render_item=render_item,
        process_revision_directives=with_triggers,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


given = config.attributes.get("connection")
if given is not None:
    run(given)
else:
    with current_app.extensions["migrate"].db.engine.connect() as connection:
        run(connection)
