"""A host of the demonstration is called away, and plan B is taken and told."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from tourbook.core.audit import Actor
from tourbook.departures import queries
from tourbook.departures import services as departures
from tourbook.departures.models import Change, ChangeKind, Departure, RequestState, ServiceRequest
from tourbook.departures.queries import changes as reading
from tourbook.departures.services import changes
from tourbook.hosts.models import Component, ComponentKind


def take_plan_b(departure: Departure, *, at: datetime, actor: Actor) -> Change | None:
    """The last visit whose host has not answered goes to another that has time; it says yes."""
    found = next(fitting(departure, at), None)
    if found is None:
        return None
    request, instead = found
    item, away = request.dated_item, request.organisation.name
    request.component.plan_b = instead
    departures.decline(
        request,
        reason="Our whole team is at a trade fair that week.",
        by=away,
        at=at,
        actor=Actor(None, away),
    )
    change = changes.plan_b(
        item,
        instead,
        revision=item.revision,
        reason="The host is at a trade fair.",
        despite=True,
        at=at + timedelta(hours=1),
        actor=actor,
    )
    changes.tell_changes({"departure_id": departure.id}, change.tell_at)
    renewed = queries.live_of(item)
    if renewed is not None:
        host = renewed.organisation.name
        departures.accept(renewed, by=host, at=at + timedelta(hours=3), actor=Actor(None, host))
    return change


def fitting(departure: Departure, at: datetime) -> Iterator[tuple[ServiceRequest, Component]]:
    """Visits that wait for an answer, each with what could be visited instead."""
    waiting = [
        one
        for one in queries.live_requests(departure)
        if one.state is RequestState.REQUESTED and one.component.kind is ComponentKind.PROGRAMME
    ]
    for request in reversed(waiting):
        item = request.dated_item
        for instead in reading.components_like(item):
            wish = changes.Wish(ChangeKind.PLAN_B, face=changes.of_component(instead))
            if instead.organisation_id == request.organisation_id:
                continue
            if not changes.draw(item, wish, at=at).blocked:
                yield request, instead
