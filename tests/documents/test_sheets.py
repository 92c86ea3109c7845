"""Spreadsheets: what goes out comes back, formulas are text, what comes in has bounds."""

import io
import zipfile
from datetime import UTC, date, datetime, time

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from tourbook.core.refused import Refused
from tourbook.documents import extents, sheets

HEADER = ("Name", "People")


def test_workbook_is_read_back() -> None:
    rows: list[tuple[sheets.Cell, ...]] = [
        ("Jānis", 12),
        ("=1+1", 2.5),
        ("https://example.org", date(2026, 10, 6)),
        (None, datetime(2026, 10, 6, 9, 30)),  # noqa: DTZ001
        ("hour", time(9, 5)),
    ]

    written = sheets.to_xlsx(HEADER, rows, title="People: all/of [them]?")

    assert sheets.read_table(written, "PEOPLE.XLSX") == [
        ["Name", "People"],
        ["Jānis", "12"],
        ["=1+1", "2.5"],
        ["https://example.org", "2026-10-06"],
        ["", "2026-10-06 09:30"],
        ["hour", "09:05"],
    ]


def test_workbook_holds_no_formula() -> None:
    written = sheets.to_xlsx(HEADER, [("=cmd|' /C calc'!A0", "{=1}")], title="x")

    with zipfile.ZipFile(io.BytesIO(written)) as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")


def test_workbook_is_the_same_each_time() -> None:
    first, second = (sheets.to_xlsx(HEADER, [("a", 1)], title="") for _ in range(2))

    assert first == second


def test_moment_with_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="local"):
        sheets.to_xlsx(HEADER, [(datetime(2026, 10, 6, tzinfo=UTC), 1)], title="x")


@pytest.mark.parametrize(
    "dangerous", ["=1+1", "+358 40 123", "-2", "@SUM(A1)", "\t=1", "\r=1", " =1", "\uff1d1"]
)
def test_formula_in_csv_is_made_harmless(dangerous: str) -> None:
    (_, (cell, number)) = sheets.read_table(sheets.to_csv(HEADER, [(dangerous, -2)]), "a.csv")

    assert cell.startswith("'")
    assert number == "-2"


def test_csv_has_the_mark_of_utf8_and_semicolons() -> None:
    written = sheets.to_csv(HEADER, [("Päivi; Öberg", None)])

    assert written == '\ufeffName;People\r\n"Päivi; Öberg";\r\n'.encode()


CELLS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=20)


@given(st.lists(st.tuples(CELLS, CELLS), max_size=8), st.sampled_from([";", ",", "\t"]))
def test_any_csv_is_read_back(rows: list[tuple[str, str]], delimiter: str) -> None:
    written = sheets.to_csv(("a", "b"), rows, delimiter=delimiter)

    expected = [[sheets.harmless(cell).strip() for cell in row] for row in [("a", "b"), *rows]]
    read = sheets.read_table(written, "table.csv")
    kept = [row for row in expected if any(row)]
    if sheets.delimiter_of(sheets.decoded(written)) == delimiter:
        assert read == kept


@pytest.mark.parametrize(
    ("pasted", "rows"),
    [
        (
            "Virtanen\tAnna\nMeikäläinen\tMatti, Dr.",
            [["Virtanen", "Anna"], ["Meikäläinen", "Matti, Dr."]],
        ),
        ("Virtanen;Anna\r\n\r\nSaari;Eva\r\n", [["Virtanen", "Anna"], ["Saari", "Eva"]]),
        ("Virtanen, Anna", [["Virtanen", "Anna"]]),
        ("Anna Virtanen\nEva Saari", [["Anna Virtanen"], ["Eva Saari"]]),
        ('"Virtanen, Jr.",Anna', [["Virtanen, Jr.", "Anna"]]),
        ('"Masa Virtanen;1\nEva;2', [['"Masa Virtanen', "1"], ["Eva", "2"]]),
        ("", []),
        ("\n \t \n", []),
    ],
)
def test_pasted_names_become_rows(pasted: str, rows: list[list[str]]) -> None:
    assert sheets.read_pasted(pasted) == rows


@pytest.mark.parametrize(
    "data",
    [
        "Nimi;Määrä".encode("cp1252"),
        "Nimi;Määrä".encode("utf-8-sig"),
        "Nimi;Määrä".encode("utf-16"),
    ],
)
def test_text_files_come_in_many_encodings(data: bytes) -> None:
    assert sheets.read_table(data, "list.txt") == [["Nimi", "Määrä"]]


@pytest.mark.parametrize("name", ["a.xlsx", "a.ods", "a.xls"])
@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 broken", b"not a workbook"])
def test_broken_workbook_is_refused(name: str, data: bytes) -> None:
    with pytest.raises(Refused, match="cannot be read"):
        sheets.read_table(data, name)


def test_other_files_are_refused() -> None:
    with pytest.raises(Refused, match="Excel"):
        sheets.read_table(b"%PDF-", "names.pdf")


def test_large_file_is_refused() -> None:
    with pytest.raises(Refused, match="larger than 5 MB"):
        sheets.read_table(b"x" * (sheets.MAX_BYTES + 1), "a.csv")


def test_rows_up_to_the_bound_are_read() -> None:
    assert len(sheets.read_pasted("a\n" * sheets.MAX_ROWS)) == sheets.MAX_ROWS


@pytest.mark.parametrize(
    "text", ["a\n" * (sheets.MAX_ROWS + 1), ";" * sheets.MAX_COLUMNS + "a"], ids=["rows", "columns"]
)
def test_more_than_the_bound_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="at most 5000 rows and 60 columns"):
        sheets.read_pasted(text)


def test_long_cell_is_refused() -> None:
    with pytest.raises(Refused, match="longer than 2000"):
        sheets.read_pasted("x" * 2001)


def test_workbook_with_too_many_rows_is_refused() -> None:
    written = sheets.to_xlsx(("n",), ((n,) for n in range(sheets.MAX_ROWS)), title="x")

    with pytest.raises(Refused, match="at most 5000 rows"):
        sheets.read_table(written, "a.xlsx")


def test_workbook_that_unpacks_to_much_is_refused() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/workbook.xml", b" " * (extents.MAX_UNPACKED_BYTES + 1))

    with pytest.raises(Refused, match="too much"):
        sheets.read_table(packed.getvalue(), "a.xlsx")


@pytest.mark.parametrize(("far", "is_read"), [("XFD5000", False), ("B20000", True)])
def test_single_far_cell_does_not_take_all_memory(far: str, is_read: bool) -> None:
    written = io.BytesIO()
    with xlsxwriter.Workbook(written) as book:
        book.add_worksheet("One").write("A1", "x")
        book.add_worksheet("Two").write("A1", "x")
        book.worksheets()[1].write(far, "x")

    if is_read:
        assert sheets.read_table(written.getvalue(), "a.xlsx") == [["x"]]
    else:
        with pytest.raises(Refused, match="too much"):
            sheets.read_table(written.getvalue(), "a.xlsx")
