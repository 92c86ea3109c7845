"""Asking for the roll: who is on it, which marks were made, and which stops somebody missed."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

import sqlalchemy as sa

from tourbook.bookings.models import Booking, BookingState, Delegation, Participant
from tourbook.core.db import db
from tourbook.departures.models import DatedItem, Departure
from tourbook.visits.models import CallStage, Mark, RollMark
from tourbook.visits.rules.rollcall import Called, Person, last_marks

#: Bookings whose people come.
COMING = (BookingState.CONFIRMED, BookingState.COMPLETED)

#: The columns of a mark in the order of `Called`.
CALLED: tuple[Any, ...] = (
    RollMark.participant_id,
    RollMark.mark,
    RollMark.marked_at,
    RollMark.received_at,
    RollMark.by,
    RollMark.key,
)


def people_of(departure_id: int) -> list[Person]:
    """Who is on the roll of a departure."""
    rows = db.session.execute(
        sa.select(Participant.id, Participant.name, Delegation.name)
        .join(Booking, Booking.id == Participant.booking_id)
        .join(Delegation, Delegation.id == Booking.delegation_id)
        .where(
            Booking.departure_id == departure_id,
            Booking.state.in_(COMING),
            Participant.removed_at.is_(None),
        )
        .order_by(Participant.name, Participant.id)
    )
    return [Person(*row) for row in rows]


def marks_at(item_id: int, stage: CallStage) -> list[Called]:
    return marks_by_call([item_id])[item_id, stage]


def marks_by_call(item_ids: Collection[int]) -> dict[tuple[int, CallStage], list[Called]]:
    """All marks made at these items, by item and stage."""
    found: dict[tuple[int, CallStage], list[Called]] = defaultdict(list)
    for item_id, stage, called in called_rows(RollMark.dated_item_id.in_(item_ids)):
        found[item_id, stage].append(called)
    return found


def called_rows(condition: sa.ColumnElement[bool]) -> list[tuple[int, CallStage, Called]]:
    rows = db.session.execute(
        sa.select(RollMark.dated_item_id, RollMark.stage, *CALLED)
        .where(condition)
        .order_by(RollMark.id)
    )
    return [(row[0], row[1], Called(*row[2:])) for row in rows]


def stops_missed(departure: Departure, people: Collection[int]) -> dict[int, set[int]]:
    """By person: keys of the package's items at whose site the roll was called without them.

    Where nobody called, or called others only, somebody may have been there.
    """
    rows = db.session.execute(
        sa.select(DatedItem.item_id, *CALLED)
        .join(DatedItem, DatedItem.id == RollMark.dated_item_id)
        .where(
            DatedItem.departure_id == departure.id,
            RollMark.participant_id.in_(people),
            RollMark.stage == CallStage.SITE,
        )
        .order_by(RollMark.id)
    )
    by_item: dict[int, list[Called]] = defaultdict(list)
    for item_id, *called in rows:
        by_item[item_id].append(Called(*called))
    missed: dict[int, set[int]] = {person: set() for person in people}
    for item_id, marks in by_item.items():
        for person, last in last_marks(marks).items():
            if last.mark in (Mark.MISSING, Mark.EXCUSED):
                missed[person].add(item_id)
    return missed
