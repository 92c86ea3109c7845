"""From cost to price: mark-up, VAT of the sale, rounding, profit, break-even.

The mark-up or margin is what is left to the organiser after VAT. In the general scheme a part of
the sale is its net cost with the mark-up, and VAT at the rate of what was bought. In the margin
scheme (Finnish VAT Act section 80; Directive 2006/112/EC, articles 306 to 310) it is what the
purchases cost with their VAT, and the mark-up with VAT at the standard rate; no VAT is due on a
loss. Cents are rounded half up wherever a share or a VAT is taken.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from tourbook.core.refused import Refused
from tourbook.packages.models import MarkupKind
from tourbook.packages.rules.costing.lines import Part
from tourbook.packages.rules.costing.values import WHOLE, Terms, half_up, split


@dataclass(frozen=True, slots=True)
class Sold:
    """One part of a sale, in cents. `part`: basis points, or None for the margin scheme."""

    part: Part
    #: What it costs: net in the general scheme, with VAT in the margin scheme.
    cost: int
    #: What of the whole revenue belongs to it, VAT included.
    revenue: int
    #: VAT that is to be paid on it.
    vat: int


@dataclass(frozen=True, slots=True)
class Result:
    """What a group of a certain size brings at a certain price."""

    revenue: int
    parts: tuple[Sold, ...]

    @property
    def cost(self) -> int:
        return sum(part.cost for part in self.parts)

    @property
    def vat(self) -> int:
        return sum(part.vat for part in self.parts)

    @property
    def profit(self) -> int:
        return self.revenue - self.vat - self.cost


def check_markup(kind: MarkupKind, basis_points: int) -> None:
    if kind is MarkupKind.MARGIN and basis_points >= WHOLE:
        raise Refused("A margin is a share of the price, so it must be less than 100 %.")


def with_markup(cost: int, terms: Terms) -> int:
    """A cost with the mark-up, or with the margin that is a share of the result."""
    if terms.markup_kind is MarkupKind.MARGIN:
        return half_up(cost * WHOLE, WHOLE - terms.markup_basis_points)
    return half_up(cost * (WHOLE + terms.markup_basis_points), WHOLE)


def margin_vat(margin: int, standard: int) -> int:
    """The VAT in a margin that includes it: margin x 25.5 / 125.5; none in a loss."""
    return half_up(max(0, margin) * standard, WHOLE + standard)


def wanted(part: Part, cost: int, terms: Terms, standard: int) -> int:
    """What a part has to be sold for, VAT included."""
    sale = with_markup(cost, terms)
    if part is None:
        return sale + half_up((sale - cost) * standard, WHOLE)
    return sale + half_up(sale * part, WHOLE)


def in_order(sums: Mapping[Part, int]) -> list[tuple[Part, int]]:
    """The general scheme by its rates, the lowest first; the margin scheme last."""
    return sorted(sums.items(), key=lambda pair: (pair[0] is None, pair[0] or 0))


def rounded_up(total: int, persons: int, step: int) -> int:
    """The smallest multiple of the step at which so many persons together pay the total."""
    return -(-total // (persons * step)) * step


def price_for(sums: Mapping[Part, int], persons: int, terms: Terms, standard: int) -> int:
    total = sum(wanted(part, cost, terms, standard) for part, cost in sums.items())
    return rounded_up(total, persons, terms.round_to_cents)


def result_of(sums: Mapping[Part, int], revenue: int, terms: Terms, standard: int) -> Result:
    """Split the revenue over the parts in proportion to what each should be sold for, and take
    the VAT of each."""
    ordered = in_order(sums)
    weights = [wanted(part, cost, terms, standard) for part, cost in ordered]
    sold = [
        Sold(part, cost, share, vat_in(part, cost, share, standard))
        for (part, cost), share in zip(ordered, split(revenue, weights), strict=True)
    ]
    return Result(revenue, tuple(sold))


def vat_in(part: Part, cost: int, revenue: int, standard: int) -> int:
    if part is None:
        return margin_vat(revenue - cost, standard)
    return half_up(revenue * part, WHOLE + part)


#: The profit of a group, in cents, by its number of paying guests.
Profit = Callable[[int], int]


def break_even(paying: int, profit: Profit) -> int | None:
    """The smallest number of paying guests from which on, up to `paying`, no size makes a loss.

    None where the size itself makes one.
    """
    if profit(paying) < 0:
        return None
    smallest = paying
    while smallest > 1 and profit(smallest - 1) >= 0:
        smallest -= 1
    return smallest


def add_up(amounts: Iterable[tuple[Part, int]]) -> dict[Part, int]:
    sums: dict[Part, int] = {}
    for part, cents in amounts:
        sums[part] = sums.get(part, 0) + cents
    return sums
