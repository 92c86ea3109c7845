"""Which ways between places matter: those that somebody measured and those that drafts take."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from tourbook.core.db import db
from tourbook.directory.models import Place, TravelMode, TravelTime
from tourbook.hosts.models import Component, ComponentKind
from tourbook.packages.models import Day, Item, Version, VersionStatus

#: `measured` or `estimated` pairs; empty for all.
STATES = ("", "measured", "estimated")


@dataclass(frozen=True)
class Way:
    """A pair of places, the lower key first, and how many drafts go that way."""

    first: Place
    second: Place
    drafts: int


def ways(*, words: str = "", state: str = "", used: bool = False) -> sa.Select[Any]:
    """Rows of (first place, second place, drafts), the most used first."""
    legs = draft_legs()
    measured = sa.select(
        TravelTime.first_place_id.label("low"), TravelTime.second_place_id.label("high")
    )
    pairs = sa.union(sa.select(legs.c.low, legs.c.high), measured).subquery("pairs")
    first, second = aliased(Place, name="first"), aliased(Place, name="second")
    drafts = (
        sa.select(sa.func.count(legs.c.version_id.distinct()))
        .where(legs.c.low == pairs.c.low, legs.c.high == pairs.c.high)
        .scalar_subquery()
        .label("drafts")
    )
    found = (
        sa.select(first, second, drafts)
        .join_from(pairs, first, first.id == pairs.c.low)
        .join(second, second.id == pairs.c.high)
        .order_by(drafts.desc(), first.name, second.name, first.id, second.id)
    )
    if words:
        found = found.where(
            first.name.icontains(words, autoescape=True)
            | second.name.icontains(words, autoescape=True)
        )
    if state:
        known = sa.exists().where(
            TravelTime.first_place_id == pairs.c.low, TravelTime.second_place_id == pairs.c.high
        )
        found = found.where(known if state == "measured" else ~known)
    return found.where(drafts > 0) if used else found


def draft_legs() -> sa.Subquery:
    """From each stop of a draft to the next, as (version, lower key, higher key).

    Of tracks each is followed by itself. What only stands in for another is not travelled to, and
    a transport of the programme is no place to stop at.
    """
    place = sa.func.coalesce(Item.place_id, Component.place_id)
    follows = sa.func.lead(place).over(
        partition_by=(Day.version_id, Item.track),
        order_by=(Day.number, Item.starts_minute, Item.ends_minute, Item.id),
    )
    steps = (
        sa.select(Day.version_id, place.label("here"), follows.label("there"))
        .select_from(Item)
        .join(Day, Day.id == Item.day_id)
        .join(Version, Version.id == Day.version_id)
        .outerjoin(Component, Component.id == Item.component_id)
        .where(
            Version.status == VersionStatus.DRAFT,
            Item.alternative_to == "",
            Item.kind != ComponentKind.TRANSPORT,
            place.is_not(None),
        )
        .subquery("steps")
    )
    here, there = steps.c.here, steps.c.there
    return (
        sa.select(
            steps.c.version_id,
            sa.case((here < there, here), else_=there).label("low"),
            sa.case((here < there, there), else_=here).label("high"),
        )
        .where(there.is_not(None), here != there)
        .subquery("legs")
    )


def times_of(pairs: Collection[tuple[int, int]]) -> dict[tuple[int, int], list[TravelTime]]:
    """What is measured of these pairs of places, by the pair, in the order of the modes."""
    if not pairs:
        return {}
    rows = db.session.scalars(
        sa.select(TravelTime)
        .where(sa.tuple_(TravelTime.first_place_id, TravelTime.second_place_id).in_(list(pairs)))
        .order_by(TravelTime.first_place_id, TravelTime.second_place_id, TravelTime.mode)
    ).all()
    found: dict[tuple[int, int], list[TravelTime]] = {pair: [] for pair in pairs}
    for row in rows:
        found[row.first_place_id, row.second_place_id].append(row)
    return found


def time_of(first_id: int, second_id: int, mode: TravelMode) -> TravelTime | None:
    return db.session.scalars(
        sa.select(TravelTime).where(
            TravelTime.first_place_id == first_id,
            TravelTime.second_place_id == second_id,
            TravelTime.mode == mode,
        )
    ).first()


def drafts() -> Sequence[Version]:
    """Drafts by the newest, to choose one of."""
    return db.session.scalars(
        sa.select(Version)
        .where(Version.status == VersionStatus.DRAFT)
        .order_by(Version.created_at.desc(), Version.id.desc())
        .limit(200)
    ).all()


def of_draft(version_id: int) -> Sequence[TravelTime]:
    """What is measured between any two places of a version's items."""
    place = sa.func.coalesce(Item.place_id, Component.place_id)
    used = (
        sa.select(place)
        .select_from(Item)
        .join(Day, Day.id == Item.day_id)
        .outerjoin(Component, Component.id == Item.component_id)
        .where(Day.version_id == version_id, place.is_not(None))
    )
    return db.session.scalars(
        sa.select(TravelTime).where(
            TravelTime.first_place_id.in_(used), TravelTime.second_place_id.in_(used)
        )
    ).all()
