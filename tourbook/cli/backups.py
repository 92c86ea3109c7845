"""Copies of the database, whole and at one moment, while the program runs."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import sqlalchemy as sa

from tourbook.core.db import db
from tourbook.core.refused import Refused

MAGIC = b"SQLite format 3\x00"


def backup(file: Path, *, force: bool) -> None:
    """Write the database of the settings to `file`; it is there whole or not at all."""
    if file.exists() and not force:
        raise Refused("%(file)s exists. Give --force to write over it.", file=file)
    if not file.parent.is_dir():
        raise Refused("There is no folder %(folder)s.", folder=file.parent)
    part = file.with_name(f"{file.name}.part")
    part.unlink(missing_ok=True)
    try:
        if db.engine.dialect.name == "sqlite":
            sqlite_into(part)
        else:
            postgres(["pg_dump", "--format=custom", "--no-owner", f"--file={part}"])
        part.chmod(0o600)
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)


def sqlite_into(part: Path) -> None:
    with closing(sqlite3.connect(sqlite_path())) as connection:
        connection.execute("VACUUM INTO ?", (str(part),))


def restore(file: Path, *, force: bool) -> None:
    """Put the database back as it was when `file` was written."""
    if not file.is_file():
        raise Refused("There is no file %(file)s.", file=file)
    if not force and sa.inspect(db.engine).get_table_names():
        raise Refused("The database is not empty. Give --force to replace all that is in it.")
    if db.engine.dialect.name == "sqlite":
        sqlite_from(file)
    else:
        postgres(
            ["pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction"],
            [str(file)],
        )


def sqlite_from(file: Path) -> None:
    with file.open("rb") as opened:
        if opened.read(len(MAGIC)) != MAGIC:
            raise Refused("%(file)s is no copy of an SQLite database.", file=file)
    db.engine.dispose()
    with (
        closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as source,
        closing(sqlite3.connect(sqlite_path())) as target,
    ):
        if not is_whole(source):
            raise Refused("%(file)s is damaged; nothing was restored.", file=file)
        source.backup(target)


def is_whole(copy: sqlite3.Connection) -> bool:
    try:
        return bool(copy.execute("PRAGMA integrity_check").fetchone() == ("ok",))
    except sqlite3.DatabaseError:
        return False


def sqlite_path() -> str:
    path = db.engine.url.database
    if not path or path == ":memory:":
        raise Refused("The database of the settings lies in memory: there is nothing to keep.")
    return path


def postgres(command: list[str], files: list[str] | None = None) -> None:
    """Run a tool of PostgreSQL; the password goes by the environment, where none can read it."""
    program = shutil.which(command[0])
    if program is None:
        raise Refused(
            "The program %(name)s is not here. Install PostgreSQL's client programs"
            " of the server's version.",
            name=command[0],
        )
    url = db.engine.url
    environ = os.environ | {"PGPASSWORD": str(url.password)} if url.password else dict(os.environ)
    address = url.set(drivername="postgresql", password=None).render_as_string()
    done = subprocess.run(  # noqa: S603  # a program that was found, no shell
        [program, *command[1:], f"--dbname={address}", *(files or [])],
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        lines = done.stderr.strip().splitlines() or ["no reason given"]
        raise Refused("%(name)s failed: %(why)s", name=command[0], why=lines[0])
