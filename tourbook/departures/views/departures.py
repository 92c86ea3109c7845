"""Departures, for the organiser: the list, a new one, and how one stands."""

from datetime import date, timedelta
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from tourbook.accounts.access import me
from tourbook.core import clock, zones
from tourbook.core.db import db
from tourbook.core.formats import ZONE
from tourbook.core.refused import Refused
from tourbook.core.roles import Role
from tourbook.departures import queries, services
from tourbook.departures.access import departure_or_404
from tourbook.departures.forms import (
    ANY,
    NEEDS,
    STATES,
    STATUSES,
    DepartureFilter,
    PlaceForm,
    StartForm,
    months,
)
from tourbook.departures.models import Departure, DepartureStatus
from tourbook.departures.queries.leads import stops_of_version
from tourbook.departures.rules import overview, planning, requests
from tourbook.departures.rules.days import quiet_days
from tourbook.departures.views.calendars import calendar_file, events_of_departure, events_of_list
from tourbook.hosts.forms.sites import LEADS
from tourbook.packages.models import Version
from tourbook.web.access import roles
from tourbook.web.exports import export, export_wanted
from tourbook.web.filters import text
from tourbook.web.forms import given, refusal_in_words
from tourbook.web.languages import current_language
from tourbook.web.paging import page_of_rows

bp = Blueprint("departures", __name__, url_prefix="/desk/departures")

#: A list as a file holds at most so many rows.
MOST = 5_000


@bp.get("/")
@roles(Role.ORGANISER)
def index() -> ResponseReturnValue:
    form = DepartureFilter(request.args)
    form.package.choices = [ANY, *((str(key), text(name)) for key, name in queries.packages())]
    form.first.choices = form.last.choices = months(clock.today())
    form.validate()
    statement = queries.listed(wanted(form), today=clock.today())
    if export_wanted():
        return export(*listed_rows(db.session.execute(statement.limit(MOST)).all()), "departures")
    if request.args.get("format") == "ics":
        rows = db.session.execute(statement.limit(MOST)).all()
        events = events_of_list([row[0] for row in rows])
        return calendar_file(events, _("Departures"), "departures", at=clock.now())
    return render_template(
        "departures/index.html", page=page_of_rows(statement), form=form, statuses=STATUSES
    )


def month(value: str | None) -> date | None:
    return date.fromisoformat(f"{value}-01") if value else None


def end_of_month(first: date | None) -> date | None:
    return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1) if first else None


def wanted(form: DepartureFilter) -> queries.Wanted:
    """What the address asks for; a choice that does not exist asks for nothing."""
    chosen = {field.name: field.data for field in form if field.data}
    return queries.Wanted(
        package_id=int(chosen["package"]) if "package" in chosen else None,
        first_from=month(chosen.get("first")),
        first_until=end_of_month(month(chosen.get("last"))),
        status=DepartureStatus(chosen["status"]) if "status" in chosen else None,
        pilot=chosen["pilot"] == "yes" if "pilot" in chosen else None,
        hosts_missing=bool(chosen.get("missing")),
    )


def listed_rows(rows: Any) -> tuple[list[list[object]], list[str]]:
    header = [
        _("Package"),
        _("Version"),
        _("First day"),
        _("Last day"),
        _("State"),
        _("Places"),
        _("Places taken"),
        _("Last day to book"),
        _("Pilot group"),
        _("Hosts needed"),
        _("Hosts that said yes"),
    ]
    cells = [
        [
            text(departure.version.package.name),
            departure.version.number,
            departure.first_day,
            departure.last_day,
            str(STATUSES[departure.status]),
            departure.seats,
            departure.seats_taken,
            zones.local_day(departure.booking_deadline, departure.zone),
            _("Yes") if departure.pilot else _("No"),
            hosts,
            confirmed,
        ]
        for departure, hosts, confirmed in rows
    ]
    return cells, header


@bp.route("/new", methods=["GET", "POST"])
@roles(Role.ORGANISER)
def new() -> ResponseReturnValue:
    """First what and when; then, with the days at hand, places and the deadline."""
    start = StartForm(request.args)
    versions = queries.published_versions()
    start.version.choices = [("", _("Choose")), *((str(one.id), title_of(one)) for one in versions)]
    start.validate()
    if not versions or not start_given(start):
        started = "version" in request.args or "first_day" in request.args
        return render_template(
            "departures/start.html", form=start, versions=versions, show_errors=started
        )
    version = queries.version_with_days(int(given(start.version.data)))
    assert version is not None
    return details(version, given(start.first_day.data))


def title_of(version: Version) -> str:
    name = text(version.package.name)
    return str(_("%(package)s, version %(number)d", package=name, number=version.number))


def start_given(form: StartForm) -> bool:
    """Whether version and day are known, and the day can be one of a visit."""
    first_day = form.first_day.data
    if not form.version.data or first_day is None:
        return False
    today = clock.today()
    if not today <= first_day <= today + planning.FARTHEST:
        form.first_day.errors = [_("Choose a day from today on, within five years.")]
        return False
    return True


