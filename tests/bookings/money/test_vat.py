from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.bookings.money import oracle
from tests.bookings.money.rates import CHANGE, LAW, MID_YEAR
from tourbook.bookings.rules.money import vat
from tourbook.bookings.rules.money.vat import Advance, RateSum, Sale, Taxed, Treatment
from tourbook.core.refused import Refused
from tourbook.hosts.models import VatCategory

DAY = timedelta(days=1)
RATES = st.sampled_from([0, 1000, 1350, 1400, 2400, 2550, 10_000])
ROWS = st.lists(
    st.builds(Taxed, st.integers(-(10**7), 10**9), st.just(Treatment.TAXED), RATES), max_size=8
)


def sale(gross: int, category: VatCategory, on: date = CHANGE + 30 * DAY) -> Sale:
    return Sale(gross, Treatment.TAXED, on, category)


@pytest.mark.parametrize(
    ("category", "day", "rate"),
    [
        (VatCategory.STANDARD, date(2024, 9, 1), 2550),
        (VatCategory.REDUCED, date(2025, 12, 31), 1400),
        (VatCategory.REDUCED, date(2026, 1, 1), 1350),
        (VatCategory.EXEMPT, date(2026, 1, 1), 0),
    ],
)
def test_the_rate_is_that_of_the_day(category: VatCategory, day: date, rate: int) -> None:
    assert vat.rate_on(LAW, category, day) == rate


def test_before_the_first_rate_there_is_none() -> None:
    with pytest.raises(Refused, match="2024-08-31"):
        vat.rate_on(LAW, VatCategory.STANDARD, date(2024, 8, 31))


@pytest.mark.parametrize(
    ("gross", "rate", "owed"),
    [
        (12_550, 2550, 2550),
        (100_00, 1350, 1189),
        (1, 2550, 0),
        (3, 2550, 1),
        (4, 10_000, 2),
        (1, 10_000, 1),
        (-1, 10_000, -1),
        (-100_00, 1350, -1189),
        (0, 2550, 0),
    ],
)
def test_vat_is_taken_out_and_half_a_cent_goes_away_from_zero(
    gross: int, rate: int, owed: int
) -> None:
    assert vat.vat_in(gross, rate) == owed


@given(st.integers(-(10**12), 10**12), RATES)
def test_vat_is_that_of_the_oracle(gross: int, rate: int) -> None:
    assert vat.vat_in(gross, rate) == oracle.vat_inside(gross, Decimal(rate) / 100)


@given(ROWS)
def test_a_summary_adds_up_and_is_that_of_the_oracle(rows: list[Taxed]) -> None:
    sums = vat.summary(rows)

    expected = oracle.vat_by_rate((row.gross, Decimal(row.basis_points) / 100) for row in rows)
    assert {Decimal(one.basis_points) / 100: (one.gross, one.net, one.vat) for one in sums} == (
        expected
    )
    assert sum(one.net + one.vat for one in sums) == sum(row.gross for row in rows)
    assert [one.basis_points for one in sums] == sorted(one.basis_points for one in sums)


@given(ROWS)
def test_the_vat_of_lines_adds_up_to_the_summary_within_a_cent_each(rows: list[Taxed]) -> None:
    parts = vat.line_vat(rows)

    for one in vat.summary(rows):
        same = [part for part, row in zip(parts, rows, strict=True) if row.group == _of(one)]
        assert sum(same) == one.vat
    for part, row in zip(parts, rows, strict=True):
        exact = Fraction(row.gross * row.basis_points, 10_000 + row.basis_points)
        assert abs(part - exact) <= 1


def _of(one: RateSum) -> tuple[int, int, str]:
    return Taxed(0, one.treatment, one.basis_points, one.reason).group


@given(ROWS)
def test_taken_back_everything_is_the_exact_negative(rows: list[Taxed]) -> None:
    back = [replace(row, gross=-row.gross) for row in rows]

    assert vat.line_vat(back) == tuple(-part for part in vat.line_vat(rows))
    assert [-one.vat for one in vat.summary(back)] == [one.vat for one in vat.summary(rows)]


def test_margin_and_untaxed_rows_show_no_vat_and_reasons_stand_apart() -> None:
    rows = [
        Taxed(5000, Treatment.MARGIN, reason="Bought for the travellers"),
        Taxed(1000, Treatment.EXEMPT, reason="Training"),
        Taxed(2000, Treatment.EXEMPT, reason="Abroad"),
        Taxed(7000, Treatment.MARGIN, reason="Hotel of another"),
        Taxed(12_550, Treatment.TAXED, 2550, reason="ours"),
        Taxed(12_550, Treatment.TAXED, 2550),
    ]

    assert vat.summary(rows) == (
        RateSum(Treatment.TAXED, 2550, "", 25_100, 5100),
        RateSum(Treatment.MARGIN, 0, "", 12_000, 0),
        RateSum(Treatment.EXEMPT, 0, "Abroad", 2000, 0),
        RateSum(Treatment.EXEMPT, 0, "Training", 1000, 0),
    )


@pytest.mark.parametrize(
    "treatment", [Treatment.MARGIN, Treatment.REVERSE_CHARGE, Treatment.EXEMPT]
)
def test_what_is_not_taxed_by_rate_needs_a_reason(treatment: Treatment) -> None:
    day = date(2027, 1, 1)

    with pytest.raises(Refused, match="reason"):
        vat.taxed([Sale(100, treatment, day, reason=" ")], LAW)
    assert vat.taxed([Sale(100, treatment, day, VatCategory.STANDARD, "Because")], LAW) == (
        Taxed(100, treatment, 0, "Because"),
    )


