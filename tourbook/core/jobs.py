"""Work for the worker: a table of jobs written in the business transaction.

A job is claimed with a lease, run, and marked done in the same transaction as what it changed. A
worker that dies leaves a lease that runs out, and another takes the job up; one that works long
renews its lease. A job that fails is tried again later and later, then parked where the organiser
sees it.
"""

import logging
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from tourbook.core import clock
from tourbook.core.db import Base, db, only_reading
from tourbook.core.inserts import insert_once

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
#: How long to wait after the first, second, ... failure; after the last the job is parked.
BACK_OFF = tuple(timedelta(seconds=s) for s in (5, 30, 120, 600, 3600, 4 * 3600, 12 * 3600))
IDLE_SECONDS = 0.5

#: What a handler hands back to be run in the writing transaction.
Finish = Callable[[], None]
Handler = Callable[[dict[str, Any], datetime], Finish | None]
#: Told with the payload and the error when a job is given up.
Parked = Callable[[dict[str, Any], str], None]


class JobState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    PARKED = "parked"


class Job(Base):
    __tablename__ = "job"
    kind: Mapped[str] = mapped_column(sa.String(60))
    payload: Mapped[dict[str, Any]]
    #: At most one job with this key is ever made.
    dedupe_key: Mapped[str | None] = mapped_column(sa.String(120), unique=True)
    state: Mapped[JobState] = mapped_column(default=JobState.WAITING)
    run_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[datetime | None]
    worker: Mapped[str | None] = mapped_column(sa.String(100))
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    error: Mapped[str | None] = mapped_column(sa.String(500))
    __table_args__ = (
        sa.CheckConstraint("attempts >= 0", name="attempts"),
        sa.Index("ix_job_due", "state", "run_at"),
    )


@dataclass(frozen=True)
class Kind:
    run: Handler
    #: Works long before it writes: runs without the write lock and hands back a `Finish`.
    slow: bool = False
    parked: Parked | None = None


@dataclass(frozen=True)
class Claimed:
    """A job in the hands of one worker, at one attempt."""

    id: int
    kind: str
    payload: dict[str, Any]
    attempt: int
    worker: str | None

    @property
    def held(self) -> sa.ColumnElement[bool]:
        """The job's row, while this attempt still holds it."""
        return sa.and_(
            Job.id == self.id,
            Job.worker == self.worker,
            Job.attempts == self.attempt,
            Job.state == JobState.RUNNING,
        )


class HandedBack(Exception):
    """Raised by a handler whose worker was told to end: another worker shall do the job."""


#: Set where a worker works: is it told to end?
_stop: ContextVar[threading.Event | None] = ContextVar("stop", default=None)
_kinds: dict[str, Kind] = {}
_periodic: dict[str, timedelta] = {}


def handler(
    kind: str, *, slow: bool = False, parked: Parked | None = None
) -> Callable[[Handler], Handler]:
    """Register what a job of this kind does. It may run twice, so it must not mind.

    A `slow` handler only reads, and hands back a function that writes what it worked out.
    `parked` writes what shall be known when the job is given up.
    """

    def register(run: Handler) -> Handler:
        _kinds[kind] = Kind(run, slow, parked)
        return run

    return register


def periodic(kind: str, *, every: timedelta) -> Callable[[Handler], Handler]:
    """Register a handler that runs once in each stretch of `every`, however many workers run."""
    _periodic[kind] = every
    return handler(kind)


def enqueue(
    kind: str,
    payload: dict[str, Any],
    *,
    at: datetime,
    run_at: datetime | None = None,
    dedupe_key: str | None = None,
) -> None:
    """Add a job to the transaction; one with a key that was used before is not made again."""
    if dedupe_key is None:
        db.session.add(Job(kind=kind, payload=payload, run_at=run_at or at, created_at=at))
        return
    values = {
        "kind": kind,
        "payload": payload,
        "run_at": run_at or at,
        "created_at": at,
        "dedupe_key": dedupe_key,
        "state": JobState.WAITING,
        "attempts": 0,
    }
    db.session.execute(insert_once(Job), [values])


def ending() -> bool:
    """Is the worker that asks told to end? A job that takes long hands itself back then."""
    stop = _stop.get()
    return stop is not None and stop.is_set()


def worker_name() -> str:
    return f"{socket.gethostname()}:{os.getpid()}:{threading.get_ident()}"


def claim(worker: str, *, at: datetime, lease: timedelta = LEASE) -> Job | None:
    """Take the job that has waited longest, or one whose worker is gone. Commits."""
    due = sa.or_(
        sa.and_(Job.state == JobState.WAITING, Job.run_at <= at),
        sa.and_(Job.state == JobState.RUNNING, Job.lease_until < at),
    )
    with only_reading():
        waiting = db.session.scalar(sa.select(Job.id).where(due).limit(1))
        db.session.rollback()
    if waiting is None:
        return None
    oldest = (
        sa.select(Job.id)
        .where(due)
        .order_by(Job.run_at, Job.id)
        .limit(1)
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )
    job = db.session.scalar(
        sa.update(Job)
        .where(Job.id == oldest)
        .values(
            state=JobState.RUNNING,
            worker=worker,
            lease_until=at + lease,
            attempts=Job.attempts + 1,
        )
        .returning(Job)
        .execution_options(synchronize_session=False)
    )
    db.session.commit()
    return job


