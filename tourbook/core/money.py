"""Money is whole cents; these are the few sums that must not lose one."""

from decimal import ROUND_HALF_UP, Decimal

CURRENCY = "EUR"
BASIS_POINTS = 10_000


def with_vat(net_cents: int, rate_bp: int) -> int:
    """Net cents with VAT of `rate_bp` basis points (2550 = 25.5 %) added, rounded to the cent."""
    vat = Decimal(net_cents) * rate_bp / BASIS_POINTS
    return net_cents + int(vat.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def plain(cents: int) -> str:
    """An amount for those who read plain English at a terminal: `1,234.50 EUR`."""
    return f"{Decimal(cents) / 100:,.2f} {CURRENCY}"
