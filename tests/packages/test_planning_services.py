"""Searching for programmes of a draft, on both databases: what is kept, laid, and never harmed."""

import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from tests import making
from tests.packages.drafts import fresh
from tests.packages.plans import NO_MEAL, SolverHere, make_run
from tourbook.core import jobs
from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.hosts.models import Component, Rate, RateUnit, VatCategory
from tourbook.packages import services
from tourbook.packages.models import Item, PlanRun, RunState, Version
from tourbook.packages.queries import planning as queries
from tourbook.packages.rules.proposing.asking import Ask, DayAsk, Want, Wish
from tourbook.packages.services import planning, searching
from tourbook.packages.services.solving import SolverDied

#: A Tuesday; the tests' today is 2 March 2027.
FIRST_DAY = date(2027, 6, 1)
TODAY = making.NOON.date()
ACTOR = Actor(None, "Test Person")


class Case:
    """A draft of one day with a pinned and a loose visit, and two more components."""

    def __init__(self) -> None:
        self.place = making.make_place()
        self.pinned, self.loose, self.fresh, self.rival = (self.component() for _ in range(4))
        self.version = making.make_version(published=False, party_max=20)
        self.version.trial_day = FIRST_DAY
        day = self.version.days[0]
        day.items.clear()
        self.kept = self.item(self.pinned, 600, pinned=True)
        self.moving = self.item(self.loose, 780)
        self.version.objectives[0].items = [self.kept]
        for component, hour in ((self.loose, 15), (self.fresh, 13), (self.rival, 13)):
            making.make_slot(component, starts_at=making.local(FIRST_DAY, hour))
        db.session.commit()

    def component(self) -> Component:
        component = making.make_component(place=self.place)
        component.rates = [
            Rate(
                unit=RateUnit.GROUP,
                pax_to=50,
                net_cents=10_000,
                vat_category=VatCategory.STANDARD,
                valid_from=date(2027, 1, 1),
                valid_to=date(2027, 12, 31),
            )
        ]
        return component

    def item(self, component: Component, starts: int, *, pinned: bool = False) -> Item:
        item = Item(
            component=component,
            place=component.place,
            kind=component.kind,
            title=component.name,
            text=making.texts(""),
            starts_minute=starts,
            ends_minute=starts + 90,
            lineage=secrets.token_hex(8),
            pinned=pinned,
        )
        self.version.days[0].items.append(item)
        return item

    def asked(self, **more: Any) -> Ask:
        wants = {self.fresh.id: Want(weight=5), self.rival.id: Want(weight=1)}
        day = DayAsk(1, 480, 1080, lunch=NO_MEAL, dinner=NO_MEAL)
        return replace(Ask(days=(day,), group=20, wants=wants), **more)

    def ask(self, **more: Any) -> PlanRun:
        run = planning.ask(
            self.version, self.asked(**more), today=TODAY, at=making.NOON, actor=ACTOR
        )
        db.session.commit()
        return run

    def search(self, **more: Any) -> PlanRun:
        """Asked, and answered by the worker."""
        run = self.ask(**more)
        work()
        return again(run)


