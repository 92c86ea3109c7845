"""Workbooks that would take all memory once laid out are refused before they are."""

import io
import struct
import tracemalloc
import zipfile
from collections.abc import Callable

import pytest
import xlsxwriter

from tourbook.core.refused import Refused
from tourbook.documents import old_workbooks, sheets
from tourbook.documents.workbooks import read_workbook

LAST_ROW = 1_048_576
OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
X = '<t:table-cell o:value-type="string"><x:p>x</x:p></t:table-cell>'
WIDE = X.replace(" o:", ' t:number-columns-repeated="16384" o:')


def excel(rows: str, *, part: str = "xl/worksheets/sheet1.xml") -> bytes:
    """A workbook whose only sheet holds these rows, as they are written."""
    plain = io.BytesIO()
    with xlsxwriter.Workbook(plain) as book:
        book.add_worksheet("One")
    written = io.BytesIO()
    target = part.removeprefix("xl/")
    with (
        zipfile.ZipFile(plain) as source,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package,
    ):
        for name in source.namelist():
            text = source.read(name).decode()
            if name == "xl/worksheets/sheet1.xml":
                head, tail = text.split("<sheetData/>")
                head = head.replace('ref="A1"', f'ref="A1:XFD{LAST_ROW}"')
                package.writestr(part, f"{head}<sheetData>{rows}</sheetData>{tail}")
            else:
                package.writestr(name, text.replace("worksheets/sheet1.xml", target))
    return written.getvalue()


def opened(rows: str, *, before: str = "") -> bytes:
    """The same as an OpenDocument file, with the prefixes o, t and x written as programs do."""
    content = (
        f'{before}<o:document-content xmlns:o="{OFFICE}" xmlns:t="{TABLE}" xmlns:x="{TEXT}">'
        f'<o:body><o:spreadsheet><t:table t:name="One">{rows}</t:table></o:spreadsheet></o:body>'
        "</o:document-content>"
    )
    for short, usual in (("o", "office"), ("t", "table"), ("x", "text")):
        for mark in ("<", "</", " "):
            content = content.replace(f"{mark}{short}:", f"{mark}{usual}:")
        content = content.replace(f"xmlns:{short}=", f"xmlns:{usual}=")
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("META-INF/manifest.xml", "<manifest/>")
        package.writestr("content.xml", content)
    return written.getvalue()


def old(*cells: tuple[int, int]) -> bytes:
    """An old workbook with a number in each of these cells, in sectors of 512 bytes."""
    name = b"One"
    sheet = struct.pack("<HHHHHHH", 0x0809, 10, 0x0600, 0x0010, 0, 0, 0)
    for row, column in cells:
        sheet += struct.pack("<HHHHHd", 0x0203, 14, row, column, 0, 7.0)
    sheet += struct.pack("<HH", 0x000A, 0)
    begin = struct.pack("<HHHHHHH", 0x0809, 10, 0x0600, 0x0005, 0, 0, 0)
    bound = struct.pack("<HH", 0x0085, 8 + len(name))
    at = len(begin) + len(bound) + 8 + len(name) + 4
    bound += struct.pack("<IBBBB", at, 0, 0, len(name), 0) + name
    stream = (begin + bound + struct.pack("<HH", 0x000A, 0) + sheet).ljust(4096, b"\0")
    stream = stream.ljust(-(-len(stream) // 512) * 512, b"\0")
    count = len(stream) // 512
    header = old_workbooks.SIGNATURE + bytes(16) + struct.pack("<HHHHH", 62, 3, 0xFFFE, 9, 6)
    header += bytes(6) + struct.pack("<IIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE)
    header += struct.pack("<III", 0, 0xFFFFFFFE, 0) + struct.pack("<109I", 0, *[0xFFFFFFFF] * 108)
    following = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, count + 2), 0xFFFFFFFE]
    following += [0xFFFFFFFF] * (128 - len(following))
    folder = entry("Root Entry", 5, 0xFFFFFFFE, 0, child=1) + entry("Workbook", 2, 2, len(stream))
    return header + struct.pack("<128I", *following) + folder.ljust(512, b"\0") + stream


def entry(name: str, kind: int, first: int, size: int, *, child: int = 0xFFFFFFFF) -> bytes:
    title = name.encode("utf-16-le") + b"\0\0"
    none = 0xFFFFFFFF
    return (
        title.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(title), kind, 1, none, none, child)
        + bytes(36)
        + struct.pack("<IQ", first, size)
    )


