"""Requests, for the host's own people."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tourbook.accounts.access import host_organisations, me
from tourbook.core import clock, zones
from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.core.formats import moment as moment_in_words
from tourbook.core.refused import Refused
from tourbook.core.roles import Role
from tourbook.departures import queries, services
from tourbook.departures.access import asked_of_me_or_404
from tourbook.departures.forms import (
    ACTS,
    ANSWERS,
    ANY,
    STATES,
    AnswerForm,
    HostFilter,
    NoteForm,
)
from tourbook.departures.models import RequestState, ServiceRequest, ThreadSide
from tourbook.departures.queries.duty import of_request
from tourbook.departures.rules.overview import days_waited
from tourbook.departures.views import leaving
from tourbook.departures.views.departures import MOST
from tourbook.departures.views.requests import exported
from tourbook.departures.views.threads import say
from tourbook.hosts.models import Component
from tourbook.web.access import roles
from tourbook.web.exports import export, export_wanted
from tourbook.web.filters import text
from tourbook.web.forms import given, refusal_in_words
from tourbook.web.languages import current_language
from tourbook.web.paging import page_of

bp = Blueprint("host_requests", __name__, url_prefix="/host/requests")

#: Choices of the filter that stand for several states.
GROUPS: dict[str, Collection[RequestState]] = {
    "waiting": (RequestState.REQUESTED,),
    "agreed": (RequestState.CONFIRMED,),
    "past": (
        RequestState.DECLINED,
        RequestState.CANCELLED,
        RequestState.LAPSED,
        RequestState.WITHDRAWN,
        RequestState.DELIVERED,
    ),
}
#: No key of a row has so many digits.
LONGEST_KEY = 10
ASKED: Collection[RequestState] = tuple(
    state for state in RequestState if state is not RequestState.DRAFT
)


@bp.route("/", methods=["GET", "POST"])
@roles(Role.HOST)
def index() -> ResponseReturnValue:
    """All requests of all departures; those that wait can be accepted together."""
    if request.method == "POST":
        if wanted := ticked_of_me():
            return accept_ticked(wanted)
        flash(_("Tick at least one request that waits for an answer."), "warning")
    form = HostFilter(request.args)
    own = host_organisations()
    components = queries.asked_components(own)
    form.component.choices = [ANY, *((str(key), text(name)) for key, name in components)]
    form.validate()
    at = clock.now()
    statement = queries.of_hosts(
        own,
        at=at,
        states=wanted_states(form.state.data),
        component_id=int(form.component.data) if form.component.data else None,
    )
    if export_wanted():
        return export(*exported(db.session.scalars(statement.limit(MOST)).all()), "requests")
    page = page_of(statement)
    waited = {one.id: days_waited(one, at) for one in page.items}
    shown = render_template(
        "departures/host_requests.html", page=page, form=form, states=STATES, waited=waited
    )
    return shown, 422 if request.method == "POST" else 200


def wanted_states(chosen: str | None) -> Collection[RequestState]:
    """The states of a choice: a group of them, or one by itself."""
    if not chosen:
        return ASKED
    return GROUPS.get(chosen) or (RequestState(chosen),)


def ticked_of_me() -> list[ServiceRequest]:
    """The requests that were ticked; what is no number of a request is none."""
    ticked = dict.fromkeys(request.form.getlist("request"))
    keys = [key for key in ticked if key.isascii() and key.isdecimal() and len(key) < LONGEST_KEY]
    return [asked_of_me_or_404(int(key)) for key in keys]


def accept_ticked(wanted: list[ServiceRequest]) -> ResponseReturnValue:
    """Say yes to each, and tell of each what became of it."""
    outcomes = services.accept_all(wanted, by=me().name, at=clock.now(), actor=me().actor)
    db.session.commit()
    for one, refusal in outcomes:
        name = f"{text(one.component.name)}, {moment(one.starts_at, one.departure.zone)}"
        if refusal is None:
            flash(_("Accepted: %(visit)s", visit=name))
        else:
            flash(f"{name}: {refusal_in_words(refusal)}", "warning")
    return redirect(request.full_path)


@bp.route("/<int:request_id>", methods=["GET", "POST"])
@roles(Role.HOST)
def show(request_id: int) -> ResponseReturnValue:
    wanted = asked_of_me_or_404(request_id)
    form = answer_form(wanted)
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
        note=NoteForm(formdata=None),
        states=STATES,
        acts=ACTS,
        thread=queries.thread_of([request_id]),
        can_answer=wanted.state is RequestState.REQUESTED,
        price=price_of(wanted),
        duty=of_request(wanted),
        can_withdraw=leaving.can_withdraw(wanted),
        can_hand=len(queries.colleagues(wanted.organisation_id)) > 1,
    )


def price_of(wanted: ServiceRequest) -> dict[str, Any] | None:
    """The price that a yes would lock, while the host is asked."""
    if wanted.state is not RequestState.REQUESTED:
        return None
    price: dict[str, Any] = services.agreed(wanted)["agreed_price"]
    return price


@bp.post("/<int:request_id>/note")
@roles(Role.HOST)
def note(request_id: int) -> ResponseReturnValue:
    wanted = asked_of_me_or_404(request_id)
    say(wanted, NoteForm(), side=ThreadSide.HOST, by=me().name, actor=me().actor)
    return redirect(url_for("host_requests.show", request_id=request_id))


@bp.route("/<int:request_id>/hand", methods=["GET", "POST"])
@roles(Role.HOST)
def hand(request_id: int) -> ResponseReturnValue:
    """Let a colleague answer."""
    wanted = asked_of_me_or_404(request_id)
    back = url_for("host_requests.show", request_id=request_id)
    return leaving.hand(wanted, by=me().name, actor=me().actor, back=back, but=me().id)


@bp.route("/<int:request_id>/withdraw", methods=["GET", "POST"])
@roles(Role.HOST)
def withdraw(request_id: int) -> ResponseReturnValue:
    """Take back a yes."""
    wanted = asked_of_me_or_404(request_id)
    back = url_for("host_requests.show", request_id=request_id)
    return leaving.withdraw(wanted, by=me().name, actor=me().actor, back=back)


def moment(at: datetime, zone: str) -> str:
    return moment_in_words(at, current_language(), zone)


def answer_form(wanted: ServiceRequest) -> AnswerForm:
    form = AnswerForm()
    others = queries.other_components(wanted)
    form.component.choices = [("", _("Choose")), *((str(one.id), text(one.name)) for one in others)]
    if not others:
        form.answer.choices = [one for one in ANSWERS if one[0] != "offer"]
        del form.component
    return form


def give(wanted: ServiceRequest, form: AnswerForm, *, by: str, actor: Actor) -> None:
    """Do what the form says."""
    at = clock.now()
    reason = form.reason.data or ""
    if form.answer.data == "accept":
        services.accept(wanted, by=by, at=at, actor=actor)
    elif form.answer.data == "decline":
        services.decline(wanted, reason=reason, by=by, at=at, actor=actor)
    elif form.answer.data == "offer":
        offered = db.session.get_one(Component, int(form.component.data))
        services.propose_component(wanted, offered, reason=reason, by=by, at=at, actor=actor)
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
