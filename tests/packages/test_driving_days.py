"""Worked days of a coach driver, each by the article of Regulation (EC) No 561/2006 it shows.

A day is written as hours of the clock: `d` drives, `w` works, all else is the driver's own time.
"""

import pytest

from tests.packages.outlines import LIMITS
from tourbook.packages.rules.checks.driving import DAY, Rule, Task, breaches


def at(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


def day(number: int, written: str) -> list[Task]:
    """`d 8:00-12:30, w 13:00-14:00` on this day of the tour, from 1; 25:00 is the next night."""
    tasks = []
    for part in written.split(","):
        kind, hours = part.split()
        starts, ends = (at(clock) + (number - 1) * DAY for clock in hours.split("-"))
        tasks.append(Task(starts, ends, drives=kind == "d"))
    return tasks


def found(*days: str, first_weekday: int = 0, drivers: int = 1) -> list[tuple[Rule, int, int]]:
    """The rules that are not kept: which, on which day, and what was found."""
    tasks = [
        task for number, written in enumerate(days, 1) if written for task in day(number, written)
    ]
    return [
        (breach.rule, breach.at // DAY + 1, breach.found)
        for breach in breaches(tasks, LIMITS, first_weekday=first_weekday, drivers=drivers)
    ]


# Article 7, first paragraph: 45 minutes after four and a half hours of driving.


def test_article_7_four_and_a_half_hours_and_a_break_of_45_minutes() -> None:
    assert found("d 8:00-12:30, d 13:15-17:45") == []


def test_article_7_a_minute_more_without_a_break() -> None:
    assert found("d 8:00-12:31") == [(Rule.BREAK, 1, 271)]


def test_article_7_a_break_of_44_minutes_is_too_short() -> None:
    assert found("d 8:00-12:30, d 13:14-14:00") == [(Rule.BREAK, 1, 316)]


def test_article_4d_other_work_is_no_break() -> None:
    assert found("d 8:00-12:30, w 12:30-13:15, d 13:15-14:00") == [(Rule.BREAK, 1, 315)]


# Article 7, second paragraph: 15 minutes and then 30, spread over the driving.


def test_article_7_second_paragraph_15_and_then_30_minutes() -> None:
    assert found("d 8:00-10:00, d 10:15-12:45, d 13:15-17:45") == []


def test_article_7_second_paragraph_14_minutes_are_no_part() -> None:
    assert found("d 8:00-10:00, d 10:14-12:44, d 13:14-14:00") == [(Rule.BREAK, 1, 316)]


# Article 7 as amended by Regulation (EU) 2024/1258: two breaks of at least 15, together 45.


def test_2024_1258_article_7_30_and_then_15_minutes_in_occasional_service() -> None:
    assert found("d 8:00-10:00, d 10:30-13:00, d 13:15-17:45") == []


def test_2024_1258_article_7_20_and_25_minutes_in_occasional_service() -> None:
    assert found("d 8:00-10:00, d 10:20-12:50, d 13:15-17:45") == []


def test_2024_1258_article_7_20_and_24_minutes_are_not_enough() -> None:
    assert found("d 8:00-10:00, d 10:20-12:50, d 13:14-14:00") == [(Rule.BREAK, 1, 316)]


def test_2024_1258_article_7_three_times_15_minutes_are_not_two() -> None:
    written = "d 8:00-9:30, d 9:45-11:15, d 11:30-13:00, d 13:15-14:00"
    assert found(written) == [(Rule.BREAK, 1, 315)]


# Article 6(1): nine hours a day, ten twice a week.

TEN_HOURS = "d 6:00-10:30, d 11:15-15:45, d 16:30-17:30"
NINE_HOURS = "d 6:00-10:30, d 11:15-15:45"


def test_article_6_1_ten_hours_twice_a_week() -> None:
    assert found(TEN_HOURS, TEN_HOURS, NINE_HOURS) == []


def test_article_6_1_ten_hours_for_the_third_time() -> None:
    assert found(TEN_HOURS, TEN_HOURS, TEN_HOURS) == [(Rule.LONG_DAYS, 3, 3)]


def test_article_4i_on_monday_another_week_begins() -> None:
    assert found(TEN_HOURS, TEN_HOURS, TEN_HOURS, first_weekday=5) == []


def test_article_6_1_more_than_ten_hours() -> None:
    assert found("d 6:00-10:30, d 11:15-15:45, d 16:30-17:31") == [(Rule.DAY, 1, 601)]


def test_article_4k_a_day_is_from_one_daily_rest_to_the_next() -> None:
    """Six hours in the evening and four and a half after midnight are one day's driving."""
    written = "d 16:00-20:30, d 21:15-22:45, d 23:30-28:00"
    assert (Rule.DAY, 1, 630) in found(written)


# Article 6(2) and (3): 56 hours in a week, 90 in two.

WEEK_OF_56 = [TEN_HOURS, TEN_HOURS, NINE_HOURS, NINE_HOURS, NINE_HOURS, NINE_HOURS, ""]
ON_SUNDAY = "d 12:00-12:01"


def test_article_6_2_fifty_six_hours_a_week() -> None:
    assert found(*WEEK_OF_56) == []


def test_article_6_2_a_minute_more() -> None:
    late = "d 6:00-10:30, d 11:15-15:46"
    week = [TEN_HOURS, TEN_HOURS, NINE_HOURS, NINE_HOURS, NINE_HOURS, late, ""]
    assert (Rule.WEEK, 1, 3361) in found(*week)


def test_article_6_3_ninety_hours_in_two_weeks() -> None:
    second = [NINE_HOURS, NINE_HOURS, NINE_HOURS, "d 6:00-10:30, d 11:15-13:45"]
    assert found(*WEEK_OF_56, *second) == []


def test_article_6_3_a_minute_more() -> None:
    second = [NINE_HOURS, NINE_HOURS, NINE_HOURS, "d 6:00-10:30, d 11:15-13:46"]
    assert found(*WEEK_OF_56, *second) == [(Rule.FORTNIGHT, 1, 5401)]


# Article 8(2): a daily rest within 24 hours.
# Article 4(g): it is eleven hours, or nine, or three and then nine.


def test_article_8_2_a_day_of_13_hours_leaves_eleven_for_rest() -> None:
    days = ["w 7:00-12:00, w 13:00-20:00"] * 5
    assert found(*days) == []


def test_article_8_4_nine_hours_three_times_between_weekly_rests() -> None:
    days = ["w 7:00-12:00, w 13:00-22:00"] * 3
    assert found(*days, "w 9:00-10:00") == []


def test_article_8_4_nine_hours_for_the_fourth_time() -> None:
    days = ["w 7:00-12:00, w 13:00-22:00"] * 4
    assert found(*days) == [(Rule.REDUCED_RESTS, 4, 4)]


def test_article_8_4_after_a_weekly_rest_it_counts_from_the_start() -> None:
    long_ = "w 7:00-12:00, w 13:00-22:00"
    assert found(long_, long_, long_, "", long_, long_, long_) == []


def test_article_4g_three_hours_and_then_nine_are_a_regular_rest() -> None:
    assert found(*["w 7:00-11:00, w 14:00-22:00"] * 5) == []
    assert found(*["w 7:00-11:00, w 13:59-22:00"] * 5) == [
        (Rule.REDUCED_RESTS, 4, 4),
        (Rule.REDUCED_RESTS, 5, 4),
    ]


def test_article_8_2_more_than_15_hours_leave_less_than_nine() -> None:
    assert found("w 7:00-12:00, w 13:00-22:01") == [(Rule.REST, 1, 539)]


def test_article_8_2_what_is_rested_later_than_24_hours_after_does_not_count() -> None:
    """Ten hours of rest, but only eight of them within 24 hours of the start."""
    days = ["w 6:00-22:00", "w 8:00-9:00"]
    assert found(*days) == [(Rule.REST, 1, 480)]


# Article 8(2a), by Regulation (EU) 2024/1258: an hour later once in six days, twice in eight.

LATE = "d 7:00-9:00, w 16:00-22:30"
SHORT = "w 9:00-16:00"


def test_2024_1258_article_8_2a_once_on_a_tour_of_six_days() -> None:
    assert found(LATE, SHORT, SHORT, SHORT, SHORT, SHORT) == []


def test_2024_1258_article_8_2a_not_on_a_tour_of_five_days() -> None:
    assert found(LATE, SHORT, SHORT, SHORT, SHORT) == [(Rule.REST, 1, 510)]


def test_2024_1258_article_8_2a_not_twice_on_a_tour_of_seven_days() -> None:
    days = [LATE, SHORT, LATE, SHORT, SHORT, SHORT]
    assert found(*days) == [(Rule.REST, 3, 510)]


def test_2024_1258_article_8_2a_twice_on_a_tour_of_eight_days() -> None:
    days = [LATE, SHORT, LATE, SHORT, "", SHORT, SHORT, SHORT]
    assert found(*days) == []


def test_2024_1258_article_8_2a_not_after_more_than_seven_hours_of_driving() -> None:
    driven = "d 7:00-11:00, d 12:00-15:01, w 16:00-22:30"
    assert found(driven, SHORT, SHORT, SHORT, SHORT, SHORT) == [(Rule.REST, 1, 510)]
    driven = "d 7:00-11:00, d 12:00-15:00, w 16:00-22:30"
    assert found(driven, SHORT, SHORT, SHORT, SHORT, SHORT) == []


# Article 8(5): two drivers, nine hours of rest within thirty.


def test_article_8_5_two_drivers_may_be_on_the_way_for_21_hours() -> None:
    assert found("w 4:00-5:00, d 5:00-24:30, w 24:30-25:00", drivers=2) == []


def test_article_8_5_not_for_longer() -> None:
    assert found("w 4:00-5:00, d 5:00-24:30, w 24:30-25:01", drivers=2) == [(Rule.REST, 1, 539)]


def test_article_7_third_paragraph_one_rests_while_the_other_drives() -> None:
    """What one may not do without a break, two may."""
    assert found("d 8:00-14:00") == [(Rule.BREAK, 1, 360)]
    assert found("d 8:00-14:00", drivers=2) == []


def test_article_6_1_two_drivers_drive_ten_hours_each() -> None:
    assert found("d 4:00-24:00", drivers=2) == []
    assert found("d 4:00-24:01", drivers=2) == [(Rule.DAY, 1, 1201)]


# Article 8(6) and (6a): weekly rest after six days, on a single occasional service after twelve.


@pytest.mark.parametrize(
    ("days", "rules"),
    [
        (6, []),
        (7, [(Rule.TWELVE_DAYS, 1, 7)]),
        (12, [(Rule.TWELVE_DAYS, 1, 12)]),
        (13, [(Rule.WEEKLY_REST, 1, 13)]),
    ],
)
def test_article_8_6_weekly_rest(days: int, rules: list[tuple[Rule, int, int]]) -> None:
    assert found(*[SHORT] * days) == rules


def test_article_4h_a_day_without_work_is_a_weekly_rest() -> None:
    assert found(*[SHORT] * 6, "", *[SHORT] * 6) == []


def test_a_driver_without_work_breaks_no_law() -> None:
    assert found() == []
