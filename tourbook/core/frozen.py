"""Rows that never change again: triggers in the database refuse, whoever asks."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy import event

#: All that was frozen, by kind of database, for the migrations to write out.
STATEMENTS: dict[str, list[str]] = {"sqlite": [], "postgresql": []}


def freeze(
    table: sa.Table, *, when: str, verbs: Sequence[str] = ("UPDATE", "DELETE"), name: str = "frozen"
) -> None:
    """Refuse these verbs on rows of `table` for which `when` holds.

    `when` is SQL on `OLD`, for INSERT on `NEW`; it must read the same on SQLite and PostgreSQL.
    The trigger is made with the table.
    """
    for verb in verbs:
        trigger = f"{table.name}_{name}_{verb.lower()}"
        statements = {
            "sqlite": [sqlite(table.name, trigger, verb, when)],
            "postgresql": postgresql(table.name, trigger, verb, when),
        }
        for dialect, made in statements.items():
            STATEMENTS[dialect].extend(made)
            for statement in made:
                ddl = sa.DDL(statement.replace("%", "%%"))  # type: ignore[no-untyped-call]
                event.listen(table, "after_create", ddl.execute_if(dialect=dialect))


def sqlite(table: str, trigger: str, verb: str, when: str) -> str:
    return (
        f'CREATE TRIGGER {trigger} BEFORE {verb} ON "{table}" FOR EACH ROW WHEN {when}'
        f" BEGIN SELECT RAISE(ABORT, '{table} is frozen'); END"
    )


def postgresql(table: str, trigger: str, verb: str, when: str) -> list[str]:
    """The function and the trigger that calls it; what is let through goes on unchanged."""
    let_through = "OLD" if verb == "DELETE" else "NEW"
    function = (
        f"CREATE OR REPLACE FUNCTION {trigger}() RETURNS trigger LANGUAGE plpgsql AS $$"
        f" BEGIN IF {when} THEN RAISE EXCEPTION '{table} is frozen'"
        " USING ERRCODE = 'integrity_constraint_violation';"
        f" END IF; RETURN {let_through}; END $$"
    )
    caller = (
        f'CREATE TRIGGER {trigger} BEFORE {verb} ON "{table}"'
        f" FOR EACH ROW EXECUTE FUNCTION {trigger}()"
    )
    return [function, caller]
