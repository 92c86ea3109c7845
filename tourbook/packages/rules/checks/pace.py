"""How much a group bears in a day: a visit must not become a blur of briefings and bus rides."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tourbook.core.languages import N_
from tourbook.directory.models import TravelMode
from tourbook.hosts.models import ComponentKind
from tourbook.packages.rules.checks import remedies
from tourbook.packages.rules.checks.problems import Clock, Length, Problem, Severity, WayOut
from tourbook.packages.rules.checks.survey import Survey
from tourbook.packages.rules.outline import Stop
from tourbook.packages.rules.travel import Walk

#: What is a pause by itself.
RESTFUL = frozenset({ComponentKind.MEAL, ComponentKind.SIDE})


@dataclass(frozen=True, slots=True)
class Pause:
    """What ends a stretch: a meal or side programme so long, or so much time without anything."""

    stop_minutes: int
    free_minutes: int


def longest_period(walk: Walk, day: int, pause: Pause) -> tuple[int, int]:
    """Start and end of the longest time of a day without a pause; ways count as part of it."""
    on_the_way = {way.after.id: way.leg.minutes for way in walk.transfers if not way.carried}
    longest = period = (0, 0)
    for stop in walk.stops:
        if stop.day != day or stop.is_night:
            continue
        if stop.kind in RESTFUL and stop.minutes >= pause.stop_minutes:
            period = (stop.ends, stop.ends)
            continue
        travel = on_the_way.get(stop.id, 0)
        free = stop.starts - travel - period[1]
        begins = stop.starts - travel if free >= pause.free_minutes or not period[1] else period[0]
        period = (max(0, begins), max(period[1], stop.ends))
        if period[1] - period[0] > longest[1] - longest[0]:
            longest = period
    return longest


def briefed(walk: Walk, day: int) -> list[Stop]:
    """What is mostly sitting and listening."""
    return [
        stop
        for stop in walk.stops
        if stop.day == day and stop.offer is not None and stop.offer.seated
    ]


def ridden(walk: Walk, day: int) -> int:
    """Minutes in a vehicle."""
    ways = sum(
        way.leg.minutes
        for way in walk.transfers
        if way.after.day == day and not way.carried and way.mode is not TravelMode.WALK
    )
    return ways + sum(
        stop.minutes
        for stop in walk.stops
        if stop.day == day and stop.kind is ComponentKind.TRANSPORT
    )


def load(survey: Survey) -> Iterator[Problem]:
    """Briefings, ways and both together, by the track that has most of them."""
    limits = survey.limits
    for day in survey.days:
        sitting = [briefed(walk, day) for walk in survey.walks]
        briefing = max(sum(stop.minutes for stop in stops) for stops in sitting)
        riding = max(ridden(walk, day) for walk in survey.walks)
        both = max(
            sum(stop.minutes for stop in stops) + ridden(walk, day)
            for walk, stops in zip(survey.walks, sitting, strict=True)
        )
        if briefing > limits["briefing_minutes"]:
            yield much_listening(day, max(sitting, key=total), briefing, limits["briefing_minutes"])
        if riding > limits["transfer_minutes"]:
            yield much_riding(day, riding, limits["transfer_minutes"])
        if both > limits["seat_minutes"]:
            yield much_sitting(day, both, limits["seat_minutes"])


def total(stops: Sequence[Stop]) -> int:
    return sum(stop.minutes for stop in stops)


def much_listening(day: int, stops: Sequence[Stop], minutes: int, most: int) -> Problem:
    longest = max(stops, key=lambda stop: (stop.minutes, stop.id))
    return Problem(
        "much_listening",
        Severity.WARNS,
        N_("Day %(day)d: %(found)s of briefings; %(most)s is what people take in."),
        [
            WayOut(N_("Let the group see or try something instead of one of them.")),
            remedies.removing(longest, N_("Remove %(item)s, or move it to another day.")),
        ],
        {"day": day, "found": Length(minutes), "most": Length(most)},
        tuple(stop.id for stop in stops),
        day=day,
    )


def much_riding(day: int, minutes: int, most: int) -> Problem:
    return Problem(
        "much_riding",
        Severity.WARNS,
        N_("Day %(day)d: %(found)s on the way; %(most)s is enough for a day."),
        [WayOut(N_("Choose places nearer to one another, or sleep nearer to them."))],
        {"day": day, "found": Length(minutes), "most": Length(most)},
        day=day,
    )


def much_sitting(day: int, minutes: int, most: int) -> Problem:
    return Problem(
        "much_sitting",
        Severity.WARNS,
        N_("Day %(day)d: %(found)s in seats, briefings and ways together; %(most)s is enough."),
        [WayOut(N_("Let the group walk, see or try something in between."))],
        {"day": day, "found": Length(minutes), "most": Length(most)},
        day=day,
    )


def stretches(survey: Survey) -> Iterator[Problem]:
    most = survey.limits["stretch_minutes"]
    for day in survey.days:
        starts, ends = without_break(survey, day)
        if ends - starts > most:
            yield no_break(survey, day, starts, ends)


def without_break(survey: Survey, day: int) -> tuple[int, int]:
    minutes = survey.limits["break_minutes"]
    periods = [longest_period(walk, day, Pause(minutes, minutes)) for walk in survey.walks]
    return max(periods, key=lambda period: period[1] - period[0])


def no_break(survey: Survey, day: int, starts: int, ends: int) -> Problem:
    def gone(after: Survey) -> bool:
        since, until = without_break(after, day)
        return until - since <= after.limits["stretch_minutes"]

    within = [stop for stop in survey.days[day] if starts <= stop.starts and stop.ends <= ends]
    last = within[-1] if within else None
    later = None
    if last is not None and not last.is_night and len(within) > 1:
        later = remedies.moved(survey, last, gone)
    return Problem(
        "no_break",
        Severity.HINT,
        N_("Day %(day)d: no break of %(pause)s from %(since)s to %(until)s."),
        remedies.offered(
            later, WayOut(N_("Leave a quarter of an hour free between two of the items."))
        ),
        {
            "day": day,
            "pause": Length(survey.limits["break_minutes"]),
            "since": Clock(starts),
            "until": Clock(ends),
        },
        tuple(stop.id for stop in within),
        day=day,
    )
