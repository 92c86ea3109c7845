"""Naming who is on duty on a departure. Nothing here commits."""

from datetime import datetime

import sqlalchemy as sa

from tourbook.core import audit
from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.core.inserts import insert_into
from tourbook.core.refused import Refused
from tourbook.departures.models import Departure, DutyContact
from tourbook.departures.queries.duty import contacts_of


def name(
    departure: Departure, day_number: int, *, who: str, phone: str, at: datetime, actor: Actor
) -> None:
    """Let this person be called on this day, or on all days by 0; who stood there is replaced.

    Raises:
        Refused: the departure has no such day.
    """
    last = (departure.last_day - departure.first_day).days + 1
    if not 0 <= day_number <= last:
        raise Refused("This departure has %(days)d days.", days=last)
    before = contacts_of(departure.id).get(day_number)
    values = {"name": who, "phone": phone}
    db.session.execute(
        insert_into(DutyContact)
        .values(departure_id=departure.id, day_number=day_number, **values)
        .on_conflict_do_update(index_elements=["departure_id", "day_number"], set_=values)
    )
    audit.record(
        "departures.name_duty",
        departure,
        at=at,
        actor=actor,
        before={"name": before.name, "phone": before.phone} if before else None,
        after={"day": day_number, **values},
    )
    db.session.flush()


def remove(departure: Departure, day_number: int, *, at: datetime, actor: Actor) -> None:
    """Nobody is on duty on this day but for whom all days have."""
    removed = db.session.scalar(
        sa.delete(DutyContact)
        .where(DutyContact.departure_id == departure.id, DutyContact.day_number == day_number)
        .returning(DutyContact.name)
    )
    if removed is None:
        raise Refused("Nobody is named for this day.")
    before = {"day": day_number, "name": removed}
    audit.record("departures.remove_duty", departure, at=at, actor=actor, before=before)
    db.session.flush()
