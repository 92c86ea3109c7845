"""The travel organiser's margin scheme: what VAT the organiser owes on what it sold.

Margin = what the travellers pay - what the services bought for their direct benefit cost, both
with VAT. VAT = margin x r / (10,000 + r) at the standard rate of r basis points; on a loss it is
zero (Finnish VAT Act 1501/1993, section 80; Directive 2006/112/EC, articles 306 to 310).

**By sale.** The margin is that of each single service; a loss on one sale does not lower the tax
on another (Court of Justice, C-189/11 Commission v Spain and C-380/16 Commission v Germany, on
article 308). `pooled` adds sales up first: it is there for an organiser whom the tax authority has
told so in writing, and it says so in what it gives back.

**In advance.** A payment on account is taxed when it is received, on the margin that is then
expected for it, at the rate of that day (C-422/17 Skarpa Travel, on articles 65 and 308).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tourbook.bookings.rules.money import vat
from tourbook.bookings.rules.money.vat import Advance
from tourbook.core.refused import Refused
from tourbook.hosts.models import VatCategory
from tourbook.packages.rules.costing import prices as costing_prices
from tourbook.packages.rules.costing.values import VatStep, split


class Reckoned(StrEnum):
    BY_SALE = "by_sale"
    POOLED = "pooled"


@dataclass(frozen=True, slots=True)
class MarginSale:
    """What was sold in the scheme and what was bought for it, in cents with VAT."""

    sold: int
    bought: int
    supplied_on: date
    key: str = ""


@dataclass(frozen=True, slots=True)
class MarginVat:
    sold: int
    bought: int
    vat: int
    how: Reckoned = Reckoned.BY_SALE

    @property
    def margin(self) -> int:
        """With its VAT; negative on a loss."""
        return self.sold - self.bought

    @property
    def net(self) -> int:
        """What is left of the margin after VAT."""
        return self.margin - self.vat


def check_amounts(sale: MarginSale) -> None:
    if sale.sold < 0 or sale.bought < 0:
        raise Refused("What was sold and what was bought are amounts of zero or more.")


def of_sale(sale: MarginSale, steps: Sequence[VatStep]) -> MarginVat:
    """The VAT on the margin of one sale, at the standard rate of the day of supply."""
    check_amounts(sale)
    rate = vat.rate_on(steps, VatCategory.STANDARD, sale.supplied_on)
    owed = costing_prices.margin_vat(sale.sold - sale.bought, rate)
    return MarginVat(sale.sold, sale.bought, owed)


def by_sale(sales: Iterable[MarginSale], steps: Sequence[VatStep]) -> MarginVat:
    """All sales of a tax period, each taxed by itself: a loss counts as nothing."""
    each = [of_sale(sale, steps) for sale in sales]
    return MarginVat(
        sum(one.sold for one in each),
        sum(one.bought for one in each),
        sum(one.vat for one in each),
    )


def pooled(sales: Sequence[MarginSale], steps: Sequence[VatStep]) -> MarginVat:
    """All sales of a tax period taxed as one; they must share one rate."""
    for sale in sales:
        check_amounts(sale)
    rates = {vat.rate_on(steps, VatCategory.STANDARD, sale.supplied_on) for sale in sales}
    if len(rates) > 1:
        raise Refused("The VAT rate changes within this period. Reckon each part by itself.")
    sold, bought = sum(sale.sold for sale in sales), sum(sale.bought for sale in sales)
    owed = costing_prices.margin_vat(sold - bought, rates.pop()) if rates else 0
    return MarginVat(sold, bought, owed, Reckoned.POOLED)


def with_advances(
    sale: MarginSale, advances: Sequence[Advance], steps: Sequence[VatStep]
) -> tuple[int, ...]:
    """The VAT on the margin by payment: one figure for each advance, the last for the balance.

    Each payment carries its share of the margin, to the cent, and the rate of the day on which it
    is received, at the latest that of supply.

    Raises:
        Refused: more was paid in advance than the sale comes to.
    """
    check_amounts(sale)
    amounts = [advance.cents for advance in advances]
    balance = sale.sold - sum(amounts)
    if balance < 0 or any(cents < 0 for cents in amounts):
        raise Refused("More was paid in advance than the sale comes to.")
    days = [min(advance.received_on, sale.supplied_on) for advance in advances]
    shares = split(max(0, sale.sold - sale.bought), [*amounts, balance])
    return tuple(
        costing_prices.margin_vat(share, vat.rate_on(steps, VatCategory.STANDARD, day))
        for share, day in zip(shares, [*days, sale.supplied_on], strict=True)
    )
