"""What lies where it cannot lie: beside something else, or outside the hours of its day.

Decisions that these checks rest on: an optional item may run beside others, for people choose; the
tracks of a group that splits run side by side; a night's lodging is where people sleep, so it
overlaps only with other lodging and lies outside the hours of its day by nature; an alternative
does not run, but it must be able to. Times are compared on one axis over the whole visit, so that
what passes midnight meets the next morning.
"""

from collections.abc import Iterator

from tourbook.core.languages import N_
from tourbook.hosts.models import ComponentKind
from tourbook.packages.rules.checks import obstacles, remedies
from tourbook.packages.rules.checks.problems import Clock, Problem, Remedy, Severity, WayOut
from tourbook.packages.rules.checks.survey import Survey
from tourbook.packages.rules.outline import DAY_MINUTES, Frame, Stop

#: How long something is that an empty day is filled with.
USUAL_LENGTH = 60
#: What a free text is shortened to at least.
SHORTEST = 15


def overlaps(survey: Survey) -> Iterator[Problem]:
    for first, second in obstacles.collisions(survey.outline):
        if first.optional or second.optional:
            yield optional_overlap(first, second)
        elif first.is_night:
            yield two_lodgings(first, second)
        else:
            yield overlap(survey, first, second)


def pair(first: Stop, second: Stop) -> tuple[tuple[int, int], tuple[str, str]]:
    return (first.id, second.id), (first.lineage, second.lineage)


def optional_overlap(first: Stop, second: Stop) -> Problem:
    return Problem(
        "optional_overlap",
        Severity.HINT,
        N_("%(first)s and %(second)s are at the same time; who chooses one misses the other."),
        [WayOut(N_("Nothing needs to be done if the group may part here."))],
        {"first": first.title, "second": second.title},
        *pair(first, second),
    )


def two_lodgings(first: Stop, second: Stop) -> Problem:
    sentence = N_("Remove %(item)s, unless the group is to sleep in two houses.")
    return Problem(
        "two_lodgings",
        Severity.WARNS,
        N_("%(first)s and %(second)s are lodging for the same night."),
        [remedies.removing(second, sentence)],
        {"first": first.title, "second": second.title},
        *pair(first, second),
    )


def overlap(survey: Survey, first: Stop, second: Stop) -> Problem:
    def gone(after: Survey) -> bool:
        both = {first.id, second.id}
        return all({one.id, two.id} != both for one, two in obstacles.collisions(after.outline))

    return Problem(
        "overlap",
        Severity.BLOCKS,
        N_("%(first)s is not over when %(second)s begins."),
        remedies.offered(
            shortened(survey, first, second, gone),
            remedies.either_moved(survey, second, first, gone),
            remedies.optional(second),
        ),
        {"first": first.title, "second": second.title},
        *pair(first, second),
    )


def shortened(survey: Survey, first: Stop, second: Stop, gone: remedies.Gone) -> WayOut | None:
    """The first ends when the second begins, if enough is left of it."""
    ends = second.span[0] - (first.day - 1) * DAY_MINUTES
    least = first.offer.duration if first.offer else SHORTEST
    if ends - first.starts < least:
        return None
    return remedies.stretched(survey, first, ends, gone)


def alternatives(survey: Survey) -> Iterator[Problem]:
    """An alternative has a stop to stand in for, and would run beside nothing else."""
    running = survey.outline.running
    for stop in survey.outline.stops:
        if not stop.alternative_to:
            continue
        if all(other.lineage != stop.alternative_to for other in running):
            yield alternative_alone(stop)
            continue
        for other in running:
            if other.lineage != stop.alternative_to and in_the_way(stop, other):
                yield alternative_overlap(survey, stop, other)


def in_the_way(stop: Stop, other: Stop) -> bool:
    return (
        stop.is_night == other.is_night
        and not other.optional
        and obstacles.together(stop, other)
        and stop.span[0] < other.span[1]
        and other.span[0] < stop.span[1]
    )


def alternative_alone(stop: Stop) -> Problem:
    return Problem(
        "alternative_alone",
        Severity.WARNS,
        N_("%(item)s is an alternative, but what it stands in for is not in the programme."),
        [remedies.removing(stop, N_("Remove %(item)s, or let it run itself."))],
        {"item": stop.title},
        (stop.id,),
        (stop.lineage,),
    )


def alternative_overlap(survey: Survey, stop: Stop, other: Stop) -> Problem:
    def gone(after: Survey) -> bool:
        there = next(each for each in after.outline.stops if each.id == stop.id)
        return not in_the_way(there, other)

    return Problem(
        "alternative_overlap",
        Severity.HINT,
        N_("%(first)s could not stand in: it would overlap with %(second)s."),
        remedies.offered(
            remedies.moved(survey, stop, gone),
            remedies.removing(stop, N_("Remove %(item)s and look for another alternative.")),
        ),
        {"first": stop.title, "second": other.title},
        *pair(stop, other),
    )


def outside_the_day(survey: Survey) -> Iterator[Problem]:
    for stop in obstacles.outside(survey):
        yield outside_day(survey, stop, survey.frames[stop.day])


def outside_day(survey: Survey, stop: Stop, frame: Frame) -> Problem:
    def gone(after: Survey) -> bool:
        return all(each.id != stop.id for each in obstacles.outside(after))

    return Problem(
        "outside_day",
        Severity.BLOCKS,
        N_("%(item)s lies outside the hours of day %(day)d."),
        remedies.offered(
            remedies.moved(survey, stop, gone),
            longer_day(stop, frame),
            remedies.removing(stop, N_("Remove %(item)s, or move it to another day.")),
        ),
        {"item": stop.title, "day": stop.day},
        (stop.id,),
        (stop.lineage,),
    )


def longer_day(stop: Stop, frame: Frame) -> WayOut | None:
    """The day begins or ends with the stop."""
    if stop.ends > DAY_MINUTES:
        return None
    starts, ends = min(frame.starts, stop.starts), max(frame.ends, stop.ends)
    return WayOut(
        N_("Let day %(day)d last from %(starts)s to %(ends)s."),
        Remedy.DAY_HOURS,
        values={"day": stop.day, "starts": Clock(starts), "ends": Clock(ends)},
        change=frame.starts - starts + ends - frame.ends,
        unsocial=remedies.unsocial(stop),
    )


def empty_days(survey: Survey) -> Iterator[Problem]:
    filled = {stop.day for stop in survey.outline.stops}
    for frame in survey.outline.frames:
        if frame.number in filled:
            continue
        length = min(USUAL_LENGTH, frame.ends - frame.starts)
        starts = max(frame.starts, min(remedies.EARLIEST, frame.ends - length))
        new = remedies.new_stop(frame.number, starts, length, ComponentKind.PROGRAMME)
        sentence = N_("Add a visit from the library, or remove the day.")
        yield Problem(
            "empty_day",
            Severity.BLOCKS,
            N_("Nothing happens on day %(day)d."),
            [remedies.addition(sentence, new)],
            {"day": frame.number},
            day=frame.number,
        )
