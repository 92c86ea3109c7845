"""What is added to a component's price where it is wanted."""

from datetime import datetime
from typing import Any

from tourbook.core import audit
from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.hosts import queries, rules
from tourbook.hosts.models import Component, Supplement
from tourbook.hosts.rules import SupplementFacts


def add_supplement(
    component: Component, facts: SupplementFacts, *, at: datetime, actor: Actor
) -> Supplement:
    facts = rules.named(facts)
    queries.lock(component)
    rules.check_supplement(facts, queries.other_supplements(component))
    made = Supplement(component=component, **vars(facts))
    db.session.add(made)
    db.session.flush()
    audit.record("hosts.add_supplement", made, at=at, actor=actor, after=told(made))
    return made


def change_supplement(
    supplement: Supplement, facts: SupplementFacts, *, at: datetime, actor: Actor
) -> None:
    facts = rules.named(facts)
    queries.lock(supplement.component)
    others = queries.other_supplements(supplement.component, but=supplement)
    rules.check_supplement(facts, others)
    before = told(supplement)
    for name, value in vars(facts).items():
        setattr(supplement, name, value)
    db.session.flush()
    audit.record(
        "hosts.change_supplement",
        supplement,
        at=at,
        actor=actor,
        before=before,
        after=told(supplement),
    )


def remove_supplement(supplement: Supplement, *, at: datetime, actor: Actor) -> None:
    audit.record("hosts.remove_supplement", supplement, at=at, actor=actor, before=told(supplement))
    db.session.delete(supplement)
    db.session.flush()


def told(supplement: Supplement) -> dict[str, Any]:
    return {"component_id": supplement.component_id, **values_of(supplement)}


def values_of(supplement: Supplement) -> dict[str, Any]:
    return {name: getattr(supplement, name) for name in SupplementFacts.__dataclass_fields__}
