"""The plain facts that make a day impossible: two things at once, no time for a way, a closed door.

The checks say them in words. Ways out are tried against them before they are offered.
"""

from collections.abc import Iterable, Iterator

from tourbook.packages.rules.checks.problems import Severity
from tourbook.packages.rules.checks.survey import Survey
from tourbook.packages.rules.outline import Hours, Outline, Stop
from tourbook.packages.rules.travel import Transfer


def together(one: Stop, other: Stop) -> bool:
    """Whether somebody is to be at both: a track is with everybody, but not with another track."""
    return not one.track or not other.track or one.track == other.track


def collisions(outline: Outline) -> Iterator[tuple[Stop, Stop]]:
    """Pairs that share a minute and people; lodging only meets other lodging."""
    running = outline.running
    for position, first in enumerate(running):
        ends = first.span[1]
        for second in running[position + 1 :]:
            if second.span[0] >= ends:
                break
            if first.is_night == second.is_night and together(first, second):
                yield first, second


def outside(survey: Survey) -> Iterator[Stop]:
    for stop in survey.outline.stops:
        frame = survey.frames[stop.day]
        if not stop.is_night and not frame.starts <= stop.starts < stop.ends <= frame.ends:
            yield stop


def too_short(survey: Survey) -> Iterator[tuple[Transfer, Severity]]:
    """Ways that take longer than there is time for, and how much that weighs.

    A group may check in late, so that the way to lodging is never too short; whoever leaves it
    before the night is over has only to write so. Stops that overlap are told of by themselves.
    """
    for way in survey.ways:
        missing = way.leg.minutes - way.available
        if missing <= 0 or way.after.is_night:
            continue
        if way.before.is_night:
            yield way, Severity.WARNS
        elif way.before.span[1] <= way.after.span[0]:
            yield way, weight_of(way, missing, survey.limits["transfer_slack"])


def weight_of(way: Transfer, missing: int, slack: int) -> Severity:
    if not way.leg.known and missing <= slack:
        return Severity.HINT
    if way.carried or way.before.optional or way.after.optional:
        return Severity.WARNS
    return Severity.BLOCKS


def within(stop: Stop, hours: Iterable[Hours], weekday: int | None) -> bool:
    """Whether the stop lies in one part of the opening hours, on any day where none is named."""
    return any(
        each.opens <= stop.starts and stop.ends <= each.closes
        for each in hours
        if weekday is None or each.weekday == weekday
    )


def never_open(outline: Outline) -> Iterator[Stop]:
    """Stops at a time at which their host is closed on every day of the week."""
    for stop in outline.stops:
        if stop.offer is None or not stop.offer.hours or stop.is_night:
            continue
        if not within(stop, stop.offer.hours, None):
            yield stop


def lesser(stop: Stop) -> bool:
    """Whether the programme goes on without it: people choose it, or it stands in if need be."""
    return stop.optional or bool(stop.alternative_to)


def obstacles(survey: Survey) -> set[tuple[str, int, int]]:
    """All that blocks and that moving one stop can cause, each as a value to compare by."""
    found = {
        ("overlap", one.id, other.id)
        for one, other in collisions(survey.outline)
        if not (one.optional or other.optional or one.is_night)
    }
    found |= {("outside", stop.id, 0) for stop in outside(survey)}
    found |= {
        ("way", way.before.id, way.after.id)
        for way, weight in too_short(survey)
        if weight is Severity.BLOCKS
    }
    found |= {("closed", stop.id, 0) for stop in never_open(survey.outline)}
    return found
