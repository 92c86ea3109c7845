"""The invented hosts of the demonstration: what they offer, at what price, and when."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.demo.land import Land, read, texts
from tourbook.directory.models import Organisation, OrganisationKind
from tourbook.hosts import services as hosts
from tourbook.hosts.models import (
    Component,
    ComponentKind,
    OpeningHours,
    Rate,
    RateUnit,
    Supplement,
    SupplementKind,
    VatCategory,
)
from tourbook.hosts.rules import SeriesFacts, weekly

#: Whose services carry the reduced rate in Finland; all else is standard.
REDUCED = (ComponentKind.LODGING, ComponentKind.MEAL, ComponentKind.TRANSPORT)


@dataclass(frozen=True)
class Validity:
    """The days on which prices hold, and the New Year's Day from which some are higher."""

    first_day: date
    last_day: date
    new_year: date

    @classmethod
    def of(cls, first_day: date, last_day: date, today: date) -> "Validity":
        return cls(first_day, last_day, date(today.year + 1, 1, 1))

    def steps(self, risen: int | None) -> list[tuple[date, date, int]]:
        """First day, last day and percent of the price of today."""
        if risen is None:
            return [(self.first_day, self.last_day, 100)]
        eve = self.new_year - timedelta(days=1)
        return [(self.first_day, eve, 100), (self.new_year, self.last_day, 100 + risen)]


@dataclass(frozen=True)
class Offers:
    organisations: dict[str, Organisation]
    components: dict[str, Component]


def make_offers(
    land: Land, *, first_day: date, last_day: date, today: date, at: datetime
) -> Offers:
    """Everything that the hosts offer; slots from the first day to the last."""
    data = read("hosts")
    validity = Validity.of(first_day, last_day, today)
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
        key: component(land, organisations, facts, validity)
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
    validity: Validity,
) -> Component:
    kind = ComponentKind(facts["kind"])
    party_min, party_max = facts["party"]
    single_rooms, twin_rooms = facts.get("rooms", (None, None))
    free_every, free_most = facts.get("free", (None, None))
    return Component(
        organisation=organisations[facts["by"]],
        place=land.places[facts["at"]],
        kind=kind,
        name=texts(facts["name"]),
        summary=texts(facts["text"]),
        duration_minutes=facts["minutes"],
        party_min=party_min,
        party_max=party_max,
        languages=facts.get("languages", ["en", "fi", "sv"]),
        ask_by_days=30 if kind is ComponentKind.PROGRAMME else 21,
        names_by_days=14,
        themes=[land.themes[slug] for slug in facts.get("themes", [])],
        outdoor=facts.get("outdoor", False),
        seated=facts.get("seated", False),
        vehicle_seats=facts.get("seats"),
        single_rooms=single_rooms,
        twin_rooms=twin_rooms,
        free_every=free_every,
        free_most=free_most,
        hours=list(opening_hours(facts)),
        rates=list(rates(facts, vat_of(kind), validity)),
        supplements=list(supplements(facts, vat_of(kind), validity)),
    )


def vat_of(kind: ComponentKind) -> VatCategory:
    return VatCategory.REDUCED if kind in REDUCED else VatCategory.STANDARD


def opening_hours(facts: dict[str, Any]) -> Iterator[OpeningHours]:
    for weekdays, opens, closes in facts.get("hours", []):
        for weekday in weekdays:
            yield OpeningHours(
                weekday=weekday,
                opens_minute=minute_of(opens),
                closes_minute=minute_of(closes),
            )


def minute_of(written: str) -> int:
    hour = time.fromisoformat(written)
    return hour.hour * 60 + hour.minute


def rates(facts: dict[str, Any], vat: VatCategory, validity: Validity) -> Iterator[Rate]:
    for unit, pax_from, pax_to, cents in facts["prices"]:
        for valid_from, valid_to, percent in validity.steps(facts.get("risen")):
            yield Rate(
                unit=RateUnit(unit),
                pax_from=pax_from,
                pax_to=pax_to,
                net_cents=cents * percent // 100,
                vat_category=vat,
                valid_from=valid_from,
                valid_to=valid_to,
            )


def supplements(
    facts: dict[str, Any], vat: VatCategory, validity: Validity
) -> Iterator[Supplement]:
    for kind, language, unit, cents, *name in facts.get("supplements", []):
        yield Supplement(
            kind=SupplementKind(kind),
            name=texts(name),
            language=language,
            unit=RateUnit(unit),
            net_cents=cents,
            vat_category=vat,
            valid_from=validity.first_day,
            valid_to=validity.last_day,
        )


def make_series(
    component: Component,
    facts: dict[str, Any],
    *,
    first_day: date,
    last_day: date,
    at: datetime,
) -> None:
    """One series for each hour at which it can be had, on all its weekdays."""
    weekdays: dict[str, list[int]] = {}
    for weekday, starts in facts.get("slots", []):
        weekdays.setdefault(starts, []).append(weekday)
    for starts, days in weekdays.items():
        series = SeriesFacts(
            rule=weekly(days),
            starts=time.fromisoformat(starts),
            minutes=facts["minutes"],
            first_day=first_day + timedelta(days=1),
            last_day=last_day,
            capacity=component.party_max,
        )
        hosts.add_series(component, series, at=at, actor=Actor.system())
