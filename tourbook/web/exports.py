"""A list as a file: the same address with `?format=xlsx` or `?format=csv`."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time

from flask import Response, request

from tourbook.core import formats
from tourbook.core.texts import Texts
from tourbook.documents import sheets
from tourbook.web.filters import text, zone_or_own

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"


def export_wanted() -> bool:
    """Whether this request asks for the list as a file."""
    return request.args.get("format") in ("xlsx", "csv")


def export(rows: Iterable[Sequence[object]], header: Sequence[str], name: str) -> Response:
    """The list as a spreadsheet, or as CSV where the address asks for that."""
    cells = [[plain(value) for value in row] for row in rows]
    if request.args.get("format") == "csv":
        return attachment(sheets.to_csv(header, cells), CSV, f"{name}.csv")
    return attachment(sheets.to_xlsx(header, cells, title=name), XLSX, f"{name}.xlsx")


def plain(value: object) -> sheets.Cell:
    """The value as a cell: moments as local times, texts in the reader's language."""
    if isinstance(value, datetime) and value.tzinfo is not None:
        return formats.local(value, zone_or_own(None)).replace(tzinfo=None)
    if isinstance(value, Texts):
        return text(value)
    if value is None or isinstance(value, str | int | float | date | time):
        return value
    return str(value)


def attachment(content: bytes, content_type: str, filename: str) -> Response:
    """A file that the browser saves; `filename` is plain ASCII."""
    response = Response(content, content_type=content_type)
    response.headers.set("Content-Disposition", "attachment", filename=filename)
    return response
