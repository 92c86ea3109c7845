"""What changed from one version to another. Items are followed by their lineage."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from tourbook.packages.models import Day, Item, Objective, Version


class Change(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    CHANGED = "changed"


@dataclass(frozen=True)
class ItemChange:
    change: Change
    before: tuple[Day, Item] | None
    after: tuple[Day, Item] | None


@dataclass(frozen=True)
class ObjectiveChange:
    change: Change
    before: Objective | None
    after: Objective | None


@dataclass(frozen=True)
class DayChange:
    change: Change
    before: Day | None
    after: Day | None


@dataclass(frozen=True)
class PriceChange:
    """The price per person at a group size where either version starts a new price."""

    pax: int
    before: int | None
    after: int | None


@dataclass(frozen=True)
class Comparison:
    days: Sequence[DayChange]
    items: Sequence[ItemChange]
    objectives: Sequence[ObjectiveChange]
    prices: Sequence[PriceChange]
    party_changed: bool
    included_changed: bool

    @property
    def is_same(self) -> bool:
        changes = (self.days, self.items, self.objectives, self.prices)
        return not (any(changes) or self.party_changed or self.included_changed)


def compare(old: Version, new: Version) -> Comparison:
    return Comparison(
        days=days(old, new),
        items=items(old, new),
        objectives=objectives(old, new),
        prices=prices(old, new),
        party_changed=(old.party_min, old.party_max) != (new.party_min, new.party_max),
        included_changed=(old.included, old.not_included) != (new.included, new.not_included),
    )


def kind_of_change(before: object | None, after: object | None, *, same: bool) -> Change | None:
    if before is None:
        return Change.ADDED
    if after is None:
        return Change.REMOVED
    return None if same else Change.CHANGED


def days(old: Version, new: Version) -> list[DayChange]:
    before = {day.number: day for day in old.days}
    after = {day.number: day for day in new.days}
    found = []
    for number in sorted(before.keys() | after.keys()):
        was, now = before.get(number), after.get(number)
        same = was is not None and now is not None and day_face(was) == day_face(now)
        change = kind_of_change(was, now, same=same)
        if change is not None:
            found.append(DayChange(change, was, now))
    return found


def day_face(day: Day) -> tuple[object, ...]:
    return (day.title, day.starts_minute, day.ends_minute)


def placed(version: Version) -> dict[str, tuple[Day, Item]]:
    return {item.lineage: (day, item) for day in version.days for item in day.items}


def items(old: Version, new: Version) -> list[ItemChange]:
    before, after = placed(old), placed(new)
    lineages = [*after, *(lineage for lineage in before if lineage not in after)]
    found = [
        ItemChange(change, before.get(lineage), after.get(lineage))
        for lineage in lineages
        if (change := item_change(before.get(lineage), after.get(lineage))) is not None
    ]
    return sorted(found, key=when)


def item_change(was: tuple[Day, Item] | None, now: tuple[Day, Item] | None) -> Change | None:
    if was is None or now is None:
        return kind_of_change(was, now, same=False)
    if item_face(was[1]) != item_face(now[1]):
        return Change.CHANGED
    return Change.MOVED if place_in_time(*was) != place_in_time(*now) else None


def item_face(item: Item) -> tuple[object, ...]:
    """What a participant would notice, times aside."""
    return (
        item.kind,
        item.title,
        item.text,
        item.component_id,
        item.place_id,
        item.optional,
        item.ends_minute - item.starts_minute,
    )


def place_in_time(day: Day, item: Item) -> tuple[int, int, int]:
    return (day.number, item.starts_minute, item.ends_minute)


def when(change: ItemChange) -> tuple[int, int, int, str]:
    day, item = change.after or change.before or (None, None)
    if day is None or item is None:
        raise ValueError("A change of nothing.")
    return (*place_in_time(day, item), item.lineage)


def objectives(old: Version, new: Version) -> list[ObjectiveChange]:
    before = {objective.code: objective for objective in old.objectives}
    after = {objective.code: objective for objective in new.objectives}
    codes = [*after, *(code for code in before if code not in after)]
    found = []
    for code in codes:
        was, now = before.get(code), after.get(code)
        same = was is not None and now is not None and objective_face(was) == objective_face(now)
        change = kind_of_change(was, now, same=same)
        if change is not None:
            found.append(ObjectiveChange(change, was, now))
    return found


def objective_face(objective: Objective) -> tuple[object, ...]:
    return (objective.text, frozenset(item.lineage for item in objective.items))


def prices(old: Version, new: Version) -> list[PriceChange]:
    before, after = price_steps(old), price_steps(new)
    sizes = sorted(before.keys() | after.keys())
    found = [PriceChange(size, at(before, size), at(after, size)) for size in sizes]
    return [change for change in found if change.before != change.after]


def price_steps(version: Version) -> dict[int, int | None]:
    """The price from each size on where it changes; None where prices stop."""
    steps: dict[int, int | None] = {}
    for tier in sorted(version.tiers, key=lambda tier: tier.pax_from):
        steps[tier.pax_from] = tier.person_cents
        steps.setdefault(tier.pax_to + 1, None)
    return steps


def at(steps: dict[int, int | None], size: int) -> int | None:
    reached = [step for step in steps if step <= size]
    return steps[max(reached)] if reached else None
