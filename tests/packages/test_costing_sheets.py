"""Costings beside the same in spreadsheet formulas, recalculated by a spreadsheet program."""

import shutil
import subprocess
from collections import Counter
from io import BytesIO
from pathlib import Path

import pytest
import python_calamine
from flask import Flask

from tests.packages import sheets
from tests.packages.sheets import Places, cells
from tests.packages.sheets_random import programme
from tourbook.packages.rules.costing import cost as costing
from tourbook.packages.rules.costing import frozen as costing_frozen
from tourbook.packages.rules.costing.cost import Reckoning, SizeCost
from tourbook.packages.rules.costing.values import Basis, Line
from tourbook.packages.views import costing_sheet

PACKAGES = 200
OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
#: Formulas of a file that another program wrote are reckoned anew when it is opened.
ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
  <item oor:path="/org.openoffice.Office.Calc/Formula/Load">
    <prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop>
  </item>
</oor:items>
"""

Rows = list[list[object]]


def recalculated(folder: Path, *workbooks: bytes) -> list[Path]:
    """The workbooks as LibreOffice saves them, every formula reckoned by it, in one run."""
    assert OFFICE is not None
    profile = folder / "profile" / "user"
    profile.mkdir(parents=True)
    (profile / "registrymodifications.xcu").write_text(ALWAYS, encoding="utf-8")
    given = [folder / f"given{number}.xlsx" for number in range(len(workbooks))]
    for path, written in zip(given, workbooks, strict=True):
        path.write_bytes(written)
    command = [
        OFFICE,
        f"-env:UserInstallation={profile.parent.as_uri()}",
        "--headless",
        "--convert-to",
        "xlsx:Calc MS Excel 2007 XML",
        "--outdir",
        str(folder / "out"),
        *map(str, given),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=570)
    return [folder / "out" / path.name for path in given]


with_office = pytest.mark.skipif(
    OFFICE is None, reason="wants LibreOffice Calc: `soffice` is not installed"
)


@with_office
def test_200_packages_agree_with_a_spreadsheet_to_the_cent(tmp_path: Path) -> None:
    packages = [programme(seed) for seed in range(PACKAGES)]
    written, places = sheets.workbook(packages)

    [reckoned] = recalculated(tmp_path, written)
    with python_calamine.load_workbook(reckoned) as book:
        pages: list[Rows] = [
            [list(row) for row in book.get_sheet_by_name(f"p{n}").to_python(skip_empty_area=False)]
            for n in range(PACKAGES)
        ]

    wrong = [
        n
        for n in range(PACKAGES)
        if from_sheet(packages[n], places[n], pages[n]) != from_rules(packages[n])
    ]
    assert wrong == []


Answers = Counter[tuple[object, ...]]
NAMES = ("cost", "price", "vat", "profit", "single")


def from_sheet(basis: Basis, places: Places, rows: Rows) -> Answers:
    """Every answer of a sheet by what it is about."""
    found: Answers = Counter()
    for line in basis.lines:
        if not line.optional:
            found.update(charges_of(line, places, rows))
    for size, place in enumerate(places.sizes):
        for name, cents in zip(NAMES, cells(rows, place, len(NAMES)), strict=True):
            found[size, name] = cents
    for key, taken in places.options.items():
        for size, place in enumerate(taken):
            cost, price = cells(rows, place, 2)
            if cost >= 0:
                found[size, key, "option"] = cost
                found[size, key, "option price"] = price
    return without_nothing(found)


def charges_of(line: Line, places: Places, rows: Rows) -> Answers:
    assert line.service is not None
    found: Answers = Counter()
    for at, tariff in enumerate(line.service.tariffs):
        for size, place in enumerate(places.charges[line.id, at]):
            net, vat = cells(rows, place, 2)
            found[size, line.id, tariff, "net"] += net
            found[size, line.id, tariff, "vat"] += vat
    return found


def from_rules(basis: Basis) -> Answers:
    found: Answers = Counter()
    for number, size in enumerate(costing.cost(basis).sizes):
        found.update(of_size(number, size))
    return without_nothing(found)


def of_size(number: int, size: SizeCost) -> Answers:
    found: Answers = Counter()
    for line in size.lines:
        found[number, line.charge.line.id, line.charge.tariff, "net"] += line.net
        found[number, line.charge.line.id, line.charge.tariff, "vat"] += line.vat
    single = -1 if size.single_supplement is None else size.single_supplement
    found[number, "cost"], found[number, "price"] = size.cost, size.price
    found[number, "vat"], found[number, "profit"] = size.result.vat, size.profit
    found[number, "single"] = single
    for option in size.options:
        found[number, option.line.id, "option"] = option.cost
        found[number, option.line.id, "option price"] = option.price
    return found


def without_nothing(answers: Answers) -> Answers:
    return Counter({what: cents for what, cents in answers.items() if cents})


@with_office
def test_the_exported_workbook_comes_to_what_it_says(app: Flask, tmp_path: Path) -> None:
    with app.test_request_context():
        written = [
            costing_sheet.workbook(costing_frozen.kept(Reckoning(programme(seed))), "Package")
            for seed in range(20)
        ]

    for given, reckoned in zip(written, recalculated(tmp_path, *written), strict=True):
        with (
            python_calamine.load_workbook(BytesIO(given)) as said,
            python_calamine.load_workbook(reckoned) as found,
        ):
            assert said.sheet_names == found.sheet_names == ["Costing", "Price"]
            for name in said.sheet_names:
                assert numbers(found, name) == numbers(said, name)


def numbers(book: python_calamine.CalamineWorkbook, name: str) -> list[list[object]]:
    """The cells of a sheet, amounts to the hundredth of a cent."""
    return [
        [round(cell, 4) if isinstance(cell, float) else cell for cell in row]
        for row in book.get_sheet_by_name(name).to_python()
    ]
