"""The checks told again, slowly and plainly: minute by minute where that is possible.

Written from the texts that the checks go by, not from the checks; it takes the same values and
shares no line with them. Each function answers with what it finds wrong, as a set of plain values.
"""

from tests.packages.oracle_meals import hungry, tired, twice_eaten
from tests.packages.oracle_people import (
    asked_late,
    climbed,
    closed_weekends,
    crowded,
    idle,
    no_time_to_answer,
    not_understood,
    refused,
    repeated,
    roomless,
)
from tests.packages.oracle_programme import parts
from tests.packages.oracle_ways import awake, hurried, legs, outside, overlapping

__all__ = [
    "asked_late",
    "awake",
    "climbed",
    "closed_weekends",
    "crowded",
    "hungry",
    "hurried",
    "idle",
    "legs",
    "no_time_to_answer",
    "not_understood",
    "outside",
    "overlapping",
    "parts",
    "refused",
    "repeated",
    "roomless",
    "tired",
    "twice_eaten",
]
