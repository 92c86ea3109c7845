"""Asking hosts: slots are held before a request leaves, so that none is asked for twice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from tourbook.core import audit
from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.core.texts import Texts
from tourbook.departures import queries
from tourbook.departures.models import (
    HOLDING,
    Change,
    DatedItem,
    Departure,
    RequestState,
    ServiceRequest,
    ThreadAct,
    ThreadSide,
)
from tourbook.departures.rules import planning
from tourbook.departures.rules import requests as rules
from tourbook.departures.rules.changes.differences import row_of_item
from tourbook.departures.services import changes, letters, thread
from tourbook.departures.services.changes.telling import tell_followed
from tourbook.departures.services.planning import draft, draft_requests, move
from tourbook.departures.services.public import touch_programme
from tourbook.departures.services.requests import check_there, hold, lock, release, send
from tourbook.directory.models import Organisation
from tourbook.hosts.models import Slot


@dataclass(frozen=True)
class Asked:
    """What came of asking."""

    sent: Sequence[ServiceRequest]
    #: Requests that stay drafts, each with the reason.
    refused: Sequence[tuple[ServiceRequest, Refused]]
    #: Hosts that were asked but have no address to write to.
    unreachable: Sequence[Organisation]


def ask_hosts(departure: Departure, *, at: datetime, actor: Actor) -> Asked:
    """Send every draft whose slot is still free; refuse if not one can be sent."""
    lock(departure)
    return ask_drafts(departure, queries.drafts_of(departure), (), at=at, actor=actor)


def ask_chosen(
    departure: Departure, choices: Mapping[int, int | None], *, at: datetime, actor: Actor
) -> Asked:
    """Send the drafts whose keys are chosen, each for the slot chosen; the programme follows.

    None for a slot: as it is drafted. What cannot be sent stays a draft, with the reason.
    """
    lock(departure)
    if not choices:
        raise Refused("Choose at least one host to ask.")
    ready, refused = [], []
    for request in queries.drafts_of(departure):
        try:
            if request.id in choices:
                set_slot(request, choices[request.id], at=at, actor=actor)
                ready.append(request)
        except Refused as refusal:
            refused.append((request, refusal))
    asked = ask_drafts(departure, ready, refused, at=at, actor=actor)
    touch_programme(departure)
    return asked


def set_slot(request: ServiceRequest, slot_id: int | None, *, at: datetime, actor: Actor) -> None:
    if slot_id is None or slot_id == request.slot_id:
        return
    slot = db.session.get(Slot, slot_id)
    if slot is None:
        raise Refused("This time is no longer offered.")
    take_slot(request, slot, at=at, actor=actor)


def ask_drafts(
    departure: Departure,
    drafts: Sequence[ServiceRequest],
    refused_before: Sequence[tuple[ServiceRequest, Refused]],
    *,
    at: datetime,
    actor: Actor,
) -> Asked:
    if not drafts and not refused_before:
        raise Refused("Every host has been asked already.")
    refused = list(refused_before)
    held: list[ServiceRequest] = []
    # All budgets before the first slot: two who ask the same hosts never wait in a ring.
    queries.lock_budgets({one.organisation_id for one in drafts})
    for request in sorted(drafts, key=lambda one: (one.slot_id or 0, one.id)):
        try:
            hold(request, at=at, beside=held)
            held.append(request)
        except Refused as refusal:
            refused.append((request, refusal))
    if not held:
        raise refused[0][1]
    unreachable = send(departure, held, at=at, actor=actor)
    return Asked(held, refused, unreachable)


def choose_slot(
    request: ServiceRequest, slot: Slot, *, at: datetime, actor: Actor, why: str = ""
) -> None:
    """Ask for another slot of the same component; the programme follows.

    `why` it is asked for although the host wants no visits then: a quiet period wants a reason.
    """
    lock(request.departure)
    known = row_of_item(request.dated_item)
    take_slot(request, slot, at=at, actor=actor)
    give_reason(request, why, at=at, actor=actor)
    tell_followed(request.dated_item, known, at=at)
    touch_programme(request.departure)


def take_slot(request: ServiceRequest, slot: Slot, *, at: datetime, actor: Actor) -> None:
    if slot.component_id != request.component_id:
        raise Refused("This slot belongs to another visit.")
    if not planning.is_free(slot, request.pax):
        raise Refused("This slot is no longer free for the group. Choose another.")
    starts_at, ends_at = planning.time_within(slot, request.starts_at, request.ends_at)
    change_draft(request, slot, starts_at, ends_at, at=at, actor=actor)


def choose_time(
    request: ServiceRequest,
    *,
    starts_at: datetime,
    ends_at: datetime,
    at: datetime,
    actor: Actor,
    why: str = "",
) -> None:
    """Ask the host for a time outside its slots; the programme follows. `why`: as above."""
    lock(request.departure)
    if ends_at <= starts_at:
        raise Refused("The visit must end after it starts.")
    if ends_at - starts_at > rules.LONGEST:
        raise Refused("The visit is too long: give at most seven days.")
    known = row_of_item(request.dated_item)
    change_draft(request, None, starts_at, ends_at, at=at, actor=actor)
    give_reason(request, why, at=at, actor=actor)
    tell_followed(request.dated_item, known, at=at)
    touch_programme(request.departure)


def give_reason(request: ServiceRequest, why: str, *, at: datetime, actor: Actor) -> None:
    """Keep why a quiet period is asked for, where the host reads it; refuse other times away."""
    if not why.strip() or not queries.away_at(request.component, request):
        check_there(request)
        return
    facts = {rules.REASONED: rules.written(request.starts_at, request.ends_at)}
    side = ThreadSide.ORGANISER
    thread.write(request, ThreadAct.NOTE, side=side, by=actor.label, at=at, words=why, facts=facts)
    db.session.flush()
    check_there(request)
    audit.record(
        "departures.ask_in_quiet", request, at=at, actor=actor, after={"reason": why.strip()}
    )


def change_draft(
    request: ServiceRequest,
    slot: Slot | None,
    starts_at: datetime,
    ends_at: datetime,
    *,
    at: datetime,
    actor: Actor,
) -> None:
    db.session.refresh(request, ["state"])
    if request.state is not RequestState.DRAFT:
        raise Refused("This host has been asked already. Cancel the request to ask again.")
    before = {"slot": request.slot_id, "starts_at": request.starts_at}
    move(request.dated_item, starts_at, ends_at)
    request.slot = slot
    request.slot_exclusive = slot is not None and slot.exclusive
    request.starts_at, request.ends_at = starts_at, ends_at
    db.session.flush()
    after = {"slot": request.slot_id, "starts_at": starts_at}
    audit.record("departures.choose", request, at=at, actor=actor, before=before, after=after)


def ask_again(item: DatedItem, *, at: datetime, actor: Actor) -> ServiceRequest:
    """Draft a new request after the last one came to nothing."""
    lock(item.departure)
    check_free(item)
    (request,) = draft_requests(item.departure, [item], at=at)
    db.session.flush()
    audit.record("departures.draft_again", request, at=at, actor=actor)
    return request


def check_free(item: DatedItem) -> None:
    if item.component is None:
        raise Refused("No host is needed for this part of the programme.")
    if queries.live_of(item) is not None:
        raise Refused("This host has been asked again already.")


def take_proposal(request: ServiceRequest, *, at: datetime, actor: Actor) -> Asked:
    """Ask the host for the time that it proposed; the programme follows."""
    lock(request.departure)
    starts_at, ends_at = request.proposed_starts_at, request.proposed_ends_at
    if request.state is not RequestState.DECLINED or starts_at is None or ends_at is None:
        raise Refused("The host has not proposed another time.")
    item = request.dated_item
    check_free(item)
    known = row_of_item(item)
    move(item, starts_at, ends_at)
    tell_followed(item, known, at=at)
    slot = planning.fitting_slot(queries.open_slots_for([item]), item, request.departure.seats)
    renewed = draft(item, slot, starts_at=starts_at, ends_at=ends_at, at=at)
    db.session.flush()
    hold(renewed, at=at, named_by_host=True)
    unreachable = send(request.departure, [renewed], at=at, actor=actor)
    touch_programme(request.departure)
    return Asked([renewed], [], unreachable)


def take_component(request: ServiceRequest, *, at: datetime, actor: Actor) -> Change:
    """Visit what the host offered instead: a change of the day like any other.

    Raises:
        Refused: nothing is offered, or the day with it does not hold; it wants to be looked at.
    """
    lock(request.departure)
    offered = request.proposed_component
    if request.state is not RequestState.DECLINED or offered is None:
        raise Refused("The host has not offered another visit.")
    item = request.dated_item
    check_free(item)
    return changes.swap(item, offered, revision=item.revision, at=at, actor=actor)


def cancel_request(
    request: ServiceRequest, *, at: datetime, actor: Actor, reason: str = ""
) -> None:
    """Call a request off; the slot is free again, and a host that was asked is told."""
    if release(request, at=at, actor=actor, reason=reason) in HOLDING:
        letters.call_off([request], reason=reason, at=at)
        db.session.flush()


def replace_by_text(item: DatedItem, title: Texts, *, at: datetime, actor: Actor) -> None:
    """Go on without the host: what happens instead is told in words."""
    lock(item.departure)
    if item.component is None:
        raise Refused("No host is needed for this part of the programme.")
    live = queries.live_of(item)
    if live is not None:
        cancel_request(live, at=at, actor=actor)
    known = row_of_item(item)
    before = {"title": item.title.en, "component": item.component_id}
    item.component = None
    item.title = title
    item.revision += 1
    db.session.flush()
    tell_followed(item, known, at=at)
    audit.record(
        "departures.replace", item, at=at, actor=actor, before=before, after={"title": title.en}
    )
    touch_programme(item.departure)
