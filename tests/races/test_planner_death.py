"""A worker killed in the middle of a search: the draft is as it was, and another takes it up."""

import contextlib

import psutil
import sqlalchemy as sa

from tests import making
from tests.packages.plans import NO_MEAL
from tests.races.conftest import Place
from tests.servers import Program, start_worker, until
from tourbook.core import clock
from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.packages.models import Item, PlanRun, RunState, Version
from tourbook.packages.queries import planning as queries
from tourbook.packages.rules.proposing.asking import Ask, DayAsk, Want
from tourbook.packages.services import planning, searching

SOON = "2"


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


def again(run_id: int) -> PlanRun:
    found = db.session.get_one(PlanRun, run_id, populate_existing=True)
    db.session.rollback()
    return found


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

    assert again(run_id).state is RunState.RUNNING
    until(lambda: not psutil.pid_exists(planner.pid), seconds=30)
    assert items() == before

    second = start_worker(environ, place.folder)
    until(lambda: attempt(run_id) == 2, seconds=120)
    with contextlib.suppress(Refused):  # it may have ended by then
        planning.stop(again(run_id), at=clock.now(), actor=Actor(None, "Test Person"))
    db.session.commit()
    until(lambda: again(run_id).state not in queries.LIVE, seconds=180)
    second.kill()

    assert again(run_id).state in (RunState.STOPPED, RunState.DONE)
    assert items() == before


def attempt(run_id: int) -> int:
    return int(again(run_id).progress.get("attempt", 0))
