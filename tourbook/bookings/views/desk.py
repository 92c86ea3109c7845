"""The organiser's pages: all bookings, who comes on a departure, and calling one off."""

from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from tourbook.accounts.access import me
from tourbook.bookings import queries, services
from tourbook.bookings.access import ORGANISING, departure_or_404
from tourbook.bookings.forms import (
    DIET_LABELS,
    NEED_LABELS,
    STATE_LABELS,
    CancelForm,
    DeskFilter,
)
from tourbook.bookings.models import Booking, BookingState, Participant
from tourbook.bookings.queries import Filter
from tourbook.bookings.rules.needs import Counts
from tourbook.bookings.services import details
from tourbook.core import clock, formats
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.departures.models import Departure, DepartureStatus
from tourbook.web.access import roles
from tourbook.web.exports import export, export_wanted
from tourbook.web.fields import SelectField
from tourbook.web.forms import given
from tourbook.web.languages import current_language
from tourbook.web.paging import page_of

bp = Blueprint("desk_bookings", __name__, url_prefix="/desk")

#: Days within which an option ends, as the filter offers them.
ENDING = (3, 7, 14)
CANCELLABLE = (DepartureStatus.DRAFT, DepartureStatus.OPEN, DepartureStatus.CLOSED)


@bp.get("/bookings")
@roles(*ORGANISING)
def index() -> ResponseReturnValue:
    form = desk_filter()
    found = queries.search(wanted(form))
    if export_wanted():
        return export([row_of(one) for one in db.session.scalars(found)], header(), "bookings")
    page = page_of(found)
    named = queries.participant_counts([booking.id for booking in page.items])
    return render_template(
        "bookings/desk_index.html", page=page, form=form, named=named, labels=STATE_LABELS
    )


def desk_filter() -> DeskFilter:
    form = DeskFilter(request.args)
    everything = ("", _("All"))
    countries = [(code, formats.country(code, current_language())) for code in queries.countries()]
    form.state.choices = [everything, *((s.value, words) for s, words in STATE_LABELS.items())]
    form.departure.choices = [everything, *map(departure_choice, queries.booked_departures())]
    form.country.choices = [everything, *sorted(countries, key=lambda pair: pair[1])]
    form.ending.choices = [
        everything,
        *((str(n), ngettext("in %(num)d day", "in %(num)d days", n)) for n in ENDING),
    ]
    form.order.choices = [
        ("newest", _("Newest first")),
        ("departure", _("By departure")),
        ("delegation", _("By delegation")),
        ("ending", _("By end of option")),
        ("places", _("By number of places")),
    ]
    form.validate()
    return form


def departure_choice(departure: Departure) -> tuple[str, str]:
    name = departure.version.package.name.get(current_language())
    return str(departure.id), f"{name}, {formats.day(departure.first_day, current_language())}"


def wanted(form: DeskFilter) -> Filter:
    """The filter as far as the address makes sense."""
    state, departure = one_of(form.state), one_of(form.departure)
    ending = one_of(form.ending)
    return Filter(
        states=[BookingState(state)] if state else (),
        departure_id=int(departure) if departure else None,
        country=one_of(form.country),
        text=form.text.data or "",
        ending_before=clock.now() + timedelta(days=int(ending)) if ending else None,
        order=one_of(form.order) or "newest",
    )


def one_of(field: SelectField) -> str:
    """What was chosen, if it is one of the choices."""
    return str(field.data) if field.data else ""


def header() -> list[str]:
    return [
        _("Reference"), _("Delegation"), _("Country"), _("Package"), _("First day"), _("Places"),
        _("State"), _("Option ends"), _("Price per person"), _("Currency"), _("Made"),
    ]  # fmt: skip


def row_of(booking: Booking) -> list[object]:
    zone, until = booking.departure.zone, booking.option_until
    return [
        booking.reference,
        booking.delegation.name,
        booking.delegation.country,
        booking.departure.version.package.name.get(current_language()),
        booking.departure.first_day,
        booking.places,
        str(STATE_LABELS[booking.state]),
        formats.local(until, zone).replace(tzinfo=None) if until else None,
        booking.person_cents / 100,
        booking.currency,
        formats.local(booking.created_at, zone).replace(tzinfo=None),
    ]


@bp.get("/bookings/new")
@roles(*ORGANISING)
def new() -> ResponseReturnValue:
    """Choose the departure on which to book for a delegation."""
    return render_template(
        "bookings/desk_new.html",
        departures=queries.open_departures(clock.now()),
        delegation=request.args.get("delegation", type=int),
    )


@bp.get("/departures/<int:departure_id>/roster")
@roles(*ORGANISING)
def roster(departure_id: int) -> ResponseReturnValue:
    departure = departure_or_404(departure_id)
    people = db.session.scalars(queries.roster(departure)).all()
    if export_wanted():
        return export([roster_row(one) for one in people], roster_header(), "roster")
    sums = queries.sums_of([departure.id]).get(departure.id, {})
    return render_template(
        "bookings/roster.html",
        departure=departure,
        people=people,
        held=sums.get(BookingState.OPTION, 0),
        booked=sum(sums.values()) - sums.get(BookingState.OPTION, 0),
        diets=in_words(details.diets(people), {k.value: v for k, v in DIET_LABELS.items()}),
        needs=in_words(details.needs(people), {k.value: v for k, v in NEED_LABELS.items()}),
        told=len([one for one in people if one.consent_at]),
    )


def in_words(counts: Counts, labels: dict[str, object]) -> list[tuple[str, int]]:
    named = [(str(labels.get(code, code)), many) for code, many in counts.codes]
    return [*named, *counts.words]


def roster_header() -> list[str]:
    return [
        _("Name"), _("Form of address"), _("Post or task"), _("Language"), _("Delegation"),
        _("Country"), _("Reference"), _("State"),
    ]  # fmt: skip


def roster_row(one: Participant) -> list[object]:
    booking = one.booking
    return [
        one.name,
        one.form_of_address,
        one.post,
        one.language,
        booking.delegation.name,
        booking.delegation.country,
        booking.reference,
        str(STATE_LABELS[booking.state]),
    ]


@bp.route("/departures/<int:departure_id>/cancel", methods=["GET", "POST"])
@roles(*ORGANISING)
def cancel_departure(departure_id: int) -> ResponseReturnValue:
    departure = departure_or_404(departure_id)
    form = CancelForm()
    if form.validate_on_submit():
        try:
            reason = given(form.reason.data)
            services.cancel_departure(departure, reason, at=clock.now(), actor=me().actor)
            db.session.commit()
            flash(_("The departure is called off. Everybody concerned is told."))
            return redirect(url_for("desk_bookings.roster", departure_id=departure_id))
        except Refused as refusal:
            db.session.rollback()
            form.refuse(refusal)
            departure = departure_or_404(departure_id)
    return render_template(
        "bookings/cancel_departure.html",
        departure=departure,
        form=form,
        bookings=queries.live_of(departure),
        labels=STATE_LABELS,
        can_cancel=departure.status in CANCELLABLE,
    )
