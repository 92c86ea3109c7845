"""VAT of a sale: by dated rate, per part, rounded so that an invoice adds up to the cent.

Prices include VAT. The VAT in an amount A at a rate of r basis points is A x r / (10,000 + r).

**Rounding.** Per invoice and rate the VAT is taken out of the *sum* of that rate and rounded once
to the nearest cent, halves away from zero; the net is the sum less that VAT. So net and VAT add up
to what is paid, at each rate and in all, and a credit note is the exact negative of its invoice.
Union law leaves the method to the member states (Court of Justice, C-484/06 Ahold, C-302/07
J D Wetherspoon) within neutrality and proportionality; rounding once per rate and document is what
EN 16931 sums up (BR-CO-14, BR-CO-17), and errs by half a cent per rate, not per line. Where a line
shows its own VAT, it is a share of the rate's, at most a cent from its exact value.

**Which rate.** That of the day of supply; a payment received before it is taxed at the rate of the
day on which it is received, for good (Finnish VAT Act 1501/1993, section 15; Directive
2006/112/EC, articles 63, 65, 93 and 95).

How a part is taxed is told by whoever sells it, with a reason: nothing here decides it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tourbook.core.refused import Refused
from tourbook.hosts.models import VatCategory
from tourbook.packages.rules.costing.values import WHOLE, VatStep, half_up, split


class Treatment(StrEnum):
    #: At the rate of its category.
    TAXED = "taxed"
    #: On the travel organiser's margin; the invoice shows no VAT on it.
    MARGIN = "margin"
    #: The customer is liable.
    REVERSE_CHARGE = "reverse_charge"
    #: No VAT, by an exemption or a place of supply elsewhere.
    EXEMPT = "exempt"


ORDER = tuple(Treatment)
PLACE = {treatment: place for place, treatment in enumerate(ORDER)}
#: The invoice has to say why there is no VAT.
TOLD = frozenset({Treatment.REVERSE_CHARGE, Treatment.EXEMPT})


@dataclass(frozen=True, slots=True)
class Sale:
    """A part of what is sold, before its rate is known. `gross` is in cents, never negative."""

    gross: int
    treatment: Treatment
    #: The day on which it is supplied, or on which the supply ends.
    supplied_on: date
    #: Of what is taxed by rate.
    category: VatCategory | None = None
    #: Why it is taxed so; needed wherever it is not simply taxed by rate.
    reason: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Taxed:
    """A part of an invoice with its rate; negative in a credit note or a deduction."""

    gross: int
    treatment: Treatment
    basis_points: int = 0
    reason: str = ""
    key: str = ""

    @property
    def group(self) -> tuple[int, int, str]:
        """What is summed up together. Reasons stand apart where the invoice has to tell them."""
        reason = self.reason if self.treatment in TOLD else ""
        return PLACE[self.treatment], self.basis_points, reason


@dataclass(frozen=True, slots=True)
class RateSum:
    """One row of an invoice's VAT summary: gross = net + VAT."""

    treatment: Treatment
    basis_points: int
    reason: str
    gross: int
    vat: int

    @property
    def net(self) -> int:
        return self.gross - self.vat


@dataclass(frozen=True, slots=True)
class Advance:
    """A payment for the sale, and the day on which it was received."""

    received_on: date
    cents: int


@dataclass(frozen=True, slots=True)
class Settlement:
    """A sale split into what each payment in advance paid for, and the rest."""

    advances: tuple[tuple[Taxed, ...], ...]
    balance: tuple[Taxed, ...]


def rate_on(steps: Iterable[VatStep], category: VatCategory, day: date) -> int:
    """The rate of a category on a day, in basis points.

    Raises:
        Refused: no rate is known for so early a day.
    """
    known = [
        (step.valid_from, step.basis_points)
        for step in steps
        if step.category is category and step.valid_from <= day
    ]
    if not known:
        raise Refused("No VAT rate is known for %(day)s. Add it first.", day=day.isoformat())
    return max(known)[1]


def rounded(numerator: int, denominator: int) -> int:
    """The nearest whole number, halves away from zero: the same for a sum and its negative."""
    size = half_up(abs(numerator), denominator)
    return size if numerator >= 0 else -size


def vat_in(gross: int, basis_points: int) -> int:
    """Cents of VAT in an amount that includes it."""
    return rounded(gross * basis_points, WHOLE + basis_points)


