"""The organiser's packages: the list, one package, and what the catalogue says of it."""

from collections.abc import Sequence

import sqlalchemy as sa
from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tourbook.accounts.access import me
from tourbook.core import clock
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.core.roles import Role
from tourbook.directory.models import Theme
from tourbook.packages import queries, services
from tourbook.packages.access import package_or_404
from tourbook.packages.forms import (
    MONTHS,
    STATUSES,
    NewPackageForm,
    PackageFilter,
    PackageForm,
    row_id,
)
from tourbook.packages.models import Package, Version, VersionStatus
from tourbook.web.access import roles
from tourbook.web.exports import export, export_wanted
from tourbook.web.forms import given
from tourbook.web.languages import current_language
from tourbook.web.paging import page_of

bp = Blueprint("packages", __name__, url_prefix="/desk/packages")


@bp.get("/")
@roles(Role.ORGANISER, Role.ADMIN)
def index() -> ResponseReturnValue:
    form = PackageFilter(request.args)
    form.theme.choices = [("", _("All")), *theme_choices()]
    found = wanted(form)
    if export_wanted():
        return export_list(db.session.scalars(found).all())
    page = page_of(found)
    versions = queries.versions_of_each(page.items)
    rows = [(package, summary_of(package, versions[package.id])) for package in page.items]
    return render_template("packages/index.html", form=form, page=page, rows=rows)


def theme_choices() -> list[tuple[int, str]]:
    language = current_language()
    return [(theme.id, theme.name.get(language)) for theme in queries.themes()]


def wanted(form: PackageFilter) -> sa.Select[Package]:
    """What the address asks for; what nobody offers is not asked."""
    return queries.packages(
        theme_id=row_id(form.theme.data),
        status=form.status.data if form.status.data in dict(STATUSES) else "",
        words="" if form.q.errors else form.q.data or "",
    )


def summary_of(package: Package, versions: list[Version]) -> tuple[str, str, str]:
    """A status and its word, and which versions there are; the newest comes first."""
    published = next((v for v in versions if v.status is VersionStatus.PUBLISHED), None)
    draft = next((v for v in versions if v.status is VersionStatus.DRAFT), None)
    parts = []
    if published:
        parts.append(_("version %(number)d is published", number=published.number))
    if draft:
        parts.append(_("version %(number)d is a draft", number=draft.number))
    versions_in_words = ", ".join(parts) or _("no version in use")
    if package.retired_at:
        return ("retired", _("Out of the catalogue"), versions_in_words)
    if published:
        return ("published", _("Published"), versions_in_words)
    return ("draft", _("Draft"), versions_in_words)


def export_list(packages: Sequence[Package]) -> ResponseReturnValue:
    versions = queries.versions_of_each(packages)
    language = current_language()
    header = [_("Name"), _("Summary"), _("Themes"), _("Season"), _("Status"), _("Versions")]
    rows = [
        (
            package.name.get(language),
            package.summary.get(language),
            ", ".join(theme.name.get(language) for theme in package.themes),
            f"{package.season_from}-{package.season_to}",
            *summary_of(package, versions[package.id])[1:],
        )
        for package in packages
    ]
    return export(rows, header, "packages")


@bp.route("/new", methods=["GET", "POST"])
@roles(Role.ORGANISER, Role.ADMIN)
def new() -> ResponseReturnValue:
    form = NewPackageForm()
    form.themes.choices = theme_choices()
    if form.validate_on_submit():
        try:
            version = services.create(
                name=form.name.data,
                summary=form.summary.data,
                themes=chosen_themes(form),
                season=form.season,
                party=form.party,
                days=given(form.days.data),
                at=clock.now(),
                actor=me().actor,
            )
            db.session.commit()
            flash(_("The package is made. Lay its programme now."))
            return redirect(url_for("package_versions.show", version_id=version.id))
        except Refused as refusal:
            form.refuse(refusal)
    return render_template("packages/new.html", form=form)


def chosen_themes(form: PackageForm) -> list[Theme]:
    ids = set(form.themes.data or ())
    return [theme for theme in queries.themes() if theme.id in ids]


@bp.get("/<int:package_id>")
@roles(Role.ORGANISER, Role.ADMIN)
def show(package_id: int) -> ResponseReturnValue:
    package = package_or_404(package_id)
    versions = queries.versions_of(package)
    months = dict(MONTHS)
    return render_template(
        "packages/show.html",
        package=package,
        versions=versions,
        public=package.retired_at is None
        and any(version.status is VersionStatus.PUBLISHED for version in versions),
        season=(months[str(package.season_from)], months[str(package.season_to)]),
        status_words={
            VersionStatus.DRAFT: _("Draft"),
            VersionStatus.PUBLISHED: _("Published"),
            VersionStatus.RETIRED: _("Retired"),
        },
    )


@bp.route("/<int:package_id>/edit", methods=["GET", "POST"])
@roles(Role.ORGANISER, Role.ADMIN)
def edit(package_id: int) -> ResponseReturnValue:
    package = package_or_404(package_id)
    form = PackageForm(data=as_filled_in(package))
    form.themes.choices = theme_choices()
    if form.validate_on_submit():
        services.describe_package(
            package,
            name=form.name.data,
            summary=form.summary.data,
            themes=chosen_themes(form),
            season=form.season,
            at=clock.now(),
            actor=me().actor,
        )
        db.session.commit()
        flash(_("The package is changed."))
        return redirect(url_for("packages.show", package_id=package.id))
    return render_template("packages/edit.html", form=form, package=package)


def as_filled_in(package: Package) -> dict[str, object]:
    return {
        "name": package.name,
        "summary": package.summary,
        "themes": [theme.id for theme in package.themes],
        "season_from": package.season_from,
        "season_to": package.season_to,
    }


@bp.post("/<int:package_id>/retire")
@roles(Role.ORGANISER, Role.ADMIN)
def retire(package_id: int) -> ResponseReturnValue:
    services.retire_package(package_or_404(package_id), at=clock.now(), actor=me().actor)
    db.session.commit()
    flash(_("The package is out of the catalogue."))
    return redirect(url_for("packages.show", package_id=package_id))


@bp.post("/<int:package_id>/restore")
@roles(Role.ORGANISER, Role.ADMIN)
def restore(package_id: int) -> ResponseReturnValue:
    services.restore_package(package_or_404(package_id), at=clock.now(), actor=me().actor)
    db.session.commit()
    flash(_("The package is back in the catalogue."))
    return redirect(url_for("packages.show", package_id=package_id))
