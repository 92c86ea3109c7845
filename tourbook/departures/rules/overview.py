"""How things stand with the hosts of a departure, part by part."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tourbook.departures.models import AGREED, DatedItem, RequestState, ServiceRequest


class Need(StrEnum):
    """What a part of the programme still needs."""

    NOTHING = "nothing"
    #: No host offers it: it is free text.
    NO_HOST = "no_host"
    #: A draft against a slot, ready to be sent.
    TO_SEND = "to_send"
    #: A draft where no open slot fits: the host is asked for the time itself.
    NO_SLOT = "no_slot"
    ANSWER = "answer"
    #: The host offers another time or another visit.
    PROPOSAL = "proposal"
    #: The host said no, withdrew or did not answer, or the request was called off.
    DECISION = "decision"


#: These came to nothing, and nobody proposed another way.
GONE = (RequestState.CANCELLED, RequestState.LAPSED, RequestState.WITHDRAWN)


@dataclass(frozen=True)
class Part:
    item: DatedItem
    #: The newest request, if a host was ever to be asked.
    request: ServiceRequest | None
    earlier: Sequence[ServiceRequest]
    need: Need


def need_of(item: DatedItem, request: ServiceRequest | None) -> Need:
    if item.component_id is None:
        return Need.NO_HOST
    if request is None or request.state in GONE:
        return Need.DECISION
    if request.state is RequestState.DECLINED:
        proposed = request.proposed_starts_at or request.proposed_component_id
        return Need.PROPOSAL if proposed else Need.DECISION
    if request.state is RequestState.REQUESTED:
        return Need.ANSWER
    if request.state in AGREED:
        return Need.NOTHING
    return Need.TO_SEND if request.slot_id is not None else Need.NO_SLOT


def parts(items: Iterable[DatedItem], requests: Iterable[ServiceRequest]) -> list[Part]:
    """Each item with its newest request and those before; requests come oldest first."""
    asked: dict[int, list[ServiceRequest]] = {}
    for request in requests:
        asked.setdefault(request.dated_item_id, []).append(request)
    found = []
    for item in items:
        of_item = asked.get(item.id, [])
        newest = of_item[-1] if of_item else None
        found.append(Part(item, newest, of_item[:-1], need_of(item, newest)))
    return found


def missing(parts: Iterable[Part]) -> int:
    """How many hosts have not said yes."""
    return sum(part.need not in (Need.NOTHING, Need.NO_HOST) for part in parts)


def to_send(parts: Iterable[Part]) -> int:
    return sum(part.need in (Need.TO_SEND, Need.NO_SLOT) for part in parts)


def days_waited(request: ServiceRequest, at: datetime) -> int:
    """Whole days since the host was asked."""
    return max(0, (at - request.asked_at).days) if request.asked_at else 0


def waited(parts: Iterable[Part], at: datetime) -> dict[int, int]:
    """Days since each host was asked, by the newest request."""
    return {part.request.id: days_waited(part.request, at) for part in parts if part.request}
