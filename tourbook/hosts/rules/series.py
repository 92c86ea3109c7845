"""What a series of slots would be: the times that its rule makes, and the days it leaves out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from itertools import pairwise

from tourbook.core.refused import Refused
from tourbook.core.texts import Texts
from tourbook.core.working_days import finnish_holidays
from tourbook.hosts.rules import recurrence
from tourbook.hosts.rules.times import DAY_MINUTES, ZONE, Timing, meet, timed, whole_day

#: A series makes no more slots than this.
MOST_SLOTS = 400
#: The zones whose clocks a series may go by: Finland's, and those of hosts abroad.
ZONES = (
    ZONE,
    "Europe/Stockholm",
    "Europe/Oslo",
    "Europe/Copenhagen",
    "Europe/Tallinn",
    "Europe/Riga",
    "Europe/Vilnius",
    "Europe/Warsaw",
    "Europe/Berlin",
    "Europe/Brussels",
    "Europe/Paris",
    "Europe/London",
    "Europe/Dublin",
    "Atlantic/Reykjavik",
    "UTC",
)


@dataclass(frozen=True)
class SeriesFacts:
    #: RFC 5545 without a beginning and an end: `FREQ=WEEKLY;BYDAY=TU`.
    rule: str
    starts: time
    minutes: int
    first_day: date
    last_day: date
    capacity: int
    exclusive: bool = True
    zone: str = ZONE
    #: From local midnight to local midnight; `starts` and `minutes` then say nothing.
    all_day: bool = False
    skip_holidays: bool = False
    #: Days on which the rule makes no slot.
    exceptions: frozenset[date] = field(default_factory=frozenset)

    @property
    def hour(self) -> time:
        return time() if self.all_day else self.starts

    @property
    def length(self) -> int:
        return DAY_MINUTES if self.all_day else self.minutes


@dataclass(frozen=True)
class Laid:
    """A series on the calendar."""

    timings: list[Timing]
    #: Days of the rule that are public holidays in Finland or eves kept like them, by name.
    holidays: Mapping[date, Texts]
    #: Days of the rule without a slot: exceptions, and holidays where those are skipped.
    left_out: list[date]


def series(facts: SeriesFacts) -> Laid:
    """The times of a series: the same time on the clock of its zone, summer and winter.

    Raises:
        Refused: no such rule, no day at all, more slots than a series has, or each slot
            would last into the next.
    """
    days = recurrence.days(recurrence.parse(facts.rule), facts.first_day, facts.last_day)
    if not days:
        raise Refused("No day of this rule lies between the first day and the last.")
    holidays = {day: named[day] for day in days if day in (named := finnish_holidays(day.year))}
    out = facts.exceptions | (set(holidays) if facts.skip_holidays else set())
    kept = [day for day in days if day not in out]
    check_number(len(kept))
    timings = [timing_of(facts, day) for day in kept]
    if any(meet(one, other) for one, other in pairwise(timings)):
        raise Refused("Each slot would last into the next. Choose a shorter length.")
    return Laid(timings, holidays, [day for day in days if day in out])


def timing_of(facts: SeriesFacts, day: date) -> Timing:
    if facts.all_day:
        return whole_day(day, facts.zone)
    return timed(day, facts.starts, facts.minutes, facts.zone)


def check_some(timings: Sequence[Timing]) -> None:
    if not timings:
        raise Refused("No day of this rule lies ahead. Choose a later last day.")


def check_number(slots: int) -> None:
    if not slots:
        raise Refused("All days of this rule are left out.")
    if slots > MOST_SLOTS:
        raise Refused(
            "This would make %(wanted)d slots; a series makes at most %(most)d. Choose an earlier"
            " last day.",
            wanted=slots,
            most=MOST_SLOTS,
        )
