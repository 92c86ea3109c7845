"""The command and its parts. Exit status: 1 for a refusal, 2 for wrong usage."""

import argparse
import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import sqlalchemy as sa

from tourbook.accounts.rules import TEAM_ROLES
from tourbook.app import create_app
from tourbook.cli import backups, checking, demonstration, people, planning, running
from tourbook.cli.saying import complain, say
from tourbook.config import Settings, SettingsError
from tourbook.core import schema
from tourbook.core.db import db
from tourbook.core.languages import LANGUAGES
from tourbook.core.refused import Refused
from tourbook.core.roles import Role


def demo(given: argparse.Namespace) -> int:
    return demonstration.run(host=given.host, port=given.port, reset=given.reset)


def serve(given: argparse.Namespace) -> int:
    running.check_port(given.host, given.port)
    with create_app().app_context():
        if not schema.is_current():
            raise Refused("The database is not up to date: run `tourbook upgrade` first.")
        db.session.remove()
        db.engine.dispose()
    command = running.web_command(
        given.host, given.port, workers=given.workers, threads=given.threads
    )
    say(f"Serving on http://{given.host}:{given.port}/")
    if given.no_worker:
        running.web_alone(command, os.environ)
    return running.web_and_worker(command, os.environ)


def worker(given: argparse.Namespace) -> int:
    running.work(create_app(), while_parent_lives=given.while_parent_lives)
    return 0


def upgrade(given: argparse.Namespace) -> int:
    with create_app().app_context():
        schema.upgrade()
    say("The database is up to date.")
    return 0


def user_add(given: argparse.Namespace) -> int:
    settings = Settings.load()
    with create_app(settings).app_context():
        password = people.typed_password() if given.password else None
        path = people.add(
            given.email, given.name, given.role, language=given.language, password=password
        )
    if path:
        say(f"Open the account within 14 days here: {settings.base_url}{path}")
    else:
        say(f"{given.email} can sign in at {settings.base_url}/sign-in")
    return 0


def backup(given: argparse.Namespace) -> int:
    with create_app().app_context():
        backups.backup(given.file, force=given.force)
    say(f"Written to {given.file}. The keys of the settings are not in it: keep them elsewhere.")
    return 0


def restore(given: argparse.Namespace) -> int:
    with create_app().app_context():
        backups.restore(given.file, force=given.force)
    say("Restored. Run `tourbook upgrade` if the copy is of an older version.")
    return 0


def check(given: argparse.Namespace) -> int:
    settings = Settings.load()
    with create_app(settings).app_context():
        found = list(checking.findings(settings))
    for finding in found:
        say(f"{'ok  ' if finding.good else 'WRONG'} {finding.sentence}")
    return 0 if all(finding.good for finding in found) else 1


def plan(given: argparse.Namespace) -> int:
    if given.prepare:
        return planning.make_ready()
    return planning.plan(given.file, pretty=given.pretty)


def port(text: str) -> int:
    number = int(text)
    if not 0 < number < 65536:
        raise ValueError
    return number


def count(text: str) -> int:
    number = int(text)
    if not 0 < number <= 64:
        raise ValueError
    return number


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(
        prog="tourbook", description="Runs expert visits in the security field."
    )
    parts = made.add_subparsers(required=True, metavar="COMMAND")

    part = parts.add_parser("demo", help="fill a database with an example and serve it")
    part.add_argument("--reset", action="store_true", help="make the example anew")
    add_address(part)
    part.set_defaults(run=demo)

    part = parts.add_parser("serve", help="run the web server and a worker")
    add_address(part)
    part.add_argument("--workers", type=count, default=2, help="web processes (2)")
    part.add_argument("--threads", type=count, default=4, help="threads in each (4)")
    part.add_argument("--no-worker", action="store_true", help="only the web server")
    part.set_defaults(run=serve)

    part = parts.add_parser("worker", help="send messages, make papers, do what is due")
    part.add_argument("--while-parent-lives", action="store_true", help=argparse.SUPPRESS)
    part.set_defaults(run=worker)

    part = parts.add_parser("upgrade", help="bring the database to this version")
    part.set_defaults(run=upgrade)

    part = parts.add_parser("check", help="say what is wrong with this installation")
    part.set_defaults(run=check)

    part = parts.add_parser("backup", help="write a copy of the database")
    part.add_argument("file", type=Path)
    part.add_argument("--force", action="store_true", help="write over the file")
    part.set_defaults(run=backup)

    part = parts.add_parser("restore", help="put a copy of the database back")
    part.add_argument("file", type=Path)
    part.add_argument("--force", action="store_true", help="replace what is in the database")
    part.set_defaults(run=restore)

    part = parts.add_parser("plan", help="propose the best programme for a problem in a file")
    what = part.add_mutually_exclusive_group(required=True)
    what.add_argument(
        "file", nargs="?", metavar="PROBLEM.json", help="the problem; - reads standard input"
    )
    what.add_argument(
        "--prepare",
        action="store_true",
        help="compile ahead of time what the first wide search on a machine needs",
    )
    part.add_argument("--pretty", action="store_true", help="indent the answer")
    part.set_defaults(run=plan)

    add_user_parser(parts.add_parser("user", help="accounts"))
    return made


def add_address(part: argparse.ArgumentParser) -> None:
    part.add_argument("--host", default="127.0.0.1", help="where to listen (127.0.0.1)")
    part.add_argument("--port", type=port, default=5000, help="port to listen on (5000)")


def add_user_parser(user: argparse.ArgumentParser) -> None:
    part = user.add_subparsers(required=True, metavar="COMMAND").add_parser(
        "add", help="make an account, or give one more roles"
    )
    part.add_argument("email")
    part.add_argument("--name", required=True)
    part.add_argument(
        "--role",
        type=Role,
        choices=TEAM_ROLES,
        action="append",
        required=True,
        help="organiser, evaluator or admin; may be given again",
    )
    part.add_argument("--language", choices=LANGUAGES, default="en")
    part.add_argument(
        "--password", action="store_true", help="ask for a password instead of making a link"
    )
    part.set_defaults(run=user_add)


def main(arguments: Sequence[str] | None = None) -> int:
    given = parser().parse_args(arguments)
    logging.basicConfig(format="%(levelname)s %(name)s: %(message)s", level=logging.WARNING)
    try:
        return int(given.run(given))
    except (Refused, SettingsError) as refusal:
        complain(str(refusal))
    except (sa.exc.ProgrammingError, sa.exc.OperationalError):
        complain("The database cannot be used: see `tourbook check`.")
    except OSError as error:
        complain(f"{error.strerror or error}: {error.filename or ''}".rstrip(": "))
    return 1


if __name__ == "__main__":
    sys.exit(main())
