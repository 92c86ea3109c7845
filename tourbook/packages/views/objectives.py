"""Learning objectives of a draft, their scales, and which items serve them."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tourbook.accounts.access import me
from tourbook.core import clock
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.core.roles import Role
from tourbook.packages import services
from tourbook.packages.access import draft_or_404, objective_or_404, version_or_404
from tourbook.packages.forms.objectives import CoverageForm, ObjectiveForm
from tourbook.packages.models import Objective, Version
from tourbook.packages.rules import coverage as rules
from tourbook.packages.rules.coverage import Coverage
from tourbook.packages.rules.drafting.merging import Clash
from tourbook.packages.services import objectives
from tourbook.packages.services.history import Clashed
from tourbook.packages.views import wording
from tourbook.web.access import roles
from tourbook.web.exports import export, export_wanted
from tourbook.web.languages import OWN_NAMES, current_language

bp = Blueprint("package_objectives", __name__, url_prefix="/desk/packages")

#: What is written of an objective.
COLUMNS = ("text", "anchor_low", "anchor_middle", "anchor_high")


def to_list(version_id: int) -> ResponseReturnValue:
    return redirect(url_for(".index", version_id=version_id))


@bp.route("/versions/<int:version_id>/objectives", methods=["GET", "POST"])
@roles(Role.ORGANISER, Role.ADMIN)
def index(version_id: int) -> ResponseReturnValue:
    """The objectives, and a tick for each item that serves one."""
    version = draft_or_404(version_id)
    found = rules.coverage(version)
    form = CoverageForm(data={"serves": written(found), "seen": " ".join(written(found))})
    form.serves.choices = [
        (f"{objective.id}:{row.item.id}", "")
        for objective in version.objectives
        for _day, rows in found.days
        for row in rows
    ]
    if form.validate_on_submit():
        try:
            services.cover(
                version, form.pairs, seen=form.seen_pairs, at=clock.now(), actor=me().actor
            )
            db.session.commit()
            flash(_("It is noted which items serve which objective."))
            return to_list(version_id)
        except Refused as refusal:
            form.refuse(refusal)
    return render_template(
        "packages/objectives/index.html",
        form=form,
        version=version,
        coverage=found,
        ticked=set(form.serves.data or ()),
        anchors_of=rules.anchors_of,
        day_heading=wording.day_heading,
    )


def written(found: Coverage) -> list[str]:
    """The ticks of the matrix, `objective:item`."""
    return [f"{objective}:{item}" for objective, item in sorted(found.pairs)]


@bp.get("/versions/<int:version_id>/coverage")
@roles(Role.ORGANISER, Role.ADMIN)
def matrix(version_id: int) -> ResponseReturnValue:
    """The matrix of any version, to look at and to take along."""
    version = version_or_404(version_id)
    found = rules.coverage(version)
    if export_wanted():
        return export_matrix(version, found)
    return render_template(
        "packages/objectives/matrix.html",
        version=version,
        coverage=found,
        anchors_of=rules.anchors_of,
        day_heading=wording.day_heading,
    )


def export_matrix(version: Version, found: Coverage) -> ResponseReturnValue:
    language = current_language()
    header = [_("Day"), _("Item"), *(objective.code for objective in version.objectives)]
    rows: list[Sequence[object]] = [
        (
            day.number,
            row.item.title.get(language),
            *("x" if each.id in row.serves else "" for each in version.objectives),
        )
        for day, rows_of_day in found.days
        for row in rows_of_day
    ]
    texts = ["", _("Objective"), *(each.text.get(language) for each in version.objectives)]
    return export([texts, *rows], header, "coverage")


@bp.route("/versions/<int:version_id>/objectives/new", methods=["GET", "POST"])
@roles(Role.ORGANISER, Role.ADMIN)
def new(version_id: int) -> ResponseReturnValue:
    version = draft_or_404(version_id)
    form = ObjectiveForm()
    if form.validate_on_submit():
        try:
            objectives.add(
                version,
                text=form.text.data,
                anchors=form.anchors,
                at=clock.now(),
                actor=me().actor,
            )
            db.session.commit()
            flash(_("The objective is added. Tick the items that serve it."))
            return to_list(version_id)
        except Refused as refusal:
            form.refuse(refusal)
    return render_template(
        "packages/objectives/edit.html", form=form, version=version, objective=None, clashes=[]
    )


@bp.route("/objectives/<int:objective_id>", methods=["GET", "POST"])
@roles(Role.ORGANISER, Role.ADMIN)
def edit(objective_id: int) -> ResponseReturnValue:
    objective = objective_or_404(objective_id)
    form = ObjectiveForm(data=as_filled_in(objective))
    clashes: list[ShownClash] = []
    if form.validate_on_submit():
        try:
            reword(objective, form)
            return to_list(objective.version_id)
        except Clashed as clash:
            form.refuse(clash)
            clashes = [in_words(each) for each in clash.clashes]
            form.against.data = str(objective.revision)
            form.clashed.data = " ".join(each.field for each in clash.clashes)
        except Refused as refusal:
            form.refuse(refusal)
    return render_template(
        "packages/objectives/edit.html",
        form=form,
        version=objective.version,
        objective=objective,
        clashes=clashes,
    )


def reword(objective: Objective, form: ObjectiveForm) -> None:
    words = form.wording({name: getattr(objective, name) for name in COLUMNS})
    merge = objectives.reword(
        objective,
        text=words["text"],
        anchors=(words["anchor_low"], words["anchor_middle"], words["anchor_high"]),
        revision=form.seen_revision,
        at=clock.now(),
        actor=me().actor,
        choice=form.choice,
    )
    db.session.commit()
    if merge.both:
        flash(_("The objective is changed. What somebody else changed meanwhile is kept too."))
    else:
        flash(_("The objective is changed."))


def as_filled_in(objective: Objective) -> dict[str, object]:
    return {
        "revision": str(objective.revision),
        "text": objective.text,
        "low": objective.anchor_low,
        "middle": objective.anchor_middle,
        "high": objective.anchor_high,
    }


@dataclass(frozen=True)
class ShownClash:
    """A field that two people changed at once, with both values."""

    field: str
    label: str
    mine: str
    theirs: str


def in_words(clash: Clash) -> ShownClash:
    labels: dict[str, str] = {
        "text": _("What participants can do or explain after the visit"),
        "anchor_low": _("What 1 means"),
        "anchor_middle": _("What 3 means"),
        "anchor_high": _("What 5 means"),
    }
    field, _dot, language = clash.field.partition(".")
    label = f"{labels.get(field, field)} ({OWN_NAMES.get(language, language)})"
    return ShownClash(clash.field, label, str(clash.mine or ""), str(clash.theirs or ""))


@bp.post("/objectives/<int:objective_id>/up")
@roles(Role.ORGANISER, Role.ADMIN)
def up(objective_id: int) -> ResponseReturnValue:
    objective = objective_or_404(objective_id)
    objectives.move_up(objective, at=clock.now(), actor=me().actor)
    db.session.commit()
    flash(_("%(code)s comes earlier now.", code=objective.code))
    return to_list(objective.version_id)


@bp.post("/objectives/<int:objective_id>/down")
@roles(Role.ORGANISER, Role.ADMIN)
def down(objective_id: int) -> ResponseReturnValue:
    objective = objective_or_404(objective_id)
    objectives.move_down(objective, at=clock.now(), actor=me().actor)
    db.session.commit()
    flash(_("%(code)s comes later now.", code=objective.code))
    return to_list(objective.version_id)


@bp.post("/objectives/<int:objective_id>/remove")
@roles(Role.ORGANISER, Role.ADMIN)
def remove(objective_id: int) -> ResponseReturnValue:
    objective = objective_or_404(objective_id)
    version_id = objective.version_id
    services.remove_objective(objective, at=clock.now(), actor=me().actor)
    db.session.commit()
    flash(_("The objective is removed."))
    return to_list(version_id)
