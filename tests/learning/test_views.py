"""Pages of reports, for the organiser, the evaluator and the readers."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from tests.browser_client import Browser
from tests.conftest import Statements
from tests.learning.reporting import figures, make_report
from tests.making import make_departure, make_user
from tourbook.accounts.models import User
from tourbook.core.db import db
from tourbook.core.roles import Role
from tourbook.departures.models import Departure
from tourbook.learning.models import Report, ReportState
from tourbook.learning.rules import snapshot
from tourbook.learning.services import reading_token

SignIn = Callable[[User], Browser]


def kept_report(state: ReportState = ReportState.READY) -> Report:
    report = make_report(make_departure(), state=state)
    db.session.commit()
    return report


def name(departure: Departure) -> str:
    return departure.version.package.name.en


def test_the_list_without_reports_says_what_to_do(as_organiser: Browser) -> None:
    assert "No reports yet" in as_organiser.get("/desk/reports/").text


def test_the_list_can_be_narrowed_by_state_and_package(as_organiser: Browser) -> None:
    ready, published = kept_report(), kept_report(ReportState.PUBLISHED)

    by_state = as_organiser.get("/desk/reports/?state=published").text
    by_name = as_organiser.get(f"/desk/reports/?q={name(ready.departure).upper()}").text
    nothing = as_organiser.get("/desk/reports/?q=%25&state=nonsense")

    assert name(published.departure) in by_state
    assert f">{name(ready.departure)}<" not in by_state
    assert f">{name(ready.departure)}<" in by_name
    assert (nothing.status_code, "No report fits" in nothing.text) == (200, True)


def test_the_list_can_be_taken_along(as_organiser: Browser) -> None:
    report = kept_report()

    lines = as_organiser.get("/desk/reports/?format=csv").text.splitlines()

    assert len(lines) == 2
    assert lines[1].startswith(f"{name(report.departure)};2027-06-01;1;")


@pytest.mark.parametrize("reports", [1, 3])
def test_the_list_asks_the_same_number_of_questions(
    as_organiser: Browser, statements: Statements, reports: int
) -> None:
    for _ in range(reports):
        kept_report()
    db.session.expunge_all()

    with statements() as seen:
        as_organiser.get("/desk/reports/")

    assert len([one for one in seen if one.startswith("SELECT")]) == 4


def test_asking_orders_a_report_and_shows_its_progress(as_organiser: Browser) -> None:
    departure = make_departure()
    db.session.commit()
    url = f"/desk/departures/{departure.id}/reports"

    assert "Make a report" in as_organiser.get(url).text
    sent = as_organiser.post(url)

    report = db.session.scalars(sa.select(Report)).one()
    assert (sent.status_code, sent.location) == (303, f"/desk/reports/{report.id}")
    assert report.state is ReportState.MAKING
    assert "Working on it" in as_organiser.get(sent.location).text
    part = as_organiser.get(sent.location, headers={"HX-Request": "true"}).text
    assert part.lstrip().startswith('<div class="progress"')
    assert as_organiser.post(url).status_code == 409


def test_a_failed_report_can_be_tried_again(as_organiser: Browser) -> None:
    report = kept_report(ReportState.FAILED)

    assert "Try again" in as_organiser.get(f"/desk/reports/{report.id}").text
    assert as_organiser.post(f"/desk/reports/{report.id}/again").status_code == 303
    assert db.session.scalar(sa.select(Report.state)) is ReportState.MAKING


def test_publishing_gives_the_readers_link(as_organiser: Browser, visitor: Browser) -> None:
    report = kept_report()
    link = f"/reports/{reading_token(report)}"
    assert visitor.get(link).status_code == 404
    assert link not in as_organiser.get(f"/desk/reports/{report.id}").text

    assert as_organiser.post(f"/desk/reports/{report.id}/publish").status_code == 303

    assert f"http://localhost{link}" in as_organiser.get(f"/desk/reports/{report.id}").text
    page = visitor.get(f"{link}?lang=fi")
    assert "Learning report fi" in page.text
    assert page.headers["Cache-Control"] == "no-store"
    paper = visitor.get(f"{link}/report.pdf")
    assert (paper.mimetype, paper.data) == ("application/pdf", b"%PDF fi")
    assert as_organiser.post(f"/desk/reports/{report.id}/publish").status_code == 409


def test_an_evaluator_sees_made_reports_only(sign_in: SignIn) -> None:
    ready, making = kept_report(), kept_report(ReportState.MAKING)
    evaluator = make_user(Role.EVALUATOR)
    db.session.commit()
    browser = sign_in(evaluator)

    assert browser.get(f"/desk/reports/{ready.id}").status_code == 200
    assert browser.get(f"/desk/reports/{making.id}").status_code == 404
    shown = browser.get("/desk/reports/").text
    assert f">{name(ready.departure)}<" in shown
    assert f">{name(making.departure)}<" not in shown
    assert "Publish" not in browser.get(f"/desk/reports/{ready.id}").text
    assert browser.post(f"/desk/reports/{ready.id}/publish").status_code == 403


def test_the_figures_are_those_of_the_fingerprint(as_organiser: Browser) -> None:
    report = kept_report()

    sent = as_organiser.get(f"/desk/reports/{report.id}/figures.json")

    assert sent.data == snapshot.canonical(figures())


@pytest.mark.parametrize("path", ["999999", "0", "-1", "999999999999", "x", "999999/report.pdf"])
def test_a_report_that_is_not_there(as_organiser: Browser, path: str) -> None:
    assert as_organiser.get(f"/desk/reports/{path}").status_code == 404


@pytest.mark.parametrize("token", ["x", "A" * 22, "å" * 30, "A" * 500])
def test_a_broken_readers_link(visitor: Browser, token: str) -> None:
    assert visitor.get(f"/reports/{token}").status_code == 404
    assert visitor.get(f"/reports/{token}/report.pdf").status_code == 404
