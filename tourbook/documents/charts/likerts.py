"""Answers on a scale of words, as bars that part at the middle."""

from collections.abc import Sequence
from dataclasses import dataclass

from babel.numbers import format_decimal

from tourbook.documents.charts import svg
from tourbook.documents.charts.figure import Figure
from tourbook.documents.charts.svg import INK, LAKE, Spec

ROW = 54

#: From so many answers on a segment tells its share and not its count.
SHARES_FROM = 30

#: A segment with a smaller share has no room for its number; the table tells it.
NARROWEST = 0.03


@dataclass(frozen=True)
class LikertRow:
    """One question: how many chose each answer, from the most negative to the most positive."""

    label: str
    counts: tuple[int, ...]
    note: str = ""


@dataclass(frozen=True)
class LikertWords:
    question: str
    answers: tuple[str, ...]
    axis: str
    people: str


def likert(
    name: str,
    questions: Sequence[LikertRow],
    *,
    title: str,
    description: str,
    words: LikertWords,
    language: str,
) -> Figure:
    """Diverging stacked bars; the middle answer is split at zero."""
    colours = diverging(len(words.answers))
    segments = [
        segment
        for row, question in enumerate(questions)
        for segment in segments_of(row, question, words.answers, language)
    ]
    x = svg.number_axis(-1, 1, axis=percent_axis(words.axis))
    y = svg.row_axis() | {"scale": {"domain": list(range(len(questions))), "paddingInner": 0.35}}
    spec: Spec = {
        "width": 430,
        "height": ROW * max(len(questions), 1),
        "layer": [
            svg.zero_line(x),
            svg.layer(
                {"type": "bar", "stroke": "white", "strokeWidth": 1.5},
                {
                    "y": y,
                    "x": x | {"field": "start"},
                    "x2": {"field": "end"},
                    "fill": {
                        "field": "answer",
                        "type": "nominal",
                        "sort": None,
                        "scale": {
                            "domain": list(words.answers),
                            "range": [fill for fill, _ in colours],
                        },
                        "legend": {
                            "symbolType": "square",
                            "columns": legend_columns(words.answers),
                        },
                    },
                },
                data=svg.values(segments),
            ),
            svg.layer(
                {"type": "text", "baseline": "middle"},
                {
                    "y": y,
                    "x": x | {"field": "middle"},
                    "text": {"field": "text"},
                    "color": {"field": "ink", "type": "nominal", "scale": None},
                },
                data=svg.values(segments),
            ),
            svg.row_labels([one.label for one in questions]),
            svg.row_notes(
                [one.note or f"n = {sum(one.counts)}" for one in questions], x={"value": 442}
            ),
        ],
    }
    rows = [table_row(one) for one in questions]
    return Figure(
        svg.draw(spec, name=name, title=title, description=description, language=language),
        title,
        description,
        (words.question, *words.answers, words.people),
        tuple(rows),
    )


def table_row(question: LikertRow) -> tuple[str, ...]:
    """A question of which nothing may be shown has empty cells, not noughts."""
    total = sum(question.counts)
    counts = [str(count) if total else "" for count in question.counts]
    return (question.label, *counts, question.note or str(total))


def legend_columns(answers: Sequence[str]) -> int:
    """All in one row if they are short, else three and three."""
    return len(answers) if sum(map(len, answers)) <= 64 else 3


def percent_axis(title: str) -> Spec:
    return {
        "title": title,
        "values": [-1, -0.5, 0, 0.5, 1],
        "labelExpr": "round(abs(datum.value) * 100) + ' %'",
    }


def diverging(answers: int) -> list[tuple[str, str]]:
    """Fill and ink of each answer, amber to lake blue with a grey middle."""
    below = [("#8f4700", "white"), ("#e8a96a", INK)]
    above = [("#86b7d9", INK), (LAKE, "white")]
    middle = [("#d5dde3", INK)]
    if answers <= 2:
        return [below[0], above[1]][:answers]
    if answers == 3:
        return [below[0], *middle, above[1]]
    steps = max(answers // 2 - 2, 0)
    return [
        *below,
        *below[1:] * steps,
        *(middle if answers % 2 else []),
        *above[:1] * steps,
        *above,
    ]


def segment_text(count: int, total: int, language: str) -> str:
    """The count of few people, the share of many; nothing where it would not fit."""
    if total < SHARES_FROM:
        return str(count)
    if count / total < NARROWEST:
        return ""
    return format_decimal(100 * count / total, "0", locale=language)


def segments_of(
    row: int, question: LikertRow, answers: Sequence[str], language: str
) -> list[dict[str, object]]:
    total = sum(question.counts)
    if not total:
        return []
    half = len(question.counts) // 2
    odd = len(question.counts) % 2
    start = -sum(question.counts[:half]) - (question.counts[half] / 2 if odd else 0)
    colours = diverging(len(answers))
    found: list[dict[str, object]] = []
    for answer, count, (_, ink) in zip(answers, question.counts, colours, strict=True):
        if count:
            text = segment_text(count, total, language)
            found.append(
                {
                    "row": row,
                    "answer": answer,
                    "start": start / total,
                    "end": (start + count) / total,
                    "middle": (start + count / 2) / total,
                    "text": text,
                    "ink": ink,
                }
            )
        start += count
    return found
