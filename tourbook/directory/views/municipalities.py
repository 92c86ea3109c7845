"""Towns with their coordinates."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tourbook.accounts.access import me
from tourbook.core import clock
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.core.roles import Role
from tourbook.directory import queries, services
from tourbook.directory.forms import MunicipalityFilter, MunicipalityForm, chosen_id, words_in
from tourbook.directory.models import Municipality
from tourbook.web.access import roles
from tourbook.web.exports import export, export_wanted
from tourbook.web.languages import current_language
from tourbook.web.paging import page_of

bp = Blueprint("municipalities", __name__, url_prefix="/desk/directory/municipalities")


@bp.get("/")
@roles(Role.ORGANISER)
def index() -> ResponseReturnValue:
    form = MunicipalityFilter(request.args)
    language = current_language()
    found = queries.municipalities(
        language=language, words=words_in(form.words), region_id=chosen_id(form.region)
    )
    if export_wanted():
        header = [_("Town"), _("Region"), _("Latitude"), _("Longitude")]
        rows = [
            (x.name.get(language), x.region.name.get(language), x.lat, x.lon)
            for x in db.session.scalars(found)
        ]
        return export(rows, header, "municipalities")
    return render_template("directory/municipalities/index.html", page=page_of(found), form=form)


@bp.get("/<int:municipality_id>")
@roles(Role.ORGANISER)
def show(municipality_id: int) -> ResponseReturnValue:
    municipality = db.get_or_404(Municipality, municipality_id)
    places = page_of(queries.places(municipality_id=municipality_id))
    return render_template(
        "directory/municipalities/show.html", municipality=municipality, page=places
    )


@bp.route("/new", methods=["GET", "POST"])
@roles(Role.ORGANISER)
def new() -> ResponseReturnValue:
    form = MunicipalityForm()
    if form.validate_on_submit():
        try:
            municipality = services.add_municipality(form.facts(), at=clock.now(), actor=me().actor)
            db.session.commit()
            flash(_("The town is added."))
            return redirect(url_for(".show", municipality_id=municipality.id))
        except Refused as refusal:
            form.refuse(refusal)
    return render_template("directory/municipalities/new.html", form=form)


@bp.route("/<int:municipality_id>/edit", methods=["GET", "POST"])
@roles(Role.ORGANISER)
def edit(municipality_id: int) -> ResponseReturnValue:
    municipality = db.get_or_404(Municipality, municipality_id)
    form = MunicipalityForm(obj=municipality)
    if form.validate_on_submit():
        try:
            services.change_municipality(
                municipality, form.facts(), at=clock.now(), actor=me().actor
            )
            db.session.commit()
            flash(_("The town is saved."))
            return redirect(url_for(".show", municipality_id=municipality.id))
        except Refused as refusal:
            form.refuse(refusal)
    return render_template(
        "directory/municipalities/edit.html", form=form, municipality=municipality
    )


@bp.post("/<int:municipality_id>/remove")
@roles(Role.ORGANISER)
def remove(municipality_id: int) -> ResponseReturnValue:
    municipality = db.get_or_404(Municipality, municipality_id)
    services.remove_municipality(municipality, at=clock.now(), actor=me().actor)
    db.session.commit()
    flash(_("The town is deleted."))
    return redirect(url_for(".index"))