def check_sale(sale: Sale) -> None:
    """Refuse a part that does not tell how it is taxed."""
    if sale.gross < 0:
        raise ValueError("a part of a sale is never negative: take discounts off first")
    if sale.treatment is Treatment.TAXED:
        if sale.category is None:
            raise Refused("Choose the VAT category of each line.")
    elif not sale.reason.strip():
        raise Refused("Give a reason where a line is not taxed at the rate of its category.")


def at_rate_of(sale: Sale, gross: int, day: date, steps: Sequence[VatStep]) -> Taxed:
    """So much of a part, at the rate of a day."""
    check_sale(sale)
    rate = 0 if sale.category is None else rate_on(steps, sale.category, day)
    if sale.treatment is not Treatment.TAXED:
        rate = 0
    return Taxed(gross, sale.treatment, rate, sale.reason, sale.key)


def taxed(sales: Iterable[Sale], steps: Sequence[VatStep]) -> tuple[Taxed, ...]:
    """Every part at the rate of the day on which it is supplied."""
    return tuple(at_rate_of(sale, sale.gross, sale.supplied_on, steps) for sale in sales)


def summary(rows: Iterable[Taxed]) -> tuple[RateSum, ...]:
    """The VAT summary of an invoice: a row for each rate and each reason that must be told.

    Taxed rows come first, the lowest rate first. Of the margin scheme the invoice shows no VAT.
    """
    sums: dict[tuple[int, int, str], int] = {}
    for row in rows:
        sums[row.group] = sums.get(row.group, 0) + row.gross
    return tuple(
        RateSum(ORDER[group[0]], group[1], group[2], gross, vat_in(gross, group[1]))
        for group, gross in sorted(sums.items())
    )


def line_vat(rows: Sequence[Taxed]) -> tuple[int, ...]:
    """The VAT of each row, so that the rows of a rate add up to that rate in the summary.

    It is what the rounded VAT of the running sum grows by at each row, so no row is more than a
    cent from its exact VAT.
    """
    before: dict[tuple[int, int, str], int] = {}
    parts: list[int] = []
    for row in rows:
        group = row.group
        start = before.get(group, 0)
        before[group] = start + row.gross
        parts.append(vat_in(start + row.gross, row.basis_points) - vat_in(start, row.basis_points))
    return tuple(parts)


def settle(
    sales: Sequence[Sale], advances: Sequence[Advance], steps: Sequence[VatStep]
) -> Settlement:
    """Tax what was paid in advance at the rates of its days and the rest at those of supply.

    A payment pays for all parts alike: it is shared out over what is left of each, to the cent.
    What arrives after a part was supplied is no advance for it. Advances are taken by their days.

    Raises:
        Refused: more was paid in advance than the sale comes to.
    """
    left = [sale.gross for sale in sales]
    paid: dict[int, tuple[Taxed, ...]] = {}
    for place in sorted(range(len(advances)), key=lambda each: advances[each].received_on):
        advance = advances[place]
        if not 0 <= advance.cents <= sum(left):
            raise Refused("More was paid in advance than the sale comes to.")
        parts = split(advance.cents, left)
        paid[place] = tuple(
            at_rate_of(sale, part, min(advance.received_on, sale.supplied_on), steps)
            for sale, part in zip(sales, parts, strict=True)
        )
        left = [rest - part for rest, part in zip(left, parts, strict=True)]
    balance = tuple(
        at_rate_of(sale, rest, sale.supplied_on, steps)
        for sale, rest in zip(sales, left, strict=True)
    )
    return Settlement(tuple(paid[place] for place in range(len(advances))), balance)


def advance_rows(
    sales: Sequence[Sale], cents: int, expected_on: date, steps: Sequence[VatStep]
) -> tuple[Taxed, ...]:
    """The rows of a deposit invoice: what the first payment pays for, were it received that day."""
    return settle(sales, [Advance(expected_on, cents)], steps).advances[0]


def rates_differ(
    sales: Iterable[Sale], expected_on: date, received_on: date, steps: Sequence[VatStep]
) -> bool:
    """Whether a deposit invoice has to be credited and made anew, as its payment came under
    another rate than it was made for."""
    return any(
        at_rate_of(sale, 0, min(expected_on, sale.supplied_on), steps)
        != at_rate_of(sale, 0, min(received_on, sale.supplied_on), steps)
        for sale in sales
    )
