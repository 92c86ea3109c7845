"""The items of a draft. Every change is recorded, so that it can be undone."""

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.core.texts import Texts
from tourbook.directory.models import Place, TravelMode
from tourbook.hosts.models import Component, ComponentKind
from tourbook.packages.models import Day, Item, Version
from tourbook.packages.queries import edits
from tourbook.packages.rules import programme
from tourbook.packages.rules.drafting import rows
from tourbook.packages.rules.drafting.merging import NO_CHOICE, Choice, Merge
from tourbook.packages.services.history import Gone, change_row, hold, recording
from tourbook.packages.services.undoing import remove_row


@dataclass(frozen=True)
class ItemFace:
    """What a person says of an item."""

    title: Texts
    text: Texts
    kind: ComponentKind
    #: Minutes after the day's midnight.
    starts: int
    ends: int
    place: Place | None
    optional: bool
    track: str = ""
    #: The lineage of the item that this one stands in for.
    alternative_to: str = ""
    interpreters: Sequence[str] = ()
    pinned: bool = False
    arrive_by: TravelMode | None = None
    quantity: int | None = None

    def as_row(self) -> rows.Row:
        """By the names of the columns, as plain values."""
        return {
            "title": self.title.as_dict(),
            "text": self.text.as_dict(),
            "kind": self.kind.value,
            "starts_minute": self.starts,
            "ends_minute": self.ends,
            "place_id": self.place.id if self.place else None,
            "optional": self.optional,
            "track": self.track,
            "alternative_to": self.alternative_to,
            "interpreters": list(self.interpreters),
            "pinned": self.pinned,
            "arrive_by": self.arrive_by.value if self.arrive_by else None,
            "quantity": self.quantity,
        }


@dataclass(frozen=True)
class Placed:
    """An item as a proposal wants it: one that is there (`item_id`), a component or free text."""

    day_number: int
    #: Minutes after the day's midnight.
    starts: int
    ends: int
    component_id: int | None = None
    item_id: int | None = None
    #: Of free text; a component brings its own.
    title: Texts | None = None
    kind: ComponentKind = ComponentKind.SIDE
    place_id: int | None = None
    #: Of a new item: the objectives that it serves.
    codes: Collection[str] = ()


def add_item(
    day: Day,
    face: ItemFace,
    *,
    component: Component | None,
    at: datetime,
    actor: Actor,
) -> Item:
    """Put a component, or free text, on a day. A component decides of what kind the item is."""
    version = day.version
    check_offered(component)
    with recording(version, "item_add", subject=face.title, at=at, actor=actor):
        return laid(here(version, day), face.as_row(), component)


def check_offered(component: Component | None) -> None:
    if component is not None and component.retired_at is not None:
        raise Refused("The host no longer offers this component. Choose another.")


def here(version: Version, day: Day) -> Day:
    """The day, unless somebody has removed it."""
    if day not in version.days:
        raise Gone("This day is no longer part of the draft. Choose another.")
    return day


def laid(day: Day, row: Mapping[str, Any], component: Component | None) -> Item:
    """A new item on the day, in the session."""
    item = Item(component=component, lineage=secrets.token_hex(8))
    for field, value in row.items():
        setattr(item, field, rows.real("item", field, value))
    if component is not None:
        item.kind = component.kind
    programme.check_item_minutes(item.starts_minute, item.ends_minute)
    day.items.append(item)
    return item


def item_of(version: Version, item_id: int) -> Item | None:
    """The item of this key; None where the draft never had one. One that is gone is told of."""
    found = next((item for item in items_of(version) if item.id == item_id), None)
    if found is None:
        by = edits.last_by(version.id, "item", str(item_id), ())
        if by:
            raise Gone(
                "%(person)s has removed this item meanwhile. Undo that, or add it again.",
                person=by,
            )
    return found


def present(item: Item) -> Item:
    """The item, unless somebody has removed it; the draft is held."""
    if item_of(item.day.version, item.id) is None:
        raise Gone("This item is no longer part of the draft.")
    return item


def change_item(
    item: Item,
    new: ItemFace,
    *,
    day: Day,
    revision: int,
    at: datetime,
    actor: Actor,
    choice: Choice = NO_CHOICE,
) -> Merge:
    """Change an item, and move it if `day` is another day of the same version.

    `revision` is the item's, as the person has seen it; see `history.change_row`.
    """
    if day.version_id != item.day.version_id:
        raise Refused("The item can only move to a day of its own version.")
    wanted = new.as_row() | {"day_id": day.id}
    if item.component is not None:
        wanted["kind"] = item.component.kind.value
    return adjust_item(
        item, wanted, verb="item_change", revision=revision, at=at, actor=actor, choice=choice
    )


