"""When hosts are away: blackouts, quiet periods and the busy times of their own calendars."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import select
from sqlalchemy.orm import aliased

from tourbook.core.db import db
from tourbook.hosts.models import AwayKind, AwayTime, Component, Slot, VisitBudget

#: Times of these kinds are never proposed.
AWAY = (AwayKind.BLACKOUT, AwayKind.QUIET, AwayKind.BUSY)


def away_of(
    organisation_ids: Collection[int],
    start: datetime,
    end: datetime,
    *,
    kinds: Collection[AwayKind] = AWAY,
) -> Sequence[AwayTime]:
    """Away times of these organisations that share a moment with the period, in order.

    Each is of the whole organisation, of one of its places or of one of its components:
    `rules.away.concerns` tells which of them a component has.
    """
    return db.session.scalars(
        select(AwayTime)
        .options(sa.orm.lazyload(AwayTime.organisation))
        .where(
            AwayTime.organisation_id.in_(organisation_ids),
            AwayTime.kind.in_(kinds),
            AwayTime.starts_at < end,
            AwayTime.ends_at > start,
        )
        .order_by(AwayTime.starts_at, AwayTime.id)
    ).all()


def not_away(
    slot: Any = Slot,
    *,
    kinds: Collection[AwayKind] = AWAY,
    within: tuple[datetime, datetime] | None = None,
) -> sa.ColumnElement[bool]:
    """A condition on slots (the class or an alias of it): the host is there all the while.

    It stands by itself: the query around it need not join the component. Where all slots lie
    `within` a period, only the away times of that period are looked at, which is far quicker
    with hosts whose calendars hold thousands.
    """
    offered = aliased(Component)
    away = away_of_period(kinds, within)
    return ~sa.exists(
        select(away.c.organisation_id)
        .join(offered, offered.organisation_id == away.c.organisation_id)
        .where(
            offered.id == slot.component_id,
            away.c.starts_at < slot.ends_at,
            away.c.ends_at > slot.starts_at,
            sa.or_(away.c.component_id.is_(None), away.c.component_id == slot.component_id),
            sa.or_(away.c.place_id.is_(None), away.c.place_id == offered.place_id),
        )
        .correlate(slot)
    )


def away_of_period(
    kinds: Collection[AwayKind], within: tuple[datetime, datetime] | None
) -> sa.FromClause:
    """Away times of these kinds; those of a period are gathered once for all slots."""
    found = select(
        AwayTime.organisation_id,
        AwayTime.component_id,
        AwayTime.place_id,
        AwayTime.starts_at,
        AwayTime.ends_at,
    ).where(AwayTime.kind.in_(kinds))
    if within is None:
        return found.subquery()
    start, end = within
    return (
        found.where(AwayTime.starts_at < end, AwayTime.ends_at > start)
        .cte()
        .prefix_with("MATERIALIZED")
    )


def listed(
    own: frozenset[int] | None,
    *,
    kind: AwayKind | None = None,
    organisation_id: int | None = None,
    since: datetime | None = None,
) -> sa.Select[Any]:
    """Away times that are not over, the next first."""
    found = select(AwayTime).order_by(AwayTime.starts_at, AwayTime.id)
    if own is not None:
        found = found.where(AwayTime.organisation_id.in_(own))
    if kind:
        found = found.where(AwayTime.kind == kind)
    if organisation_id:
        found = found.where(AwayTime.organisation_id == organisation_id)
    if since:
        found = found.where(AwayTime.ends_at > since)
    return found.options(sa.orm.joinedload(AwayTime.component), sa.orm.joinedload(AwayTime.place))


def budgets_of(organisation_ids: Collection[int] | None) -> Sequence[VisitBudget]:
    """The visit budgets of these organisations, None for all; the one of all they offer first."""
    found = select(VisitBudget).options(sa.orm.joinedload(VisitBudget.component))
    if organisation_ids is not None:
        found = found.where(VisitBudget.organisation_id.in_(organisation_ids))
    return db.session.scalars(
        found.order_by(
            VisitBudget.organisation_id,
            VisitBudget.component_id.is_not(None),
            VisitBudget.component_id,
        )
    ).all()
