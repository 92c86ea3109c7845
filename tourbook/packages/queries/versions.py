"""A version with all its parts, read in few statements and without what nobody looks at."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import attributes, joinedload, lazyload, selectinload

from tourbook.core.db import db
from tourbook.directory.models import Municipality, Organisation, Place
from tourbook.hosts.models import Component
from tourbook.packages.models import Day, Item, Objective, Version

RowT = TypeVar("RowT", Component, Place)

#: Components and places are shared by many items: they are read once each, not with each item.
ALONE = (lazyload(Item.component), lazyload(Item.place))
WITH_TOWN = joinedload(Place.municipality).lazyload(Municipality.region)
WHOLE = (
    sa.select(Version)
    .where(Version.id == sa.bindparam("version_id"))
    .options(
        joinedload(Version.package),
        selectinload(Version.days).joinedload(Day.items).options(*ALONE),
        selectinload(Version.objectives).joinedload(Objective.items).options(*ALONE),
        selectinload(Version.tiers),
        selectinload(Version.acceptances),
    )
)
HELD = WHOLE.with_for_update(of=Version)
COMPONENTS = (
    sa.select(Component)
    .where(Component.id.in_(sa.bindparam("keys", expanding=True)))
    .options(
        joinedload(Component.organisation).lazyload(Organisation.municipality),
        joinedload(Component.place).options(WITH_TOWN),
    )
)
PLACES = (
    sa.select(Place).where(Place.id.in_(sa.bindparam("keys", expanding=True))).options(WITH_TOWN)
)


def whole(version_id: int, *, fresh: bool = False, lock: bool = False) -> Version | None:
    """A version with all its parts, in as many statements as there are kinds of them.

    `fresh` reads again what this session holds already. `lock` waits until nobody else changes
    the version and keeps others from it until the transaction ends.
    """
    reading = {"populate_existing": True} if fresh else {}
    version = db.session.scalars(
        HELD if lock else WHOLE, {"version_id": version_id}, execution_options=reading
    ).first()
    if version is not None:
        furnish([item for day in version.days for item in day.items], reading)
    return version


def furnish(items: Sequence[Item], reading: dict[str, bool]) -> None:
    """Give items their components and places, each of which is read once."""
    offered = rows_of(COMPONENTS, [item.component_id for item in items], reading)
    components: dict[int | None, Component] = {each.id: each for each in offered}
    places: dict[int | None, Place] = {each.place.id: each.place for each in offered if each.place}
    missing = [item.place_id for item in items if item.place_id not in places]
    places |= {each.id: each for each in rows_of(PLACES, missing, reading)}
    for item in items:
        attributes.set_committed_value(item, "component", components.get(item.component_id))
        attributes.set_committed_value(item, "place", places.get(item.place_id))


def rows_of(
    wanted: sa.Select[RowT], keys: Iterable[int | None], reading: dict[str, bool]
) -> Sequence[RowT]:
    known = sorted({key for key in keys if key is not None})
    if not known:
        return []
    return db.session.scalars(wanted, {"keys": known}, execution_options=reading).all()
