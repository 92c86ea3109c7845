"""Jobs in one worker's hands: done once, tried again, given up, never made twice."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.making import NOON
from tourbook.core import jobs
from tourbook.core.db import db
from tourbook.core.jobs import BACK_OFF, LEASE, Finish, Job, JobState

done: list[Any] = []
given_up: list[str] = []


def note(payload: dict[str, Any], at: object) -> None:
    done.append(payload["n"])


def fail(payload: dict[str, Any], at: object) -> None:
    raise ValueError("It does not work.")


def slow(payload: dict[str, Any], at: object) -> Finish:
    return lambda: done.append(f"finished {payload['n']}")


def tell(payload: dict[str, Any], error: str) -> None:
    given_up.append(error)


@pytest.fixture(autouse=True)
def kinds(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(jobs, "_kinds", dict(jobs._kinds))
    monkeypatch.setattr(jobs, "_periodic", {})
    jobs.handler("test.note")(note)
    jobs.handler("test.fail", parked=tell)(fail)
    jobs.handler("test.slow", slow=True)(slow)
    yield
    done.clear()
    given_up.clear()


@pytest.fixture(autouse=True)
def database(app: Flask) -> Flask:
    return app


def enqueue(kind: str = "test.note", n: int = 1, **options: Any) -> None:
    jobs.enqueue(kind, {"n": n}, at=NOON, **options)
    db.session.commit()


def only_job() -> Job:
    db.session.expire_all()
    return db.session.scalars(sa.select(Job)).one()


def test_a_job_is_done_once() -> None:
    enqueue()

    assert jobs.run_due(at=NOON) == 1
    assert jobs.run_due(at=NOON) == 0
    assert done == [1]
    assert (only_job().state, only_job().attempts) == (JobState.DONE, 1)


def test_jobs_are_done_in_the_order_in_which_they_are_due() -> None:
    enqueue(n=1, run_at=NOON)
    enqueue(n=2, run_at=NOON - timedelta(minutes=1))

    jobs.run_due(at=NOON)

    assert done == [2, 1]


def test_a_job_waits_for_its_time() -> None:
    enqueue(run_at=NOON + timedelta(hours=1))

    assert jobs.run_due(at=NOON) == 0
    assert jobs.run_due(at=NOON + timedelta(hours=1)) == 1


def test_a_slow_job_writes_what_it_hands_back() -> None:
    enqueue("test.slow", 7)

    assert jobs.run_due(at=NOON) == 1
    assert done == ["finished 7"]


def test_a_key_makes_one_job() -> None:
    enqueue(dedupe_key="once")
    enqueue(n=2, dedupe_key="once")

    assert only_job().payload == {"n": 1}


def test_without_a_key_there_are_two() -> None:
    enqueue()
    enqueue()

    assert db.session.scalar(sa.select(sa.func.count()).select_from(Job)) == 2


def test_a_failure_is_tried_again_later() -> None:
    enqueue("test.fail")

    assert jobs.run_due(at=NOON) == 0
    job = only_job()
    assert (job.state, job.error) == (JobState.WAITING, "ValueError: It does not work.")
    assert BACK_OFF[0] <= job.run_at - NOON < BACK_OFF[0] + timedelta(seconds=30)
    assert given_up == []


def test_after_the_last_try_a_job_is_parked_and_its_kind_is_told() -> None:
    enqueue("test.fail")
    at = NOON

    for wait in (timedelta(), *BACK_OFF):
        at += wait + timedelta(minutes=1)
        jobs.run_due(at=at)

    job = only_job()
    assert (job.state, job.attempts) == (JobState.PARKED, len(BACK_OFF) + 1)
    assert given_up == ["ValueError: It does not work."]


def test_a_parked_job_starts_again() -> None:
    enqueue("test.fail", dedupe_key="it")
    only_job().state = JobState.PARKED
    db.session.commit()

    jobs.start_again("it", "test.fail", {"n": 1}, at=NOON)
    db.session.commit()

    assert (only_job().state, only_job().attempts) == (JobState.WAITING, 0)


def test_a_forgotten_job_starts_again() -> None:
    jobs.start_again("it", "test.note", {"n": 4}, at=NOON)
    db.session.commit()

    assert jobs.run_due(at=NOON) == 1
    assert done == [4]


def test_a_claimed_job_is_left_alone_until_its_lease_runs_out() -> None:
    enqueue()
    assert jobs.claim("one", at=NOON) is not None

    assert jobs.claim("two", at=NOON + LEASE) is None
    taken = jobs.claim("two", at=NOON + LEASE + timedelta(seconds=1))
    assert taken is not None
    assert (taken.worker, taken.attempts) == ("two", 2)


def test_a_worker_that_was_too_slow_changes_nothing() -> None:
    enqueue()
    first = jobs.claim("one", at=NOON)
    assert first is not None
    held = jobs.Claimed(first.id, first.kind, first.payload, first.attempts, first.worker)
    jobs.claim("two", at=NOON + LEASE * 2)

    with pytest.raises(RuntimeError, match="another worker"):
        jobs.mark_done(held, at=NOON)
    jobs.put_back(held, ValueError("late"), at=NOON)

    assert (only_job().state, only_job().worker) == (JobState.RUNNING, "two")


def test_a_job_that_stops_its_worker_each_time_is_parked() -> None:
    enqueue()
    only_job().attempts = len(BACK_OFF) + 1
    db.session.commit()

    jobs.run_due(at=NOON)

    assert only_job().state is JobState.PARKED
    assert done == []


def test_a_kind_that_nobody_knows_is_tried_again() -> None:
    enqueue("test.unknown")

    jobs.run_due(at=NOON)

    assert (only_job().state, only_job().error) == (JobState.WAITING, "KeyError: 'test.unknown'")


def test_a_periodic_job_is_made_once_in_its_stretch() -> None:
    jobs.periodic("test.note", every=timedelta(minutes=10))(note)

    for minutes in (0, 1, 9, 10, 11):
        jobs.plan_periodic(at=NOON + timedelta(minutes=minutes), planned={})

    keys = db.session.scalars(sa.select(Job.dedupe_key).order_by(Job.id)).all()
    stretch = int(NOON.timestamp()) // 600
    assert keys == [f"test.note@{stretch}", f"test.note@{stretch + 1}"]


def test_old_jobs_are_forgotten() -> None:
    enqueue()
    jobs.run_due(at=NOON)

    jobs.tidy({}, NOON + timedelta(days=29))
    assert only_job().state is JobState.DONE
    jobs.tidy({}, NOON + timedelta(days=31))
    assert db.session.scalars(sa.select(Job)).all() == []
