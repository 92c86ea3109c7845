"""A route on paper: stops with coordinates become points of a drawing."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians

WIDTH = 640
MARGIN = 60
SMALLEST, TALLEST = 220, 460
#: Stops nearer than this are drawn apart, so that both numbers can be read.
APART = 34
#: About how wide a letter of a label is.
LETTER = 9

Stop = tuple[str, float, float]


@dataclass(frozen=True)
class Point:
    number: int
    label: str
    x: int
    y: int
    label_x: int
    anchor: str


@dataclass(frozen=True)
class Drawing:
    width: int
    height: int
    points: Sequence[Point]

    @property
    def line(self) -> str:
        return " ".join(f"{point.x},{point.y}" for point in self.points)


def layout(stops: Sequence[Stop]) -> Drawing:
    """Place the stops in the order of travel; north is up and distances keep their proportion."""
    if not stops:
        return Drawing(WIDTH, SMALLEST, ())
    narrow = cos(radians(sum(stop[2] for stop in stops) / len(stops)))
    across = [stop[1] * narrow for stop in stops]
    up = [stop[2] for stop in stops]
    wide, high = max(across) - min(across), max(up) - min(up)
    room = WIDTH - 2 * MARGIN
    scale = min(room / wide if wide else 1e9, (TALLEST - 2 * MARGIN) / high if high else 1e9)
    scale = 0 if scale == 1e9 else scale
    height = max(SMALLEST, round(high * scale) + 2 * MARGIN)
    left = (WIDTH - wide * scale) / 2
    top = (height - high * scale) / 2
    placed: list[Point] = []
    for number, stop in enumerate(stops, 1):
        x = round(left + (across[number - 1] - min(across)) * scale)
        y = round(top + (max(up) - up[number - 1]) * scale)
        placed.append(beside(number, stop[0], x, y, placed))
    return Drawing(WIDTH, max(height, *(p.y + MARGIN for p in placed)), placed)


def beside(number: int, label: str, x: int, y: int, placed: Sequence[Point]) -> Point:
    """The point, moved down until its mark covers no other, its label on the roomier side."""
    while any(abs(p.x - x) < APART and abs(p.y - y) < APART for p in placed):
        y += APART
    right = x + 20 + len(label) * LETTER < WIDTH
    return Point(number, label, x, y, x + 20 if right else x - 20, "start" if right else "end")
