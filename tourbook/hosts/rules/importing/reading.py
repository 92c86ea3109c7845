"""From the cells of a workbook to rows of values, and what is wrong with which cell."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from tourbook.core.refused import Refused
from tourbook.hosts.rules.importing.columns import HELP, SHEETS, Column

Tables = dict[str, list[list[str]]]
#: More rows than this take too long while a person waits.
MOST_ROWS = 3_000
#: Characters of a wrong cell that are shown.
MOST_SHOWN = 40
#: Empties what may be empty; an empty cell leaves as it was.
CLEARED = ("-", "\N{EN DASH}")


@dataclass(frozen=True)
class Fault:
    """Why a cell, a row or a sheet cannot be taken, and where it stands."""

    sheet: str
    why: Refused
    row: int | None = None
    #: The letter and the header of the column.
    letter: str = ""
    header: str = ""
    #: What stands in the cell, where the sentence does not say it itself.
    given: str = ""


@dataclass(frozen=True)
class Row:
    """The values that a row gives, by field; an empty cell gives none."""

    sheet: str
    number: int
    values: dict[str, object]
    #: Where each field stands.
    places: dict[str, tuple[str, str]]

    def fault(self, why: Refused, field: str = "") -> Fault:
        letter, header = self.places.get(field, ("", ""))
        return Fault(self.sheet, why, self.number, letter, header)


@dataclass
class Book:
    rows: dict[str, list[Row]] = field(default_factory=dict)
    #: Rows with what could be read of them, beside something that could not.
    spoiled: list[Row] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def of(self, sheet: str) -> list[Row]:
        return self.rows.get(sheet, [])


def letter_of(position: int) -> str:
    """A column's letter: 0 is A, 26 is AA."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def read(tables: Tables) -> Book:
    """All rows of all sheets; rows that a fault stands on are left out."""
    book = Book()
    for title, table in tables.items():
        if title in SHEETS:
            read_sheet(book, title, table)
        elif title != HELP:
            why = Refused(
                "There is no such sheet. The sheets are: %(names)s.", names=", ".join(SHEETS)
            )
            book.faults.append(Fault(title[:40], why))
    rows = sum(len(found) for found in book.rows.values())
    if rows > MOST_ROWS:
        why = Refused(
            "The file has %(rows)d rows. Give at most %(most)d at a time.",
            rows=rows,
            most=MOST_ROWS,
        )
        book.faults.append(Fault("", why))
    if not book.faults and not rows:
        book.faults.append(Fault("", Refused("There are no rows in the file.")))
    return book


def read_sheet(book: Book, title: str, table: Sequence[Sequence[str]]) -> None:
    if not table:
        return
    columns = read_header(book, title, table[0])
    for number, cells in enumerate(table[1:], start=2):
        if any(cells):
            read_row(book, title, number, cells, columns)


def read_header(book: Book, title: str, cells: Sequence[str]) -> dict[int, Column]:
    """The columns by their positions; unknown, repeated and missing ones are faults."""
    known = {column.header.casefold(): column for column in SHEETS[title]}
    found: dict[int, Column] = {}
    for position, cell in enumerate(cells):
        column = known.get(" ".join(cell.split()).casefold())
        why = header_fault(cell, column, found)
        if why:
            book.faults.append(Fault(title, why, 1, letter_of(position), cell[:40]))
        elif column:
            found[position] = column
    return found


def header_fault(cell: str, column: Column | None, found: dict[int, Column]) -> Refused | None:
    if not cell:
        return None
    if column is None:
        return Refused("There is no such column. The sheet “Help” names them all.")
    if column in found.values():
        return Refused("This column is there twice.")
    return None


def read_row(
    book: Book, title: str, number: int, cells: Sequence[str], columns: dict[int, Column]
) -> None:
    row = Row(title, number, {}, places_of(columns))
    sound = True
    for position, cell in enumerate(cells):
        column = columns.get(position)
        if not cell:
            continue
        try:
            if column is None:
                raise Refused("This cell stands under no header.")
            row.values[column.field] = value_of(column, cell)
        except Refused as refusal:
            header = column.header if column else ""
            book.faults.append(
                Fault(title, refusal, number, letter_of(position), header, shown(cell, refusal))
            )
            sound = False
    if sound:
        book.rows.setdefault(title, []).append(row)
    else:
        book.spoiled.append(row)


def shown(cell: str, refusal: Refused) -> str:
    """The cell's text in short, unless the sentence names it."""
    short = cell if len(cell) <= MOST_SHOWN else f"{cell[: MOST_SHOWN - 1]}\N{HORIZONTAL ELLIPSIS}"
    return "" if "text" in refusal.values else " ".join(short.split())


def places_of(columns: dict[int, Column]) -> dict[str, tuple[str, str]]:
    return {column.field: (letter_of(at), column.header) for at, column in columns.items()}


def value_of(column: Column, cell: str) -> object:
    if cell in CLEARED:
        if column.may_be_empty:
            return None
        raise Refused("This cannot be emptied.")
    return column.read(cell)


def missing(row: Row, sheet: str) -> list[Column]:
    """The columns that a new row must fill and that this one does not."""
    return [
        column
        for column in SHEETS[sheet]
        if column.required and row.values.get(column.field) is None
    ]
