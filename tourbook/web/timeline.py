"""What the programme of a visit hands to its component: days and what happens on them."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Item:
    #: programme, transport, lodging, meal or side
    kind: str
    title: str
    #: Local times as shown, "09:00"; an item may have neither.
    starts: str = ""
    ends: str = ""
    place: str = ""
    text: str = ""
    note: str = ""
    url: str | None = None
    optional: bool = False


@dataclass(frozen=True)
class Day:
    title: str
    items: Sequence[Item]
    note: str = ""
