"""Workbooks as people give them: sheets of cells, and files of such sheets."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import replace

from werkzeug.test import TestResponse

from tests.browser_client import Browser
from tourbook.documents.workbooks import Sheet, read_workbook, to_workbook
from tourbook.hosts.rules.importing.columns import COMPONENTS, RATES, Cell

Rows = Sequence[Sequence[Cell]]

NEW = {
    "Organisation": "Example Host",
    "Kind": "meal",
    "Name (en)": "Lunch",
    "Summary (en)": "Soup and bread",
    "Minutes": "60",
    "Party to": "30",
    "Languages": "en, fi",
}
RATE = {
    "Organisation": "Example Host",
    "Component": "Lunch",
    "Unit": "person",
    "Net EUR": "12,50",
    "VAT": "reduced",
    "Party from": "1",
    "Party to": "30",
    "Valid from": "1.1.2027",
    "Valid to": "2027-12-31",
}


def table(*rows: Mapping[str, str]) -> list[list[str]]:
    """Rows under the headers that any of them has."""
    header = list(dict.fromkeys(name for row in rows for name in row))
    return [header, *([row.get(name, "") for name in header] for row in rows)]


def lunch(**sheets: list[list[str]]) -> dict[str, list[list[str]]]:
    """A new component, with sheets beside its own."""
    return {COMPONENTS: table(NEW), **sheets}


def workbook(tables: Mapping[str, Rows]) -> bytes:
    parts = [Sheet(name, [], rows) for name, rows in tables.items()]
    headed = [
        replace(part, header=[str(cell) for cell in part.rows[0]], rows=part.rows[1:])
        for part in parts
    ]
    return to_workbook(headed, title="test")


def give(
    browser: Browser, content: bytes, *, side: str = "host", name: str = "a.xlsx"
) -> TestResponse:
    return browser.post(
        f"/{side}/components/import",
        data={"file": (io.BytesIO(content), name)},
        content_type="multipart/form-data",
    )


def seen_in(page: str) -> str:
    """The digest that the page's form sends back."""
    return page.split('name="seen"')[1].split('value="')[1].split('"')[0]


def cells_of(content: bytes, sheet: str = RATES) -> list[list[str]]:
    return read_workbook(content, "a.xlsx")[sheet]
