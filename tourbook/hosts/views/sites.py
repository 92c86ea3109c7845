"""What a site asks of its visitors and of its organiser: fields, lead times, openness, plan B."""

from collections.abc import Sequence

from flask import abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tourbook.accounts.access import me
from tourbook.core import clock
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.hosts import access, queries
from tourbook.hosts.forms import sites as forms
from tourbook.hosts.models import Component, LeadKind, LeadTime, VisitorField
from tourbook.hosts.queries import sites as asked
from tourbook.hosts.rules.leads import Lead, leads_of
from tourbook.hosts.services import sites as services
from tourbook.hosts.views.sides import Sides, side_url
from tourbook.web.languages import current_language

sides = Sides("sites", __name__)


@sides.page("/components/<int:component_id>/asks")
def show(component_id: int) -> ResponseReturnValue:
    component = access.component_or_404(component_id)
    own = asked.leads_of_component(component)
    theirs = asked.leads_of_organisation(component.organisation_id)
    openness = asked.openness_of(component)
    return render_template(
        "hosts/sites/show.html",
        component=component,
        fields=list(forms.FIELDS.items()),
        asked=asked.fields_of(component),
        bases=forms.BASES,
        leads=held(component, own, theirs),
        own={lead.what for lead in own},
        theirs={lead.what for lead in theirs},
        lead_words=forms.LEADS,
        openness=openness,
        openness_rows=forms.openness_rows(openness) if openness else [],
        plan_b=component.plan_b,
        plan_b_seen=component.plan_b is None or access.may_see(component.plan_b),
    )


def held(
    component: Component, own: Sequence[LeadTime], theirs: Sequence[LeadTime]
) -> dict[LeadKind, Lead]:
    return leads_of(
        ask_by_days=component.ask_by_days,
        names_by_days=component.names_by_days,
        rows=own,
        organisation_rows=theirs,
        package_rows=[],
        visit_day=clock.today(),
    )


def field_or_404(name: str) -> VisitorField:
    return VisitorField(name) if name in set(VisitorField) else abort(404)


@sides.page("/components/<int:component_id>/asks/<name>", methods=("GET", "POST"))
def field(component_id: int, name: str) -> ResponseReturnValue:
    component = access.component_or_404(component_id)
    wanted = field_or_404(name)
    row = asked.fields_of(component).get(wanted)
    form = forms.FieldForm(obj=row)
    form.offer(wanted)
    if form.validate_on_submit():
        try:
            services.ask(component, form.facts(wanted), at=clock.now(), actor=me().actor)
            db.session.commit()
            flash(_("The site asks for it. Visitors see why."))
            return redirect(side_url("sites.show", component_id=component.id))
        except Refused as refusal:
            form.refuse(refusal)
    return render_template(
        "hosts/sites/field.html",
        form=form,
        component=component,
        name=forms.FIELDS[wanted],
    )


@sides.page("/components/<int:component_id>/asks/<name>/remove", methods=("POST",))
def drop_field(component_id: int, name: str) -> ResponseReturnValue:
    component = access.component_or_404(component_id)
    services.ask_no_more(component, field_or_404(name), at=clock.now(), actor=me().actor)
    db.session.commit()
    flash(_("The site does not ask for it any more."))
    return redirect(side_url("sites.show", component_id=component.id))


@sides.page("/components/<int:component_id>/lead-times", methods=("GET", "POST"))
def leads(component_id: int) -> ResponseReturnValue:
    component = access.component_or_404(component_id)
    form = forms.LeadsForm()
    if request.method == "GET":
        form.show(asked.leads_of_component(component))
    if form.validate_on_submit():
        try:
            services.set_leads(component, form.leads(), at=clock.now(), actor=me().actor)
            db.session.commit()
            flash(_("The lead times are saved."))
            return redirect(side_url("sites.show", component_id=component.id))
        except Refused as refusal:
            form.refuse(refusal)
    return render_template("hosts/sites/leads.html", form=form, component=component)


@sides.page("/organisations/<int:organisation_id>/lead-times", methods=("GET", "POST"))
def defaults(organisation_id: int) -> ResponseReturnValue:
    organisation = access.organisation_or_404(organisation_id)
    form = forms.LeadsForm()
    if request.method == "GET":
        form.show(asked.leads_of_organisation(organisation.id))
    if form.validate_on_submit():
        try:
            services.set_defaults(organisation, form.leads(), at=clock.now(), actor=me().actor)
            db.session.commit()
            flash(_("The lead times are saved."))
            return redirect(side_url("sites.defaults", organisation_id=organisation.id))
        except Refused as refusal:
            form.refuse(refusal)
    return render_template("hosts/sites/defaults.html", form=form, organisation=organisation)


@sides.page("/components/<int:component_id>/openness", methods=("GET", "POST"))
def openness(component_id: int) -> ResponseReturnValue:
    component = access.component_or_404(component_id)
    form = forms.OpennessForm(obj=asked.openness_of(component))
    if form.validate_on_submit():
        services.set_openness(component, form.facts(), at=clock.now(), actor=me().actor)
        db.session.commit()
        flash(_("The profile is saved. Visitors read it with their programme."))
        return redirect(side_url("sites.show", component_id=component.id))
    return render_template("hosts/sites/openness.html", form=form, component=component)


@sides.page("/components/<int:component_id>/plan-b", methods=("GET", "POST"))
def plan_b(component_id: int) -> ResponseReturnValue:
    component = access.component_or_404(component_id)
    if component.plan_b is not None and not access.may_see(component.plan_b):
        raise Refused("The organiser has chosen this plan B. Ask the organiser to change it.")
    offered = {str(one.id): one for one in other_components(component)}
    form = forms.PlanBForm(data={"plan_b_id": str(component.plan_b_id or "")})
    form.plan_b_id.choices = [
        ("", _("No plan B")),
        *((key, one.name.get(current_language())) for key, one in offered.items()),
    ]
    if form.validate_on_submit():
        try:
            chosen = offered.get(form.plan_b_id.data)
            services.set_plan_b(component, chosen, at=clock.now(), actor=me().actor)
            db.session.commit()
            flash(_("The plan B is saved."))
            return redirect(side_url("sites.show", component_id=component.id))
        except Refused as refusal:
            form.refuse(refusal)
    return render_template("hosts/sites/plan_b.html", form=form, component=component)


def other_components(component: Component) -> list[Component]:
    found = queries.on_offer(access.own(), language=current_language())
    return [one for one in found if one is not component]
