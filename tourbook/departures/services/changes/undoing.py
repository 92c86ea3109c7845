"""Undoing a change before anybody is told of it: everything is as it was."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm.attributes import set_committed_value

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
    RequestState,
    ServiceRequest,
    ThreadAct,
)
from tourbook.departures.queries import changes as reading
from tourbook.departures.rules.changes import differences as rules
from tourbook.departures.rules.changes.differences import Row, moment
from tourbook.departures.services import letters
from tourbook.departures.services.changes.making import by_slot, take_up
from tourbook.departures.services.public import touch_programme
from tourbook.departures.services.requests import lock, release
from tourbook.hosts.models import ComponentKind


def undo(change: Change, *, at: datetime, actor: Actor) -> None:
    """Let everything be as it was before the change.

    Raises:
        Refused: people are told, a later change or an answer stands on it, or a slot is gone.
    """
    lock(change.departure)
    db.session.refresh(change)
    rules.check_can_undo(change, until=until(change), at=at)
    items = reading.items_by_id([row["id"] for row in change.before["items"]])
    check_untouched(change, items)
    now = {one.id: one for one in queries.live_requests(change.departure)}
    check_unanswered(change, now)
    claim(change, at)
    restore_requests(change, now, at=at, actor=actor)
    rows = {row["id"]: row for row in change.before["items"]}
    for item in items:
        restore(item, rows[item.id])
    audit.record("departures.undo_change", change, at=at, actor=actor)
    db.session.flush()
    touch_programme(change.departure)
    for item in items:
        db.session.expire(item, ["place", "component"])


def until(change: Change) -> datetime:
    """When people are told: all changes of a departure together, after the last of them."""
    waiting = [one.tell_at for one in reading.untold(change.departure_id)]
    return max([change.tell_at, *waiting])


def check_untouched(change: Change, items: Iterable[DatedItem]) -> None:
    made = {row["id"]: row for row in change.after["items"]}
    if any(rules.row_of_item(item) != made[item.id] for item in items):
        raise Refused("A later change stands on this one. Undo that one first.")


def check_unanswered(change: Change, now: Mapping[int, ServiceRequest]) -> None:
    before = {row["id"] for row in change.before["requests"]}
    for row in change.after["requests"]:
        request = now.get(row["id"])
        if request is None or request.state is RequestState(row["state"]):
            continue
        if row["id"] not in before or row not in change.before["requests"]:
            raise Refused(
                "%(host)s has answered already. Change the visit again instead.",
                host=request.organisation.name,
            )


def claim(change: Change, at: datetime) -> None:
    """Nobody is told from here on."""
    undone = db.session.scalar(
        sa.update(Change)
        .where(Change.id == change.id, Change.told_at.is_(None), Change.undone_at.is_(None))
        .values(undone_at=at)
        .returning(Change.id)
        .execution_options(synchronize_session=False)
    )
    if undone is None:
        raise Refused("The time to undo is over: people are told. Change the visit again instead.")
    set_committed_value(change, "undone_at", at)


def restore_requests(
    change: Change, now: Mapping[int, ServiceRequest], *, at: datetime, actor: Actor
) -> None:
    before: Sequence[Row] = change.before["requests"]
    known = {row["id"] for row in before}
    stood = {row["id"] for row in change.after["requests"]}
    items = {row["id"] for row in change.before["items"]}
    new = [one for one in now.values() if one.dated_item_id in items and one.id not in known]
    # What the change let stand and somebody called off since, its host knows to be off.
    gone = [row for row in before if row["id"] not in now and row["id"] not in stood]
    again = {one.id: one for one in called_off([row["id"] for row in gone])}
    lock_hosts([*new, *again.values()])
    for request in by_slot(new):
        was = release(request, at=at, actor=actor, act=ThreadAct.CHANGED)
        if was in HOLDING and request.id not in stood:
            letters.call_off([request], reason="", at=at)
    for row in sorted(gone, key=lambda row: (row["slot_id"] or 0, row["id"])):
        if row["id"] in again:
            take_up(again[row["id"]], RequestState(row["state"]), at=at, actor=actor)
    for row in before:
        if row["id"] in now:
            restore_times(now[row["id"]], row)


def called_off(ids: Iterable[int]) -> Sequence[ServiceRequest]:
    """Those that were called off; what a host itself ended meanwhile stays ended."""
    return db.session.scalars(
        sa.select(ServiceRequest)
        .where(ServiceRequest.id.in_(ids), ServiceRequest.state == RequestState.CANCELLED)
        .order_by(ServiceRequest.id)
        .with_for_update(of=ServiceRequest)
        .execution_options(populate_existing=True)
    ).all()


def lock_hosts(requests: Iterable[ServiceRequest]) -> None:
    involved = list(requests)
    reading.lock_budgets({one.organisation_id for one in involved})
    reading.lock_slots({one.slot_id for one in involved if one.slot_id is not None})


def restore_times(request: ServiceRequest, row: Row) -> None:
    """Of a request that was kept: its time within the slot."""
    request.starts_at, request.ends_at = moment(row["starts_at"]), moment(row["ends_at"])


def restore(item: DatedItem, row: Row) -> None:
    item.day_number = row["day_number"]
    item.starts_at, item.ends_at = moment(row["starts_at"]), moment(row["ends_at"])
    item.kind, item.title = ComponentKind(row["kind"]), Texts.of(row["title"])
    item.place_id, item.component_id = row["place_id"], row["component_id"]
    item.dropped_at = moment(row["dropped_at"]) if row["dropped_at"] else None
    item.revision += 1
