from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tourbook.bookings.rules.money import matching
from tourbook.bookings.rules.money.matching import (
    Allocation,
    Code,
    Entry,
    Leftover,
    Owed,
)
from tourbook.core.refused import Refused

DAY = date(2027, 3, 1)
DEPOSIT = Owed(1, 7, "20260011", date(2027, 1, 10), 25_000)
BALANCE = Owed(2, 7, "20260024", date(2027, 2, 10), 75_000)
OTHER = Owed(3, 8, "1234561", date(2027, 1, 5), 10_000)
GONE = Owed(4, 9, "20260037", date(2027, 1, 6), 0, is_cancelled=True)
ALL = (BALANCE, OTHER, GONE, DEPOSIT)


def entry(cents: int, reference: str, id_: str = "e1") -> Entry:
    return Entry(id_, DAY, cents, reference)


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("12 34561", "1234561"),
        ("00000000000001234561", "1234561"),
        ("RF341234561", "1234561"),
        ("rf34 1234 561", "1234561"),
        ("RF4113", "0013"),
        ("0013", "0013"),
        ("RF5220260011", "20260011"),
        ("RF18539007547034", "RF18539007547034"),
        ("RF351234561", "RF351234561"),
        ("1234562", "1234562"),
        ("Boss's visit", "BOSS'SVISIT"),
        ("", ""),
        ("0", ""),
    ],
)
def test_both_forms_of_a_reference_have_one_key(written: str, key: str) -> None:
    assert matching.key_of(written) == key


@pytest.mark.parametrize(
    ("cents", "code", "paid"),
    [
        (10_000, Code.EXACT, 10_000),
        (9_999, Code.UNDER, 9_999),
        (1, Code.UNDER, 1),
    ],
)
def test_a_payment_goes_to_its_invoice(cents: int, code: Code, paid: int) -> None:
    found = matching.match([entry(cents, "RF341234561")], ALL)

    assert found.allocations == (Allocation("e1", 3, paid),)
    assert found.leftovers == ()
    assert found.told == (("e1", code),)


def test_what_is_over_goes_to_the_other_invoices_of_the_booking_and_then_to_nobody() -> None:
    found = matching.match([entry(100_001, "20260024")], ALL)

    assert found.allocations == (Allocation("e1", 2, 75_000), Allocation("e1", 1, 25_000))
    assert found.leftovers == (Leftover("e1", 1, Code.OVER),)
    assert found.told == (("e1", Code.OVER),)


def test_deposit_and_balance_in_one_payment_are_both_paid() -> None:
    found = matching.match([entry(100_000, "20260011")], ALL)

    assert found.allocations == (Allocation("e1", 1, 25_000), Allocation("e1", 2, 75_000))
    assert found.told == (("e1", Code.SEVERAL),)


def test_invoices_that_share_a_reference_are_paid_the_oldest_first() -> None:
    shared = [replace(BALANCE, reference=DEPOSIT.reference), DEPOSIT]

    found = matching.match([entry(30_000, DEPOSIT.reference)], shared)

    assert found.allocations == (Allocation("e1", 1, 25_000), Allocation("e1", 2, 5_000))
    assert found.told == (("e1", Code.SEVERAL),)


@pytest.mark.parametrize(
    ("reference", "code", "could_pay"),
    [
        ("", Code.NO_REFERENCE, ()),
        ("99999", Code.UNKNOWN_REFERENCE, ()),
        ("RF351234561", Code.UNKNOWN_REFERENCE, ()),
        ("20260037", Code.CANCELLED, ()),
    ],
)
def test_what_finds_no_invoice_is_kept_and_said(
    reference: str, code: Code, could_pay: tuple[int, ...]
) -> None:
    found = matching.match([entry(500, reference)], ALL)

    assert found.allocations == ()
    assert found.leftovers == (Leftover("e1", 500, code, could_pay),)
    assert found.told == (("e1", code),)


def test_a_payment_for_a_paid_invoice_is_kept_with_what_it_could_pay() -> None:
    twice = [entry(25_000, "20260011"), entry(25_000, "20260011", "e2")]

    found = matching.match(twice, ALL)

    assert found.allocations == (Allocation("e1", 1, 25_000),)
    assert found.leftovers == (Leftover("e2", 25_000, Code.PAID_ALREADY, (2,)),)


def test_a_reference_of_two_bookings_is_left_to_a_person() -> None:
    found = matching.match([entry(500, "1234561")], [OTHER, replace(DEPOSIT, reference="1234561")])

    assert found.leftovers == (Leftover("e1", 500, Code.AMBIGUOUS, (3, 1)),)


def test_one_file_twice_changes_nothing() -> None:
    entries = [entry(10_000, "1234561"), entry(500, "", "e2"), entry(10_000, "1234561")]

    first = matching.match(entries, ALL)
    again = matching.match(entries, matching.after(ALL, first.allocations), {"e1", "e2"})

    assert first.told == (("e1", Code.EXACT), ("e2", Code.NO_REFERENCE), ("e1", Code.SEEN))
    assert again == matching.Matched(
        (), (), (("e1", Code.SEEN), ("e2", Code.SEEN), ("e1", Code.SEEN))
    )


