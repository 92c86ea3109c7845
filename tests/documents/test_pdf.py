"""Papers: readable by screen readers, in every script, the same each time, never markup."""

import io
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pikepdf
import psutil
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tourbook.documents import fonts, pdf

ISSUED = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


def programme(**changes: Any) -> dict[str, Any]:
    item = {
        "starts": "09.00",
        "ends": "11.30",
        "kind": "programme",
        "kind_word": "Programme",
        "title": "A day in the control room",
        "place": "Mikkeli",
    }
    return {
        "title": "Cyber exercises",
        "subtitle": "6-9 October 2026",
        "sender": "Visits",
        "footer": "Version 3",
        "words": {"time": "Time", "what": "Programme", "where": "Place"},
        "days": [{"heading": "Tuesday 6 October", "items": [item]}],
        **changes,
    }


def rendered(**changes: Any) -> pikepdf.Pdf:
    made = pdf.render("departures/programme.typ", programme(**changes), language="fi")
    return pikepdf.open(io.BytesIO(made))


def families(paper: pikepdf.Pdf) -> set[str]:
    """The fonts that a paper carries, without weight."""
    return {
        str(thing.BaseFont).split("+")[1].split("-")[0]
        for thing in paper.objects
        if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/Font"
    }


def people(*names: str) -> dict[str, Any]:
    return {"heading": "People", "header": ["Name"], "rows": [[name] for name in names]}


def test_paper_is_tagged_and_says_its_title_and_language() -> None:
    paper = rendered()

    assert paper.Root.MarkInfo.Marked
    assert "/StructTreeRoot" in paper.Root
    assert str(paper.Root.Lang) == "fi"
    assert str(paper.docinfo["/Title"]) == "Cyber exercises"
    assert paper.Root.ViewerPreferences.DisplayDocTitle
    assert b"pdfuaid:part" in paper.Root.Metadata.read_bytes()


def test_same_data_give_the_same_bytes() -> None:
    first, second = (
        pdf.render("departures/programme.typ", programme(), language="en", issued=ISSUED)
        for _ in range(2)
    )

    assert first == second


def test_moment_of_issue_is_written_only_if_it_is_given() -> None:
    made = pdf.render("departures/programme.typ", programme(), language="en", issued=ISSUED)

    with pikepdf.open(io.BytesIO(made)) as dated:
        assert str(dated.docinfo["/CreationDate"]) == "D:20261121090000Z"
    assert "/CreationDate" not in rendered().docinfo


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("J\u0101nis B\u0113rzi\u0146\u0161", "NotoSans"),
        ("Иван Петров", "NotoSans"),
        ("राम कुमार", "NotoSans"),
        ("محمد علي", "NotoSansArabic"),
        ("דוד לוי", "NotoSansHebrew"),
        ("สมชาย", "NotoSansThai"),
        ("გიორგი", "NotoSansGeorgian"),
        ("Արամ", "NotoSansArmenian"),
        ("বাংলা", "NotoSansBengali"),
        ("王小明", "NotoSansCJKsc"),
        ("山田太郎", "NotoSansCJKsc"),
        ("김철수", "NotoSansCJKsc"),
    ],
)
def test_names_come_in_every_script(name: str, family: str) -> None:
    paper = rendered(people=people(name))

    assert fonts.printable(name) == name
    assert families(paper) == {"NotoSans", family}


def test_text_of_a_person_is_never_markup() -> None:
    paper = rendered(title='#panic("no") = *x* $y$ @z <w> \\ `v`')

    assert str(paper.docinfo["/Title"]) == '#panic("no") = *x* $y$ @z <w> \\ `v`'


@given(st.text(max_size=30))
@settings(max_examples=60)
def test_no_text_breaks_a_paper(text: str) -> None:
    assert len(rendered(title="T" + text, people=people(text)).pages) == 1


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("Anna \U0001f600", "Anna \ufffd"),
        ("bell\x07 mark\ufeff heart\u2764\ufe0f", "bell mark heart\ufffd"),
        ("half \ud800", "half \ufffd"),
        ("ogham\u1680space", "ogham space"),
        ("e\u0301", "\u00e9"),
        ("two\nlines\tand tab", "two\nlines\tand tab"),
    ],
)
def test_what_no_font_has_is_replaced(text: str, drawn: str) -> None:
    assert fonts.printable([{"name": text}]) == [{"name": drawn}]


def test_missing_template_is_told() -> None:
    with pytest.raises(pdf.Unprintable, match=r"departures/nothing\.typ"):
        pdf.render("departures/nothing.typ", {}, language="en")


def test_picture_without_words_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "picture.typ").write_text(
        '#set document(title: "x")\n#image(bytes(sys.inputs.data), format: "svg")'
    )
    monkeypatch.setattr("tourbook.config.templates_folder", lambda: tmp_path)
    monkeypatch.setattr("json.dumps", lambda data, **_: data["svg"])
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0,0h9"/></svg>'
    )

    with pytest.raises(pdf.Unprintable, match="alt"):
        pdf.render("picture.typ", {"svg": drawing}, language="en")


def test_missing_fonts_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "folders", lambda: (tmp_path,))

    with pytest.raises(pdf.Unprintable, match="fonts"):
        pdf.known_fonts.__wrapped__()


@pytest.fixture(name="child")
def a_child() -> Iterator[pdf.RenderingChild]:
    child = pdf.RenderingChild(papers_per_child=2)
    yield child
    child.close()


def process_of(child: pdf.RenderingChild) -> set[int]:
    assert child._pool is not None
    return set(child._pool._processes)


def test_child_renders_the_same_and_is_replaced(child: pdf.RenderingChild) -> None:
    here = pdf.render("departures/programme.typ", programme(), language="en")

    seen = []
    for _ in range(3):
        assert child.render("departures/programme.typ", programme(), language="en") == here
        seen.append(process_of(child))

    assert seen[0] == seen[1]
    assert seen[1].isdisjoint(seen[2])


ORPHANING = """
import multiprocessing, os, sys
from tourbook.documents import pdf

if __name__ == "__main__":
    child = pdf.RenderingChild()
    child._running().submit(os.getpid).result()
    print(*child._pool._processes, flush=True)
    sys.stdin.read()
"""


def test_child_of_a_killed_worker_ends(tmp_path: Path) -> None:
    script = tmp_path / "worker.py"
    script.write_text(ORPHANING)
    with subprocess.Popen(
        [sys.executable, str(script)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as worker:
        assert worker.stdout is not None
        orphan = psutil.Process(int(worker.stdout.readline()))
        worker.kill()

    gone, _ = psutil.wait_procs([orphan], timeout=5)

    assert gone == [orphan]


def test_child_tells_a_failure_and_goes_on(child: pdf.RenderingChild) -> None:
    with pytest.raises(pdf.Unprintable):
        child.render("departures/nothing.typ", {}, language="en")

    assert child.render("departures/programme.typ", programme(), language="en")[:5] == b"%PDF-"
