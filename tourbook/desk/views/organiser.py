"""The organiser's start page, the week, and the search over everything."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tourbook.accounts.access import home_of, me
from tourbook.bookings import queries as bookings
from tourbook.core import clock, zones
from tourbook.core.formats import ZONE, local
from tourbook.core.roles import Role
from tourbook.departures.forms import STATES, STATUSES
from tourbook.desk import queries, rules
from tourbook.learning import queries as learning
from tourbook.learning.queries import Due
from tourbook.messages import queries as messages
from tourbook.visits.forms.deadlines import TONES, days_in_words, owner_in_words, what_in_words
from tourbook.visits.queries.due import due_this_week
from tourbook.web.access import roles, signed_in

bp = Blueprint("desk", __name__)

#: A search of fewer letters would find everything.
SHORTEST, LONGEST = 2, 100


@bp.get("/start")
@signed_in
def start() -> ResponseReturnValue:
    """Where a person begins, by what they are."""
    return redirect(home_of(me()), 303)


@bp.get("/desk/")
@roles(Role.ORGANISER, Role.EVALUATOR, Role.ADMIN)
def index() -> ResponseReturnValue:
    at, today = clock.now(), clock.today()
    if Role.ORGANISER not in me().roles:
        return render_template("desk/evaluator.html", reports=due(at))
    return render_template(
        "desk/index.html",
        today=today,
        at=at,
        days_until=rules.days_until,
        unanswered=queries.unanswered(today),
        declined=queries.declined(today),
        due=due_this_week(today)[: queries.FEW],
        options=bookings.options_ending(at + rules.OPTIONS_AHEAD, queries.FEW),
        at_risk=queries.at_risk(today, at + rules.RISK_AHEAD),
        ahead=queries.next_departures(today),
        drafts=queries.drafts(),
        parked=messages.parked_count(),
        reports=due(at),
        statuses=STATUSES,
        tones=TONES,
        what=what_in_words,
        owner=owner_in_words,
        days=days_in_words,
    )


def due(at: datetime) -> Sequence[Due]:
    return learning.reports_due(at, limit=queries.FEW)


@bp.get("/desk/week")
@roles(Role.ORGANISER)
def week() -> ResponseReturnValue:
    today = clock.today()
    monday = rules.monday_of(rules.day_asked(request.args.get("date", "")) or today)
    days = [monday + timedelta(days=n) for n in range(7)]
    sunday_night = zones.midnight(monday + rules.A_WEEK, ZONE)
    rows = queries.week(zones.midnight(monday, ZONE), sunday_night)
    by_day: dict[date, list[object]] = defaultdict(list)
    for row in rows:
        by_day[max(zones.local_day(row.starts_at, row.zone), monday)].append(row)
    return render_template(
        "desk/week.html",
        days=[(day, by_day[day]) for day in days],
        today=today,
        before=rules.monday_of(monday - rules.A_WEEK),
        after=rules.monday_of(monday + rules.A_WEEK),
        empty_until=None if rows else next_day(sunday_night),
        states=STATES,
    )


def next_day(after: datetime) -> date | None:
    starts = queries.next_start(after)
    return local(starts, ZONE).date() if starts else None


@bp.get("/desk/search")
@roles(Role.ORGANISER)
def search() -> ResponseReturnValue:
    words = " ".join(request.args.get("q", "").replace("\0", "").split())[:LONGEST]
    if len(words) < SHORTEST:
        return render_template("desk/search.html", words=words, found=None, total=0)
    found = [
        (_("Packages"), "packages.show", "package_id", queries.packages_like(words)),
        (_("Departures"), "departures.show", "departure_id", queries.departures_like(words)),
        (_("Organisations"), "organisations.show", "organisation_id", queries.hosts_like(words)),
        (_("Components"), "components.show", "component_id", queries.components_like(words)),
        (_("Bookings"), "bookings.show", "booking_id", queries.bookings_like(words)),
    ]
    total = sum(len(rows) for *_names, rows in found)
    return render_template(
        "desk/search.html", words=words, found=found, total=total, most=queries.FOUND
    )
