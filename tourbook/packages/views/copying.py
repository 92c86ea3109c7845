"""A package that begins from something: a template of days, or a version of another package."""

from collections.abc import Sequence

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tourbook.accounts.access import me
from tourbook.core import clock
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.core.roles import Role
from tourbook.directory.models import Theme
from tourbook.packages import queries
from tourbook.packages.access import version_or_404
from tourbook.packages.forms import PackageForm
from tourbook.packages.forms.copying import CopyPackageForm, TemplateForm
from tourbook.packages.models import Version
from tourbook.packages.rules.drafting import starting
from tourbook.packages.rules.drafting.starting import BlankDay
from tourbook.packages.services import copies, templates
from tourbook.packages.views.wording import clock_time
from tourbook.web import timeline
from tourbook.web.access import roles
from tourbook.web.languages import current_language

bp = Blueprint("package_starts", __name__, url_prefix="/desk/packages")


def preview(days: Sequence[BlankDay]) -> list[timeline.Day]:
    language = current_language()
    return [
        timeline.Day(
            f"{_('Day %(number)d', number=number)}: {day.title.get(language)}",
            [
                timeline.Item(
                    kind=item.kind.value,
                    title=item.title.get(language),
                    starts=clock_time(item.starts),
                    ends=clock_time(item.ends),
                )
                for item in day.items
            ],
        )
        for number, day in enumerate(days, 1)
    ]


@bp.get("/templates")
@roles(Role.ORGANISER, Role.ADMIN)
def index() -> ResponseReturnValue:
    """All templates with what is in them, to choose one of."""
    lengths = range(1, starting.MOST_DAYS + 1)
    return render_template(
        "packages/templates.html",
        templates=[(days, preview(starting.template(days))) for days in lengths],
    )


@bp.route("/templates/<int:days>", methods=["GET", "POST"])
@roles(Role.ORGANISER, Role.ADMIN)
def from_template(days: int) -> ResponseReturnValue:
    if not 1 <= days <= starting.MOST_DAYS:
        abort(404)
    form = TemplateForm()
    offer_themes(form)
    if form.validate_on_submit():
        try:
            version = templates.start(
                days,
                name=form.name.data,
                summary=form.summary.data,
                themes=chosen_themes(form),
                season=form.season,
                party=form.party,
                at=clock.now(),
                actor=me().actor,
            )
            db.session.commit()
            flash(_("The package is made. Put visits of the library in the place of the gaps."))
            return redirect(url_for("package_versions.show", version_id=version.id))
        except Refused as refusal:
            form.refuse(refusal)
    return render_template(
        "packages/from_template.html",
        form=form,
        days=days,
        preview=preview(starting.template(days)),
    )


@bp.route("/versions/<int:version_id>/copy-package", methods=["GET", "POST"])
@roles(Role.ORGANISER, Role.ADMIN)
def from_version(version_id: int) -> ResponseReturnValue:
    """A whole new package that begins as this version is."""
    source = version_or_404(version_id)
    form = CopyPackageForm(data=as_filled_in(source))
    offer_themes(form)
    if form.validate_on_submit():
        try:
            version = copies.copy_package(
                source,
                name=form.name.data,
                summary=form.summary.data,
                themes=chosen_themes(form),
                season=form.season,
                at=clock.now(),
                actor=me().actor,
            )
            db.session.commit()
            flash(_("The new package is made. Its first version is a draft."))
            return redirect(url_for("package_versions.show", version_id=version.id))
        except Refused as refusal:
            form.refuse(refusal)
    return render_template("packages/copy_package.html", form=form, source=source)


def as_filled_in(source: Version) -> dict[str, object]:
    """All but the name, for that is what tells the two apart."""
    package = source.package
    return {
        "summary": package.summary,
        "themes": [theme.id for theme in package.themes],
        "season_from": package.season_from,
        "season_to": package.season_to,
    }


def offer_themes(form: PackageForm) -> None:
    language = current_language()
    form.themes.choices = [(theme.id, theme.name.get(language)) for theme in queries.themes()]


def chosen_themes(form: PackageForm) -> list[Theme]:
    ids = set(form.themes.data or ())
    return [theme for theme in queries.themes() if theme.id in ids]
