"""How a day is drawn on a time scale: side by side what runs at once, and the time that is free.

Minutes are those of the day, as everywhere. Nothing here knows of the page.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

#: The scale's finest mark, in minutes.
STEP = 5
#: A gap that is shorter than this is not worth a word.
LEAST_FREE = 15


@dataclass(frozen=True, slots=True)
class Span:
    """Something that takes time. `track` keeps the parts of a split group in their order."""

    starts: int
    ends: int
    track: str = ""


@dataclass(frozen=True, slots=True)
class Lane:
    """The column in which something is drawn: `number` of `count`, from 1."""

    number: int
    count: int


def lanes(spans: Sequence[Span]) -> list[Lane]:
    """A lane for each span; spans of one lane do not overlap, and there are no more than needed."""
    order = sorted(
        range(len(spans)), key=lambda n: (spans[n].starts, spans[n].track, spans[n].ends)
    )
    found: dict[int, Lane] = {}
    cluster: list[int] = []
    until = -1
    for n in order:
        if spans[n].starts >= until:
            found |= settled(spans, cluster)
            cluster = []
        cluster.append(n)
        until = max(until, spans[n].ends)
    found |= settled(spans, cluster)
    return [found[n] for n in range(len(spans))]


def settled(spans: Sequence[Span], cluster: Iterable[int]) -> dict[int, Lane]:
    """Lanes of spans that hang together: each takes the first that is free."""
    ends: list[int] = []
    taken: dict[int, int] = {}
    for n in cluster:
        free = next((k for k, end in enumerate(ends) if end <= spans[n].starts), len(ends))
        if free == len(ends):
            ends.append(0)
        ends[free] = spans[n].ends
        taken[n] = free + 1
    return {n: Lane(number, len(ends)) for n, number in taken.items()}


def free(spans: Iterable[Span], starts: int, ends: int) -> list[Span]:
    """The times between two minutes in which nothing is, if they are long enough."""
    gaps, at = [], starts
    for span in sorted(spans, key=lambda span: span.starts):
        if span.starts - at >= LEAST_FREE:
            gaps.append(Span(at, min(span.starts, ends)))
        at = max(at, span.ends)
    if ends - at >= LEAST_FREE:
        gaps.append(Span(at, ends))
    return [gap for gap in gaps if gap.ends - gap.starts >= LEAST_FREE]


def whole_hours(spans: Iterable[Span]) -> tuple[int, int]:
    """The first hour and the hour after the last that all of this touches."""
    every = list(spans)
    first = min((span.starts for span in every), default=8 * 60) // 60
    last = -(-max((span.ends for span in every), default=20 * 60) // 60)
    return first, max(last, first + 1)
