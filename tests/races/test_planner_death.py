"""A worker that ends in the middle of a search: the draft is as it was, another takes it up."""

import contextlib
import os
import signal
import time
from collections.abc import Callable

import psutil
import pytest
import sqlalchemy as sa

from tests import making
from tests.packages.plans import NO_MEAL
from tests.races.conftest import Place
from tests.servers import Program, start_worker, until
from tourbook.core import clock, jobs
from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.packages.models import Item, PlanRun, RunState, Version
from tourbook.packages.queries import planning as queries
from tourbook.packages.rules.proposing.asking import Ask, DayAsk, Want
from tourbook.packages.services import planning, searching

SOON = "2"
#: A worker told to end in the middle of a search is gone by then; about one second, if it is alone.
AT_ONCE = 8.0


def make_search() -> tuple[Version, PlanRun]:
    """A draft with a loose visit, and so many components that the search takes its time."""
    draft = making.make_version(published=False, party_max=20)
    (item,) = draft.days[0].items
    item.component = making.make_component()
    keys = []
    for number in range(60):
        place = making.make_place()
        place.lat, place.lon = 61.2 + number % 8 * 0.12, 26.6 + number // 8 * 0.17
        component = making.make_component(place=place)
        component.duration_minutes = 20
        keys.append(component.id)
    day = DayAsk(1, 480, 1260, lunch=NO_MEAL, dinner=NO_MEAL)
    run = planning.ask(
        draft,
        Ask(days=(day,), group=20, wants={key: Want() for key in keys}),
        today=clock.today(),
        at=clock.now() - searching.HEAD_START,
        actor=Actor(None, "Test Person"),
    )
    db.session.commit()
    return draft, run


def standing(run_id: int) -> tuple[RunState, int]:
    """The state and the attempt; nothing stays open that a worker would have to wait for."""
    row = db.session.execute(
        sa.select(PlanRun.state, PlanRun.progress).where(PlanRun.id == run_id)
    ).one()
    db.session.rollback()
    return row.state, int(row.progress.get("attempt", 0))


def state(run_id: int) -> RunState:
    return standing(run_id)[0]


def attempt(run_id: int) -> int:
    return standing(run_id)[1]


def stop(run_id: int) -> None:
    run = db.session.get_one(PlanRun, run_id, populate_existing=True)
    planning.stop(run, at=clock.now(), actor=Actor(None, "Test Person"))
    db.session.commit()


def planners(worker: Program) -> list[psutil.Process]:
    return [process for process in worker.processes() if "tourbook.cli.solver" in process.cmdline()]


def items() -> list[tuple[int, int, int]]:
    rows = db.session.execute(
        sa.select(Item.id, Item.starts_minute, Item.ends_minute).order_by(Item.id)
    ).all()
    db.session.rollback()
    return [(key, starts, ends) for key, starts, ends in rows]


def test_a_search_outlives_its_worker_and_never_touches_the_draft(place: Place) -> None:
    _draft, run = make_search()
    run_id, before = run.id, items()
    environ = place.environ | {"TOURBOOK_LEASE_SECONDS": SOON}

    worker = start_worker(environ, place.folder)
    until(lambda: bool(planners(worker)) and attempt(run_id) == 1, seconds=120)
    (planner,) = planners(worker)
    until(lambda: planner.cpu_times().user > 1, seconds=120)
    worker.kill()

    assert state(run_id) is RunState.RUNNING
    until(lambda: not psutil.pid_exists(planner.pid), seconds=30)
    assert items() == before

    second = start_worker(environ, place.folder)
    until(lambda: attempt(run_id) == 2, seconds=120)
    with contextlib.suppress(Refused):  # it may have ended by then
        stop(run_id)
    db.session.rollback()
    until(lambda: state(run_id) not in queries.LIVE, seconds=180)
    second.kill()

    assert state(run_id) in (RunState.STOPPED, RunState.DONE)
    assert items() == before


def alone(worker: Program) -> None:
    worker.process.terminate()


def with_its_planner(worker: Program) -> None:
    """As a service manager ends a service: each of its processes is told."""
    os.killpg(worker.process.pid, signal.SIGTERM)


@pytest.mark.parametrize("tell", [alone, with_its_planner])
def test_a_worker_told_to_end_hands_its_search_back(
    place: Place, tell: Callable[[Program], None]
) -> None:
    _draft, run = make_search()
    run_id, before = run.id, items()
    worker = start_worker(place.environ, place.folder)
    until(lambda: bool(planners(worker)) and attempt(run_id) == 1, seconds=120)
    (planner,) = planners(worker)
    until(lambda: planner.cpu_times().user > 1, seconds=120)

    begun = time.monotonic()
    tell(worker)
    worker.process.wait(timeout=60)

    assert time.monotonic() - begun < AT_ONCE
    assert not psutil.pid_exists(planner.pid)
    assert standing(run_id) == (RunState.WAITING, 0)
    assert job() == (jobs.JobState.WAITING, 0, None)

    second = start_worker(place.environ, place.folder)
    until(lambda: attempt(run_id) == 1, seconds=60)
    stop(run_id)
    until(lambda: state(run_id) is RunState.STOPPED, seconds=120)
    second.stop()
    assert job()[0] is jobs.JobState.DONE
    assert items() == before


def job() -> tuple[jobs.JobState, int, str | None]:
    """How the search's job stands."""
    row = db.session.execute(
        sa.select(jobs.Job.state, jobs.Job.attempts, jobs.Job.error).where(
            jobs.Job.kind == searching.SEARCH
        )
    ).one()
    db.session.rollback()
    return row[0], row[1], row[2]
