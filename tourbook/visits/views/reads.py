"""Who has read what of whom: for the leader of a delegation, and for each person alone."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from tourbook.bookings.access import BOOKING, booking_or_404, by_link_or_404
from tourbook.visits.forms.lists import KINDS, READ_AS, fields_in_words
from tourbook.visits.queries import lists as queries
from tourbook.web.access import by_token, roles

bp = Blueprint("visit_reads", __name__)


@bp.get("/bookings/<int:booking_id>/readings")
@roles(*BOOKING)
def booking(booking_id: int) -> ResponseReturnValue:
    found = booking_or_404(booking_id)
    return render_template(
        "visits/lists/readings.html",
        booking=found,
        readings=queries.readings_of_booking(found.id),
        kinds=KINDS,
        read_as=READ_AS,
        fields=fields_in_words,
    )


@bp.get("/p/<token>/readings")
@by_token
def participant(token: str) -> ResponseReturnValue:
    person = by_link_or_404(token)
    page = render_template(
        "visits/lists/own_readings.html",
        token=token,
        readings=queries.readings_of_participant(person.id),
        kinds=KINDS,
        read_as=READ_AS,
        fields=fields_in_words,
    )
    return page, 200, {"Cache-Control": "no-store"}
