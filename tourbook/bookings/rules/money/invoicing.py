"""When an invoice is asked for, falls due, is paid and is reminded of.

Money is in cents with VAT. What is agreed (shares, days, fees) comes in as dated terms.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from tourbook.core.refused import Refused
from tourbook.core.working_days import is_working_day
from tourbook.packages.rules.costing.values import WHOLE, half_up

DAY = timedelta(days=1)


class InstalmentKind(StrEnum):
    DEPOSIT = "deposit"
    BALANCE = "balance"
    #: Deposit and balance in one, as there is no deposit or no time for two.
    WHOLE = "whole"


class Roll(StrEnum):
    """What becomes of a due date on which banks and offices are closed."""

    NONE = "none"
    #: The debtor may pay on the next working day (Promissory Notes Act 622/1947, section 5).
    NEXT = "next"


@dataclass(frozen=True, slots=True)
class PaymentTerms:
    """What is paid when, from a day on. The deposit is a share or an amount, or there is none."""

    valid_from: date
    #: Days from the confirmation to the day on which the deposit is due.
    deposit_days: int
    #: Days from the balance's due date to the start.
    balance_days: int
    deposit_basis_points: int | None = None
    deposit_cents: int | None = None
    roll: Roll = Roll.NEXT


@dataclass(frozen=True, slots=True)
class Instalment:
    kind: InstalmentKind
    cents: int
    due_on: date


def check_terms(terms: PaymentTerms) -> None:
    if terms.deposit_basis_points is not None and terms.deposit_cents is not None:
        raise Refused("Give the deposit as a share or as an amount, not both.")
    if not 0 <= (terms.deposit_basis_points or 0) <= WHOLE:
        raise Refused("A deposit is a share from 0 to 100 per cent.")
    if (terms.deposit_cents or 0) < 0 or terms.deposit_days < 0 or terms.balance_days < 0:
        raise Refused("Amounts and days are zero or more.")


def deposit_of(total: int, terms: PaymentTerms) -> int:
    """Half a cent of a share is rounded up; never more than the total."""
    if terms.deposit_cents is not None:
        return min(total, terms.deposit_cents)
    return half_up(total * (terms.deposit_basis_points or 0), WHOLE)


def rolled(day: date, roll: Roll) -> date:
    """The day itself, or the first working day after it where it is none."""
    while roll is Roll.NEXT and not is_working_day(day):
        day += DAY
    return day


def instalments(
    total: int, terms: PaymentTerms, confirmed_on: date, starts_on: date
) -> tuple[Instalment, ...]:
    """What is to be invoiced for a booking; the instalments add up to the total.

    Where the balance would be due no later than the deposit, the whole is asked for at once.
    Nothing is due before the confirmation, or after the start where the booking was confirmed
    by then.
    """
    check_terms(terms)
    if total < 0:
        raise Refused("A booking costs zero or more.")
    if total == 0:
        return ()

    def due(day: date) -> date:
        return max(confirmed_on, min(rolled(day, terms.roll), starts_on))

    first = due(confirmed_on + terms.deposit_days * DAY)
    last = due(starts_on - terms.balance_days * DAY)
    deposit = deposit_of(total, terms)
    if deposit == 0 and last > first:
        return (Instalment(InstalmentKind.WHOLE, total, last),)
    if deposit in (0, total) or last <= first:
        return (Instalment(InstalmentKind.WHOLE, total, first),)
    return (
        Instalment(InstalmentKind.DEPOSIT, deposit, first),
        Instalment(InstalmentKind.BALANCE, total - deposit, last),
    )


class InvoiceState(StrEnum):
    DRAFT = "draft"
    ISSUED = "issued"
    PART_PAID = "part_paid"
    PAID = "paid"
    #: More was paid than is owed: some of it has to go elsewhere or back.
    OVERPAID = "overpaid"
    #: Taken back as a whole by credit notes, and nothing of it is paid.
    CREDITED = "credited"


@dataclass(frozen=True, slots=True)
class Standing:
    """What has happened to an invoice so far, in cents; `credited` counts as a positive amount."""

    total: int
    paid: int = 0
    credited: int = 0
    issued: bool = True

    @property
    def left(self) -> int:
        """What is still to be paid; negative where too much was."""
        return self.total - self.credited - self.paid

    @property
    def state(self) -> InvoiceState:
        """Derived, never stored: nobody can forget to change it."""
        if not self.issued:
            return InvoiceState.DRAFT
        if self.left < 0:
            return InvoiceState.OVERPAID
        if self.credited and self.credited == self.total:
            return InvoiceState.CREDITED
        if self.left == 0:
            return InvoiceState.PAID
        return InvoiceState.PART_PAID if self.paid else InvoiceState.ISSUED


def is_overdue(standing: Standing, due_on: date, today: date) -> bool:
    """Whether something is still owed after the due date, which itself is in time."""
    return standing.issued and standing.left > 0 and today > due_on


@dataclass(frozen=True, slots=True)
class ReminderStep:
    #: After the due date, and at least so many after the reminder before.
    days: int
    fee_cents: int = 0


@dataclass(frozen=True, slots=True)
class ReminderTerms:
    """Which reminders an invoice gets, from a day on, and the source of their fees and days.

    For what a consumer owes, a fee of at most 5 EUR may be asked, 14 days after the due date and
    again after the reminder before (Debt Collection Act 513/1999, sections 10 a and 10 b).
    """

    valid_from: date
    steps: tuple[ReminderStep, ...]
    source: str = ""


@dataclass(frozen=True, slots=True)
class Reminder:
    number: int
    send_on: date
    fee_cents: int


def next_reminder(terms: ReminderTerms, due_on: date, sent: Sequence[date]) -> Reminder | None:
    """The reminder that comes after those that were sent, if any is left, and its first day.

    It waits for its days after the due date and, where one was sent late, for the days between
    the two steps. It goes on a working day, when there is somebody to answer.
    """
    if len(sent) >= len(terms.steps):
        return None
    step = terms.steps[len(sent)]
    day = due_on + step.days * DAY
    if sent:
        day = max(day, max(sent) + (step.days - terms.steps[len(sent) - 1].days) * DAY)
    return Reminder(len(sent) + 1, rolled(day, Roll.NEXT), step.fee_cents)


def check_reminders(terms: ReminderTerms) -> None:
    days = [step.days for step in terms.steps]
    if any(day < 1 for day in days) or days != sorted(set(days)):
        raise Refused("Each reminder comes at least a day after the due date and the one before.")
    if any(step.fee_cents < 0 for step in terms.steps):
        raise Refused("A fee is an amount of zero or more.")


@dataclass(frozen=True, slots=True, order=True)
class Number:
    """The number of an invoice or credit note: its year and its place in that year, from 1."""

    year: int
    serial: int

    @property
    def text(self) -> str:
        """As it is printed: `2026-001`."""
        return f"{self.year}-{self.serial:03d}"

    @property
    def digits(self) -> int:
        """What a reference number is made of; no two numbers share it: 2026001."""
        return int(f"{self.year}{self.serial:03d}")


def next_number(last: Number | None, year: int) -> Number:
    """The successor of the last number given out, which makes a series without a gap per year.

    An invoice has "a sequential number, based on one or more series, which uniquely identifies"
    it (Directive 2006/112/EC, article 226(2); Finnish VAT Act 1501/1993, section 209 e).

    Raises:
        Refused: a later year has begun its series, so this year's is closed.
    """
    if not 1000 <= year <= 9999:
        raise ValueError(f"no year of four digits: {year}")
    if last is None or last.year < year:
        return Number(year, 1)
    if last.year > year:
        raise Refused(
            "Invoices of %(year)d have been numbered already. Date this invoice in that year.",
            year=last.year,
        )
    return Number(year, last.serial + 1)


def missing_numbers(given: Sequence[Number]) -> list[Number]:
    """What lacks between 1 and the last number of each year: nothing, if all went well."""
    known = set(given)
    last: dict[int, int] = {}
    for number in given:
        last[number.year] = max(last.get(number.year, 0), number.serial)
    return [
        Number(year, serial)
        for year, most in sorted(last.items())
        for serial in range(1, most + 1)
        if Number(year, serial) not in known
    ]
