"""The law of the coach driver's day: Regulation (EC) No 561/2006 as amended by (EU) 2024/1258.

It holds for vehicles built for more than nine persons, the driver included (Article 2(1)(b)). What
a driver does is given as tasks on one axis of minutes; all that lies between tasks is the driver's
own time. Before the first task the driver is taken to come from a regular weekly rest, and after
the last one to be free.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tourbook.packages.rules.limits import Limits

DAY = 24 * 60
WEEK = 7 * DAY
#: What a break or a rest that goes on is reckoned as.
FOR_EVER = 10 * WEEK


class Rule(StrEnum):
    BREAK = "break"
    DAY = "day"
    LONG_DAYS = "long_days"
    WEEK = "week"
    FORTNIGHT = "fortnight"
    REST = "rest"
    REDUCED_RESTS = "reduced_rests"
    TWELVE_DAYS = "twelve_days"
    WEEKLY_REST = "weekly_rest"


@dataclass(frozen=True, slots=True)
class Task:
    """What a driver does from one minute to another: driving, or other work."""

    starts: int
    ends: int
    drives: bool = True

    @property
    def minutes(self) -> int:
        return self.ends - self.starts


@dataclass(frozen=True, slots=True)
class Breach:
    """A rule that is not kept, at which minute, what was found and what is allowed."""

    rule: Rule
    at: int
    found: int
    allowed: int


@dataclass(frozen=True, slots=True)
class Duty:
    """The tasks between two daily rests, and the rest that follows."""

    tasks: tuple[Task, ...]
    rest: int

    @property
    def starts(self) -> int:
        return self.tasks[0].starts

    @property
    def ends(self) -> int:
        return max(task.ends for task in self.tasks)

    @property
    def driving(self) -> int:
        return sum(task.minutes for task in self.tasks if task.drives)


def breaches(
    tasks: Sequence[Task], limits: Limits, *, first_weekday: int = 0, drivers: int = 1
) -> list[Breach]:
    """All that is not kept. `first_weekday` is of the day at whose midnight minute 0 lies.

    With two drivers the vehicle is manned by both at all times but for the first hour (Article
    4(o)): each drives half, and has breaks while the other drives (Article 7).
    """
    ordered = sorted(tasks, key=lambda task: (task.starts, task.ends))
    duties = list(duties_of(ordered, limits))
    weekday = first_weekday * DAY
    found = [
        *(() if drivers > 1 else breaks(ordered, limits)),
        *daily_driving(duties, limits, weekday, drivers),
        *weekly_driving(ordered, limits, weekday, drivers),
        *(shared_rests(duties, limits) if drivers > 1 else daily_rests(duties, limits)),
        *weekly_rests(duties, limits),
    ]
    return sorted(found, key=lambda breach: (breach.at, breach.rule))


def pauses(tasks: Sequence[Task]) -> Iterator[tuple[Task, int]]:
    """Each task, and how long the driver is free after it."""
    ends = 0
    for number, task in enumerate(tasks, 1):
        ends = max(ends, task.ends)
        yield task, FOR_EVER if number == len(tasks) else max(0, tasks[number].starts - ends)


def duties_of(tasks: Sequence[Task], limits: Limits) -> Iterator[Duty]:
    """Tasks parted by all that is long enough to be a daily rest (Article 4(g) and (k))."""
    current: list[Task] = []
    for task, free in pauses(tasks):
        current.append(task)
        if free >= limits["daily_rest_reduced"]:
            yield Duty(tuple(current), free)
            current = []


def breaks(tasks: Sequence[Task], limits: Limits) -> Iterator[Breach]:
    """After four and a half hours of driving a break of 45 minutes, unless a rest is taken.

    Article 7, first paragraph. Of an occasional passenger service it may be two breaks of at least
    15 minutes each that together make 45, spread over that time (Article 7 as amended by (EU)
    2024/1258); 15 and then 30 (second paragraph) is one of these. Other work is no break (Article
    4(d)). After a full break the reckoning begins anew.
    """
    driven = part = 0
    told = False
    for task, free in pauses(tasks):
        driven += task.minutes if task.drives else 0
        if driven > limits["driving_without_break"] and not told:
            told = True
            yield Breach(Rule.BREAK, task.starts, driven, limits["driving_without_break"])
        if free >= limits["driving_break"] or ends_break(part, free, limits):
            driven, part, told = 0, 0, False
        elif free >= limits["driving_break_part"]:
            part = max(part, free)


def ends_break(part: int, free: int, limits: Limits) -> bool:
    """Whether a first part and this one make a whole break together."""
    least = limits["driving_break_part"]
    return part >= least and free >= least and part + free >= limits["driving_break"]


def daily_driving(
    duties: Sequence[Duty], limits: Limits, weekday: int, drivers: int
) -> Iterator[Breach]:
    """At most nine hours of driving between two daily rests; ten twice a week (Article 6(1))."""
    usual, long_ = limits["driving_day"] * drivers, limits["driving_day_long"] * drivers
    extended: Counter[int] = Counter()
    for duty in duties:
        if duty.driving > long_:
            yield Breach(Rule.DAY, duty.starts, duty.driving, long_)
        elif duty.driving > usual:
            week = (duty.starts + weekday) // WEEK
            extended[week] += 1
            if extended[week] > limits["driving_long_days"]:
                yield Breach(
                    Rule.LONG_DAYS, duty.starts, extended[week], limits["driving_long_days"]
                )


def weekly_driving(
    tasks: Sequence[Task], limits: Limits, weekday: int, drivers: int
) -> Iterator[Breach]:
    """At most 56 hours of driving in a week and 90 in two that follow one another.

    Articles 6(2) and 6(3). A week goes from Monday 00.00 to Sunday 24.00 (Article 4(i)).
    """
    driven: Counter[int] = Counter()
    for task in tasks:
        if task.drives:
            starts = task.starts + weekday
            while starts < task.ends + weekday:
                ends = min(task.ends + weekday, (starts // WEEK + 1) * WEEK)
                driven[starts // WEEK] += ends - starts
                starts = ends
    most, both = limits["driving_week"] * drivers, limits["driving_fortnight"] * drivers
    for week in sorted(driven):
        at = max(0, week * WEEK - weekday)
        if driven[week] > most:
            yield Breach(Rule.WEEK, at, driven[week], most)
        if driven[week] + driven[week + 1] > both:
            yield Breach(Rule.FORTNIGHT, at, driven[week] + driven[week + 1], both)


def daily_rests(duties: Sequence[Duty], limits: Limits) -> Iterator[Breach]:
    """A daily rest within each 24 hours after the end of the one before.

    Article 8(2). It is eleven hours, or three and then nine (Article 4(g)); nine are enough three
    times between two weekly rests (Article 8(4)). On a single occasional service of six days or
    more it may be over an hour later once, on one of eight or more twice, if no more than seven
    hours are driven that day (Article 8(2a), by (EU) 2024/1258).
    """
    late, reduced = lates_allowed(duties, limits), 0
    for duty in duties:
        within = rest_within(duty, limits["daily_period"])
        later = rest_within(duty, limits["daily_period"] + limits["postponed_rest"])
        may_be_late = late > 0 and duty.driving <= limits["postponed_rest_driving"]
        allowed = limits["daily_rests_reduced"]
        if is_regular(duty, within, limits):
            pass
        elif within >= limits["daily_rest_reduced"] and reduced < allowed:
            reduced += 1
        elif may_be_late and is_regular(duty, later, limits):
            late -= 1
        elif may_be_late and later >= limits["daily_rest_reduced"] and reduced < allowed:
            late, reduced = late - 1, reduced + 1
        elif within >= limits["daily_rest_reduced"]:
            yield Breach(Rule.REDUCED_RESTS, duty.starts, reduced + 1, allowed)
        else:
            yield Breach(Rule.REST, duty.starts, within, limits["daily_rest_reduced"])
        if duty.rest >= limits["weekly_rest_reduced"]:
            reduced = 0


def lates_allowed(duties: Sequence[Duty], limits: Limits) -> int:
    if not duties:
        return 0
    days = -(-(duties[-1].ends - duties[0].starts) // DAY)
    return (days >= limits["postponed_once_days"]) + (days >= limits["postponed_twice_days"])


def rest_within(duty: Duty, period: int) -> int:
    """How much of the rest after a duty lies within so many minutes of the duty's start."""
    return max(0, min(duty.rest, duty.starts + period - duty.ends))


