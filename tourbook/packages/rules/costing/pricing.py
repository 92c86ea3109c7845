"""What a person pays in a group of a given size."""

from collections.abc import Iterable, Sequence

from tourbook.core.refused import Refused
from tourbook.packages.models import PriceTier


def price_at(tiers: Iterable[PriceTier], pax: int) -> int | None:
    """Cents per person in a group of `pax`, VAT included; None where no price is set."""
    for tier in tiers:
        if tier.pax_from <= pax <= tier.pax_to:
            return tier.person_cents
    return None


def gaps(tiers: Iterable[PriceTier], party_min: int, party_max: int) -> list[tuple[int, int]]:
    """The group sizes within the party range that have no price, as ranges."""
    missing: list[tuple[int, int]] = []
    next_size = party_min
    for tier in sorted(tiers, key=lambda tier: tier.pax_from):
        if tier.pax_from > next_size and next_size <= party_max:
            missing.append((next_size, min(tier.pax_from - 1, party_max)))
        next_size = max(next_size, tier.pax_to + 1)
    if next_size <= party_max:
        missing.append((next_size, party_max))
    return missing


def check_rows(rows: Sequence[tuple[int, int, int]]) -> None:
    """Refuse price rows (from, to, cents) that contradict each other."""
    before: tuple[int, int, int] | None = None
    for row in sorted(rows):
        if row[0] > row[1]:
            raise Refused(
                "A price row goes from %(first)d to %(last)d persons: the smaller number comes"
                " first.",
                first=row[0],
                last=row[1],
            )
        if before is not None and row[0] <= before[1]:
            raise Refused(
                "Two price rows both hold for a group of %(pax)d. Change one of them.", pax=row[0]
            )
        before = row
