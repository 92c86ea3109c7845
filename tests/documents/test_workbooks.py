import io
import zipfile
from datetime import date, datetime, time

import pytest
import xlsxwriter

from tourbook.core.refused import Refused
from tourbook.documents import sheets
from tourbook.documents.workbooks import Sheet, read_workbook, to_workbook


def test_what_is_written_is_read_at_its_place() -> None:
    content = to_workbook(
        [
            Sheet("One", ["A", "B"], [["x", date(2027, 1, 31)], [None, None], [1.5, 7]]),
            Sheet("Two", ["C"], [[time(9, 30)], [datetime(2027, 1, 31, 9, 5)], ["=1+1"]]),  # noqa: DTZ001
            Sheet("Empty", ["D"], []),
        ],
        title="Test",
    )

    assert read_workbook(content, "a.XLSX") == {
        "One": [["A", "B"], ["x", "2027-01-31"], ["", ""], ["1.5", "7"]],
        "Two": [["C"], ["09:30"], ["2027-01-31 09:05"], ["=1+1"]],
        "Empty": [["D"]],
    }


def test_same_sheets_are_the_same_file() -> None:
    part = Sheet("One", ["A"], [["x"]])

    assert to_workbook([part], title="Test") == to_workbook([part], title="Test")


def test_formula_is_refused_by_its_cell_and_sheet() -> None:
    written = io.BytesIO()
    with xlsxwriter.Workbook(written) as book:
        book.add_worksheet("Plain").write(0, 0, "A")
        book.add_worksheet("Rates & more").write_formula("C7", "=1+1", None, 2)

    with pytest.raises(Refused) as refusal:
        read_workbook(written.getvalue(), "a.xlsx")

    assert refusal.value.values == {"cell": "C7", "sheet": "Rates & more"}


def packed(**files: str) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in files.items():
            package.writestr(name, text)
    return written.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "a.xlsx", "Give an Excel workbook"),
        (b"a;b", "a.csv", "Give an Excel workbook"),
        (b"PK\x03\x04", "a.xlsx", "Give an Excel workbook"),
        (packed(a="b"), "a.xlsx", "cannot be read as a spreadsheet"),
        (packed(a="0" * 60_000_001), "a.xlsx", "holds too much"),
        (b"0" * 5_000_001, "a.xlsx", "larger than 5 MB"),
    ],
)
def test_what_is_no_workbook_is_refused(content: bytes, name: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        read_workbook(content, name)


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([["x"]] * (sheets.MAX_ROWS + 1), "at most 5000 rows"),
        ([["x"] * 61], "at most 5000 rows and 60 columns"),
        ([["x" * 2_001]], "longer than 2000 characters"),
    ],
)
def test_too_much_on_a_sheet_is_refused(rows: list[list[str]], sentence: str) -> None:
    content = to_workbook([Sheet("One", ["A"], rows)], title="Test")

    with pytest.raises(Refused, match=sentence):
        read_workbook(content, "a.xlsx")


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml"])
def test_a_damaged_part_is_refused(part: str) -> None:
    content = bytearray(to_workbook([Sheet("One", ["A"], [["x"]])], title="Test"))
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        entry = package.getinfo(part)
    start = entry.header_offset + 30 + len(part)
    for position in range(start + 2, start + entry.compress_size):
        content[position] ^= 0x5A

    with pytest.raises(Refused, match="cannot be read as a spreadsheet"):
        read_workbook(bytes(content), "a.xlsx")
