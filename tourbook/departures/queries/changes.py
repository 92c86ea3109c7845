"""What a change of a departure reads: its programme, its requests, what could be instead."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from tourbook.core import zones
from tourbook.core.db import db
from tourbook.departures.models import (
    Change,
    DatedItem,
    Departure,
    RequestState,
    ServiceRequest,
)
from tourbook.departures.queries.asked import LIVE
from tourbook.departures.rules.changes.differences import ItemDifference
from tourbook.departures.rules.changes.parts import Part, day_number, spot_of
from tourbook.directory.models import Organisation, Place
from tourbook.hosts.models import Component, Slot, VisitBudget
from tourbook.packages.models import Day, Item
from tourbook.packages.queries import outlines
from tourbook.packages.rules.outline import DAY_MINUTES, Frame, Offer, Outline, Stop

#: How far from the place of a visit another one is looked for, in degrees: about 60 km here.
NEAR_LAT, NEAR_LON = 0.55, 1.1
#: So many components are offered to choose from.
MOST = 40


def programme(departure: Departure, *, fresh: bool = False) -> Sequence[DatedItem]:
    """What takes place, with hosts, places and items at hand, in the order of time."""
    return db.session.scalars(
        sa.select(DatedItem)
        .where(DatedItem.departure_id == departure.id, DatedItem.dropped_at.is_(None))
        .options(joinedload(DatedItem.component), joinedload(DatedItem.item))
        .order_by(DatedItem.starts_at, DatedItem.id)
        .execution_options(populate_existing=fresh)
    ).all()


def items_by_id(ids: Collection[int]) -> Sequence[DatedItem]:
    return db.session.scalars(
        sa.select(DatedItem)
        .where(DatedItem.id.in_(ids))
        .options(joinedload(DatedItem.component), joinedload(DatedItem.item))
        .order_by(DatedItem.id)
        .execution_options(populate_existing=True)
    ).all()


def live_by_item(departure: Departure) -> dict[int, ServiceRequest]:
    """The request of each item that has not come to nothing, with its slot."""
    found = db.session.scalars(
        sa.select(ServiceRequest)
        .where(ServiceRequest.departure_id == departure.id, ServiceRequest.state.in_(LIVE))
        .options(joinedload(ServiceRequest.slot))
        .order_by(ServiceRequest.id)
    ).all()
    return {one.dated_item_id: one for one in found}


def standing_requests(item_ids: Collection[int]) -> dict[int, ServiceRequest]:
    """How each item stands with its host: its live request, else the last that was answered."""
    found = db.session.scalars(
        sa.select(ServiceRequest)
        .where(
            ServiceRequest.dated_item_id.in_(item_ids),
            ServiceRequest.state != RequestState.CANCELLED,
        )
        .order_by(ServiceRequest.id)
        .execution_options(populate_existing=True)
    ).all()
    standing = {one.dated_item_id: one for one in found}
    standing.update({one.dated_item_id: one for one in found if one.state in LIVE})
    return standing


def was_any_asked(departure: Departure) -> bool:
    """Whether the hosts of this departure were ever written to."""
    return bool(
        db.session.scalar(
            sa.select(
                sa.exists().where(
                    ServiceRequest.departure_id == departure.id,
                    ServiceRequest.asked_at.is_not(None),
                )
            )
        )
    )


def lock_budgets(organisation_ids: Collection[int]) -> None:
    """Visit budgets come before slots in the order of locks."""
    db.session.execute(
        sa.select(VisitBudget.id)
        .where(VisitBudget.organisation_id.in_(organisation_ids))
        .order_by(VisitBudget.id)
        .with_for_update()
    )


def lock_slots(slot_ids: Collection[int]) -> None:
    db.session.execute(
        sa.select(Slot.id).where(Slot.id.in_(slot_ids)).order_by(Slot.id).with_for_update()
    )


def changes_of(departure: Departure) -> Sequence[Change]:
    """All changes of a departure, the newest first."""
    return db.session.scalars(
        sa.select(Change)
        .where(Change.departure_id == departure.id)
        .options(joinedload(Change.dated_item))
        .order_by(Change.id.desc())
    ).all()


def untold(departure_id: int) -> Sequence[Change]:
    """Changes that nobody was told of yet and that stand, the oldest first."""
    return db.session.scalars(
        sa.select(Change)
        .where(
            Change.departure_id == departure_id,
            Change.told_at.is_(None),
            Change.undone_at.is_(None),
        )
        .order_by(Change.id)
        .execution_options(populate_existing=True)
    ).all()


def alternatives(item: DatedItem) -> Sequence[Item]:
    """Items of the version that stand in for this one."""
    return db.session.scalars(
        sa.select(Item)
        .join(Item.day)
        .where(
            Day.version_id == item.departure.version_id,
            Item.alternative_to == item.item.lineage,
        )
        .order_by(Day.number, Item.starts_minute, Item.id)
    ).all()


def components_like(item: DatedItem) -> Sequence[Component]:
    """What could be visited instead: of the same kind, near, for so many, and not visited yet."""
    pax = item.departure.seats
    visited = sa.select(DatedItem.component_id).where(
        DatedItem.departure_id == item.departure_id,
        DatedItem.component_id.is_not(None),
        DatedItem.dropped_at.is_(None),
    )
    wanted = sa.select(Component).where(
        Component.kind == item.kind,
        Component.retired_at.is_(None),
        Component.party_min <= pax,
        Component.party_max >= pax,
        Component.id.not_in(visited),
    )
    place = item.place or (item.component.place if item.component else None)
    if place is not None:
        away = sa.func.abs(Place.lat - place.lat) * 2 + sa.func.abs(Place.lon - place.lon)
        wanted = (
            wanted.join(Place, Place.id == Component.place_id)
            .where(
                Place.lat.between(place.lat - NEAR_LAT, place.lat + NEAR_LAT),
                Place.lon.between(place.lon - NEAR_LON, place.lon + NEAR_LON),
            )
            .order_by(away)
        )
    return db.session.scalars(wanted.order_by(Component.id).limit(MOST)).all()


def offered_for(item: DatedItem) -> Sequence[Component]:
    """What the last host that was asked for this part offered instead, if that still stands."""
    last = (
        sa.select(ServiceRequest)
        .where(ServiceRequest.dated_item_id == item.id)
        .order_by(ServiceRequest.id.desc())
        .limit(1)
        .subquery()
    )
    return db.session.scalars(
        sa.select(Component)
        .join(last, last.c.proposed_component_id == Component.id)
        .where(Component.retired_at.is_(None))
    ).all()


def outline_of(departure: Departure, parts: Sequence[Part], *, today: date) -> Outline:
    """The programme with these parts, as the checks of programmes read one."""
    version = departure.version
    offers = offers_of(parts)
    stops = tuple(stop_of(departure, part, offers) for part in parts if not part.dropped)
    frames = {
        day.number: Frame(day.number, day.starts_minute, day.ends_minute) for day in version.days
    }
    for stop in stops:
        frames.setdefault(stop.day, Frame(stop.day))
    return Outline(
        frames=tuple(frames[number] for number in sorted(frames)),
        stops=stops,
        limits=outlines.limits_on(departure.first_day),
        today=today,
        first_day=departure.first_day,
        party_max=departure.seats,
        escorts=outlines.escorts_of(version),
        languages=frozenset(version.languages),
        step_free=version.step_free,
        sharing=version.sharing,
        travel_mode=version.travel_mode,
        measured=outlines.measured_between({stop.spot.id for stop in stops if stop.spot}),
    )


def offers_of(parts: Sequence[Part]) -> dict[int, Offer]:
    """What the hosts of these parts offer, with their hours; slots are looked for elsewhere."""
    components = {part.component.id: part.component for part in parts if part.component}
    hours = outlines.opening_hours(sorted(components)) if components else {}
    times = outlines.Times(hours=hours)
    return {key: outlines.offer_of(component, times) for key, component in components.items()}


def stop_of(departure: Departure, part: Part, offers: Mapping[int, Offer]) -> Stop:
    item = part.item
    day, starts = minute_on(departure, part.starts_at)
    ends = starts + max(1, int((part.ends_at - part.starts_at).total_seconds()) // 60)
    return Stop(
        id=item.id,
        lineage=item.item.lineage,
        day=day,
        starts=starts,
        ends=min(ends, 2 * DAY_MINUTES),
        kind=part.kind,
        title=part.title,
        offer=offers[part.component.id] if part.component else None,
        spot=spot_of(part),
        optional=item.optional,
        track=item.item.track,
        interpreters=frozenset(item.item.interpreters),
        arrive_by=item.item.arrive_by,
    )


def minute_on(departure: Departure, moment: datetime) -> tuple[int, int]:
    """The number of the day of the visit, and the minute that its clocks show."""
    shown = zones.clock_time(moment, departure.zone)
    return day_number(departure, moment), shown.hour * 60 + shown.minute


def organisations(ids: Collection[int]) -> Sequence[Organisation]:
    return db.session.scalars(
        sa.select(Organisation).where(Organisation.id.in_(ids)).order_by(Organisation.id)
    ).all()


def components_by_id(ids: Collection[int]) -> dict[int, Component]:
    found = db.session.scalars(sa.select(Component).where(Component.id.in_(ids))).all()
    return {one.id: one for one in found}


def requests_by_id(ids: Collection[int]) -> dict[int, ServiceRequest]:
    found = db.session.scalars(sa.select(ServiceRequest).where(ServiceRequest.id.in_(ids))).all()
    return {one.id: one for one in found}


def place_names(parts: Sequence[ItemDifference]) -> dict[int, str]:
    ids = {face.place_id for one in parts for face in (one.before, one.after) if face is not None}
    rows = db.session.execute(sa.select(Place.id, Place.name).where(Place.id.in_(ids - {None})))
    return {row.id: row.name for row in rows}
