"""Reports: asked for, made, published and read."""

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tourbook.accounts.access import me
from tourbook.core import clock
from tourbook.core.db import db
from tourbook.core.roles import Role
from tourbook.learning import queries, services
from tourbook.learning.access import (
    departure_or_404,
    is_organiser,
    made_or_404,
    published_or_404,
    report_or_404,
    states_for,
)
from tourbook.learning.forms import ReportFilter
from tourbook.learning.models import Report, ReportState
from tourbook.learning.papers import making
from tourbook.learning.rules import snapshot
from tourbook.web.access import by_token, roles
from tourbook.web.addresses import outside
from tourbook.web.exports import attachment, export, export_wanted
from tourbook.web.languages import current_language
from tourbook.web.paging import page_of

bp = Blueprint("learning", __name__)

JSON = "application/json"


def state_names() -> dict[ReportState, str]:
    return {
        ReportState.MAKING: _("Being made"),
        ReportState.READY: _("Ready, not published"),
        ReportState.PUBLISHED: _("Published"),
        ReportState.FAILED: _("Could not be made"),
    }


@bp.get("/desk/reports/")
@roles(Role.ORGANISER, Role.EVALUATOR)
def index() -> ResponseReturnValue:
    allowed = states_for(me())
    names = state_names()
    form = ReportFilter(request.args)
    form.state.choices = [("", _("All")), *((one.value, names[one]) for one in allowed)]
    state = next((one for one in allowed if one.value == form.state.data), None)
    found = queries.search(state=state, words=form.q.data or "", states=allowed)
    if export_wanted():
        header = [_("Package"), _("First day"), _("Report"), _("State"), _("People")]
        return export(rows_of(list(db.session.scalars(found))), header, "reports")
    return render_template(
        "learning/index.html",
        page=page_of(found),
        form=form,
        names=names,
        due=queries.reports_due(clock.now()) if is_organiser(me()) else [],
    )


def rows_of(reports: list[Report]) -> list[list[object]]:
    names = state_names()
    return [
        [
            report.departure.version.package.name.get(current_language()),
            report.departure.first_day,
            report.number,
            names[report.state],
            report.snapshot["people"] if report.snapshot else None,
        ]
        for report in reports
    ]


@bp.get("/desk/departures/<int:departure_id>/reports")
@roles(Role.ORGANISER)
def of_departure(departure_id: int) -> ResponseReturnValue:
    departure = departure_or_404(departure_id)
    return render_template(
        "learning/departure.html",
        departure=departure,
        reports=queries.of_departure(departure),
        names=state_names(),
    )


@bp.post("/desk/departures/<int:departure_id>/reports")
@roles(Role.ORGANISER)
def ask(departure_id: int) -> ResponseReturnValue:
    report = services.ask_for_report(
        departure_or_404(departure_id), at=clock.now(), actor=me().actor
    )
    db.session.commit()
    return redirect(url_for("learning.show", report_id=report.id), 303)


@bp.get("/desk/reports/<int:report_id>")
@roles(Role.ORGANISER, Role.EVALUATOR)
def show(report_id: int) -> ResponseReturnValue:
    report = report_or_404(report_id, me())
    if "HX-Request" in request.headers:
        return render_template("learning/_progress.html", report=report)
    if report.state not in queries.MADE:
        return render_template("learning/making.html", report=report)
    file = queries.file(report, current_language())
    if file is None:
        abort(404)
    return render_template(
        "learning/show.html",
        report=report,
        page=file.page,
        names=state_names(),
        may_publish=is_organiser(me()) and report.state is ReportState.READY,
        link=reading_link(report),
    )


def reading_link(report: Report) -> str | None:
    if report.state is not ReportState.PUBLISHED:
        return None
    return outside("learning.read", token=services.reading_token(report))


@bp.get("/desk/reports/<int:report_id>/report.pdf")
@roles(Role.ORGANISER, Role.EVALUATOR)
def pdf(report_id: int) -> ResponseReturnValue:
    return pdf_of(made_or_404(report_id, me()))


@bp.get("/desk/reports/<int:report_id>/figures.json")
@roles(Role.ORGANISER, Role.EVALUATOR)
def figures(report_id: int) -> ResponseReturnValue:
    """The suppressed figures, byte for byte as the fingerprint was made from them."""
    report = made_or_404(report_id, me())
    content = snapshot.canonical(report.snapshot or {})
    return attachment(content, JSON, f"report-{report.departure_id}-{report.number}.json")


@bp.post("/desk/reports/<int:report_id>/publish")
@roles(Role.ORGANISER)
def publish(report_id: int) -> ResponseReturnValue:
    services.publish(report_or_404(report_id, me()), at=clock.now(), actor=me().actor)
    db.session.commit()
    flash(_("The report is published. Hand its link on to the readers."))
    return redirect(url_for("learning.show", report_id=report_id), 303)


@bp.post("/desk/reports/<int:report_id>/again")
@roles(Role.ORGANISER)
def again(report_id: int) -> ResponseReturnValue:
    services.try_again(report_or_404(report_id, me()), at=clock.now(), actor=me().actor)
    db.session.commit()
    return redirect(url_for("learning.show", report_id=report_id), 303)


@bp.get("/reports/<token>")
@by_token
def read(token: str) -> ResponseReturnValue:
    file = queries.file(published_or_404(token), current_language())
    if file is None:
        abort(404)
    return render_template("learning/read.html", token=token, page=file.page)


@bp.get("/reports/<token>/report.pdf")
@by_token
def read_pdf(token: str) -> ResponseReturnValue:
    return pdf_of(published_or_404(token))


def pdf_of(report: Report) -> Response:
    file = queries.file(report, current_language())
    if file is None:
        abort(404)
    name = f"report-{report.departure_id}-{report.number}-{file.language}.pdf"
    return attachment(file.content, making.MIME, name)
