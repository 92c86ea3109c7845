from datetime import date, timedelta
from decimal import Decimal

import pytest

from tourbook.bookings.rules.money import currency
from tourbook.bookings.rules.money.currency import DayRate
from tourbook.core.refused import Refused

TODAY = date(2026, 11, 20)
MONTH = timedelta(days=30)


def rate(code: str = "SEK", per_euro: str = "11.2345", day: date = TODAY) -> DayRate:
    return DayRate(code, day, Decimal(per_euro), "European Central Bank")


@pytest.mark.parametrize(
    ("cents", "given", "amount"),
    [
        (100_00, rate(), "1123.45"),
        (1, rate("SEK", "0.5"), "0.01"),
        (-1, rate("SEK", "0.5"), "-0.01"),
        (100_00, rate("JPY", "170.255"), "17026"),
        (100_00, rate("KWD", "0.33333"), "33.333"),
        (0, rate(), "0.00"),
    ],
)
def test_a_sum_is_shown_in_the_smallest_unit_of_the_currency(
    cents: int, given: DayRate, amount: str
) -> None:
    found = currency.shown(cents, given)

    assert str(found.amount) == amount
    assert found.rate is given


def test_what_is_shown_cannot_be_reckoned_with() -> None:
    found = currency.shown(100_00, rate())

    for other in (found, 1, Decimal(1)):
        with pytest.raises(TypeError):
            found + other  # type: ignore[operator]  # this is what must not work


@pytest.mark.parametrize(
    ("day", "found"),
    [
        (date(2026, 11, 19), date(2026, 11, 19)),
        (date(2026, 11, 22), date(2026, 11, 20)),
        (date(2026, 12, 20), date(2026, 11, 20)),
        (date(2026, 12, 21), None),
        (date(2026, 11, 18), None),
    ],
)
def test_the_last_rate_by_that_day_counts_while_it_is_fresh(day: date, found: date | None) -> None:
    rates = [rate(), rate(day=date(2026, 11, 19)), rate("NOK", day=date(2026, 11, 18))]

    known = currency.rate_for(rates, "SEK", day, MONTH)

    assert (known and known.day) == found


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (rate("EUR"), "another currency"),
        (rate("XQQ"), "another currency"),
        (rate("sek"), "another currency"),
        (rate(per_euro="0"), "above zero"),
        (rate(per_euro="-1"), "above zero"),
        (rate(per_euro="NaN"), "above zero"),
        (rate(per_euro="Infinity"), "above zero"),
        (DayRate("SEK", TODAY, Decimal(11), " "), "from"),
        (rate(day=TODAY + timedelta(days=1)), "not come"),
    ],
)
def test_a_rate_that_cannot_be_is_refused(given: DayRate, words: str) -> None:
    with pytest.raises(Refused, match=words):
        currency.check_rate(given, TODAY)


def test_a_published_rate_is_taken() -> None:
    currency.check_rate(rate(), TODAY)
