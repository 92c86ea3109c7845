"""Which stop serves which learning objective: gaps, idle stops, and the words of the scale."""

from collections.abc import Sequence
from dataclasses import dataclass

from tourbook.core.refused import Refused
from tourbook.core.texts import Texts
from tourbook.hosts.models import ComponentKind
from tourbook.packages.models import Day, Item, Objective, Version

#: Kinds at which somebody learns something; a ticked item of another kind is shown too.
TEACHING = frozenset({ComponentKind.PROGRAMME, ComponentKind.SIDE, ComponentKind.MEAL})

Anchors = tuple[Texts, Texts, Texts]


@dataclass(frozen=True)
class Row:
    """An item of the matrix and the objectives that it serves, by their keys."""

    item: Item
    serves: frozenset[int]
    #: A visit that serves nothing.
    idle: bool


@dataclass(frozen=True)
class Coverage:
    """The matrix by days, and what is missing from it."""

    days: Sequence[tuple[Day, Sequence[Row]]]
    #: Objectives that no item serves, and those that only items serve which people may skip.
    gaps: Sequence[Objective]
    loose: Sequence[Objective]

    @property
    def idle(self) -> list[Item]:
        return [row.item for _day, rows in self.days for row in rows if row.idle]

    @property
    def pairs(self) -> set[tuple[int, int]]:
        """What is ticked in the matrix, as keys of objective and item."""
        rows = [row for _day, rows in self.days for row in rows]
        return {(objective, row.item.id) for row in rows for objective in row.serves}


def coverage(version: Version) -> Coverage:
    serves: dict[int, set[int]] = {}
    for objective in version.objectives:
        for item in objective.items:
            serves.setdefault(item.id, set()).add(objective.id)
    rows = [(day, [row_of(item, serves) for item in shown(day, serves)]) for day in version.days]
    return Coverage(
        days=[(day, found) for day, found in rows if found],
        gaps=[each for each in version.objectives if not each.items],
        loose=[
            each for each in version.objectives if each.items and not any(map(main, each.items))
        ],
    )


def shown(day: Day, serves: dict[int, set[int]]) -> list[Item]:
    return [item for item in day.items if item.kind in TEACHING or item.id in serves]


def row_of(item: Item, serves: dict[int, set[int]]) -> Row:
    found = frozenset(serves.get(item.id, ()))
    return Row(item, found, idle=not found and is_visit(item))


def is_visit(item: Item) -> bool:
    """What a host shows, and what takes place: the hour of our own feedback need serve nothing."""
    hosted = item.component is not None or item.component_id is not None
    return item.kind is ComponentKind.PROGRAMME and hosted and not item.alternative_to


def main(item: Item) -> bool:
    """Whether everybody attends it."""
    return not item.optional and not item.alternative_to


def check_anchors(anchors: Anchors) -> None:
    """Refuse a scale of which only a part is described."""
    if any(anchors) and not all(anchors):
        raise Refused(
            "Write what 1, 3 and 5 mean, all three, or leave all three empty: then the usual"
            " words are used."
        )


def anchors_of(objective: Objective) -> Anchors:
    return (objective.anchor_low, objective.anchor_middle, objective.anchor_high)
