"""Asking for programmes of a draft, ending a search, and laying what was found on the draft."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from tourbook.core import audit, jobs
from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.core.formats import money
from tourbook.core.languages import LANGUAGES, N_, in_language
from tourbook.core.refused import Refused
from tourbook.core.texts import Texts
from tourbook.hosts.models import ComponentKind
from tourbook.packages.models import PlanRun, RunState, Version
from tourbook.packages.queries import libraries, planning
from tourbook.packages.queries.outlines import outline_of
from tourbook.packages.rules.proposing import asking, findings
from tourbook.packages.rules.proposing.asking import Ask
from tourbook.packages.services import drafts, searching
from tourbook.packages.services.history import hold

#: A search of which nothing was heard for so long has lost its worker.
SILENT = timedelta(minutes=2)
LABEL = N_("Proposed programme")

Json = dict[str, Any]


class OverBudget(Refused):
    """What stays in the draft costs more than the budget; `cents` is how much it costs."""

    def __init__(self, cents: int) -> None:
        super().__init__(
            N_(
                "What stays in the draft, with the meals and nights asked for, costs %(cost)s"
                " already."
            ),
            cost=money(cents, "en"),
        )
        self.cents = cents


class Moved(Refused):
    """The draft is no longer as the proposal found it; `changes` are what differs."""

    def __init__(self, changes: Sequence[Json]) -> None:
        super().__init__(
            N_(
                "The draft has changed since this programme was proposed, so nothing was laid on"
                " it. Look at what changed, then ask again."
            )
        )
        self.changes = changes


def ask(version: Version, asked: Ask, *, today: date, at: datetime, actor: Actor) -> PlanRun:
    """Note what is asked for, and have the worker search, unless it is answered before."""
    held = hold(version.id)
    if held is None:
        raise Refused("This draft is no longer there.")
    if planning.live_run(version.id) is not None:
        raise Refused(
            "A programme is being searched for this draft already. Wait for it, or stop it first."
        )
    matter = libraries.matter_of(held, asked, today=today)
    check_budget(asked, matter.library.kept_cents)
    run = PlanRun(
        version=held,
        asked=asking.as_json(asked) | first_day_of(held),
        problem=searching.problem_of(matter, asked),
        progress={},
        seen_revision=held.revision,
        asked_at=at,
        asked_by=actor.label,
    )
    db.session.add(run)
    db.session.flush()
    later = at + searching.HEAD_START if searching.is_small(run.problem) else at
    enqueue(run, at=at, run_at=later)
    audit.record("packages.propose", held, at=at, actor=actor, after={"run": run.id})
    return run


def first_day_of(version: Version) -> Json:
    """The date that day 1 has in the search; none where no day is on trial."""
    return {"first_day": version.trial_day.isoformat() if version.trial_day else None}


def check_budget(asked: Ask, kept_cents: int) -> None:
    if asked.budget_cents is not None and kept_cents > asked.budget_cents:
        raise OverBudget(kept_cents)


def enqueue(run: PlanRun, *, at: datetime, run_at: datetime) -> None:
    jobs.enqueue(
        searching.SEARCH,
        {"run": run.id},
        at=at,
        run_at=run_at,
        dedupe_key=f"{searching.SEARCH}:{run.id}",
    )


def go_on_in_the_worker(run_id: int, *, at: datetime) -> None:
    """It takes longer than a person waits: let the worker begin now."""
    db.session.execute(
        sa.update(jobs.Job)
        .where(
            jobs.Job.dedupe_key == f"{searching.SEARCH}:{run_id}",
            jobs.Job.state == jobs.JobState.WAITING,
        )
        .values(run_at=at)
        .execution_options(synchronize_session=False)
    )


def stop(run: PlanRun, *, at: datetime, actor: Actor) -> None:
    """End a search with the best found so far; one that nobody works on ends at once."""
    nobody = run.state is RunState.WAITING or is_silent(run, at)
    values: Json = {"stop_wanted": True}
    if nobody:
        values |= {"state": RunState.STOPPED, "finished_at": at}
    stopped = db.session.execute(
        sa.update(PlanRun)
        .where(PlanRun.id == run.id, PlanRun.state == run.state)
        .where(PlanRun.state.in_(planning.LIVE))
        .values(**values)
        .returning(PlanRun.id)
        .execution_options(synchronize_session="fetch")
    ).first()
    if stopped is None:
        raise Refused("This search has ended already.")
    audit.record("packages.propose_stop", run.version, at=at, actor=actor, after={"run": run.id})


def is_silent(run: PlanRun, at: datetime) -> bool:
    heard = run.progress.get("at")
    since = datetime.fromisoformat(heard) if heard else run.asked_at
    return run.state is RunState.RUNNING and at - since > SILENT


def apply(run: PlanRun, number: int, *, today: date, at: datetime, actor: Actor) -> None:
    """Lay the proposal of this number (from 0) on the draft, in one edit that can be undone.

    Raises:
        Moved: the draft is not as it was when the search read it.
    """
    version = hold(run.version_id)
    answer = run.answer or {"proposals": []}
    if version is None or not 0 <= number < len(answer["proposals"]):
        raise Refused("There is no such programme any more. Ask again.")
    proposal = answer["proposals"][number]
    changes = findings.changed_since(answer["draft"], outline_of(version, today=today))
    if changes:
        raise Moved(changes)
    check_slots(proposal, run.asked["group"])
    drafts.apply_programme(
        version,
        [placed(stop) for stop in proposal["stops"] if stop["state"] in ("added", "moved")],
        remove=[stop["item"] for stop in proposal["removed"]],
        revision=version.revision,
        label=Texts(**{language: in_language(language, LABEL) for language in LANGUAGES}),
        at=at,
        actor=actor,
    )
    run.applied_at = at
    run.answer = answer | {"applied": number}
    db.session.flush()


def check_slots(proposal: Json, group: int) -> None:
    """Somebody may have taken a slot since."""
    wanted = {stop["slot"]: stop for stop in proposal["stops"] if stop["slot"]}
    free = libraries.slots_with_room(wanted.keys(), group)
    gone = [stop for slot, stop in sorted(wanted.items()) if slot not in free]
    if gone:
        raise Refused(
            "The slot of %(component)s on day %(day)d has been taken since. Ask again.",
            component=Texts(**gone[0]["title"]).get("en"),
            day=gone[0]["day"],
        )


def placed(stop: Json) -> drafts.Placed:
    return drafts.Placed(
        day_number=stop["day"],
        starts=stop["starts"],
        ends=stop["ends"],
        component_id=stop["component"],
        item_id=stop["item"],
        title=Texts(**stop["title"]),
        kind=ComponentKind(stop["kind"]),
        place_id=stop["place_id"],
        codes=stop["codes"],
    )
