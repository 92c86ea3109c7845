"""Learning by objective: before, "before" as seen afterwards, and now; and the change."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from tourbook.documents.charts import svg
from tourbook.documents.charts.figure import Figure, interval, number, signed
from tourbook.documents.charts.svg import AMBER, INK, LAKE, LINE, QUIET, Spec

ROW = 58


@dataclass(frozen=True)
class ObjectiveChange:
    """One learning objective: three means and the change with its interval.

    `note` is written in place of marks that are missing ("3 answers, hidden to protect people").
    """

    label: str
    pairs: int
    pre: float | None = None
    then: float | None = None
    now: float | None = None
    change: float | None = None
    low: float | None = None
    high: float | None = None
    note: str = ""


@dataclass(frozen=True)
class DumbbellWords:
    objective: str
    pre: str
    then: str
    now: str
    rating: str
    change: str
    interval: str
    pairs: str


def dumbbell(
    name: str,
    changes: Sequence[ObjectiveChange],
    *,
    title: str,
    description: str,
    words: DumbbellWords,
    language: str,
    scale: tuple[float, float] = (1, 5),
) -> Figure:
    """Three marks for each objective, and beside them the change with its interval."""
    spec: Spec = {
        "hconcat": [
            ratings_panel(changes, words, scale),
            change_panel(changes, words, language, scale),
        ],
        "spacing": 40,
        "resolve": {"scale": {"y": "independent", "x": "independent"}},
    }
    rows = [
        (
            one.label,
            str(one.pairs),
            number(one.pre, language),
            number(one.then, language),
            number(one.now, language),
            signed(one.change, language) or one.note,
            interval(one.low, one.high, language),
        )
        for one in changes
    ]
    return Figure(
        svg.draw(spec, name=name, title=title, description=description, language=language),
        title,
        description,
        (
            words.objective,
            words.pairs,
            words.pre,
            words.then,
            words.now,
            words.change,
            words.interval,
        ),
        tuple(rows),
    )


def ratings_panel(
    changes: Sequence[ObjectiveChange], words: DumbbellWords, scale: tuple[float, float]
) -> Spec:
    waves = [words.pre, words.then, words.now]
    marks, lines = [], []
    for row, one in enumerate(changes):
        known = [value for value in (one.pre, one.then, one.now) if value is not None]
        if known:
            lines.append({"row": row, "low": min(known), "high": max(known)})
        marks += [
            {"row": row, "value": value, "wave": wave}
            for wave, value in zip(waves, (one.pre, one.then, one.now), strict=True)
            if value is not None
        ]
    x = svg.number_axis(
        *scale, axis={"values": list(range(math.ceil(scale[0]), math.floor(scale[1]) + 1))}
    )
    x["axis"] |= {"title": words.rating, "format": "d"}
    y = svg.row_axis() | {"scale": {"domain": list(range(len(changes)))}}
    legend: Spec = {"legend": {"symbolStrokeWidth": 2.5}}
    return {
        "width": 300,
        "height": ROW * max(len(changes), 1),
        "layer": [
            svg.layer(
                {"type": "rule", "strokeWidth": 5, "color": LINE, "strokeCap": "round"},
                {"y": y, "x": x | {"field": "low"}, "x2": {"field": "high"}},
                data=svg.values(lines),
            ),
            svg.layer(
                {"type": "point", "size": 150, "strokeWidth": 2.5, "opacity": 1},
                {
                    "y": y,
                    "x": x | {"field": "value"},
                    "shape": svg.by_wave(waves, ["circle", "diamond", "square"]) | legend,
                    "stroke": svg.by_wave(waves, [QUIET, AMBER, LAKE]) | legend,
                    "fill": svg.by_wave(waves, ["white", "white", LAKE]) | legend,
                },
                data=svg.values(marks),
            ),
            svg.row_labels([one.label for one in changes]),
            svg.row_notes([one.note for one in changes], x={"value": 6}),
        ],
    }


def change_panel(
    changes: Sequence[ObjectiveChange],
    words: DumbbellWords,
    language: str,
    scale: tuple[float, float],
) -> Spec:
    low, high = change_bounds(changes, widest=scale[1] - scale[0])
    rows = [
        {"row": row, "change": one.change, "low": one.low, "high": one.high}
        for row, one in enumerate(changes)
        if one.change is not None
    ]
    ends = [row for row in rows if row["low"] is not None and row["high"] is not None]
    x = svg.number_axis(low, high, axis={"title": words.change, "values": svg.ticks(low, high)})
    x["axis"] |= {"labelExpr": "datum.value == 0 ? '0' : format(datum.value, '+d')"}
    y = svg.row_axis() | {"scale": {"domain": list(range(len(changes)))}}
    whisker = {"type": "rule", "strokeWidth": 2, "color": LAKE}
    cap = {"type": "tick", "thickness": 2, "size": 12, "color": LAKE}
    return {
        "width": 190,
        "height": ROW * max(len(changes), 1),
        "layer": [
            svg.zero_line(x, strokeDash=[3, 3]),
            svg.layer(
                whisker,
                {"y": y, "x": x | {"field": "low"}, "x2": {"field": "high"}},
                data=svg.values(ends),
            ),
            svg.layer(cap, {"y": y, "x": x | {"field": "low"}}, data=svg.values(ends)),
            svg.layer(cap, {"y": y, "x": x | {"field": "high"}}, data=svg.values(ends)),
            svg.layer(
                {"type": "point", "size": 90, "filled": True, "color": LAKE, "opacity": 1},
                {"y": y, "x": x | {"field": "change"}},
                data=svg.values(rows),
            ),
            svg.row_notes(
                [signed(one.change, language) for one in changes], x={"value": 202}, color=INK
            ),
        ],
    }


def change_bounds(changes: Sequence[ObjectiveChange], *, widest: float) -> tuple[int, int]:
    """Whole numbers around all changes and their intervals, with zero inside."""
    known = [end for one in changes for end in (one.low, one.change, one.high) if end is not None]
    limit = math.ceil(widest)
    low = max(math.floor(min([*known, 0])), -limit)
    high = min(math.ceil(max([*known, 0])), limit)
    return (low, high) if high - low >= 2 else (min(low, -1), max(high, 1))
