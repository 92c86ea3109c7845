"""Several worker processes on one database, and one that is killed in the middle."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from tests import databases
from tests.conftest import SECRET, settings_for
from tourbook.app import create_app
from tourbook.core import clock, jobs
from tourbook.core.db import db
from tourbook.core.jobs import Job, JobState

PATIENCE = 120


class Floor:
    """A database of its own, and worker processes on it."""

    def __init__(self, folder: Path, url: str) -> None:
        self.notes = folder / "notes"
        self.notes.touch()
        self.app: Flask = create_app(settings_for(folder, url))
        self.environ = os.environ | {
            "TOURBOOK_INSTANCE": str(folder),
            "TOURBOOK_DATABASE_URL": url,
            "TOURBOOK_SECRET_KEY": SECRET,
            "TOURBOOK_ENCRYPTION_KEY": SECRET,
        }

    @contextmanager
    def worker(self, lease: float) -> Iterator[subprocess.Popen[bytes]]:
        command = [sys.executable, "-m", "tests.core.worker", str(self.notes), str(lease)]
        with subprocess.Popen(command, env=self.environ) as process:
            try:
                yield process
            finally:
                process.kill()

    def enqueue(self, count: int, *, seconds: float) -> None:
        with self.app.app_context():
            for n in range(count):
                jobs.enqueue("test.work", {"n": n, "seconds": seconds}, at=clock.now())
            db.session.commit()

    def noted(self) -> list[str]:
        return self.notes.read_text(encoding="utf-8").splitlines()

    def states(self) -> list[JobState]:
        with self.app.app_context():
            return list(db.session.scalars(sa.select(Job.state)))

    def wait(self, until: Callable[[], bool]) -> None:
        end = time.monotonic() + PATIENCE
        while not until():
            assert time.monotonic() < end, self.noted()
            time.sleep(0.05)


@pytest.fixture(params=databases.DATABASES)
def floor(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Floor]:
    url = f"sqlite:///{tmp_path / 'work.sqlite3'}"
    if request.param == "postgresql":
        url = databases.new_database(request.getfixturevalue("postgres"))
    made = Floor(tmp_path, url)
    with made.app.app_context():
        db.create_all()
    yield made
    with made.app.app_context():
        db.session.remove()
        db.engine.dispose()


def test_two_workers_do_each_job_once(floor: Floor) -> None:
    floor.enqueue(40, seconds=0.01)

    with floor.worker(30), floor.worker(30):
        floor.wait(lambda: floor.states() == [JobState.DONE] * 40)

    assert sorted(floor.noted()) == sorted(
        [f"begin {n}" for n in range(40)] + [f"done {n}" for n in range(40)]
    )


def test_another_worker_takes_up_the_job_of_one_that_was_killed(floor: Floor) -> None:
    floor.enqueue(1, seconds=2)

    with floor.worker(1) as first:
        floor.wait(lambda: floor.noted() == ["begin 0"])
        first.send_signal(signal.SIGKILL)
        first.wait()
        with floor.worker(1):
            floor.wait(lambda: floor.states() == [JobState.DONE])

    assert floor.noted() == ["begin 0", "begin 0", "done 0"]


def test_a_long_job_keeps_its_lease(floor: Floor) -> None:
    floor.enqueue(1, seconds=8)

    with floor.worker(6), floor.worker(6):
        floor.wait(lambda: floor.states() == [JobState.DONE])

    assert floor.noted() == ["begin 0", "done 0"]
