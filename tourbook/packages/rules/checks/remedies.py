"""Ways out that can be pressed: each is tried on the programme before it is offered.

What is offered mends that very problem and makes no other that blocks. Trying is done on one day
alone, for a stop meets nothing but its own day and the night before it.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from tourbook.core.languages import N_
from tourbook.core.texts import Texts
from tourbook.hosts.models import ComponentKind
from tourbook.packages.rules.checks.obstacles import obstacles, together
from tourbook.packages.rules.checks.problems import Clock, Remedy, WayOut
from tourbook.packages.rules.checks.survey import Survey
from tourbook.packages.rules.outline import DAY_MINUTES, Stop

#: Whether a programme no longer has the problem.
Gone = Callable[[Survey], bool]
#: Starts are offered on whole multiples of this, as programmes are written.
STEP = 5
#: So many starts are tried, the nearest to the present one first.
MOST_TRIES = 5
#: The key of a stop that is tried but not there yet.
NEW = -1


def moved(
    survey: Survey, stop: Stop, gone: Gone, windows: Sequence[tuple[int, int]] = ()
) -> WayOut | None:
    """Another start on the same day, inside one of the windows where some are given.

    What is pinned stays where it is.
    """
    if stop.pinned:
        return None
    view = survey.of_day(stop.day)
    allowed = obstacles(view)
    for start in starts_for(view, stop, windows):
        there = replace(stop, starts=start, ends=start + stop.minutes)
        if mends(view.with_stop(there), gone, allowed):
            return WayOut(
                N_("Move %(item)s to %(starts)s."),
                Remedy.MOVE,
                stop.id,
                {"item": stop.title, "starts": Clock(start), "day": stop.day},
            )
    return None


def either_moved(survey: Survey, stop: Stop, other: Stop, gone: Gone) -> WayOut | None:
    return moved(survey, stop, gone) or moved(survey, other, gone)


def mends(after: Survey, gone: Gone, allowed: set[tuple[str, int, int]]) -> bool:
    return gone(after) and obstacles(after) <= allowed


def starts_for(survey: Survey, stop: Stop, windows: Sequence[tuple[int, int]]) -> list[int]:
    """Where the stop would fit between the others of its day, the nearest to its place first."""
    frame = survey.frames[stop.day]
    found: set[int] = set()
    for since, until in windows or [(frame.starts, frame.ends)]:
        since, until = max(since, frame.starts), min(until, frame.ends)
        for lo, hi in gaps(survey, stop, since, until):
            found |= set(edges(lo, hi - stop.minutes, stop.starts))
    if stop.id != NEW:
        found.discard(stop.starts)
    ordered = sorted(found, key=lambda start: (abs(start - stop.starts), start))
    return [start for start in ordered if start < DAY_MINUTES][:MOST_TRIES]


def edges(lo: int, hi: int, wish: int) -> Iterator[int]:
    """The first, the last and the wished-for start between two; none where they have crossed."""
    first, last = math.ceil(lo / STEP) * STEP, hi // STEP * STEP
    if first > last:
        if lo <= hi:
            yield lo
        return
    yield from (first, last, min(max(wish // STEP * STEP, first), last))


def gaps(survey: Survey, stop: Stop, since: int, until: int) -> Iterator[tuple[int, int]]:
    """Times of its day at which nobody who is to be at the stop is elsewhere, ways deducted."""
    others = [
        other
        for other in survey.outline.running
        if other.id != stop.id and not other.is_night and together(stop, other)
    ]
    midnight = (stop.day - 1) * DAY_MINUTES
    free, before = since, None
    for other in others:
        starts, ends = other.span[0] - midnight, other.span[1] - midnight
        if starts < until and ends > since:
            yield free + way(survey, before, stop), starts - way(survey, stop, other)
            if ends > free:
                free, before = ends, other
    yield free + way(survey, before, stop), until


def way(survey: Survey, one: Stop | None, other: Stop) -> int:
    if one is None or one.spot is None or other.spot is None:
        return 0
    return survey.roads.between(one.spot, other.spot, other.arrive_by)[1].minutes


def stretched(survey: Survey, stop: Stop, ends: int, gone: Gone) -> WayOut | None:
    """Another end of a stop."""
    if not stop.starts < ends <= 2 * DAY_MINUTES or ends == stop.ends:
        return None
    view = survey.of_day(stop.day)
    if stop.is_night:
        view = Survey(survey.outline, survey.roads)
    if not mends(view.with_stop(replace(stop, ends=ends)), gone, obstacles(view)):
        return None
    return WayOut(
        N_("Let %(item)s end at %(ends)s."),
        Remedy.STRETCH,
        stop.id,
        {"item": stop.title, "ends": Clock(ends)},
    )


def added(
    survey: Survey,
    sentence: str,
    new: Stop,
    gone: Gone,
    windows: Sequence[tuple[int, int]] = (),
) -> WayOut | None:
    """Something of a kind at a time that is free: as long as `new`, near to its start."""
    view = survey.of_day(new.day)
    allowed = obstacles(view)
    for start in [new.starts, *starts_for(view, new, windows)]:
        there = replace(new, starts=start, ends=start + new.minutes)
        if mends(view.with_stop(there), gone, allowed):
            return addition(sentence, there)
    return None


def addition(sentence: str, stop: Stop) -> WayOut:
    values = {
        "day": stop.day,
        "kind": stop.kind.value,
        "starts": Clock(stop.starts),
        "ends": Clock(stop.ends),
    }
    return WayOut(sentence, Remedy.ADD, values=values)


def new_stop(day: int, starts: int, minutes: int, kind: ComponentKind) -> Stop:
    """A stop that is not there yet, to be tried."""
    return Stop(NEW, "", day, starts, starts + minutes, kind, Texts())


def removing(stop: Stop, sentence: str) -> WayOut:
    return WayOut(sentence, Remedy.REMOVE, stop.id, {"item": stop.title})


def optional(stop: Stop) -> WayOut:
    return WayOut(
        N_("Mark %(item)s as optional."), Remedy.MAKE_OPTIONAL, stop.id, {"item": stop.title}
    )


def opening(sentence: str, page: str, **values: object) -> WayOut:
    """A page on which it is put right."""
    return WayOut(sentence, Remedy.OPEN, values={"page": page, **values})


def offered(*ways_out: WayOut | None) -> list[WayOut]:
    """Those of the ways out that there are."""
    return [way_out for way_out in ways_out if way_out is not None]
