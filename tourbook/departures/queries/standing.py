"""What stands on hosts' slots, as the hosts' own pages ask for it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from tourbook.core.db import UtcDateTime, db
from tourbook.departures.models import (
    AGREED,
    HOLDING,
    DatedItem,
    RequestState,
    ServiceRequest,
    ThreadEntry,
)
from tourbook.hosts.rules.visits import Visit

#: Requests that a host expects a visit from, or waits for its own answer to.
EXPECTED = tuple(dict.fromkeys((*HOLDING, *AGREED)))


def visits_of_hosts(
    organisation_ids: Collection[int] | None, start: datetime, end: datetime
) -> Sequence[Visit]:
    """Asked and agreed visits of these hosts (None: of all) that begin in the period, in order."""
    found = (
        sa.select(
            ServiceRequest.id,
            ServiceRequest.organisation_id,
            ServiceRequest.component_id,
            ServiceRequest.slot_id,
            ServiceRequest.starts_at,
            ServiceRequest.ends_at,
            ServiceRequest.pax,
            ServiceRequest.state,
            DatedItem.revision,
            ServiceRequest.asked_at,
            ServiceRequest.answered_at,
        )
        .join(DatedItem, DatedItem.id == ServiceRequest.dated_item_id)
        .where(
            ServiceRequest.state.in_(EXPECTED),
            ServiceRequest.starts_at >= start,
            ServiceRequest.starts_at < end,
        )
        .order_by(ServiceRequest.starts_at, ServiceRequest.id)
    )
    if organisation_ids is not None:
        found = found.where(ServiceRequest.organisation_id.in_(organisation_ids))
    return [visit_of(row) for row in db.session.execute(found)]


def slots_released(organisation_id: int, start: datetime, end: datetime) -> Mapping[int, datetime]:
    """When each slot was last given back by a request for this period, by its id."""
    rows = db.session.execute(
        sa.select(ServiceRequest.slot_id, sa.func.max(ThreadEntry.at, type_=UtcDateTime))
        .join(ThreadEntry, ThreadEntry.request_id == ServiceRequest.id)
        .where(
            ServiceRequest.organisation_id == organisation_id,
            ServiceRequest.state.not_in(EXPECTED),
            ServiceRequest.slot_id.is_not(None),
            ServiceRequest.starts_at >= start,
            ServiceRequest.starts_at < end,
        )
        .group_by(ServiceRequest.slot_id)
    )
    return {slot_id: at for slot_id, at in rows if slot_id is not None}


def visit_of(row: Any) -> Visit:
    agreed = row.state is not RequestState.REQUESTED
    return Visit(
        request_id=row.id,
        organisation_id=row.organisation_id,
        component_id=row.component_id,
        slot_id=row.slot_id,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        pax=row.pax,
        agreed=agreed,
        # The host's yes is a change too.
        revision=2 * row.revision + agreed,
        changed_at=row.answered_at or row.asked_at,
    )
