"""What hosts offer: the list, a component's page, and changing it."""

from collections.abc import Sequence
from datetime import time

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tourbook.accounts.access import me
from tourbook.core import clock, formats
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.directory.forms import any_of
from tourbook.hosts import access, papers, queries, rules
from tourbook.hosts.forms import KINDS, ComponentForm, HoursForm, LibraryFilter
from tourbook.hosts.models import Component, OpeningHours
from tourbook.hosts.services import components as services
from tourbook.hosts.services.hours import facts_of, set_hours
from tourbook.hosts.views.sides import Sides, side_url
from tourbook.hosts.views.stands import stands_of
from tourbook.web.exports import XLSX, attachment, export, export_wanted
from tourbook.web.languages import current_language
from tourbook.web.paging import page_of

sides = Sides("components", __name__)


@sides.page("/components")
def index() -> ResponseReturnValue:
    form = LibraryFilter(request.args)
    offering = queries.offering(access.own())
    form.organisation.choices = any_of((str(host.id), host.name) for host in offering)
    wanted = form.wanted(own=access.own(), today=clock.today())
    language = current_language()
    found = queries.library(wanted, language=language)
    if request.args.get("format") == "xlsx":
        offers = queries.with_parts(found)
        return attachment(papers.workbook(offers, language=language), XLSX, "components.xlsx")
    if export_wanted():
        rows = [row_of(component) for component in db.session.scalars(found)]
        return export(rows, header(), "components")
    return render_template("hosts/components/index.html", page=page_of(found), form=form)


def header() -> list[str]:
    return [
        _("Component"),
        _("Kind"),
        _("Organisation"),
        _("Place"),
        _("Town"),
        _("Minutes"),
        _("Smallest party"),
        _("Largest party"),
        _("Languages"),
        _("Ask by, days before"),
        _("Names by, days before"),
        _("Themes"),
    ]


def row_of(component: Component) -> tuple[object, ...]:
    """A component in a spreadsheet."""
    language = current_language()
    place = component.place
    return (
        component.name.get(language),
        str(KINDS[component.kind]),
        component.organisation.name,
        place.name if place else None,
        place.municipality.name.get(language) if place else None,
        component.duration_minutes,
        component.party_min,
        component.party_max,
        ", ".join(component.languages),
        component.ask_by_days,
        component.names_by_days,
        ", ".join(theme.name.get(language) for theme in component.themes),
    )


@sides.page("/components/<int:component_id>")
def show(component_id: int) -> ResponseReturnValue:
    component = access.component_or_404(component_id)
    known, today = queries.vat_rates(), clock.today()
    slots = queries.coming_slots(component, at=clock.now())
    return render_template(
        "hosts/components/show.html",
        component=component,
        prices=rules.priced(component.rates, known, today=today),
        supplements=rules.priced(component.supplements, known, today=today),
        more=said_of(component),
        week=opening_week(component.hours),
        slots=slots,
        stands=stands_of(slots),
    )


def opening_week(opening: Sequence[OpeningHours]) -> list[tuple[int, str]]:
    """Each weekday from Monday on with its hours as the reader writes times; "" is closed."""
    if not opening:
        return []
    return [
        (weekday, ", ".join(period_word(one) for one in opening if one.weekday == weekday))
        for weekday in range(7)
    ]


def period_word(one: OpeningHours) -> str:
    return f"{hour_word(one.opens_minute)}–{hour_word(one.closes_minute)}"  # noqa: RUF001