@pytest.fixture
def case(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Case:
    """The planner runs in this process, which has loaded it already."""
    monkeypatch.setattr(searching, "Solver", SolverHere)
    return Case()


def work() -> None:
    jobs.run_due(at=making.NOON + searching.HEAD_START)


def again(run: PlanRun) -> PlanRun:
    """The search as the database has it."""
    return db.session.get_one(PlanRun, run.id, populate_existing=True)


def lay(run: PlanRun, number: int = 0, at: datetime = making.NOON) -> None:
    planning.apply(run, number, today=TODAY, at=at, actor=ACTOR)
    db.session.commit()


def programme(version: Version) -> dict[str, tuple[int, bool]]:
    """Start and pin of each item by its name."""
    return {
        item.title.en: (item.starts_minute, item.pinned) for item in fresh(version).days[0].items
    }


def test_a_search_finds_slots_and_keeps_the_pinned(case: Case) -> None:
    run = case.search()

    assert run.state is RunState.DONE
    assert run.answer is not None
    assert run.answer["proven"] is True
    best = run.answer["proposals"][0]
    stops = {stop["component"]: (stop["state"], stop["starts"]) for stop in best["stops"]}
    assert stops == {
        case.pinned.id: ("kept", 600),
        case.fresh.id: ("added", 780),
        case.loose.id: ("moved", 900),
    }
    assert best["cost_cents"] == 30_000
    assert [(out["component"], out["why"]) for out in best["left_out"]] == [
        (case.rival.id, "displaces")
    ]


def test_a_search_leaves_the_draft_alone(case: Case) -> None:
    before, revision = programme(case.version), case.version.revision

    case.search()

    assert programme(case.version) == before
    assert fresh(case.version).revision == revision


def test_a_programme_is_laid_in_one_step_that_can_be_undone(case: Case) -> None:
    before = programme(case.version)
    run = case.search()

    lay(run)

    assert programme(case.version) == {
        case.pinned.name.en: (600, True),
        case.fresh.name.en: (780, False),
        case.loose.name.en: (900, False),
    }
    assert again(run).applied_at == making.NOON
    services.undo(case.version, at=making.NOON, actor=ACTOR)
    db.session.commit()
    assert programme(case.version) == before


def test_what_serves_an_objective_is_ticked_when_it_is_laid(case: Case) -> None:
    earlier = making.make_version(package=case.version.package, component=case.fresh)
    assert earlier.objectives[0].code == case.version.objectives[0].code
    db.session.commit()

    lay(case.search())

    served = {item.title.en for item in fresh(case.version).objectives[0].items}
    assert served == {case.pinned.name.en, case.fresh.name.en}


def test_one_search_at_a_time(case: Case) -> None:
    first = case.ask()

    with pytest.raises(Refused, match="being searched"):
        case.ask()
    db.session.rollback()

    work()
    assert again(first).state is RunState.DONE
    assert case.ask().id != first.id


def test_a_budget_that_what_stays_uses_up_is_refused(case: Case) -> None:
    with pytest.raises(planning.OverBudget, match=r"100\.00"):
        case.ask(budget_cents=9_999)
    db.session.rollback()

    assert case.ask(budget_cents=10_000).state is RunState.WAITING


def test_the_budget_leaves_out_what_it_cannot_pay(case: Case) -> None:
    run = case.search(budget_cents=20_000)

    assert run.answer is not None
    best = run.answer["proposals"][0]
    assert best["cost_cents"] == 20_000
    assert {out["why"] for out in best["left_out"]} <= {"over_budget", "displaces"}


def test_a_published_version_is_not_searched(case: Case) -> None:
    published = making.make_version()

    with pytest.raises(Refused, match="never changes"):
        planning.ask(published, case.asked(), today=TODAY, at=making.NOON, actor=ACTOR)


def test_a_small_search_is_answered_at_once(case: Case) -> None:
    run = case.ask()

    assert searching.search_at_once(run.id, at=making.NOON) is True
    db.session.commit()

    assert again(run).state is RunState.DONE
    work()
    assert again(run).finished_at == making.NOON


def test_a_search_that_is_not_small_is_left_to_the_worker(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "SMALL", (1, 5))
    run = case.ask()

    assert searching.search_at_once(run.id, at=making.NOON) is False
    planning.go_on_in_the_worker(run.id, at=making.NOON)
    db.session.commit()
    jobs.run_due(at=making.NOON)

    assert again(run).state is RunState.DONE


def test_a_search_that_waits_is_stopped_at_once(case: Case) -> None:
    run = case.ask()

    planning.stop(run, at=making.NOON, actor=ACTOR)
    db.session.commit()
    work()

    assert (again(run).state, again(run).answer) == (RunState.STOPPED, None)
    with pytest.raises(Refused, match="ended already"):
        planning.stop(run, at=making.NOON, actor=ACTOR)


def test_a_search_that_runs_hears_that_it_shall_stop(case: Case) -> None:
    run = case.ask()
    attempt = searching.begin(run.id)
    assert attempt is not None
    reporter = searching.Reporter(run.id, attempt, at=making.NOON)
    reporter.report()
    heard = [reporter.go_on]

    planning.stop(again(run), at=making.NOON, actor=ACTOR)
    db.session.commit()
    reporter.report()

    assert [*heard, reporter.go_on] == [True, False]
    assert again(run).state is RunState.RUNNING


def test_a_stopped_search_keeps_the_best_so_far(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "REPORT", 0.0)
    run = case.ask()
    run.stop_wanted = True
    db.session.commit()

    work()

    stopped = again(run)
    assert stopped.state is RunState.STOPPED
    assert stopped.answer is not None


def test_a_search_whose_worker_is_silent_can_be_ended(case: Case) -> None:
    run = case.ask()
    searching.begin(run.id)
    late = making.NOON + planning.SILENT + timedelta(seconds=1)

    planning.stop(again(run), at=late, actor=ACTOR)
    db.session.commit()

    assert again(run).state is RunState.STOPPED


def test_progress_is_written_while_the_search_runs(case: Case) -> None:
    run = case.ask()
    attempt = searching.begin(run.id) or 0
    reporter = searching.Reporter(run.id, attempt, at=making.NOON)

    reporter({"seconds": 0.2, "stage": "choice", "score": 12, "bound": 20})
    reporter.report()

    kept = again(run).progress
    assert (kept["score"], kept["bound"], kept["attempt"]) == (12, 20, 1)


def died(*_args: object, **_more: object) -> None:
    raise SolverDied("gone")


def test_a_planner_that_dies_fails_the_search_and_harms_nothing(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = programme(case.version)
    monkeypatch.setattr(searching, "searched", died)
    run = case.ask()

    work()

    assert again(run).state is RunState.FAILED
    assert programme(case.version) == before


def test_a_search_that_kills_its_worker_each_time_is_given_up(case: Case) -> None:
    run = case.ask()
    for _ in range(searching.MOST_ATTEMPTS):
        searching.begin(run.id)

    work()

    assert again(run).state is RunState.FAILED


def pin_elsewhere(case: Case) -> None:
    case.kept.starts_minute, case.kept.ends_minute = 610, 700


def other_hours(case: Case) -> None:
    case.version.days[0].ends_minute = 1000


def one_more(case: Case) -> None:
    case.item(case.component(), 500)


def one_less(case: Case) -> None:
    db.session.delete(case.moving)


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (pin_elsewhere, "changed"),
        (other_hours, "frame"),
        (one_more, "added"),
        (one_less, "gone"),
    ],
)
def test_a_draft_that_has_changed_takes_no_programme(
    case: Case, change: Callable[[Case], None], what: str
) -> None:
    run = case.search()
    change(case)
    db.session.commit()
    before = programme(case.version)

    with pytest.raises(planning.Moved) as moved:
        lay(run)
    db.session.rollback()

    assert [each["what"] for each in moved.value.changes] == [what]
    assert programme(case.version) == before
    assert again(run).applied_at is None


