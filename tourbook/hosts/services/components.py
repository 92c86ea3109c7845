"""What a host offers."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from tourbook.core import audit
from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.directory.models import Organisation
from tourbook.hosts import queries, rules
from tourbook.hosts.models import Component, OpeningHours, Rate, Supplement
from tourbook.hosts.rules import ComponentFacts
from tourbook.hosts.services import hours, rates, sites, supplements

FACTS = tuple(ComponentFacts.__dataclass_fields__)


def add_component(
    organisation: Organisation,
    facts: ComponentFacts,
    *,
    theme_ids: Collection[int] = (),
    at: datetime,
    actor: Actor,
) -> Component:
    rules.check_component(facts)
    component = Component(organisation=organisation, **vars(facts))
    component.themes = list(queries.themes_with(theme_ids))
    db.session.add(component)
    db.session.flush()
    audit.record("hosts.add_component", component, at=at, actor=actor, after=told(component))
    return component


def change_component(
    component: Component,
    facts: ComponentFacts,
    *,
    theme_ids: Collection[int] = (),
    at: datetime,
    actor: Actor,
) -> None:
    rules.check_component(facts)
    before = told(component)
    for name, value in vars(facts).items():
        setattr(component, name, value)
    component.themes = list(queries.themes_with(theme_ids))
    db.session.flush()
    after = told(component)
    audit.record(
        "hosts.change_component", component, at=at, actor=actor, before=before, after=after
    )


def duplicate(component: Component, *, at: datetime, actor: Actor) -> Component:
    """The same offer once more, with all that it says and asks, but none of its slots."""
    taken = queries.english_names(component.organisation_id)
    copy = Component(
        organisation=component.organisation,
        **{name: getattr(component, name) for name in FACTS if name != "name"},
        name=rules.name_of_copy(component.name, taken),
    )
    copy.themes = list(component.themes)
    copy.rates = [Rate(**rates.values_of(rate)) for rate in component.rates]
    copy.supplements = [Supplement(**supplements.values_of(one)) for one in component.supplements]
    copy.hours = [OpeningHours(**vars(hours.facts_of(one))) for one in component.hours]
    db.session.add(copy)
    db.session.flush()
    sites.copy_of(component, copy, at=at)
    after = {**told(copy), "copy_of": component.id}
    audit.record("hosts.duplicate", copy, at=at, actor=actor, after=after)
    return copy


def retire(component: Component, *, at: datetime, actor: Actor) -> None:
    """Offer it no more; programmes that hold it keep it."""
    if component.retired_at is not None:
        raise Refused("This component is retired already.")
    component.retired_at = at
    db.session.flush()
    audit.record("hosts.retire", component, at=at, actor=actor, after={"retired_at": at})


def bring_back(component: Component, *, at: datetime, actor: Actor) -> None:
    if component.retired_at is None:
        raise Refused("This component is on offer already.")
    before = {"retired_at": component.retired_at}
    component.retired_at = None
    db.session.flush()
    audit.record("hosts.bring_back", component, at=at, actor=actor, before=before)


def told(component: Component) -> dict[str, Any]:
    """The component as the audit log keeps it."""
    values = {name: getattr(component, name) for name in FACTS}
    return {**values, "themes": ", ".join(theme.slug for theme in component.themes)}
