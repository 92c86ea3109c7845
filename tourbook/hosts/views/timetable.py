"""Weeks and months of slots, and how often hosts were visited."""

from datetime import date, time, timedelta

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tourbook.core import clock, formats, zones
from tourbook.directory.forms import any_of, chosen, chosen_id
from tourbook.hosts import access, queries, rules
from tourbook.hosts.forms.timetable import SHOWN, TimetableFilter
from tourbook.hosts.queries.timetable import MOST_SHOWN, timetable
from tourbook.hosts.queries.visits import visits_between
from tourbook.hosts.rules import ZONE
from tourbook.hosts.rules.calendars import Row, holidays_in, month_rows, week_rows
from tourbook.hosts.rules.visits import Month, by_month, last_months
from tourbook.hosts.services.slots import bounds
from tourbook.hosts.views.sides import Sides
from tourbook.web.exports import export, export_wanted
from tourbook.web.languages import current_language

#: Months that "how often were we visited" looks back on, this one among them.
MONTHS_BACK = 12
#: The first and last days that a table can be of.
FIRST, LAST = date(2000, 1, 3), date(2190, 12, 31)

sides = Sides("timetable", __name__)


@sides.page("/timetable")
def index() -> ResponseReturnValue:
    form = TimetableFilter(request.args)
    language = current_language()
    offered = queries.on_offer(access.own(), language=language)
    form.component.choices = any_of((str(one.id), one.name.get(language)) for one in offered)
    view = chosen(form.view) or "week"
    asked = min(max(form.first.data or clock.today(), FIRST), LAST)
    first, end = rules.span(view, asked, None, clock.today())
    last = end or first
    start, until = bounds(first, last)
    found = timetable(start, until, own=access.own(), component_id=chosen_id(form.component))
    month = view == "month"
    rows = month_rows(first, last, found.entries) if month else week_rows(first, found.entries)
    return render_template(
        "hosts/slots/timetable.html",
        form=form,
        rows=rows,
        hours=[time(hour) for hour in range(24)],
        view=view,
        first=first,
        last=last,
        title=title(view, first),
        days=[first + timedelta(days=n) for n in range(7)],
        holidays=holidays_in(*shown_days(rows, first, last)),
        before=rules.before(view, first),
        after=last + timedelta(days=1),
        shown=SHOWN,
        today=clock.today(),
        more=MOST_SHOWN if found.more else None,
        week_number=week_number,
        several=len(offered) > 1,
        any_slots=bool(found.entries),
    )


def shown_days(rows: list[Row], first: date, last: date) -> tuple[date, date]:
    """The first and the last day of the table, with the days of other months in it."""
    cells = [cell.day for row in rows for cell in row.cells]
    return min([first, *cells]), max([last, *cells])


def week_number(day: date) -> int:
    return day.isocalendar().week


def title(view: str, first: date) -> str:
    language = current_language()
    if view == "month":
        name = formats.month(first.month, language)
        return str(_("%(month)s %(year)d", month=name.capitalize(), year=first.year))
    return str(_("Week %(week)d, %(year)d", week=week_number(first), year=first.isocalendar().year))


@sides.page("/visited")
def visits() -> ResponseReturnValue:
    """How often these hosts were visited: visits, persons and hours of each month, with a trend."""
    months = last_months(clock.today(), MONTHS_BACK)
    start = zones.midnight(months[0], ZONE)
    end = zones.midnight(rules.month_after(months[-1]), ZONE)
    found = by_month(visits_between(access.own(), start, end), months)
    if export_wanted():
        return export([row_of(one) for one in found], header(), "visits")
    return render_template(
        "hosts/slots/visits.html",
        months=list(reversed(found)),
        month_name=month_name,
        totals=(
            sum(one.visits for one in found),
            sum(one.persons for one in found),
            sum(one.hours for one in found),
        ),
        most=max((one.visits for one in found), default=0),
    )


def month_name(month: Month) -> str:
    return title("month", month.first_day)


def header() -> list[str]:
    return [_("Month"), _("Visits"), _("Persons"), _("Hours")]


def row_of(month: Month) -> tuple[object, ...]:
    return month_name(month), month.visits, month.persons, month.hours
