"""Prices for every size of group, proposed from the costing, and whether set ones carry it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tourbook.packages.models import PriceTier
from tourbook.packages.rules.costing import pricing
from tourbook.packages.rules.costing.cost import Costing, Reckoning, SetPrice


@dataclass(frozen=True, slots=True)
class Tier:
    """A price per paying guest in groups of so many paying guests."""

    pax_from: int
    pax_to: int
    person_cents: int

    @property
    def row(self) -> tuple[int, int, int]:
        return self.pax_from, self.pax_to, self.person_cents


def free_at(pax_ranges: Sequence[tuple[int, int]], paying: int) -> int:
    """The free places of a group: those of the largest costed size that is not larger than it."""
    ordered = sorted(pax_ranges)
    reached = [free for size, free in ordered if size <= paying]
    if reached:
        return reached[-1]
    return ordered[0][1] if ordered else 0


def brackets(
    pax_ranges: Sequence[tuple[int, int]], party_min: int, party_max: int
) -> list[tuple[int, int]]:
    """One from each costed size to just below the next; together they cover the party's range."""
    inside = {size for size, _free in pax_ranges if party_min < size <= party_max}
    starts = sorted({party_min, *inside})
    ends = [start - 1 for start in starts[1:]] + [party_max]
    return list(zip(starts, ends, strict=True))


def propose(reckoning: Reckoning) -> list[Tier]:
    """A price for each bracket: the highest that any size in it needs, so that none is sold
    below the mark-up that is wanted."""
    basis = reckoning.basis
    ranges = basis.terms.pax_ranges
    return [
        Tier(
            first,
            last,
            max(reckoning.price_at(n, free_at(ranges, n)) for n in range(first, last + 1)),
        )
        for first, last in brackets(ranges, basis.party_min, basis.party_max)
    ]


def losses(reckoning: Reckoning, tiers: Sequence[PriceTier]) -> list[tuple[int, int]]:
    """The sizes at which the prices that are set do not carry the group, as ranges."""
    basis = reckoning.basis
    found: list[tuple[int, int]] = []
    for paying in range(basis.party_min, basis.party_max + 1):
        price = pricing.price_at(tiers, paying)
        if price is None:
            continue
        free = free_at(basis.terms.pax_ranges, paying)
        if reckoning.result_at(paying, free, price).profit >= 0:
            continue
        if found and found[-1][1] == paying - 1:
            found[-1] = (found[-1][0], paying)
        else:
            found.append((paying, paying))
    return found


def judged(costing: Costing, reckoning: Reckoning, tiers: Sequence[PriceTier]) -> Costing:
    """The costing with what the prices that are set come to."""
    return replace(
        costing,
        set_prices=tuple(
            set_price(reckoning, size.paying, size.free, pricing.price_at(tiers, size.paying))
            for size in costing.sizes
        ),
        losses=tuple(losses(reckoning, tiers)),
    )


def set_price(reckoning: Reckoning, paying: int, free: int, price: int | None) -> SetPrice | None:
    if price is None:
        return None
    profit = reckoning.result_at(paying, free, price).profit
    return SetPrice(price, profit, reckoning.break_even(paying, free, price))