def details(version: Version, first_day: date) -> ResponseReturnValue:
    limit = planning.safe_deadline(stops_of_version(version, first_day), first_day)
    today = clock.today()
    form = PlaceForm(seats=version.party_max, deadline=limit.day if limit.day >= today else None)
    if form.validate_on_submit():
        try:
            departure = services.create(
                version,
                first_day=first_day,
                seats=given(form.seats.data),
                booking_deadline=planning.end_of_day(given(form.deadline.data), ZONE),
                pilot=form.pilot.data,
                note=form.note.data or "",
                at=clock.now(),
                actor=me().actor,
            )
            db.session.commit()
            flash(_("The departure is on the calendar. Look through it, then ask the hosts."))
            return redirect(url_for("departures.show", departure_id=departure.id))
        except Refused as refusal:
            form.refuse(refusal)
    last_day = planning.last_day(version, first_day)
    return render_template(
        "departures/new.html",
        form=form,
        version=version,
        first_day=first_day,
        last_day=last_day,
        limit=limit,
        lead_days=planning.LEAD_DAYS,
        leads=LEADS,
        too_late=limit.day < today,
        quiet=quiet_days(first_day, last_day, current_language()),
    )


@bp.get("/<int:departure_id>")
@roles(Role.ORGANISER)
def show(departure_id: int) -> ResponseReturnValue:
    departure = departure_or_404(departure_id)
    at = clock.now()
    parts = overview.parts(queries.items_of(departure), queries.requests_of(departure))
    return render_template(
        "departures/show.html",
        departure=departure,
        parts=parts,
        missing=overview.missing(parts),
        to_send=overview.to_send(parts),
        waited={
            part.request.id: overview.days_waited(part.request, at)
            for part in parts
            if part.request
        },
        planned=departure.status in requests.PLANNED,
        can_open=can_open(departure),
        statuses=STATUSES,
        states=STATES,
        needs=NEEDS,
        links=links_of(departure),
    )


def links_of(departure: Departure) -> list[tuple[str, str]]:
    """Pages of slices above that are about this departure; what is needed most stands first."""
    links = [
        (_("Deadlines"), "deadlines.show"),
        (_("Run sheet and roll-call"), "run_sheets.sheet"),
        (_("Changes"), "changes.of_departure"),
        (_("Who comes"), "desk_bookings.roster"),
        (_("Who is on duty"), "duty_contacts.show"),
        (_("Late booking"), "late_bookings.show"),
        (_("Feedback"), "feedback_desk.show"),
        (_("Learning reports"), "learning.of_departure"),
    ]
    if departure.status in requests.PLANNED:
        links.append((_("Cancel the departure"), "desk_bookings.cancel_departure"))
    return [(label, url_for(endpoint, departure_id=departure.id)) for label, endpoint in links]


def can_open(departure: Departure) -> bool:
    return departure.status in (DepartureStatus.DRAFT, DepartureStatus.CLOSED)


@bp.get("/<int:departure_id>.ics")
@roles(Role.ORGANISER)
def calendar(departure_id: int) -> Response:
    departure = departure_or_404(departure_id)
    name = text(departure.version.package.name)
    events = events_of_departure(departure, queries.items_of(departure))
    return calendar_file(events, name, f"departure-{departure.id}", at=clock.now())


@bp.route("/<int:departure_id>/change", methods=["GET", "POST"])
@roles(Role.ORGANISER)
def change(departure_id: int) -> ResponseReturnValue:
    departure = departure_or_404(departure_id)
    form = PlaceForm(
        seats=departure.seats,
        deadline=zones.local_day(departure.booking_deadline, departure.zone),
        pilot=departure.pilot,
        note=departure.note,
    )
    if form.validate_on_submit():
        try:
            services.change(
                departure,
                seats=given(form.seats.data),
                booking_deadline=planning.end_of_day(given(form.deadline.data), departure.zone),
                pilot=form.pilot.data,
                note=form.note.data or "",
                at=clock.now(),
                actor=me().actor,
            )
            db.session.commit()
            flash(_("The departure is changed."))
            return redirect(url_for("departures.show", departure_id=departure_id))
        except Refused as refusal:
            db.session.rollback()
            form.refuse(refusal)
    return render_template(
        "departures/change.html", departure=departure_or_404(departure_id), form=form
    )


@bp.post("/<int:departure_id>/ask")
@roles(Role.ORGANISER)
def ask(departure_id: int) -> ResponseReturnValue:
    asked = services.ask_hosts(departure_or_404(departure_id), at=clock.now(), actor=me().actor)
    db.session.commit()
    tell_asked(asked)
    return redirect(url_for("departures.show", departure_id=departure_id))


def tell_asked(asked: services.Asked) -> None:
    """Say what was sent, what was not and why, and whom no message can reach."""
    sent = len(asked.sent)
    flash(ngettext("%(num)d request is sent.", "%(num)d requests are sent.", sent))
    for one, refusal in asked.refused:
        flash(f"{text(one.component.name)}: {refusal_in_words(refusal)}", "warning")
    for organisation in asked.unreachable:
        flash(_("No address is known for %(host)s. Ring them.", host=organisation.name), "warning")


@bp.post("/<int:departure_id>/open")
@roles(Role.ORGANISER)
def open_for_booking(departure_id: int) -> ResponseReturnValue:
    departure = departure_or_404(departure_id)
    if request.form.get("despite_missing") == "yes":
        services.open_despite_missing(departure, at=clock.now(), actor=me().actor)
    else:
        services.open_for_booking(departure, at=clock.now(), actor=me().actor)
    db.session.commit()
    flash(_("The departure is open for booking."))
    return redirect(url_for("departures.show", departure_id=departure_id))


@bp.post("/<int:departure_id>/close")
@roles(Role.ORGANISER)
def close(departure_id: int) -> ResponseReturnValue:
    services.close(departure_or_404(departure_id), at=clock.now(), actor=me().actor)
    db.session.commit()
    flash(_("The sale is stopped. What was booked stands."))
    return redirect(url_for("departures.show", departure_id=departure_id))
