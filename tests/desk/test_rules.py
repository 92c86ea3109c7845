"""Days and weeks of the start pages."""

from datetime import date, timedelta

import pytest

from tests.making import NOON
from tourbook.desk import rules


@pytest.mark.parametrize(
    ("day", "monday"),
    [
        (date(2027, 6, 1), date(2027, 5, 31)),
        (date(2027, 5, 31), date(2027, 5, 31)),
        (date(1, 1, 1), date(2000, 1, 3)),
        (date(9999, 12, 31), date(2099, 12, 28)),
    ],
)
def test_a_week_begins_on_its_monday(day: date, monday: date) -> None:
    assert rules.monday_of(day) == monday


def test_what_is_no_day_is_none() -> None:
    assert rules.day_asked("2027-06-01") == date(2027, 6, 1)
    assert rules.day_asked("2027-02-30") is None


def test_days_are_counted_whole_and_never_below_none() -> None:
    assert rules.days_until(NOON + timedelta(days=2, hours=23), NOON) == 2
    assert rules.days_until(NOON - timedelta(days=2), NOON) == 0
