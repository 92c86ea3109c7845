"""The record of each move: one line in the booking's own history, one in the audit log."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from tourbook.bookings.models import Booking, BookingEvent
from tourbook.core import audit
from tourbook.core.audit import Actor
from tourbook.core.db import db


def note(
    booking: Booking,
    what: str,
    *,
    at: datetime,
    actor: Actor,
    before: Mapping[str, Any] | None = None,
    reason: str = "",
) -> None:
    """Add both lines to the session; they are written with the change that they tell of."""
    db.session.add(
        BookingEvent(
            booking_id=booking.id,
            at=at,
            actor_label=actor.label,
            what=what,
            state=booking.state,
            places=booking.places,
            reason=reason,
        )
    )
    after = {"state": booking.state, "places": booking.places, "cents": booking.person_cents}
    if reason:
        after["reason"] = reason
    audit.record(f"bookings.{what}", booking, at=at, actor=actor, before=before, after=after)
