"""A group that runs late: which stops it comes late to, and when it is expected there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from tourbook.core.refused import Refused

#: Later than this the day is made anew instead.
MOST = 600


class Timed(Protocol):
    """What has its time on a day."""

    @property
    def starts_at(self) -> datetime: ...
    @property
    def ends_at(self) -> datetime: ...


TimedT = TypeVar("TimedT", bound=Timed)


@dataclass(frozen=True, slots=True)
class Late:
    """Word of lateness, as it stands."""

    minutes: int
    #: From what starts then on.
    since: datetime
    words: str
    at: datetime
    by: str


def following(stops: Iterable[TimedT], since: datetime) -> list[TimedT]:
    """What the group comes late to: all that starts then or after it."""
    return sorted(
        (stop for stop in stops if stop.starts_at >= since),
        key=lambda stop: (stop.starts_at, stop.ends_at),
    )


def expected(starts_at: datetime, late: Late | None) -> datetime | None:
    """When the group is expected instead; None where it comes in time."""
    if late is None or not late.minutes or starts_at < late.since:
        return None
    return starts_at + timedelta(minutes=late.minutes)


def check_new(minutes: int, since: datetime, words: str, earlier: Sequence[Late]) -> None:
    """Refuse to say the same again, or that a group which was never late is in time.

    Raises:
        Refused: with the reason.
    """
    if not 0 <= minutes <= MOST:
        raise Refused("Give the minutes, from 0 to %(most)d.", most=MOST)
    if not earlier:
        if minutes == 0:
            raise Refused("Nobody has been told that the group is late.")
        return
    last = earlier[-1]
    if (last.minutes, last.since, last.words) == (minutes, since, words):
        raise Refused("The hosts have been told this already.")
