"""Asking for reports, making them in the worker, publishing and freezing."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.feedback.asking import AFTER_ALL, answer_all, make_asked, wave_of
from tests.learning.reporting import make_report
from tests.making import make_departure, make_participant
from tourbook.core import jobs
from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.departures.models import DepartureStatus
from tourbook.feedback.models import Question, WaveKind
from tourbook.learning import queries, services
from tourbook.learning.models import Report, ReportFile, ReportState
from tourbook.learning.papers import making
from tourbook.learning.rules import snapshot

pytestmark = pytest.mark.usefixtures("app")
SYSTEM = Actor.system()


def value(person: int, question: Question) -> int | str | None:
    """Everybody moves up by one or two; what is free is written by all."""
    by_measure = {"pre": 2, "then": 2, "post": 3 + person % 2, "usefulness": 4, "recommend": 9}
    return by_measure.get(question.measure, f"Line {person} of {question.code}")


def work(report: Report) -> None:
    """What the worker does with the job of this report."""
    db.session.commit()
    finish = making.make_report({"report_id": report.id}, AFTER_ALL)
    assert finish is not None
    finish()
    db.session.commit()


def test_a_report_is_made_from_the_answers() -> None:
    departure, people = make_asked(6)
    answer_all(departure, people, value)

    report = services.ask_for_report(departure, at=AFTER_ALL, actor=SYSTEM)
    assert (report.number, report.state) == (1, ReportState.MAKING)
    work(report)

    db.session.refresh(report)
    assert report.state is ReportState.READY
    assert report.snapshot is not None
    assert report.snapshot_hash == snapshot.digest(report.snapshot)
    (one,) = report.snapshot["objectives"]
    assert (one["change"]["n"], one["change"]["value"]) == (6, 1.5)
    assert report.snapshot["pairs"] == 6
    files = db.session.scalars(sa.select(ReportFile).order_by(ReportFile.language)).all()
    assert [one.language for one in files] == ["en", "fi", "sv"]
    assert all(one.content.startswith(b"%PDF") for one in files)
    assert all("Guest" not in str(one.page) for one in files)


def test_the_same_answers_give_the_same_figures_under_a_new_number() -> None:
    departure, people = make_asked(6)
    answer_all(departure, people, value)
    reports = []
    for _ in range(2):
        report = services.ask_for_report(departure, at=AFTER_ALL, actor=SYSTEM)
        figures = snapshot.snapshot(queries.source(departure))
        services.finish(report.id, figures, {}, at=AFTER_ALL)
        reports.append(report)
        db.session.refresh(report)

    assert [report.number for report in reports] == [1, 2]
    assert len({report.snapshot_hash for report in reports}) == 1


def test_later_answers_make_a_new_number_and_leave_the_old_report() -> None:
    departure, people = make_asked(11)
    answer_all(departure, people[:6], value)
    first = services.ask_for_report(departure, at=AFTER_ALL, actor=SYSTEM)
    made = wave_of(departure, WaveKind.BEFORE).opens_at
    services.finish(first.id, snapshot.snapshot(queries.source(departure)), {}, at=made)
    db.session.refresh(first)
    before = first.snapshot_hash

    answer_all(departure, people[6:], value)
    second = services.ask_for_report(departure, at=AFTER_ALL, actor=SYSTEM)
    services.finish(second.id, snapshot.snapshot(queries.source(departure)), {}, at=AFTER_ALL)
    for report in (first, second):
        db.session.refresh(report)

    assert (first.snapshot_hash, second.number) == (before, 2)
    assert second.snapshot_hash != before


def test_a_report_without_one_person_of_the_last_is_refused() -> None:
    departure, people = make_asked(7)
    answer_all(departure, people, value)
    report = services.ask_for_report(departure, at=AFTER_ALL, actor=SYSTEM)
    figures = snapshot.snapshot(queries.source(departure))
    services.finish(report.id, figures, {}, at=AFTER_ALL)
    people[0].removed_at = AFTER_ALL
    db.session.flush()

    with pytest.raises(Refused, match="fewer than five"):
        services.ask_for_report(departure, at=AFTER_ALL, actor=SYSTEM)


def test_only_one_report_is_made_at_a_time() -> None:
    departure = make_departure()
    services.ask_for_report(departure, at=AFTER_ALL, actor=SYSTEM)

    with pytest.raises(Refused, match="being made already"):
        services.ask_for_report(departure, at=AFTER_ALL, actor=SYSTEM)


def test_making_a_report_twice_changes_nothing() -> None:
    report = make_report(make_departure())
    db.session.commit()

    assert making.make_report({"report_id": report.id}, AFTER_ALL) is None
    services.finish(report.id, {}, {}, at=AFTER_ALL)
    assert report.snapshot_hash == "0" * 64


def test_a_report_that_failed_can_be_tried_again() -> None:
    report = make_report(make_departure(), state=ReportState.FAILED)

    services.try_again(report, at=AFTER_ALL, actor=SYSTEM)

    db.session.refresh(report)
    assert report.state is ReportState.MAKING
    job = db.session.scalars(sa.select(jobs.Job).where(jobs.Job.kind == services.MAKE)).one()
    assert job.payload == {"report_id": report.id}
    with pytest.raises(Refused):
        services.try_again(report, at=AFTER_ALL, actor=SYSTEM)


def test_publishing_happens_once_and_only_to_what_is_ready() -> None:
    report = make_report(make_departure())

    services.publish(report, at=AFTER_ALL, actor=SYSTEM)

    db.session.refresh(report)
    assert (report.state, report.published_at) == (ReportState.PUBLISHED, AFTER_ALL)
    with pytest.raises(Refused):
        services.publish(report, at=AFTER_ALL, actor=SYSTEM)
    failed = make_report(make_departure(), state=ReportState.FAILED)
    with pytest.raises(Refused):
        services.publish(failed, at=AFTER_ALL, actor=SYSTEM)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE report SET snapshot_hash = 'x'",
        "DELETE FROM report",
        "UPDATE report_file SET file_hash = 'x'",
        "DELETE FROM report_file",
    ],
)
def test_the_database_refuses_to_change_a_published_report(app: Flask, change: str) -> None:
    make_report(make_departure(), state=ReportState.PUBLISHED)
    db.session.commit()

    with pytest.raises(sa.exc.DBAPIError, match="frozen"), db.session.begin_nested():
        db.session.execute(sa.text(change))


def test_a_report_that_is_only_ready_may_change() -> None:
    make_report(make_departure())

    db.session.execute(sa.text("UPDATE report SET snapshot_hash = 'x'"))

    assert db.session.scalar(sa.select(Report.snapshot_hash)) == "x"


def test_the_catalogue_is_told_what_earlier_groups_learned() -> None:
    departure = make_departure()
    package = departure.version.package_id
    make_report(departure, state=ReportState.PUBLISHED)
    make_report(departure, number=2)

    (lesson,) = queries.published_for_package(package)

    assert (lesson.number, lesson.people) == (1, 12)
    assert len(lesson.sentences) == 4
    assert "9 rated themselves higher" in lesson.sentences[1].en
    assert queries.published_for_package(package + 1) == []


def test_reports_are_due_when_the_answers_are_in() -> None:
    departure, _people = make_asked()
    departure.status = DepartureStatus.COMPLETED
    db.session.flush()

    (due,) = queries.reports_due(AFTER_ALL)
    assert (due.departure, due.due_on) == (departure, departure.last_day + timedelta(days=30))
    assert queries.reports_due(wave_of(departure, WaveKind.AFTER).opens_at) == []
    make_report(departure)
    assert queries.reports_due(AFTER_ALL) == []


@pytest.mark.parametrize("people", [5, 9])
def test_the_source_of_a_report_asks_the_same_number_of_questions(
    people: int, statements: object
) -> None:
    departure, asked = make_asked(people)
    answer_all(departure, asked, value)
    make_participant(asked[0].booking)
    assert callable(statements)
    departure_id = departure.id
    db.session.expunge_all()
    departure = db.session.get_one(type(departure), departure_id)

    with statements() as seen:
        queries.source(departure)

    assert len(seen) == 7
