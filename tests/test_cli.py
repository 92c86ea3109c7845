"""The `tourbook` command: what it says and how it ends."""

import io
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.conftest import SECRET
from tourbook.cli.main import main

Run = Callable[..., int]


@pytest.fixture
def tourbook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """`tourbook("upgrade")` with an instance folder of its own."""
    monkeypatch.setenv("TOURBOOK_INSTANCE", str(tmp_path))
    monkeypatch.setenv("TOURBOOK_DATABASE_URL", f"sqlite:///{tmp_path / 'cli.sqlite3'}")

    def run(*words: str) -> int:
        try:
            return main(words)
        except SystemExit as ended:
            return int(ended.code or 0)

    return run


def count_of_users(file: Path) -> int:
    with closing(sqlite3.connect(file)) as connection:
        return int(connection.execute('SELECT count(*) FROM "user"').fetchone()[0])


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["demo"],
        ["serve"],
        ["worker"],
        ["upgrade"],
        ["check"],
        ["backup"],
        ["restore"],
        ["user"],
        ["user", "add"],
    ],
)
def test_each_part_explains_itself(
    tourbook: Run, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert tourbook(*words, "--help") == 0
    assert "usage: tourbook" in capsys.readouterr().out


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["dance"],
        ["serve", "--port", "0"],
        ["serve", "--workers", "x"],
        ["user", "add", "a@example.org"],
        ["user", "add", "a@example.org", "--name", "A", "--role", "host"],
    ],
)
def test_wrong_usage_ends_with_2(tourbook: Run, words: list[str]) -> None:
    assert tourbook(*words) == 2


def test_upgrade_makes_a_database_that_check_finds_good(
    tourbook: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    before = tourbook("check")
    assert "WRONG The database is not up to date" in capsys.readouterr().out

    assert (before, tourbook("upgrade"), tourbook("check")) == (1, 0, 0)
    assert "WRONG" not in capsys.readouterr().out


def test_serve_refuses_a_database_that_is_not_up_to_date(
    tourbook: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    assert tourbook("serve", "--port", "5987") == 1
    assert capsys.readouterr().err == (
        "tourbook: The database is not up to date: run `tourbook upgrade` first.\n"
    )


def test_production_without_a_key_is_refused_with_the_way_to_make_one(
    tourbook: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TOURBOOK_ENV", "production")

    assert tourbook("upgrade") == 1
    assert "TOURBOOK_SECRET_KEY is not set. Make one with" in capsys.readouterr().err

    monkeypatch.setenv("TOURBOOK_SECRET_KEY", SECRET)
    monkeypatch.setenv("TOURBOOK_ENCRYPTION_KEY", SECRET)
    assert tourbook("upgrade") == 0


def test_user_add_prints_a_link_or_takes_a_password(
    tourbook: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    tourbook("upgrade")
    words = ("user", "add", "Anna@example.org", "--name", "Anna", "--role", "admin")

    assert tourbook(*words) == 0
    assert "/welcome/" in capsys.readouterr().out
    monkeypatch.setattr("sys.stdin", io.StringIO("quiet-lake-at-dawn\n"))
    assert tourbook(*words, "--password") == 0
    assert "/sign-in" in capsys.readouterr().out
    monkeypatch.setattr("sys.stdin", io.StringIO("short\n"))
    assert tourbook(*words, "--password") == 1
    assert "at least 12 characters" in capsys.readouterr().err
    assert tourbook("user", "add", "no address", "--name", "A", "--role", "admin") == 1


def test_backup_and_restore_bring_back_what_was(tourbook: Run, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite3"
    tourbook("upgrade")
    add = ("user", "add", "--name", "A", "--role", "admin")
    tourbook(*add, "one@example.org")

    assert tourbook("backup", str(copy)) == 0
    tourbook(*add, "two@example.org")
    assert tourbook("restore", str(copy)) == 1
    assert count_of_users(tmp_path / "cli.sqlite3") == 2
    assert tourbook("restore", "--force", str(copy)) == 0
    assert count_of_users(tmp_path / "cli.sqlite3") == 1


def test_backup_writes_over_nothing_unless_told_to(tourbook: Run, tmp_path: Path) -> None:
    tourbook("upgrade")
    kept = tmp_path / "kept"
    kept.write_text("mine", encoding="utf-8")

    assert tourbook("backup", str(kept)) == 1
    assert kept.read_text(encoding="utf-8") == "mine"
    assert tourbook("backup", "--force", str(kept)) == 0
    assert count_of_users(kept) == 0


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\x00 but broken"])
def test_restore_takes_only_a_whole_copy(tourbook: Run, tmp_path: Path, content: bytes) -> None:
    tourbook("upgrade")
    broken = tmp_path / "broken"
    broken.write_bytes(content)

    assert tourbook("restore", "--force", str(broken)) == 1
    assert tourbook("restore", "--force", str(tmp_path / "missing")) == 1
    assert count_of_users(tmp_path / "cli.sqlite3") == 0
