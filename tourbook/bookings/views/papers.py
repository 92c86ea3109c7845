"""The papers of a booking: its programme as a PDF in three languages and as a calendar file."""

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tourbook.bookings import papers
from tourbook.bookings.access import BOOKING, booking_or_404
from tourbook.bookings.models import BookingState
from tourbook.core import clock
from tourbook.core.db import db
from tourbook.core.languages import LANGUAGES
from tourbook.web.access import roles
from tourbook.web.exports import attachment
from tourbook.web.languages import current_language

bp = Blueprint("papers", __name__, url_prefix="/bookings/<int:booking_id>")


def language_or_404(language: str) -> str:
    if language not in LANGUAGES:
        abort(404)
    return language


@bp.post("/programme/<language>")
@roles(*BOOKING)
def order(booking_id: int, language: str) -> ResponseReturnValue:
    booking = booking_or_404(booking_id)
    papers.order(booking.departure, language_or_404(language), at=clock.now())
    db.session.commit()
    flash(_("The programme is being made."))
    return redirect(url_for("papers.programme", booking_id=booking_id, language=language))


@bp.get("/programme/<language>")
@roles(*BOOKING)
def programme(booking_id: int, language: str) -> ResponseReturnValue:
    """How far the paper is; asked again and again while it is being made."""
    booking = booking_or_404(booking_id)
    template = "progress" if "HX-Request" in request.headers else "programme"
    return render_template(
        f"bookings/{template}.html",
        booking=booking,
        made=papers.programme(booking.departure, language_or_404(language)),
        url=url_for("papers.programme", booking_id=booking_id, language=language),
        order_url=url_for("papers.order", booking_id=booking_id, language=language),
        file_url=url_for("papers.download", booking_id=booking_id, language=language),
        back_url=url_for("bookings.show", booking_id=booking_id),
    )


@bp.get("/programme/<language>.pdf")
@roles(*BOOKING)
def download(booking_id: int, language: str) -> ResponseReturnValue:
    booking = booking_or_404(booking_id)
    made = papers.programme(booking.departure, language_or_404(language))
    if made.paper is None:
        return redirect(url_for("papers.programme", booking_id=booking_id, language=language))
    name = papers.file_name(booking.departure, language, "pdf")
    return attachment(made.paper.content, papers.PDF, name)


@bp.get("/programme.ics")
@roles(*BOOKING)
def calendar(booking_id: int) -> Response:
    booking = booking_or_404(booking_id)
    language = current_language()
    firm = booking.state is not BookingState.OPTION
    content = papers.calendar(booking.departure, language, firm=firm, at=clock.now())
    return attachment(content, papers.ICS, papers.file_name(booking.departure, language, "ics"))
