"""A host of the demonstration takes its yes back, and the organiser is warned."""

from datetime import datetime

from tourbook.core.audit import Actor
from tourbook.departures import queries
from tourbook.departures import services as departures
from tourbook.departures.models import Departure, RequestState, ServiceRequest
from tourbook.hosts.models import ComponentKind

REASON = "The officer who speaks is called to a course that week."


def withdraw_one(departure: Departure, *, at: datetime) -> ServiceRequest:
    """The last visit of the programme that was agreed."""
    request = [
        one
        for one in queries.live_requests(departure)
        if one.state is RequestState.CONFIRMED and one.component.kind is ComponentKind.PROGRAMME
    ][-1]
    host = request.organisation.name
    departures.withdraw(request, reason=REASON, by=host, at=at, actor=Actor(None, host))
    return request
