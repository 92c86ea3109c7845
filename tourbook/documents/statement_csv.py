"""Bank statements as tables: what the net banks of Finland give as CSV.

No standard describes them. Columns are found by their names in Finnish, Swedish and English, as
Aktia, Danske Bank, Nordea, OP, S-Bank and others write them; lines before the names are skipped.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from tourbook.core.refused import Refused
from tourbook.documents import references, sheets
from tourbook.documents.statement_entries import (
    MAX_NAME,
    Entry,
    Statement,
    Trouble,
    cents_of,
    finished,
    keep_trouble,
    referred,
    shortened,
    tidy,
)

MAX_ROWS = 100_000
#: The names of the columns stand in one of the first rows.
MAX_BEFORE = 40

#: Names of columns as `plain_name` writes them, in the order in which they are believed.
COLUMNS = {
    "booked": (
        "kirjauspäivä", "kirjauspvm", "kirjauspäivämäärä", "tapahtumapäivä", "pvm", "päivämäärä",
        "päivä", "bokföringsdag", "bokföringsdatum", "bokningsdag", "datum", "booking date",
        "bookingdate", "entry date", "posting date", "transaction date", "date",
    ),
    "value": (
        "arvopäivä", "arvopvm", "maksupäivä", "valutadag", "valutadatum", "värdedag",
        "betalningsdag", "value date", "valuedate", "payment date",
    ),
    "amount": ("määrä", "summa", "rahamäärä", "belopp", "amount", "sum"),
    "currency": ("valuutta", "valuta", "currency"),
    "balance": ("saldo", "tilin saldo", "balance"),
    "party": (
        "saaja maksaja", "maksaja saaja", "nimi", "vastapuoli", "mottagare betalare",
        "betalare mottagare", "namn", "motpart", "payee payer", "payer payee",
        "beneficiary remitter", "recipient payer", "counterparty", "name",
    ),
    "payer": (
        "maksajan nimi", "maksaja", "betalarens namn", "betalare", "avsändare", "payer name",
        "payer", "sender",
    ),
    "payee": (
        "saajan nimi", "maksunsaajan nimi", "saaja", "maksunsaaja", "mottagarens namn",
        "mottagare", "payee name", "recipient name", "payee", "recipient", "beneficiary",
    ),
    "reference": (
        "viitenumero", "viite", "referensnummer", "referens", "reference number", "reference",
        "ref",
    ),
    "text": (
        "viesti", "viesti seloste", "meddelande", "message", "otsikko", "rubrik", "title",
        "selitys", "seloste", "förklaring", "beskrivning", "description", "explanation",
        "tapahtuma", "text",
    ),
    "bank_id": (
        "arkistointitunnus", "arkistotunnus", "arkistointikoodi", "arkiveringskod",
        "arkiveringsbeteckning", "arkiveringssignum", "archive id", "archive code",
        "archiving code", "archival code", "filing code", "transaction id", "tapahtumatunnus",
    ),
    "end_to_end": ("end to end id", "endtoendid"),
    "state": ("tila", "status", "state"),
}  # fmt: skip

EUR = "EUR"
EURO = frozenset({"euroa", "euro", "eur"})
#: States of what is not booked yet.
WAITING = frozenset(
    {"odottaa", "varaus", "katevaraus", "väntar", "reserverad", "reservation"}
    | {"pending", "waiting", "reserved"}
)

#: Bytes that are Finnish letters in UTF-8 and never stand side by side in Windows-1252.
LETTERS_IN_UTF8 = re.compile(rb"\xc3[\xa4\xb6\xa5\x84\x96\x85]")
MINUS = str.maketrans({"\u2212": "-", "\u2013": "-", "\u2012": "-", "\u2010": "-", "\u2011": "-"})
BLANKS = re.compile(r"[\s'\u2019]")
AMOUNT = re.compile(r"([+-]?)([1-9]\d{0,2}(?:[.,]\d{3})+|\d+)(?:([.,])(\d*))?(-?)", re.ASCII)
DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", re.ASCII)
ISO_DAY = re.compile(r"(\d{4})([-/]?)(\d{2})\2(\d{2})", re.ASCII)
IBAN_BEGINS = re.compile(r"(?<![0-9A-Z])[A-Z]{2}(?=\d\d)", re.ASCII)
QUOTED = re.compile(r'=?"(.*)"', re.DOTALL)


@dataclass(frozen=True)
class Row:
    """A row of the table by the kinds of its columns."""

    number: int
    cells: dict[str, list[str]]

    def first(self, kind: str) -> str:
        """The first cell of this kind that holds something."""
        return next((cell for cell in self.cells.get(kind, ()) if cell), "")


def read(data: bytes) -> Statement:
    """The table of one account as a statement.

    Raises:
        Refused: it is no text, cannot be read as a table, or has no columns of a statement.
    """
    rows = numbered(decoded(data))
    before, names = beginning(rows)
    kinds = [kind_of(name) for name in names]
    entries: list[Entry] = []
    balances: list[int] = []
    troubles: list[Trouble] = []
    for number, cells in rows:
        row = row_of(number, cells, kinds)
        if row is None:
            continue
        try:
            entries.append(entry_of(row))
            balances.extend(balance_of(row))
        except Refused as refusal:
            keep_trouble(troubles, number, refusal)
    return finished(statement_of(before, entries, balances, troubles), 1)


# The file as a table


def decoded(data: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 with a mark, or Windows-1252.

    Raises:
        Refused: it is in another encoding, or no text.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return strictly(data, "utf-16")
    if b"\0" in data:
        raise Refused("The file is no text. Give a camt.053 (XML) or CSV file.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if LETTERS_IN_UTF8.search(data):
            raise unfit(data, error) from error
        return strictly(data, "cp1252")


def strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise unfit(data, error) from error


def unfit(data: bytes, error: UnicodeDecodeError) -> Refused:
    return Refused(
        "Row %(row)d has characters that fit neither UTF-8 nor Windows-1252. "
        "Save the file in UTF-8.",
        row=data.count(b"\n", 0, error.start) + 1,
    )


def numbered(text: str) -> Iterator[tuple[int, list[str]]]:
    """Rows with their numbers, as a spreadsheet program counts them.

    Raises:
        Refused: there are too many, or a quoted cell never ends.
    """
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    # A quotation mark that is never closed would swallow all rows after it.
    quoted = plain.count('"') % 2 == 0
    reader = csv.reader(
        io.StringIO(plain),
        delimiter=sheets.delimiter_of(plain),
        quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE,
    )
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            if number > MAX_ROWS:
                raise Refused("The table has more than %(limit)d rows.", limit=MAX_ROWS)
            yield number, [cell_of(cell) for cell in cells]
    except csv.Error as error:
        raise Refused("Row %(row)d is too long to be read.", row=number + 1) from error


def cell_of(cell: str) -> str:
    """A cell without what a spreadsheet program puts round a number to keep its zeros."""
    text = cell.strip().lstrip("'")
    quoted = QUOTED.fullmatch(text)
    return tidy(quoted[1] if quoted else text)


def plain_name(name: str) -> str:
    """A column's name without its marks, its case and its currency."""
    found = re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", name).casefold())
    return " ".join(word for word in found if word not in EURO)


