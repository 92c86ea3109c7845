"""The figures of reports: pictures from numbers, each with a table that says the same.

Words come in translated; numbers are written as the reader's language writes them. Meaning is
never told by colour alone: marks differ in shape, segments carry their counts.
"""

from tourbook.documents.charts.counts import Bar, BarWords, RecommendWords, bars, recommend_dots
from tourbook.documents.charts.dumbbells import DumbbellWords, ObjectiveChange, dumbbell
from tourbook.documents.charts.figure import Figure, interval, number, signed
from tourbook.documents.charts.likerts import LikertRow, LikertWords, likert

__all__ = [
    "Bar",
    "BarWords",
    "DumbbellWords",
    "Figure",
    "LikertRow",
    "LikertWords",
    "ObjectiveChange",
    "RecommendWords",
    "bars",
    "dumbbell",
    "interval",
    "likert",
    "number",
    "recommend_dots",
    "signed",
]
