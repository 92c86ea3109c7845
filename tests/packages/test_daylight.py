"""Sunrise and sunset against published tables, and what the day on trial means for a programme."""

from datetime import date

import pytest

from tests.packages.outlines import (
    JUNE,
    LODGING,
    MEAL,
    TODAY,
    has,
    night,
    offer,
    only,
    outline,
    problems,
    spot,
    stop,
)
from tourbook.core.texts import Texts
from tourbook.core.working_days import finnish_holidays
from tourbook.packages.rules.checks.daylight import daylight
from tourbook.packages.rules.checks.problems import Remedy, Severity
from tourbook.packages.rules.outline import Hours, OpenSlot, Stop

HELSINKI = (60.1699, 24.9384)
MIKKELI = (61.6881, 27.2723)
LONDON = (51.5074, -0.1278)
UTSJOKI = (69.9076, 27.0253)
EVERY_DAY = tuple(Hours(weekday, 0, 1440) for weekday in range(7))


def minute(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


#: From astral 3.2, an independent reckoning; London and Helsinki agree with printed almanacs.
PUBLISHED = [
    (HELSINKI, "Europe/Helsinki", date(2027, 1, 15), "09:10", "15:49"),
    (HELSINKI, "Europe/Helsinki", date(2027, 3, 28), "06:58", "19:53"),
    (HELSINKI, "Europe/Helsinki", date(2027, 6, 21), "03:54", "22:49"),
    (HELSINKI, "Europe/Helsinki", date(2027, 9, 23), "07:06", "19:17"),
    (HELSINKI, "Europe/Helsinki", date(2027, 12, 21), "09:24", "15:12"),
    (MIKKELI, "Europe/Helsinki", date(2027, 1, 15), "09:13", "15:27"),
    (MIKKELI, "Europe/Helsinki", date(2027, 3, 28), "06:48", "19:45"),
    (MIKKELI, "Europe/Helsinki", date(2027, 6, 21), "03:25", "22:59"),
    (MIKKELI, "Europe/Helsinki", date(2027, 9, 23), "06:56", "19:08"),
    (MIKKELI, "Europe/Helsinki", date(2027, 12, 21), "09:31", "14:46"),
    (LONDON, "Europe/London", date(2027, 1, 15), "07:59", "16:20"),
    (LONDON, "Europe/London", date(2027, 6, 21), "04:43", "21:21"),
    (LONDON, "Europe/London", date(2027, 12, 21), "08:03", "15:52"),
]


@pytest.mark.parametrize(("where", "zone", "day", "rises", "sets"), PUBLISHED)
def test_the_sun_keeps_to_the_tables(
    where: tuple[float, float], zone: str, day: date, rises: str, sets: str
) -> None:
    light = daylight(day, *where, zone)

    assert light.rises == pytest.approx(minute(rises), abs=2)
    assert light.sets == pytest.approx(minute(sets), abs=2)


def test_in_the_far_north_it_is_light_or_dark_all_day() -> None:
    summer, winter = (daylight(date(2027, month, 21), *UTSJOKI) for month in (6, 12))

    assert summer.rises < 0
    assert summer.sets > 1440
    assert winter.rises > winter.sets


def test_a_summer_evening_may_pass_midnight() -> None:
    assert 1440 < daylight(date(2027, 6, 21), 65.5, 24.5).sets < 1500


OUTDOORS = offer(outdoor=True)


@pytest.mark.parametrize(
    ("starts", "ends", "dark"),
    [(555, 600, False), (540, 600, True), (840, 895, False), (860, 960, True)],
)
def test_what_is_outdoors_wants_daylight(starts: int, ends: int, dark: bool) -> None:
    """In Mikkeli on 1 December from 9.01 to 14.58."""
    made = outline(stop(starts, ends, offer=OUTDOORS, spot=spot(*MIKKELI)), first_day=TODAY)

    assert has(made, "in_the_dark") is dark


def test_indoors_or_on_no_day_nothing_is_said_of_the_dark() -> None:
    where = spot(*MIKKELI)

    assert not has(outline(stop(1200, 1250, offer=OUTDOORS, spot=where)), "in_the_dark")
    indoors = outline(stop(1200, 1250, offer=offer(), spot=where), first_day=TODAY)
    assert not has(indoors, "in_the_dark")


def test_where_the_sun_does_not_rise_that_is_said() -> None:
    made = outline(
        stop(700, 760, offer=OUTDOORS, spot=spot(*UTSJOKI)), first_day=date(2026, 12, 21)
    )

    assert only(made, "no_daylight").severity is Severity.WARNS


def test_holidays_have_names_in_three_languages() -> None:
    assert finnish_holidays(2027)[date(2027, 12, 6)] == Texts(
        en="Independence Day", fi="Itsenäisyyspäivä", sv="Självständighetsdagen"
    )
    assert date(2027, 6, 25) in finnish_holidays(2027)
    assert date(2027, 6, 24) not in finnish_holidays(2027)


SATURDAY, INDEPENDENCE = date(2027, 6, 5), date(2027, 12, 6)


@pytest.mark.parametrize(
    ("day", "visit", "code"),
    [
        (SATURDAY, stop(600, 660, offer=offer()), "weekend"),
        (SATURDAY, stop(600, 660, offer=offer(hours=EVERY_DAY)), None),
        (SATURDAY, stop(600, 660, offer=offer(slots=(OpenSlot(1, 1, 600, 660, 30),))), None),
        (SATURDAY, stop(600, 660, MEAL, offer=offer(kind=MEAL)), None),
        (SATURDAY, stop(600, 660), None),
        (INDEPENDENCE, stop(600, 660, offer=offer()), "holiday"),
        (INDEPENDENCE, stop(600, 660, offer=offer(hours=EVERY_DAY)), "holiday"),
        (INDEPENDENCE, stop(600, 660, MEAL, offer=offer(kind=MEAL)), "holiday"),
        (INDEPENDENCE, stop(600, 660, offer=offer(slots=(OpenSlot(1, 1, 600, 660, 30),))), None),
        (INDEPENDENCE, night(offer=offer(kind=LODGING)), None),
        (JUNE, stop(600, 660, offer=offer()), None),
        (None, stop(600, 660, offer=offer()), None),
    ],
)
def test_weekends_and_holidays_are_told_where_nobody_says_that_it_is_open(
    day: date | None, visit: Stop, code: str | None
) -> None:
    made = outline(visit, first_day=day)

    assert [each.code for each in problems(made, "weekend", "holiday")] == ([code] if code else [])


def test_a_quiet_day_is_told_once_for_all_its_hosts() -> None:
    visits = [stop(600, 660, offer=offer()), stop(700, 760, offer=offer())]

    problem = only(outline(*visits, first_day=SATURDAY), "weekend")

    assert problem.item_ids == tuple(each.id for each in visits)
    assert (problem.day, problem.values["date"]) == (1, SATURDAY)


@pytest.mark.parametrize(("ask", "late"), [(182, False), (183, True)])
def test_a_host_is_asked_as_early_as_it_wants(ask: int, late: bool) -> None:
    """From 1 December to 1 June there are 182 days."""
    made = outline(stop(600, 660, offer=offer(ask_by_days=ask)), first_day=JUNE)

    assert has(made, "asked_too_late") is late


def test_the_first_day_on_which_all_are_asked_in_time_is_offered() -> None:
    slow = stop(600, 660, day=2, offer=offer(ask_by_days=30))
    made = outline(slow, night(), first_day=TODAY)

    (way_out,) = only(made, "asked_too_late").ways_out

    assert (way_out.remedy, way_out.values["trial_day"]) == (Remedy.OPEN, date(2026, 12, 30))
    again = outline(slow, night(), first_day=date(2026, 12, 30))
    assert not has(again, "asked_too_late")


def test_a_trial_day_that_is_over_is_told_instead() -> None:
    made = outline(stop(600, 660, offer=offer(ask_by_days=30)), first_day=date(2026, 11, 30))

    assert has(made, "trial_is_over")
    assert not has(made, "asked_too_late")
