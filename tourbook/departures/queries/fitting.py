"""Slots that fit a departure: everything that is asked of hosts, read in a handful of questions.

The number of questions does not grow with the items: one reads the slots of the whole departure.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import lazyload

from tourbook.core import zones
from tourbook.core.db import db
from tourbook.departures.models import DatedItem, Departure, RequestState, ServiceRequest
from tourbook.departures.queries.obstacles import away_items, held_beside, standing_of
from tourbook.departures.rules import fitting as rules
from tourbook.directory.models import Place
from tourbook.hosts import queries as hosts
from tourbook.hosts.models import Component, Slot, SlotState, VisitBudget
from tourbook.hosts.rules.budgets import left_of_all
from tourbook.packages.models import Item, Version

#: No slot lasts longer; so only those that start so long before a day can reach into it.
LONGEST_SLOT = timedelta(days=7)
#: Requests in these states use the visit budget of their host.
COUNTED = (RequestState.REQUESTED, RequestState.CONFIRMED, RequestState.DELIVERED)


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit that counts against a budget."""

    organisation_id: int
    component_id: int
    day: date


def fits_of(
    departure: Departure, items: Iterable[DatedItem], *, at: datetime
) -> dict[int, rules.Fit]:
    """By dated item: the slots that fit it, the best first, or why there is none."""
    asked = [one for one in items if one.component_id is not None and one.dropped_at is None]
    if not asked:
        return {}
    wishes = wishes_of(departure, asked)
    components = {one.component_id for one in asked if one.component_id is not None}
    known = {one.component_id: one for one in takers(components)}
    away = away_items(asked, known)
    left = visits_left(asked, known, departure.zone)
    offers = offers_between(
        components,
        min(wish.day_starts for wish in wishes.values()),
        max(wish.day_ends for wish in wishes.values()),
    )
    found = {}
    for item in asked:
        assert item.component_id is not None
        host = replace(known[item.component_id], visits_left=left[item.id], away=item.id in away)
        found[item.id] = rules.fit(wishes[item.id], host, offers[item.component_id], at=at)
    return found


def best_slots(fits: Iterable[rules.Fit]) -> Sequence[Slot]:
    """The slots that these would be asked for."""
    wanted = {fit.best.slot_id for fit in fits if fit.best is not None}
    if not wanted:
        return []
    return db.session.scalars(
        sa.select(Slot).where(Slot.id.in_(wanted)).options(lazyload(Slot.component))
    ).all()


def wishes_of(departure: Departure, items: Sequence[DatedItem]) -> dict[int, rules.Wish]:
    languages, step_free = db.session.execute(
        sa.select(Version.languages, Version.step_free).where(Version.id == departure.version_id)
    ).one()
    rows = db.session.execute(
        sa.select(Item.id, Item.interpreters, Item.track).where(
            Item.id.in_({one.item_id for one in items})
        )
    ).all()
    interpreted = {row.id: row.interpreters for row in rows}
    tracks = {row.id: row.track for row in rows}
    standing = standing_of(departure)
    return {
        one.id: replace(
            wish(one, departure, frozenset(languages), interpreted, step_free),
            held=held_beside(one, tracks.get(one.item_id, ""), standing),
        )
        for one in items
    }


def wish(
    item: DatedItem,
    departure: Departure,
    languages: frozenset[str],
    interpreted: Mapping[int, Sequence[str]],
    step_free: bool,
) -> rules.Wish:
    day = zones.local_day(item.starts_at, departure.zone)
    return rules.Wish(
        key=item.id,
        starts_at=item.starts_at,
        ends_at=item.ends_at,
        day_starts=zones.midnight(day, departure.zone),
        day_ends=zones.midnight(day + timedelta(days=1), departure.zone),
        pax=departure.seats,
        languages=languages,
        interpreted=bool(languages & set(interpreted.get(item.item_id, ()))),
        step_free=step_free,
    )


def takers(component_ids: Collection[int]) -> list[rules.Host]:
    rows = db.session.execute(
        sa.select(
            Component.id,
            Component.organisation_id,
            Component.party_min,
            Component.party_max,
            Component.languages,
            Component.retired_at,
            Component.place_id,
            Place.step_free,
        )
        .outerjoin(Place, Place.id == Component.place_id)
        .where(Component.id.in_(component_ids))
    ).all()
    return [
        rules.Host(
            component_id=row.id,
            organisation_id=row.organisation_id,
            party_min=row.party_min,
            party_max=row.party_max,
            languages=frozenset(row.languages),
            # What has no place of its own comes to the group.
            step_free=row.step_free is not False,
            retired=row.retired_at is not None,
            place_id=row.place_id,
        )
        for row in rows
    ]


