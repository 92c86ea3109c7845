"""What the hosts of a departure were asked, and whom to write to."""

from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from tourbook.accounts.models import Membership, User
from tourbook.core import tokens
from tourbook.core.db import db
from tourbook.departures.models import (
    DatedItem,
    Departure,
    RequestState,
    ServiceRequest,
)
from tourbook.hosts.models import Slot

#: Requests that keep another from being made for the same item.
LIVE = (RequestState.DRAFT, RequestState.REQUESTED, RequestState.CONFIRMED)


def requests_of(departure: Departure) -> Sequence[ServiceRequest]:
    """All that its hosts were ever asked, the oldest first."""
    return db.session.scalars(
        sa.select(ServiceRequest)
        .where(ServiceRequest.departure_id == departure.id)
        .options(joinedload(ServiceRequest.slot).lazyload(Slot.component))
        .order_by(ServiceRequest.id)
    ).all()


def drafts_of(departure: Departure) -> Sequence[ServiceRequest]:
    """Requests that have not been sent, as they stand now."""
    return db.session.scalars(
        sa.select(ServiceRequest)
        .where(
            ServiceRequest.departure_id == departure.id,
            ServiceRequest.state == RequestState.DRAFT,
        )
        .order_by(ServiceRequest.id)
        .execution_options(populate_existing=True)
    ).all()


def live_requests(departure: Departure) -> Sequence[ServiceRequest]:
    return db.session.scalars(
        sa.select(ServiceRequest)
        .where(ServiceRequest.departure_id == departure.id, ServiceRequest.state.in_(LIVE))
        .order_by(ServiceRequest.id)
        .with_for_update(of=ServiceRequest)
        .execution_options(populate_existing=True)
    ).all()


def live_of(item: DatedItem) -> ServiceRequest | None:
    """The request of this item that has not come to nothing."""
    return db.session.scalar(
        sa.select(ServiceRequest).where(
            ServiceRequest.dated_item_id == item.id, ServiceRequest.state.in_(LIVE)
        )
    )


def hosts_people(organisation_ids: Collection[int]) -> Sequence[Any]:
    """Rows of (organisation, address, name, language) of the people of these hosts."""
    return db.session.execute(
        sa.select(Membership.organisation_id, User.email, User.name, User.language)
        .join(Membership.user)
        .where(Membership.organisation_id.in_(organisation_ids), User.disabled_at.is_(None))
        .order_by(Membership.organisation_id, User.id)
    ).all()


def by_token(token: str) -> ServiceRequest | None:
    return db.session.scalar(
        sa.select(ServiceRequest).where(ServiceRequest.token_hash == tokens.digest(token))
    )


def of_same_visit(request: ServiceRequest) -> Sequence[ServiceRequest]:
    """What else this host was asked for the same departure, this request included."""
    return db.session.scalars(
        sa.select(ServiceRequest)
        .where(
            ServiceRequest.departure_id == request.departure_id,
            ServiceRequest.organisation_id == request.organisation_id,
            ServiceRequest.asked_at.is_not(None),
        )
        .order_by(ServiceRequest.starts_at, ServiceRequest.id)
    ).all()
