import pytest
from hypothesis import given
from hypothesis import strategies as st

from tourbook.bookings.rules.money import credits as credit_notes
from tourbook.bookings.rules.money import vat
from tourbook.bookings.rules.money.credits import Credit
from tourbook.bookings.rules.money.vat import RateSum, Taxed, Treatment
from tourbook.core.refused import Refused

INVOICE = (
    Taxed(60_000, Treatment.TAXED, 1350, key="lodging"),
    Taxed(30_000, Treatment.TAXED, 2550, key="teaching"),
    Taxed(10_000, Treatment.MARGIN, 0, "Bought", key="coach"),
)
ROWS = st.lists(
    st.builds(
        Taxed,
        st.integers(0, 10**6),
        st.just(Treatment.TAXED),
        st.sampled_from([0, 1350, 1400, 2550]),
    ),
    min_size=1,
    max_size=5,
)


def vat_of(sums: tuple[RateSum, ...]) -> dict[tuple[Treatment, int], tuple[int, int]]:
    return {(one.treatment, one.basis_points): (one.gross, one.vat) for one in sums if one.gross}


def test_a_whole_invoice_taken_back_is_its_negative() -> None:
    credit = credit_notes.credit_whole(INVOICE)

    assert credit.cents == 100_000
    assert [row.gross for row in credit.rows] == [-60_000, -30_000, -10_000]
    assert [(one.gross, one.vat) for one in credit.sums] == [
        (-one.gross, -one.vat) for one in vat.summary(INVOICE)
    ]


def test_a_part_is_shared_out_over_the_rows_at_their_rates() -> None:
    credit = credit_notes.credit_part(INVOICE, 10_000)

    assert [row.gross for row in credit.rows] == [-6_000, -3_000, -1_000]
    assert [row.basis_points for row in credit.rows] == [1350, 2550, 0]
    # 600.00 has 71.37 of VAT at 13.5 %, 540.00 has 64.23; 300.00 has 60.96, 270.00 has 54.86.
    assert [one.vat for one in credit.sums] == [-714, -610, 0]


def test_one_row_alone_can_be_taken_back() -> None:
    credit = credit_notes.credit_rows(INVOICE, [0, 30_000, 0])

    assert credit.cents == 30_000
    assert [(one.basis_points, one.gross) for one in credit.sums] == [(2550, -30_000)]


def test_what_was_credited_before_is_no_longer_there() -> None:
    first = credit_notes.credit_part(INVOICE, 99_999)

    assert credit_notes.credit_whole(INVOICE, [first]).cents == 1
    with pytest.raises(Refused, match="More would be credited"):
        credit_notes.credit_part(INVOICE, 2, [first])
    with pytest.raises(Refused, match="nothing to credit"):
        credit_notes.credit_whole(INVOICE, [first, credit_notes.credit_whole(INVOICE, [first])])


@pytest.mark.parametrize("amounts", [[60_001, 0, 0], [-1, 0, 0]])
def test_more_than_a_row_has_is_refused(amounts: list[int]) -> None:
    with pytest.raises(Refused, match="More would be credited"):
        credit_notes.credit_rows(INVOICE, amounts)


@pytest.mark.parametrize("cents", [0, -5])
def test_a_part_is_more_than_nothing(cents: int) -> None:
    with pytest.raises(Refused, match="more than zero"):
        credit_notes.credit_part(INVOICE, cents)


def test_an_invoice_with_a_deduction_is_credited_as_a_whole_or_by_rows() -> None:
    rows = (Taxed(1_000, Treatment.TAXED, 1350), Taxed(-200, Treatment.TAXED, 1350))

    with pytest.raises(Refused, match="deductions"):
        credit_notes.credit_part(rows, 100)
    assert credit_notes.credit_whole(rows).cents == 800
    assert credit_notes.credit_rows(rows, [0, -200]).cents == -200


@given(ROWS, st.lists(st.integers(1, 10**6), max_size=4))
def test_however_many_credits_there_are_the_vat_is_that_of_what_is_left(
    rows: list[Taxed], parts: list[int]
) -> None:
    done: list[Credit] = []
    total = sum(row.gross for row in rows)
    for part in parts:
        left = total - sum(each.cents for each in done)
        if 0 < part <= left:
            done.append(credit_notes.credit_part(rows, part, done))
    if total > sum(each.cents for each in done):
        done.append(credit_notes.credit_whole(rows, done))

    after: dict[tuple[Treatment, int], tuple[int, int]] = vat_of(vat.summary(rows))
    for credit in done:
        assert sum(one.gross for one in credit.sums) == -credit.cents
        assert all(one.gross <= 0 and one.vat <= 0 for one in credit.sums)
        for key, (gross, owed) in vat_of(credit.sums).items():
            after[key] = (after[key][0] + gross, after[key][1] + owed)
    assert set(after.values()) <= {(0, 0)}
