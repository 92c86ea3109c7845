"""The start page of a host's own people, and what a year of visits came to."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from tourbook.accounts.access import host_organisations
from tourbook.core import clock, zones
from tourbook.core.formats import ZONE
from tourbook.core.roles import Role
from tourbook.desk import queries, rules
from tourbook.desk.rules import CountryGroup
from tourbook.visits.queries import lists as visit_lists
from tourbook.visits.services import lists
from tourbook.web.access import roles
from tourbook.web.exports import export, export_wanted

bp = Blueprint("host_desk", __name__)

GROUPS = {
    CountryGroup.FINLAND: _l("Finland"),
    CountryGroup.EU: _l("Other EU countries"),
    CountryGroup.EFTA: _l("EFTA countries"),
    CountryGroup.OTHER: _l("Other countries"),
}


@bp.get("/host/")
@roles(Role.HOST)
def index() -> ResponseReturnValue:
    at, own = clock.now(), host_organisations()
    return render_template(
        "desk/host.html",
        at=at,
        days_until=rules.days_until,
        to_answer=queries.to_answer(own, clock.today()),
        visits=queries.next_visits(own, at),
        open_lists=open_lists(own, at),
        useful=rules.useful(tuple(row) for row in queries.usefulness(own, at)),
    )


def open_lists(organisation_ids: Collection[int], at: datetime) -> set[int]:
    """Visits of which these hosts may see something today; of others not how many come."""
    agreed = visit_lists.agreed_requests(organisation_ids, at.date())
    return {one.request.id for one in lists.shown_today(agreed, at=at)}


@bp.get("/host/year")
@roles(Role.HOST)
def year() -> ResponseReturnValue:
    """One year: each visit that was received, the visitors by country group, the hours."""
    this_year = clock.today().year
    shown = rules.year_asked(request.args.get("year"), this_year)
    first = clock.today().replace(year=shown, month=1, day=1)
    visits = queries.visits_between(
        host_organisations(),
        zones.midnight(first, ZONE),
        zones.midnight(first.replace(year=shown + 1), ZONE),
        clock.now(),
    )
    countries = queries.visitors_countries({visit.departure_id for visit in visits})
    groups = rules.by_group(countries)
    if export_wanted():
        return export(rows_of(visits, groups), header(), f"visits-{shown}")
    return render_template(
        "desk/host_year.html",
        year=shown,
        years=rules.years_back(this_year),
        visits=visits,
        visitors=len(countries),
        hours=rules.hours((visit.starts_at, visit.ends_at) for visit in visits),
        hours_of=hours_of,
        groups=[(label, groups[group]) for group, label in GROUPS.items()],
    )


def hours_of(visit: Any) -> float:
    return rules.hours([(visit.starts_at, visit.ends_at)])


def header() -> list[str]:
    return [
        _("Starts"),
        _("Ends"),
        _("Visit or service"),
        _("Programme"),
        _("Visitors"),
        _("Hours"),
    ]


def rows_of(visits: queries.Rows, groups: dict[str, int | None]) -> list[list[object]]:
    """The visits in order, then the visitors by country group; hidden ones in words."""
    rows: list[list[object]] = [
        [
            zones.clock_time(visit.starts_at, visit.zone),
            zones.clock_time(visit.ends_at, visit.zone),
            visit.component,
            visit.package,
            visit.people,
            hours_of(visit),
        ]
        for visit in visits
    ]
    for group, label in GROUPS.items():
        number = groups[group]
        said = _("Not shown: too few people") if number is None else number
        rows.append([None, None, str(label), None, said, None])
    return rows
