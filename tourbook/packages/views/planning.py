"""Proposing a programme: asking, watching the search, looking at the answer, laying it."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tourbook.accounts.access import me
from tourbook.core import clock
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.core.roles import Role
from tourbook.packages.access import draft_or_404, version_or_404
from tourbook.packages.models import PlanRun, VersionStatus
from tourbook.packages.queries import planning as queries
from tourbook.packages.rules.proposing import afresh
from tourbook.packages.services import planning, searching
from tourbook.packages.views import planning_changes
from tourbook.packages.views import planning_words as words
from tourbook.packages.views.planning_form import Asking
from tourbook.web.access import roles
from tourbook.web.filters import money
from tourbook.web.forms import refusal_in_words

bp = Blueprint("package_plans", __name__, url_prefix="/desk/packages")


@bp.route("/versions/<int:version_id>/propose", methods=["GET", "POST"])
@roles(Role.ORGANISER, Role.ADMIN)
def propose(version_id: int) -> ResponseReturnValue:
    """What the programme shall hold. A small search is answered while one waits."""
    version = draft_or_404(version_id)
    asking = Asking(version, queries.runs_of(version_id), today=clock.today())
    form = asking.form
    if form.validate_on_submit():
        try:
            run = planning.ask(
                version,
                form.asked(asking.filters),
                today=clock.today(),
                at=clock.now(),
                actor=me().actor,
            )
            db.session.commit()
            return answered(run.id)
        except planning.OverBudget as refusal:
            form.refuse_budget(Refused(refusal.sentence, cost=money(refusal.cents)))
        except Refused as refusal:
            form.refuse(refusal)
    return render_template(
        "packages/planning/ask.html", version=version, asking=asking, form=form, words=words
    )


def answered(run_id: int) -> ResponseReturnValue:
    """Search at once, or let the worker begin; then show what there is."""
    at = clock.now()
    if not searching.search_at_once(run_id, at=at):
        planning.go_on_in_the_worker(run_id, at=at)
    db.session.commit()
    return redirect(url_for("package_plans.show", run_id=run_id))


@bp.get("/proposals/<int:run_id>")
@roles(Role.ORGANISER, Role.ADMIN)
def show(run_id: int) -> ResponseReturnValue:
    """How far the search is; then what it found, side by side."""
    run = run_or_404(run_id)
    if "HX-Request" in request.headers:
        return how_far(run)
    version = version_or_404(run.version_id)
    before = queries.run_before(run)
    comparison = (
        afresh.compared(before.answer, run.answer)
        if before and before.answer and run.answer
        else None
    )
    return render_template(
        "packages/planning/run.html",
        run=run,
        version=version,
        is_live=run.state in queries.LIVE,
        is_draft=version.status is VersionStatus.DRAFT,
        proposals=words.shown(run, version),
        figures=words.figures(run, version),
        compared=planning_changes.compared(comparison, run.answer, before.answer)
        if comparison and before and before.answer and run.answer
        else [],
        conflict=words.conflict(run),
        before=before,
        runs=[each for each in queries.runs_of(run.version_id) if each.id != run.id],
        words=words,
    )


def how_far(run: PlanRun) -> ResponseReturnValue:
    """The progress alone; when there is no more of it, the page is asked for anew."""
    if run.state not in queries.LIVE:
        return "", {"HX-Refresh": "true"}
    return render_template("packages/planning/_progress.html", run=run, words=words)


@bp.post("/proposals/<int:run_id>/stop")
@roles(Role.ORGANISER, Role.ADMIN)
def stop(run_id: int) -> ResponseReturnValue:
    run = run_or_404(run_id)
    planning.stop(run, at=clock.now(), actor=me().actor)
    db.session.commit()
    flash(_("The search is being stopped."))
    return redirect(url_for("package_plans.show", run_id=run_id))


@bp.post("/proposals/<int:run_id>/lay/<int:number>")
@roles(Role.ORGANISER, Role.ADMIN)
def lay(run_id: int, number: int) -> ResponseReturnValue:
    """Lay a programme on the draft; where that cannot be, say what differs."""
    run = run_or_404(run_id)
    version_id = run.version_id
    try:
        planning.apply(run, number, today=clock.today(), at=clock.now(), actor=me().actor)
    except planning.Moved as moved:
        db.session.rollback()
        return (
            render_template(
                "packages/planning/moved.html",
                run=run_or_404(run_id),
                sentence=refusal_in_words(moved),
                changes=planning_changes.changes_of_draft(moved.changes),
            ),
            409,
        )
    db.session.commit()
    flash(_("The programme is laid on the draft. It can be undone."))
    return redirect(url_for("package_versions.show", version_id=version_id))


def run_or_404(run_id: int) -> PlanRun:
    return db.session.get(PlanRun, run_id) or abort(404)
