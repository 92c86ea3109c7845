"""Random programmes with rates, for what is asked of every costing."""

import random
from dataclasses import dataclass
from datetime import date, timedelta

from tourbook.core.texts import Texts
from tourbook.hosts.models import ComponentKind, RateUnit, SupplementKind, VatCategory
from tourbook.packages.models import MarkupKind, Sharing, VatScheme
from tourbook.packages.rules.costing.values import (
    Basis,
    Line,
    Service,
    Tariff,
    Terms,
    VatStep,
)

#: The last days of one year and the first of the next, so that programmes pass a change of rates.
TURN = date(2026, 1, 1)
VAT = (
    VatStep(VatCategory.STANDARD, date(2024, 9, 1), 2550),
    VatStep(VatCategory.REDUCED, date(2013, 1, 1), 1400),
    VatStep(VatCategory.REDUCED, TURN, 1350),
    VatStep(VatCategory.EXEMPT, date(2013, 1, 1), 0),
)
UNITS = {
    ComponentKind.PROGRAMME: (
        (RateUnit.PERSON,),
        (RateUnit.GROUP,),
        (RateUnit.HOUR,),
        (RateUnit.GROUP, RateUnit.PERSON),
    ),
    ComponentKind.SIDE: ((RateUnit.PERSON,), (RateUnit.GROUP,)),
    ComponentKind.MEAL: ((RateUnit.PERSON,),),
    ComponentKind.LODGING: ((RateUnit.ROOM_NIGHT,), (RateUnit.PERSON,)),
    ComponentKind.TRANSPORT: (
        (RateUnit.VEHICLE_DAY,),
        (RateUnit.VEHICLE_DAY, RateUnit.KM),
        (RateUnit.HOUR,),
        (RateUnit.KM,),
    ),
}
LANGUAGES = ("fi", "sv", "de")


@dataclass
class Dice:
    """Everything that is chosen, from one seed."""

    roll: random.Random

    def some(self, share: float) -> bool:
        return self.roll.random() < share

    def cents(self, kind: ComponentKind) -> int:
        top = {ComponentKind.LODGING: 22_000, ComponentKind.TRANSPORT: 90_000}.get(kind, 9_000)
        return self.roll.choice((0, 1, 99, top, self.roll.randrange(top), self.roll.randrange(top)))

    def category(self) -> VatCategory:
        return self.roll.choice(
            (VatCategory.STANDARD, VatCategory.REDUCED, VatCategory.REDUCED, VatCategory.EXEMPT)
        )


def tariffs_of(dice: Dice, kind: ComponentKind) -> list[Tariff]:
    """The rates of one component: over the turn of the year, and in brackets of party sizes."""
    made: list[Tariff] = []
    for unit in dice.roll.choice(UNITS[kind]):
        category = dice.category()
        cut = dice.roll.randrange(5, 25)
        brackets = [(1, 1000)]
        if dice.some(0.4):
            brackets = [(1, cut), (cut + 1, dice.roll.choice((20, 1000)))]
        spans = [(date.min, date.max)]
        if dice.some(0.3):
            spans = [(date.min, TURN - timedelta(days=1)), (TURN, date.max)]
        for first, last in brackets:
            for start, end in spans:
                if first <= last:
                    made.append(Tariff(unit, dice.cents(kind), category, start, end, first, last))
    return made


def extras_of(dice: Dice, kind: ComponentKind) -> list[Tariff]:
    made: list[Tariff] = []
    if kind is ComponentKind.LODGING and dice.some(0.6):
        made.append(extra(dice, kind, SupplementKind.SINGLE_ROOM, RateUnit.ROOM_NIGHT))
    if dice.some(0.25):
        unit = dice.roll.choice((RateUnit.GROUP, RateUnit.HOUR, RateUnit.PERSON))
        made.append(extra(dice, kind, SupplementKind.GUIDE, unit))
    for language in LANGUAGES:
        if dice.some(0.3):
            unit = dice.roll.choice((RateUnit.GROUP, RateUnit.HOUR))
            made.append(extra(dice, kind, SupplementKind.INTERPRETER, unit, language))
    if dice.some(0.2):
        made.append(extra(dice, kind, SupplementKind.OTHER, RateUnit.PERSON))
    return made


def extra(
    dice: Dice, kind: ComponentKind, what: SupplementKind, unit: RateUnit, language: str = ""
) -> Tariff:
    name = Texts(en=f"{what} {language}")
    return Tariff(unit, dice.cents(kind), dice.category(), extra=what, name=name, language=language)


def service(dice: Dice, key: int, kind: ComponentKind) -> Service:
    free_every = dice.roll.choice((None, None, 10, 20))
    return Service(
        id=key,
        name=Texts(en=f"Service {key}"),
        kind=kind,
        tariffs=(*tariffs_of(dice, kind), *extras_of(dice, kind)),
        vehicle_seats=dice.roll.choice((None, 8, 16, 19, 50)),
        twin_rooms=dice.roll.choice((None, None, 0, 4, 40)),
        free_every=free_every,
        free_most=None if free_every is None else dice.roll.choice((None, 1, 2)),
    )


def line(dice: Dice, key: int, day: int, services: list[Service]) -> Line:
    chosen = dice.roll.choice(services)
    by_margin = dice.some(0.4)
    return Line(
        id=key,
        lineage=f"line{key}",
        title=Texts(en=f"Item {key}"),
        day=day,
        kind=chosen.kind,
        minutes=dice.roll.randrange(15, 400),
        service=chosen,
        optional=dice.some(0.1),
        track=dice.roll.choice(("", "", "", "", "A", "B")),
        interpreters=tuple(sorted(dice.roll.sample(LANGUAGES, dice.roll.choice((0, 0, 1, 2))))),
        quantity=dice.roll.choice((None, None, None, None, 0, 7, 120)),
        scheme=VatScheme.MARGIN if by_margin else VatScheme.GENERAL,
        reason="Bought for the travellers." if by_margin else "",
        metres=dice.roll.randrange(90_000) if chosen.kind is ComponentKind.TRANSPORT else 0,
    )


def programme(seed: int, *, most: int = 8) -> Basis:
    """A programme of up to `most` items over up to four days, the same for the same seed."""
    dice = Dice(random.Random(seed))
    kinds = list(ComponentKind)
    services = [service(dice, key, dice.roll.choice(kinds)) for key in range(1, 7)]
    days = sorted(dice.roll.randrange(1, 5) for _ in range(dice.roll.randrange(1, most + 1)))
    party_min = dice.roll.randrange(1, 12)
    return Basis(
        lines=tuple(line(dice, key, day, services) for key, day in enumerate(days, 1)),
        terms=Terms(
            pax_ranges=((8, 1), (10, 1), (15, 1), (20, 2), (dice.roll.randrange(1, 40), 0)),
            sharing=dice.roll.choice(list(Sharing)),
            markup_kind=dice.roll.choice(list(MarkupKind)),
            markup_basis_points=dice.roll.choice((0, 1, 1550, 2000, 3333, 9000)),
            round_to_cents=dice.roll.choice((1, 100, 500, 1000)),
        ),
        vat=VAT,
        first_day=TURN - timedelta(days=dice.roll.randrange(0, 4)),
        party_min=party_min,
        party_max=party_min + dice.roll.randrange(0, 30),
    )