def hour_word(minutes: int) -> str:
    """A time of the day; midnight at its end is the hour 0 of the next."""
    return formats.time_of_day(time(minutes // 60 % 24, minutes % 60), current_language())


def said_of(component: Component) -> list[tuple[str, object]]:
    """What only some kinds say, as labels and values."""
    said: list[tuple[str, object]] = []
    if component.outdoor:
        said.append((_("Daylight"), _("under the open sky")))
    if component.seated:
        said.append((_("Pace"), _("mostly sitting and listening")))
    numbers = (
        (_("Seats in one vehicle"), component.vehicle_seats),
        (_("Single rooms"), component.single_rooms),
        (_("Twin rooms"), component.twin_rooms),
    )
    said.extend((label, number) for label, number in numbers if number is not None)
    if component.free_every:
        said.append((_("Free places"), free_places(component.free_every, component.free_most)))
    return said


def free_places(every: int, most: int | None) -> str:
    if most is None:
        return str(_("one for every %(every)d that are paid for", every=every))
    words = _("one for every %(every)d that are paid for, %(most)d at most", every=every, most=most)
    return str(words)


@sides.page("/components/new", methods=("GET", "POST"))
def new() -> ResponseReturnValue:
    form = ComponentForm()
    offering = {str(host.id): host for host in queries.offering(access.own())}
    form.organisation_id.choices = [(key, host.name) for key, host in offering.items()]
    if request.method == "GET" and request.args.get("organisation") in offering:
        form.organisation_id.data = request.args["organisation"]
    if form.validate_on_submit():
        try:
            component = services.add_component(
                offering[form.organisation_id.data],
                form.facts(),
                theme_ids=form.theme_ids(),
                at=clock.now(),
                actor=me().actor,
            )
            db.session.commit()
            flash(_("The component is added. Give it its rates and slots."))
            return redirect(side_url("components.show", component_id=component.id))
        except Refused as refusal:
            form.refuse(refusal)
    return render_template("hosts/components/new.html", form=form)


@sides.page("/components/<int:component_id>/edit", methods=("GET", "POST"))
def edit(component_id: int) -> ResponseReturnValue:
    component = access.component_or_404(component_id)
    form = ComponentForm(obj=component)
    del form.organisation_id
    if request.method == "GET":
        form.themes.data = [str(theme.id) for theme in component.themes]
    if form.validate_on_submit():
        try:
            services.change_component(
                component,
                form.facts(),
                theme_ids=form.theme_ids(),
                at=clock.now(),
                actor=me().actor,
            )
            db.session.commit()
            flash(_("The component is saved."))
            return redirect(side_url("components.show", component_id=component.id))
        except Refused as refusal:
            form.refuse(refusal)
    return render_template("hosts/components/edit.html", form=form, component=component)


@sides.page("/components/<int:component_id>/hours", methods=("GET", "POST"))
def opening(component_id: int) -> ResponseReturnValue:
    component = access.component_or_404(component_id)
    form = HoursForm()
    if request.method == "GET":
        form.show([facts_of(one) for one in component.hours])
    if form.validate_on_submit():
        try:
            set_hours(component, form.hours(), at=clock.now(), actor=me().actor)
            db.session.commit()
            flash(_("The opening hours are saved."))
            return redirect(side_url("components.show", component_id=component.id))
        except Refused as refusal:
            form.refuse(refusal)
    return render_template("hosts/components/hours.html", form=form, component=component)


@sides.page("/components/<int:component_id>/duplicate", methods=("POST",))
def duplicate(component_id: int) -> ResponseReturnValue:
    component = access.component_or_404(component_id)
    copy = services.duplicate(component, at=clock.now(), actor=me().actor)
    db.session.commit()
    flash(_("This is the copy, with its prices and hours but no slots. Give it its own name."))
    return redirect(side_url("components.edit", component_id=copy.id))


@sides.page("/components/<int:component_id>/retire", methods=("POST",))
def retire(component_id: int) -> ResponseReturnValue:
    component = access.component_or_404(component_id)
    services.retire(component, at=clock.now(), actor=me().actor)
    db.session.commit()
    flash(_("The component is retired. What was agreed on it stays."))
    return redirect(side_url("components.show", component_id=component.id))


@sides.page("/components/<int:component_id>/bring-back", methods=("POST",))
def bring_back(component_id: int) -> ResponseReturnValue:
    component = access.component_or_404(component_id)
    services.bring_back(component, at=clock.now(), actor=me().actor)
    db.session.commit()
    flash(_("The component is on offer again."))
    return redirect(side_url("components.show", component_id=component.id))
