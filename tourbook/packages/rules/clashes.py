"""What lies where it cannot lie: beside something else, or outside the hours of its day.

Decisions that these checks rest on: an optional item may run beside others, for people choose; the
tracks of a group that splits run side by side; a night's lodging is where people sleep, so it
overlaps only with other lodging and lies outside the hours of its day by nature. Times are compared
on one axis over the whole visit, so that what passes midnight meets the next morning.
"""

from collections.abc import Iterator

from tourbook.core.languages import N_
from tourbook.packages.rules.outline import Outline, Stop
from tourbook.packages.rules.problems import Problem, Remedy, Severity, WayOut


def together(one: Stop, other: Stop) -> bool:
    """Whether somebody is to be at both: a track is with everybody, but not with another track."""
    return not one.track or not other.track or one.track == other.track


def overlaps(outline: Outline) -> Iterator[Problem]:
    for position, first in enumerate(outline.running):
        ends = first.span[1]
        for second in outline.running[position + 1 :]:
            if second.span[0] >= ends:
                break
            if first.is_night == second.is_night and together(first, second):
                yield overlap(first, second)


def overlap(first: Stop, second: Stop) -> Problem:
    ids, lineages = (first.id, second.id), (first.lineage, second.lineage)
    values = {"first": first.title, "second": second.title}
    if first.optional or second.optional:
        return Problem(
            "optional_overlap",
            Severity.HINT,
            N_("%(first)s and %(second)s are at the same time; who chooses one misses the other."),
            [WayOut(N_("Nothing needs to be done if the group may part here."))],
            values,
            ids,
            lineages,
        )
    if first.is_night:
        return Problem(
            "two_lodgings",
            Severity.WARNS,
            N_("%(first)s and %(second)s are lodging for the same night."),
            [
                WayOut(
                    N_("Remove one, unless the group is to sleep in two houses."),
                    Remedy.REMOVE,
                    second.id,
                )
            ],
            values,
            ids,
            lineages,
        )
    return Problem(
        "overlap",
        Severity.BLOCKS,
        N_("%(first)s is not over when %(second)s begins."),
        [WayOut(N_("Change the time of one of them, or mark one as optional."))],
        values,
        ids,
        lineages,
    )


def outside_the_day(outline: Outline) -> Iterator[Problem]:
    frames = {frame.number: frame for frame in outline.frames}
    for stop in outline.stops:
        frame = frames[stop.day]
        if stop.is_night or (frame.starts <= stop.starts and stop.ends <= frame.ends):
            continue
        yield Problem(
            "outside_day",
            Severity.BLOCKS,
            N_("%(item)s lies outside the hours of day %(day)d."),
            [WayOut(N_("Move it, or change the hours of the day."))],
            {"item": stop.title, "day": stop.day},
            (stop.id,),
            (stop.lineage,),
        )


def empty_days(outline: Outline) -> Iterator[Problem]:
    filled = {stop.day for stop in outline.stops}
    for frame in outline.frames:
        if frame.number not in filled:
            yield Problem(
                "empty_day",
                Severity.BLOCKS,
                N_("Nothing happens on day %(day)d."),
                [
                    WayOut(
                        N_("Add an item from the library, or remove the day."),
                        Remedy.ADD,
                        values={"day": frame.number},
                    )
                ],
                {"day": frame.number},
                day=frame.number,
            )
