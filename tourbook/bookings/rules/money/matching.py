"""Payments from a bank statement put to the invoices that they pay.

A payment is known by its reference, Finnish or RF. It pays the invoices that carry the reference,
the oldest first, and what is over goes to the other open invoices of the same booking, the oldest
first. Whatever else there is stays unallocated with a code that says why, for a person to decide:
in particular a payment under a reference of which nothing is owed any more, which is most likely
paid twice. So always

    money in = allocations + unallocated

and an entry that has been seen before is skipped, so a file read twice changes nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from tourbook.core.languages import N_
from tourbook.core.money import CURRENCY
from tourbook.core.refused import Refused
from tourbook.documents import references


class Code(StrEnum):
    """How an entry was understood."""

    EXACT = "exact"
    #: Less than was owed; the rest stays open.
    UNDER = "under"
    #: It paid more than one invoice of the booking.
    SEVERAL = "several"
    OVER = "over"
    NO_REFERENCE = "no_reference"
    UNKNOWN_REFERENCE = "unknown_reference"
    #: The reference belongs to more than one booking.
    AMBIGUOUS = "ambiguous"
    CANCELLED = "cancelled"
    PAID_ALREADY = "paid_already"
    SEEN = "seen"
    NOT_INCOMING = "not_incoming"
    OTHER_CURRENCY = "other_currency"


SENTENCES: Mapping[Code, str] = {
    Code.EXACT: N_("The payment is exactly what was owed."),
    Code.UNDER: N_("The payment is less than what was owed. The rest stays open."),
    Code.SEVERAL: N_("The payment was put to several invoices of the booking, the oldest first."),
    Code.OVER: N_("The payment is more than what the booking owes. Decide about the rest."),
    Code.NO_REFERENCE: N_("The payment has no reference. Choose the invoice that it pays."),
    Code.UNKNOWN_REFERENCE: N_("No invoice has this reference. Choose the invoice that it pays."),
    Code.AMBIGUOUS: N_("Several bookings have this reference. Choose the invoice that it pays."),
    Code.CANCELLED: N_("The payment is for an invoice that was cancelled. Pay it back or use it."),
    Code.PAID_ALREADY: N_("This invoice was paid already. Pay it back or use it."),
    Code.SEEN: N_("This payment was read before. It is not counted again."),
    Code.NOT_INCOMING: N_("This is no payment to us."),
    Code.OTHER_CURRENCY: N_("This payment is not in euros. Enter what the bank made of it."),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a bank statement. Money to us is positive."""

    id: str
    booked_on: date
    cents: int
    reference: str = ""
    currency: str = CURRENCY


@dataclass(frozen=True, slots=True)
class Owed:
    """An invoice and what is left to be paid of it, in cents."""

    id: int
    booking_id: int
    reference: str
    issued_on: date
    left: int
    #: Taken back as a whole: it takes no money.
    is_cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Allocation:
    """So much of an entry for an invoice; negative where one is undone."""

    entry_id: str
    invoice_id: int
    cents: int


@dataclass(frozen=True, slots=True)
class Leftover:
    """So much of an entry for nothing yet. It could pay these invoices, the oldest first."""

    entry_id: str
    cents: int
    code: Code
    could_pay: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Matched:
    allocations: tuple[Allocation, ...]
    leftovers: tuple[Leftover, ...]
    #: What is to be said of each entry, in their order; those skipped among them.
    told: tuple[tuple[str, Code], ...]

    @property
    def allocated(self) -> int:
        return sum(each.cents for each in self.allocations)

    @property
    def unallocated(self) -> int:
        return sum(each.cents for each in self.leftovers)


def key_of(reference: str) -> str:
    """What a Finnish reference and its RF form have in common; empty where there is none.

    `12 34561`, `0001234561` and `RF34 1234561` are all `1234561`. A mistyped reference stands for
    itself, so it finds no invoice.
    """
    try:
        return references.canonical(reference)
    except Refused:
        return references.squeezed(reference).lstrip("0")


def match(entries: Iterable[Entry], owed: Sequence[Owed], seen: Iterable[str] = ()) -> Matched:
    """Put entries, in their order, to invoices. `seen`: ids of entries of earlier files."""
    books = Books(owed)
    known = set(seen)
    for entry in entries:
        skipped = why_skipped(entry, known)
        if skipped is None:
            known.add(entry.id)
            books.take(entry)
        else:
            books.told.append((entry.id, skipped))
    return Matched(tuple(books.allocations), tuple(books.leftovers), tuple(books.told))


def why_skipped(entry: Entry, known: set[str]) -> Code | None:
    if entry.id in known:
        return Code.SEEN
    if entry.cents <= 0:
        return Code.NOT_INCOMING
    return None if entry.currency == CURRENCY else Code.OTHER_CURRENCY