KINDS = {name: kind for kind, names in COLUMNS.items() for name in names}


def kind_of(name: str) -> tuple[str, int] | None:
    """What a column holds, and how far it is believed against others of its kind."""
    plain = plain_name(name)
    kind = KINDS.get(plain)
    return (kind, COLUMNS[kind].index(plain)) if kind else None


def beginning(rows: Iterator[tuple[int, list[str]]]) -> tuple[list[str], list[str]]:
    """The cells before the names of the columns, and these names.

    Raises:
        Refused: no row has the names of a booking day and an amount.
    """
    before: list[str] = []
    for number, cells in rows:
        kinds = {found[0] for found in map(kind_of, cells) if found}
        if {"booked", "amount"} <= kinds:
            return before, cells
        before.extend(cells)
        if number >= MAX_BEFORE:
            break
    raise Refused(
        "No row names the columns of a bank statement, such as Kirjauspäivä and Määrä, "
        "Bokföringsdag and Belopp, or Booking date and Amount."
    )


def row_of(number: int, cells: list[str], kinds: list[tuple[str, int] | None]) -> Row | None:
    """A row by the kinds of its columns, the most believed first; None if it is empty."""
    known = [(*kind, cell) for kind, cell in zip(kinds, cells, strict=False) if kind is not None]
    if not any(cell for *_, cell in known):
        return None
    found: dict[str, list[str]] = {}
    for kind, _, cell in sorted(known, key=lambda one: one[1]):
        found.setdefault(kind, []).append(cell)
    return Row(number, found)


# Entries


