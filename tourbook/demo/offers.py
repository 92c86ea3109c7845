"""The invented hosts of the demonstration: what they offer, at what price, and when."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.demo.land import Land, read, texts
from tourbook.directory.models import Organisation, OrganisationKind
from tourbook.hosts import services as hosts
from tourbook.hosts.models import Component, ComponentKind, Rate, RateUnit, VatCategory
from tourbook.hosts.rules import SeriesFacts

#: Whose services carry the reduced rate in Finland; all else is standard.
REDUCED = (ComponentKind.LODGING, ComponentKind.MEAL, ComponentKind.TRANSPORT)
#: No single group is larger than this, so a price covers every party up to it.
LARGEST_PARTY = 100


@dataclass(frozen=True)
class Offers:
    organisations: dict[str, Organisation]
    components: dict[str, Component]


def make_offers(land: Land, *, first_day: date, last_day: date, at: datetime) -> Offers:
    """Everything that the hosts offer; slots from the first day to the last."""
    data = read("hosts")
    organisations = {
        key: Organisation(
            name=name,
            kind=OrganisationKind(kind),
            municipality=land.towns[town],
            email=f"{key}@example.org",
            phone="+358 00 000 0000",
            website="https://example.org/",
        )
        for key, (name, kind, town) in data["organisations"].items()
    }
    components = {
        key: component(land, organisations, facts, first_day=first_day, last_day=last_day)
        for key, facts in data["components"].items()
    }
    db.session.add_all([*organisations.values(), *components.values()])
    db.session.flush()
    for key, facts in data["components"].items():
        make_series(components[key], facts, first_day=first_day, last_day=last_day, at=at)
    return Offers(organisations=organisations, components=components)


def component(
    land: Land,
    organisations: dict[str, Organisation],
    facts: dict[str, Any],
    *,
    first_day: date,
    last_day: date,
) -> Component:
    kind = ComponentKind(facts["kind"])
    party_min, party_max = facts["party"]
    unit, net_cents = facts["price"]
    made = Component(
        organisation=organisations[facts["by"]],
        place=land.places[facts["at"]],
        kind=kind,
        name=texts(facts["name"]),
        summary=texts(facts["text"]),
        duration_minutes=facts["minutes"],
        party_min=party_min,
        party_max=party_max,
        languages=["en", "fi", "sv"] if kind is not ComponentKind.PROGRAMME else ["en", "fi"],
        ask_by_days=30 if kind is ComponentKind.PROGRAMME else 21,
        names_by_days=14,
        themes=[land.themes[slug] for slug in facts.get("themes", [])],
    )
    made.rates.append(
        Rate(
            unit=RateUnit(unit),
            pax_to=LARGEST_PARTY,
            net_cents=net_cents,
            vat_category=VatCategory.REDUCED if kind in REDUCED else VatCategory.STANDARD,
            valid_from=first_day,
            valid_to=last_day,
        )
    )
    return made


def make_series(
    component: Component,
    facts: dict[str, Any],
    *,
    first_day: date,
    last_day: date,
    at: datetime,
) -> None:
    for weekday, starts in facts.get("slots", []):
        series = SeriesFacts(
            weekday=weekday,
            starts=time.fromisoformat(starts),
            minutes=facts["minutes"],
            first_day=first_day + timedelta(days=1),
            last_day=last_day,
            capacity=component.party_max,
        )
        hosts.add_series(component, series, at=at, actor=Actor.system())
