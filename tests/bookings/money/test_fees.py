from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.bookings.money import oracle
from tourbook.bookings.rules.money import fees
from tourbook.bookings.rules.money.fees import (
    Account,
    CancelledBy,
    Cancelling,
    Fee,
    FeeStep,
    FeeTerms,
    Per,
)
from tourbook.core.refused import Refused

HALF, FULL = FeeStep(13, basis_points=5_000), FeeStep(6, basis_points=10_000)
#: Free until 14 days before, half from 13 days, all inside 7.
TERMS = FeeTerms(date(2026, 1, 1), (FULL, HALF))
START = date(2027, 5, 10)


def cancelling(left: int, cancelled: int = 20, by: CancelledBy = CancelledBy.GUEST) -> Cancelling:
    return Cancelling(by, left, places=20, cancelled=cancelled, price=cancelled * 48_001)


@pytest.mark.parametrize(
    ("left", "cents", "step"),
    [
        (200, 0, None),
        (14, 0, None),
        (13, 480_010, HALF),
        (7, 480_010, HALF),
        (6, 960_020, FULL),
        (0, 960_020, FULL),
        (-3, 960_020, FULL),
    ],
)
def test_the_fee_grows_as_the_start_comes_nearer(
    left: int, cents: int, step: FeeStep | None
) -> None:
    assert fees.fee(TERMS, cancelling(left)) == Fee(cents, step)


@pytest.mark.parametrize(("cancelled", "cents"), [(1, 24_001), (3, 72_002), (19, 456_010)])
def test_fewer_places_cost_their_share_and_half_a_cent_goes_up(cancelled: int, cents: int) -> None:
    assert fees.fee(TERMS, cancelling(10, cancelled)).cents == cents


@pytest.mark.parametrize(
    ("per", "cancelled", "cents"),
    [
        (Per.PERSON, 20, 100000),
        (Per.PERSON, 3, 15000),
        (Per.BOOKING, 20, 5000),
        (Per.BOOKING, 3, 750),
    ],
)
def test_an_amount_counts_per_person_or_for_the_booking(
    per: Per, cancelled: int, cents: int
) -> None:
    terms = FeeTerms(date(2026, 1, 1), (FeeStep(30, cents=5_000, per=per),))

    assert fees.fee(terms, cancelling(30, cancelled)).cents == cents


def test_a_fee_is_never_more_than_the_price() -> None:
    terms = FeeTerms(date(2026, 1, 1), (FeeStep(30, cents=48_002),))

    assert fees.fee(terms, cancelling(3)).cents == 20 * 48_001


@pytest.mark.parametrize("by", [CancelledBy.ORGANISER, CancelledBy.CIRCUMSTANCES])
def test_the_organiser_and_circumstances_cost_the_guest_nothing(by: CancelledBy) -> None:
    assert fees.fee(TERMS, cancelling(0, by=by)) == Fee(0, None)
    assert fees.fee(TERMS, cancelling(0)).cents > 0


def test_circumstances_free_nobody_after_the_start() -> None:
    with pytest.raises(Refused, match="before the start"):
        fees.fee(TERMS, cancelling(-1, by=CancelledBy.CIRCUMSTANCES))


@pytest.mark.parametrize("cancelled", [0, 21, -1])
def test_only_places_that_there_are_can_be_cancelled(cancelled: int) -> None:
    with pytest.raises(Refused, match="at least one place"):
        fees.fee(TERMS, replace(cancelling(3), cancelled=cancelled))
    with pytest.raises(Refused, match="costs zero"):
        fees.fee(TERMS, replace(cancelling(3), price=-1))


@pytest.mark.parametrize(
    "steps",
    [
        (FULL, replace(FULL, basis_points=0)),
        (FeeStep(-1, basis_points=1),),
        (FeeStep(5),),
        (FeeStep(5, basis_points=1, cents=1),),
        (FeeStep(5, basis_points=10_001),),
        (FeeStep(5, cents=-1),),
        (FeeStep(13, basis_points=6_000), FeeStep(6, basis_points=5_000)),
    ],
)
def test_steps_that_contradict_each_other_are_refused(steps: tuple[FeeStep, ...]) -> None:
    with pytest.raises(Refused):
        fees.check_terms(FeeTerms(date(2026, 1, 1), steps))
    fees.check_terms(TERMS)


