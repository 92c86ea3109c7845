"""What holds for rates, supplements and the dated VAT on them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Generic, Protocol, TypeVar

from tourbook.core.money import with_vat
from tourbook.core.refused import Refused
from tourbook.core.texts import Texts
from tourbook.hosts.models import (
    Rate,
    RateUnit,
    Supplement,
    SupplementKind,
    VatCategory,
    VatRate,
)


@dataclass(frozen=True)
class RateFacts:
    unit: RateUnit
    net_cents: int
    vat_category: VatCategory
    valid_from: date
    valid_to: date
    pax_to: int
    pax_from: int = 1


@dataclass(frozen=True)
class SupplementFacts:
    kind: SupplementKind
    unit: RateUnit
    net_cents: int
    vat_category: VatCategory
    valid_from: date
    valid_to: date
    name: Texts = field(default_factory=Texts)
    #: Of an interpreter: an ISO 639 code.
    language: str = ""


#: What a supplement is called where the host gives it no name of its own.
NAMES = {
    SupplementKind.SINGLE_ROOM: Texts(
        en="Single room supplement", fi="Yhden hengen huoneen lisä", sv="Enkelrumstillägg"
    ),
    SupplementKind.GUIDE: Texts(en="Guide", fi="Opas", sv="Guide"),
    SupplementKind.INTERPRETER: Texts(en="Interpreter", fi="Tulkki", sv="Tolk"),
}


class Charged(Protocol):
    """A rate or a supplement."""

    @property
    def net_cents(self) -> int: ...
    @property
    def vat_category(self) -> VatCategory: ...
    @property
    def valid_from(self) -> date: ...
    @property
    def valid_to(self) -> date: ...


Charge = TypeVar("Charge", bound=Charged)


@dataclass(frozen=True)
class Price(Generic[Charge]):
    """What is charged, with its VAT in basis points and with VAT, as far as they are known."""

    of: Charge
    vat: int | None
    gross_cents: int | None
    #: Whether it is charged today.
    holds: bool


def priced(
    charges: Iterable[Charge], known: Sequence[VatRate], *, today: date
) -> list[Price[Charge]]:
    prices = []
    for one in charges:
        day = day_to_show(one.valid_from, one.valid_to, today)
        vat = vat_of(one.vat_category, day, known)
        prices.append(Price(one, vat, gross_of(one.net_cents, vat), day == today))
    return prices


def vat_of(category: VatCategory, day: date, rates: Iterable[VatRate]) -> int | None:
    """The VAT of a category on a day, in basis points; None before the first known rate."""
    known = [rate for rate in rates if rate.category == category and rate.valid_from <= day]
    return max(known, key=lambda rate: rate.valid_from).basis_points if known else None


def gross_of(net_cents: int, basis_points: int | None) -> int | None:
    return None if basis_points is None else with_vat(net_cents, basis_points)


def day_to_show(valid_from: date, valid_to: date, today: date) -> date:
    """The day whose VAT a list shows: today while the rate holds, else the nearest day it does."""
    return min(max(valid_from, today), valid_to)


def rates_meet(one: RateFacts, other: RateFacts | Rate) -> bool:
    """Whether some party on some day would have two prices of the same unit."""
    return (
        one.unit == other.unit
        and one.pax_from <= other.pax_to
        and other.pax_from <= one.pax_to
        and one.valid_from <= other.valid_to
        and other.valid_from <= one.valid_to
    )


def check_rate_alone(facts: RateFacts) -> None:
    if facts.pax_to < facts.pax_from:
        raise Refused("The largest party cannot be smaller than the smallest.")
    if facts.valid_to < facts.valid_from:
        raise Refused("The last day cannot be before the first.")


def check_rate(facts: RateFacts, others: Iterable[Rate]) -> None:
    check_rate_alone(facts)
    for other in others:
        if rates_meet(facts, other):
            raise Refused(
                "There is a rate of this unit for %(least)d to %(most)d persons from %(first)s"
                " to %(last)s. Two rates may not hold for the same party on the same day.",
                least=other.pax_from,
                most=other.pax_to,
                first=other.valid_from.isoformat(),
                last=other.valid_to.isoformat(),
            )


def named(facts: SupplementFacts) -> SupplementFacts:
    """With the usual name of its kind, if it has none."""
    usual = NAMES.get(facts.kind)
    return replace(facts, name=usual) if usual and not facts.name else facts


def supplements_meet(one: SupplementFacts, other: SupplementFacts | Supplement) -> bool:
    """Whether the same thing would have two prices of the same unit on some day."""
    return (
        one.kind == other.kind
        and one.language == other.language
        and one.unit == other.unit
        and (one.kind is not SupplementKind.OTHER or same_name(one.name, other.name))
        and one.valid_from <= other.valid_to
        and other.valid_from <= one.valid_to
    )


def same_name(one: Texts, other: Texts) -> bool:
    return one.en.casefold() == other.en.casefold()


def check_supplement(facts: SupplementFacts, others: Iterable[Supplement]) -> None:
    check_supplement_alone(facts)
    for other in others:
        if supplements_meet(facts, other):
            raise Refused(
                "There is such a supplement of this unit from %(first)s to %(last)s. Two may not"
                " hold for the same thing on the same day.",
                first=other.valid_from.isoformat(),
                last=other.valid_to.isoformat(),
            )


def check_supplement_alone(facts: SupplementFacts) -> None:
    if facts.valid_to < facts.valid_from:
        raise Refused("The last day cannot be before the first.")
    if not facts.name.en:
        raise Refused("Give the supplement a name in English.")
    if facts.kind is SupplementKind.INTERPRETER and not facts.language:
        raise Refused("Choose the language into which is interpreted.")
    if facts.kind is not SupplementKind.INTERPRETER and facts.language:
        raise Refused("Only an interpreter has a language. Leave the language empty.")
