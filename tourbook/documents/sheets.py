"""Spreadsheets out and in: cells are values, never formulas; what comes in has bounds."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time

import python_calamine
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from tourbook.core.refused import Refused
from tourbook.documents import extents, old_workbooks

Cell = str | int | float | bool | date | datetime | time | None

#: A table that is read may not be larger than this.
MAX_BYTES = 5_000_000
MAX_ROWS = 5_000
MAX_COLUMNS = 60
MAX_CELL = 2_000

WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods")
TEXTS = (".csv", ".tsv", ".txt")
DELIMITERS = ("\t", ";", ",")

#: A cell of a CSV file that begins so would be run as a formula by a spreadsheet program.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")

#: What a sheet's tab may not be named with, and how long the name may be.
FORBIDDEN_IN_TITLE = str.maketrans("", "", "[]:*?/\\'")
TITLE_LENGTH = 31

PLAIN = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "in_memory": True,
    "default_date_format": "yyyy-mm-dd",
}


def to_xlsx(header: Sequence[str], rows: Iterable[Sequence[Cell]], *, title: str) -> bytes:
    """Write one sheet with a frozen, filtered header row.

    Raises:
        ValueError: a moment still has a zone; a spreadsheet knows local times only.
    """
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, PLAIN) as book:
        book.set_properties({"title": title, "created": datetime(2000, 1, 1)})  # noqa: DTZ001
        sheet = book.add_worksheet(title.translate(FORBIDDEN_IN_TITLE)[:TITLE_LENGTH] or "1")
        bold = book.add_format({"bold": True, "bottom": 1, "font_color": "#0b3c5d"})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        hour = book.add_format({"num_format": "hh:mm"})
        widths = [len(name) for name in header]
        for column, name in enumerate(header):
            sheet.write_string(0, column, name, bold)
        last = 0
        for last, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                put(sheet, last, column, cell, moment=moment, hour=hour)
                widths[column] = max(widths[column], min(len(shown(cell)), 60))
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width + 2)
        sheet.freeze_panes(1, 0)
        if header:
            sheet.autofilter(0, 0, last, len(header) - 1)
    return written.getvalue()


def put(
    sheet: Worksheet, row: int, column: int, cell: Cell, *, moment: Format, hour: Format
) -> None:
    if cell is None:
        return
    if isinstance(cell, str):
        sheet.write_string(row, column, cell)
    elif isinstance(cell, datetime):
        if cell.tzinfo is not None:
            raise ValueError("A spreadsheet knows local times only.")
        sheet.write_datetime(row, column, cell, moment)
    elif isinstance(cell, time):
        sheet.write_datetime(row, column, cell, hour)
    else:
        sheet.write(row, column, cell)


def shown(cell: Cell) -> str:
    return "" if cell is None else str(cell)


def to_csv(header: Sequence[str], rows: Iterable[Sequence[Cell]], *, delimiter: str = ";") -> bytes:
    """Write UTF-8 with a mark that spreadsheet programs need, and formulas made harmless."""
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=delimiter)
    writer.writerow([harmless(name) for name in header])
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return written.getvalue().encode("utf-8-sig")


def harmless(cell: Cell) -> str:
    if isinstance(cell, str) and cell.lstrip(" ").startswith(FORMULA_STARTS):
        return f"'{cell}"
    return shown(cell)


def read_table(data: bytes, name: str) -> list[list[str]]:
    """Read the first sheet of a workbook or a text file with any usual delimiter.

    Cells come as trimmed text, empty rows are left out.

    Raises:
        Refused: the file is too large, of another kind, or cannot be read.
    """
    if len(data) > MAX_BYTES:
        raise Refused("The file is larger than %(limit)d MB.", limit=MAX_BYTES // 1_000_000)
    ending = name.lower().rpartition(".")[2]
    if f".{ending}" in WORKBOOKS:
        return bounded(workbook_rows(checked(data)))
    if f".{ending}" in TEXTS:
        return read_pasted(decoded(data))
    raise Refused("Give an Excel (.xlsx), OpenDocument (.ods) or CSV file.")


def checked(data: bytes) -> bytes:
    """A workbook that a reader may lay out: none is larger than it looks.

    Raises:
        Refused: it is, or it is damaged.
    """
    if old_workbooks.is_old(data):
        old_workbooks.check(data)
        return data
    return extents.checked(data)


def workbook_rows(data: bytes) -> list[list[str]]:
    try:
        with python_calamine.load_workbook(io.BytesIO(data)) as book:
            sheet = book.get_sheet_by_index(0)
            if sheet.total_height > MAX_ROWS or sheet.total_width > MAX_COLUMNS:
                raise too_many()
            return [[cell_text(cell) for cell in row] for row in sheet.to_python()]
    except (python_calamine.CalamineError, OSError, ValueError, IndexError) as error:
        raise Refused("The file cannot be read as a spreadsheet.") from error


def cell_text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ", timespec="minutes")
    if isinstance(cell, time):
        return cell.isoformat(timespec="minutes")
    return str(cell)


def decoded(data: bytes) -> str:
    """The text of a file: UTF-8 and UTF-16 with a mark, UTF-8 without, else Western European."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def read_pasted(text: str) -> list[list[str]]:
    """Read rows that a person pasted: from a spreadsheet (tabs) or typed with ; or ,.

    Raises:
        Refused: there is more than can be read at once.
    """
    if len(text) > MAX_BYTES:
        raise Refused("The text is too long.")
    plain = text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")
    # A quotation mark that is never closed would swallow all rows after it.
    quoted = plain.count('"') % 2 == 0
    reader = csv.reader(
        io.StringIO(plain),
        delimiter=delimiter_of(plain),
        quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE,
    )
    try:
        return bounded(reader)
    except csv.Error as error:
        raise Refused("The table cannot be read: a quoted cell is too long.") from error


def delimiter_of(text: str) -> str:
    """The delimiter that most lines have; a name with a comma loses against tabs."""
    lines = [line for line in text.splitlines()[:50] if line.strip()]
    for delimiter in DELIMITERS:
        if lines and sum(delimiter in line for line in lines) * 2 > len(lines):
            return delimiter
    return next((delimiter for delimiter in DELIMITERS if delimiter in text), ",")


def bounded(rows: Iterable[Sequence[str]]) -> list[list[str]]:
    kept: list[list[str]] = []
    for row in rows:
        cells = [cell.strip() for cell in row]
        if not any(cells):
            continue
        if len(kept) >= MAX_ROWS or len(cells) > MAX_COLUMNS:
            raise too_many()
        if any(len(cell) > MAX_CELL for cell in cells):
            raise Refused("A cell is longer than %(limit)d characters.", limit=MAX_CELL)
        kept.append(cells)
    return kept


def too_many() -> Refused:
    return Refused(
        "A table may have at most %(rows)d rows and %(columns)d columns.",
        rows=MAX_ROWS,
        columns=MAX_COLUMNS,
    )
