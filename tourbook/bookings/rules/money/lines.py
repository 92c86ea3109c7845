"""The price of a booking as lines that add up: places, free places, single rooms, options,
discounts.

All amounts are cents with VAT. A line comes to quantity x unit price, so nothing is rounded but a
discount that is a share: of the sum before discounts, half a cent up. A discount lowers what every
other line is taxed on, in proportion (Directive 2006/112/EC, article 79; Finnish VAT Act
1501/1993, section 78).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from tourbook.bookings.rules import prices
from tourbook.bookings.rules.money.vat import Sale, Treatment
from tourbook.core.money import CURRENCY
from tourbook.core.refused import Refused
from tourbook.core.texts import Texts
from tourbook.hosts.models import VatCategory
from tourbook.packages.models import PriceTier
from tourbook.packages.rules.costing.values import WHOLE, half_up, split


class LineKind(StrEnum):
    PLACES = "places"
    FREE_PLACES = "free_places"
    SINGLE = "single"
    OPTION = "option"
    DISCOUNT = "discount"


@dataclass(frozen=True, slots=True)
class Share:
    """How a part of a price is taxed; `weight` is its size beside the other parts."""

    weight: int
    treatment: Treatment
    category: VatCategory | None = None
    reason: str = ""
    #: None: the day on which the visit is supplied.
    supplied_on: date | None = None


@dataclass(frozen=True, slots=True)
class PriceLine:
    kind: LineKind
    quantity: int
    #: Negative for what is taken off.
    unit_cents: int
    #: How it is taxed; empty for a discount, which is shared out over the rest.
    mix: tuple[Share, ...] = ()
    text: Texts = field(default_factory=Texts)
    reason: str = ""

    @property
    def cents(self) -> int:
        return self.quantity * self.unit_cents


@dataclass(frozen=True, slots=True)
class Selling:
    """What the package asks. `free_every`: one place is free for so many that are paid for."""

    tiers: tuple[PriceTier, ...]
    mix: tuple[Share, ...]
    free_every: int | None = None
    free_most: int | None = None
    #: What a person pays more for sleeping alone; None where nobody can.
    single_cents: int | None = None
    single_mix: tuple[Share, ...] = ()


@dataclass(frozen=True, slots=True)
class Option:
    text: Texts
    unit_cents: int
    quantity: int
    mix: tuple[Share, ...]


@dataclass(frozen=True, slots=True)
class Discount:
    """A share in basis points or an amount in cents, and why it is given."""

    reason: str
    basis_points: int | None = None
    cents: int | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    places: int
    singles: int = 0
    options: tuple[Option, ...] = ()
    discounts: tuple[Discount, ...] = ()


def free_places(places: int, every: int | None, most: int | None = None) -> int:
    """Of so many travellers, those who go free: one for every `every` that pay.

    The largest f with f <= (places - f) / every, thus places / (every + 1) rounded down.
    """
    if every is None:
        return 0
    if every < 1:
        raise Refused("A free place needs at least one that is paid for.")
    free = places // (every + 1)
    return free if most is None else min(free, most)


def price(selling: Selling, wanted: Wanted) -> tuple[PriceLine, ...]:
    """All lines of a booking. The price per person is that of a group of as many as pay.

    Raises:
        Refused: there is no price for so many, more sleep alone than travel, a discount lacks
            its reason or takes off more than there is.
    """
    if wanted.places < 1:
        raise Refused("Ask for at least one place.")
    free = free_places(wanted.places, selling.free_every, selling.free_most)
    person, currency = prices.person_price(selling.tiers, wanted.places - free)
    if currency != CURRENCY:
        raise Refused("Prices are in euros. Change the prices of the package.")
    lines = [PriceLine(LineKind.PLACES, wanted.places, person, selling.mix)]
    if free:
        lines.append(PriceLine(LineKind.FREE_PLACES, free, -person, selling.mix))
    lines += single_rooms(selling, wanted)
    lines += [option_line(option) for option in wanted.options]
    return (*lines, *discounts(total(lines), wanted.discounts))


def single_rooms(selling: Selling, wanted: Wanted) -> list[PriceLine]:
    if wanted.singles == 0:
        return []
    if not 0 < wanted.singles <= wanted.places:
        raise Refused("At most as many people can sleep alone as travel.")
    if selling.single_cents is None:
        raise Refused("This package has no price for a single room.")
    return [PriceLine(LineKind.SINGLE, wanted.singles, selling.single_cents, selling.single_mix)]


def option_line(option: Option) -> PriceLine:
    if option.quantity < 1 or option.unit_cents < 0:
        raise Refused("An optional item has a price and is taken at least once.")
    return PriceLine(LineKind.OPTION, option.quantity, option.unit_cents, option.mix, option.text)


def discounts(before: int, wanted: Iterable[Discount]) -> list[PriceLine]:
    """The lines of discounts on a sum. Shares do not compound: each is of the sum before all."""
    lines: list[PriceLine] = []
    for discount in wanted:
        cents = taken_off(before, discount)
        lines.append(PriceLine(LineKind.DISCOUNT, 1, -cents, reason=discount.reason.strip()))
    if -total(lines) > before:
        raise Refused("The discounts come to more than the price.")
    return lines


def taken_off(before: int, discount: Discount) -> int:
    if not discount.reason.strip():
        raise Refused("Give a reason for the discount.")
    if (discount.basis_points is None) == (discount.cents is None):
        raise Refused("Give a discount as a share or as an amount.")
    if discount.cents is not None:
        if discount.cents < 0:
            raise Refused("A discount is an amount of zero or more.")
        return discount.cents
    assert discount.basis_points is not None
    if not 0 <= discount.basis_points <= WHOLE:
        raise Refused("A discount is a share from 0 to 100 per cent.")
    return half_up(before * discount.basis_points, WHOLE)


def total(lines: Iterable[PriceLine]) -> int:
    return sum(line.cents for line in lines)


def sales_of(lines: Sequence[PriceLine], supplied_on: date) -> tuple[Sale, ...]:
    """The lines as parts by how they are taxed, discounts taken off; they add up to the total.

    Raises:
        Refused: a line does not tell how it is taxed.
    """
    gross: dict[Share, int] = {}
    for mix, cents in by_mix(lines).items():
        for share, part in zip(mix, split(cents, [each.weight for each in mix]), strict=True):
            plain = Share(1, share.treatment, share.category, share.reason, share.supplied_on)
            gross[plain] = gross.get(plain, 0) + part
    off = -sum(line.cents for line in lines if line.kind is LineKind.DISCOUNT)
    for share, part in zip(list(gross), split(off, list(gross.values())), strict=True):
        gross[share] -= part
    return tuple(
        Sale(cents, share.treatment, share.supplied_on or supplied_on, share.category, share.reason)
        for share, cents in gross.items()
    )


def by_mix(lines: Iterable[PriceLine]) -> Mapping[tuple[Share, ...], int]:
    """What the lines that are taxed alike come to; free places lower the places they belong to."""
    sums: dict[tuple[Share, ...], int] = {}
    for line in lines:
        if line.kind is LineKind.DISCOUNT:
            continue
        if not line.mix:
            raise Refused("Choose the VAT category of each line.")
        sums[line.mix] = sums.get(line.mix, 0) + line.cents
    return sums
