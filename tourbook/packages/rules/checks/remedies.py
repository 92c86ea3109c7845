"""Ways out that can be pressed: each is tried on the programme before it is offered.

What is offered mends that very problem and makes no other that blocks. Trying is done on one day
alone, for a stop meets nothing but its own day and the night before it. What changes least comes
first, and nobody is got up at dawn where anything else helps.
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
#: The hours of a day in which a group does anything, and when a night ends at the earliest.
EARLIEST, LATEST = 6 * 60 + 30, 22 * 60
DAWN = 6 * 60
#: What mends nothing but takes away: it is no reason to leave out another way.
LEAVING_OUT = (None, Remedy.REMOVE)


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
                abs(start - stop.starts),
                unsocial(there),
            )
    return None


def either_moved(survey: Survey, stop: Stop, other: Stop, gone: Gone) -> WayOut | None:
    """The one stop, unless that can only be at an unsocial hour and the other helps as well."""
    first = moved(survey, stop, gone)
    if first is not None and not first.unsocial:
        return first
    second = moved(survey, other, gone)
    return second if first is None or (second and not second.unsocial) else first


def unsocial(stop: Stop) -> bool:
    """Whether it begins or ends at an hour that nobody would choose for a group."""
    if stop.is_night:
        return stop.ends < DAY_MINUTES + DAWN
    return outside_waking(stop.starts, stop.ends)


def outside_waking(starts: int, ends: int) -> bool:
    return starts < EARLIEST or ends > LATEST


def mends(after: Survey, gone: Gone, allowed: set[tuple[str, int, int]]) -> bool:
    return gone(after) and obstacles(after) <= allowed


def starts_for(survey: Survey, stop: Stop, windows: Sequence[tuple[int, int]]) -> list[int]:
    """Where the stop would fit between the others of its day, the nearest to its place first.

    Unsocial hours come last, however near.
    """
    frame = survey.frames[stop.day]
    found: set[int] = set()
    for since, until in windows or [(frame.starts, frame.ends)]:
        since, until = max(since, frame.starts), min(until, frame.ends)
        for lo, hi in gaps(survey, stop, since, until):
            found |= set(edges(lo, hi - stop.minutes, stop.starts))
            if outside_waking(lo, hi):
                waking = max(lo, EARLIEST), min(hi, LATEST) - stop.minutes
                found |= set(edges(*waking, stop.starts))
    if stop.id != NEW:
        found.discard(stop.starts)
    ordered = sorted(
        found,
        key=lambda start: (
            outside_waking(start, start + stop.minutes),
            abs(start - stop.starts),
            start,
        ),
    )
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
    """Another end of a stop; an evening that is only cut short is not made any later."""
    if not stop.starts < ends <= 2 * DAY_MINUTES or ends == stop.ends:
        return None
    view = survey.of_day(stop.day)
    if stop.is_night:
        view = Survey(survey.outline, survey.roads)
    there = replace(stop, ends=ends)
    if not mends(view.with_stop(there), gone, obstacles(view)):
        return None
    return WayOut(
        N_("Let %(item)s end at %(ends)s."),
        Remedy.STRETCH,
        stop.id,
        {"item": stop.title, "ends": Clock(ends)},
        abs(ends - stop.ends),
        unsocial(there) and (stop.is_night or ends > stop.ends),
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
    starts = [new.starts, *starts_for(view, new, windows)]
    starts.sort(key=lambda start: outside_waking(start, start + new.minutes))
    for start in starts:
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
    return WayOut(sentence, Remedy.ADD, values=values, unsocial=unsocial(stop))


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
    """Those of the ways out that there are, what changes least first.

    Ways that are not a matter of minutes stay behind those that are, in the order in which they
    are named. One at an unsocial hour comes last, and only where nothing else can be pressed that
    leaves the programme whole.
    """
    there = [way_out for way_out in ways_out if way_out is not None]
    fit = sorted((each for each in there if not each.unsocial), key=effort)
    if any(each.remedy not in LEAVING_OUT for each in fit):
        return fit
    return [*fit, *sorted((each for each in there if each.unsocial), key=effort)]


def effort(way_out: WayOut) -> float:
    return math.inf if way_out.change is None else way_out.change
