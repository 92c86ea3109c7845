"""What holds for rates and the dated VAT on them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tourbook.core.money import with_vat
from tourbook.core.refused import Refused
from tourbook.hosts.models import Rate, RateUnit, VatCategory, VatRate


@dataclass(frozen=True)
class RateFacts:
    unit: RateUnit
    net_cents: int
    vat_category: VatCategory
    valid_from: date
    valid_to: date
    pax_to: int
    pax_from: int = 1


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


def check_rate(facts: RateFacts, others: Iterable[Rate]) -> None:
    if facts.pax_to < facts.pax_from:
        raise Refused("The largest party cannot be smaller than the smallest.")
    if facts.valid_to < facts.valid_from:
        raise Refused("The last day cannot be before the first.")
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
