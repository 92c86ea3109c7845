from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.bookings.money import oracle
from tourbook.bookings.rules.money import invoicing
from tourbook.bookings.rules.money.invoicing import (
    Instalment,
    InstalmentKind,
    InvoiceState,
    Number,
    PaymentTerms,
    Reminder,
    ReminderStep,
    ReminderTerms,
    Roll,
    Standing,
)
from tourbook.core.refused import Refused

#: A Monday.
CONFIRMED = date(2027, 2, 1)
START = date(2027, 5, 10)
TERMS = PaymentTerms(date(2026, 1, 1), deposit_days=14, balance_days=30, deposit_basis_points=2_500)


def test_a_deposit_and_a_balance_are_due_after_confirming_and_before_the_start() -> None:
    assert invoicing.instalments(100_001, TERMS, CONFIRMED, START) == (
        # A quarter of 1,000.01 is 250.0025; 30 days before 10 May is Saturday 10 April.
        Instalment(InstalmentKind.DEPOSIT, 25_000, date(2027, 2, 15)),
        Instalment(InstalmentKind.BALANCE, 75_001, date(2027, 4, 12)),
    )


def test_half_a_cent_of_a_share_is_rounded_up_and_an_amount_is_taken_as_it_is() -> None:
    assert invoicing.deposit_of(10, TERMS) == 3
    amount = replace(TERMS, deposit_basis_points=None, deposit_cents=20_000)
    assert invoicing.deposit_of(100_000, amount) == 20_000
    assert invoicing.deposit_of(15_000, amount) == 15_000


@pytest.mark.parametrize(
    ("day", "roll", "due"),
    [
        (date(2027, 3, 26), Roll.NEXT, date(2027, 3, 30)),  # Good Friday to Tuesday
        (date(2027, 4, 10), Roll.NEXT, date(2027, 4, 12)),
        (date(2027, 4, 12), Roll.NEXT, date(2027, 4, 12)),
        (date(2027, 12, 24), Roll.NEXT, date(2027, 12, 27)),
        (date(2027, 3, 26), Roll.NONE, date(2027, 3, 26)),
    ],
)
def test_a_due_date_rolls_to_the_next_working_day(day: date, roll: Roll, due: date) -> None:
    assert invoicing.rolled(day, roll) == due


@pytest.mark.parametrize(
    ("terms", "confirmed", "due"),
    [
        # The balance would have been due before the deposit.
        (TERMS, date(2027, 4, 1), date(2027, 4, 15)),
        (TERMS, date(2027, 5, 9), date(2027, 5, 10)),
        (TERMS, date(2027, 5, 12), date(2027, 5, 12)),
        # There is no deposit, or nothing but one.
        (replace(TERMS, deposit_basis_points=0), CONFIRMED, date(2027, 4, 12)),
        (replace(TERMS, deposit_basis_points=10_000), CONFIRMED, date(2027, 2, 15)),
    ],
)
def test_one_invoice_is_enough_where_there_is_no_time_or_no_need_for_two(
    terms: PaymentTerms, confirmed: date, due: date
) -> None:
    assert invoicing.instalments(90_000, terms, confirmed, START) == (
        Instalment(InstalmentKind.WHOLE, 90_000, due),
    )


def test_what_costs_nothing_is_not_invoiced() -> None:
    assert invoicing.instalments(0, TERMS, CONFIRMED, START) == ()
    with pytest.raises(Refused, match="zero or more"):
        invoicing.instalments(-1, TERMS, CONFIRMED, START)


@pytest.mark.parametrize(
    "terms",
    [
        replace(TERMS, deposit_cents=1),
        replace(TERMS, deposit_basis_points=10_001),
        replace(TERMS, deposit_basis_points=-1),
        replace(TERMS, deposit_basis_points=None, deposit_cents=-1),
        replace(TERMS, deposit_days=-1),
        replace(TERMS, balance_days=-1),
    ],
)
def test_terms_that_cannot_be_are_refused(terms: PaymentTerms) -> None:
    with pytest.raises(Refused):
        invoicing.instalments(90_000, terms, CONFIRMED, START)


@given(
    st.integers(1, 10**8),
    st.integers(0, 10_000),
    st.integers(0, 60),
    st.integers(0, 90),
    st.integers(0, 400),
)
def test_instalments_add_up_and_fall_due_in_order(
    total: int, share: int, deposit_days: int, balance_days: int, ahead: int
) -> None:
    terms = PaymentTerms(date(2026, 1, 1), deposit_days, balance_days, share)
    start = CONFIRMED + timedelta(days=ahead)

    found = invoicing.instalments(total, terms, CONFIRMED, start)

    assert sum(each.cents for each in found) == total
    assert all(each.cents > 0 and CONFIRMED <= each.due_on <= start for each in found)
    assert [each.due_on for each in found] == sorted({each.due_on for each in found})
    if len(found) == 2:
        assert found[0].cents == oracle.share_of(total, Decimal(share) / 100)


