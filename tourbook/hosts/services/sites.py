"""What a site asks of its visitors, how early, how open it is, and what stands in for it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from tourbook.core import audit
from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.directory.models import Organisation
from tourbook.hosts import queries
from tourbook.hosts.models import Component, LeadTime, Openness, SiteField, VisitorField
from tourbook.hosts.queries import sites as asked
from tourbook.hosts.rules import sites as rules
from tourbook.hosts.rules.leads import Lead, check_lead
from tourbook.hosts.rules.sites import FieldFacts, OpennessFacts


def ask(component: Component, facts: FieldFacts, *, at: datetime, actor: Actor) -> SiteField:
    """Ask visitors of this component for a field, or change why and how long."""
    rules.check_field(facts)
    queries.lock(component)
    row = asked.fields_of(component).get(facts.field)
    before = None if row is None else told(row, FieldFacts)
    if row is None:
        row = SiteField(component_id=component.id, since=at)
        db.session.add(row)
    put(row, facts)
    db.session.flush()
    audit.record(
        "hosts.ask_field",
        component,
        at=at,
        actor=actor,
        before=before,
        after=told(row, FieldFacts),
    )
    return row


def ask_no_more(component: Component, field: VisitorField, *, at: datetime, actor: Actor) -> None:
    row = asked.fields_of(component).get(field)
    if row is None:
        raise Refused("This site does not ask for that.")
    audit.record(
        "hosts.ask_field_no_more",
        component,
        at=at,
        actor=actor,
        before=told(row, FieldFacts),
    )
    db.session.delete(row)
    db.session.flush()


def set_leads(component: Component, leads: Sequence[Lead], *, at: datetime, actor: Actor) -> None:
    """A component's own lead times; of what is not named, the organisation's hold."""
    queries.lock(component)
    rows = asked.leads_of_component(component)
    keep(component, rows, leads, {"component_id": component.id}, at=at, actor=actor)


def set_defaults(
    organisation: Organisation, leads: Sequence[Lead], *, at: datetime, actor: Actor
) -> None:
    """The lead times of all components of an organisation that have none of their own."""
    asked.lock_organisation(organisation)
    rows = asked.leads_of_organisation(organisation.id)
    keep(organisation, rows, leads, {"organisation_id": organisation.id}, at=at, actor=actor)


def keep(
    owner: Component | Organisation,
    rows: Sequence[LeadTime],
    leads: Sequence[Lead],
    of: dict[str, int],
    *,
    at: datetime,
    actor: Actor,
) -> None:
    for lead in leads:
        check_lead(lead)
    there, wanted = {row.what: row for row in rows}, {lead.what: lead for lead in leads}
    before = {row.what.value: said(row) for row in rows}
    for what, row in there.items():
        if what not in wanted:
            db.session.delete(row)
    for what, lead in wanted.items():
        row = there.get(what) or LeadTime(**of)
        put(row, lead)
        db.session.add(row)
    db.session.flush()
    after = {what.value: said(lead) for what, lead in wanted.items()}
    if before != after:
        audit.record("hosts.set_lead_times", owner, at=at, actor=actor, before=before, after=after)


def said(lead: Lead | LeadTime) -> str:
    return f"{lead.unit.value} {lead.amount if lead.day is None else lead.day}"


def set_openness(
    component: Component, facts: OpennessFacts, *, at: datetime, actor: Actor
) -> Openness:
    """Say what may be told, photographed and carried at this stop."""
    queries.lock(component)
    row = asked.openness_of(component)
    before = None if row is None else told(row, OpennessFacts)
    if row is None:
        row = Openness(component_id=component.id)
        db.session.add(row)
    put(row, facts)
    row.changed_at = at
    db.session.flush()
    after = told(row, OpennessFacts)
    audit.record("hosts.set_openness", component, at=at, actor=actor, before=before, after=after)
    return row


def set_plan_b(
    component: Component, plan_b: Component | None, *, at: datetime, actor: Actor
) -> None:
    """What is asked instead when the host of this component is called away."""
    rules.check_plan_b(
        component.id,
        plan_b.id if plan_b else None,
        plan_b_of_plan_b=plan_b.plan_b_id if plan_b else None,
    )
    if plan_b is not None and plan_b.retired_at is not None:
        raise Refused("A retired component cannot be plan B.")
    before = {"plan_b_id": component.plan_b_id}
    component.plan_b = plan_b
    db.session.flush()
    after = {"plan_b_id": component.plan_b_id}
    audit.record("hosts.set_plan_b", component, at=at, actor=actor, before=before, after=after)


def copy_of(component: Component, copy: Component, *, at: datetime) -> None:
    """Let the copy ask of its visitors what the component asks, as early, and be as open."""
    for field in asked.fields_of(component).values():
        values = told(field, FieldFacts)
        db.session.add(SiteField(component_id=copy.id, since=at, **values))
    for lead in asked.leads_of_component(component):
        values = {name: getattr(lead, name) for name in Lead.__dataclass_fields__}
        db.session.add(LeadTime(component_id=copy.id, **values))
    openness = asked.openness_of(component)
    if openness is not None:
        values = told(openness, OpennessFacts)
        db.session.add(Openness(component_id=copy.id, changed_at=at, **values))
    db.session.flush()


def put(row: SiteField | LeadTime | Openness, facts: FieldFacts | Lead | OpennessFacts) -> None:
    for name, value in vars(facts).items():
        setattr(row, name, value)


def told(row: SiteField | Openness, kind: type[FieldFacts] | type[OpennessFacts]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in kind.__dataclass_fields__}