def adjust_item(
    item: Item,
    wanted: Mapping[str, Any],
    *,
    verb: str,
    revision: int,
    at: datetime,
    actor: Actor,
    choice: Choice = NO_CHOICE,
) -> Merge:
    """Give some fields of an item (plain values, by column) new values."""
    version = item.day.version
    with recording(version, verb, subject=item.title, at=at, actor=actor):
        merge = change_row(version, "item", present(item), wanted, seen=revision, choice=choice)
        programme.check_item_minutes(item.starts_minute, item.ends_minute)
    return merge


def copy_item(item: Item, *, day: Day, starts: int, at: datetime, actor: Actor) -> Item:
    """The same once more, on this day at this minute; it is a stop of its own."""
    version = item.day.version
    with recording(version, "item_copy", subject=item.title, at=at, actor=actor):
        row = rows.row_of("item", present(item))
        length = item.ends_minute - item.starts_minute
        own = {"day_id", "component_id", "lineage", rows.REVISION}
        row = {name: value for name, value in row.items() if name not in own}
        row |= {"starts_minute": starts, "ends_minute": starts + length, "pinned": False}
        return laid(here(version, day), row, item.component)


def remove_item(item: Item, *, revision: int, at: datetime, actor: Actor) -> None:
    """Take an item out. One that somebody has changed since is looked at first."""
    version = item.day.version
    with recording(version, "item_remove", subject=item.title, at=at, actor=actor):
        if present(item).revision != revision:
            raise Refused(
                "%(person)s changed this item after you opened the page, so it is not removed."
                " Look at it as it is now.",
                person=edits.last_by(version.id, "item", str(item.id), ()),
            )
        for other in items_of(version):
            if other.alternative_to == item.lineage:
                other.alternative_to = ""
        remove_row(version, item)


def items_of(version: Version) -> list[Item]:
    return [item for day in version.days for item in day.items]


def apply_programme(
    version: Version,
    placed: Sequence[Placed],
    *,
    remove: Collection[int],
    revision: int,
    label: Texts,
    at: datetime,
    actor: Actor,
) -> None:
    """Lay a whole programme in one edit: items that move, new ones, and those that go.

    `revision` is the draft's from which the programme was made, `label` names it in the history.
    """
    held = hold(version.id)
    if held is None or held.revision != revision:
        raise Refused(
            "This draft was changed after the programme was proposed, so nothing was saved."
            " Ask for a new proposal."
        )
    components = components_of(placed)
    with recording(version, "programme", subject=label, at=at, actor=actor):
        days = {day.number: day for day in version.days}
        items = {item.id: item for item in items_of(version)}
        for item_id in remove:
            remove_row(version, items.pop(item_id, None))
        for one in placed:
            place(one, days, items, components)


def components_of(placed: Sequence[Placed]) -> dict[int, Component]:
    wanted = {one.component_id for one in placed if one.component_id is not None}
    found = db.session.scalars(sa.select(Component).where(Component.id.in_(wanted))).unique()
    return {component.id: component for component in found}


def place(
    one: Placed,
    days: Mapping[int, Day],
    items: Mapping[int, Item],
    components: Mapping[int, Component],
) -> None:
    programme.check_item_minutes(one.starts, one.ends)
    day = days.get(one.day_number)
    if day is None:
        raise Refused("The draft has no day %(number)d.", number=one.day_number)
    if one.item_id is not None:
        item = items.get(one.item_id)
        if item is None:
            raise Refused("An item of the programme is no longer part of the draft.")
        item.day, item.day_id = day, day.id
        item.starts_minute, item.ends_minute = one.starts, one.ends
        return
    component = components.get(one.component_id) if one.component_id is not None else None
    if one.component_id is not None and component is None:
        raise Refused("A component of the programme is no longer in the library.")
    check_offered(component)
    item = laid(day, face_of(one, component).as_row(), component)
    for objective in day.version.objectives:
        if objective.code in one.codes:
            objective.items.append(item)


def face_of(one: Placed, component: Component | None) -> ItemFace:
    if component is not None:
        return offered_face(component, one.starts, one.ends)
    place = db.session.get(Place, one.place_id) if one.place_id is not None else None
    return ItemFace(one.title or Texts(), Texts(), one.kind, one.starts, one.ends, place, False)


def offered_face(component: Component, starts: int, ends: int) -> ItemFace:
    """An item as its component is offered."""
    return ItemFace(
        title=component.name,
        text=component.summary,
        kind=component.kind,
        starts=starts,
        ends=ends,
        place=component.place,
        optional=False,
    )
