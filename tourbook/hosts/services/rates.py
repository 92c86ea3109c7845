"""What a component costs, and the dated VAT rates."""

from datetime import date, datetime
from typing import Any

from tourbook.core import audit
from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.hosts import queries, rules
from tourbook.hosts.models import Component, Rate, VatCategory, VatRate
from tourbook.hosts.rules import RateFacts

VAT_ACT = "Value Added Tax Act (1501/1993)"
#: Category, first day, basis points, and where the figure is from.
VAT_RATES = (
    (VatCategory.STANDARD, date(2024, 9, 1), 2550, f"{VAT_ACT}, standard rate."),
    (
        VatCategory.REDUCED,
        date(2013, 1, 1),
        1400,
        f"{VAT_ACT}, reduced rate: food and meals; from 2025 also lodging, transport, admission.",
    ),
    (
        VatCategory.REDUCED,
        date(2026, 1, 1),
        1350,
        f"{VAT_ACT}, reduced rate: food, meals, lodging, passenger transport, admission.",
    ),
    (VatCategory.EXEMPT, date(2013, 1, 1), 0, f"{VAT_ACT}: no tax on an exempt service."),
)


def add_rate(component: Component, facts: RateFacts, *, at: datetime, actor: Actor) -> Rate:
    queries.lock(component)
    rules.check_rate(facts, queries.other_rates(component))
    rate = Rate(component=component, **vars(facts))
    db.session.add(rate)
    db.session.flush()
    audit.record("hosts.add_rate", rate, at=at, actor=actor, after=told(rate))
    return rate


def change_rate(rate: Rate, facts: RateFacts, *, at: datetime, actor: Actor) -> None:
    queries.lock(rate.component)
    rules.check_rate(facts, queries.other_rates(rate.component, but=rate))
    before = told(rate)
    for name, value in vars(facts).items():
        setattr(rate, name, value)
    db.session.flush()
    audit.record("hosts.change_rate", rate, at=at, actor=actor, before=before, after=told(rate))


def remove_rate(rate: Rate, *, at: datetime, actor: Actor) -> None:
    audit.record("hosts.remove_rate", rate, at=at, actor=actor, before=told(rate))
    db.session.delete(rate)
    db.session.flush()


def told(rate: Rate) -> dict[str, Any]:
    return {"component_id": rate.component_id, **values_of(rate)}


def values_of(rate: Rate) -> dict[str, Any]:
    return {name: getattr(rate, name) for name in RateFacts.__dataclass_fields__}


def add_vat_rate(
    category: VatCategory,
    *,
    valid_from: date,
    basis_points: int,
    source: str,
    at: datetime,
    actor: Actor,
) -> VatRate:
    """From this day on the category is taxed so; earlier rates stay as they were."""
    if any(r.category == category and r.valid_from == valid_from for r in queries.vat_rates()):
        raise Refused("There is a rate of this category from this day already.")
    rate = VatRate(
        category=category, valid_from=valid_from, basis_points=basis_points, source=source
    )
    db.session.add(rate)
    db.session.flush()
    after = {"category": category, "valid_from": valid_from, "basis_points": basis_points}
    audit.record("hosts.add_vat_rate", rate, at=at, actor=actor, after=after)
    return rate


def seed_vat_rates(at: datetime) -> None:
    """Put in the Finnish rates that are not there yet; what the organiser has changed stays."""
    known = {(rate.category, rate.valid_from) for rate in queries.vat_rates()}
    for category, valid_from, basis_points, source in VAT_RATES:
        if (category, valid_from) not in known:
            add_vat_rate(
                category,
                valid_from=valid_from,
                basis_points=basis_points,
                source=source,
                at=at,
                actor=Actor.system(),
            )
