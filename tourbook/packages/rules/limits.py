"""The numbers that the checks go by: dated, each with its source, changed without a new program.

`DEFAULTS` is what holds until the organiser says otherwise (rows of `DatedLimit`). Of several
entries of a key the newest that has begun counts, and a row counts before a default of its day.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from tourbook.core.languages import N_

LAW = date(2007, 4, 11)
COACH_LAW = date(2024, 5, 22)
PRACTICE = date(2024, 1, 1)
OURS = N_("The organiser's practice.")


@dataclass(frozen=True, slots=True)
class Limit:
    """A number from a day on. Minutes, metres, percent or a count, as its key says.

    The source of a limit of the program is found by the translators under its text.
    """

    key: str
    valid_from: date
    value: int
    source: str


def _law(key: str, value: int, source: str) -> Limit:
    return Limit(key, LAW, value, source)


def _usual(key: str, value: int, source: str = OURS) -> Limit:
    return Limit(key, PRACTICE, value, source)


DEFAULTS: tuple[Limit, ...] = (
    _usual("lunch_from", 11 * 60),
    _usual("lunch_to", 14 * 60),
    _usual("lunch_minutes", 45),
    _usual("dinner_from", 17 * 60),
    _usual("dinner_to", 21 * 60),
    _usual("dinner_minutes", 60),
    #: A pause for coffee is wanted in a half-day that is longer than this.
    _usual("coffee_after_minutes", 180),
    _usual("coffee_minutes", 15),
    #: So long without anything is time of one's own: nobody needs a pause after it.
    _usual("free_minutes", 60),
    #: How travel is estimated where nobody measured it.
    _usual("road_factor_percent", 130, N_("Usual detour of Finnish roads over the straight line.")),
    _usual("coach_metres_per_minute", 1050, N_("About 63 km/h door to door.")),
    _usual("minibus_metres_per_minute", 1200, N_("About 72 km/h door to door.")),
    _usual("walk_metres_per_minute", 75, N_("About 4.5 km/h, a group.")),
    _usual("boarding_minutes", 5, N_("A group gets in or out of a coach.")),
    _usual("walk_most_metres", 900, N_("A group walks so far without a vehicle.")),
    #: An estimated way may be longer than the time for it by so much before it blocks.
    _usual("transfer_slack", 5),
    _usual(
        "minibus_seats",
        8,
        N_("Regulation (EC) No 561/2006, Article 2(1)(b): nine persons with the driver."),
    ),
    #: Other work of the driver before the first pick-up and after the last drop.
    _usual("coach_before", 15, N_("The vehicle is checked before it is driven.")),
    _usual("coach_after", 15, N_("The vehicle is looked over and parked.")),
    _usual(
        "vehicle_exempt_persons",
        9,
        N_("Regulation (EC) No 561/2006, Article 2(1)(b): the driver included."),
    ),
    _law("driving_without_break", 270, N_("Regulation (EC) No 561/2006, Article 7")),
    _law("driving_break", 45, N_("Regulation (EC) No 561/2006, Article 7")),
    Limit(
        "driving_break_part",
        COACH_LAW,
        15,
        N_("Regulation (EU) 2024/1258: two parts in occasional service."),
    ),
    _law("driving_day", 540, N_("Regulation (EC) No 561/2006, Article 6(1)")),
    _law("driving_day_long", 600, N_("Regulation (EC) No 561/2006, Article 6(1)")),
    _law("driving_long_days", 2, N_("Regulation (EC) No 561/2006, Article 6(1)")),
    _law("driving_week", 3360, N_("Regulation (EC) No 561/2006, Article 6(2)")),
    _law("driving_fortnight", 5400, N_("Regulation (EC) No 561/2006, Article 6(3)")),
    _law("daily_rest", 660, N_("Regulation (EC) No 561/2006, Article 4(g)")),
    _law("daily_rest_reduced", 540, N_("Regulation (EC) No 561/2006, Article 4(g)")),
    _law("daily_rests_reduced", 3, N_("Regulation (EC) No 561/2006, Article 8(4)")),
    _law("daily_rest_first_part", 180, N_("Regulation (EC) No 561/2006, Article 4(g)")),
    _law("daily_period", 1440, N_("Regulation (EC) No 561/2006, Article 8(2)")),
    _law("two_drivers_period", 1800, N_("Regulation (EC) No 561/2006, Article 8(5)")),
    _law("two_drivers_rest", 540, N_("Regulation (EC) No 561/2006, Article 8(5)")),
    Limit("postponed_rest", COACH_LAW, 60, N_("Regulation (EU) 2024/1258, Article 8(2a)")),
    Limit("postponed_rest_driving", COACH_LAW, 420, N_("Regulation (EU) 2024/1258, Article 8(2a)")),
    Limit("postponed_once_days", COACH_LAW, 6, N_("Regulation (EU) 2024/1258, Article 8(2a)")),
    Limit("postponed_twice_days", COACH_LAW, 8, N_("Regulation (EU) 2024/1258, Article 8(2a)")),
    _law("weekly_rest", 2700, N_("Regulation (EC) No 561/2006, Article 4(h)")),
    _law("weekly_rest_reduced", 1440, N_("Regulation (EC) No 561/2006, Article 4(h)")),
    _law("days_before_weekly_rest", 6, N_("Regulation (EC) No 561/2006, Article 8(6)")),
    Limit(
        "days_before_weekly_rest_single",
        COACH_LAW,
        12,
        N_("Regulation (EU) 2024/1258, Article 8(6a)"),
    ),
    #: How much a group bears in a day.
    _usual("briefing_minutes", 240),
    _usual("transfer_minutes", 180),
    _usual("seat_minutes", 420, N_("Briefings and transfers together.")),
    _usual("stretch_minutes", 150, N_("Longest without a break of a quarter of an hour.")),
    _usual("break_minutes", 15),
    _usual("feedback_minutes", 15, N_("Time for the questions before the group leaves.")),
    _usual(
        "same_host_visits", 2, N_("The same host is visited at most so often in one programme.")
    ),
)


@dataclass(frozen=True)
class Limits:
    """What holds on one day."""

    values: Mapping[str, int] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, key: str) -> int:
        return self.values[key]


def standing(day: date, rows: Iterable[Limit] = ()) -> list[Limit]:
    """What holds on a day, each key once. `rows` are the organiser's own and count before the
    defaults of their day; a key that has not begun holds as it will begin."""
    found: dict[str, Limit] = {}
    for limit in [*DEFAULTS, *rows]:
        before = found.get(limit.key)
        if before is None or _rank(limit, day) >= _rank(before, day):
            found[limit.key] = limit
    return list(found.values())


def _rank(limit: Limit, day: date) -> tuple[bool, int]:
    """Of those that have begun the newest; else the one that begins first."""
    begun = limit.valid_from <= day
    ordinal = limit.valid_from.toordinal()
    return begun, ordinal if begun else -ordinal


def on(day: date, rows: Iterable[Limit] = ()) -> Limits:
    """The limits of a day by their keys."""
    found = standing(day, rows)
    return Limits(
        values={limit.key: limit.value for limit in found},
        sources={limit.key: limit.source for limit in found},
    )
