"""The report in each language, as a page and as a PDF."""

import io
import json

import pikepdf
import pytest

from tests.learning.reporting import TWELVE, figures
from tests.making import NOON
from tourbook.documents import pdf
from tourbook.learning.papers.document import document
from tourbook.learning.papers.making import TEMPLATE


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_a_report_prints_as_a_tagged_pdf_in_its_language(language: str) -> None:
    page = document(figures(), number=3, at=NOON, language=language)

    content = pdf.render(TEMPLATE, page, language=language, issued=NOON)

    with pikepdf.open(io.BytesIO(content)) as made:
        assert str(made.Root.Lang) == language
        assert made.Root.MarkInfo.Marked
        assert len(made.pages) >= 3


def test_the_same_figures_make_the_same_page_and_paper() -> None:
    first, second = (document(figures(), number=1, at=NOON, language="en") for _ in range(2))

    assert json.dumps(first) == json.dumps(second)
    assert pdf.render(TEMPLATE, first, language="en", issued=NOON) == pdf.render(
        TEMPLATE, second, language="en", issued=NOON
    )


def test_every_chart_has_words_and_a_table() -> None:
    page = document(figures(), number=1, at=NOON, language="en")

    charts = [figure for section in page["sections"] for figure in section["figures"]]
    assert len(charts) == 3
    assert all(chart["alt"] and chart["rows"] for chart in charts)
    assert all('style="' not in chart["svg"] for chart in charts)


@pytest.mark.parametrize("people", [0, 4])
def test_a_report_of_few_is_made_and_says_why_it_is_empty(people: int) -> None:
    page = document(figures(TWELVE[:people]), number=1, at=NOON, language="en")

    assert page["summary"]["sentences"] == [
        (
            "Fewer than five people answered, so no result is shown: it would tell what one person"
            " said."
        )
    ]
    assert pdf.render(TEMPLATE, page, language="en").startswith(b"%PDF")


def test_a_net_score_is_never_a_headline() -> None:
    page = document(figures(), number=1, at=NOON, language="en")

    assert "in points" not in " ".join(page["summary"]["sentences"])
    assert "in points" in json.dumps(page["sections"])
