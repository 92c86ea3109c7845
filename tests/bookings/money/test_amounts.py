from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tourbook.bookings.rules.money import amounts
from tourbook.core.refused import Refused


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("1234.50", 123_450),
        ("1234,5", 123_450),
        (" 7 ", 700),
        ("+0.01", 1),
        ("-12.30", -1230),
        ("0", 0),
        ("5.", 500),
        ("999999999999.99", 99_999_999_999_999),
    ],
)
def test_an_amount_is_read_as_written(text: str, cents: int) -> None:
    assert amounts.cents_of(text) == cents


@pytest.mark.parametrize("text", ["0.005", "1.000", "-0,001", "12.345"])
def test_part_of_a_cent_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="at most two decimals"):
        amounts.cents_of(text)


@pytest.mark.parametrize(
    "text",
    ["", "abc", "1e3", "NaN", "Infinity", "1 234,50", "1.234,50", "--1", "٣", ".5", "1" * 13],
)
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="not an amount"):
        amounts.cents_of(text)


@given(st.integers(-(10**14) + 1, 10**14 - 1))
def test_every_amount_in_cents_comes_back(cents: int) -> None:
    assert amounts.cents_of(f"{Decimal(cents).scaleb(-2):f}") == cents
