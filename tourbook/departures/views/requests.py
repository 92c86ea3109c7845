"""Requests to hosts, for the organiser: choose a time, call off, go another way."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tourbook.accounts.access import me
from tourbook.core import clock, zones
from tourbook.core.db import db
from tourbook.core.formats import day, hour
from tourbook.core.refused import Refused
from tourbook.core.roles import Role
from tourbook.departures import queries, services
from tourbook.departures.access import item_or_404, request_or_404
from tourbook.departures.forms import (
    ACTS,
    ANY,
    OWN_TIME,
    STATES,
    CancelForm,
    NoteForm,
    ReplaceForm,
    RequestFilter,
    SlotForm,
)
from tourbook.departures.models import HOLDING, ChangeKind, RequestState, ServiceRequest, ThreadSide
from tourbook.departures.rules.overview import days_waited
from tourbook.departures.views.changes import flash_made
from tourbook.departures.views.departures import MOST, tell_asked
from tourbook.departures.views.threads import say
from tourbook.hosts.models import Slot
from tourbook.messages import queries as messages
from tourbook.web.access import roles
from tourbook.web.exports import export, export_wanted
from tourbook.web.filters import text
from tourbook.web.forms import given, refusal_in_words
from tourbook.web.languages import current_language
from tourbook.web.paging import page_of

bp = Blueprint("departure_requests", __name__, url_prefix="/desk/requests")


@bp.get("/")
@roles(Role.ORGANISER)
def index() -> ResponseReturnValue:
    form = RequestFilter(request.args)
    form.host.choices = [ANY, *((str(key), name) for key, name in queries.asked_hosts())]
    form.validate()
    states = [RequestState(form.state.data)] if form.state.data else None
    host = int(form.host.data) if form.host.data else None
    statement = queries.requests(states=states, organisation_id=host)
    if export_wanted():
        rows = db.session.scalars(statement.limit(MOST)).all()
        return export(*exported(rows), "requests")
    at = clock.now()
    page = page_of(statement)
    waited = {one.id: days_waited(one, at) for one in page.items}
    return render_template(
        "departures/requests.html", page=page, form=form, states=STATES, waited=waited
    )


def exported(rows: Any) -> tuple[list[list[object]], list[str]]:
    header = [
        _("Host"),
        _("Visit or service"),
        _("Package"),
        _("Starts"),
        _("Ends"),
        _("People"),
        _("State"),
        _("Asked on"),
        _("Answered"),
        _("Answered by"),
        _("Reason"),
    ]
    return [
        [
            one.organisation.name,
            text(one.component.name),
            text(one.departure.version.package.name),
            local(one.starts_at, one),
            local(one.ends_at, one),
            one.pax,
            str(STATES[one.state]),
            local(one.asked_at, one),
            local(one.answered_at, one),
            one.answered_by,
            one.reason,
        ]
        for one in rows
    ], header


def local(moment: Any, of: ServiceRequest) -> Any:
    """The time on the clocks of the visit, as spreadsheets want it."""
    return moment and zones.clock_time(moment, of.departure.zone)


def back_to(departure_id: int) -> ResponseReturnValue:
    return redirect(url_for("departures.show", departure_id=departure_id))


@bp.get("/<int:request_id>")
@roles(Role.ORGANISER)
def show(request_id: int) -> ResponseReturnValue:
    """What was asked, said and written about one request."""
    wanted = request_or_404(request_id)
    return render_template(
        "departures/request.html",
        wanted=wanted,
        states=STATES,
        acts=ACTS,
        thread=queries.thread_of([request_id]),
        letters=messages.about(wanted),
        note=NoteForm(formdata=None),
    )


@bp.post("/<int:request_id>/note")
@roles(Role.ORGANISER)
def note(request_id: int) -> ResponseReturnValue:
    wanted = request_or_404(request_id)
    if wanted.asked_at is None:
        raise Refused("This request has not been sent yet.")
    say(wanted, NoteForm(), side=ThreadSide.ORGANISER, by=me().name, actor=me().actor)
    return redirect(url_for("departure_requests.show", request_id=request_id))


@bp.route("/<int:request_id>/slot", methods=["GET", "POST"])
@roles(Role.ORGANISER)
def slot(request_id: int) -> ResponseReturnValue:
    wanted = request_or_404(request_id)
    slots = {str(one.id): one for one in queries.slots_near(wanted)}
    zone = wanted.departure.zone
    form = SlotForm(
        slot=str(wanted.slot_id) if wanted.slot_id else OWN_TIME,
        starts_at=zones.clock_time(wanted.starts_at, zone),
        ends_at=zones.clock_time(wanted.ends_at, zone),
    )
    form.slot.choices = [
        *((key, slot_in_words(one, wanted)) for key, one in slots.items()),
        (OWN_TIME, _("A time of your own: the host is asked whether it suits")),
    ]
    if form.validate_on_submit():
        try:
            choose(wanted, form, slots)
            db.session.commit()
            flash(_("The time is changed. The programme of this departure follows."))
            return back_to(wanted.departure_id)
        except Refused as refusal:
            db.session.rollback()
            form.refuse(refusal)
    return render_template(
        "departures/slot.html", wanted=request_or_404(request_id), form=form, slots=slots
    )


def slot_in_words(slot: Slot, wanted: ServiceRequest) -> str:
    language, zone = current_language(), wanted.departure.zone
    words = _(
        "%(day)s, %(starts)s to %(ends)s, room for %(places)d",
        day=day(slot.starts_at, language, zone),
        starts=hour(slot.starts_at, language, zone),
        ends=hour(slot.ends_at, language, zone),
        places=slot.capacity - slot.taken,
    )
    return str(words)


def choose(wanted: ServiceRequest, form: SlotForm, slots: dict[str, Slot]) -> None:
    at, actor = clock.now(), me().actor
    if form.slot.data != OWN_TIME:
        chosen = slots[given(form.slot.data)]
        services.choose_slot(wanted, chosen, why=form.why.data or "", at=at, actor=actor)
        return
    zone = wanted.departure.zone
    services.choose_time(
        wanted,
        starts_at=zones.moment_of(given(form.starts_at.data), zone),
        ends_at=zones.moment_of(given(form.ends_at.data), zone),
        why=form.why.data or "",
        at=at,
        actor=actor,
    )


@bp.route("/<int:request_id>/cancel", methods=["GET", "POST"])
@roles(Role.ORGANISER)
def cancel(request_id: int) -> ResponseReturnValue:
    wanted = request_or_404(request_id)
    form = CancelForm()
    if form.validate_on_submit():
        try:
            services.cancel_request(
                wanted, reason=form.reason.data or "", at=clock.now(), actor=me().actor
            )
            db.session.commit()
            flash(_("The request is cancelled."))
            return back_to(wanted.departure_id)
        except Refused as refusal:
            db.session.rollback()
            form.refuse(refusal)
    return render_template(
        "departures/cancel_request.html",
        wanted=wanted,
        form=form,
        host_is_told=wanted.state in HOLDING,
    )


@bp.post("/<int:request_id>/take")
@roles(Role.ORGANISER)
def take(request_id: int) -> ResponseReturnValue:
    wanted = request_or_404(request_id)
    if wanted.proposed_component_id is not None:
        return take_component(wanted)
    asked = services.take_proposal(wanted, at=clock.now(), actor=me().actor)
    db.session.commit()
    tell_asked(asked)
    return back_to(wanted.departure_id)


def take_component(wanted: ServiceRequest) -> ResponseReturnValue:
    """Change the day to what is offered; where that needs a look, show the day first."""
    look = url_for(
        "changes.item",
        item_id=wanted.dated_item_id,
        what=ChangeKind.SWAPPED.value,
        component=wanted.proposed_component_id,
    )
    try:
        change = services.take_component(wanted, at=clock.now(), actor=me().actor)
        db.session.commit()
    except Refused as refusal:
        db.session.rollback()
        flash(refusal_in_words(refusal), "warning")
        return redirect(look)
    flash_made(change)
    return back_to(change.departure_id)


@bp.post("/items/<int:item_id>/again")
@roles(Role.ORGANISER)
def again(item_id: int) -> ResponseReturnValue:
    item = item_or_404(item_id)
    services.ask_again(item, at=clock.now(), actor=me().actor)
    db.session.commit()
    flash(_("A new request is drafted. Choose its time, then ask the hosts."))
    return back_to(item.departure_id)


@bp.route("/items/<int:item_id>/replace", methods=["GET", "POST"])
@roles(Role.ORGANISER)
def replace(item_id: int) -> ResponseReturnValue:
    item = item_or_404(item_id)
    form = ReplaceForm()
    if form.validate_on_submit():
        try:
            services.replace_by_text(item, form.title.data, at=clock.now(), actor=me().actor)
            db.session.commit()
            flash(_("This part of the programme goes on without the host."))
            return back_to(item.departure_id)
        except Refused as refusal:
            db.session.rollback()
            form.refuse(refusal)
    return render_template("departures/replace.html", item=item, form=form)
