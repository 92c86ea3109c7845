"""The organiser's pages of delegations: who they are and who leads them."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tourbook.accounts.access import me
from tourbook.bookings import queries
from tourbook.bookings.access import ORGANISING, delegation_or_404
from tourbook.bookings.forms import (
    KIND_LABELS,
    STATE_LABELS,
    DelegationFilter,
    DelegationForm,
    InviteForm,
)
from tourbook.bookings.models import Delegation, DelegationKind
from tourbook.bookings.services import delegations as services
from tourbook.bookings.services.delegations import Particulars
from tourbook.core import clock, formats
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.web.access import roles
from tourbook.web.exports import export, export_wanted
from tourbook.web.forms import given
from tourbook.web.languages import current_language
from tourbook.web.paging import page_of

bp = Blueprint("delegations", __name__, url_prefix="/desk/delegations")


@bp.get("")
@roles(*ORGANISING)
def index() -> ResponseReturnValue:
    form = DelegationFilter(request.args)
    codes = [(code, formats.country(code, current_language())) for code in queries.countries()]
    form.country.choices = [("", _("All")), *sorted(codes, key=lambda pair: pair[1])]
    form.validate()
    found = queries.delegations_named(form.text.data or "", form.country.data or "")
    if export_wanted():
        return export([row_of(one) for one in db.session.scalars(found)], header(), "delegations")
    page = page_of(found)
    return render_template(
        "bookings/delegations.html",
        page=page,
        form=form,
        live=queries.live_counts([one.id for one in page.items]),
        kinds=KIND_LABELS,
    )


def header() -> list[str]:
    return [_("Name"), _("Country"), _("Kind"), _("Leader"), _("E-mail"), _("Language")]


def row_of(one: Delegation) -> list[object]:
    kind = str(KIND_LABELS[one.kind])
    return [one.name, one.country, kind, one.leader_name, one.email, one.language]


def prepared(form: DelegationForm) -> DelegationForm:
    form.country.choices = [("", _("Choose")), *formats.countries(current_language())]
    form.kind.choices = [(kind.value, words) for kind, words in KIND_LABELS.items()]
    return form


def particulars(form: DelegationForm) -> Particulars:
    return Particulars(
        name=given(form.name.data),
        country=given(form.country.data),
        kind=DelegationKind(form.kind.data),
        language=given(form.language.data),
        leader_name=form.leader_name.data or "",
        email=(form.email.data or "").lower(),
        business_travel_agreement=bool(form.business_travel_agreement.data),
    )


@bp.route("/new", methods=["GET", "POST"])
@roles(*ORGANISING)
def new() -> ResponseReturnValue:
    form = prepared(DelegationForm())
    if form.validate_on_submit():
        try:
            delegation = services.add(particulars(form), at=clock.now(), actor=me().actor)
            target = url_for("delegations.show", delegation_id=delegation.id)
            db.session.commit()
            flash(_("The delegation is added. Invite its leader next."))
            return redirect(target)
        except Refused as refusal:
            db.session.rollback()
            form.refuse(refusal)
    return render_template("bookings/delegation_form.html", form=form, delegation=None)


@bp.route("/<int:delegation_id>/edit", methods=["GET", "POST"])
@roles(*ORGANISING)
def edit(delegation_id: int) -> ResponseReturnValue:
    delegation = delegation_or_404(delegation_id)
    form = prepared(DelegationForm(obj=delegation))
    if form.validate_on_submit():
        try:
            services.change(delegation, particulars(form), at=clock.now(), actor=me().actor)
            db.session.commit()
            flash(_("The delegation is changed."))
            return redirect(url_for("delegations.show", delegation_id=delegation_id))
        except Refused as refusal:
            db.session.rollback()
            form.refuse(refusal)
            delegation = delegation_or_404(delegation_id)
    return render_template("bookings/delegation_form.html", form=form, delegation=delegation)


@bp.get("/<int:delegation_id>")
@roles(*ORGANISING)
def show(delegation_id: int) -> ResponseReturnValue:
    return page_for(delegation_or_404(delegation_id), invitation(delegation_or_404(delegation_id)))


def invitation(delegation: Delegation) -> InviteForm:
    """The leader that is known already, until somebody has been invited."""
    if queries.leaders_of(delegation):
        return InviteForm()
    return InviteForm(data={"name": delegation.leader_name, "email": delegation.email})


def page_for(delegation: Delegation, form: InviteForm) -> str:
    return render_template(
        "bookings/delegation.html",
        delegation=delegation,
        form=form,
        leaders=queries.leaders_of(delegation),
        bookings=db.session.scalars(queries.of_delegations([delegation.id])).all(),
        kinds=KIND_LABELS,
        labels=STATE_LABELS,
    )


@bp.post("/<int:delegation_id>/invite")
@roles(*ORGANISING)
def invite(delegation_id: int) -> ResponseReturnValue:
    delegation = delegation_or_404(delegation_id)
    form = invitation(delegation)
    if form.validate_on_submit():
        try:
            services.invite_leader(
                delegation,
                email=given(form.email.data),
                name=given(form.name.data),
                at=clock.now(),
                actor=me().actor,
            )
            db.session.commit()
            flash(_("An invitation is on its way to %(email)s.", email=form.email.data))
            return redirect(url_for("delegations.show", delegation_id=delegation_id))
        except Refused as refusal:
            db.session.rollback()
            form.refuse(refusal)
            delegation = delegation_or_404(delegation_id)
    return page_for(delegation, form)
