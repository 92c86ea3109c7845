"""A host's answer: given once, by a page or by the link in the message."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from tourbook.core import audit
from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.departures.models import RequestState, ServiceRequest
from tourbook.departures.rules import requests as rules
from tourbook.departures.services import letters
from tourbook.hosts import services as hosts


def accept(request: ServiceRequest, *, by: str, at: datetime, actor: Actor) -> None:
    answer(request, RequestState.CONFIRMED, by=by, at=at)
    tell(request, "departures.accept", at=at, actor=actor)


def decline(request: ServiceRequest, *, reason: str, by: str, at: datetime, actor: Actor) -> None:
    rules.check_can_answer(request.state)
    rules.check_reason(reason)
    answer(request, RequestState.DECLINED, by=by, at=at, reason=reason.strip())
    free(request)
    tell(request, "departures.decline", at=at, actor=actor)


def propose(
    request: ServiceRequest,
    *,
    starts_at: datetime,
    ends_at: datetime,
    by: str,
    at: datetime,
    actor: Actor,
    reason: str = "",
) -> None:
    """Decline the time that was asked for and offer another."""
    rules.check_can_answer(request.state)
    rules.check_proposal(request, starts_at, ends_at, at)
    answer(
        request,
        RequestState.DECLINED,
        by=by,
        at=at,
        reason=reason.strip(),
        proposed_starts_at=starts_at,
        proposed_ends_at=ends_at,
    )
    free(request)
    tell(request, "departures.propose", at=at, actor=actor)


def answer(
    request: ServiceRequest, state: RequestState, *, by: str, at: datetime, **values: Any
) -> None:
    """Write the answer in one statement: the first that comes counts."""
    answered = db.session.scalar(
        sa.update(ServiceRequest)
        .where(ServiceRequest.id == request.id, ServiceRequest.state == RequestState.REQUESTED)
        .values(state=state, answered_at=at, answered_by=by[:200], **values)
        .returning(ServiceRequest.id)
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(request)
    if answered is None:
        rules.check_can_answer(request.state)


def free(request: ServiceRequest) -> None:
    if request.slot_id is not None:
        hosts.free_slot(request.slot_id, request.pax)


def tell(request: ServiceRequest, action: str, *, at: datetime, actor: Actor) -> None:
    letters.tell_answer(request, at=at)
    audit.record(
        action,
        request,
        at=at,
        actor=actor,
        before={"state": RequestState.REQUESTED},
        after={"state": request.state, "reason": request.reason, "by": request.answered_by},
    )
    db.session.flush()
