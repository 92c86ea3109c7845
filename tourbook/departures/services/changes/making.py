"""Making a change: the programme, the requests and their slots follow in one transaction.

Locks are taken in the order in which all of the hosts' side takes them: the departure, its
requests, visit budgets, slots by their keys.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain

import sqlalchemy as sa
from sqlalchemy.orm.attributes import set_committed_value

from tourbook.core import audit, jobs
from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.core.refused import Refused
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
from tourbook.departures.queries import changes as reading
from tourbook.departures.rules.changes import differences
from tourbook.departures.rules.changes import parts as rules
from tourbook.departures.rules.changes.differences import BEFORE_TELLING, Row
from tourbook.departures.rules.changes.parts import Part, Wish
from tourbook.departures.services import thread
from tourbook.departures.services.changes.drawing import Drawn, draw
from tourbook.departures.services.public import touch_programme
from tourbook.departures.services.requests import (
    check_budget,
    draft,
    hold,
    hold_slot,
    lock,
    mark_asked,
    release,
)
from tourbook.packages.rules.checks.problems import Severity

TELL = "departures.tell_changes"


@dataclass
class Work:
    """What has to be done about the requests of a change."""

    drawn: Drawn
    at: datetime
    actor: Actor
    #: Called off, their slots free.
    given_up: list[ServiceRequest] = field(default_factory=list)
    #: Called off by a change that nobody was told of, and wanted again.
    taken_up: list[tuple[ServiceRequest, RequestState]] = field(default_factory=list)
    #: Parts whose hosts are asked, and those that are only drafted.
    asked: list[Part] = field(default_factory=list)
    drafted: list[Part] = field(default_factory=list)


def make(
    item: DatedItem,
    wish: Wish,
    *,
    revision: int,
    reason: str,
    despite: bool,
    at: datetime,
    actor: Actor,
) -> Change:
    """Make the change; those that it touches are told in ten minutes.

    Raises:
        Refused: it cannot be, somebody else was faster, or doubts were not looked at (`despite`).
    """
    departure = item.departure
    lock(departure)
    reading.programme(departure, fresh=True)
    db.session.refresh(item)
    if item.revision != revision:
        raise Refused("Somebody has just changed this visit. Look at it again.")
    live = {one.dated_item_id: one for one in queries.live_requests(departure)}
    drawn = draw(item, wish, at=at)
    check(drawn, despite)
    items = [part.item for part in drawn.touched]
    before = differences.rows(items, requests_of(items, live))
    for part in drawn.touched:
        write(part, at)
    settle(work_of(drawn, live, at=at, actor=actor))
    after = differences.rows(items, requests_of(items, reading.live_by_item(departure)))
    return kept(drawn, before, after, reason=reason, at=at, actor=actor)


def check(drawn: Drawn, despite: bool) -> None:
    for concern in drawn.concerns:
        if concern.weight is Severity.BLOCKS:
            values = {name: plain(value) for name, value in concern.values.items()}
            raise Refused(concern.sentence, **values)
    if drawn.doubtful and not despite:
        raise Refused("Look at the problems of the new day, and say that you change it anyway.")


def plain(value: object) -> object:
    """Names of three languages as one; the page that was looked at had them in the reader's."""
    return getattr(value, "en", "") or value


def requests_of(
    items: Iterable[DatedItem], live: Mapping[int, ServiceRequest]
) -> list[ServiceRequest]:
    return [live[item.id] for item in items if item.id in live]


def write(part: Part, at: datetime) -> None:
    """Let the item be what the part is."""
    item = part.item
    item.starts_at, item.ends_at = part.starts_at, part.ends_at
    item.day_number = rules.day_number(item.departure, part.starts_at)
    item.kind, item.title = part.kind, part.title
    item.place, item.component = part.place, part.component
    item.dropped_at = at if part.dropped else None
    item.revision += 1


def work_of(
    drawn: Drawn, live: Mapping[int, ServiceRequest], *, at: datetime, actor: Actor
) -> Work:
    work = Work(drawn, at, actor)
    departure = drawn.item.departure
    any_asked = reading.was_any_asked(departure)
    earlier = called_off_before(departure)
    for part in drawn.touched:
        request = live.get(part.item.id)
        if request is not None and part.item.id in drawn.kept:
            keep(request, part, at=at, actor=actor)
            continue
        if request is not None:
            work.given_up.append(request)
        if part.component is None or part.dropped:
            continue
        again = wanted_again(part, earlier)
        if again is not None:
            work.taken_up.append(again)
        elif request.state in HOLDING if request is not None else any_asked:
            work.asked.append(part)
        else:
            work.drafted.append(part)
    return work


def keep(request: ServiceRequest, part: Part, *, at: datetime, actor: Actor) -> None:
    """The slot covers the new time too."""
    request.starts_at, request.ends_at = part.starts_at, part.ends_at
    if request.asked_at is not None:
        facts: dict[str, str | int] = {
            "starts_at": part.starts_at.isoformat(),
            "ends_at": part.ends_at.isoformat(),
        }
        note(request, at=at, actor=actor, facts=facts)


