"""What changed from one version to another. Items are followed by their lineage."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from tourbook.hosts.models import LeadKind
from tourbook.packages.models import Acceptance, Day, Item, Objective, PackageLead, Version
from tourbook.packages.rules.drafting import rows

#: Of an item what is compared elsewhere, and what only says how it is worked on.
_NOT_OF_ITEMS = frozenset(
    {rows.REVISION, "day_id", "lineage", "starts_minute", "ends_minute", "pinned"}
)
#: Of a version what is told in its own words.
_NOT_OF_SETTINGS = frozenset({"party_min", "party_max", "included", "not_included", "note"})
_NOT_OF_OBJECTIVES = frozenset({rows.REVISION, "code", "position"})
#: Not columns: how long an item lasts, and which items serve an objective.
LENGTH, SERVED_BY = "length", "items"


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
    #: Which columns differ, times aside; `length` for how long it lasts.
    fields: tuple[str, ...] = ()


@dataclass(frozen=True)
class ObjectiveChange:
    change: Change
    before: Objective | None
    after: Objective | None
    #: Which columns differ; `items` for the items that serve it.
    fields: tuple[str, ...] = ()


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
class SettingChange:
    """A column of the version, its values as JSON holds them."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True)
class AcceptanceChange:
    """A problem that was accepted in one of them only, or for another reason."""

    change: Change
    before: Acceptance | None
    after: Acceptance | None

    @property
    def problem(self) -> str:
        """The key of the problem."""
        accepted = self.after or self.before
        return accepted.problem if accepted else ""


@dataclass(frozen=True)
class LeadChange:
    """How early the package itself wants something, in the older version and in the newer."""

    what: LeadKind
    before: PackageLead | None
    after: PackageLead | None


@dataclass(frozen=True)
class CostChange:
    """What a group of a size costs and is sold for by the costings that were kept, in cents."""

    paying: int
    free: int
    before: Mapping[str, int] | None
    after: Mapping[str, int] | None


@dataclass(frozen=True)
class Comparison:
    days: Sequence[DayChange]
    items: Sequence[ItemChange]
    objectives: Sequence[ObjectiveChange]
    prices: Sequence[PriceChange]
    settings: Sequence[SettingChange]
    leads: Sequence[LeadChange]
    acceptances: Sequence[AcceptanceChange]
    costs: Sequence[CostChange]
    party_changed: bool
    included_changed: bool

    @property
    def is_same(self) -> bool:
        changes = (
            self.days,
            self.items,
            self.objectives,
            self.prices,
            self.settings,
            self.leads,
            self.acceptances,
            self.costs,
        )
        return not (any(changes) or self.party_changed or self.included_changed)


def compare(old: Version, new: Version) -> Comparison:
    return Comparison(
        days=days(old, new),
        items=items(old, new),
        objectives=objectives(old, new),
        prices=prices(old, new),
        settings=settings(old, new),
        leads=leads(old, new),
        acceptances=acceptances(old, new),
        costs=costs(old, new),
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
    found = [item_change(before.get(lineage), after.get(lineage)) for lineage in lineages]
    return sorted((change for change in found if change is not None), key=when)


def item_change(was: tuple[Day, Item] | None, now: tuple[Day, Item] | None) -> ItemChange | None:
    if was is None or now is None:
        change = kind_of_change(was, now, same=False)
        return None if change is None else ItemChange(change, was, now)
    fields = differing(item_face(was[1]), item_face(now[1]))
    if fields:
        return ItemChange(Change.CHANGED, was, now, fields)
    moved = place_in_time(*was) != place_in_time(*now)
    return ItemChange(Change.MOVED, was, now) if moved else None


def item_face(item: Item) -> dict[str, Any]:
    """What an item says, times aside."""
    length = {LENGTH: item.ends_minute - item.starts_minute}
    return said("item", item, _NOT_OF_ITEMS) | length


def said(table: str, row: Any, left_out: frozenset[str]) -> dict[str, Any]:
    """The columns of a row as plain values; one that says nothing is None, however it is kept."""
    values = {name: rows.plain(getattr(row, name)) for name in rows.FIELDS[table]}
    return {name: value or None for name, value in values.items() if name not in left_out}


def differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(name for name in before if before[name] != after[name])


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
    found = [objective_change(before.get(code), after.get(code)) for code in codes]
    return [change for change in found if change is not None]


def objective_change(was: Objective | None, now: Objective | None) -> ObjectiveChange | None:
    if was is None or now is None:
        change = kind_of_change(was, now, same=False)
        return None if change is None else ObjectiveChange(change, was, now)
    fields = differing(objective_face(was), objective_face(now))
    return ObjectiveChange(Change.CHANGED, was, now, fields) if fields else None


def objective_face(objective: Objective) -> dict[str, Any]:
    """What an objective says, its scale, and the stops that serve it."""
    served = {SERVED_BY: frozenset(item.lineage for item in objective.items)}
    return said("objective", objective, _NOT_OF_OBJECTIVES) | served


def settings(old: Version, new: Version) -> list[SettingChange]:
    before = said("version", old, _NOT_OF_SETTINGS)
    after = said("version", new, _NOT_OF_SETTINGS)
    return [SettingChange(name, before[name], after[name]) for name in differing(before, after)]


def leads(old: Version, new: Version) -> list[LeadChange]:
    before = {each.what: each for each in old.leads}
    after = {each.what: each for each in new.leads}
    found = [LeadChange(what, before.get(what), after.get(what)) for what in LeadKind]
    return [change for change in found if lead_face(change.before) != lead_face(change.after)]


def lead_face(lead: PackageLead | None) -> Mapping[str, Any] | None:
    return None if lead is None else said("lead", lead, frozenset())


def acceptances(old: Version, new: Version) -> list[AcceptanceChange]:
    before = {each.problem: each for each in old.acceptances}
    after = {each.problem: each for each in new.acceptances}
    found = []
    for problem in sorted(before.keys() | after.keys()):
        was, now = before.get(problem), after.get(problem)
        same = was is not None and now is not None and was.reason == now.reason
        change = kind_of_change(was, now, same=same)
        if change is not None:
            found.append(AcceptanceChange(change, was, now))
    return found


def costs(old: Version, new: Version) -> list[CostChange]:
    """By group size, where a costing was kept with both versions; a draft has none yet."""
    if old.costing is None or new.costing is None:
        return []
    before, after = costed(old), costed(new)
    found = [
        CostChange(*size, before.get(size), after.get(size))
        for size in sorted(before.keys() | after.keys())
    ]
    return [change for change in found if change.before != change.after]


def costed(version: Version) -> dict[tuple[int, int], dict[str, int]]:
    """Cost and price per guest by paying guests and free places."""
    sizes = (version.costing or {}).get("sizes", [])
    return {
        (size["paying"], size["free"]): {"cost": size["cost"], "price": size["price"]}
        for size in sizes
    }


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
