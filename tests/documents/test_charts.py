"""Charts: clean for a strict page, named for those who cannot see them, told again as a table."""

import re
from collections.abc import Callable
from xml.etree import ElementTree as ET

import pytest

from tourbook.documents import charts
from tourbook.documents.charts import (
    Bar,
    BarWords,
    DumbbellWords,
    Figure,
    LikertRow,
    LikertWords,
    ObjectiveChange,
    RecommendWords,
)

DUMBBELL_WORDS = DumbbellWords(
    objective="Objective",
    pre="Before",
    then="Before, seen from now",
    now="Now",
    rating="Own rating",
    change="Change",
    interval="95 % interval",
    pairs="People",
)
LIKERT_WORDS = LikertWords(
    question="Question",
    answers=("Not at all", "A little", "Partly", "Mostly", "Fully"),
    axis="Share of answers",
    people="People",
)
RECOMMEND_WORDS = RecommendWords(
    score="Score",
    people="People",
    promoters="Promoters",
    passives="Passives",
    detractors="Detractors",
)
HOSTILE = '<script>alert("1")</script> & datum["x"]'

CHANGES = [
    ObjectiveChange(HOSTILE, 12, pre=2.1, then=2.6, now=3.9, change=1.8, low=1.2, high=2.4),
    ObjectiveChange("Plan an exercise", 9, pre=3.0, then=3.0, now=2.5, change=-0.5),
    ObjectiveChange("Lead it at home", 3, note="3 answers, hidden to protect people"),
]


def a_dumbbell(name: str = "f-1", language: str = "fi") -> Figure:
    return charts.dumbbell(
        name,
        CHANGES,
        title="Learning",
        description="All rose.",
        words=DUMBBELL_WORDS,
        language=language,
    )


def a_likert(name: str = "f-1", *rows: LikertRow) -> Figure:
    return charts.likert(
        name,
        rows or [LikertRow(HOSTILE, (0, 1, 2, 5, 4))],
        title="Reaction",
        description="Most agree.",
        words=LIKERT_WORDS,
        language="fi",
    )


def some_bars(name: str = "f-1") -> Figure:
    return charts.bars(
        name,
        [Bar(HOSTILE, 4.6, "4,6 (11)"), Bar("Lunch", None, "3 answers, hidden")],
        title="Usefulness",
        description="The range was best.",
        words=BarWords("Item", "Mean", "Answers"),
        language="fi",
    )


def some_dots(name: str = "f-1") -> Figure:
    return charts.recommend_dots(
        name,
        (0, 0, 1, 0, 0, 0, 1, 2, 3, 4, 3),
        title="Would recommend",
        description="Seven of fourteen.",
        words=RECOMMEND_WORDS,
        language="en",
    )


def read(figure: Figure) -> ET.Element:
    return ET.fromstring(figure.svg)  # noqa: S314 - drawn by ourselves


EVERY = pytest.mark.parametrize("made", [a_dumbbell, a_likert, some_bars, some_dots])
Maker = Callable[[str], Figure]


@EVERY
def test_drawing_has_nothing_that_a_strict_page_refuses(made: Maker) -> None:
    root = read(made("f-1"))

    used = {str(element.tag).rpartition("}")[2] for element in root.iter()}
    attributes = {key for element in root.iter() for key in element.attrib}
    assert used <= {"svg", "title", "desc", "g", "path", "line", "rect", "text", "tspan"}
    assert not {key for key in attributes if key in {"style", "class", "href"} or key[:2] == "on"}


@EVERY
def test_drawing_is_one_image_with_a_name_and_words(made: Maker) -> None:
    figure = made("f-06-2")
    root = read(figure)

    about = root.find("{http://www.w3.org/2000/svg}desc")
    assert about is not None
    assert (root.get("role"), root.get("aria-label")) == ("img", figure.title)
    assert root.get("aria-describedby") == about.get("id") == "f-06-2-description"
    assert about.text == figure.description
    assert root.findtext("{http://www.w3.org/2000/svg}title") == figure.title


@EVERY
def test_two_drawings_on_a_page_share_no_id(made: Maker) -> None:
    first, second = (set(re.findall(r' id="([^"]+)"', made(name).svg)) for name in ("a", "b"))

    assert first
    assert first.isdisjoint(second)


@EVERY
def test_drawing_is_the_same_each_time(made: Maker) -> None:
    assert made("f-1") == made("f-1")


