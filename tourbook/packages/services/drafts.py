"""The parts of a draft. Each change says which revision of the draft it was made from."""

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from tourbook.core import audit
from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.core.texts import Texts
from tourbook.directory.models import Place
from tourbook.hosts.models import Component, ComponentKind
from tourbook.packages import queries
from tourbook.packages.models import Day, Item, Objective, PriceTier, Version
from tourbook.packages.rules import pricing, programme
from tourbook.packages.services.revision import claim


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


def note(
    verb: str,
    version: Version,
    *,
    at: datetime,
    actor: Actor,
    before: dict[str, object] | None = None,
    after: dict[str, object] | None = None,
) -> None:
    audit.record(f"packages.{verb}", version, at=at, actor=actor, before=before, after=after)


def face(item: Item) -> dict[str, object]:
    return {
        "item": item.id,
        "title": item.title.en,
        "day": item.day.number,
        "starts": programme.shown(item.starts_minute),
        "ends": programme.shown(item.ends_minute),
        "optional": item.optional,
    }


def add_item(
    day: Day,
    face_of_item: ItemFace,
    *,
    component: Component | None,
    revision: int,
    at: datetime,
    actor: Actor,
) -> Item:
    """Put a component, or free text, on a day. A component decides of what kind the item is."""
    claim(day.version, revision)
    if component is not None and component.retired_at is not None:
        raise Refused("The host no longer offers this component. Choose another.")
    item = Item(component=component, lineage=secrets.token_hex(8), day=day)
    wear(item, face_of_item)
    db.session.add(item)
    db.session.flush()
    note("item_add", day.version, at=at, actor=actor, after=face(item))
    return item


def wear(item: Item, new: ItemFace) -> None:
    item.title = new.title
    item.text = new.text
    item.kind = new.kind if item.component is None else item.component.kind
    item.starts_minute = new.starts
    item.ends_minute = new.ends
    item.place = new.place
    item.optional = new.optional


def change_item(
    item: Item, new: ItemFace, *, day: Day, revision: int, at: datetime, actor: Actor
) -> None:
    """Change an item, and move it if `day` is another day of the same version."""
    if day.version_id != item.day.version_id:
        raise Refused("The item can only move to a day of its own version.")
    version = day.version
    claim(version, revision)
    before = face(item)
    item.day = day
    wear(item, new)
    db.session.flush()
    note("item_change", version, at=at, actor=actor, before=before, after=face(item))


def remove_item(item: Item, *, revision: int, at: datetime, actor: Actor) -> None:
    version = item.day.version
    claim(version, revision)
    note("item_remove", version, at=at, actor=actor, before=face(item))
    db.session.delete(item)
    db.session.flush()


def add_day(version: Version, *, revision: int, at: datetime, actor: Actor) -> Day:
    """A new day after the last."""
    programme.check_days(len(version.days) + 1)
    claim(version, revision)
    day = Day(number=len(version.days) + 1, title=Texts())
    version.days.append(day)
    db.session.flush()
    note("day_add", version, at=at, actor=actor, after={"day": day.number})
    return day


def change_day(
    day: Day,
    *,
    title: Texts,
    hours: tuple[int, int],
    revision: int,
    at: datetime,
    actor: Actor,
) -> None:
    claim(day.version, revision)
    before = day_face(day)
    day.title = title
    day.starts_minute, day.ends_minute = hours
    db.session.flush()
    note("day_change", day.version, at=at, actor=actor, before=before, after=day_face(day))


def day_face(day: Day) -> dict[str, object]:
    return {
        "day": day.number,
        "title": day.title.en,
        "hours": f"{programme.shown(day.starts_minute)}-{programme.shown(day.ends_minute)}",
    }


def remove_day(day: Day, *, revision: int, at: datetime, actor: Actor) -> None:
    """Take out a day with all its items; the days after it come one earlier."""
    version = day.version
    programme.check_days(len(version.days) - 1)
    claim(version, revision)
    note("day_remove", version, at=at, actor=actor, before=day_face(day))
    version.days.remove(day)
    db.session.flush()
    for number, later in enumerate(version.days, 1):
        if later.number != number:
            later.number = number
            db.session.flush()


def add_objective(
    version: Version, *, text: Texts, revision: int, at: datetime, actor: Actor
) -> Objective:
    """A new objective, with a code that no version of this package has used."""
    claim(version, revision)
    objective = Objective(
        code=programme.next_code(queries.codes_of(version.package_id)),
        position=max((each.position for each in version.objectives), default=0) + 1,
        text=text,
    )
    version.objectives.append(objective)
    db.session.flush()
    note("objective_add", version, at=at, actor=actor, after=objective_face(objective))
    return objective


def objective_face(objective: Objective) -> dict[str, object]:
    return {"code": objective.code, "text": objective.text.en}


def change_objective(
    objective: Objective, *, text: Texts, revision: int, at: datetime, actor: Actor
) -> None:
    claim(objective.version, revision)
    before = objective_face(objective)
    objective.text = text
    db.session.flush()
    after = objective_face(objective)
    note("objective_change", objective.version, at=at, actor=actor, before=before, after=after)


def remove_objective(objective: Objective, *, revision: int, at: datetime, actor: Actor) -> None:
    version = objective.version
    claim(version, revision)
    note("objective_remove", version, at=at, actor=actor, before=objective_face(objective))
    objective.items = []
    version.objectives.remove(objective)
    db.session.flush()


def cover(
    version: Version,
    pairs: Collection[tuple[int, int]],
    *,
    revision: int,
    at: datetime,
    actor: Actor,
) -> None:
    """Say which items serve which objective, all at once: pairs of objective and item keys."""
    claim(version, revision)
    items = {item.id: item for day in version.days for item in day.items}
    for objective in version.objectives:
        objective.items = [
            items[item_id]
            for objective_id, item_id in sorted(pairs)
            if objective_id == objective.id and item_id in items
        ]
    db.session.flush()
    after: dict[str, object] = {
        objective.code: ", ".join(item.title.en for item in objective.items)
        for objective in version.objectives
    }
    note("coverage", version, at=at, actor=actor, after=after)


def price(
    version: Version,
    rows: Sequence[tuple[int, int, int]],
    *,
    revision: int,
    at: datetime,
    actor: Actor,
) -> None:
    """Set all price rows at once: smallest group, largest group, cents per person."""
    pricing.check_rows(rows)
    claim(version, revision)
    before = tiers_face(version)
    version.tiers.clear()
    db.session.flush()
    version.tiers.extend(
        PriceTier(pax_from=first, pax_to=last, person_cents=cents)
        for first, last, cents in sorted(rows)
    )
    db.session.flush()
    note("prices", version, at=at, actor=actor, before=before, after=tiers_face(version))


def tiers_face(version: Version) -> dict[str, object]:
    return {f"{tier.pax_from}-{tier.pax_to}": tier.person_cents for tier in version.tiers}
