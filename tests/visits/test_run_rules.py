"""Which day is shown, what is brought, and when a late group is expected."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest

from tourbook.core.refused import Refused
from tourbook.hosts.models import Openness, Permission, VisitorField
from tourbook.visits.rules import lateness, runsheet
from tourbook.visits.rules.lateness import Late
from tourbook.visits.rules.runsheet import Note, Spot

FIRST = date(2027, 6, 1)
TEN = datetime(2027, 6, 1, 7, tzinfo=UTC)


@dataclass(frozen=True)
class At:
    starts_at: datetime
    ends_at: datetime


def at(hours: int) -> At:
    return At(TEN + timedelta(hours=hours), TEN + timedelta(hours=hours + 1))


def late(minutes: int, since: datetime = TEN, words: str = "") -> Late:
    return Late(minutes, since, words, TEN, "Guide")


@pytest.mark.parametrize(
    ("wanted", "today", "shown"),
    [
        ("2", FIRST, 2),
        ("", FIRST + timedelta(days=2), 3),
        ("", FIRST - timedelta(days=9), 1),
        ("", FIRST + timedelta(days=9), 1),
        ("9", FIRST, 1),
        ("x", FIRST, 1),
        ("²", FIRST, 1),
        ("9" * 5000, FIRST, 1),
    ],
)
def test_the_day_shown_is_the_one_asked_for_or_today(wanted: str, today: date, shown: int) -> None:
    assert runsheet.day_shown(wanted, [1, 2, 3], first_day=FIRST, today=today) == shown


def test_a_departure_without_programme_shows_its_first_day() -> None:
    assert runsheet.day_shown("", [], first_day=FIRST, today=FIRST) == 1


def test_what_visitors_bring_follows_what_the_site_declared() -> None:
    openness = Openness(
        nda=True, escort=False, photos=Permission.FORBIDDEN, phones=Permission.ALLOWED
    )

    strict = runsheet.notes(openness, {VisitorField.IDENTITY_DOCUMENT}, outdoor=True)

    assert strict == [
        Note.IDENTITY_DOCUMENT,
        Note.OUTDOOR_CLOTHES,
        Note.CONFIDENTIALITY,
        Note.NO_PHOTOS,
    ]
    assert runsheet.notes(None, {VisitorField.NAME}, outdoor=False) == []


def test_a_place_opens_in_a_map() -> None:
    spot = Spot("Station", "", 61.6881, 27.2723, step_free=True)

    assert spot.geo == "geo:61.68810,27.27230"
    assert spot.map.endswith("#map=16/61.68810/27.27230")


def test_those_follow_who_come_then_or_after() -> None:
    before, then, after = at(-2), at(0), at(3)

    assert lateness.following([after, before, then], TEN) == [then, after]


def test_a_late_group_is_expected_later_from_its_stop_on() -> None:
    assert lateness.expected(TEN, late(25)) == TEN + timedelta(minutes=25)
    assert lateness.expected(TEN - timedelta(minutes=1), late(25)) is None
    assert lateness.expected(TEN, late(0)) is None
    assert lateness.expected(TEN, None) is None


def test_the_same_word_is_not_said_twice_but_a_new_one_is() -> None:
    with pytest.raises(Refused, match="already"):
        lateness.check_new(20, TEN, "", [late(10), late(20)])
    lateness.check_new(30, TEN, "", [late(20)])
    lateness.check_new(20, TEN + timedelta(hours=1), "", [late(20)])
    lateness.check_new(10, TEN, "", [late(10), late(20)])


def test_a_group_in_time_is_told_of_only_after_it_was_late() -> None:
    with pytest.raises(Refused, match="Nobody has been told"):
        lateness.check_new(0, TEN, "", [])
    lateness.check_new(0, TEN, "", [late(20)])


@pytest.mark.parametrize("minutes", [-1, 601, 10**9])
def test_senseless_minutes_are_refused(minutes: int) -> None:
    with pytest.raises(Refused, match="from 0 to 600"):
        lateness.check_new(minutes, TEN, "", [])
