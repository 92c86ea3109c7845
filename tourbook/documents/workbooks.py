"""Workbooks of several sheets, out and in: each cell at its place, values and never formulas."""

import html
import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import python_calamine
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from tourbook.core.refused import Refused
from tourbook.documents import sheets
from tourbook.documents.sheets import Cell

#: Rows of cells by the name of their sheet; the first is the header.
Tables = dict[str, list[list[str]]]

ATTRIBUTE = re.compile(r'([\w:]{1,40})="([^"]*)"')
SHEET = re.compile(r"<(?:\w+:)?sheet\s([^<>]*)>")
RELATION = re.compile(r"<(?:\w+:)?Relationship\s([^<>]*)>")
FORMULA = re.compile(r'<(?:\w+:)?c\s[^<>]*?r="([A-Z]+\d+)"[^<>]*>\s*<(?:\w+:)?f[\s>/]')


@dataclass(frozen=True)
class Sheet:
    title: str
    header: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def to_workbook(parts: Sequence[Sheet], *, title: str) -> bytes:
    """One sheet after another, each with a frozen header row."""
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, sheets.PLAIN) as book:
        book.set_properties({"title": title, "created": datetime(2000, 1, 1)})  # noqa: DTZ001
        bold = book.add_format({"bold": True, "bottom": 1, "font_color": "#0b3c5d"})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        hour = book.add_format({"num_format": "hh:mm"})
        for part in parts:
            sheet = book.add_worksheet(part.title)
            sheet.write_row(0, 0, part.header, bold)
            for number, row in enumerate(part.rows, start=1):
                for column, cell in enumerate(row):
                    sheets.put(sheet, number, column, cell, moment=moment, hour=hour)
            set_widths(sheet, part)
            sheet.freeze_panes(1, 0)
    return written.getvalue()


def set_widths(sheet: Worksheet, part: Sheet) -> None:
    for column, name in enumerate(part.header):
        cells = (sheets.shown(row[column]) for row in part.rows if column < len(row))
        widest = max((min(len(cell), 60) for cell in cells), default=0)
        sheet.set_column(column, column, max(widest, len(name)) + 2)


def read_workbook(data: bytes, name: str) -> Tables:
    """The cells of every sheet as trimmed text; rows keep their numbers, so empty ones stay.

    Raises:
        Refused: the file is too large, of another kind, cannot be read, or holds formulas.
    """
    if len(data) > sheets.MAX_BYTES:
        raise Refused("The file is larger than %(limit)d MB.", limit=sheets.MAX_BYTES // 1_000_000)
    if not name.lower().endswith(".xlsx") or not zipfile.is_zipfile(io.BytesIO(data)):
        raise Refused("Give an Excel workbook (.xlsx).")
    data = sheets.checked(data)
    check_no_formulas(data)
    try:
        with python_calamine.load_workbook(io.BytesIO(data)) as book:
            return {title: rows_of(book.get_sheet_by_name(title)) for title in book.sheet_names}
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise Refused("The file cannot be read as a spreadsheet.") from error


def rows_of(sheet: python_calamine.CalamineSheet) -> list[list[str]]:
    if sheet.total_height > sheets.MAX_ROWS + 1 or sheet.total_width > sheets.MAX_COLUMNS:
        raise sheets.too_many()
    rows = [
        [sheets.cell_text(cell).strip() for cell in row]
        for row in sheet.to_python(skip_empty_area=False)
    ]
    if len(rows) > sheets.MAX_ROWS + 1 or any(len(row) > sheets.MAX_COLUMNS for row in rows):
        raise sheets.too_many()
    if any(len(cell) > sheets.MAX_CELL for row in rows for cell in row):
        raise Refused("A cell is longer than %(limit)d characters.", limit=sheets.MAX_CELL)
    return rows


def check_no_formulas(data: bytes) -> None:
    """A formula shows what another program last made of it, which may no longer be so."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            for title, path in parts_of(packed):
                found = FORMULA.search(packed.read(path).decode(errors="replace"))
                if found:
                    raise Refused(
                        "Cell %(cell)s of the sheet “%(sheet)s” holds a formula. Put its value"
                        " there instead.",
                        cell=found[1],
                        sheet=title,
                    )
    except (
        zipfile.BadZipFile,
        KeyError,
        OSError,
        NotImplementedError,
        RuntimeError,
        zlib.error,
    ) as error:
        raise Refused("The file cannot be read as a spreadsheet.") from error


def parts_of(packed: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Each sheet's name and where in the package it lies."""
    relations = packed.read("xl/_rels/workbook.xml.rels").decode(errors="replace")
    targets = {
        found["Id"]: found["Target"]
        for found in (attributes(text) for text in RELATION.findall(relations))
        if "Id" in found and "Target" in found
    }
    for text in SHEET.findall(packed.read("xl/workbook.xml").decode(errors="replace")):
        found = attributes(text)
        target = targets.get(found.get("r:id", ""), "")
        if "worksheets/" in target:
            yield found.get("name", ""), "xl/" + target.removeprefix("/xl/")


def attributes(text: str) -> dict[str, str]:
    return {name: html.unescape(value) for name, value in ATTRIBUTE.findall(text)}