@pytest.mark.parametrize(
    ("hour", "left"),
    # 21:30 UTC is 00:30 of the next day in Finland.
    [
        (datetime(2027, 4, 26, 20, 30, tzinfo=UTC), 14),
        (datetime(2027, 4, 26, 21, 30, tzinfo=UTC), 13),
    ],
)
def test_days_are_counted_in_the_zone_of_the_departure(hour: datetime, left: int) -> None:
    assert fees.days_left(hour, START, "Europe/Helsinki") == left


@pytest.mark.parametrize(
    ("paid", "charged", "remaining", "found"),
    [
        (250_00, 100_00, 0, Account(150_00, 0, START + timedelta(days=14))),
        (250_00, 250_00, 0, Account(0, 0, None)),
        (250_00, 400_00, 0, Account(0, 150_00, None)),
        (250_00, 0, 0, Account(250_00, 0, START + timedelta(days=14))),
        (1000_00, 100_00, 700_00, Account(200_00, 0, START + timedelta(days=14))),
        (250_00, 100_00, 700_00, Account(0, 550_00, None)),
    ],
)
def test_what_is_paid_back_is_what_was_paid_less_the_fee(
    paid: int, charged: int, remaining: int, found: Account
) -> None:
    assert fees.account(paid, charged, remaining, START) == found


@pytest.mark.parametrize("amounts", [(-1, 0, 0), (0, -1, 0), (0, 0, -1)])
def test_an_account_of_amounts_below_zero_is_refused(amounts: tuple[int, int, int]) -> None:
    with pytest.raises(Refused, match="zero or more"):
        fees.account(*amounts, START)


@pytest.mark.parametrize(("days", "timely"), [(8, True), (7, True), (6, False), (1, False)])
def test_seven_days_are_always_enough_to_hand_a_place_over(days: int, timely: bool) -> None:
    told = START - timedelta(days=days)

    assert fees.is_timely_transfer(told, START) is timely
    fees.check_transfer(told, START, accepted_late=True)
    if timely:
        fees.check_transfer(told, START, accepted_late=False)
    else:
        with pytest.raises(Refused, match="seven days"):
            fees.check_transfer(told, START, accepted_late=False)


def test_after_the_start_no_place_is_handed_over() -> None:
    with pytest.raises(Refused, match="before the start"):
        fees.check_transfer(START, START, accepted_late=True)


def test_a_transfer_costs_what_is_proven_only() -> None:
    assert fees.transfer_cost([]) == 0
    assert fees.transfer_cost([("Airline, invoice 7", 30_00), ("Hotel", 5_00)]) == 35_00
    with pytest.raises(Refused, match="proof"):
        fees.transfer_cost([(" ", 30_00)])
    with pytest.raises(Refused, match="zero or more"):
        fees.transfer_cost([("Airline", -1)])


STEP = st.one_of(
    st.builds(FeeStep, st.integers(0, 60), st.integers(0, 10_000)),
    st.builds(FeeStep, st.integers(0, 60), st.none(), st.integers(0, 99_999), st.sampled_from(Per)),
)


def told(step: FeeStep) -> tuple[int, str, Decimal]:
    if step.basis_points is not None:
        return step.days, "share", Decimal(step.basis_points) / 100
    return step.days, step.per.value, Decimal(step.cents or 0) / 100


@given(
    st.lists(STEP, max_size=5, unique_by=lambda step: step.days),
    st.integers(-3, 70),
    st.integers(1, 40),
    st.data(),
)
def test_a_fee_is_that_of_the_oracle(
    steps: list[FeeStep], left: int, places: int, data: st.DataObject
) -> None:
    gone = data.draw(st.integers(1, places))
    price = data.draw(st.integers(0, 10**7))

    found = fees.fee(
        FeeTerms(date(2026, 1, 1), tuple(steps)),
        Cancelling(CancelledBy.GUEST, left, places, gone, price),
    )

    expected = oracle.cancelling_fee(
        [told(step) for step in steps], left, Decimal(price) / 100, gone, places
    )
    assert Decimal(found.cents) / 100 == expected


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=5), st.integers(0, 10**6))
def test_waiting_never_makes_it_cheaper(shares: list[int], price: int) -> None:
    steps = [
        FeeStep(60 - 10 * place, basis_points=share) for place, share in enumerate(sorted(shares))
    ]
    terms = FeeTerms(date(2026, 1, 1), tuple(steps))
    fees.check_terms(terms)

    costs = [
        fees.fee(terms, Cancelling(CancelledBy.GUEST, left, 1, 1, price)).cents
        for left in range(65, -5, -1)
    ]

    assert costs == sorted(costs)
