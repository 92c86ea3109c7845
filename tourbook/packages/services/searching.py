"""Searching for the programmes of a draft: at once where that is quick, else in the worker.

A search never touches the draft. What it is made of is read in one go; while the planner works no
transaction is open but the short ones that tell how far it is.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import sqlalchemy as sa

from tourbook.core import clock, jobs, zones
from tourbook.core.db import db, only_reading
from tourbook.core.formats import ZONE
from tourbook.packages import queries
from tourbook.packages.models import PlanRun, RunState
from tourbook.packages.queries import libraries, planning
from tourbook.packages.queries.libraries import Matter
from tourbook.packages.rules.planner import problem as planner
from tourbook.packages.rules.planner.answer import Answer
from tourbook.packages.rules.proposing import asking, carrying, findings, seeking
from tourbook.packages.rules.proposing import posing as proposing
from tourbook.packages.rules.proposing.asking import Ask
from tourbook.packages.rules.proposing.candidates import Reason, Why
from tourbook.packages.services.solving import Solver, SolverDied

SEARCH = "packages.propose"
#: So many programmes are shown side by side.
PROPOSALS = 3
#: Seconds that the worker searches at the most.
LONG = 60.0
#: Seconds that a person waits, and the most visits and days for which that is tried.
SHORT = 1.5
SMALL = (60, 5)
#: A search that is answered at once has ended by then; else the worker takes it up.
HEAD_START = timedelta(seconds=20)
#: How readily a search in the background lets web processes go first.
PATIENT = 5
#: Seconds between two reports.
REPORT = 1.0
#: So often a search is taken up again after its worker died.
MOST_ATTEMPTS = 3

Json = dict[str, Any]


@dataclass(frozen=True)
class Task:
    """A search as it was asked for."""

    run_id: int
    ask: Ask
    matter: Matter
    #: Components of the search before that are none of this one's candidates.
    not_asked: tuple[int, ...]


def task_of(run: PlanRun, *, at: datetime) -> Task | None:
    """What the search is made of, as things stand now; None when the draft is gone."""
    version = queries.whole(run.version_id)
    if version is None:
        return None
    ask = asking.from_json(run.asked)
    earlier = components_before(run)
    retired = {row.id for row in planning.components(earlier) if row.retired_at is not None}
    matter = libraries.matter_of(version, ask, today=zones.local_day(at, ZONE), also=retired)
    known = {candidate.offer.id for candidate in matter.library.candidates}
    return Task(run.id, ask, matter, tuple(sorted(earlier - known)))


def components_before(run: PlanRun) -> set[int]:
    """The components of the best programme of the search before this one."""
    before = planning.run_before(run)
    if before is None or not before.answer or not before.answer["proposals"]:
        return set()
    stops = before.answer["proposals"][0]["stops"]
    chosen = [stop for stop in stops if stop["state"] != "kept" and stop["kind"] in CHOSEN_KINDS]
    return {stop["component"] for stop in chosen if stop["component"]}


CHOSEN_KINDS = ("programme", "side")


def is_small(problem: Json) -> bool:
    visits, days = SMALL
    return len(problem["visits"]) <= visits and len(problem["days"]) <= days


def searched(task: Task, *, seconds: float, tell: "Tell", niceness: int = 0) -> Json:
    """The answer as it is kept.

    Raises:
        SolverDied: the planner's process ended.
    """
    with Solver(niceness=niceness) as solver:

        def solve(problem: planner.Problem) -> Sequence[Answer]:
            return solver.propose(problem, count=PROPOSALS, tell=tell)

        sought = seeking.seek(
            task.matter.outline, task.ask, task.matter.library, solve, seconds=seconds
        )
    not_asked = tuple(Reason(key, Why.NOT_ASKED) for key in task.not_asked)
    posed = replace(sought.posed, left_out=(*sought.posed.left_out, *not_asked))
    return findings.as_json(replace(sought, posed=posed), task.matter.prices)


Tell = Callable[[Json | None], bool]


class Reporter:
    """Writes how far a search is about once a second, and hears whether it is to stop.

    Raises:
        jobs.HandedBack: the worker is told to end.
    """

    def __init__(self, run_id: int, attempt: int, *, at: datetime) -> None:
        self.run_id = run_id
        self.at = at
        self.attempt = attempt
        self.begun = self.told = time.monotonic()
        self.newest: Json = {}
        self.go_on = True

    def __call__(self, progress: Json | None) -> bool:
        if jobs.ending():
            raise jobs.HandedBack
        self.newest = progress or self.newest
        now = time.monotonic()
        if now - self.told >= REPORT:
            self.told = now
            self.report()
        return self.go_on

    def report(self) -> None:
        seconds = time.monotonic() - self.begun
        told = self.newest | {
            "seconds": round(seconds, 1),
            "attempt": self.attempt,
            "at": (self.at + timedelta(seconds=seconds)).isoformat(),
        }
        wanted = db.session.execute(
            sa.update(PlanRun)
            .where(PlanRun.id == self.run_id, PlanRun.state == RunState.RUNNING)
            .values(progress=told)
            .returning(PlanRun.stop_wanted)
            .execution_options(synchronize_session=False)
        ).first()
        db.session.commit()
        self.go_on = wanted is not None and not wanted[0]


def search_at_once(run_id: int, *, at: datetime) -> bool:
    """Search while the person waits; True when there is an answer, else the worker goes on.

    Commits nothing by itself: what was found is in the session.
    """
    with only_reading():
        run = db.session.get(PlanRun, run_id)
        task = task_of(run, at=at) if run and is_small(run.problem) else None
        db.session.rollback()
    if task is None:
        return False
    begun = time.monotonic()
    try:
        answer = searched(task, seconds=SHORT, tell=lambda _: time.monotonic() - begun < 3 * SHORT)
    except SolverDied:
        return False
    in_time = time.monotonic() - begun < 2 * SHORT
    return is_whole(answer, in_time=in_time) and keep(run_id, answer, RunState.DONE, at=at)


def is_whole(answer: Json, *, in_time: bool) -> bool:
    """Would a longer search find nothing more?"""
    if not answer["proposals"]:
        return bool(answer["conflict"])
    return answer["proven"] and (in_time or len(answer["proposals"]) == PROPOSALS)


@jobs.handler(SEARCH, slow=True, parked=lambda payload, error: fail(payload["run"], at=clock.now()))
def search(payload: Json, at: datetime) -> jobs.Finish | None:
    """The same in the worker, for as long as it takes; taken up anew if a worker died over it."""
    run_id = payload["run"]
    attempt = begin(run_id)
    if attempt is None:
        return None
    run = db.session.get(PlanRun, run_id)
    task = task_of(run, at=at) if run else None
    db.session.rollback()
    if task is None or attempt > MOST_ATTEMPTS:
        return partial(fail, run_id, at=at)
    reporter = Reporter(run_id, attempt, at=at)
    reporter.report()
    begun = time.monotonic()
    try:
        answer = searched(task, seconds=LONG, tell=reporter, niceness=PATIENT)
    except jobs.HandedBack:
        hand_back(run_id)
        raise
    except SolverDied:
        return partial(fail, run_id, at=at)
    state = RunState.DONE if reporter.go_on else RunState.STOPPED
    seconds = timedelta(seconds=time.monotonic() - begun)
    return lambda: finish(run_id, answer, state, at=at + seconds)


def begin(run_id: int) -> int | None:
    """Say that a worker has the search, and at which attempt; None when it has ended already.

    A transaction of its own begins with the write: on SQLite one that has read cannot write once
    somebody else has.
    """
    told = db.session.scalar(sa.select(PlanRun.progress).where(PlanRun.id == run_id)) or {}
    db.session.rollback()
    progress = told | {"attempt": int(told.get("attempt", 0)) + 1}
    taken = changed(run_id, {"state": RunState.RUNNING, "progress": progress})
    db.session.commit()
    return progress["attempt"] if taken else None


def hand_back(run_id: int) -> None:
    """Another worker begins it anew; this attempt does not count. A transaction of its own."""
    db.session.rollback()
    told = db.session.scalar(sa.select(PlanRun.progress).where(PlanRun.id == run_id)) or {}
    db.session.rollback()
    progress = told | {"attempt": max(0, int(told.get("attempt", 0)) - 1)}
    changed(run_id, {"state": RunState.WAITING, "progress": progress})
    db.session.commit()


def keep(run_id: int, answer: Json, state: RunState, *, at: datetime) -> bool:
    """Keep the answer, unless the search has ended otherwise; whether it was kept."""
    return changed(run_id, {"state": state, "answer": answer, "finished_at": at})


def finish(run_id: int, answer: Json, state: RunState, *, at: datetime) -> None:
    keep(run_id, answer, state, at=at)


def fail(run_id: int, *, at: datetime) -> None:
    changed(run_id, {"state": RunState.FAILED, "finished_at": at})


def changed(run_id: int, values: Json) -> bool:
    """Write this of a search that has not ended yet; whether it had not."""
    row = db.session.execute(
        sa.update(PlanRun)
        .where(PlanRun.id == run_id, PlanRun.state.in_(planning.LIVE))
        .values(**values)
        .returning(PlanRun.id)
        .execution_options(synchronize_session="fetch")
    ).first()
    return row is not None


def problem_of(matter: Matter, ask: Ask) -> Json:
    """What the planner is given, as it is kept with the search."""
    puzzle = proposing.posed(matter.outline, ask, matter.library, seconds=LONG)
    return carrying.problem_to_json(puzzle.problem)
