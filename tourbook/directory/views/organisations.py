"""Organisations: hosts, carriers, hotels, and who answers for them."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tourbook.accounts import services as accounts
from tourbook.accounts.access import me
from tourbook.core import clock
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.core.roles import Role
from tourbook.directory import queries, services
from tourbook.directory.forms import (
    KINDS,
    InviteForm,
    OrganisationFilter,
    OrganisationForm,
    chosen,
    chosen_id,
    words_in,
)
from tourbook.directory.models import Organisation, OrganisationKind
from tourbook.web.access import roles
from tourbook.web.exports import export, export_wanted
from tourbook.web.forms import given
from tourbook.web.languages import current_language
from tourbook.web.paging import page_of

bp = Blueprint("organisations", __name__, url_prefix="/desk/directory/organisations")


@bp.get("/")
@roles(Role.ORGANISER)
def index() -> ResponseReturnValue:
    form = OrganisationFilter(request.args)
    kind = chosen(form.kind)
    found = queries.organisations(
        words=words_in(form.words),
        kind=OrganisationKind(kind) if kind else None,
        municipality_id=chosen_id(form.municipality),
    )
    if export_wanted():
        header = [
            _("Organisation"),
            _("Kind"),
            _("Business ID"),
            _("Town"),
            _("E-mail address"),
            _("Phone"),
            _("Website"),
        ]
        rows = [row_of(organisation) for organisation in db.session.scalars(found)]
        return export(rows, header, "organisations")
    return render_template(
        "directory/organisations/index.html", page=page_of(found), form=form, kinds=KINDS
    )


def row_of(organisation: Organisation) -> tuple[object, ...]:
    """An organisation in a spreadsheet."""
    town = organisation.municipality
    return (
        organisation.name,
        str(KINDS[organisation.kind]),
        organisation.business_id,
        town.name.get(current_language()) if town else None,
        organisation.email,
        organisation.phone,
        organisation.website,
    )


@bp.get("/<int:organisation_id>")
@roles(Role.ORGANISER)
def show(organisation_id: int) -> ResponseReturnValue:
    organisation = db.get_or_404(Organisation, organisation_id)
    return render_template(
        "directory/organisations/show.html",
        organisation=organisation,
        kinds=KINDS,
        people=queries.people_of(organisation),
    )


@bp.route("/new", methods=["GET", "POST"])
@roles(Role.ORGANISER)
def new() -> ResponseReturnValue:
    form = OrganisationForm()
    if form.validate_on_submit():
        try:
            organisation = services.add_organisation(form.facts(), at=clock.now(), actor=me().actor)
            db.session.commit()
            flash(_("The organisation is added."))
            return redirect(url_for(".show", organisation_id=organisation.id))
        except Refused as refusal:
            form.refuse(refusal)
    return render_template("directory/organisations/new.html", form=form)


@bp.route("/<int:organisation_id>/edit", methods=["GET", "POST"])
@roles(Role.ORGANISER)
def edit(organisation_id: int) -> ResponseReturnValue:
    organisation = db.get_or_404(Organisation, organisation_id)
    form = OrganisationForm(obj=organisation)
    if form.validate_on_submit():
        try:
            services.change_organisation(
                organisation, form.facts(), at=clock.now(), actor=me().actor
            )
            db.session.commit()
            flash(_("The organisation is saved."))
            return redirect(url_for(".show", organisation_id=organisation.id))
        except Refused as refusal:
            form.refuse(refusal)
    return render_template(
        "directory/organisations/edit.html", form=form, organisation=organisation
    )


@bp.post("/<int:organisation_id>/remove")
@roles(Role.ORGANISER)
def remove(organisation_id: int) -> ResponseReturnValue:
    organisation = db.get_or_404(Organisation, organisation_id)
    services.remove_organisation(organisation, at=clock.now(), actor=me().actor)
    db.session.commit()
    flash(_("The organisation is deleted."))
    return redirect(url_for(".index"))


@bp.route("/<int:organisation_id>/people", methods=["GET", "POST"])
@roles(Role.ORGANISER)
def people(organisation_id: int) -> ResponseReturnValue:
    """Who answers for this host, and an invitation to one more."""
    organisation = db.get_or_404(Organisation, organisation_id)
    form = InviteForm()
    if form.validate_on_submit():
        try:
            accounts.invite(
                given(form.email.data),
                given(form.name.data),
                Role.HOST,
                organisation_id=organisation.id,
                language=given(form.language.data),
                at=clock.now(),
                actor=me().actor,
            )
            db.session.commit()
            flash(_("The invitation is on its way."))
            return redirect(url_for(".people", organisation_id=organisation.id))
        except Refused as refusal:
            form.refuse(refusal)
    return render_template(
        "directory/organisations/people.html",
        form=form,
        organisation=organisation,
        people=queries.people_of(organisation),
    )