def run(job: Job, *, at: datetime) -> bool:
    """Do a claimed job and commit; on failure put it back for later. True if it was done."""
    claimed = Claimed(job.id, job.kind, dict(job.payload), job.attempts, job.worker)
    lease = (job.lease_until or at) - at
    started = time.monotonic()
    db.session.rollback()
    try:
        finish = prepared(claimed, lease, at)
        if finish is not None:
            finish()
        mark_done(claimed, at=at + elapsed(started))
        db.session.commit()
    except HandedBack:
        db.session.rollback()
        hand_back(claimed, at=at + elapsed(started))
        db.session.commit()
        return False
    except Exception as error:
        db.session.rollback()
        log.exception("Job %s (%s) failed at attempt %s", claimed.id, claimed.kind, claimed.attempt)
        put_back(claimed, error, at=at + elapsed(started))
        db.session.commit()
        return False
    return True


def elapsed(started: float) -> timedelta:
    return timedelta(seconds=time.monotonic() - started)


def prepared(claimed: Claimed, lease: timedelta, at: datetime) -> Finish | None:
    if claimed.attempt > len(BACK_OFF) + 1:
        raise RuntimeError("The job stopped its worker each time.")
    kind = _kinds[claimed.kind]
    if not kind.slow:
        return kind.run(claimed.payload, at)
    with only_reading(), renewing(claimed, lease, at):
        finish = kind.run(claimed.payload, at)
        db.session.rollback()
    return finish


@contextmanager
def renewing(claimed: Claimed, lease: timedelta, at: datetime) -> Iterator[None]:
    """Within: the lease is renewed long before it runs out, so that nobody else takes the job."""
    done = threading.Event()
    engine = db.engine
    started = time.monotonic()

    def renew() -> None:
        while not done.wait(lease.total_seconds() / 3):
            until = at + elapsed(started) + lease
            try:
                with engine.begin() as connection:
                    connection.execute(sa.update(Job).where(claimed.held).values(lease_until=until))
            except sa.exc.SQLAlchemyError:
                log.warning("The lease of job %s could not be renewed.", claimed.id)

    renewer = threading.Thread(target=renew, name="lease", daemon=True)
    renewer.start()
    try:
        yield
    finally:
        done.set()
        renewer.join()


def mark_done(claimed: Claimed, *, at: datetime) -> None:
    marked = db.session.execute(
        sa.update(Job)
        .where(claimed.held)
        .values(state=JobState.DONE, finished_at=at, lease_until=None, error=None)
        .returning(Job.id)
        .execution_options(synchronize_session=False)
    ).first()
    if marked is None:
        raise RuntimeError("The lease ran out and another worker has the job.")


def hand_back(claimed: Claimed, *, at: datetime) -> None:
    """For another worker to take at once; this attempt does not count."""
    db.session.execute(
        sa.update(Job)
        .where(claimed.held)
        .values(state=JobState.WAITING, run_at=at, lease_until=None, attempts=Job.attempts - 1)
        .execution_options(synchronize_session=False)
    )


def put_back(claimed: Claimed, error: Exception, *, at: datetime) -> None:
    given_up = claimed.attempt > len(BACK_OFF)
    wait = BACK_OFF[min(claimed.attempt, len(BACK_OFF)) - 1]
    sentence = f"{type(error).__name__}: {error}"[:500]
    kept = db.session.execute(
        sa.update(Job)
        .where(claimed.held)
        .values(
            state=JobState.PARKED if given_up else JobState.WAITING,
            run_at=at + wait,
            lease_until=None,
            error=sentence,
        )
        .returning(Job.id)
        .execution_options(synchronize_session=False)
    ).first()
    kind = _kinds.get(claimed.kind)
    if kept and given_up and kind and kind.parked:
        kind.parked(claimed.payload, sentence)


def start_again(dedupe_key: str, kind: str, payload: dict[str, Any], *, at: datetime) -> None:
    """Run the job of this key afresh, though it was given up or is forgotten."""
    enqueue(kind, payload, at=at, dedupe_key=dedupe_key)
    db.session.execute(
        sa.update(Job)
        .where(Job.dedupe_key == dedupe_key, Job.state.in_([JobState.PARKED, JobState.DONE]))
        .values(state=JobState.WAITING, attempts=0, run_at=at, finished_at=None, error=None)
        .execution_options(synchronize_session=False)
    )


def plan_periodic(*, at: datetime, planned: dict[str, int]) -> None:
    """Make the periodic jobs of this stretch of time that are not there yet. Commits."""
    for kind, every in _periodic.items():
        stretch = int(at.timestamp() // every.total_seconds())
        if planned.get(kind) == stretch:
            continue
        enqueue(kind, {}, at=at, dedupe_key=f"{kind}@{stretch}")
        db.session.commit()
        planned[kind] = stretch


def run_due(*, at: datetime) -> int:
    """Do everything that is due, once each; how many were done."""
    done = 0
    while (job := claim(worker_name(), at=at)) is not None:
        done += run(job, at=at)
    return done


def work(stop: threading.Event, *, lease: timedelta = LEASE) -> None:
    """Do jobs until told to stop; lives through a database that is away for a while."""
    _stop.set(stop)
    planned: dict[str, int] = {}
    name = worker_name()
    while not stop.is_set():
        try:
            at = clock.now()
            plan_periodic(at=at, planned=planned)
            job = claim(name, at=at, lease=lease)
            if job is not None:
                run(job, at=at)
                continue
        except sa.exc.SQLAlchemyError:
            db.session.rollback()
            log.warning("The database cannot be reached; trying again.")
            stop.wait(2)
        stop.wait(IDLE_SECONDS)


@periodic("core.tidy_jobs", every=timedelta(days=1))
def tidy(payload: dict[str, Any], at: datetime) -> None:
    """Forget jobs that were done a month ago."""
    db.session.execute(
        sa.delete(Job).where(Job.state == JobState.DONE, Job.finished_at < at - timedelta(days=30))
    )
