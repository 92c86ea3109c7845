"""How far the cells of a packed workbook reach, seen before a reader lays them out.

A reader holds every cell up to the last one of a sheet, so a file of a few hundred bytes with one
far cell, or one that is said to be repeated a million times, could take all memory. The parts of
a workbook are read here as they stream by, and nothing of them is kept.
"""

import io
import zipfile
import zlib
from xml.parsers import expat  # no document type, so no entities, is let through

from tourbook.core.refused import Refused

#: Unpacked parts together, cells of all sheets, and elements of one part.
MAX_UNPACKED_BYTES = 60_000_000
MAX_AREA = 2_000_000
MAX_ELEMENTS = 4_000_000
LAST_ROW = 1_048_576
CHUNK = 1 << 16
#: Only sheets hold these words.
SHEET_WORDS = (b"sheetData", b"table-row")


class Extent:
    """The rows and columns of one part's sheets, from the beginnings of its elements."""

    def __init__(self) -> None:
        self.elements = 0
        self.area = 0
        self.begin_sheet()

    def begin_sheet(self) -> None:
        self.row = self.column = 0
        self.rows = self.columns = 0
        self.repeated = self.again = 1
        self.in_cell = False

    def begins(self, name: str, attributes: dict[str, str]) -> None:
        self.elements += 1
        if self.elements > MAX_ELEMENTS:
            raise too_much()
        kind = name.rpartition(":")[2]
        step = STEPS.get(kind)
        if step is not None:
            step(self, attributes)
        elif self.in_cell:
            self.filled()

    def ends(self, name: str) -> None:
        kind = name.rpartition(":")[2]
        if kind in ("table-cell", "covered-table-cell"):
            self.in_cell = False
        elif kind in ("table", "sheetData"):
            self.area += self.rows * self.columns
            self.begin_sheet()

    def filled(self) -> None:
        """The cell at hand holds something, and as often as it is repeated."""
        self.rows = max(self.rows, self.row)
        self.columns = max(self.columns, self.column)
        if self.area + self.rows * self.columns > MAX_AREA:
            raise too_much()

    def excel_row(self, attributes: dict[str, str]) -> None:
        """Without a number of its own it follows the row before."""
        self.row = number(attributes.get("r"), self.row + 1)
        self.column = 0
        if self.row > LAST_ROW:
            raise too_much()

    def excel_cell(self, attributes: dict[str, str]) -> None:
        place = attributes.get("r", "")
        letters = place.rstrip("0123456789")
        self.column = column_of(letters) if letters else self.column + 1
        self.row = max(self.row, number(place[len(letters) :], self.row), 1)
        self.filled()

    def open_row(self, attributes: dict[str, str]) -> None:
        self.row += number(of(attributes, "number-rows-repeated"), 1)
        self.column = 0

    def open_cell(self, attributes: dict[str, str]) -> None:
        """An empty one counts only if a filled one follows."""
        self.column += number(of(attributes, "number-columns-repeated"), 1)
        self.in_cell = True
        if of(attributes, "value-type") is not None or of(attributes, "formula") is not None:
            self.filled()


STEPS = {
    "row": Extent.excel_row,
    "c": Extent.excel_cell,
    "table-row": Extent.open_row,
    "table-cell": Extent.open_cell,
    "covered-table-cell": Extent.open_cell,
}


def of(attributes: dict[str, str], name: str) -> str | None:
    """Whatever the prefix of its name."""
    return next((value for key, value in attributes.items() if key.endswith(f":{name}")), None)


def number(text: str | None, otherwise: int) -> int:
    if not text or not text.isascii() or not text.isdigit():
        return otherwise
    return int(text[:20])


def column_of(letters: str) -> int:
    """The number of a column: A is 1, AA is 27."""
    found = 0
    for letter in letters[:10].upper():
        found = found * 26 + ord(letter) - ord("A") + 1
    return found


def too_much() -> Refused:
    return Refused("The file holds too much to be read.")


def unreadable() -> Refused:
    return Refused("The file cannot be read as a spreadsheet.")


def checked(data: bytes) -> bytes:
    """The same package with the very parts that were looked at, for a reader to open.

    Raises:
        Refused: its parts or its sheets are too large, or it is damaged.
    """
    written = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package, zipfile.ZipFile(written, "w") as whole:
            if sum(part.file_size for part in package.infolist()) > MAX_UNPACKED_BYTES:
                raise too_much()
            for name in dict.fromkeys(package.namelist()):
                part = package.read(name)
                check(part)
                whole.writestr(zipfile.ZipInfo(name), part)
    except (zipfile.BadZipFile, OSError, RuntimeError, ValueError, zlib.error) as error:
        raise unreadable() from error
    return written.getvalue()


def check(part: bytes) -> None:
    """Refuse a sheet that reaches too far; what is no XML holds none."""
    extent, parser = Extent(), expat.ParserCreate()
    parser.StartElementHandler = extent.begins
    parser.EndElementHandler = extent.ends
    parser.StartDoctypeDeclHandler = no_document_type
    try:
        for at in range(0, len(part), CHUNK):
            parser.Parse(part[at : at + CHUNK])
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        if any(word in part for word in SHEET_WORDS):
            raise unreadable() from error


def no_document_type(*_declared: object) -> None:
    raise unreadable()