def test_words_that_changed_since_do_not_stand_in_the_way(case: Case) -> None:
    run = case.search()
    case.moving.text = making.texts("Bring boots")
    db.session.commit()

    lay(run)

    laid = db.session.get_one(Item, case.moving.id, populate_existing=True)
    assert (laid.starts_minute, laid.text.en) == (900, "Bring boots")


def test_a_slot_taken_since_is_told(case: Case) -> None:
    run = case.search()
    db.session.execute(
        sa.text("UPDATE slot SET taken = 1 WHERE component_id = :key"), {"key": case.fresh.id}
    )
    db.session.commit()

    with pytest.raises(Refused, match="taken since"):
        lay(run)
    db.session.rollback()

    assert case.fresh.name.en not in programme(case.version)


def test_there_is_no_fourth_programme(case: Case) -> None:
    run = case.search()

    with pytest.raises(Refused, match="no such programme"):
        lay(run, 3)


def test_the_next_search_knows_what_the_one_before_had(case: Case) -> None:
    case.search()
    case.fresh.retired_at = making.NOON
    db.session.commit()

    run = case.search(wants={case.rival.id: Want(weight=1)})

    assert run.answer is not None
    told = {out["component"]: out["why"] for out in run.answer["before"]}
    assert told[case.fresh.id] == "retired"
    assert queries.run_before(run) is not None


def test_what_was_not_asked_for_again_is_told(case: Case) -> None:
    case.search()

    run = case.search(wants={case.rival.id: Want(weight=1)})

    assert run.answer is not None
    assert [out["why"] for out in run.answer["before"]] == ["not_asked"]


def test_what_cannot_be_had_and_must_be_in_is_the_answer(case: Case) -> None:
    case.fresh.retired_at = making.NOON
    db.session.commit()

    run = case.search(wants={case.fresh.id: Want(Wish.MUST)})

    assert run.answer is not None
    assert run.answer["proposals"] == []
    assert [each["component"] for each in run.answer["conflict"]] == [case.fresh.id]


@pytest.mark.parametrize("count", [1, 3])
def test_searches_are_listed_newest_first(case: Case, count: int) -> None:
    runs = [make_run(case.version, RunState.DONE) for _ in range(count)]

    listed = queries.runs_of(case.version.id)

    assert [run.id for run in listed] == [run.id for run in reversed(runs)]