def note(
    request: ServiceRequest,
    *,
    at: datetime,
    actor: Actor,
    facts: dict[str, str | int] | None = None,
) -> None:
    side = ThreadSide.ORGANISER
    thread.write(request, ThreadAct.CHANGED, side=side, by=actor.label, at=at, facts=facts)


def called_off_before(departure: Departure) -> dict[int, list[Row]]:
    """Requests that changes called off of which nobody knows yet, by item."""
    found: dict[int, list[Row]] = {}
    for row in chain.from_iterable(
        change.before["requests"] for change in reading.untold(departure.id)
    ):
        found.setdefault(row["item_id"], []).append(row)
    return found


def wanted_again(
    part: Part, earlier: Mapping[int, Sequence[Row]]
) -> tuple[ServiceRequest, RequestState] | None:
    """The request that the host still knows, where the part comes back to it."""
    assert part.component is not None
    for row in earlier.get(part.item.id, ()):
        state = RequestState(row["state"])
        same = (row["component_id"], row["starts_at"], row["ends_at"]) == (
            part.component.id,
            differences.written(part.starts_at),
            differences.written(part.ends_at),
        )
        if same and state in HOLDING:
            request = db.session.get_one(ServiceRequest, row["id"], populate_existing=True)
            if request.state is RequestState.CANCELLED:
                return request, state
    return None


def settle(work: Work) -> None:
    """Give up, take up and ask, with all that is taken from hosts locked beforehand."""
    departure = work.drawn.item.departure
    lock_hosts(work)
    for request in by_slot(work.given_up):
        release(request, at=work.at, actor=work.actor, act=ThreadAct.CHANGED)
    for request, state in work.taken_up:
        take_up(request, state, at=work.at, actor=work.actor)
    for part in work.drafted:
        draft_for(part, work)
    asked = by_slot([draft_for(part, work) for part in work.asked])
    db.session.flush()
    for number, request in enumerate(asked):
        hold(request, at=work.at, beside=asked[:number])
    mark_asked(departure, asked, at=work.at, actor=work.actor)
    db.session.flush()


def lock_hosts(work: Work) -> None:
    requests = [*work.given_up, *(request for request, _state in work.taken_up)]
    components = [part.component for part in work.asked if part.component is not None]
    organisations = {one.organisation_id for one in requests}
    reading.lock_budgets(organisations | {one.organisation_id for one in components})
    slots = {one.slot_id for one in requests if one.slot_id is not None}
    reading.lock_slots(slots | {slot.id for slot in work.drawn.slots.values()})


def by_slot(requests: Iterable[ServiceRequest]) -> list[ServiceRequest]:
    return sorted(requests, key=lambda one: (one.slot_id or 0, one.id or 0))


def draft_for(part: Part, work: Work) -> ServiceRequest:
    slot = work.drawn.slots.get(part.item.id)
    return draft(part.item, slot, starts_at=part.starts_at, ends_at=part.ends_at, at=work.at)


def take_up(request: ServiceRequest, state: RequestState, *, at: datetime, actor: Actor) -> None:
    """Let a request that was called off stand again, with its slot if that is still free.

    Raises:
        Refused: others have the slot now, or the last visit that the host takes.
    """
    if state in HOLDING:
        check_budget(request)
    if state in HOLDING and request.slot_id is not None:
        hold_slot(request, request.slot_id)
    standing = db.session.scalar(
        sa.update(ServiceRequest)
        .where(ServiceRequest.id == request.id, ServiceRequest.state == RequestState.CANCELLED)
        .values(state=state)
        .returning(ServiceRequest.id)
        .execution_options(synchronize_session=False)
    )
    if standing is None:
        raise Refused("Somebody has just changed this visit. Look at it again.")
    set_committed_value(request, "state", state)
    if request.asked_at is not None:
        note(request, at=at, actor=actor)


def kept(
    drawn: Drawn,
    before: Mapping[str, object],
    after: Mapping[str, object],
    *,
    reason: str,
    at: datetime,
    actor: Actor,
) -> Change:
    """Write down what was done, and order the telling."""
    item = drawn.item
    change = Change(
        departure=item.departure,
        dated_item=item,
        kind=drawn.wish.kind,
        before=dict(before),
        after=dict(after),
        reason=reason.strip(),
        made_at=at,
        made_by=actor.label[:200],
        tell_at=at + BEFORE_TELLING,
    )
    db.session.add(change)
    db.session.flush()
    audit.record(
        "departures.change_visit",
        change,
        at=at,
        actor=actor,
        after={"item": item.id, "kind": change.kind, "reason": change.reason},
    )
    jobs.enqueue(
        TELL,
        {"departure_id": item.departure_id},
        at=at,
        run_at=change.tell_at,
        dedupe_key=f"{TELL}:{change.id}",
    )
    db.session.flush()
    touch_programme(item.departure)
    return change