def test_what_is_taxed_by_rate_needs_a_category() -> None:
    with pytest.raises(Refused, match="category"):
        vat.taxed([Sale(100, Treatment.TAXED, date(2027, 1, 1))], LAW)


def test_a_deposit_keeps_its_rate_when_rates_change_in_mid_year() -> None:
    sales = [sale(60_000, VatCategory.REDUCED), sale(40_000, VatCategory.STANDARD)]
    deposit = Advance(CHANGE - DAY, 30_000)

    settled = vat.settle(sales, [deposit], MID_YEAR)

    assert settled.advances == (
        (Taxed(18_000, Treatment.TAXED, 1350), Taxed(12_000, Treatment.TAXED, 2550)),
    )
    assert settled.balance == (
        Taxed(42_000, Treatment.TAXED, 1000),
        Taxed(28_000, Treatment.TAXED, 2600),
    )
    # 180.00 x 13.5 / 113.5 = 21.41; 120.00 x 25.5 / 125.5 = 24.38; 38.18; 57.78
    assert [one.vat for one in vat.summary(settled.advances[0])] == [2141, 2438]
    assert [one.vat for one in vat.summary(settled.balance)] == [3818, 5778]


@pytest.mark.parametrize(
    ("received", "rate"),
    [(CHANGE - DAY, 1350), (CHANGE, 1000), (CHANGE + 30 * DAY, 1000), (CHANGE + 99 * DAY, 1000)],
)
def test_the_day_of_receipt_decides_not_that_of_the_invoice(received: date, rate: int) -> None:
    sales = [sale(60_000, VatCategory.REDUCED)]

    settled = vat.settle(sales, [Advance(received, 20_000)], MID_YEAR)

    assert settled.advances[0][0].basis_points == rate
    assert vat.rates_differ(sales, CHANGE - DAY, received, MID_YEAR) is (rate != 1350)


def test_what_is_paid_after_the_supply_is_taxed_as_of_the_supply() -> None:
    supplied = sale(60_000, VatCategory.REDUCED, CHANGE - DAY)

    settled = vat.settle([supplied], [Advance(CHANGE + DAY, 60_000)], MID_YEAR)

    assert settled.advances == ((Taxed(60_000, Treatment.TAXED, 1350),),)
    assert settled.balance == (Taxed(0, Treatment.TAXED, 1000 + 350),)


def test_a_deposit_invoice_shows_the_rates_of_the_day_it_expects() -> None:
    sales = [sale(60_000, VatCategory.REDUCED), sale(40_000, VatCategory.STANDARD)]

    rows = vat.advance_rows(sales, 25_000, CHANGE, MID_YEAR)

    assert [(row.gross, row.basis_points) for row in rows] == [(15_000, 1000), (10_000, 2600)]


@pytest.mark.parametrize("cents", [100_001, -1])
def test_more_in_advance_than_the_sale_is_refused(cents: int) -> None:
    sales = [sale(100_000, VatCategory.REDUCED)]

    with pytest.raises(Refused, match="in advance"):
        vat.settle(sales, [Advance(CHANGE, cents)], MID_YEAR)
    assert vat.settle(sales, [Advance(CHANGE, 100_000)], MID_YEAR).balance[0].gross == 0


@st.composite
def paid_sales(draw: st.DrawFn) -> tuple[list[Sale], list[Advance]]:
    categories = st.sampled_from(list(VatCategory))
    days = st.integers(0, 60).map(lambda n: CHANGE + (n - 30) * DAY)
    sales = draw(
        st.lists(st.builds(sale, st.integers(0, 10**6), categories, days), min_size=1, max_size=5)
    )
    left = sum(each.gross for each in sales)
    advances: list[Advance] = []
    for _n in range(draw(st.integers(0, 4))):
        cents = draw(st.integers(0, left))
        left -= cents
        advances.append(Advance(draw(days), cents))
    return sales, advances


@given(paid_sales())
def test_advances_and_balance_make_up_each_part_of_the_sale(
    given_: tuple[list[Sale], list[Advance]],
) -> None:
    sales, advances = given_

    settled = vat.settle(sales, advances, MID_YEAR)

    assert [sum(row.gross for row in rows) for rows in settled.advances] == [
        advance.cents for advance in advances
    ]
    columns: list[Sequence[Taxed]] = list(zip(*settled.advances, settled.balance, strict=True))
    assert [sum(row.gross for row in column) for column in columns] == [
        each.gross for each in sales
    ]
    assert all(row.gross >= 0 for column in columns for row in column)
    for advance, rows in zip(advances, settled.advances, strict=True):
        assert [row.basis_points for row in rows] == [
            vat.rate_on(MID_YEAR, each.category, min(advance.received_on, each.supplied_on))
            for each in sales
            if each.category is not None
        ]


@given(paid_sales())
def test_payments_are_taken_by_their_days_in_whatever_order_they_are_told(
    given_: tuple[list[Sale], list[Advance]],
) -> None:
    sales, advances = given_
    days = [replace(each, received_on=CHANGE + n * DAY) for n, each in enumerate(advances)]

    settled = vat.settle(sales, days, MID_YEAR)

    backwards = vat.settle(sales, days[::-1], MID_YEAR)
    assert (backwards.advances[::-1], backwards.balance) == (settled.advances, settled.balance)


def test_a_negative_part_of_a_sale_is_a_mistake_of_the_program() -> None:
    with pytest.raises(ValueError, match="never negative"):
        vat.taxed([sale(-1, VatCategory.REDUCED)], MID_YEAR)
