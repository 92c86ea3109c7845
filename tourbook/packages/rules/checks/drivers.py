"""The days of the coach's driver that a programme makes, held against the law.

Each track of a group that splits has a coach and a driver of its own. A way is driven so that the
group comes just in time, to lodging as soon as it can; while the group is at a stop the driver is
free. Before the first pick-up of a day and after the last drop there is other work. What one driver
may not do but two may is a warning, for a second driver can be ordered; it blocks what even two
may not do on one day.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tourbook.core.languages import N_
from tourbook.directory.models import TravelMode
from tourbook.hosts.models import ComponentKind
from tourbook.packages.rules.checks.driving import Breach, Rule, Task, breaches
from tourbook.packages.rules.checks.problems import Length, Problem, Severity, Source, WayOut
from tourbook.packages.rules.checks.survey import Survey
from tourbook.packages.rules.limits import Limits
from tourbook.packages.rules.outline import DAY_MINUTES, Outline, Stop
from tourbook.packages.rules.travel import Transfer, Walk

#: Rules that a second driver on board does not mend, but a driver who takes over does.
OF_WEEKS = frozenset({Rule.WEEK, Rule.FORTNIGHT, Rule.WEEKLY_REST})
SENTENCES: dict[Rule, str] = {
    Rule.BREAK: N_(
        "Day %(day)d: the coach driver drives %(length)s without a break of 45 minutes"
        " (%(source)s)."
    ),
    Rule.DAY: N_(
        "Day %(day)d: the coach driver drives %(length)s; %(most)s is allowed (%(source)s)."
    ),
    Rule.LONG_DAYS: N_(
        "Day %(day)d: the coach driver drives more than nine hours for the third time in a week"
        " (%(source)s)."
    ),
    Rule.WEEK: N_(
        "The coach driver drives %(length)s in a week; %(most)s is allowed (%(source)s)."
    ),
    Rule.FORTNIGHT: N_(
        "The coach driver drives %(length)s in two weeks; %(most)s is allowed (%(source)s)."
    ),
    Rule.REST: N_(
        "Day %(day)d: the coach driver's day is so long that %(length)s are left for rest; %(most)s"
        " is the least (%(source)s)."
    ),
    Rule.REDUCED_RESTS: N_(
        "Day %(day)d: the coach driver rests less than eleven hours for the fourth time"
        " (%(source)s)."
    ),
    Rule.TWELVE_DAYS: N_(
        "The coach driver works for %(count)d days without a weekly rest: this is allowed for one"
        " group on one tour only, between long weekly rests (%(source)s)."
    ),
    Rule.WEEKLY_REST: N_(
        "The coach driver works for %(count)d days without a weekly rest; %(limit)d is the most"
        " (%(source)s)."
    ),
}
SOURCES: dict[Rule, str] = {
    Rule.BREAK: "driving_without_break",
    Rule.DAY: "driving_day_long",
    Rule.LONG_DAYS: "driving_long_days",
    Rule.WEEK: "driving_week",
    Rule.FORTNIGHT: "driving_fortnight",
    Rule.REST: "daily_period",
    Rule.REDUCED_RESTS: "daily_rests_reduced",
    Rule.TWELVE_DAYS: "days_before_weekly_rest_single",
    Rule.WEEKLY_REST: "days_before_weekly_rest",
}
WAYS_OUT: dict[Rule, str] = {
    Rule.BREAK: N_("Plan a stop of 45 minutes on the way, or one of 15 and one of 30."),
    Rule.DAY: N_("Choose places nearer to one another, or sleep on the way."),
    Rule.LONG_DAYS: N_("Choose places nearer to one another on one of these days."),
    Rule.WEEK: N_("Let another driver take over for some of the days."),
    Rule.FORTNIGHT: N_("Let another driver take over for some of the days."),
    Rule.REST: N_("Begin later, end earlier, or let another vehicle drive in the evening."),
    Rule.REDUCED_RESTS: N_("Begin later or end earlier on one of the days."),
    Rule.TWELVE_DAYS: N_("Agree on it with the coach company, or let another driver take over."),
    Rule.WEEKLY_REST: N_("Let another driver take over for some of the days."),
}


@dataclass(frozen=True, slots=True)
class Drive:
    """A task of the driver, and the stop to which it brings the group."""

    task: Task
    stop: Stop


def law_kept(survey: Survey) -> Iterator[Problem]:
    """What is not kept, once for each rule and day, by the track in which it is found first."""
    told: set[str] = set()
    for walk in survey.walks:
        for problem in of_walk(survey, walk):
            if problem.key not in told:
                told.add(problem.key)
                yield problem


def of_walk(survey: Survey, walk: Walk) -> Iterator[Problem]:
    drives = drives_of(survey.outline, walk)
    tasks = with_other_work([drive.task for drive in drives], survey.limits)
    first = survey.outline.first_day
    weekday = first.weekday() if first is not None else 0
    found = breaches(tasks, survey.limits, first_weekday=weekday)
    if not found:
        return
    with_two = {
        (breach.rule, day_of(breach))
        for breach in breaches(tasks, survey.limits, first_weekday=weekday, drivers=2)
    }
    for breach in found:
        of_two = (breach.rule, day_of(breach)) in with_two
        yield problem_of(breach, drives, survey.limits, of_two=of_two)


def day_of(breach: Breach) -> int:
    return breach.at // DAY_MINUTES + 1


def drives_of(outline: Outline, walk: Walk) -> list[Drive]:
    found = [
        Drive(Task(*driven(way)), way.after)
        for way in walk.transfers
        if way.mode is TravelMode.COACH and not way.carried and way.leg.minutes > 0
    ]
    found += [
        Drive(Task(*stop.span), stop)
        for stop in walk.stops
        if stop.kind is ComponentKind.TRANSPORT and by_coach(outline, stop)
    ]
    return sorted(found, key=lambda drive: (drive.task.starts, drive.task.ends, drive.stop.id))


def driven(way: Transfer) -> tuple[int, int]:
    """From when to when: just in time, but to lodging at once."""
    if way.after.is_night:
        return way.before.span[1], way.before.span[1] + way.leg.minutes
    return way.after.span[0] - way.leg.minutes, way.after.span[0]


def by_coach(outline: Outline, stop: Stop) -> bool:
    """Whether an item of transport is by a vehicle for more than nine persons, as far as known."""
    seats = stop.offer.vehicle_seats if stop.offer is not None else None
    if seats is not None:
        return seats + 1 > outline.limits["vehicle_exempt_persons"]
    return (stop.arrive_by or outline.travel_mode) is TravelMode.COACH


def with_other_work(drives: Sequence[Task], limits: Limits) -> list[Task]:
    """The drives one after another, with the driver's other work about each day of them."""
    tasks: list[Task] = []
    ends: int | None = None
    for drive in drives:
        starts = drive.starts if ends is None else max(drive.starts, ends)
        if starts >= drive.ends:
            continue
        if ends is None or starts - ends >= limits["daily_rest_reduced"]:
            if ends is not None:
                tasks.append(Task(ends, ends + limits["coach_after"], drives=False))
            tasks.append(Task(starts - limits["coach_before"], starts, drives=False))
        tasks.append(Task(starts, drive.ends))
        ends = drive.ends
    if ends is not None:
        tasks.append(Task(ends, ends + limits["coach_after"], drives=False))
    return tasks


def problem_of(breach: Breach, drives: Sequence[Drive], limits: Limits, *, of_two: bool) -> Problem:
    day = day_of(breach)
    stops = {drive.stop.id for drive in drives if drive.stop.day == day}
    ways_out = [WayOut(WAYS_OUT[breach.rule])]
    if not of_two and breach.rule not in OF_WEEKS and breach.rule is not Rule.TWELVE_DAYS:
        ways_out.append(
            WayOut(N_("Order a second driver for that day, and accept this with that reason."))
        )
    return Problem(
        f"driver_{breach.rule.value}",
        weight_of(breach.rule, of_two=of_two),
        SENTENCES[breach.rule],
        ways_out,
        {
            "day": day,
            "length": Length(breach.found),
            "most": Length(breach.allowed),
            "count": breach.found,
            "limit": breach.allowed,
            "source": Source(limits.sources[SOURCES[breach.rule]]),
        },
        tuple(sorted(stops)),
        day=day,
    )


def weight_of(rule: Rule, *, of_two: bool) -> Severity:
    if rule is Rule.TWELVE_DAYS:
        return Severity.HINT
    return Severity.BLOCKS if of_two and rule not in OF_WEEKS else Severity.WARNS