@EVERY
def test_texts_use_our_font(made: Maker) -> None:
    families = set(re.findall(r'font-family="([^"]+)"', made("f-1").svg))

    assert families == {"Noto Sans, sans-serif"}


@pytest.mark.parametrize("made", [a_dumbbell, a_likert, some_bars])
def test_label_is_drawn_as_text_and_never_run(made: Maker) -> None:
    words = " ".join(read(made("f-1")).itertext())

    assert '<script>alert("1")</script>' in words


def test_waves_differ_in_shape_and_not_only_in_colour() -> None:
    outlines: dict[tuple[str | None, str | None], set[str]] = {}
    for path in read(a_dumbbell()).iter("{http://www.w3.org/2000/svg}path"):
        if path.get("stroke-width") == "2.5":
            marks = outlines.setdefault((path.get("stroke"), path.get("fill")), set())
            marks.add(re.sub(r"[\d.,\s-]+", "", path.get("d", "")))

    shapes = list(outlines.values())
    assert len(shapes) == 3
    assert all(len(shape) == 1 for shape in shapes)
    assert len(set.union(*shapes)) == 3


def test_dumbbell_says_the_same_as_a_table() -> None:
    figure = a_dumbbell(language="fi")

    assert figure.header == (
        "Objective",
        "People",
        "Before",
        "Before, seen from now",
        "Now",
        "Change",
        "95 % interval",
    )
    assert figure.rows == (
        (HOSTILE, "12", "2,1", "2,6", "3,9", "+1,8", "+1,2 … +2,4"),
        ("Plan an exercise", "9", "3,0", "3,0", "2,5", "\u22120,5", ""),
        ("Lead it at home", "3", "", "", "", "3 answers, hidden to protect people", ""),
    )


def test_hidden_objective_has_its_note_and_no_marks() -> None:
    words = list(read(a_dumbbell()).itertext())

    assert "3 answers, hidden to protect people" in words


def test_likert_tells_counts_of_few_and_shares_of_many() -> None:
    few = a_likert("f", LikertRow("Few", (0, 1, 2, 5, 4)))
    many = a_likert("f", LikertRow("Many", (0, 10, 20, 50, 40)))

    assert few.rows == (("Few", "0", "1", "2", "5", "4", "12"),)
    assert "5" in list(read(few).itertext())
    assert "42" in list(read(many).itertext())


def test_segment_too_narrow_for_its_share_is_told_by_the_table() -> None:
    figure = a_likert("f", LikertRow("Many", (1, 0, 0, 0, 99)))

    words = list(read(figure).itertext())
    assert ("99" in words, "1" in words) == (True, False)
    assert figure.rows[0][1] == "1"


def test_hidden_question_has_empty_cells() -> None:
    figure = a_likert("f", LikertRow("Hidden", (0, 0, 0, 0, 0), note="3 answers, hidden"))

    assert figure.rows == (("Hidden", "", "", "", "", "", "3 answers, hidden"),)


@pytest.mark.parametrize("answers", [2, 3, 4, 5, 6, 7])
def test_each_answer_has_a_colour_of_its_side(answers: int) -> None:
    words = LikertWords("Q", tuple(f"a{n}" for n in range(answers)), "Share", "n")

    figure = charts.likert(
        "f",
        [LikertRow("Q", (1,) * answers)],
        title="t",
        description="d",
        words=words,
        language="en",
    )

    assert figure.rows == (("Q", *("1",) * answers, str(answers)),)


def test_bars_say_the_same_as_a_table() -> None:
    assert some_bars().rows == (
        (HOSTILE, "4,6", "4,6 (11)"),
        ("Lunch", "", "3 answers, hidden"),
    )


def test_each_answer_is_one_dot_and_groups_are_counted() -> None:
    figure = some_dots()

    words = list(read(figure).itertext())
    assert {"Detractors: 2", "Passives: 5", "Promoters: 7"} <= set(words)
    assert figure.rows[9] == ("9", "4")
    assert len(figure.rows) == 11


def test_charts_without_rows_are_drawn() -> None:
    empty = charts.dumbbell(
        "f", [], title="t", description="d", words=DUMBBELL_WORDS, language="sv"
    )

    assert empty.rows == ()


@pytest.mark.parametrize(
    ("value", "written"), [(1.25, "+1,2"), (-0.5, "\u22120,5"), (-0.04, "0,0"), (None, "")]
)
def test_changes_are_written_with_their_sign(value: float | None, written: str) -> None:
    assert charts.signed(value, "fi") == written
