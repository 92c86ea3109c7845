"""A list as a file: the same address with `?format=xlsx` or `?format=csv`."""

from collections.abc import Iterable, Sequence

from flask import Response, request

from tourbook.documents import sheets

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"


def export_wanted() -> bool:
    """Whether this request asks for the list as a file."""
    return request.args.get("format") in ("xlsx", "csv")


def export(rows: Iterable[Sequence[object]], header: Sequence[str], name: str) -> Response:
    """The list as a spreadsheet, or as CSV where the address asks for that."""
    if request.args.get("format") == "csv":
        return attachment(sheets.to_csv(header, rows), CSV, f"{name}.csv")
    return attachment(sheets.to_xlsx(header, rows), XLSX, f"{name}.xlsx")


def attachment(content: bytes, content_type: str, filename: str) -> Response:
    """A file that the browser saves; `filename` is plain ASCII."""
    response = Response(content, content_type=content_type)
    response.headers.set("Content-Disposition", "attachment", filename=filename)
    return response
