"""One version: the builder of a draft, what a published one says, comparing and printing."""

from collections.abc import Sequence

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tourbook.accounts.access import me
from tourbook.core import clock
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.core.roles import Role
from tourbook.packages import queries, services
from tourbook.packages.access import draft_or_404, version_or_404
from tourbook.packages.forms import ConfirmForm, CopyForm, VersionForm
from tourbook.packages.models import Version, VersionStatus
from tourbook.packages.rules import comparing, feasibility
from tourbook.packages.rules.problems import Severity
from tourbook.packages.services import checking
from tourbook.packages.views import wording
from tourbook.web.access import roles

bp = Blueprint("package_versions", __name__, url_prefix="/desk/packages/versions")


@bp.get("/<int:version_id>")
@roles(Role.ORGANISER, Role.ADMIN)
def show(version_id: int) -> ResponseReturnValue:
    """The builder while the version is a draft; afterwards what it says for ever."""
    version = version_or_404(version_id)
    if version.status is not VersionStatus.DRAFT:
        return render_template(
            "packages/version.html",
            version=version,
            days=wording.days_for_timeline(version),
            sizes=wording.sizes,
        )
    problems = checking.look(version, today=clock.today()).problems
    return render_template(
        "packages/builder.html",
        version=version,
        columns=wording.columns(version, problems),
        problems=[wording.in_words(problem) for problem in problems],
        blocking=len(feasibility.blocking(problems)),
        warnings=sum(problem.severity is Severity.WARNS for problem in problems),
        objectives=[(each, wording.of_objective(problems, each)) for each in version.objectives],
        price_problems=wording.of_prices(problems),
        sizes=wording.sizes,
        day_heading=wording.day_heading,
        place_of=wording.place_of,
    )


@bp.get("/<int:version_id>/print")
@roles(Role.ORGANISER, Role.ADMIN)
def print_view(version_id: int) -> ResponseReturnValue:
    version = version_or_404(version_id)
    return render_template(
        "packages/print.html", version=version, days=wording.days_for_timeline(version)
    )


@bp.route("/<int:version_id>/settings", methods=["GET", "POST"])
@roles(Role.ORGANISER, Role.ADMIN)
def settings(version_id: int) -> ResponseReturnValue:
    """For how many the draft is meant, and what is in its price."""
    version = draft_or_404(version_id)
    form = VersionForm(data=as_filled_in(version))
    if form.validate_on_submit():
        try:
            services.describe_version(
                version,
                revision=form.seen_revision,
                party=form.party,
                included=form.included.data,
                not_included=form.not_included.data,
                note=form.note.data or "",
                at=clock.now(),
                actor=me().actor,
            )
            db.session.commit()
            flash(_("The version is changed."))
            return redirect(url_for("package_versions.show", version_id=version.id))
        except Refused as refusal:
            form.refuse_stale(refusal, version.revision)
    return render_template("packages/settings.html", form=form, version=version)


def as_filled_in(version: Version) -> dict[str, object]:
    return {
        "revision": str(version.revision),
        "party_min": version.party_min,
        "party_max": version.party_max,
        "included": version.included,
        "not_included": version.not_included,
        "note": version.note,
    }


@bp.post("/<int:version_id>/publish")
@roles(Role.ORGANISER, Role.ADMIN)
def publish(version_id: int) -> ResponseReturnValue:
    version = version_or_404(version_id)
    services.publish(
        version, revision=ConfirmForm().seen_revision, at=clock.now(), actor=me().actor
    )
    db.session.commit()
    flash(_("Version %(number)d is published.", number=version.number))
    return redirect(url_for("packages.show", package_id=version.package_id))


@bp.post("/<int:version_id>/retire")
@roles(Role.ORGANISER, Role.ADMIN)
def retire(version_id: int) -> ResponseReturnValue:
    version = version_or_404(version_id)
    services.retire_version(version, at=clock.now(), actor=me().actor)
    db.session.commit()
    flash(_("Version %(number)d is retired.", number=version.number))
    return redirect(url_for("packages.show", package_id=version.package_id))


@bp.post("/<int:version_id>/discard")
@roles(Role.ORGANISER, Role.ADMIN)
def discard(version_id: int) -> ResponseReturnValue:
    version = version_or_404(version_id)
    package_id = version.package_id
    services.discard(
        version, revision=ConfirmForm().seen_revision, at=clock.now(), actor=me().actor
    )
    db.session.commit()
    flash(_("The draft is thrown away."))
    return redirect(url_for("packages.show", package_id=package_id))


@bp.route("/<int:version_id>/copy", methods=["GET", "POST"])
@roles(Role.ORGANISER, Role.ADMIN)
def copy(version_id: int) -> ResponseReturnValue:
    """A new version from this one."""
    source = version_or_404(version_id)
    form = CopyForm()
    if form.validate_on_submit():
        try:
            version = services.copy(
                source, note=form.note.data or "", at=clock.now(), actor=me().actor
            )
            db.session.commit()
            flash(_("Version %(number)d is a draft now.", number=version.number))
            return redirect(url_for("package_versions.show", version_id=version.id))
        except Refused as refusal:
            form.refuse(refusal)
    return render_template("packages/copy.html", form=form, source=source)


@bp.get("/<int:version_id>/compare")
@roles(Role.ORGANISER, Role.ADMIN)
def compare(version_id: int) -> ResponseReturnValue:
    """What changed to this version from another, by default the one before it."""
    version = version_or_404(version_id)
    others = [v for v in queries.versions_of(version.package) if v.id != version.id]
    other = compared_with(version, others)
    return render_template(
        "packages/compare.html",
        version=version,
        others=others,
        other=other,
        comparison=comparing.compare(version_or_404(other.id), version) if other else None,
        change_word=wording.change_word,
        at_time=wording.at_time,
        day_heading=wording.day_heading,
        place_of=wording.place_of,
    )


def compared_with(version: Version, others: Sequence[Version]) -> Version | None:
    """The version named in the address; without one, the next older, else any."""
    asked = request.args.get("with", type=int)
    if asked is not None:
        named = next((other for other in others if other.id == asked), None)
        return named or abort(404)
    older = next((other for other in others if other.number < version.number), None)
    return older or next(iter(others), None)
