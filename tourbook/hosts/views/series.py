"""Series of slots: made by a rule, and changed with a look at what would happen first."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tourbook.accounts.access import me
from tourbook.core import clock, formats
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.core.working_days import finnish_holidays
from tourbook.hosts import access
from tourbook.hosts.forms import ChangeSeriesForm, SeriesForm, rule_words
from tourbook.hosts.models import Slot, SlotSeries
from tourbook.hosts.rules import ZONE, SeriesFacts
from tourbook.hosts.services import series as services
from tourbook.hosts.services.series import Plan
from tourbook.hosts.views.sides import Sides, side_url
from tourbook.hosts.views.stands import stands_of
from tourbook.web.forms import given
from tourbook.web.languages import current_language

ALL = "all"

sides = Sides("series", __name__)


@dataclass(frozen=True)
class Line:
    """One day of a preview."""

    day: date
    starts_at: datetime | None
    ends_at: datetime | None
    #: What happens: new, changed, same, kept, withdrawn, left_out, clash.
    what: str
    holiday: str = ""
    #: What is at this time already, or stays: its beginning and end.
    other: tuple[datetime, datetime] | None = None
    taken: int = 0
    moved: bool = False


def lines(plan: Plan) -> list[Line]:
    """The days of a plan in order, each with what happens on it."""
    clashing = {clash.timing: clash.slot for clash in plan.clashing}
    changed = {timing for _slot, timing in plan.changed}
    made = set(plan.made)
    stay = {slot.series_day for slot in plan.kept}
    found = [
        Line(
            timing.day,
            timing.starts_at,
            timing.ends_at,
            "clash" if timing in clashing else what_of(timing in made, timing in changed),
            other=(met.starts_at, met.ends_at) if (met := clashing.get(timing)) else None,
            moved=timing.moved,
        )
        for timing in plan.timings
        if timing.day and timing.day not in stay
    ]
    found += [of_slot(slot, "kept") for slot in plan.kept]
    found += [of_slot(slot, "withdrawn") for slot in plan.withdrawn]
    here = {line.day for line in found}
    found += [Line(day, None, None, "left_out") for day in plan.laid.left_out if day not in here]
    named = [replace(line, holiday=holiday_of(line.day)) for line in found]
    return sorted(named, key=lambda line: (line.day, line.what))


def what_of(made: bool, changed: bool) -> str:
    if made:
        return "new"
    return "changed" if changed else "same"


def of_slot(slot: Slot, what: str) -> Line:
    day = slot.series_day or formats.local(slot.starts_at).date()
    return Line(day, slot.starts_at, slot.ends_at, what, taken=slot.taken)


def holiday_of(day: date) -> str:
    name = finnish_holidays(day.year).get(day)
    return name.get(current_language()) if name else ""


@sides.page("/components/<int:component_id>/slots/series", methods=("GET", "POST"))
def new(component_id: int) -> ResponseReturnValue:
    component = access.component_or_404(component_id)
    form, plan = SeriesForm(), None
    if request.method == "GET":
        form.minutes.data = component.duration_minutes
        form.capacity.data = component.party_max
    if form.validate_on_submit():
        try:
            facts = form.facts()
            plan = services.plan_series(component, facts, at=clock.now())
            if form.save.data:
                services.add_series(component, facts, at=clock.now(), actor=me().actor)
                db.session.commit()
                flash(_("The slots are made: %(count)d.", count=len(plan.timings)))
                return redirect(side_url("slots.index", component=component.id))
        except Refused as refusal:
            form.refuse(refusal)
    return render_template(
        "hosts/series/new.html",
        form=form,
        component=component,
        plan=plan,
        lines=lines(plan) if plan else [],
        zone=form.zone.data or ZONE,
    )


@sides.page("/series/<int:series_id>")
def show(series_id: int) -> ResponseReturnValue:
    series = access.series_or_404(series_id)
    slots = coming(series)
    return render_template(
        "hosts/series/show.html",
        series=series,
        component=series.component,
        slots=slots,
        stands=stands_of(slots),
        rule=rule_words(series.rule),
        follows=db.session.get(SlotSeries, series.follows_id) if series.follows_id else None,
    )


def coming(series: SlotSeries) -> Sequence[Slot]:
    """The slots of a series that lie ahead."""
    return services.coming(series, at=clock.now())


@sides.page("/series/<int:series_id>/edit", methods=("GET", "POST"))
def edit(series_id: int) -> ResponseReturnValue:
    """Change all that lies ahead, or what follows a day that the address names."""
    series = access.series_or_404(series_id)
    form, plan = ChangeSeriesForm(), None
    form.scope.choices = scopes(series, request.args.get("day", ""))
    if request.method == "GET":
        form.show(services.facts_of(series))
        form.revision.data = str(series.revision)
        form.scope.data = form.scope.choices[0][0]
    if form.validate_on_submit():
        try:
            facts = replace(form.facts(), first_day=series.first_day)
            since = None if form.scope.data == ALL else date.fromisoformat(given(form.scope.data))
            plan = services.plan_change(series, facts, since=since, at=clock.now())
            if form.save.data:
                changed = carry_out(series, facts, since, form.revision.data or "")
                db.session.commit()
                flash(_("The series is changed."))
                return redirect(side_url("series.show", series_id=changed.id))
        except Refused as refusal:
            db.session.rollback()
            form.refuse(refusal)
    return render_template(
        "hosts/series/edit.html",
        form=form,
        series=series,
        component=series.component,
        plan=plan,
        lines=lines(plan) if plan else [],
        zone=form.zone.data or ZONE,
    )


def carry_out(
    series: SlotSeries, facts: SeriesFacts, since: date | None, revision: str
) -> SlotSeries:
    seen = int(revision) if revision.isdecimal() and len(revision) < 9 else 0
    at, actor = clock.now(), me().actor
    if since is None:
        services.change_all(series, facts, revision=seen, at=at, actor=actor)
        return series
    return services.change_following(series, facts, since=since, revision=seen, at=at, actor=actor)


def scopes(series: SlotSeries, day: str) -> list[tuple[str, str]]:
    """What can be changed: all, or from the day on that the reader came from."""
    choices = [(ALL, _("All slots that lie ahead"))]
    try:
        since = date.fromisoformat(day)
    except ValueError:
        return choices
    if series.first_day < since <= series.last_day:
        shown = formats.day(since, current_language())
        choices.insert(0, (since.isoformat(), _("%(day)s and all that follow", day=shown)))
    return choices
