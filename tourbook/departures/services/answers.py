"""A host's answer: given once, by a page or by the link in the message."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from tourbook.core import audit, zones
from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.departures.models import RequestState, ServiceRequest, ThreadAct, ThreadSide
from tourbook.departures.rules import agreeing
from tourbook.departures.rules import requests as rules
from tourbook.departures.services import letters, thread
from tourbook.departures.services.requests import free_slots
from tourbook.hosts import queries as hosts
from tourbook.hosts.models import Component


def accept(request: ServiceRequest, *, by: str, at: datetime, actor: Actor) -> None:
    """Say yes: from now on the price and the words stand as they were."""
    answer(request, RequestState.CONFIRMED, by=by, at=at, **agreed(request))
    tell(request, ThreadAct.ACCEPTED, "departures.accept", at=at, actor=actor)


def agreed(request: ServiceRequest) -> dict[str, Any]:
    """What a yes would fix now: `agreed_price` as in the rules, and `agreed_text`."""
    component = request.component
    price = agreeing.agreed_price(
        component,
        hosts.vat_rates(),
        pax=request.pax,
        day=zones.local_day(request.starts_at, request.departure.zone),
        minutes=int((request.ends_at - request.starts_at).total_seconds() // 60),
    )
    return {"agreed_price": price, "agreed_text": agreeing.agreed_text(component)}


def accept_all(
    requests: Sequence[ServiceRequest], *, by: str, at: datetime, actor: Actor
) -> list[tuple[ServiceRequest, Refused | None]]:
    """Say yes to each that still waits; what became of each, in order of their keys."""
    outcomes: list[tuple[ServiceRequest, Refused | None]] = []
    for request in sorted(requests, key=lambda one: one.id):
        try:
            with db.session.begin_nested():
                accept(request, by=by, at=at, actor=actor)
            outcomes.append((request, None))
        except Refused as refusal:
            outcomes.append((request, refusal))
    return outcomes


def decline(request: ServiceRequest, *, reason: str, by: str, at: datetime, actor: Actor) -> None:
    rules.check_can_answer(request.state)
    rules.check_reason(reason)
    answer(request, RequestState.DECLINED, by=by, at=at, reason=reason.strip())
    free_slots([request])
    tell(request, ThreadAct.DECLINED, "departures.decline", at=at, actor=actor)


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
    free_slots([request])
    facts = {"starts_at": starts_at.isoformat(), "ends_at": ends_at.isoformat()}
    act = ThreadAct.PROPOSED_TIME
    tell(request, act, "departures.propose", at=at, actor=actor, facts=facts)


def propose_component(
    request: ServiceRequest,
    component: Component,
    *,
    by: str,
    at: datetime,
    actor: Actor,
    reason: str = "",
) -> None:
    """Decline what was asked for and offer something else of the same organisation."""
    rules.check_can_answer(request.state)
    rules.check_offer(request, component)
    answer(
        request,
        RequestState.DECLINED,
        by=by,
        at=at,
        reason=reason.strip(),
        proposed_component_id=component.id,
    )
    free_slots([request])
    facts = {"component_id": component.id, "component": component.name.en}
    act = ThreadAct.PROPOSED_COMPONENT
    tell(request, act, "departures.propose_component", at=at, actor=actor, facts=facts)


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
        raise Refused("The request has just changed. Look at the page again.")


def tell(
    request: ServiceRequest,
    act: ThreadAct,
    action: str,
    *,
    at: datetime,
    actor: Actor,
    facts: Mapping[str, object] | None = None,
) -> None:
    """Tell the organisers, and write the answer into the thread and the audit log."""
    thread.write(
        request,
        act,
        side=ThreadSide.HOST,
        by=request.answered_by,
        at=at,
        words=request.reason,
        facts=facts,
    )
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
