"""A delegation's bookings: taking places, confirming, changing, cancelling."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tourbook.accounts.access import me
from tourbook.bookings import papers, queries, services
from tourbook.bookings.access import (
    BOOKING,
    booking_or_404,
    departure_or_404,
    organising,
)
from tourbook.bookings.forms import STATE_LABELS, CancelForm, OwnFilter, PlaceForm, PlacesForm
from tourbook.bookings.models import Booking, BookingState, Delegation
from tourbook.bookings.rules import moves, prices
from tourbook.core import clock
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.core.roles import Role
from tourbook.departures.models import Departure
from tourbook.departures.rules import selling
from tourbook.departures.services import late
from tourbook.web.access import roles
from tourbook.web.exports import export, export_wanted
from tourbook.web.forms import given, refusal_in_words
from tourbook.web.languages import current_language
from tourbook.web.paging import page_of

bp = Blueprint("bookings", __name__)


@bp.get("/bookings/")
@roles(Role.LEADER)
def index() -> ResponseReturnValue:
    form = OwnFilter(request.args)
    form.state.choices = [("", _("All")), *((s.value, words) for s, words in STATE_LABELS.items())]
    form.validate()
    states = [BookingState(form.state.data)] if form.state.data else []
    found = queries.of_delegations(me().delegation_ids, states)
    if export_wanted():
        rows = [export_row(booking) for booking in db.session.scalars(found)]
        return export(rows, export_header(), "bookings")
    page = page_of(found)
    named = queries.participant_counts([booking.id for booking in page.items])
    return render_template(
        "bookings/index.html", page=page, form=form, named=named, labels=STATE_LABELS
    )


def export_header() -> list[str]:
    return [
        _("Reference"),
        _("Package"),
        _("First day"),
        _("Last day"),
        _("Places"),
        _("State"),
        _("Price per person"),
        _("Price in all"),
        _("Currency"),
    ]


def export_row(booking: Booking) -> list[object]:
    return [
        booking.reference,
        booking.departure.version.package.name.get(current_language()),
        booking.departure.first_day,
        booking.departure.last_day,
        booking.places,
        str(STATE_LABELS[booking.state]),
        booking.person_cents / 100,
        booking.person_cents * booking.places / 100,
        booking.currency,
    ]


@bp.route("/bookings/new/<int:departure_id>", methods=["GET", "POST"])
@roles(*BOOKING)
def new(departure_id: int) -> ResponseReturnValue:
    departure = departure_or_404(departure_id)
    choices = delegations_to_choose()
    form = place_form(departure, choices)
    if form.validate_on_submit():
        try:
            chosen = {delegation.id: delegation for delegation in choices}
            booking = services.place(
                departure,
                chosen[form.delegation.data],
                places=given(form.places.data),
                kind=BookingState(form.kind.data),
                at=clock.now(),
                actor=me().actor,
                form_key=form.form_key.data or None,
            )
            target, words = url_for("bookings.show", booking_id=booking.id), placed_words(booking)
            db.session.commit()
            flash(words)
            return redirect(target)
        except Refused as refusal:
            db.session.rollback()
            form.refuse(refusal)
            departure, choices = departure_or_404(departure_id), delegations_to_choose()
    return render_template(
        "bookings/new.html",
        departure=departure,
        form=form,
        delegations=choices,
        organising=organising(),
        **offer(departure, form.places.data),
    )


def delegations_to_choose() -> list[Delegation]:
    """Whom this person may book for."""
    if organising():
        return list(db.session.scalars(queries.delegations_named().limit(1000)))
    return list(queries.delegations_by_id(me().delegation_ids))


def place_form(departure: Departure, choices: list[Delegation]) -> PlaceForm:
    form = PlaceForm()
    form.delegation.choices = [(one.id, one.name) for one in choices]
    form.kind.choices = [
        (BookingState.OPTION.value, _("Hold the places as an option")),
        (BookingState.CONFIRMED.value, _("Book the places now")),
    ]
    if request.method == "GET":
        asked = request.args.get("places", default=0, type=int)
        form.places.data = asked if 1 <= asked <= moves.MAX_PLACES else None
        wanted = request.args.get("delegation", default=0, type=int)
        if wanted in {one.id for one in choices}:
            form.delegation.data = wanted
        elif len(choices) == 1:
            form.delegation.data = choices[0].id
    elif len(choices) == 1 and "delegation" not in request.form:
        form.delegation.data = choices[0].id
        form.delegation.raw_data = [str(choices[0].id)]
    return form


def offer(departure: Departure, places: int | None) -> dict[str, Any]:
    """What the page says of places, prices and dates, whatever was typed."""
    now = clock.now()
    refusal = None
    try:
        selling.check_can_book(departure, 1, now)
        late.check_in_time(departure, at=now)
    except Refused as refused:
        refusal = refusal_in_words(refused)
    return {
        "refusal": refusal,
        "left": departure.seats - departure.seats_taken,
        "until": moves.option_until(departure, now),
        "tiers": departure.version.tiers,
        "cents": price_or_none(departure, places),
        "places": places,
    }


def price_or_none(departure: Departure, places: int | None) -> int | None:
    if not places or not 1 <= places <= moves.MAX_PLACES:
        return None
    try:
        return prices.person_price(departure.version.tiers, places)[0]
    except Refused:
        return None


def placed_words(booking: Booking) -> str:
    if booking.state is BookingState.OPTION:
        return str(_("The places are held as an option."))
    return str(_("The places are booked."))


@bp.get("/bookings/<int:booking_id>")
@roles(*BOOKING)
def show(booking_id: int) -> ResponseReturnValue:
    booking = booking_or_404(booking_id)
    items = queries.programme(booking.departure)
    people = queries.participants_of(booking)
    return render_template(
        "bookings/show.html",
        booking=booking,
        organising=organising(),
        labels=STATE_LABELS,
        people=people,
        linked=queries.linked(people),
        missing=missing(booking, len(people)),
        events=queries.events_of(booking),
        messages=queries.messages_about(booking),
        days=papers.days(booking.departure, items, current_language()),
        programmes=papers.in_all_languages(booking.departure, items),
        live=moves.is_live(booking),
        can_confirm=booking.state is BookingState.OPTION,
    )


def missing(booking: Booking, named: int) -> list[str]:
    """What the delegation has still to do before the visit."""
    if not moves.is_live(booking):
        return []
    words = []
    if booking.state is BookingState.OPTION:
        words.append(_("Confirm the booking before the option runs out."))
    if named < booking.places:
        left = booking.places - named
        words.append(
            _("Name the participants: %(left)d of %(places)d are missing.",
              left=left, places=booking.places)
        )  # fmt: skip
    return words


@bp.post("/bookings/<int:booking_id>/confirm")
@roles(*BOOKING)
def confirm(booking_id: int) -> ResponseReturnValue:
    booking = booking_or_404(booking_id)
    revision = request.form.get("revision", type=int)
    services.confirm(booking, at=clock.now(), actor=me().actor, revision=revision)
    db.session.commit()
    flash(_("The booking is confirmed."))
    return redirect(url_for("bookings.show", booking_id=booking_id))


@bp.route("/bookings/<int:booking_id>/places", methods=["GET", "POST"])
@roles(*BOOKING)
def change_places(booking_id: int) -> ResponseReturnValue:
    booking = booking_or_404(booking_id)
    form = PlacesForm(data={"places": booking.places, "revision": str(booking.revision)})
    if form.validate_on_submit():
        try:
            services.change_places(
                booking,
                places=given(form.places.data),
                at=clock.now(),
                actor=me().actor,
                revision=int(given(form.revision.data)),
            )
            db.session.commit()
            flash(_("The number of places is changed."))
            return redirect(url_for("bookings.show", booking_id=booking_id))
        except Refused as refusal:
            db.session.rollback()
            form.refuse(refusal)
            booking = booking_or_404(booking_id)
    return render_template(
        "bookings/places.html",
        booking=booking,
        form=form,
        live=moves.is_live(booking),
        left=booking.departure.seats - booking.departure.seats_taken,
        tiers=booking.departure.version.tiers,
    )


@bp.route("/bookings/<int:booking_id>/cancel", methods=["GET", "POST"])
@roles(*BOOKING)
def cancel(booking_id: int) -> ResponseReturnValue:
    booking = booking_or_404(booking_id)
    form = CancelForm(data={"revision": str(booking.revision)})
    if form.validate_on_submit():
        try:
            services.cancel(
                booking,
                reason=given(form.reason.data),
                at=clock.now(),
                actor=me().actor,
                revision=int(form.revision.data) if form.revision.data else None,
            )
            db.session.commit()
            flash(_("The booking is cancelled and its places are given back."))
            return redirect(url_for("bookings.show", booking_id=booking_id))
        except Refused as refusal:
            db.session.rollback()
            form.refuse(refusal)
            booking = booking_or_404(booking_id)
    return render_template(
        "bookings/cancel.html", booking=booking, form=form, live=moves.is_live(booking)
    )
