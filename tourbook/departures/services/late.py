"""The last safe day to book, and leave to book later, which an organiser gives and takes back."""

from collections.abc import Collection
from datetime import date, datetime

import sqlalchemy as sa

from tourbook.core import audit
from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.core.inserts import insert_into
from tourbook.core.refused import Refused
from tourbook.departures.models import Departure, LateBooking
from tourbook.departures.queries.leads import stops_of
from tourbook.departures.rules import late as rules
from tourbook.departures.rules import requests, selling
from tourbook.departures.rules.leads import Safe, safe_day
from tourbook.packages import services as packages


def safe_days(departure_ids: Collection[int]) -> dict[int, Safe | None]:
    """The last safe day to book each of these departures; None where no host is visited."""
    return {key: safe_day(stops) for key, stops in stops_of(departure_ids).items()}


def leave_of(departure: Departure) -> LateBooking | None:
    return db.session.scalar(sa.select(LateBooking).where(LateBooking.departure_id == departure.id))


def check_in_time(departure: Departure, *, at: datetime) -> None:
    """Refuse to book after the last safe day without leave."""
    today = selling.local_day(departure, at)
    safe = safe_days([departure.id])[departure.id]
    if safe is None or today <= safe.day:
        return
    leave = leave_of(departure)
    rules.check_in_time(safe, leave_until=leave.until if leave else None, today=today)


def last_days(departure_ids: Collection[int]) -> dict[int, date]:
    """The last day on which each can be booked by lead times: the safe one, or later by leave."""
    rows = db.session.execute(
        sa.select(LateBooking.departure_id, LateBooking.until).where(
            LateBooking.departure_id.in_(departure_ids)
        )
    )
    leaves = dict(rows.all())
    return {
        key: max(safe.day, leaves.get(key, safe.day))
        for key, safe in safe_days(departure_ids).items()
        if safe is not None
    }


def give(departure: Departure, until: date, *, reason: str, at: datetime, actor: Actor) -> None:
    """Let it be booked until then; given again, the new day and reason hold."""
    requests.check_planned(departure)
    today = selling.local_day(departure, at)
    rules.check_leave(until, reason, first_day=departure.first_day, today=today)
    before = leave_of(departure)
    kept = {"until": before.until, "reason": before.reason} if before else None
    values = {"until": until, "reason": reason.strip(), "given_at": at, "given_by": actor.label}
    db.session.execute(
        insert_into(LateBooking)
        .values(departure_id=departure.id, **values)
        .on_conflict_do_update(index_elements=["departure_id"], set_=values)
    )
    if before is not None:
        db.session.refresh(before)
    after = {"until": until, "reason": reason.strip()}
    audit.record("departures.allow_late", departure, at=at, actor=actor, before=kept, after=after)
    db.session.flush()
    packages.touch_catalogue()


def withdraw(departure: Departure, *, at: datetime, actor: Actor) -> None:
    """Take the leave back: after the last safe day nothing can be booked any more."""
    leave = leave_of(departure)
    if leave is None:
        raise Refused("No leave to book later is given.")
    before = {"until": leave.until, "reason": leave.reason}
    db.session.delete(leave)
    audit.record("departures.refuse_late", departure, at=at, actor=actor, before=before)
    db.session.flush()
    packages.touch_catalogue()
