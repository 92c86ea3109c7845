"""Requests of all departures, as the organiser and as hosts see them."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from tourbook.core.db import db
from tourbook.departures.models import (
    Departure,
    RequestState,
    ServiceRequest,
)
from tourbook.directory.models import Organisation
from tourbook.hosts.models import Component
from tourbook.packages.models import Version


def of_hosts(
    organisation_ids: Collection[int],
    *,
    states: Collection[RequestState],
    at: datetime,
    component_id: int | None = None,
) -> sa.Select[Any]:
    """Requests that these hosts can see: unanswered, then to come, then over, the last first."""
    rank = sa.case(
        (ServiceRequest.state == RequestState.REQUESTED, 0),
        (ServiceRequest.ends_at >= at, 1),
        else_=2,
    )
    statement = (
        sa.select(ServiceRequest)
        .join(ServiceRequest.departure)
        .join(Departure.version)
        .join(Version.package)
        .where(
            ServiceRequest.organisation_id.in_(organisation_ids),
            ServiceRequest.state.in_(states),
            ServiceRequest.asked_at.is_not(None),
        )
        .options(
            contains_eager(ServiceRequest.departure)
            .contains_eager(Departure.version)
            .contains_eager(Version.package)
        )
        .order_by(
            rank,
            sa.case((rank < 2, ServiceRequest.starts_at)),
            ServiceRequest.starts_at.desc(),
            ServiceRequest.id,
        )
    )
    if component_id is not None:
        statement = statement.where(ServiceRequest.component_id == component_id)
    return statement


def requests(
    *, states: Collection[RequestState] | None, organisation_id: int | None
) -> sa.Select[Any]:
    """Requests to hosts: those that wait longest, those to be sent, then the others by day."""
    rank = sa.case(
        (ServiceRequest.state == RequestState.REQUESTED, 0),
        (ServiceRequest.state == RequestState.DRAFT, 1),
        else_=2,
    )
    statement = (
        sa.select(ServiceRequest)
        .join(ServiceRequest.departure)
        .join(Departure.version)
        .join(Version.package)
        .options(
            contains_eager(ServiceRequest.departure)
            .contains_eager(Departure.version)
            .contains_eager(Version.package)
        )
        .order_by(
            rank,
            sa.case((rank == 0, ServiceRequest.asked_at)),
            sa.case((rank < 2, ServiceRequest.starts_at)),
            ServiceRequest.starts_at.desc(),
            ServiceRequest.id,
        )
    )
    if states is not None:
        statement = statement.where(ServiceRequest.state.in_(states))
    if organisation_id is not None:
        statement = statement.where(ServiceRequest.organisation_id == organisation_id)
    return statement


def asked_hosts() -> Sequence[Any]:
    """Ids and names of organisations that requests were made to."""
    return db.session.execute(
        sa.select(Organisation.id, Organisation.name)
        .where(Organisation.id.in_(sa.select(ServiceRequest.organisation_id)))
        .order_by(Organisation.name, Organisation.id)
    ).all()


def asked_components(organisation_ids: Collection[int]) -> Sequence[Any]:
    """Ids and names of what these hosts were asked for; drafts are not their business."""
    asked = sa.select(ServiceRequest.component_id).where(
        ServiceRequest.organisation_id.in_(organisation_ids), ServiceRequest.asked_at.is_not(None)
    )
    return db.session.execute(
        sa.select(Component.id, Component.name)
        .where(Component.id.in_(asked))
        .order_by(Component.id)
    ).all()