def offers_between(
    component_ids: Collection[int], starts: datetime, ends: datetime
) -> Mapping[int, Sequence[rules.Offer]]:
    """Slots of these components that reach into the period, by component, in one question."""
    there = hosts.not_away(Slot, within=(starts - LONGEST_SLOT, ends + LONGEST_SLOT))
    rows = db.session.execute(
        sa.select(
            Slot.id,
            Slot.component_id,
            Slot.starts_at,
            Slot.ends_at,
            Slot.capacity,
            Slot.taken,
            Slot.exclusive,
            Slot.state,
            there.label("there"),
        ).where(
            Slot.component_id.in_(component_ids),
            Slot.starts_at > starts - LONGEST_SLOT,
            Slot.starts_at < ends,
            Slot.ends_at > starts,
            Slot.state != SlotState.WITHDRAWN,
        )
    ).all()
    found: dict[int, list[rules.Offer]] = defaultdict(list)
    for row in rows:
        found[row.component_id].append(
            rules.Offer(
                id=row.id,
                component_id=row.component_id,
                starts_at=row.starts_at,
                ends_at=row.ends_at,
                capacity=row.capacity,
                taken=row.taken,
                exclusive=row.exclusive,
                is_open=row.state is SlotState.OPEN,
                host_is_there=bool(row.there),
            )
        )
    return found


def visits_left(
    items: Sequence[DatedItem], known: Mapping[int, rules.Host], zone: str
) -> dict[int, int | None]:
    """By dated item: how many more visits its host takes; the item's own request counts not."""
    of_hosts = {host.organisation_id for host in known.values()}
    budgets = hosts.budgets_of(of_hosts)
    if not budgets:
        return dict.fromkeys(one.id for one in items)
    days = {one.id: zones.local_day(one.starts_at, zone) for one in items}
    visits = counted(budgets, set(days.values()), zone, but={one.id for one in items})
    return {
        one.id: left_of_all(
            budgets,
            visits,
            organisation_id=known[one.component_id or 0].organisation_id,
            component_id=one.component_id or 0,
            day=days[one.id],
        )
        for one in items
    }


def counted(
    budgets: Sequence[VisitBudget], days: Collection[date], zone: str, *, but: Collection[int] = ()
) -> list[Visit]:
    """Visits of the years of these days that count against the budgets."""
    first, last = min(days).year, max(days).year
    rows = db.session.execute(
        sa.select(
            ServiceRequest.organisation_id, ServiceRequest.component_id, ServiceRequest.starts_at
        ).where(
            ServiceRequest.organisation_id.in_({one.organisation_id for one in budgets}),
            ServiceRequest.state.in_(COUNTED),
            ServiceRequest.starts_at >= zones.midnight(date(first, 1, 1), zone),
            ServiceRequest.starts_at < zones.midnight(date(last + 1, 1, 1), zone),
            ServiceRequest.dated_item_id.not_in(but),
        )
    ).all()
    return [
        Visit(organisation_id, component_id, zones.local_day(starts_at, zone))
        for organisation_id, component_id, starts_at in rows
    ]


def over_budget(request: ServiceRequest, beside: Iterable[ServiceRequest] = ()) -> bool:
    """Whether the host takes no more visits in the month or year of this one.

    `beside` are drafts that are about to be asked together with it. Who asks the same host at the
    same time waits: its budgets are locked until the end.
    """
    budgets = db.session.scalars(
        sa.select(VisitBudget)
        .where(
            VisitBudget.organisation_id == request.organisation_id,
            sa.or_(
                VisitBudget.component_id.is_(None),
                VisitBudget.component_id == request.component_id,
            ),
        )
        .order_by(VisitBudget.id)
        .with_for_update(of=VisitBudget)
    ).all()
    if not budgets:
        return False
    zone = request.departure.zone
    day = zones.local_day(request.starts_at, zone)
    together = [
        Visit(one.organisation_id, one.component_id, zones.local_day(one.starts_at, zone))
        for one in beside
    ]
    left = left_of_all(
        budgets,
        [*counted(budgets, [day], zone), *together],
        organisation_id=request.organisation_id,
        component_id=request.component_id,
        day=day,
    )
    return left == 0
