"""When hosts are away, and how many visits they take in a month and in a year."""

from datetime import date, timedelta

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tourbook.accounts.access import me
from tourbook.core import clock, formats, zones
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.directory.forms import Choices, any_of, chosen, chosen_id
from tourbook.directory.models import Organisation
from tourbook.hosts import access, queries
from tourbook.hosts.forms.away import AWAY, AwayFilter, AwayForm, BudgetForm
from tourbook.hosts.models import AwayKind, AwayTime, Component
from tourbook.hosts.queries.away import listed
from tourbook.hosts.queries.visits import visits_between
from tourbook.hosts.rules import ZONE, budgets
from tourbook.hosts.services import away as services
from tourbook.hosts.views.sides import Sides, side_url
from tourbook.web.exports import export, export_wanted
from tourbook.web.languages import current_language
from tourbook.web.paging import page_of

#: The years of the budget page.
YEARS = range(2000, 2199)

sides = Sides("away", __name__)


@sides.page("/away")
def index() -> ResponseReturnValue:
    form = AwayFilter(request.args)
    offering = queries.offering(access.own())
    form.organisation.choices = any_of((str(one.id), one.name) for one in offering)
    kind = chosen(form.kind)
    found = listed(
        access.own(),
        kind=AwayKind(kind) if kind else None,
        organisation_id=chosen_id(form.organisation),
        since=clock.now(),
    )
    if export_wanted():
        return export([row_of(one) for one in db.session.scalars(found)], header(), "away")
    wanted = chosen_id(form.organisation)
    here = [one for one in offering if wanted in (None, one.id)]
    return render_template(
        "hosts/away/index.html",
        page=page_of(found),
        form=form,
        kinds_of_away=AWAY,
        organisation=here[0] if len(here) == 1 else None,
        several=len(offering) > 1,
        subject=subject,
        whole_days=whole_days,
        last_day=last_day,
    )


def subject(away: AwayTime) -> str:
    """Whose time it is, in words."""
    if away.component:
        return away.component.name.get(current_language())
    return away.place.name if away.place else _("All visits")


def whole_days(away: AwayTime) -> bool:
    """Whether it goes from midnight to midnight, so that no hour need be told."""
    ends = (formats.local(away.starts_at), formats.local(away.ends_at))
    return all((one.hour, one.minute) == (0, 0) for one in ends)


def last_day(away: AwayTime) -> date:
    """The last day of whole days away."""
    return formats.local(away.ends_at).date() - timedelta(days=1)


def header() -> list[str]:
    return [_("Organisation"), _("What it means"), _("For"), _("Starts"), _("Ends"), _("Note")]


def row_of(away: AwayTime) -> tuple[object, ...]:
    return (
        away.organisation.name,
        str(AWAY[away.kind]),
        subject(away),
        formats.local(away.starts_at).replace(tzinfo=None),
        formats.local(away.ends_at).replace(tzinfo=None),
        away.note,
    )


def components_of(organisation: Organisation) -> list[Component]:
    return list(queries.on_offer(frozenset([organisation.id]), language=current_language()))


def subjects(organisation: Organisation) -> Choices:
    """Whose time it may be: all, one component, or all that is at one place."""
    language = current_language()
    offered = components_of(organisation)
    places = {one.place.id: one.place.name for one in offered if one.place}
    return [
        ("", _("All visits")),
        *((f"component-{one.id}", one.name.get(language)) for one in offered),
        *((f"place-{key}", _("All at %(place)s", place=name)) for key, name in places.items()),
    ]


@sides.page("/organisations/<int:organisation_id>/away/new", methods=("GET", "POST"))
def new(organisation_id: int) -> ResponseReturnValue:
    organisation = access.organisation_or_404(organisation_id)
    form = AwayForm()
    form.subject.choices = subjects(organisation)
    if form.validate_on_submit():
        try:
            services.add_away(organisation.id, form.facts(), at=clock.now(), actor=me().actor)
            db.session.commit()
            flash(_("The time away is kept."))
            return redirect(side_url("away.index"))
        except Refused as refusal:
            form.refuse(refusal)
    return render_template("hosts/away/new.html", form=form, organisation=organisation)


