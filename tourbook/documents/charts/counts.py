"""Plain bars with counts, and one dot for each answer from 0 to 10."""

from collections.abc import Sequence
from dataclasses import dataclass

from tourbook.documents.charts import svg
from tourbook.documents.charts.figure import Figure, number
from tourbook.documents.charts.svg import AMBER, LAKE, LINE, QUIET, WATER, Spec

ROW = 46


@dataclass(frozen=True)
class Bar:
    """One bar; `note` stands at its end, such as "4.3, 11 answers", or tells why it is hidden."""

    label: str
    value: float | None
    note: str


@dataclass(frozen=True)
class BarWords:
    item: str
    value: str
    note: str


@dataclass(frozen=True)
class RecommendWords:
    score: str
    people: str
    promoters: str
    passives: str
    detractors: str


def bars(
    name: str,
    items: Sequence[Bar],
    *,
    title: str,
    description: str,
    words: BarWords,
    language: str,
    scale: tuple[float, float] = (0, 5),
) -> Figure:
    """One bar for each item with its note at the end; a hidden one has the note alone."""
    known = [{"row": row, "value": one.value} for row, one in enumerate(items)]
    notes = [
        {"row": row, "value": scale[0] if one.value is None else one.value, "note": one.note}
        for row, one in enumerate(items)
    ]
    x = svg.number_axis(*scale, axis={"title": words.value, "tickCount": 5, "grid": False})
    y = svg.row_axis() | {"scale": {"domain": list(range(len(items))), "paddingInner": 0.4}}
    spec: Spec = {
        "width": 360,
        "height": ROW * max(len(items), 1),
        "layer": [
            svg.layer(
                {"type": "bar", "color": WATER},
                {"y": y, "x": x | {"field": "value"}, "x2": {"datum": scale[0]}},
                data=svg.values(row for row in known if row["value"] is not None),
            ),
            svg.layer(
                {"type": "text", "align": "left", "baseline": "middle", "dx": 8},
                {"y": y, "x": x | {"field": "value"}, "text": {"field": "note"}},
                data=svg.values(notes),
            ),
            svg.row_labels([one.label for one in items]),
        ],
    }
    return Figure(
        svg.draw(spec, name=name, title=title, description=description, language=language),
        title,
        description,
        (words.item, words.value, words.note),
        tuple((one.label, number(one.value, language), one.note) for one in items),
    )


def recommend_dots(
    name: str,
    counts: Sequence[int],
    *,
    title: str,
    description: str,
    words: RecommendWords,
    language: str,
) -> Figure:
    """One dot for each answer from 0 to 10; `counts` has eleven numbers."""
    groups = [words.detractors] * 7 + [words.passives] * 2 + [words.promoters] * 2
    totals = {
        group: sum(count for count, own in zip(counts, groups, strict=True) if own == group)
        for group in (words.detractors, words.passives, words.promoters)
    }
    legend = {group: f"{group}: {total}" for group, total in totals.items()}
    dots = [
        {"score": score, "level": level, "wave": legend[groups[score]]}
        for score, count in enumerate(counts)
        for level in range(1, count + 1)
    ]
    highest = max([*counts, 4])
    step = min(20, 240 // highest)
    x = svg.number_axis(-0.5, 10.5, axis={"title": words.score, "values": svg.ticks(0, 10)})
    x["axis"] |= {"format": "d", "grid": False}
    waves = list(legend.values())
    spec: Spec = {
        "width": 460,
        "height": step * highest,
        "layer": [
            svg.layer(
                {"type": "point", "size": (step * 0.62) ** 2, "opacity": 1},
                {
                    "x": x | {"field": "score"},
                    "y": svg.number_axis(0.3, highest + 0.5, field="level", axis=None),
                    "shape": svg.by_wave(waves, ["diamond", "circle", "square"]),
                    "stroke": svg.by_wave(waves, [AMBER, QUIET, LAKE]),
                    "fill": svg.by_wave(waves, ["white", LINE, LAKE]),
                },
                data=svg.values(dots),
            ),
            svg.layer(
                {"type": "rule", "color": QUIET},
                {"y": {"value": step * highest}},
                data=svg.values([{}]),
            ),
        ],
    }
    return Figure(
        svg.draw(spec, name=name, title=title, description=description, language=language),
        title,
        description,
        (words.score, words.people),
        tuple((str(score), str(count)) for score, count in enumerate(counts)),
    )
