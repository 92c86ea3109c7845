"""Themes of visits."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tourbook.accounts.access import me
from tourbook.core import clock
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.core.roles import Role
from tourbook.directory import queries, services
from tourbook.directory.forms import ThemeForm, WordsFilter, words_in
from tourbook.directory.models import Theme
from tourbook.web.access import roles
from tourbook.web.exports import export, export_wanted
from tourbook.web.languages import current_language
from tourbook.web.paging import page_of

bp = Blueprint("themes", __name__, url_prefix="/desk/directory/themes")


@bp.get("/")
@roles(Role.ORGANISER)
def index() -> ResponseReturnValue:
    form = WordsFilter(request.args)
    found = queries.themes(language=current_language(), words=words_in(form.words))
    if export_wanted():
        rows = [(x.name.en, x.name.fi, x.name.sv) for x in db.session.scalars(found)]
        return export(rows, [_("In English"), _("In Finnish"), _("In Swedish")], "themes")
    return render_template("directory/themes/index.html", page=page_of(found), form=form)


@bp.get("/<int:theme_id>")
@roles(Role.ORGANISER)
def show(theme_id: int) -> ResponseReturnValue:
    theme = db.get_or_404(Theme, theme_id)
    return render_template("directory/themes/show.html", theme=theme)


@bp.route("/new", methods=["GET", "POST"])
@roles(Role.ORGANISER)
def new() -> ResponseReturnValue:
    form = ThemeForm()
    if form.validate_on_submit():
        try:
            theme = services.add_theme(form.name.data, at=clock.now(), actor=me().actor)
            db.session.commit()
            flash(_("The theme is added."))
            return redirect(url_for(".show", theme_id=theme.id))
        except Refused as refusal:
            form.refuse(refusal)
    return render_template("directory/themes/new.html", form=form)


@bp.route("/<int:theme_id>/edit", methods=["GET", "POST"])
@roles(Role.ORGANISER)
def edit(theme_id: int) -> ResponseReturnValue:
    theme = db.get_or_404(Theme, theme_id)
    form = ThemeForm(obj=theme)
    if form.validate_on_submit():
        try:
            services.change_theme(theme, form.name.data, at=clock.now(), actor=me().actor)
            db.session.commit()
            flash(_("The theme is saved."))
            return redirect(url_for(".show", theme_id=theme.id))
        except Refused as refusal:
            form.refuse(refusal)
    return render_template("directory/themes/edit.html", form=form, theme=theme)


@bp.post("/<int:theme_id>/remove")
@roles(Role.ORGANISER)
def remove(theme_id: int) -> ResponseReturnValue:
    theme = db.get_or_404(Theme, theme_id)
    services.remove_theme(theme, at=clock.now(), actor=me().actor)
    db.session.commit()
    flash(_("The theme is deleted."))
    return redirect(url_for(".index"))