@pytest.mark.parametrize(
    ("given_", "code"),
    [
        (entry(0, "1234561"), Code.NOT_INCOMING),
        (entry(-10_000, "1234561"), Code.NOT_INCOMING),
        (Entry("e1", DAY, 10_000, "1234561", "SEK"), Code.OTHER_CURRENCY),
    ],
)
def test_what_is_no_payment_in_euros_is_skipped_and_said(given_: Entry, code: Code) -> None:
    assert matching.match([given_], ALL) == matching.Matched((), (), (("e1", code),))


def test_each_code_has_its_sentence() -> None:
    assert set(matching.SENTENCES) == set(Code)


def test_an_allocation_is_undone_with_a_trace_and_once_only() -> None:
    first = matching.match([entry(30_000, "20260011")], ALL).allocations

    back = matching.undo(first, "e1")

    assert back == (Allocation("e1", 1, -25_000), Allocation("e1", 2, -5_000))
    history = (*first, *back)
    assert matching.standing_of(history, "e1") == {}
    assert matching.after(ALL, history) == list(ALL)
    for entry_id, known in (("e1", history), ("e2", first)):
        with pytest.raises(Refused, match="not put to any invoice"):
            matching.undo(known, entry_id)


def test_a_payment_is_put_to_an_invoice_by_hand() -> None:
    paid = entry(30_000, "")

    first = matching.allocate([], paid, DEPOSIT, 25_000)

    assert first == Allocation("e1", 1, 25_000)
    assert matching.allocate([first], paid, BALANCE, 5_000) == Allocation("e1", 2, 5_000)
    with pytest.raises(Refused, match="left to allot"):
        matching.allocate([first], paid, BALANCE, 5_001)
    with pytest.raises(Refused, match="left to allot"):
        matching.allocate([], paid, BALANCE, 0)
    with pytest.raises(Refused, match="left to pay"):
        matching.allocate([], paid, DEPOSIT, 25_001)
    with pytest.raises(Refused, match="cancelled"):
        matching.allocate([], paid, GONE, 1)


REFERENCES = st.sampled_from(["20260011", "RF5220260011", "20260024", "1234561", "13", "", "x"])
ENTRIES = st.lists(
    st.builds(
        Entry,
        st.integers(1, 9).map(str),
        st.just(DAY),
        st.integers(-100, 5_000),
        REFERENCES,
        st.sampled_from(["EUR", "EUR", "EUR", "SEK"]),
    ),
    max_size=12,
)
INVOICES = st.lists(
    st.builds(
        Owed,
        st.just(0),
        st.integers(1, 3),
        st.sampled_from(["20260011", "20260024", "1234561", "13"]),
        st.dates(DAY, date(2027, 3, 9)),
        st.integers(-50, 6_000),
        st.booleans(),
    ),
    max_size=6,
).map(lambda found: [replace(each, id=place) for place, each in enumerate(found)])


@given(ENTRIES, INVOICES, st.sets(st.integers(1, 9).map(str)))
def test_money_in_is_what_is_allocated_and_what_is_not(
    entries: list[Entry], invoices: list[Owed], seen: set[str]
) -> None:
    found = matching.match(entries, invoices, seen)

    counted: dict[str, int] = {}
    for each in entries:
        if each.cents > 0 and each.currency == "EUR" and each.id not in seen:
            counted.setdefault(each.id, each.cents)
    assert found.allocated + found.unallocated == sum(counted.values())
    for entry_id, cents in counted.items():
        parts = [each.cents for each in found.allocations if each.entry_id == entry_id]
        parts += [each.cents for each in found.leftovers if each.entry_id == entry_id]
        assert sum(parts) == cents
        assert all(part > 0 for part in parts)
    assert [entry_id for entry_id, _code in found.told] == [each.id for each in entries]
    for before, now in zip(invoices, matching.after(invoices, found.allocations), strict=True):
        assert now.left == before.left or (0 <= now.left < before.left and not now.is_cancelled)


@given(ENTRIES, INVOICES)
def test_no_older_invoice_of_a_reference_stays_open_behind_a_younger_that_was_paid(
    entries: list[Entry], invoices: list[Owed]
) -> None:
    invoices = [replace(each, booking_id=1, reference="13") for each in invoices]

    found = matching.match([replace(each, reference="13") for each in entries], invoices)

    paid = {each.invoice_id for each in found.allocations}
    left = {each.id: each.left for each in matching.after(invoices, found.allocations)}
    in_turn = [
        each
        for each in sorted(invoices, key=lambda each: (each.issued_on, each.id))
        if each.left > 0 and not each.is_cancelled
    ]
    touched = [each.id for each in in_turn if each.id in paid]
    assert touched == [each.id for each in in_turn[: len(touched)]]
    assert all(left[id_] == 0 for id_ in touched[:-1])


@given(ENTRIES, INVOICES)
def test_undoing_each_entry_brings_everything_back(
    entries: list[Entry], invoices: list[Owed]
) -> None:
    history = list(matching.match(entries, invoices).allocations)

    for entry_id in sorted({each.entry_id for each in history}):
        history += matching.undo(history, entry_id)

    assert matching.after(invoices, history) == invoices
