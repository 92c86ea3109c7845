"""The money rules once more, in fractions and decimals, written from the law's words alone."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction


def nearest(value: Fraction) -> int:
    """To the nearest whole, halves away from zero, by way of a decimal quotient."""
    sign = -1 if value < 0 else 1
    whole, rest = divmod(abs(value), 1)
    return sign * (int(whole) + (1 if rest >= Fraction(1, 2) else 0))


def vat_inside(gross: int, percent: Decimal) -> int:
    """The VAT in a price: price / (1 + rate) is the net, the rest is VAT."""
    rate = Fraction(percent) / 100
    return nearest(Fraction(gross) - Fraction(gross) / (1 + rate))


def vat_by_rate(rows: Iterable[tuple[int, Decimal]]) -> dict[Decimal, tuple[int, int, int]]:
    """(gross, percent) rows to gross, net and VAT of each rate."""
    sums: dict[Decimal, int] = defaultdict(int)
    for gross, percent in rows:
        sums[percent] += gross
    return {
        percent: (gross, gross - vat_inside(gross, percent), vat_inside(gross, percent))
        for percent, gross in sums.items()
    }


def margin_vat(sold: Decimal, bought: Decimal, percent: Decimal) -> Decimal:
    """Margin x rate / (100 + rate) in euros; a loss owes nothing."""
    margin = max(sold - bought, Decimal(0))
    return (margin * percent / (100 + percent)).quantize(Decimal("0.01"), ROUND_HALF_UP)


def share_of(cents: int, percent: Decimal) -> int:
    exact = Decimal(cents) * percent / 100
    return int(exact.quantize(Decimal(1), ROUND_HALF_UP))


def most_free(places: int, every: int, most: int | None) -> int:
    """Count up: each further free place needs as many more that pay."""
    free = 0
    while (most is None or free < most) and (free + 1) * every <= places - (free + 1):
        free += 1
    return free


def cancelling_fee(
    steps: Sequence[tuple[int, str, Decimal]], left: int, price: Decimal, gone: int, places: int
) -> Decimal:
    """`steps`: days, "share" or "person" or "booking", and percent or euros. In euros."""
    for days, kind, value in sorted(steps):
        if left <= days:
            exact = {
                "share": price * value / 100,
                "person": value * gone,
                "booking": value * gone / places,
            }[kind]
            return min(price, exact.quantize(Decimal("0.01"), ROUND_HALF_UP))
    return Decimal(0)
