"""Asking who is on duty on the days of a departure."""

import sqlalchemy as sa

from tourbook.core.db import db
from tourbook.departures.models import HOLDING, DutyContact, ServiceRequest
from tourbook.departures.rules.duty import Duty, on_day


def contacts_of(departure_id: int) -> dict[int, Duty]:
    """By day number; 0 holds for each day that has none of its own."""
    rows = db.session.execute(
        sa.select(DutyContact.day_number, DutyContact.name, DutyContact.phone)
        .where(DutyContact.departure_id == departure_id)
        .order_by(DutyContact.day_number)
    )
    return {day_number: Duty(name, phone) for day_number, name, phone in rows}


def on_duty(departure_id: int, day_number: int) -> Duty | None:
    """Whom to call on this day."""
    return on_day(contacts_of(departure_id), day_number)


def of_request(request: ServiceRequest) -> Duty | None:
    """Whom a host calls that receives the group or is asked to."""
    if request.state not in HOLDING:
        return None
    return on_duty(request.departure_id, request.dated_item.day_number)
