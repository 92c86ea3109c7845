"""What may happen to a request to a host, and what a departure still waits for."""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta

from tourbook.core.refused import Refused
from tourbook.departures.models import (
    Departure,
    DepartureStatus,
    RequestState,
    ServiceRequest,
)
from tourbook.hosts.models import AwayKind, Component

#: A proposed time lies this close to the time that was asked for.
NEAR = timedelta(days=60)
LONGEST = timedelta(days=7)
#: In the facts of a thread: the time in a quiet period for which an organiser gave a reason.
REASONED = "despite_quiet"

#: Requests in these states can be called off.
CANCELLABLE = (
    RequestState.DRAFT,
    RequestState.REQUESTED,
    RequestState.CONFIRMED,
    RequestState.DECLINED,
)
#: Departures on which hosts can be asked.
PLANNED = (DepartureStatus.DRAFT, DepartureStatus.OPEN, DepartureStatus.CLOSED)


def check_can_answer(state: RequestState) -> None:
    """Refuse an answer to what is not open, and say what became of it."""
    if state is RequestState.DRAFT:
        raise Refused("This request has not been sent yet.")
    if state is RequestState.CONFIRMED:
        raise Refused("This request has been answered already: it was accepted.")
    if state is RequestState.DECLINED:
        raise Refused("This request has been answered already: it was declined.")
    if state is RequestState.CANCELLED:
        raise Refused("The organiser has cancelled this request. No answer is needed.")
    if state is RequestState.LAPSED:
        raise Refused("The time to answer is over, and the request has lapsed.")
    if state is RequestState.WITHDRAWN:
        raise Refused("This request was accepted and then withdrawn. No answer is needed.")
    if state is RequestState.DELIVERED:
        raise Refused("This visit has taken place. No answer is needed.")


def check_reason(reason: str) -> None:
    if len(reason.strip()) < 3:
        raise Refused("Say in a few words why the time does not suit.")


def check_proposal(
    request: ServiceRequest, starts_at: datetime, ends_at: datetime, at: datetime
) -> None:
    """Refuse another time that is no time, is past, far away, or the one that was asked for."""
    if ends_at <= starts_at:
        raise Refused("The other time must end after it starts.")
    if ends_at - starts_at > LONGEST:
        raise Refused("The other time is too long: give at most seven days.")
    if starts_at <= at:
        raise Refused("The other time has passed. Propose a time ahead.")
    if abs(starts_at - request.starts_at) > NEAR:
        raise Refused("The other time is too far from the visit. Propose a time near it.")
    if (starts_at, ends_at) == (request.starts_at, request.ends_at):
        raise Refused("This is the time that was asked for. Accept it, or propose another.")


def check_offer(request: ServiceRequest, component: Component) -> None:
    """Refuse an offer of what is not the host's, is not offered, or is what was asked for."""
    if component.organisation_id != request.organisation_id:
        raise Refused("Offer a visit of your own organisation.")
    if component.id == request.component_id:
        raise Refused("This is the visit that was asked for. Accept it, or offer another.")
    if component.retired_at is not None:
        raise Refused("This visit is no longer offered. Choose another.")


def check_there(host: str, kinds: Collection[AwayKind], *, reasoned: bool) -> None:
    """Refuse a time at which the host is away; a quiet period gives way to a reason."""
    if any(kind is not AwayKind.QUIET for kind in kinds):
        raise Refused("%(host)s is away at this time. Choose another time.", host=host)
    if kinds and not reasoned:
        raise Refused(
            "%(host)s wants no visits at this time. Choose another time, or say why you ask for"
            " this one.",
            host=host,
        )


def written(starts_at: datetime, ends_at: datetime) -> str:
    """A time as a thread keeps it, the same whatever clock it was read from."""
    return "/".join(moment.astimezone(UTC).isoformat() for moment in (starts_at, ends_at))


def check_planned(departure: Departure) -> None:
    """Refuse changes to a departure that has run or was called off."""
    if departure.status not in PLANNED:
        raise Refused("This departure has ended or was cancelled. Hosts can no longer be asked.")


def check_can_open(departure: Departure, at: datetime) -> None:
    if departure.status not in (DepartureStatus.DRAFT, DepartureStatus.CLOSED):
        raise Refused("Only a draft or closed departure can be opened for booking.")
    if departure.booking_deadline <= at:
        raise Refused("The last day to book has passed. Move it before opening.")


def check_hosts(unanswered: int) -> None:
    """Refuse to open while hosts have not said yes."""
    if unanswered == 1:
        raise Refused("One host has not said yes. Confirm that you open anyway.")
    if unanswered:
        raise Refused(
            "%(hosts)d hosts have not said yes. Confirm that you open anyway.", hosts=unanswered
        )
