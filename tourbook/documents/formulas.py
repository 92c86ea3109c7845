"""Spreadsheets that reckon for themselves: cells with formulas and what they come to now."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

import xlsxwriter

from tourbook.documents.sheets import FORBIDDEN_IN_TITLE, PLAIN, TITLE_LENGTH


class Look(Enum):
    """How a cell is drawn, as the spreadsheet program's own format."""

    PLAIN = ""
    HEAD = "head"
    EURO = "#,##0.00"
    PERCENT = "0.00%"


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula in English, with commas: `=ROUND(A1*B1,2)`; and its value for plain viewers."""

    text: str
    value: float = 0


@dataclass(frozen=True, slots=True)
class Cell:
    content: str | int | float | Formula | None
    look: Look = Look.PLAIN


@dataclass(frozen=True)
class Sheet:
    title: str
    rows: Sequence[Sequence[Cell]]
    #: Widths of the first columns, in characters; the others are as usual.
    widths: Sequence[int] = ()


def to_workbook(sheets: Sequence[Sheet], *, title: str) -> bytes:
    """Write the sheets in their order, the first one shown. Texts are never run as formulas."""
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, PLAIN) as book:
        book.set_properties({"title": title, "created": datetime(2000, 1, 1)})  # noqa: DTZ001
        looks = {
            Look.PLAIN: book.add_format({}),
            Look.HEAD: book.add_format({"bold": True, "font_color": "#0b3c5d"}),
            Look.EURO: book.add_format({"num_format": Look.EURO.value}),
            Look.PERCENT: book.add_format({"num_format": Look.PERCENT.value}),
        }
        for sheet in sheets:
            page = book.add_worksheet(sheet.title.translate(FORBIDDEN_IN_TITLE)[:TITLE_LENGTH])
            for column, width in enumerate(sheet.widths):
                page.set_column(column, column, width)
            for row, cells in enumerate(sheet.rows):
                for column, cell in enumerate(cells):
                    look = looks[cell.look]
                    match cell.content:
                        case None:
                            pass
                        case str():
                            page.write_string(row, column, cell.content, look)
                        case Formula():
                            content = cell.content
                            page.write_formula(row, column, content.text, look, content.value)
                        case _:
                            page.write_number(row, column, cell.content, look)
    return written.getvalue()
