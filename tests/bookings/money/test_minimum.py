from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tourbook.bookings.rules.money import minimum
from tourbook.bookings.rules.money.minimum import Judged, Law, Limit, Outlook, Trip
from tourbook.core.refused import Refused

HELSINKI = ZoneInfo("Europe/Helsinki")
NEW_YORK = ZoneInfo("America/New_York")
WARNING = timedelta(days=3)


def at(month: int, day: int, hour: int, place: ZoneInfo = HELSINKI) -> datetime:
    """What the clocks of a place show in 2027."""
    return datetime(2027, month, day, hour, tzinfo=place)


def trip(start: datetime, end: datetime, zone: str = "Europe/Helsinki") -> Trip:
    return Trip(start.astimezone(UTC), end.astimezone(UTC), zone)


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        (at(5, 10, 9), at(5, 10, 18), 1),
        (at(5, 10, 9), at(5, 11, 8), 2),
        (at(5, 10, 9), at(5, 11, 0), 1),
        (at(5, 10, 9), at(5, 15, 18), 6),
        (at(5, 10, 20), at(5, 16, 8), 7),
    ],
)
def test_days_are_those_of_the_calendar(start: datetime, end: datetime, days: int) -> None:
    assert minimum.days_of(trip(start, end)) == days


@pytest.mark.parametrize(
    ("start", "end", "last"),
    [
        # More than six days: 20 days, and the clock shows the same though summer time began.
        (at(4, 5, 9), at(4, 11, 18), at(3, 16, 9)),
        (at(5, 10, 9), at(5, 16, 18), at(4, 20, 9)),
        # Two to six days: 7 days.
        (at(5, 10, 9), at(5, 15, 18), at(5, 3, 9)),
        (at(5, 10, 9), at(5, 11, 18), at(5, 3, 9)),
        # One day: 48 hours that pass, so the clock shows an hour less over the change in spring.
        (at(5, 10, 9), at(5, 10, 18), at(5, 8, 9)),
        (at(3, 29, 9), at(3, 29, 18), at(3, 27, 8)),
        (at(11, 1, 9), at(11, 1, 18), at(10, 30, 10)),
    ],
)
def test_the_last_moment_is_that_of_the_law_in_the_zone_of_the_departure(
    start: datetime, end: datetime, last: datetime
) -> None:
    assert minimum.tell_by(trip(start, end)) == last


def test_another_zone_has_its_own_clock() -> None:
    found = minimum.tell_by(
        trip(at(5, 10, 9, NEW_YORK), at(5, 12, 9, NEW_YORK), "America/New_York")
    )

    assert found == datetime(2027, 5, 3, 13, tzinfo=UTC)


LONG = trip(at(5, 10, 9), at(5, 12, 18))
LAST = datetime(2027, 5, 3, 6, tzinfo=UTC)


@pytest.mark.parametrize(
    ("contract", "last"),
    [
        (Limit(0, days=14), datetime(2027, 4, 26, 6, tzinfo=UTC)),
        (Limit(0, days=3), LAST),
        (Limit(0, hours=12), LAST),
    ],
)
def test_a_contract_may_only_name_an_earlier_moment(contract: Limit, last: datetime) -> None:
    assert minimum.tell_by(LONG, contract) == last


def test_the_law_is_that_of_the_day_of_the_start() -> None:
    newer = Law(date(2027, 5, 10), (Limit(0, days=30),), "A law to come")

    assert minimum.tell_by(LONG, laws=(*minimum.LAWS, newer)) == datetime(
        2027, 4, 10, 6, tzinfo=UTC
    )
    later = Law(date(2027, 5, 11), (Limit(0, days=30),), "A law to come")
    assert minimum.tell_by(LONG, laws=(*minimum.LAWS, later)) == LAST


@pytest.mark.parametrize(
    ("confirmed", "moment", "found"),
    [
        (10, LAST + timedelta(days=99), Judged(Outlook.GUARANTEED, 0, None)),
        (11, LAST, Judged(Outlook.GUARANTEED, 0, None)),
        (9, LAST - timedelta(days=4), Judged(Outlook.WAITING, 1, LAST)),
        (9, LAST - WARNING, Judged(Outlook.DECIDE, 1, LAST)),
        (0, LAST, Judged(Outlook.DECIDE, 10, LAST)),
        (9, LAST + timedelta(microseconds=1), Judged(Outlook.MUST_RUN, 1, LAST)),
    ],
)
def test_a_departure_is_guaranteed_or_waits_or_must_run(
    confirmed: int, moment: datetime, found: Judged
) -> None:
    assert minimum.judge(LONG, minimum=10, confirmed=confirmed, at=moment, warning=WARNING) == found


def test_calling_off_is_for_departures_with_too_few_in_time() -> None:
    waiting = Judged(Outlook.DECIDE, 1, LAST)

    minimum.check_call_off(waiting, LAST)
    with pytest.raises(Refused, match="too late"):
        minimum.check_call_off(waiting, LAST + timedelta(microseconds=1))
    with pytest.raises(Refused, match="guaranteed"):
        minimum.check_call_off(Judged(Outlook.GUARANTEED, 0, None), LAST)


def test_a_trip_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(Refused, match="ends after"):
        minimum.tell_by(trip(at(5, 10, 9), at(5, 10, 9)))


@pytest.mark.parametrize(
    ("least", "confirmed", "warning"),
    [(-1, 0, WARNING), (0, -1, WARNING), (0, 0, -WARNING)],
)
def test_numbers_below_zero_are_refused(least: int, confirmed: int, warning: timedelta) -> None:
    with pytest.raises(Refused, match="zero or more"):
        minimum.judge(LONG, minimum=least, confirmed=confirmed, at=LAST, warning=warning)


@given(
    st.integers(0, 4 * 365 * 24 * 60),
    st.integers(1, 20 * 24 * 60),
    st.sampled_from(["Europe/Helsinki", "Europe/Lisbon", "America/New_York", "Asia/Kolkata"]),
)
def test_the_moment_is_never_later_than_by_the_hours_of_the_trip(
    start: int, minutes: int, zone: str
) -> None:
    begins = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=start)
    found = minimum.tell_by(Trip(begins, begins + timedelta(minutes=minutes), zone))

    # The law read by hours that pass; an hour of summer time may lie between in days.
    if minutes > 6 * 24 * 60:
        latest = begins - timedelta(days=20)
    elif minutes >= 2 * 24 * 60:
        latest = begins - timedelta(days=7)
    else:
        latest = begins - timedelta(hours=48)
    assert found <= latest + timedelta(hours=1)
    assert found >= begins - timedelta(days=20, hours=1)
