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
from tourbook.directory.models import TravelMode
from tourbook.packages import queries, services
from tourbook.packages.access import draft_or_404, version_or_404
from tourbook.packages.forms import SPOKEN, ConfirmForm, CopyForm, VersionForm
from tourbook.packages.models import Sharing, Version, VersionStatus
from tourbook.packages.rules import coverage
from tourbook.packages.rules.drafting import comparing
from tourbook.packages.rules.drafting.comparing import Comparison
from tourbook.packages.services import checking
from tourbook.packages.services.history import Clashed
from tourbook.packages.services.versions import Terms
from tourbook.packages.views import building, costing_kept, differing, wording
from tourbook.web import filters
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
            **costing_kept.kept_with(version),
            days=wording.days_for_timeline(version),
            sizes=wording.sizes,
        )
    return building.page(version)


@bp.route("/<int:version_id>/settings", methods=["GET", "POST"])
@roles(Role.ORGANISER, Role.ADMIN)
def settings(version_id: int) -> ResponseReturnValue:
    """For whom the draft is meant, on which day it is tried, and what is in its price."""
    version = draft_or_404(version_id)
    form = VersionForm(data=as_filled_in(version))
    form.languages.choices = [(code, filters.language_name(code)) for code in SPOKEN]
    clash: list[tuple[str, str, str]] = []
    if form.validate_on_submit():
        try:
            services.describe_version(
                version,
                terms_from(form),
                revision=form.seen_revision,
                choice=form.choice,
                at=clock.now(),
                actor=me().actor,
            )
            db.session.commit()
            flash(_("The version is changed."))
            return redirect(url_for("package_versions.show", version_id=version.id))
        except Clashed as clashed:
            clash = differing.clash_rows(clashed.clashes, {})
            form.refuse_clash(clashed, [each.field for each in clashed.clashes], version.revision)
            db.session.rollback()
        except Refused as refusal:
            form.refuse(refusal)
    return render_template("packages/settings.html", form=form, version=version, clash=clash)


def terms_from(form: VersionForm) -> Terms:
    return Terms(
        party=form.party,
        languages=form.languages.data or [],
        step_free=form.step_free.data,
        trial_day=form.trial_day.data,
        travel_mode=TravelMode(form.travel_mode.data),
        sharing=Sharing(form.sharing.data),
        included=form.included.data,
        not_included=form.not_included.data,
        note=form.note.data or "",
    )


def as_filled_in(version: Version) -> dict[str, object]:
    return {
        "revision": str(version.revision),
        "party_min": version.party_min,
        "party_max": version.party_max,
        "languages": version.languages,
        "step_free": version.step_free,
        "trial_day": version.trial_day,
        "travel_mode": version.travel_mode.value,
        "sharing": version.sharing.value,
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
    before = version_or_404(other.id) if other else None
    comparison = comparing.compare(before, version) if before else None
    return render_template(
        "packages/compare.html",
        version=version,
        others=others,
        other=other,
        comparison=comparison,
        warnings=warnings_in(comparison, [before, version]) if before and comparison else {},
        words=differing,
        anchors_of=coverage.anchors_of,
        change_word=wording.change_word,
        at_time=wording.at_time,
        day_heading=wording.day_heading,
        place_of=wording.place_of,
    )


def warnings_in(comparison: Comparison, versions: Sequence[Version]) -> dict[str, str]:
    """What the checks say of the versions, by the problem's key; the last of them counts.

    They are asked only where something was accepted in one of the versions alone.
    """
    if not comparison.acceptances:
        return {}
    return {
        problem.key: wording.sentence(problem.sentence, problem.values)
        for version in versions
        for problem in checking.look(version, today=clock.today()).problems
    }


def compared_with(version: Version, others: Sequence[Version]) -> Version | None:
    """The version named in the address; without one, the next older, else any."""
    asked = request.args.get("with", type=int)
    if asked is not None:
        named = next((other for other in others if other.id == asked), None)
        return named or abort(404)
    older = next((other for other in others if other.number < version.number), None)
    return older or next(iter(others), None)