@pytest.mark.parametrize(
    ("standing", "state", "left"),
    [
        (Standing(100, issued=False), InvoiceState.DRAFT, 100),
        (Standing(100), InvoiceState.ISSUED, 100),
        (Standing(100, paid=1), InvoiceState.PART_PAID, 99),
        (Standing(100, paid=100), InvoiceState.PAID, 0),
        (Standing(100, paid=101), InvoiceState.OVERPAID, -1),
        (Standing(100, credited=100), InvoiceState.CREDITED, 0),
        (Standing(100, paid=1, credited=100), InvoiceState.OVERPAID, -1),
        (Standing(100, paid=60, credited=40), InvoiceState.PAID, 0),
        (Standing(100, credited=40), InvoiceState.ISSUED, 60),
        (Standing(0), InvoiceState.PAID, 0),
    ],
)
def test_the_state_of_an_invoice_follows_from_its_sums(
    standing: Standing, state: InvoiceState, left: int
) -> None:
    assert (standing.state, standing.left) == (state, left)


@pytest.mark.parametrize(
    ("standing", "day", "late"),
    [
        (Standing(100), START, False),
        (Standing(100), START + timedelta(days=1), True),
        (Standing(100, paid=99), START + timedelta(days=1), True),
        (Standing(100, paid=100), START + timedelta(days=1), False),
        (Standing(100, credited=100), START + timedelta(days=1), False),
        (Standing(100, issued=False), START + timedelta(days=1), False),
    ],
)
def test_the_due_date_itself_is_in_time(standing: Standing, day: date, late: bool) -> None:
    assert invoicing.is_overdue(standing, START, day) is late


REMINDERS = ReminderTerms(
    date(2026, 1, 1), (ReminderStep(7), ReminderStep(21, 500), ReminderStep(35, 500))
)
DUE = date(2027, 4, 12)


@pytest.mark.parametrize(
    ("sent", "found"),
    [
        ([], Reminder(1, date(2027, 4, 19), 0)),
        ([date(2027, 4, 19)], Reminder(2, date(2027, 5, 3), 500)),
        # Sent three days late: the next still leaves its fourteen, then Ascension Day passes.
        ([date(2027, 4, 22)], Reminder(2, date(2027, 5, 7), 500)),
        ([date(2027, 4, 19), date(2027, 5, 3)], Reminder(3, date(2027, 5, 17), 500)),
        ([date(2027, 4, 19), date(2027, 5, 10)], Reminder(3, date(2027, 5, 24), 500)),
        ([date(2027, 4, 19), date(2027, 5, 3), date(2027, 5, 17)], None),
    ],
)
def test_reminders_keep_their_distance(sent: list[date], found: Reminder | None) -> None:
    assert invoicing.next_reminder(REMINDERS, DUE, sent) == found


@pytest.mark.parametrize(
    "steps",
    [
        (ReminderStep(0),),
        (ReminderStep(7), ReminderStep(7)),
        (ReminderStep(9), ReminderStep(7)),
        (ReminderStep(7, -1),),
    ],
)
def test_reminders_out_of_order_are_refused(steps: tuple[ReminderStep, ...]) -> None:
    with pytest.raises(Refused):
        invoicing.check_reminders(ReminderTerms(date(2026, 1, 1), steps))
    invoicing.check_reminders(REMINDERS)


@pytest.mark.parametrize(
    ("last", "year", "found"),
    [
        (None, 2026, Number(2026, 1)),
        (Number(2026, 1), 2026, Number(2026, 2)),
        (Number(2026, 999), 2026, Number(2026, 1000)),
        (Number(2026, 41), 2027, Number(2027, 1)),
    ],
)
def test_a_number_follows_the_last_and_begins_anew_each_year(
    last: Number | None, year: int, found: Number
) -> None:
    assert invoicing.next_number(last, year) == found


def test_a_year_that_has_been_left_gets_no_more_numbers() -> None:
    with pytest.raises(Refused, match="2027"):
        invoicing.next_number(Number(2027, 1), 2026)
    with pytest.raises(ValueError, match="four digits"):
        invoicing.next_number(None, 26)


def test_a_number_is_printed_and_makes_a_reference() -> None:
    assert (Number(2026, 1).text, Number(2026, 1).digits) == ("2026-001", 2_026_001)
    assert (Number(2026, 1234).text, Number(2026, 1234).digits) == ("2026-1234", 20_261_234)


@given(st.lists(st.integers(0, 1), max_size=60))
def test_a_series_has_no_gap_and_no_number_twice(steps: list[int]) -> None:
    last: Number | None = None
    given_out: list[Number] = []
    year = 2026
    for step in steps:
        year += step
        last = invoicing.next_number(last, year)
        given_out.append(last)

    assert invoicing.missing_numbers(given_out) == []
    assert len({number.digits for number in given_out}) == len(given_out)
    assert given_out == sorted(given_out)


def test_a_number_that_lacks_is_named() -> None:
    numbers = [Number(2026, 1), Number(2026, 4), Number(2027, 2)]

    assert invoicing.missing_numbers(numbers) == [
        Number(2026, 2),
        Number(2026, 3),
        Number(2027, 1),
    ]
