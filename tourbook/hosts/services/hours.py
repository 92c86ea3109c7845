"""On which hours of the week a component can be had."""

from collections.abc import Sequence
from datetime import datetime

from tourbook.core import audit
from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.hosts import queries, rules
from tourbook.hosts.models import Component, OpeningHours
from tourbook.hosts.rules import HoursFacts
from tourbook.hosts.rules.hours import said, week


def set_hours(
    component: Component, hours: Sequence[HoursFacts], *, at: datetime, actor: Actor
) -> None:
    """Keep these hours instead of the ones that were; none at all means at any hour."""
    rules.check_hours(hours)
    queries.lock(component)
    before = told(component)
    put(component, hours)
    db.session.flush()
    after = told(component)
    if before != after:
        audit.record("hosts.set_hours", component, at=at, actor=actor, before=before, after=after)


def put(component: Component, hours: Sequence[HoursFacts]) -> None:
    """A period that begins as one did is that one: the schema has each beginning once."""
    there = {(one.weekday, one.opens_minute): one for one in component.hours}
    kept = []
    for facts in sorted(hours):
        row = there.get((facts.weekday, facts.opens_minute)) or OpeningHours(**vars(facts))
        row.closes_minute = facts.closes_minute
        kept.append(row)
    component.hours = kept


def facts_of(row: OpeningHours) -> HoursFacts:
    return HoursFacts(row.weekday, row.opens_minute, row.closes_minute)


def told(component: Component) -> dict[str, str]:
    days = week([facts_of(one) for one in component.hours])
    return {"hours": "; ".join(f"{n}: {day}" for n, day in enumerate(days) if day) or said([])}
