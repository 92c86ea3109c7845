"""A participant's own page, opened by a personal link: details, programme, papers, feedback."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tourbook.bookings import papers, queries
from tourbook.bookings.access import by_link_or_404
from tourbook.bookings.models import BookingState
from tourbook.bookings.rules import moves
from tourbook.bookings.views import telling
from tourbook.core import clock
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.departures.queries.duty import contacts_of
from tourbook.web.access import by_token
from tourbook.web.exports import attachment
from tourbook.web.languages import current_language

bp = Blueprint("participant", __name__, url_prefix="/p/<token>")

#: A page behind a personal link is kept by no cache on the way.
PRIVATE = {"Cache-Control": "no-store"}


@bp.get("")
@by_token
def home(token: str) -> ResponseReturnValue:
    participant = by_link_or_404(token)
    booking = participant.booking
    items = queries.programme(booking.departure)
    page = render_template(
        "bookings/participant_home.html",
        participant=participant,
        booking=booking,
        departure=booking.departure,
        duties=contacts_of(booking.departure_id),
        token=token,
        cancelled=booking.state in (BookingState.CANCELLED, BookingState.LAPSED),
        held=booking.state is BookingState.OPTION,
        live=moves.is_live(booking),
        told=participant.consent_at is not None,
        days=papers.days(booking.departure, items, current_language()),
        stops=telling.openness(items, current_language()),
        made=papers.programme(booking.departure, current_language(), items),
    )
    return page, 200, PRIVATE


@bp.route("/details", methods=["GET", "POST"])
@by_token
def details(token: str) -> ResponseReturnValue:
    participant = by_link_or_404(token)
    form = telling.details_form(participant)
    if form.validate_on_submit():
        try:
            moves.check_live(participant.booking)
            telling.save(participant, form, at=clock.now())
            db.session.commit()
            flash(_("Your details are saved. Thank you."))
            return redirect(url_for("participant.home", token=token))
        except Refused as refusal:
            db.session.rollback()
            form.refuse(refusal)
            participant = by_link_or_404(token)
    page = render_template("bookings/details.html", participant=participant, form=form, token=token)
    return page, 200, PRIVATE


@bp.post("/programme")
@by_token
def order(token: str) -> ResponseReturnValue:
    participant = by_link_or_404(token)
    papers.order(participant.booking.departure, current_language(), at=clock.now())
    db.session.commit()
    return redirect(url_for("participant.programme", token=token))


@bp.get("/programme")
@by_token
def programme(token: str) -> ResponseReturnValue:
    """How far the paper is; asked again and again while it is being made."""
    participant = by_link_or_404(token)
    template = "progress" if "HX-Request" in request.headers else "programme"
    page = render_template(
        f"bookings/{template}.html",
        booking=participant.booking,
        made=papers.programme(participant.booking.departure, current_language()),
        url=url_for("participant.programme", token=token),
        order_url=url_for("participant.order", token=token),
        file_url=url_for("participant.download", token=token),
        back_url=url_for("participant.home", token=token),
    )
    return page, 200, PRIVATE


@bp.get("/programme.pdf")
@by_token
def download(token: str) -> ResponseReturnValue:
    departure = by_link_or_404(token).booking.departure
    made = papers.programme(departure, current_language())
    if made.paper is None:
        return redirect(url_for("participant.programme", token=token))
    name = papers.file_name(departure, made.language, "pdf")
    return attachment(made.paper.content, papers.PDF, name)


@bp.get("/programme.ics")
@by_token
def calendar(token: str) -> ResponseReturnValue:
    booking = by_link_or_404(token).booking
    language = current_language()
    firm = booking.state is not BookingState.OPTION
    content = papers.calendar(booking.departure, language, firm=firm, at=clock.now())
    return attachment(content, papers.ICS, papers.file_name(booking.departure, language, "ics"))
