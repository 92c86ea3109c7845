"""When a host that said yes may take it back: always, but near the visit only with a reason."""

from datetime import date, timedelta

from tourbook.core.refused import Refused

#: Days of notice where the host wants none for itself: what it asks of others it owes as well.
NOTICE_DAYS = 14


def is_short(*, visit_day: date, ask_by: date, today: date) -> bool:
    """Whether less time is left than the host wants, who is asked on `ask_by` at the latest."""
    last = ask_by if ask_by < visit_day else visit_day - timedelta(days=NOTICE_DAYS)
    return today > last


def check_reason(reason: str, *, short: bool) -> None:
    if short and len(reason.strip()) < 3:
        raise Refused("The visit is near. Say why you withdraw, so that the organiser can act.")
