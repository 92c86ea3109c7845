"""Vega-Lite charts drawn on the server to SVG that may stand inside a page under a strict CSP.

The drawing is given a name for those who cannot see it; what the renderer adds for scripts is
taken out, and style attributes become plain ones. A process that has drawn a chart must not fork:
the renderer runs threads of its own.
"""

import re
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any
from xml.etree import ElementTree as ET

import vl_convert

from tourbook.documents import fonts

LAKE = "#0b3c5d"
WATER = "#1d6fa3"
INK = "#1a2530"
QUIET = "#4c5d6b"
LINE = "#b9cbd8"
AMBER = "#b35900"

SVG = "http://www.w3.org/2000/svg"
FONT = "Noto Sans, sans-serif"
TEXT_SIZE = 13
LINE_HEIGHT = 17
#: Letters on one line of a row's name.
LABEL_WIDTH = 32

#: What a drawing may consist of; the renderer makes nothing else for our charts.
ELEMENTS = frozenset({"svg", "g", "path", "line", "rect", "circle", "text", "tspan", "defs"})
CLIPPING = frozenset({"clipPath"})
SCRIPTED = ("aria-", "role", "class", "pointer-events", "version", "cursor")

Spec = dict[str, Any]

CONFIG: Spec = {
    "font": FONT,
    "background": "transparent",
    "view": {"stroke": None},
    "axis": {
        "labelFontSize": TEXT_SIZE,
        "titleFontSize": TEXT_SIZE,
        "titleFontWeight": "normal",
        "titleColor": QUIET,
        "labelColor": QUIET,
        "gridColor": "#dde6ec",
        "domain": False,
        "ticks": False,
        "grid": True,
        "labelFlush": False,
        "labelPadding": 6,
        "titlePadding": 10,
    },
    "legend": {
        "orient": "top",
        "direction": "horizontal",
        "title": None,
        "labelFontSize": TEXT_SIZE,
        "labelColor": INK,
        "labelLimit": 400,
        "symbolSize": 130,
        "columnPadding": 22,
        "offset": 14,
    },
    "text": {"fontSize": TEXT_SIZE, "color": INK, "limit": 0},
}


@lru_cache(maxsize=1)
def register_fonts() -> None:
    """Let the renderer measure texts in the font that pages and papers use."""
    vl_convert.register_font_directory(str(fonts.latin_folder()))


def draw(spec: Spec, *, name: str, title: str, description: str, language: str) -> str:
    """Draw the chart as one `<svg>` element; `name` makes its ids unique on the page."""
    register_fonts()
    drawn = vl_convert.vegalite_to_svg({**spec, "config": CONFIG})
    root = ET.fromstring(drawn)  # noqa: S314 - made by ourselves, not by a stranger
    ET.register_namespace("", SVG)
    clean(root)
    prefix_ids(root, prefix=name)
    named(root, name=name, title=title, description=description, language=language)
    return ET.tostring(root, encoding="unicode")


def clean(element: ET.Element) -> None:
    """Take out what is empty or only for scripts, and say styles as attributes."""
    for child in list(element):
        if local(child) not in ELEMENTS | CLIPPING:
            raise ValueError(f"A chart may not hold <{local(child)}>.")
        clean(child)
        if nothing_to_see(child):
            element.remove(child)
    for key, value in style_of(element):
        element.set(key, value)
    for key in list(element.attrib):
        if key == "style" or key.startswith(SCRIPTED):
            del element.attrib[key]


def local(element: ET.Element) -> str:
    return str(element.tag).removeprefix(f"{{{SVG}}}")


def nothing_to_see(element: ET.Element) -> bool:
    kind = local(element)
    if kind == "path":
        outline = element.get("d", "")
        return element.get("display") == "none" or outline in {"", "M0,0h0v0h0Z"}
    return kind == "g" and len(element) == 0


def style_of(element: ET.Element) -> Iterable[tuple[str, str]]:
    for rule in element.get("style", "").split(";"):
        key, colon, value = rule.partition(":")
        if colon:
            yield key.strip(), value.strip()


def prefix_ids(root: ET.Element, *, prefix: str) -> None:
    for element in root.iter():
        for key, value in element.attrib.items():
            if key == "id":
                element.set(key, f"{prefix}-{value}")
            else:
                element.set(key, re.sub(r"url\(#([^)]+)\)", rf"url(#{prefix}-\1)", value))


def named(root: ET.Element, *, name: str, title: str, description: str, language: str) -> None:
    root.set("role", "img")
    root.set("lang", language)
    root.set("aria-label", title)
    root.set("aria-describedby", f"{name}-description")
    about = ET.Element(f"{{{SVG}}}desc", {"id": f"{name}-description"})
    about.text = description
    heading = ET.Element(f"{{{SVG}}}title")
    heading.text = title
    root.insert(0, about)
    root.insert(0, heading)


def wrapped(text: str, width: int) -> list[str]:
    """Lines of a label that a chart writes under each other, three at most."""
    return textwrap.wrap(text, width, max_lines=3, placeholder=" …") or [""]


def layer(mark: Mapping[str, Any], encoding: Mapping[str, Any], **more: Any) -> Spec:
    return {"mark": dict(mark), "encoding": dict(encoding), **more}


def values(rows: Iterable[Mapping[str, Any]]) -> Spec:
    return {"values": [dict(row) for row in rows]}


def number_axis(low: float, high: float, **more: Any) -> Spec:
    """The encoding of a quantitative x from low to high."""
    return {"type": "quantitative", "scale": {"domain": [low, high], "nice": False}, **more}


def row_axis(field: str = "row") -> Spec:
    return {"field": field, "type": "ordinal", "axis": None, "sort": None}


def row_labels(labels: Iterable[str]) -> Spec:
    """The names of the rows, to the left of the plot; as data, so never read as a formula."""
    rows = [
        {"row": number, "lines": wrapped(label, LABEL_WIDTH)} for number, label in enumerate(labels)
    ]
    mark = {
        "type": "text",
        "align": "right",
        "baseline": "middle",
        "lineHeight": LINE_HEIGHT,
        "dy": {"expr": f"-(datum.lines.length - 1) * {LINE_HEIGHT / 2}"},
    }
    return layer(
        mark, {"y": row_axis(), "x": {"value": -14}, "text": {"field": "lines"}}, data=values(rows)
    )


def row_notes(notes: Iterable[str], *, x: Mapping[str, Any], color: str = QUIET) -> Spec:
    """Words beside the rows, such as counts."""
    rows = [{"row": number, "note": note} for number, note in enumerate(notes)]
    mark = {"type": "text", "align": "left", "baseline": "middle", "color": color}
    return layer(
        mark, {"y": row_axis(), "x": dict(x), "text": {"field": "note"}}, data=values(rows)
    )


def zero_line(x: Mapping[str, Any], **mark: Any) -> Spec:
    return layer(
        {"type": "rule", "color": QUIET, **mark}, {"x": {**x, "datum": 0}}, data=values([{}])
    )


def by_wave(domain: Sequence[str], range_: Sequence[str]) -> Spec:
    return {
        "field": "wave",
        "type": "nominal",
        "sort": None,
        "scale": {"domain": list(domain), "range": list(range_)},
    }


def ticks(low: int, high: int) -> list[int]:
    return list(range(low, high + 1))
