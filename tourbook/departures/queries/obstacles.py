"""What stands in the way of a time: the host is away, or the group is with another host."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from tourbook.core.db import db
from tourbook.departures.models import (
    AGREED,
    HOLDING,
    DatedItem,
    Departure,
    ServiceRequest,
    ThreadEntry,
)
from tourbook.departures.rules import fitting as rules
from tourbook.departures.rules.requests import REASONED, written
from tourbook.hosts import queries as hosts
from tourbook.hosts.models import AwayTime, ComponentKind
from tourbook.hosts.rules.away import Offered, blocks
from tourbook.hosts.rules.times import Period
from tourbook.packages.models import Item


@dataclass(frozen=True, slots=True)
class Standing:
    """A part of the programme whose host was asked or has agreed."""

    item_id: int
    optional: bool
    track: str
    held: rules.Held


def away_at(component: Offered, period: Period) -> Sequence[AwayTime]:
    """The away times of the host that a visit at this time would fall into."""
    near = hosts.away_of([component.organisation_id], period.starts_at, period.ends_at)
    return [one for one in near if blocks(one, component, period)]


def away_items(items: Iterable[DatedItem], components: Mapping[int, Offered]) -> set[int]:
    """Dated items at whose own time their host is away or wants no visits; one question."""
    asked = [(one, components[one.component_id]) for one in items if one.component_id is not None]
    near = hosts.away_of(
        {component.organisation_id for _item, component in asked},
        min(item.starts_at for item, _component in asked),
        max(item.ends_at for item, _component in asked),
    )
    return {
        item.id for item, component in asked if any(blocks(one, component, item) for one in near)
    }


def standing_of(departure: Departure) -> list[Standing]:
    """Where the group is expected or agreed, in the order of time; nights are left out."""
    rows = db.session.execute(
        sa.select(
            DatedItem.id,
            DatedItem.optional,
            DatedItem.title,
            Item.track,
            ServiceRequest.starts_at,
            ServiceRequest.ends_at,
        )
        .join(DatedItem, DatedItem.id == ServiceRequest.dated_item_id)
        .join(Item, Item.id == DatedItem.item_id)
        .where(
            ServiceRequest.departure_id == departure.id,
            ServiceRequest.state.in_({*HOLDING, *AGREED}),
            DatedItem.dropped_at.is_(None),
            DatedItem.kind != ComponentKind.LODGING,
        )
        .order_by(ServiceRequest.starts_at, ServiceRequest.id)
    )
    return [
        Standing(row.id, row.optional, row.track, rules.Held(row.title, row.starts_at, row.ends_at))
        for row in rows
    ]


def held_beside(item: DatedItem, track: str, standing: Iterable[Standing]) -> list[rules.Held]:
    """Where the group is besides this item; what overlaps with it as it is planned is meant to."""
    return [
        one.held
        for one in standing
        if one.item_id != item.id
        and not (one.optional or item.optional)
        and (not one.track or not track or one.track == track)
        and not rules.meets(one.held, item.starts_at, item.ends_at)
    ]


def was_reasoned(request: ServiceRequest) -> bool:
    """Whether an organiser said why this very time is asked for in a quiet period."""
    facts = db.session.scalars(
        sa.select(ThreadEntry.facts)
        .where(ThreadEntry.request_id == request.id)
        .order_by(ThreadEntry.id.desc())
    )
    wanted = written(request.starts_at, request.ends_at)
    return any(one.get(REASONED) == wanted for one in facts)
