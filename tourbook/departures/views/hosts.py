"""Requests, for the host's own people."""

from collections.abc import Collection

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tourbook.accounts.access import host_organisations, me
from tourbook.core import clock, zones
from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.core.roles import Role
from tourbook.departures import queries, services
from tourbook.departures.access import asked_of_me_or_404
from tourbook.departures.forms import ANY, STATES, AnswerForm, HostFilter
from tourbook.departures.models import RequestState, ServiceRequest
from tourbook.departures.rules.overview import days_waited
from tourbook.departures.views.departures import MOST
from tourbook.departures.views.requests import exported
from tourbook.web.access import roles
from tourbook.web.exports import export, export_wanted
from tourbook.web.filters import text
from tourbook.web.forms import given
from tourbook.web.paging import page_of

bp = Blueprint("host_requests", __name__, url_prefix="/host/requests")

ASKED: Collection[RequestState] = tuple(
    state for state in RequestState if state is not RequestState.DRAFT
)


@bp.get("/")
@roles(Role.HOST)
def index() -> ResponseReturnValue:
    form = HostFilter(request.args)
    own = host_organisations()
    components = queries.asked_components(own)
    form.component.choices = [ANY, *((str(key), text(name)) for key, name in components)]
    form.validate()
    at = clock.now()
    statement = queries.of_hosts(
        own,
        at=at,
        states=(RequestState(form.state.data),) if form.state.data else ASKED,
        component_id=int(form.component.data) if form.component.data else None,
    )
    if export_wanted():
        return export(*exported(db.session.scalars(statement.limit(MOST)).all()), "requests")
    page = page_of(statement)
    waited = {one.id: days_waited(one, at) for one in page.items}
    return render_template(
        "departures/host_requests.html", page=page, form=form, states=STATES, waited=waited
    )


@bp.route("/<int:request_id>", methods=["GET", "POST"])
@roles(Role.HOST)
def show(request_id: int) -> ResponseReturnValue:
    wanted = asked_of_me_or_404(request_id)
    form = AnswerForm()
    if form.validate_on_submit():
        try:
            give(wanted, form, by=me().name, actor=me().actor)
            db.session.commit()
            flash(_("Thank you. The organiser has been told."))
            return redirect(url_for("host_requests.show", request_id=request_id))
        except Refused as refusal:
            db.session.rollback()
            form.refuse(refusal)
    return render_template(
        "departures/host_request.html",
        wanted=wanted,
        form=form,
        states=STATES,
        can_answer=wanted.state is RequestState.REQUESTED,
    )


def give(wanted: ServiceRequest, form: AnswerForm, *, by: str, actor: Actor) -> None:
    """Do what the form says."""
    at = clock.now()
    reason = form.reason.data or ""
    if form.answer.data == "accept":
        services.accept(wanted, by=by, at=at, actor=actor)
    elif form.answer.data == "decline":
        services.decline(wanted, reason=reason, by=by, at=at, actor=actor)
    else:
        zone = wanted.departure.zone
        services.propose(
            wanted,
            starts_at=zones.moment_of(given(form.starts_at.data), zone),
            ends_at=zones.moment_of(given(form.ends_at.data), zone),
            reason=reason,
            by=by,
            at=at,
            actor=actor,
        )
