"""What cancelling costs, and what is paid back.

The terms are dated data: steps of days before the start with a share of the price or an amount.
The traveller may end a package contract at any time before the start for an appropriate fee, and
standard fees by the time before the start are allowed (Directive (EU) 2015/2302, article 12(1));
for nothing in unavoidable and extraordinary circumstances (12(2)). Where the organiser ends it,
all is paid back (12(3)). Refunds are due within 14 days (12(4)). Transfer: article 9.

All amounts are cents with VAT. A fee is never more than the price of what is cancelled.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from tourbook.core.refused import Refused
from tourbook.core.zones import local_day
from tourbook.packages.rules.costing.values import WHOLE, half_up

#: Directive (EU) 2015/2302, articles 12(4) and 9(1).
REFUND_WITHIN = timedelta(days=14)
TRANSFER_NOTICE = timedelta(days=7)


class Per(StrEnum):
    #: Of an amount: for each place that is cancelled, or once for the whole booking.
    PERSON = "person"
    BOOKING = "booking"


@dataclass(frozen=True, slots=True)
class FeeStep:
    """From `days` before the start on, until the next step begins: a share or an amount."""

    days: int
    basis_points: int | None = None
    cents: int | None = None
    per: Per = Per.PERSON


@dataclass(frozen=True, slots=True)
class FeeTerms:
    """The fees of bookings that were confirmed from a day on, and where they were agreed.

    Days that lie before the first step are free.
    """

    valid_from: date
    steps: tuple[FeeStep, ...]
    source: str = ""


class CancelledBy(StrEnum):
    GUEST = "guest"
    ORGANISER = "organiser"
    #: By the guest, in unavoidable and extraordinary circumstances at the destination.
    CIRCUMSTANCES = "circumstances"


@dataclass(frozen=True, slots=True)
class Cancelling:
    """Who cancels how many places of a booking, and what these places cost."""

    by: CancelledBy
    #: Whole days from the day of cancelling to the first day, as the departure's zone counts.
    days_left: int
    #: All places of the booking, and those that are cancelled.
    places: int
    cancelled: int
    #: The price of the places that are cancelled.
    price: int


@dataclass(frozen=True, slots=True)
class Fee:
    cents: int
    #: The step that it comes from; None where it is free.
    step: FeeStep | None


@dataclass(frozen=True, slots=True)
class Account:
    """What stands between both sides after a cancellation."""

    #: To be paid back by the organiser.
    refund: int
    #: Still to be paid by the guest.
    owed: int
    #: The last day for the refund; None where there is none.
    refund_by: date | None


def check_terms(terms: FeeTerms) -> None:
    """Refuse steps that contradict each other or make waiting pay."""
    days = [step.days for step in terms.steps]
    if len(set(days)) < len(days) or any(day < 0 for day in days):
        raise Refused("Each step begins at another number of days before the start.")
    for step in terms.steps:
        if (step.basis_points is None) == (step.cents is None):
            raise Refused("Give each fee as a share or as an amount.")
        if not 0 <= (step.basis_points or 0) <= WHOLE or (step.cents or 0) < 0:
            raise Refused("A fee is a share from 0 to 100 per cent, or an amount of zero or more.")
    shares = [step.basis_points for step in by_time(terms) if step.basis_points is not None]
    if shares != sorted(shares):
        raise Refused("A fee may not become smaller as the start comes nearer.")


def by_time(terms: FeeTerms) -> list[FeeStep]:
    return sorted(terms.steps, key=lambda step: -step.days)


def days_left(at: datetime, first_day: date, zone: str) -> int:
    """Whole days between the day of cancelling and the first day, both in the departure's zone."""
    return (first_day - local_day(at, zone)).days


def step_at(terms: FeeTerms, left: int) -> FeeStep | None:
    """The step that holds so many days before the start; None in the free period.

    A step of 13 days holds when 13 days or fewer are left, so cancelling is free until 14 days
    before. After the start the last step holds.
    """
    begun = [step for step in by_time(terms) if left <= step.days]
    return begun[-1] if begun else None


def fee(terms: FeeTerms, cancelling: Cancelling) -> Fee:
    """What the guest pays for cancelling all places or some of them.

    A share is of the price of the cancelled places, half a cent rounded up. An amount per person
    counts for each of them; an amount per booking counts in proportion where only some are
    cancelled. That those who stay may come into another price tier is no part of the fee.
    """
    check_cancelling(cancelling)
    step = step_at(terms, cancelling.days_left)
    if step is None or cancelling.by is not CancelledBy.GUEST:
        return Fee(0, None)
    return Fee(min(of_step(step, cancelling), cancelling.price), step)


def check_cancelling(cancelling: Cancelling) -> None:
    if not 1 <= cancelling.cancelled <= cancelling.places:
        raise Refused("Cancel at least one place and at most all of them.")
    if cancelling.price < 0:
        raise Refused("A booking costs zero or more.")
    if cancelling.days_left < 0 and cancelling.by is CancelledBy.CIRCUMSTANCES:
        raise Refused("Cancelling without a fee is possible before the start only.")


def of_step(step: FeeStep, cancelling: Cancelling) -> int:
    if step.basis_points is not None:
        return half_up(cancelling.price * step.basis_points, WHOLE)
    cents = step.cents or 0
    if step.per is Per.PERSON:
        return cents * cancelling.cancelled
    return half_up(cents * cancelling.cancelled, cancelling.places)


def account(paid: int, charged: int, remaining_price: int, cancelled_on: date) -> Account:
    """refund = paid - fee - price of what remains, or, where that is negative, so much is owed.

    Where the organiser cancels, `charged` is 0 and so all that was paid goes back.
    """
    if min(paid, charged, remaining_price) < 0:
        raise Refused("What was paid, the fee and the price are amounts of zero or more.")
    rest = paid - charged - remaining_price
    if rest > 0:
        return Account(rest, 0, cancelled_on + REFUND_WITHIN)
    return Account(0, -rest, None)


def is_timely_transfer(told_on: date, first_day: date) -> bool:
    """Notice of at least seven days before the start is always reasonable; with less, the
    organiser may say no."""
    return first_day - told_on >= TRANSFER_NOTICE


def check_transfer(told_on: date, first_day: date, *, accepted_late: bool) -> None:
    """Refuse a late transfer of a place that the organiser does not accept."""
    if told_on >= first_day:
        raise Refused("A place can be handed to another person before the start only.")
    if not accepted_late and not is_timely_transfer(told_on, first_day):
        raise Refused("Tell of another person at least seven days before the start.")


def transfer_cost(proven: Sequence[tuple[str, int]]) -> int:
    """What handing a place over may cost: the organiser's actual costs, each with its proof.

    Both persons owe it and what is left of the price, jointly (article 9(2)).
    """
    for proof, cents in proven:
        if not proof.strip():
            raise Refused("Name the proof of each cost.")
        if cents < 0:
            raise Refused("A cost is an amount of zero or more.")
    return sum(cents for _proof, cents in proven)
