"""When hosts are away, and how many visits they take."""

from datetime import datetime

from tourbook.core import audit
from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.hosts import queries
from tourbook.hosts.models import AwayKind, AwayTime, Component, VisitBudget
from tourbook.hosts.rules import budgets
from tourbook.hosts.rules.away import AwayFacts, check_away


def add_away(organisation_id: int, facts: AwayFacts, *, at: datetime, actor: Actor) -> AwayTime:
    check(organisation_id, facts, at)
    made = AwayTime(organisation_id=organisation_id, **vars(facts))
    db.session.add(made)
    db.session.flush()
    audit.record("hosts.add_away", made, at=at, actor=actor, after=told(made))
    return made


def change_away(away: AwayTime, facts: AwayFacts, *, at: datetime, actor: Actor) -> None:
    check_own(away)
    check(away.organisation_id, facts, at)
    before = told(away)
    for name, value in vars(facts).items():
        setattr(away, name, value)
    db.session.flush()
    db.session.refresh(away)
    audit.record("hosts.change_away", away, at=at, actor=actor, before=before, after=told(away))


def remove_away(away: AwayTime, *, at: datetime, actor: Actor) -> None:
    check_own(away)
    audit.record("hosts.remove_away", away, at=at, actor=actor, before=told(away))
    db.session.delete(away)
    db.session.flush()


def check_own(away: AwayTime) -> None:
    if away.kind is AwayKind.BUSY:
        raise Refused("This time comes from a calendar. Change it there.")


def check(organisation_id: int, facts: AwayFacts, at: datetime) -> None:
    check_away(facts.starts_at, facts.ends_at, at)
    if facts.kind is AwayKind.BUSY:
        raise Refused("Busy times come from a calendar.")
    if facts.component_id and facts.place_id:
        raise Refused("Choose a component or a place, not both.")
    if facts.component_id:
        component_of(organisation_id, facts.component_id)


def component_of(organisation_id: int, component_id: int) -> Component:
    found = db.session.get(Component, component_id)
    if found is None or found.organisation_id != organisation_id:
        raise Refused("This component belongs to another organisation.")
    return found


def told(away: AwayTime) -> dict[str, object]:
    names = ("organisation_id", "component_id", "place_id", "kind", "starts_at", "ends_at")
    return {name: getattr(away, name) for name in names}


def set_budget(
    organisation_id: int,
    component_id: int | None,
    *,
    per_month: int | None,
    per_year: int | None,
    at: datetime,
    actor: Actor,
) -> VisitBudget:
    """Keep how many visits of all that it offers, or of one component, a host takes."""
    budgets.check_budget(per_month, per_year)
    if component_id is not None:
        component_of(organisation_id, component_id)
    found = next(
        (one for one in queries.budgets_of([organisation_id]) if one.component_id == component_id),
        None,
    )
    before = limits(found) if found else None
    budget = found or VisitBudget(organisation_id=organisation_id, component_id=component_id)
    budget.per_month, budget.per_year = per_month, per_year
    db.session.add(budget)
    db.session.flush()
    audit.record(
        "hosts.set_budget", budget, at=at, actor=actor, before=before, after=limits(budget)
    )
    return budget


def remove_budget(budget: VisitBudget, *, at: datetime, actor: Actor) -> None:
    audit.record("hosts.remove_budget", budget, at=at, actor=actor, before=limits(budget))
    db.session.delete(budget)
    db.session.flush()


def limits(budget: VisitBudget) -> dict[str, object]:
    names = ("organisation_id", "component_id", "per_month", "per_year")
    return {name: getattr(budget, name) for name in names}
