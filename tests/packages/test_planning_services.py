"""Searching for programmes of a draft, on both databases: what is asked, kept and told."""

from datetime import timedelta

import pytest
from flask import Flask

from tests import making
from tests.packages.drafts import fresh
from tests.packages.planned_drafts import ACTOR, TODAY, Case, again, programme, work
from tests.packages.plans import SolverHere, make_run
from tourbook.core import jobs
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.packages.models import RunState
from tourbook.packages.queries import planning as queries
from tourbook.packages.rules.proposing.asking import Want, Wish
from tourbook.packages.services import planning, searching
from tourbook.packages.services.solving import SolverDied


@pytest.fixture
def case(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Case:
    """The planner runs in this process, which has loaded it already."""
    monkeypatch.setattr(searching, "Solver", SolverHere)
    return Case()


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
