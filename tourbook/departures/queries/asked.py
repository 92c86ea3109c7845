"""What the hosts of a departure were asked, and whom to write to."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from tourbook.accounts.models import Membership, User
from tourbook.core import tokens
from tourbook.core.db import db
from tourbook.departures.models import (
    HOLDING,
    DatedItem,
    Departure,
    RequestState,
    ServiceRequest,
    ThreadEntry,
)
from tourbook.hosts.models import Component, Slot
from tourbook.packages.models import Version

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


def fewest_asked_for(departure: Departure) -> int | None:
    """The smallest group that a host of this departure waits for; None: nobody is asked."""
    return db.session.scalar(
        sa.select(sa.func.min(ServiceRequest.pax)).where(
            ServiceRequest.departure_id == departure.id, ServiceRequest.state.in_(HOLDING)
        )
    )


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


def with_departure() -> sa.Select[Any]:
    """Requests with their departure, its package and the component at hand."""
    return (
        sa.select(ServiceRequest)
        .join(ServiceRequest.departure)
        .join(Departure.version)
        .join(Version.package)
        .options(
            contains_eager(ServiceRequest.departure)
            .contains_eager(Departure.version)
            .contains_eager(Version.package)
        )
    )


def requests_by_id(ids: Collection[int]) -> Sequence[ServiceRequest]:
    """These requests as they stand now, by their keys."""
    return db.session.scalars(
        with_departure()
        .where(ServiceRequest.id.in_(ids))
        .order_by(ServiceRequest.id)
        .execution_options(populate_existing=True)
    ).all()


def taken_by_key(*wanted: sa.ColumnElement[bool]) -> Sequence[int]:
    """Keys of these requests, locked in their order; what somebody has just now is left out.

    The clock comes again, so it waits for nobody.
    """
    return db.session.scalars(
        sa.select(ServiceRequest.id)
        .where(*wanted)
        .order_by(ServiceRequest.id)
        .with_for_update(skip_locked=True)
    ).all()


def waiting_after(at: datetime) -> Sequence[ServiceRequest]:
    """Requests that wait for an answer and will lapse after `at`, by their keys."""
    return db.session.scalars(
        with_departure()
        .where(ServiceRequest.state == RequestState.REQUESTED, ServiceRequest.lapses_at > at)
        .order_by(ServiceRequest.id)
    ).all()


def thread_of(request_ids: Collection[int]) -> Sequence[ThreadEntry]:
    """What was said and done about these requests, in order."""
    return db.session.scalars(
        sa.select(ThreadEntry)
        .where(ThreadEntry.request_id.in_(request_ids))
        .order_by(ThreadEntry.at, ThreadEntry.id)
    ).all()


def colleague(organisation_id: int, user_id: int) -> User | None:
    """A person of this host who can answer for it."""
    return next((one for one in colleagues(organisation_id) if one.id == user_id), None)


def colleagues(organisation_id: int) -> Sequence[User]:
    """The people of a host, by name."""
    found = db.session.scalars(
        sa.select(User)
        .join(User.memberships)
        .where(Membership.organisation_id == organisation_id, User.disabled_at.is_(None))
        .order_by(User.name, User.id)
    )
    return found.unique().all()


def other_components(request: ServiceRequest) -> Sequence[Component]:
    """What else the host of a request offers."""
    return db.session.scalars(
        sa.select(Component)
        .where(
            Component.organisation_id == request.organisation_id,
            Component.id != request.component_id,
            Component.retired_at.is_(None),
        )
        .order_by(Component.id)
    ).all()
