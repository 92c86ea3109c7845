"""Credit notes: an invoice taken back, as a whole or in part.

A correction is taxed as what it corrects (Finnish VAT Act 1501/1993, section 78: the tax is
adjusted at the rate of the sale), so each row keeps its rate. The VAT of a credit note is what the
VAT of the invoice falls by: VAT of what was left before - VAT of what is left after, per rate.
However many credit notes there are, invoice and credits together come to the VAT of what is left,
and to nothing once all is credited.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tourbook.bookings.rules.money import vat
from tourbook.bookings.rules.money.vat import RateSum, Taxed
from tourbook.core.refused import Refused
from tourbook.packages.rules.costing.values import split


@dataclass(frozen=True, slots=True)
class Credit:
    """The rows of a credit note in the order of the invoice's rows, negative, and its VAT."""

    rows: tuple[Taxed, ...]
    sums: tuple[RateSum, ...]

    @property
    def cents(self) -> int:
        """What it takes back, as a positive amount."""
        return -sum(row.gross for row in self.rows)


def left_of(invoice: Sequence[Taxed], earlier: Sequence[Credit]) -> list[Taxed]:
    """The invoice's rows with what earlier credit notes have left of them."""
    left = list(invoice)
    for credit in earlier:
        left = [
            replace(row, gross=row.gross + taken.gross)
            for row, taken in zip(left, credit.rows, strict=True)
        ]
    return left


def credit_rows(
    invoice: Sequence[Taxed], amounts: Sequence[int], earlier: Sequence[Credit] = ()
) -> Credit:
    """Take back so much of each row.

    Raises:
        Refused: nothing is taken back, or more than is left of a row.
    """
    left = left_of(invoice, earlier)
    if not any(amounts):
        raise Refused("There is nothing to credit.")
    for row, amount in zip(left, amounts, strict=True):
        if not min(0, row.gross) <= amount <= max(0, row.gross):
            raise Refused("More would be credited than is left of the invoice.")
    after = [replace(row, gross=row.gross - part) for row, part in zip(left, amounts, strict=True)]
    rows = tuple(replace(row, gross=-part) for row, part in zip(left, amounts, strict=True))
    return Credit(rows, fall(vat.summary(left), vat.summary(after)))


def credit_whole(invoice: Sequence[Taxed], earlier: Sequence[Credit] = ()) -> Credit:
    """Take back all that is left."""
    return credit_rows(invoice, [row.gross for row in left_of(invoice, earlier)], earlier)


def credit_part(invoice: Sequence[Taxed], cents: int, earlier: Sequence[Credit] = ()) -> Credit:
    """Take back an amount, shared out over what is left of the rows, to the cent."""
    left = [row.gross for row in left_of(invoice, earlier)]
    if cents <= 0:
        raise Refused("Give the amount to credit, more than zero.")
    if any(gross < 0 for gross in left):
        raise Refused("This invoice has deductions. Credit it by its rows or as a whole.")
    if cents > sum(left):
        raise Refused("More would be credited than is left of the invoice.")
    return credit_rows(invoice, split(cents, left), earlier)


def fall(before: Sequence[RateSum], after: Sequence[RateSum]) -> tuple[RateSum, ...]:
    """What each row of the summary falls by; both hold the same rows. Unchanged ones are left
    out."""
    return tuple(
        replace(now, gross=now.gross - was.gross, vat=now.vat - was.vat)
        for was, now in zip(before, after, strict=True)
        if now.gross != was.gross
    )
