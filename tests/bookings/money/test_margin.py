from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.bookings.money import oracle
from tests.bookings.money.rates import CHANGE, LAW, MID_YEAR
from tourbook.bookings.rules.money import margin
from tourbook.bookings.rules.money.margin import MarginSale, MarginVat, Reckoned
from tourbook.bookings.rules.money.vat import Advance
from tourbook.core.refused import Refused

DAY = date(2026, 11, 2)
CENTS = st.integers(0, 10**8)
SALES = st.lists(st.builds(MarginSale, CENTS, CENTS, st.just(DAY)), max_size=6)


def euros(cents: int) -> Decimal:
    return Decimal(cents).scaleb(-2)


@pytest.mark.parametrize(
    ("sold", "bought", "owed", "net"),
    [
        (10_000_00, 8_200_00, 365_74, 1_434_26),
        (4_850_50, 4_000_00, 172_81, 677_69),
        (4_000_00, 4_000_00, 0, 0),
        (4_000_00, 4_000_01, 0, -1),
        (1_000_00, 1_900_00, 0, -900_00),
    ],
)
def test_the_vat_on_a_margin(sold: int, bought: int, owed: int, net: int) -> None:
    found = margin.of_sale(MarginSale(sold, bought, DAY), LAW)

    assert (found.margin, found.vat, found.net) == (sold - bought, owed, net)


@given(CENTS, CENTS)
def test_the_vat_on_a_margin_is_that_of_the_oracle(sold: int, bought: int) -> None:
    found = margin.of_sale(MarginSale(sold, bought, DAY), LAW)

    assert euros(found.vat) == oracle.margin_vat(euros(sold), euros(bought), Decimal("25.5"))


def test_a_loss_on_one_sale_lowers_no_other_unless_they_are_pooled() -> None:
    sales = [MarginSale(10_000_00, 8_200_00, DAY), MarginSale(1_000_00, 1_900_00, DAY)]

    assert margin.by_sale(sales, LAW) == MarginVat(11_000_00, 10_100_00, 365_74)
    assert margin.pooled(sales, LAW) == MarginVat(11_000_00, 10_100_00, 182_87, how=Reckoned.POOLED)


@given(SALES)
def test_by_sale_never_owes_less_than_pooled_but_for_rounding(sales: list[MarginSale]) -> None:
    each, pool = margin.by_sale(sales, LAW), margin.pooled(sales, LAW)

    assert each.margin == pool.margin
    assert 2 * each.vat >= 2 * pool.vat - len(sales) - 1
    assert each.vat == sum(margin.of_sale(sale, LAW).vat for sale in sales)


def test_sales_under_two_rates_are_not_pooled() -> None:
    sales = [MarginSale(100, 0, CHANGE), MarginSale(100, 0, CHANGE - timedelta(days=1))]

    with pytest.raises(Refused, match="rate changes"):
        margin.pooled(sales, MID_YEAR)
    assert margin.by_sale(sales, MID_YEAR).sold == 200


def test_nothing_sold_owes_nothing() -> None:
    assert margin.pooled([], LAW).vat == margin.by_sale([], LAW).vat == 0


@pytest.mark.parametrize("sale", [MarginSale(-1, 0, DAY), MarginSale(0, -1, DAY)])
def test_amounts_below_zero_are_refused(sale: MarginSale) -> None:
    for reckon in (margin.by_sale, margin.pooled):
        with pytest.raises(Refused, match="zero or more"):
            reckon([sale], LAW)


def test_the_margin_of_an_advance_keeps_the_rate_of_its_day() -> None:
    sale = MarginSale(10_000_00, 8_200_00, CHANGE + timedelta(days=30))
    advances = [Advance(CHANGE - timedelta(days=9), 2_500_00), Advance(CHANGE, 2_500_00)]

    # Margins of 450.00, 450.00 and 900.00: x 25.5 / 125.5, then x 26 / 126.
    assert margin.with_advances(sale, advances, MID_YEAR) == (91_43, 92_86, 185_71)


@given(st.integers(0, 10**7), st.integers(0, 10**7), st.lists(st.integers(0, 10**6), max_size=4))
def test_the_vat_by_payment_is_that_of_the_sale_but_for_rounding(
    sold: int, bought: int, amounts: list[int]
) -> None:
    sold = max(sold, sum(amounts))
    sale = MarginSale(sold, bought, DAY)

    parts = margin.with_advances(sale, [Advance(DAY, cents) for cents in amounts], LAW)

    assert len(parts) == len(amounts) + 1
    assert 2 * abs(sum(parts) - margin.of_sale(sale, LAW).vat) <= len(parts) + 1


@pytest.mark.parametrize("cents", [101, -1])
def test_more_in_advance_than_the_sale_is_refused(cents: int) -> None:
    with pytest.raises(Refused, match="in advance"):
        margin.with_advances(MarginSale(100, 0, DAY), [Advance(DAY, cents)], LAW)
