"""What a programme costs and what it must be sold for, at several group sizes at once.

A group is so many paying guests and so many free places, escorts among them: 20+2. All of them
eat, ride and sleep; only the paying guests pay.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tourbook.hosts.models import VatCategory
from tourbook.packages.models import Sharing, VatScheme
from tourbook.packages.rules.checks.problems import Problem
from tourbook.packages.rules.costing import gaps as costing_gaps
from tourbook.packages.rules.costing import lines as costing_lines
from tourbook.packages.rules.costing import prices as costing_prices
from tourbook.packages.rules.costing.lines import Charge, LineCost, Part
from tourbook.packages.rules.costing.prices import Result
from tourbook.packages.rules.costing.values import Basis, Line, Party, half_up


@dataclass(frozen=True, slots=True)
class OptionCost:
    """What an optional item adds to the price of a guest, if all take part."""

    line: Line
    #: The organiser's cost for the group.
    cost: int
    #: Per person, VAT included, rounded up.
    price: int


@dataclass(frozen=True, slots=True)
class SizeCost:
    """The programme for one size of group. Money in cents."""

    paying: int
    free: int
    lines: tuple[LineCost, ...]
    #: Per paying guest, VAT included, rounded up.
    price: int
    result: Result
    #: Paying guests from which on the price carries the group; None where it does not at all.
    break_even: int | None
    #: What a guest pays more who does not want to share a room; None where nobody shares.
    single_supplement: int | None
    options: tuple[OptionCost, ...]

    @property
    def travellers(self) -> int:
        return self.paying + self.free

    @property
    def net(self) -> int:
        return sum(line.net for line in self.lines)

    @property
    def vat(self) -> int:
        return sum(line.vat for line in self.lines)

    @property
    def gross(self) -> int:
        return self.net + self.vat

    @property
    def deductible_vat(self) -> int:
        """VAT of what is bought in the general scheme."""
        return sum(each.vat for each in self.lines if not is_by_margin(each.charge))

    @property
    def margin_base(self) -> int:
        """What is bought in the margin scheme, VAT included."""
        return sum(each.gross for each in self.lines if is_by_margin(each.charge))

    @property
    def cost(self) -> int:
        """What the organiser bears: all that is bought, less the VAT that is deducted."""
        return self.result.cost

    @property
    def cost_per_guest(self) -> int:
        """Rounded half up; only to be looked at, for it does not add up to the whole."""
        return half_up(self.cost, self.paying)

    @property
    def profit(self) -> int:
        return self.result.profit


@dataclass(frozen=True, slots=True)
class SetPrice:
    """A price that somebody has set for a size, and what it comes to."""

    price: int
    profit: int
    break_even: int | None


@dataclass(frozen=True, slots=True)
class Costing:
    """A programme at each of its group sizes, and what could not be reckoned."""

    first_day: date
    sizes: tuple[SizeCost, ...]
    warnings: tuple[Problem, ...]
    #: Whether the margin scheme probably applies to what is bought.
    margin_scheme_likely: bool
    #: The standard VAT of the first day in basis points, at which a margin is taxed.
    standard: int
    #: The prices that are set, by size; None where none is.
    set_prices: tuple[SetPrice | None, ...] = ()
    #: The sizes, as ranges, that lose money at the prices that are set.
    losses: tuple[tuple[int, int], ...] = ()


def is_by_margin(charge: Charge) -> bool:
    return charge.line.scheme is VatScheme.MARGIN


class Reckoning:
    """A programme whose charges are known: asked for one size after the other."""

    def __init__(self, basis: Basis) -> None:
        self.basis = basis
        self.terms = basis.terms
        self.tracks = basis.tracks
        self.charges = costing_lines.charges_of(basis)
        self.main = [charge for charge in self.charges if not charge.line.optional]
        self.nights = costing_lines.nights(self.main)
        self.options = [
            (line, [charge for charge in self.charges if charge.line.id == line.id])
            for line in basis.lines
            if line.optional
        ]
        self.bundles = costing_lines.bundled(self.main)
        self.standard = basis.vat_on(VatCategory.STANDARD, basis.first_day) or 0

        self.sums: dict[tuple[int, int], dict[Part, int]] = {}

    def sums_at(self, paying: int, free: int) -> dict[Part, int]:
        """What the organiser bears at this size, by the scheme and rate of VAT."""
        size = (paying, free)
        if size not in self.sums:
            self.sums[size] = costing_lines.sums_at(self.bundles, Party(*size, self.tracks))
        return self.sums[size]

    def price_at(self, paying: int, free: int) -> int:
        """What each of so many guests has to pay."""
        sums = self.sums_at(paying, free)
        return costing_prices.price_for(sums, paying, self.terms, self.standard)

    def result_at(self, paying: int, free: int, price: int) -> Result:
        """What a group of this size brings if each guest pays this price."""
        sums = self.sums_at(paying, free)
        return costing_prices.result_of(sums, paying * price, self.terms, self.standard)

    def break_even(self, paying: int, free: int, price: int) -> int | None:
        return costing_prices.break_even(
            paying, lambda fewer: self.result_at(fewer, free, price).profit
        )

    def size(self, paying: int, free: int) -> SizeCost:
        party = Party(paying, free, self.tracks)
        price = self.price_at(paying, free)
        return SizeCost(
            paying=paying,
            free=free,
            lines=tuple(costing_lines.costs_at(self.main, party)),
            price=price,
            result=self.result_at(paying, free, price),
            break_even=self.break_even(paying, free, price),
            single_supplement=self.single_supplement(party),
            options=tuple(self.options_at(party)),
        )

    def single_supplement(self, party: Party) -> int | None:
        if self.terms.sharing is Sharing.SINGLE:
            return None
        sums = sums_of(costing_lines.alone(self.nights, party))
        return costing_prices.price_for(sums, 1, self.terms, self.standard)

    def options_at(self, party: Party) -> list[OptionCost]:
        found: list[OptionCost] = []
        for line, own in self.options:
            guests = party.shares[line.track].paying
            if not guests:
                continue
            sums = sums_of(costing_lines.costs_at(own, party))
            price = costing_prices.price_for(sums, guests, self.terms, self.standard)
            found.append(OptionCost(line, sum(sums.values()), price))
        return found


def sums_of(lines: Sequence[LineCost]) -> dict[Part, int]:
    """What the organiser bears, by the scheme and rate of VAT."""
    return costing_prices.add_up(
        (part, costing_lines.borne(part, each.net, each.vat))
        for each in lines
        for part in [costing_lines.part_of(each.charge)]
    )


def cost(basis: Basis) -> Costing:
    """Reckon a programme at each of its group sizes."""
    return costing_of(Reckoning(basis))


def costing_of(reckoning: Reckoning) -> Costing:
    basis = reckoning.basis
    return Costing(
        first_day=basis.first_day,
        sizes=tuple(reckoning.size(paying, free) for paying, free in basis.terms.pax_ranges),
        warnings=tuple(costing_gaps.gaps(basis, reckoning.charges)),
        margin_scheme_likely=costing_gaps.margin_scheme_likely(basis),
        standard=reckoning.standard,
    )
