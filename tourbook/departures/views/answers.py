"""A host's answer from the link in the message: the link is the right, and only POST acts."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.departures import queries
from tourbook.departures.access import by_token_or_404
from tourbook.departures.forms import ACTS, STATES, NoteForm
from tourbook.departures.models import RequestState, ServiceRequest, ThreadSide
from tourbook.departures.queries.duty import of_request
from tourbook.departures.views import leaving
from tourbook.departures.views.hosts import answer_form, give, price_of
from tourbook.departures.views.threads import say
from tourbook.web.access import by_token
from tourbook.web.limits import limiter

bp = Blueprint("answers", __name__)

#: Who answered, where nobody signed in.
BY_LINK = "by link"


def chosen(visits: list[ServiceRequest], of_link: ServiceRequest) -> ServiceRequest:
    """The visit in the address, else the first that waits, else the one of the link."""
    asked = request.args.get("visit", "")
    for visit in visits:
        if str(visit.id) == asked:
            return visit
    waiting = [visit for visit in visits if visit.state is RequestState.REQUESTED]
    if of_link in waiting or not waiting:
        return of_link
    return waiting[0]


@bp.route("/r/<token>", methods=["GET", "POST"])
@by_token
@limiter.limit("60 per minute")
def answer(token: str) -> ResponseReturnValue:
    of_link = by_token_or_404(token)
    visits = list(queries.of_same_visit(of_link))
    wanted = chosen(visits, of_link)
    form = answer_form(wanted)
    if form.validate_on_submit():
        try:
            give(wanted, form, by=BY_LINK, actor=by_link(wanted))
            db.session.commit()
            flash(_("Thank you. The organiser has been told."))
            return redirect(url_for("answers.answer", token=token, visit=wanted.id))
        except Refused as refusal:
            db.session.rollback()
            form.refuse(refusal)
    return render_template(
        "departures/answer.html",
        wanted=wanted,
        visits=visits,
        token=token,
        form=form,
        note=NoteForm(formdata=None),
        states=STATES,
        acts=ACTS,
        thread=queries.thread_of([wanted.id]),
        can_answer=wanted.state is RequestState.REQUESTED,
        price=price_of(wanted),
        duty=of_request(wanted),
        can_withdraw=leaving.can_withdraw(wanted),
        can_hand=bool(queries.colleagues(wanted.organisation_id)),
    )


@bp.post("/r/<token>/note")
@by_token
@limiter.limit("20 per minute")
def note(token: str) -> ResponseReturnValue:
    of_link = by_token_or_404(token)
    wanted = chosen(list(queries.of_same_visit(of_link)), of_link)
    say(wanted, NoteForm(), side=ThreadSide.HOST, by=BY_LINK, actor=by_link(wanted))
    return redirect(url_for("answers.answer", token=token, visit=wanted.id))


@bp.route("/r/<token>/hand", methods=["GET", "POST"])
@by_token
@limiter.limit("60 per minute")
def hand(token: str) -> ResponseReturnValue:
    """Let a colleague answer."""
    of_link = by_token_or_404(token)
    wanted = chosen(list(queries.of_same_visit(of_link)), of_link)
    back = url_for("answers.answer", token=token, visit=wanted.id)
    return leaving.hand(wanted, by=BY_LINK, actor=by_link(wanted), back=back)


@bp.route("/r/<token>/withdraw", methods=["GET", "POST"])
@by_token
@limiter.limit("60 per minute")
def withdraw(token: str) -> ResponseReturnValue:
    """Take back a yes."""
    of_link = by_token_or_404(token)
    wanted = chosen(list(queries.of_same_visit(of_link)), of_link)
    back = url_for("answers.answer", token=token, visit=wanted.id)
    return leaving.withdraw(wanted, by=BY_LINK, actor=by_link(wanted), back=back)


def by_link(wanted: ServiceRequest) -> Actor:
    """Whoever holds the link of the host."""
    return Actor(None, f"{wanted.organisation.name} ({BY_LINK})"[:200])