def entry_of(row: Row) -> Entry:
    """One row as an entry.

    Raises:
        Refused: it is not booked, or its day or amount is missing or wrong.
    """
    if plain_name(row.first("state")) in WAITING:
        raise Refused("This entry is not booked yet, so it is left out.")
    cents = amount_of(row.first("amount"))
    booked = day_of(row.first("booked"))
    if booked is None:
        raise Refused("There is no booking day.")
    text = row.first("text")
    reference, possible = referred(row.cells.get("reference", ()), text)
    other = row.first("party") or row.first("payer" if cents >= 0 else "payee")
    return Entry(
        booked=booked,
        value=day_of(row.first("value")),
        cents=cents,
        currency=currency_of(row.first("currency")),
        reference=reference,
        possible=possible,
        text=text,
        payer=other[:MAX_NAME],
        end_to_end=row.first("end_to_end")[:MAX_NAME],
        bank_id=row.first("bank_id")[:MAX_NAME],
        place=row.number,
    )


def currency_of(said: str) -> str:
    """The code of a currency; euro if the table has none.

    Raises:
        Refused: it is no code.
    """
    code = {"": EUR, "€": EUR}.get(said, said.upper())
    if len(code) != 3 or not code.isascii() or not code.isalpha():
        raise Refused("%(written)s is not a currency.", written=shortened(said))
    return code


def balance_of(row: Row) -> Iterable[int]:
    """The balance after a row, if the table has it."""
    said = row.first("balance")
    return [amount_of(said)] if said else []


def amount_of(said: str) -> int:
    """Hundredths from "-1 234,50", "1.234,50", "+1,234.50" or "1234.5".

    Three digits after a single mark may be thousands or decimals, so they are refused.

    Raises:
        Refused: that, or it is no amount.
    """
    if not said:
        raise Refused("There is no amount.")
    plain = BLANKS.sub("", said.translate(MINUS).replace("€", "")).removesuffix(EUR)
    match = AMOUNT.fullmatch(plain)
    if match is None or (match[1] and match[5]):
        raise Refused("%(written)s is not an amount.", written=shortened(said))
    before, whole, mark, decimals, after = match.groups(default="")
    marks = [char for char in whole if char in ".,"]
    if len(set(marks)) > 1 or mark in marks or (len(marks) == 1 and not mark):
        raise Refused(
            "It is not clear where the decimals of %(written)s begin.", written=shortened(said)
        )
    cents = cents_of(re.sub(r"\D", "", whole), decimals, shortened(said))
    return -cents if "-" in (before, after) else cents


def day_of(said: str) -> date | None:
    """A day from "5.3.2026", "2026-03-05", "2026/03/05" or "20260305", with an hour or without.

    Raises:
        Refused: it is no such day.
    """
    written = re.split(r"[ T]", said, maxsplit=1)[0]
    if not written:
        return None
    finnish, iso = DAY.fullmatch(written), ISO_DAY.fullmatch(written)
    try:
        if finnish:
            return date(int(finnish[3]), int(finnish[2]), int(finnish[1]))
        if iso:
            return date(int(iso[1]), int(iso[3]), int(iso[4]))
    except ValueError as error:
        raise not_a_day(said) from error
    raise not_a_day(said)


def not_a_day(said: str) -> Refused:
    return Refused("%(written)s is not a day.", written=shortened(said))


# The statement


def statement_of(
    before: list[str], entries: list[Entry], balances: list[int], troubles: list[Trouble]
) -> Statement:
    days = [entry.booked for entry in entries]
    opening, closing = ends(entries, balances)
    return Statement(
        account=account_in(before),
        first=min(days, default=None),
        last=max(days, default=None),
        opening=opening,
        closing=closing,
        currency=entries[0].currency if entries else EUR,
        entries=tuple(entries),
        troubles=tuple(troubles),
    )


def ends(entries: list[Entry], balances: list[int]) -> tuple[int | None, int | None]:
    """Opening and closing balance from the balances after each row, if each row has one.

    Tables run from the oldest to the newest row or the other way; within one day only the
    balances tell which.
    """
    if not entries or len(balances) != len(entries):
        return None, None
    upwards = [balances[0] - entries[0].cents, *balances]
    downwards = [*balances, balances[-1] - entries[-1].cents]
    fits_up = sum(a + one.cents == b for a, one, b in steps(upwards, entries))
    fits_down = sum(b + one.cents == a for a, one, b in steps(downwards, entries))
    if fits_down > fits_up:
        return downwards[-1], downwards[0]
    return upwards[0], upwards[-1]


def steps(balances: list[int], entries: list[Entry]) -> Iterator[tuple[int, Entry, int]]:
    return zip(balances[:-1], entries, balances[1:], strict=True)


def account_in(cells: list[str]) -> str:
    """The account that is named before the table."""
    for cell in cells:
        for match in IBAN_BEGINS.finditer(cell):
            length = references.IBAN_LENGTHS.get(match.group(), 0)
            try:
                return references.check_iban(references.squeezed(cell[match.start() :])[:length])
            except Refused:
                continue
    return ""
