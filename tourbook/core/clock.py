"""What time it is. Only views, the command line and job handlers ask; all else is told."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

HELSINKI = ZoneInfo("Europe/Helsinki")


def now() -> datetime:
    return datetime.now(UTC)


def today(zone: ZoneInfo = HELSINKI) -> date:
    return datetime.now(zone).date()
