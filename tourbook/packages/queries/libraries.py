"""A draft and all that a programme for it can be made from, as plain values."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import sqlalchemy as sa

from tourbook.core.db import db
from tourbook.directory.models import Place
from tourbook.hosts.models import Component, Slot, SlotState
from tourbook.packages.models import Version
from tourbook.packages.queries import planning, rates
from tourbook.packages.queries.outlines import (
    measured_between,
    offer_of,
    outline_of,
    spot_of,
    times_of,
)
from tourbook.packages.rules.outline import Offer, Outline, Spot, Stop
from tourbook.packages.rules.proposing import keeping
from tourbook.packages.rules.proposing.asking import Ask, DayAsk
from tourbook.packages.rules.proposing.candidates import Candidate
from tourbook.packages.rules.proposing.outlay import Prices, net_cents
from tourbook.packages.rules.proposing.posing import Library


@dataclass(frozen=True)
class Matter:
    """What a search is made of."""

    outline: Outline
    library: Library
    prices: Prices


def matter_of(version: Version, ask: Ask, *, today: date, also: Collection[int] = ()) -> Matter:
    """The draft as it stands, and the library as far as it was asked for.

    `also` are components that are looked at though they were not asked for, because they may be
    had no more: retired ones of an earlier proposal.
    """
    outline = outline_of(version, today=today)
    loose = {stop.offer.id: stop for stop in keeping.loose(outline) if stop.offer}
    chosen = ask.wants.keys() | loose.keys() | set(also)
    named = named_by(ask)
    rows = {row.id: row for row in planning.components(chosen | named)}
    times = times_of(rows, version, today)
    offers = {key: offer_of(row, times) for key, row in rows.items()}
    spots = spots_of(ask, offers.values(), outline)
    prices = prices_of(version, rows.values(), today)
    outline = replace(outline, measured=measured_between({*spots}))
    codes = planning.codes_served(version.package_id, chosen)
    wanted = {theme.id for theme in version.package.themes}
    goals = {goal.code: goal.stop_ids for goal in outline.goals}
    candidates = []
    for key in sorted(chosen & rows.keys()):
        stop = loose.get(key)
        own = {code for code, stop_ids in goals.items() if stop and stop.id in stop_ids}
        candidates.append(
            Candidate(
                offer=offers[key],
                want=ask.want(key),
                themes=len(wanted & {theme.id for theme in rows[key].themes}),
                codes=frozenset(own | (codes.get(key, frozenset()) & goals.keys())),
                cost_cents=net_cents([example(offers[key])], prices, ask.group),
                stop=stop,
            )
        )
    named_offers = {key: offers[key] for key in named & rows.keys()}
    staying = (*keeping.kept(outline), *keeping.new_nights(outline, ask, [*named_offers.values()]))
    meals = [example(offer) for offer in meals_of(ask, named_offers)]
    return Matter(
        outline=outline,
        library=Library(
            candidates=tuple(candidates),
            offers=named_offers,
            spots=spots,
            kept_cents=net_cents([*staying, *meals], prices, ask.group),
        ),
        prices=prices,
    )


def example(offer: Offer) -> Stop:
    """A component as it would be visited, to know its price."""
    return Stop(
        id=-offer.id,
        lineage=f"example{offer.id}",
        day=1,
        starts=0,
        ends=offer.duration,
        kind=offer.kind,
        title=offer.name,
        offer=offer,
    )


def named_by(ask: Ask) -> set[int]:
    """Meals and lodging that were asked for by name."""
    found = {day.lodging_id for day in ask.days}
    found |= {meal.component_id for day in ask.days for meal in (day.lunch, day.dinner)}
    return {key for key in found if key is not None}


def meals_of(ask: Ask, offers: dict[int, Offer]) -> Iterable[Offer]:
    for day in ask.days:
        for meal in (day.lunch, day.dinner):
            if meal.component_id in offers:
                yield offers[meal.component_id]


def spots_of(ask: Ask, offers: Iterable[Offer], outline: Outline) -> dict[int, Spot]:
    """Every place that may be part of the programme, by its key."""
    found = {stop.spot.id: stop.spot for stop in outline.stops if stop.spot}
    found |= {offer.spot.id: offer.spot for offer in offers if offer.spot}
    missing = {place for day in ask.days for place in ends_of(day)} - found.keys()
    if missing:
        places = db.session.scalars(sa.select(Place).where(Place.id.in_(missing))).unique()
        found |= {place.id: spot_of(place) for place in places}
    return found


def ends_of(day: DayAsk) -> Iterable[int]:
    return (place for place in (day.from_place, day.to_place) if place is not None)


def prices_of(version: Version, rows: Iterable[Component], today: date) -> Prices:
    items = [item for day in version.days for item in day.items]
    components = {item.component.id: item.component for item in items if item.component}
    components |= {row.id: row for row in rows}
    return Prices(
        services=rates.services_of(components.values()),
        first_day=version.trial_day or today,
        sharing=version.sharing,
        quantities={item.id: item.quantity for item in items if item.quantity is not None},
    )


def slots_with_room(keys: Collection[int], group: int) -> frozenset[int]:
    """Those of the slots that can still take the group."""
    rows: Sequence[int] = db.session.scalars(
        sa.select(Slot.id).where(
            Slot.id.in_(keys),
            Slot.state == SlotState.OPEN,
            Slot.capacity - Slot.taken >= group,
            sa.not_(Slot.exclusive) | (Slot.taken == 0),
        )
    ).all()
    return frozenset(rows)
