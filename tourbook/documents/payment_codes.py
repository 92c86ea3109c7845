"""Payment codes: a square of dots that a bank's program reads, so that nobody types a number.

Source: European Payments Council, EPC069-12, Quick Response Code: guidelines to enable data
capture for the initiation of a SEPA credit transfer, version 2. A code is UTF-8 of at most 331
bytes at error level M in at most version 13. The due date stands in the last line, as Finance
Finland's guidelines for QR codes in credit transfer forms (July 2015) have it.
"""

import io
import re
import unicodedata
from dataclasses import dataclass
from datetime import date

import segno

from tourbook.core import formats
from tourbook.core.refused import Refused
from tourbook.documents import references

MAX_NAME = 70
MAX_TEXT = 140
MAX_BYTES = 331
#: 999,999,999.99 EUR
MAX_CENTS = 99_999_999_999

BIC = re.compile(r"[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?", re.ASCII)
#: The quiet zone round a code, in dots (ISO/IEC 18004), and the dots' size in a PNG.
QUIET = 4
PIXELS = 8


@dataclass(frozen=True)
class Payment:
    """What a payer is asked for, in euros. A reference or a text for the payee, never both."""

    name: str
    iban: str
    cents: int
    #: Finnish or RF; in the code it is RF.
    reference: str = ""
    text: str = ""
    due: date | None = None
    #: Only for an account outside the European Economic Area.
    bic: str = ""


@dataclass(frozen=True)
class PaymentWords:
    """What the parts of a payment are called, in the reader's language."""

    payee: str
    account: str
    amount: str
    reference: str
    text: str
    due: str


def payload(payment: Payment) -> str:
    """The twelve lines of the code.

    Raises:
        Refused: a part of the payment is missing, wrong or too long.
    """
    name, text = one_line(payment.name), one_line(payment.text)
    check_words(name, text, payment)
    if not 1 <= payment.cents <= MAX_CENTS:
        raise Refused("The amount of a payment code is from 0.01 to 999,999,999.99 EUR.")
    lines = (
        "BCD",
        "002",
        "1",
        "SCT",
        checked_bic(payment.bic),
        name,
        references.check_iban(payment.iban),
        f"EUR{payment.cents // 100}.{payment.cents % 100:02d}",
        "",
        references.as_rf(payment.reference) if payment.reference else "",
        text,
        f"ReqdExctnDt/{payment.due.isoformat()}" if payment.due else "",
    )
    written = "\n".join(lines)
    if len(written.encode()) > MAX_BYTES:
        raise Refused("The name and the text take too much room in the payment code: shorten them.")
    return written


def check_words(name: str, text: str, payment: Payment) -> None:
    if not name or len(name) > MAX_NAME:
        raise Refused("The payee's name has 1 to %(limit)d characters.", limit=MAX_NAME)
    if len(text) > MAX_TEXT:
        raise Refused("The text of a payment has at most %(limit)d characters.", limit=MAX_TEXT)
    if text and payment.reference:
        raise Refused("A payment has a reference or a text, not both.")


def checked_bic(written: str) -> str:
    bic = references.squeezed(written)
    if bic and not BIC.fullmatch(bic):
        raise Refused("A bank's code (BIC) has 8 or 11 letters and digits.")
    return bic


def one_line(text: str) -> str:
    """A text without line ends and without characters that cannot be seen."""
    seen = (
        mark
        for mark in unicodedata.normalize("NFC", text)
        if mark.isspace() or unicodedata.category(mark) not in ("Cc", "Cf", "Cs")
    )
    return " ".join("".join(seen).split())


def alternative(payment: Payment, words: PaymentWords, language: str) -> str:
    """What the code says, for those who cannot see it or have nothing that reads it.

    Numbers are grouped as they are printed, amounts and days are as the language writes them.

    Raises:
        Refused: the payment is refused by `payload`.
    """
    payload(payment)
    parts = [
        (words.payee, one_line(payment.name)),
        (words.account, references.print_iban(payment.iban)),
        (words.amount, formats.money(payment.cents, language)),
    ]
    if payment.reference:
        parts.append((words.reference, references.printed(payment.reference)))
    if payment.text:
        parts.append((words.text, one_line(payment.text)))
    if payment.due:
        parts.append((words.due, formats.day(payment.due, language)))
    return "; ".join(f"{word}: {value}" for word, value in parts)


def to_svg(payment: Payment, *, title: str, description: str) -> str:
    """The code as an image without a size of its own, named by a title and what it says.

    Args:
        payment: what is asked for.
        title: what the picture is, such as "Payment code".
        description: what it says, from `alternative`.

    Raises:
        Refused: the payment is refused by `payload`.
    """
    written = io.BytesIO()
    encoded(payment).save(
        written,
        kind="svg",
        xmldecl=False,
        svgclass=None,
        lineclass=None,
        omitsize=True,
        border=QUIET,
        light="#fff",
        title=title,
        desc=description,
        nl=False,
    )
    return written.getvalue().decode().replace("<svg ", '<svg role="img" ', 1)


def to_png(payment: Payment) -> bytes:
    """The code as an image of 8 pixels to a dot, with the quiet zone that readers need.

    Raises:
        Refused: the payment is refused by `payload`.
    """
    written = io.BytesIO()
    encoded(payment).save(written, kind="png", scale=PIXELS, border=QUIET)
    return written.getvalue()


def encoded(payment: Payment) -> segno.QRCode:
    """The code; at this length it is never larger than version 13.

    Raises:
        Refused: the payment is refused by `payload`.
    """
    return segno.make_qr(
        payload(payment), error="m", boost_error=False, mode="byte", encoding="utf-8"
    )