@sides.page("/away/<int:away_id>/edit", methods=("GET", "POST"))
def edit(away_id: int) -> ResponseReturnValue:
    away = access.away_or_404(away_id)
    form = AwayForm()
    form.subject.choices = subjects(away.organisation)
    if request.method == "GET":
        form.show(away)
    if form.validate_on_submit():
        try:
            services.change_away(away, form.facts(), at=clock.now(), actor=me().actor)
            db.session.commit()
            flash(_("The time away is changed."))
            return redirect(side_url("away.index"))
        except Refused as refusal:
            form.refuse(refusal)
    return render_template(
        "hosts/away/edit.html", form=form, organisation=away.organisation, away=away
    )


@sides.page("/away/<int:away_id>/remove", methods=("POST",))
def remove(away_id: int) -> ResponseReturnValue:
    services.remove_away(access.away_or_404(away_id), at=clock.now(), actor=me().actor)
    db.session.commit()
    flash(_("The time away is removed."))
    return redirect(side_url("away.index"))


@sides.page("/organisations/<int:organisation_id>/budgets", methods=("GET", "POST"))
def budget(organisation_id: int) -> ResponseReturnValue:
    """A year of visits against what the host takes, and the form that says how many."""
    organisation = access.organisation_or_404(organisation_id)
    language = current_language()
    form = BudgetForm()
    form.component.choices = [
        ("", _("All that the organisation offers")),
        *((str(one.id), one.name.get(language)) for one in components_of(organisation)),
    ]
    if form.validate_on_submit():
        try:
            services.set_budget(
                organisation.id,
                int(form.component.data) if form.component.data else None,
                per_month=form.per_month.data,
                per_year=form.per_year.data,
                at=clock.now(),
                actor=me().actor,
            )
            db.session.commit()
            flash(_("The visit budget is kept."))
            return redirect(side_url("away.budget", organisation_id=organisation.id))
        except Refused as refusal:
            form.refuse(refusal)
    year = year_asked()
    return render_template(
        "hosts/away/budget.html",
        form=form,
        organisation=organisation,
        year=year,
        budgets=queries.budgets_of([organisation.id]),
        months=months(organisation.id, year),
    )


def year_asked() -> int:
    asked = request.args.get("year", "")
    known = asked.isascii() and asked.isdecimal() and int(asked[:5]) in YEARS
    return int(asked) if known else clock.today().year


def months(organisation_id: int, year: int) -> list[dict[str, object]]:
    """Visits of each month, asked and agreed, and what each budget has left."""
    start = zones.midnight(date(year, 1, 1), ZONE)
    end = zones.midnight(date(year + 1, 1, 1), ZONE)
    visits = visits_between([organisation_id], start, end)
    known = queries.budgets_of([organisation_id])
    return [
        {
            "name": formats.month(first.month, current_language()),
            "agreed": sum(one.agreed for one in visits if one.day.month == first.month),
            "asked": sum(not one.agreed for one in visits if one.day.month == first.month),
            "left": [
                budgets.left(one, [v.day for v in visits if budgets.counts(one, v)], first)
                for one in known
            ],
        }
        for first in (date(year, number, 1) for number in range(1, 13))
    ]


@sides.page("/budgets/<int:budget_id>/remove", methods=("POST",))
def remove_budget(budget_id: int) -> ResponseReturnValue:
    found = access.budget_or_404(budget_id)
    services.remove_budget(found, at=clock.now(), actor=me().actor)
    db.session.commit()
    flash(_("The visit budget is removed."))
    return redirect(side_url("away.budget", organisation_id=found.organisation_id))
