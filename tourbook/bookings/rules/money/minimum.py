"""Whether a departure has enough people, and until when it may be called off for lack of them.

The organiser may end a package contract for too few people, with a full refund and without
compensation, if the contract names the number and the traveller is told in time, at the latest

* 20 days before the start of trips of more than six days,
* 7 days before the start of trips of two to six days,
* 48 hours before the start of trips of less than two days

(Directive (EU) 2015/2302, article 12(3)(a)). A contract may name an earlier time.

**Our reading, on the safe side.** A trip has as many days as the calendar of its zone shows from
its start to its end, the first and the last counted: never fewer than its hours make, so the time
named here is never later than the law's. Days are taken off the calendar and the clock shows the
same time; the 48 hours are hours that pass.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from tourbook.bookings.rules.money import dated
from tourbook.core.refused import Refused
from tourbook.core.zones import clock_time, local_day, moment_of


@dataclass(frozen=True, slots=True)
class Limit:
    """For trips of at least so many days: told so many days, or hours, before the start."""

    trip_days: int
    days: int = 0
    hours: int = 0


@dataclass(frozen=True, slots=True)
class Law:
    valid_from: date
    #: The longest trips first; the last holds for all that are shorter.
    limits: tuple[Limit, ...]
    source: str


LAWS = (
    Law(
        date(2018, 7, 1),
        (Limit(7, days=20), Limit(2, days=7), Limit(0, hours=48)),
        "Directive (EU) 2015/2302, article 12(3)(a)",
    ),
)


@dataclass(frozen=True, slots=True)
class Trip:
    """When and where a departure runs; both moments are aware."""

    starts_at: datetime
    ends_at: datetime
    zone: str


class Outlook(StrEnum):
    #: Enough people have confirmed, or no number was set.
    GUARANTEED = "guaranteed"
    #: Too few as yet, and time enough.
    WAITING = "waiting"
    #: Too few, and the organiser has to decide now.
    DECIDE = "decide"
    #: Too few, and too late to call it off for that: it runs.
    MUST_RUN = "must_run"


@dataclass(frozen=True, slots=True)
class Judged:
    outlook: Outlook
    #: How many people lack.
    missing: int
    #: The last moment at which all must have been told; None where it is guaranteed.
    tell_by: datetime | None


def check_trip(trip: Trip) -> None:
    if trip.ends_at <= trip.starts_at:
        raise Refused("A trip ends after it starts.")


def days_of(trip: Trip) -> int:
    """Calendar days in the zone, the first and the last counted.

    A trip that ends at midnight does not count the day that then begins.
    """
    check_trip(trip)
    last = local_day(trip.ends_at - timedelta(microseconds=1), trip.zone)
    return (last - local_day(trip.starts_at, trip.zone)).days + 1


def limit_for(trip: Trip, law: Law) -> Limit:
    days = days_of(trip)
    return next(limit for limit in law.limits if days >= limit.trip_days)


def before_start(trip: Trip, limit: Limit) -> datetime:
    """So many days earlier the clocks of the zone show the same time; hours simply pass."""
    start = trip.starts_at.astimezone(UTC) - timedelta(hours=limit.hours)
    if not limit.days:
        return start
    return moment_of(clock_time(start, trip.zone) - timedelta(days=limit.days), trip.zone)


def tell_by(trip: Trip, contract: Limit | None = None, laws: tuple[Law, ...] = LAWS) -> datetime:
    """The last moment to tell that the trip is called off for too few people, in UTC.

    The law is that of the day of the start. A contract may only name an earlier moment.
    """
    law = dated.in_force(laws, local_day(trip.starts_at, trip.zone))
    legal = before_start(trip, limit_for(trip, law))
    return legal if contract is None else min(legal, before_start(trip, contract))


def judge(
    trip: Trip,
    *,
    minimum: int,
    confirmed: int,
    at: datetime,
    warning: timedelta,
    contract: Limit | None = None,
    laws: tuple[Law, ...] = LAWS,
) -> Judged:
    """How it stands with the minimum number. `warning`: how long before the last moment the
    organiser is asked to decide, so that all can be told in time."""
    if minimum < 0 or confirmed < 0 or warning < timedelta(0):
        raise Refused("Numbers of people and lengths of time are zero or more.")
    missing = max(0, minimum - confirmed)
    if missing == 0:
        check_trip(trip)
        return Judged(Outlook.GUARANTEED, 0, None)
    last = tell_by(trip, contract, laws)
    if at > last:
        return Judged(Outlook.MUST_RUN, missing, last)
    outlook = Outlook.DECIDE if at >= last - warning else Outlook.WAITING
    return Judged(outlook, missing, last)


def check_call_off(judged: Judged, at: datetime) -> None:
    """Refuse to call a departure off for too few people when the law does not let it."""
    if judged.outlook is Outlook.GUARANTEED:
        raise Refused("Enough people have confirmed, so this departure is guaranteed.")
    if judged.tell_by is None or at > judged.tell_by:
        raise Refused("It is too late to call this departure off for too few people.")