def is_regular(duty: Duty, rest: int, limits: Limits) -> bool:
    if rest >= limits["daily_rest"]:
        return True
    if rest < limits["daily_rest_reduced"]:
        return False
    within = [free for _task, free in pauses(duty.tasks) if free < FOR_EVER]
    return any(free >= limits["daily_rest_first_part"] for free in within)


def shared_rests(duties: Sequence[Duty], limits: Limits) -> Iterator[Breach]:
    """With two drivers a daily rest of nine hours within 30 hours (Article 8(5))."""
    for duty in duties:
        rest = rest_within(duty, limits["two_drivers_period"])
        if rest < limits["two_drivers_rest"]:
            yield Breach(Rule.REST, duty.starts, rest, limits["two_drivers_rest"])


def weekly_rests(duties: Sequence[Duty], limits: Limits) -> Iterator[Breach]:
    """A weekly rest begins after six periods of 24 hours at the latest (Article 8(6)).

    On a single occasional passenger service it may be after twelve, between two weekly rests as
    Article 8(6a) says; since (EU) 2024/1258 also within one country. It is at least 24 hours, and
    45 as a rule (Article 4(h)).
    """
    usual = limits["days_before_weekly_rest"]
    most = limits["days_before_weekly_rest_single"]
    for starts, ends in blocks(duties, limits):
        worked = -(-(ends - starts) // DAY)
        if worked > most:
            yield Breach(Rule.WEEKLY_REST, starts, worked, most)
        elif worked > usual:
            yield Breach(Rule.TWELVE_DAYS, starts, worked, usual)


def blocks(duties: Sequence[Duty], limits: Limits) -> Iterator[tuple[int, int]]:
    """From the first to the last minute of work between two weekly rests."""
    starts: int | None = None
    for duty in duties:
        starts = duty.starts if starts is None else starts
        if duty.rest >= limits["weekly_rest_reduced"]:
            yield starts, duty.ends
            starts = None
