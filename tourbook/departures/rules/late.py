"""Booking after the last safe day: refused, unless an organiser has given leave with a reason."""

from datetime import date

from tourbook.core.refused import Refused
from tourbook.departures.rules.leads import Safe


def check_in_time(safe: Safe | None, *, leave_until: date | None, today: date) -> None:
    """Refuse a booking for which something would be late from the first day on."""
    if safe is None or today <= safe.day:
        return
    if leave_until is None:
        raise Refused(
            "The last safe day to book this departure was %(day)s: later, its hosts are not asked"
            " and told in time. Ask the organiser.",
            day=safe.day,
        )
    if today > leave_until:
        raise Refused("This departure could be booked until %(day)s.", day=leave_until)


def check_leave(until: date, reason: str, *, first_day: date, today: date) -> None:
    """Refuse leave without a reason, for a day that has passed, or into the visit itself."""
    if len(reason.strip()) < 3:
        raise Refused("Say in a few words why it is safe to book later.")
    if until < today:
        raise Refused("This day has passed. Choose a day from today on.")
    if until >= first_day:
        raise Refused("Choose a day before the visit begins.")
