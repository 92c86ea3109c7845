"""What changed between two answers, and why: for a second request with one thing different."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from tourbook.core.languages import N_
from tourbook.packages.rules.planner.answer import Answer, LeftOut
from tourbook.packages.rules.planner.problem import Problem

GONE = N_("%(visit)s is out, for it is no longer offered.")
OUT = N_("%(visit)s is out.")
IN = N_("%(visit)s is in.")
MOVED = N_("%(visit)s moves to another day.")
RETIMED = N_("%(visit)s starts at another time.")


@dataclass(frozen=True)
class Change:
    """One visit that is no longer where it was; days and starts as (day, start) in units."""

    code: str
    visit: str
    sentence: str
    values: Mapping[str, object] = field(default_factory=dict)
    before: tuple[int, int] | None = None
    after: tuple[int, int] | None = None
    #: Why it is out now, where the second answer says so.
    reason: LeftOut | None = None
    #: Visits that went from the day that this one came to.
    instead_of: tuple[str, ...] = ()


def changed(before: Problem, first: Answer, after: Problem, second: Answer) -> tuple[Change, ...]:
    """What is out first, then what is in, moved and retimed, in the order of the days."""
    was, now = places_of(before, first), places_of(after, second)
    return (
        *gone(after, second, was, now),
        *come(was, now),
        *moved(was, now),
    )


def places_of(problem: Problem, answer: Answer) -> dict[str, tuple[int, int]]:
    return {
        problem.visits[visit].id: (day, start)
        for day, stops in enumerate(answer.plan)
        for visit, start in stops
    }


Places = Mapping[str, tuple[int, int]]


def gone(after: Problem, second: Answer, was: Places, now: Places) -> Iterator[Change]:
    offered = {visit.id for visit in after.visits}
    reasons = {after.visits[left.visit].id: left for left in second.left_out}
    for visit, place in was.items():
        if visit in now:
            continue
        values = {"visit": visit}
        if visit not in offered:
            yield Change("gone", visit, GONE, values, before=place)
        else:
            yield Change("out", visit, OUT, values, before=place, reason=reasons.get(visit))


def come(was: Places, now: Places) -> Iterator[Change]:
    for visit, place in now.items():
        if visit not in was:
            day = place[0]
            went = tuple(other for other in was if was[other][0] == day and left(other, day, now))
            yield Change("in", visit, IN, {"visit": visit}, after=place, instead_of=went)


def left(visit: str, day: int, now: Places) -> bool:
    return visit not in now or now[visit][0] != day


def moved(was: Places, now: Places) -> Iterator[Change]:
    for visit, place in now.items():
        if visit not in was or was[visit] == place:
            continue
        code, sentence = ("moved", MOVED) if was[visit][0] != place[0] else ("retimed", RETIMED)
        yield Change(code, visit, sentence, {"visit": visit}, before=was[visit], after=place)
