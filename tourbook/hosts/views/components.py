"""What hosts offer: the list, a component's page, and changing it."""

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tourbook.accounts.access import me
from tourbook.core import clock
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.directory.forms import any_of, chosen, chosen_id, words_in
from tourbook.hosts import access, queries, rules
from tourbook.hosts.forms import KINDS, ComponentFilter, ComponentForm
from tourbook.hosts.models import Component, ComponentKind, Rate
from tourbook.hosts.services import components as services
from tourbook.hosts.views.sides import Sides, side_url
from tourbook.web.exports import export, export_wanted
from tourbook.web.languages import current_language
from tourbook.web.paging import page_of

sides = Sides("components", __name__)


@sides.page("/components")
def index() -> ResponseReturnValue:
    form = ComponentFilter(request.args)
    offering = queries.offering(access.own())
    form.organisation.choices = any_of((str(host.id), host.name) for host in offering)
    found = queries.library(wanted(form), language=current_language())
    if export_wanted():
        rows = [row_of(component) for component in db.session.scalars(found)]
        return export(rows, header(), "components")
    return render_template("hosts/components/index.html", page=page_of(found), form=form)


def wanted(form: ComponentFilter) -> queries.Wanted:
    kind = chosen(form.kind)
    return queries.Wanted(
        kind=ComponentKind(kind) if kind else None,
        municipality_id=chosen_id(form.municipality),
        theme_id=chosen_id(form.theme),
        organisation_id=chosen_id(form.organisation),
        words=words_in(form.words),
        retired=chosen(form.offer) == "retired",
        own=access.own(),
    )


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
    return render_template(
        "hosts/components/show.html",
        component=component,
        prices=prices_of(component),
        slots=queries.coming_slots(component, at=clock.now()),
    )


def prices_of(component: Component) -> list[tuple[Rate, int | None, int | None]]:
    """Each rate with its VAT in basis points and its price with VAT, as far as they are known."""
    known, today = queries.vat_rates(), clock.today()
    prices = []
    for rate in component.rates:
        day = rules.day_to_show(rate.valid_from, rate.valid_to, today)
        vat = rules.vat_of(rate.vat_category, day, known)
        prices.append((rate, vat, rules.gross_of(rate.net_cents, vat)))
    return prices


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