class Books:
    """What is left of each invoice while the entries of a file are gone through."""

    def __init__(self, owed: Sequence[Owed]) -> None:
        self.owed = sorted(owed, key=lambda each: (each.issued_on, each.id))
        self.left = {each.id: 0 if each.is_cancelled else max(0, each.left) for each in owed}
        self.by_key: dict[str, list[Owed]] = {}
        self.by_booking: dict[int, list[Owed]] = {}
        for each in self.owed:
            self.by_key.setdefault(key_of(each.reference), []).append(each)
            self.by_booking.setdefault(each.booking_id, []).append(each)
        self.allocations: list[Allocation] = []
        self.leftovers: list[Leftover] = []
        self.told: list[tuple[str, Code]] = []

    def open(self, invoices: Iterable[Owed]) -> list[int]:
        return [each.id for each in invoices if self.left[each.id] > 0]

    def keep(self, entry: Entry, cents: int, code: Code, could_pay: Sequence[int] = ()) -> None:
        self.leftovers.append(Leftover(entry.id, cents, code, tuple(could_pay)))
        self.told.append((entry.id, code))

    def take(self, entry: Entry) -> None:
        key = key_of(entry.reference)
        meant = self.by_key.get(key, []) if key else []
        if not meant:
            self.keep(entry, entry.cents, Code.UNKNOWN_REFERENCE if key else Code.NO_REFERENCE)
            return
        bookings = {each.booking_id for each in meant}
        if len(bookings) > 1:
            self.keep(entry, entry.cents, Code.AMBIGUOUS, self.open(meant))
            return
        others = self.by_booking[bookings.pop()]
        first = self.open(meant)
        if not first:
            gone = all(each.is_cancelled for each in meant)
            code = Code.CANCELLED if gone else Code.PAID_ALREADY
            self.keep(entry, entry.cents, code, self.open(others))
            return
        self.pay(entry, [*first, *(id_ for id_ in self.open(others) if id_ not in first)])

    def pay(self, entry: Entry, invoices: Sequence[int]) -> None:
        """Pay these invoices in turn until nothing is left of the entry."""
        rest, paid = entry.cents, 0
        for invoice_id in invoices:
            part = min(rest, self.left[invoice_id])
            if part == 0:
                break
            self.allocations.append(Allocation(entry.id, invoice_id, part))
            self.left[invoice_id] -= part
            rest, paid = rest - part, paid + 1
        if rest:
            self.keep(entry, rest, Code.OVER)
            return
        short = self.left[invoices[paid - 1]] > 0
        whole = Code.SEVERAL if paid > 1 else Code.EXACT
        self.told.append((entry.id, Code.UNDER if short and paid == 1 else whole))


def standing_of(history: Iterable[Allocation], entry_id: str) -> dict[int, int]:
    """What of an entry is with which invoice now, after all that was undone."""
    sums: dict[int, int] = {}
    for each in history:
        if each.entry_id == entry_id:
            sums[each.invoice_id] = sums.get(each.invoice_id, 0) + each.cents
    return {invoice_id: cents for invoice_id, cents in sums.items() if cents}


def undo(history: Sequence[Allocation], entry_id: str) -> tuple[Allocation, ...]:
    """The reversing allocations of an entry: the trace stays, the entry is unallocated again.

    Raises:
        Refused: nothing of it is allocated, or it has been undone already.
    """
    standing = standing_of(history, entry_id)
    if not standing:
        raise Refused("This payment is not put to any invoice.")
    return tuple(Allocation(entry_id, invoice_id, -cents) for invoice_id, cents in standing.items())


def allocate(history: Sequence[Allocation], entry: Entry, invoice: Owed, cents: int) -> Allocation:
    """Put so much of an entry to an invoice by hand.

    Raises:
        Refused: the entry or the invoice has not so much left, or the invoice was cancelled.
    """
    free = entry.cents - sum(standing_of(history, entry.id).values())
    if cents <= 0 or cents > free:
        raise Refused("This payment has less than that left to allot.")
    if invoice.is_cancelled:
        raise Refused("This invoice was cancelled, so it takes no payment.")
    if cents > invoice.left:
        raise Refused("Less than that is left to pay on this invoice.")
    return Allocation(entry.id, invoice.id, cents)


def after(owed: Sequence[Owed], allocations: Iterable[Allocation]) -> list[Owed]:
    """The invoices with what these allocations, or their reversals, leave to be paid."""
    paid: dict[int, int] = {}
    for each in allocations:
        paid[each.invoice_id] = paid.get(each.invoice_id, 0) + each.cents
    return [replace(each, left=each.left - paid.get(each.id, 0)) for each in owed]
