"""Places where visits happen."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tourbook.accounts.access import me
from tourbook.core import clock
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.core.roles import Role
from tourbook.directory import queries, rules, services
from tourbook.directory.forms import PlaceFilter, PlaceForm, chosen_id, words_in
from tourbook.directory.models import Place
from tourbook.web.access import roles
from tourbook.web.exports import export, export_wanted
from tourbook.web.languages import current_language
from tourbook.web.paging import page_of

bp = Blueprint("places", __name__, url_prefix="/desk/directory/places")


@bp.get("/")
@roles(Role.ORGANISER)
def index() -> ResponseReturnValue:
    form = PlaceFilter(request.args)
    found = queries.places(words=words_in(form.words), municipality_id=chosen_id(form.municipality))
    if export_wanted():
        header = [
            _("Place"),
            _("Address"),
            _("Town"),
            _("Latitude"),
            _("Longitude"),
            _("Step-free"),
            _("Coach parking"),
        ]
        return export([row_of(place) for place in db.session.scalars(found)], header, "places")
    return render_template("directory/places/index.html", page=page_of(found), form=form)


def row_of(place: Place) -> tuple[object, ...]:
    """A place in a spreadsheet."""
    return (
        place.name,
        place.address,
        place.municipality.name.get(current_language()),
        place.lat,
        place.lon,
        _("yes") if place.step_free else _("no"),
        _("yes") if place.coach_parking else _("no"),
    )


@bp.get("/<int:place_id>")
@roles(Role.ORGANISER)
def show(place_id: int) -> ResponseReturnValue:
    place = db.get_or_404(Place, place_id)
    town = place.municipality
    distance = rules.kilometres((place.lat, place.lon), (town.lat, town.lon))
    return render_template("directory/places/show.html", place=place, distance=distance)


@bp.route("/new", methods=["GET", "POST"])
@roles(Role.ORGANISER)
def new() -> ResponseReturnValue:
    form = PlaceForm()
    if form.validate_on_submit():
        try:
            place = services.add_place(form.facts(), at=clock.now(), actor=me().actor)
            db.session.commit()
            flash(_("The place is added."))
            return redirect(url_for(".show", place_id=place.id))
        except Refused as refusal:
            form.refuse(refusal)
    return render_template("directory/places/new.html", form=form)


@bp.route("/<int:place_id>/edit", methods=["GET", "POST"])
@roles(Role.ORGANISER)
def edit(place_id: int) -> ResponseReturnValue:
    place = db.get_or_404(Place, place_id)
    form = PlaceForm(obj=place)
    if form.validate_on_submit():
        try:
            services.change_place(place, form.facts(), at=clock.now(), actor=me().actor)
            db.session.commit()
            flash(_("The place is saved."))
            return redirect(url_for(".show", place_id=place.id))
        except Refused as refusal:
            form.refuse(refusal)
    return render_template("directory/places/edit.html", form=form, place=place)


@bp.post("/<int:place_id>/remove")
@roles(Role.ORGANISER)
def remove(place_id: int) -> ResponseReturnValue:
    place = db.get_or_404(Place, place_id)
    services.remove_place(place, at=clock.now(), actor=me().actor)
    db.session.commit()
    flash(_("The place is deleted."))
    return redirect(url_for(".index"))