HOSTILE = {
    "rows without numbers.xlsx": lambda: excel(
        "<row/>" * (LAST_ROW - 1) + "<row><c/><c/><c/></row>"
    ),
    "cells without places.xlsx": lambda: excel(
        "<row>" + "<c/>" * 16_000 + "</row>" + "<row/>" * 5_000 + "<row><c/></row>"
    ),
    "a far cell.xlsx": lambda: excel(
        f'<row r="1"><c r="A1"/></row><row r="{LAST_ROW}"><c r="C1"/></row>'
    ),
    "no such row.xlsx": lambda: excel('<row r="99999999999999999999"/>'),
    "odd quotes.xlsx": lambda: excel("<row ht='>' r='1048576'><c q='>' r = 'XFD1048576' /></row>"),
    "a sheet elsewhere.xlsx": lambda: excel('<row><c r="XFD1048576"/></row>', part="xl/one.png"),
    "rows repeated.ods": lambda: opened(
        f'<t:table-row t:number-rows-repeated="{LAST_ROW}">{X * 3}</t:table-row>'
    ),
    "cells repeated.ods": lambda: opened(
        f"<t:table-row>{WIDE}</t:table-row>"
        f'<t:table-row t:number-rows-repeated="1000">{X}</t:table-row>'
    ),
    "far below.ods": lambda: opened(
        '<t:table-row t:number-rows-repeated="1000000"><t:table-cell/></t:table-row>'
        f'<t:table-row><t:table-cell t:number-columns-repeated="9"/>{X}</t:table-row>'
    ),
    "two far cells.xls": lambda: old((0, 0), (65_535, 255)),
}
READABLE = {
    "plain.xlsx": lambda: excel('<row><c t="inlineStr"><is><t>x</t></is></c></row>'),
    "empty to the end.ods": lambda: opened(
        f"<t:table-row>{X}"
        '<t:table-cell t:number-columns-repeated="16383"/></t:table-row>'
        '<t:table-row t:number-rows-repeated="1048575">'
        '<t:table-cell t:number-columns-repeated="16384"/></t:table-row>'
    ),
    "a few repeated.ods": lambda: opened(
        f'<t:table-row t:number-rows-repeated="3">{X}</t:table-row>'
    ),
    "plain.xls": lambda: old((0, 0)),
}
Made = Callable[[], bytes]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_that_would_take_all_memory_is_refused(name: str) -> None:
    made: Made = HOSTILE[name]
    data = made()

    tracemalloc.start()
    with pytest.raises(Refused, match="The file holds too much to be read"):
        sheets.read_table(data, name)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert most < 40_000_000


@pytest.mark.parametrize("name", READABLE)
def test_a_file_like_it_is_read(name: str) -> None:
    made: Made = READABLE[name]

    rows = sheets.read_table(made(), name)

    assert rows == [["7" if name.endswith(".xls") else "x"]] * (3 if "repeated" in name else 1)


@pytest.mark.parametrize("name", [name for name in HOSTILE if name.endswith(".xlsx")])
def test_an_import_refuses_it_too(name: str) -> None:
    made: Made = HOSTILE[name]

    with pytest.raises(Refused, match="The file holds too much to be read"):
        read_workbook(made(), name)


def test_an_old_or_open_workbook_under_another_name_is_looked_at_too() -> None:
    with pytest.raises(Refused, match="The file holds too much to be read"):
        sheets.read_table(HOSTILE["two far cells.xls"](), "a.xlsx")
    with pytest.raises(Refused, match="The file holds too much to be read"):
        read_workbook(HOSTILE["rows repeated.ods"](), "a.xlsx")


def test_a_part_that_declares_a_type_of_document_is_refused() -> None:
    row = f"<t:table-row>{X}</t:table-row>"

    with pytest.raises(Refused, match="cannot be read as a spreadsheet"):
        sheets.read_table(opened(row, before='<!DOCTYPE a [<!ENTITY b "c">]>'), "a.ods")

    assert sheets.read_table(opened(row), "a.ods") == [["x"]]


@pytest.mark.parametrize("cut", [100, 600, 1_100, 1_600])
def test_a_damaged_old_workbook_is_refused(cut: int) -> None:
    with pytest.raises(Refused, match="cannot be read as a spreadsheet"):
        sheets.read_table(old((0, 0))[:cut], "a.xls")
