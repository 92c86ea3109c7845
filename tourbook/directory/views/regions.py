"""Regions."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tourbook.accounts.access import me
from tourbook.core import clock
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.core.roles import Role
from tourbook.directory import queries, services
from tourbook.directory.forms import RegionForm, WordsFilter, words_in
from tourbook.directory.models import Region
from tourbook.web.access import roles
from tourbook.web.exports import export, export_wanted
from tourbook.web.languages import current_language
from tourbook.web.paging import page_of

bp = Blueprint("regions", __name__, url_prefix="/desk/directory/regions")


@bp.get("/")
@roles(Role.ORGANISER)
def index() -> ResponseReturnValue:
    form = WordsFilter(request.args)
    found = queries.regions(language=current_language(), words=words_in(form.words))
    if export_wanted():
        rows = [(x.name.en, x.name.fi, x.name.sv) for x in db.session.scalars(found)]
        return export(rows, [_("In English"), _("In Finnish"), _("In Swedish")], "regions")
    return render_template("directory/regions/index.html", page=page_of(found), form=form)


@bp.get("/<int:region_id>")
@roles(Role.ORGANISER)
def show(region_id: int) -> ResponseReturnValue:
    region = db.get_or_404(Region, region_id)
    towns = queries.municipalities(language=current_language(), region_id=region.id)
    return render_template("directory/regions/show.html", region=region, page=page_of(towns))


@bp.route("/new", methods=["GET", "POST"])
@roles(Role.ORGANISER)
def new() -> ResponseReturnValue:
    form = RegionForm()
    if form.validate_on_submit():
        try:
            region = services.add_region(form.name.data, at=clock.now(), actor=me().actor)
            db.session.commit()
            flash(_("The region is added."))
            return redirect(url_for(".show", region_id=region.id))
        except Refused as refusal:
            form.refuse(refusal)
    return render_template("directory/regions/new.html", form=form)


@bp.route("/<int:region_id>/edit", methods=["GET", "POST"])
@roles(Role.ORGANISER)
def edit(region_id: int) -> ResponseReturnValue:
    region = db.get_or_404(Region, region_id)
    form = RegionForm(obj=region)
    if form.validate_on_submit():
        try:
            services.change_region(region, form.name.data, at=clock.now(), actor=me().actor)
            db.session.commit()
            flash(_("The region is saved."))
            return redirect(url_for(".show", region_id=region.id))
        except Refused as refusal:
            form.refuse(refusal)
    return render_template("directory/regions/edit.html", form=form, region=region)


@bp.post("/<int:region_id>/remove")
@roles(Role.ORGANISER)
def remove(region_id: int) -> ResponseReturnValue:
    region = db.get_or_404(Region, region_id)
    services.remove_region(region, at=clock.now(), actor=me().actor)
    db.session.commit()
    flash(_("The region is deleted."))
    return redirect(url_for(".index"))
