"""Other currencies, for display only: what a sum in euros is about, by a day's published rate.

What comes back is no number to reckon with: it cannot be added, and nothing in the books is made
of it. Rates are quoted as the European Central Bank quotes them: so many units for one euro.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from babel.numbers import get_currency_precision, is_currency

from tourbook.core.money import CURRENCY
from tourbook.core.refused import Refused


@dataclass(frozen=True, slots=True)
class DayRate:
    #: ISO 4217.
    currency: str
    day: date
    #: Units of the currency for one euro.
    per_euro: Decimal
    #: Who published it, as it is printed beside the sum.
    source: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A sum in another currency with the rate it stands on."""

    amount: Decimal
    rate: DayRate


def check_rate(rate: DayRate, today: date) -> None:
    """Refuse a rate that nobody could have read anywhere."""
    if not is_currency(rate.currency) or rate.currency == CURRENCY:
        raise Refused("Give the code of another currency, such as SEK.")
    if not rate.per_euro.is_finite() or rate.per_euro <= 0:
        raise Refused("A rate is a number above zero: the units for one euro.")
    if not rate.source.strip():
        raise Refused("Say where the rate is from.")
    if rate.day > today:
        raise Refused("A rate cannot be from a day that has not come.")


def rate_for(
    rates: Iterable[DayRate], currency: str, day: date, longest: timedelta
) -> DayRate | None:
    """The last rate published by that day; None where it is older than `longest`."""
    known = [
        rate for rate in rates if rate.currency == currency and day - longest <= rate.day <= day
    ]
    return max(known, key=lambda rate: rate.day, default=None)


def shown(cents: int, rate: DayRate) -> Shown:
    """A sum in euros in the rate's currency, rounded to its smallest unit, halves away from zero.

    The yen has no decimals, the Kuwaiti dinar three.
    """
    unit = Decimal(1).scaleb(-get_currency_precision(rate.currency))
    exact = Decimal(cents) / 100 * rate.per_euro
    return Shown(exact.quantize(unit, rounding=ROUND_HALF_UP), rate)
