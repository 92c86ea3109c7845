"""What each dated limit is about, in words, in which unit it is and which values make sense.

A subject groups the limits on their page. `limits.DEFAULTS` names the keys.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tourbook.core import formats
from tourbook.core.languages import N_
from tourbook.core.refused import Refused
from tourbook.packages.rules import limits


class Unit(StrEnum):
    #: Minutes after midnight, written as a time of day.
    CLOCK = "clock"
    MINUTES = "minutes"
    METRES = "metres"
    METRES_A_MINUTE = "metres_a_minute"
    PERCENT = "percent"
    COUNT = "count"


class Subject(StrEnum):
    MEALS = "meals"
    TRAVEL = "travel"
    DRIVER = "driver"
    PACE = "pace"


@dataclass(frozen=True, slots=True)
class Fact:
    subject: Subject
    words: str
    unit: Unit
    least: int
    most: int


def _clock(subject: Subject, words: str) -> Fact:
    return Fact(subject, words, Unit.CLOCK, 0, 24 * 60)


def _minutes(subject: Subject, words: str, most: int = 24 * 60) -> Fact:
    return Fact(subject, words, Unit.MINUTES, 0, most)


def _count(subject: Subject, words: str, most: int) -> Fact:
    return Fact(subject, words, Unit.COUNT, 0, most)


def _speed(words: str, most: int) -> Fact:
    return Fact(Subject.TRAVEL, words, Unit.METRES_A_MINUTE, 10, most)


#: A fortnight, the longest time that a rule counts over.
FORTNIGHT = 14 * 24 * 60

FACTS: dict[str, Fact] = {
    "lunch_from": _clock(Subject.MEALS, N_("Lunch begins at the earliest")),
    "lunch_to": _clock(Subject.MEALS, N_("Lunch ends at the latest")),
    "lunch_minutes": _minutes(Subject.MEALS, N_("Lunch takes at least")),
    "dinner_from": _clock(Subject.MEALS, N_("Dinner begins at the earliest")),
    "dinner_to": _clock(Subject.MEALS, N_("Dinner ends at the latest")),
    "dinner_minutes": _minutes(Subject.MEALS, N_("Dinner takes at least")),
    "coffee_after_minutes": _minutes(
        Subject.MEALS, N_("Coffee is wanted in a half-day longer than")
    ),
    "coffee_minutes": _minutes(Subject.MEALS, N_("Coffee takes at least")),
    "free_minutes": _minutes(Subject.MEALS, N_("Nothing planned for so long is free time")),
    "road_factor_percent": Fact(
        Subject.TRAVEL, N_("A road compared with the straight line"), Unit.PERCENT, 100, 400
    ),
    "coach_metres_per_minute": _speed(N_("Estimated speed of a coach"), 2000),
    "minibus_metres_per_minute": _speed(N_("Estimated speed of a minibus"), 2000),
    "walk_metres_per_minute": _speed(N_("Estimated speed on foot"), 150),
    "boarding_minutes": _minutes(Subject.TRAVEL, N_("Getting in and out of a vehicle takes"), 120),
    "walk_most_metres": Fact(
        Subject.TRAVEL, N_("A group walks without a vehicle at most"), Unit.METRES, 0, 10_000
    ),
    "transfer_slack": _minutes(
        Subject.TRAVEL, N_("An estimated way may be too long for its time by at most"), 120
    ),
    "minibus_seats": _count(Subject.DRIVER, N_("Guests in a minibus at most"), 100),
    "coach_before": _minutes(Subject.DRIVER, N_("The driver's work before the first pick-up"), 240),
    "coach_after": _minutes(Subject.DRIVER, N_("The driver's work after the last drop"), 240),
    "vehicle_exempt_persons": _count(
        Subject.DRIVER, N_("Vehicles for so many persons are outside the driving rules"), 100
    ),
    "driving_without_break": _minutes(Subject.DRIVER, N_("Driving without a break at most")),
    "driving_break": _minutes(Subject.DRIVER, N_("The break after that lasts at least")),
    "driving_break_part": _minutes(Subject.DRIVER, N_("Each part of a parted break at least")),
    "driving_day": _minutes(Subject.DRIVER, N_("Driving in a day at most")),
    "driving_day_long": _minutes(Subject.DRIVER, N_("Driving in a long day at most")),
    "driving_long_days": _count(Subject.DRIVER, N_("Long days in a week at most"), 7),
    "driving_week": _minutes(Subject.DRIVER, N_("Driving in a week at most"), FORTNIGHT),
    "driving_fortnight": _minutes(
        Subject.DRIVER, N_("Driving in two weeks in a row at most"), FORTNIGHT
    ),
    "daily_rest": _minutes(Subject.DRIVER, N_("Daily rest at least")),
    "daily_rest_reduced": _minutes(Subject.DRIVER, N_("Reduced daily rest at least")),
    "daily_rests_reduced": _count(
        Subject.DRIVER, N_("Reduced daily rests between two weekly rests at most"), 7
    ),
    "daily_rest_first_part": _minutes(
        Subject.DRIVER, N_("The first part of a parted daily rest at least")
    ),
    "daily_period": _minutes(
        Subject.DRIVER, N_("A new daily rest is over within so long after the last"), FORTNIGHT
    ),
    "two_drivers_period": _minutes(
        Subject.DRIVER, N_("The same where two drivers share the driving"), FORTNIGHT
    ),
    "two_drivers_rest": _minutes(Subject.DRIVER, N_("Daily rest of two drivers at least")),
    "postponed_rest": _minutes(
        Subject.DRIVER, N_("A daily rest may be put off on a visit's coach by at most")
    ),
    "postponed_rest_driving": _minutes(
        Subject.DRIVER, N_("Driving on a day with a rest put off at most")
    ),
    "postponed_once_days": _count(
        Subject.DRIVER, N_("A rest may be put off once in a service of at least so many days"), 30
    ),
    "postponed_twice_days": _count(
        Subject.DRIVER, N_("A rest may be put off twice in a service of at least so many days"), 30
    ),
    "weekly_rest_reduced": _minutes(Subject.DRIVER, N_("Reduced weekly rest at least"), FORTNIGHT),
    "weekly_rest": _minutes(Subject.DRIVER, N_("Weekly rest at least"), FORTNIGHT),
    "days_before_weekly_rest": _count(
        Subject.DRIVER, N_("A weekly rest begins after so many days at the latest"), 14
    ),
    "days_before_weekly_rest_single": _count(
        Subject.DRIVER, N_("The same in a single service for visitors"), 14
    ),
    "briefing_minutes": _minutes(Subject.PACE, N_("Sitting and listening in a day at most")),
    "transfer_minutes": _minutes(Subject.PACE, N_("Travelling in a day at most")),
    "seat_minutes": _minutes(Subject.PACE, N_("Sitting in a day, travel included, at most")),
    "stretch_minutes": _minutes(Subject.PACE, N_("Without a break at most")),
    "break_minutes": _minutes(Subject.PACE, N_("A break lasts at least")),
    "feedback_minutes": _minutes(Subject.PACE, N_("Time for feedback before leaving at least")),
    "same_host_visits": _count(Subject.PACE, N_("Visits to the same host at most"), 20),
}

#: A limit on which another depends: the first is no greater than the second.
ORDERED = (
    ("lunch_from", "lunch_to"),
    ("dinner_from", "dinner_to"),
    ("driving_day", "driving_day_long"),
    ("driving_week", "driving_fortnight"),
    ("driving_break_part", "driving_break"),
    ("daily_rest_reduced", "daily_rest"),
    ("weekly_rest_reduced", "weekly_rest"),
)


def fact_of(key: str) -> Fact:
    """What a key is about; a key without words of its own is shown as it stands."""
    return FACTS.get(key) or Fact(Subject.PACE, key, Unit.COUNT, 0, 1_000_000)


def check(limit: limits.Limit, standing: limits.Limits) -> None:
    """Refuse a value that makes no sense alone or beside what holds on its first day."""
    if limit.key not in standing.values:
        raise Refused("There is no such limit.")
    fact = fact_of(limit.key)
    if not fact.least <= limit.value <= fact.most:
        raise Refused(
            "Give a value from %(least)s to %(most)s.",
            least=written(fact.least, fact.unit),
            most=written(fact.most, fact.unit),
        )
    if limit.valid_from < date(2000, 1, 1):
        raise Refused("A limit cannot begin before the year 2000.")
    then = dict(standing.values) | {limit.key: limit.value}
    for lesser, greater in ORDERED:
        if limit.key in (lesser, greater) and then[lesser] > then[greater]:
            raise Refused(
                "It would contradict a limit that holds then: one of %(other)s.",
                other=written(then[greater if limit.key == lesser else lesser], fact.unit),
            )


def written(value: int, unit: Unit) -> str:
    """The value as plain figures: `11:30`, `4 h 30 min`, `130`."""
    if unit is Unit.MINUTES:
        return formats.length(value)
    return f"{value // 60:02d}:{value % 60:02d}" if unit is Unit.CLOCK else str(value)
