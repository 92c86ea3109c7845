"""From the planner's answer to a programme: what is placed where, and whether it may be shown.

A programme is shown only if the checks find nothing in it that would block publishing and that
does not stand in the draft already.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from tourbook.core.texts import Texts
from tourbook.directory.models import TravelMode
from tourbook.hosts.models import ComponentKind
from tourbook.packages.rules import feasibility, travel
from tourbook.packages.rules.checks.problems import Problem
from tourbook.packages.rules.outline import Outline, Spot, Stop
from tourbook.packages.rules.planner.answer import Answer
from tourbook.packages.rules.planner.timing import Event
from tourbook.packages.rules.proposing import keeping
from tourbook.packages.rules.proposing.posing import Posed

MEAL_NAMES = {
    "lunch": Texts(en="Lunch", fi="Lounas", sv="Lunch"),
    "dinner": Texts(en="Dinner", fi="Illallinen", sv="Middag"),
}


#: Minutes of a clock face that people name.
STEP = 5


@dataclass(frozen=True)
class Proposal:
    """A draft with a proposed programme laid into it."""

    outline: Outline
    #: What is laid: visits, meals and nights. Those of the draft keep their key, new ones have
    #: none of its keys, and are numbered down from -1.
    placed: tuple[Stop, ...]
    #: The stops of the draft that go.
    removed: tuple[Stop, ...]
    #: The slot that each visit takes, by the key of the stop.
    slots: Mapping[int, int]
    score: int

    @property
    def components(self) -> frozenset[int]:
        return frozenset(stop.offer.id for stop in self.placed if stop.offer)


def built(posed: Posed, answer: Answer) -> Proposal:
    """The draft with the answer's visits and meals in place of what may be moved or taken out."""
    placed = [*visits(posed, answer), *meals(posed, answer), *posed.nights]
    placed = [
        stop if stop.id > 0 else replace(stop, id=-number) for number, stop in enumerate(placed, 1)
    ]
    staying = keeping.kept(posed.outline)
    used = {stop.id for stop in placed}
    outline = replace(
        posed.outline,
        stops=(*staying, *placed),
        goals=tuple(
            replace(goal, stop_ids=frozenset(served(posed, goal.code, goal.stop_ids, placed)))
            for goal in posed.outline.goals
        ),
    )
    return Proposal(
        outline=outline,
        placed=tuple(sorted(placed, key=lambda stop: (*stop.span, stop.id))),
        removed=tuple(stop for stop in keeping.loose(posed.outline) if stop.id not in used),
        slots=dict(slots_taken(posed, placed)),
        score=answer.score or 0,
    )


def served(
    posed: Posed, code: str, stop_ids: frozenset[int], placed: Sequence[Stop]
) -> Iterator[int]:
    """The stops that serve an objective: those that stay, and components known to serve it."""
    staying = {stop.id for stop in keeping.kept(posed.outline)}
    yield from stop_ids & staying
    codes = {candidate.offer.id: candidate.codes for candidate in posed.candidates}
    for stop in placed:
        if stop.id in stop_ids or (stop.offer and code in codes.get(stop.offer.id, frozenset())):
            yield stop.id


def visits(posed: Posed, answer: Answer) -> Iterator[Stop]:
    for number, event in events(posed, answer):
        if event.visit is None:
            continue
        candidate = posed.candidates[event.visit]
        offer = candidate.offer
        ends = event.start + event.minutes
        if candidate.stop is not None:
            yield replace(candidate.stop, day=number, starts=event.start, ends=ends)
            continue
        yield Stop(
            id=-1,
            lineage=f"new{offer.id}",
            day=number,
            starts=event.start,
            ends=ends,
            kind=offer.kind,
            title=offer.name,
            offer=offer,
            spot=offer.spot,
        )


def meals(posed: Posed, answer: Answer) -> Iterator[Stop]:
    """The meals that the draft did not hold, where the group is then."""
    for number, event in events(posed, answer):
        bound = (
            posed.bounds[meal_number(posed, number, event.meal)] if event.meal is not None else None
        )
        if bound is None or not bound.meal:
            continue
        offer = bound.offer
        yield Stop(
            id=-1,
            lineage=f"{bound.meal}{number}",
            day=number,
            starts=event.start,
            ends=event.start + event.minutes,
            kind=ComponentKind.MEAL,
            title=offer.name if offer else MEAL_NAMES[bound.meal],
            offer=offer,
            spot=offer.spot if offer else place_of(posed, answer, number, event),
        )


def place_of(posed: Posed, answer: Answer, number: int, event: Event) -> Spot | None:
    """Where the group is. Anywhere is where it was before, else where it goes next."""
    events = answer.schedules[number - 1].events
    same = [(each.visit, each.meal) for each in events]
    at = same.index((event.visit, event.meal))
    order = [event, *reversed(events[:at]), *events[at + 1 :]]
    return next((spot for each in order if (spot := posed.spots[each.place])), None)


def meal_number(posed: Posed, day: int, meal: int) -> int:
    """The number among all meals of one that is numbered among those of its day."""
    of_day = [number for number, one in enumerate(posed.problem.meals) if one.day == day - 1]
    return of_day[meal]


def events(posed: Posed, answer: Answer) -> Iterator[tuple[int, Event]]:
    """Each event with the number of its day, at times that people would choose."""
    for number, schedule in enumerate(answer.schedules, 1):
        for event in rounded(posed, number, schedule.events):
            yield number, event


def rounded(posed: Posed, number: int, events: Sequence[Event]) -> list[Event]:
    """Starts moved to the nearest five minutes where that disturbs nothing beside them."""
    found = list(events)
    for index, event in enumerate(events):
        for start in (event.start - event.start % STEP, event.start + -event.start % STEP):
            trial = replace(event, start=start)
            before = found[index - 1] if index else None
            after = found[index + 1] if index + 1 < len(found) else None
            if is_open(posed, number, trial) and fits(posed, number, before, trial, after):
                found[index] = trial
                break
    return found


def is_open(posed: Posed, number: int, event: Event) -> bool:
    if event.visit is not None:
        windows = posed.problem.visits[event.visit].windows[number - 1]
        return any(low <= event.start <= high for low, high in windows)
    assert event.meal is not None
    meal = posed.problem.meals[meal_number(posed, number, event.meal)]
    return meal.earliest <= event.start <= meal.latest


def fits(
    posed: Posed, number: int, before: Event | None, event: Event, after: Event | None
) -> bool:
    """Is there time for the ways to it and from it?"""
    day, travel = posed.problem.days[number - 1], posed.problem.travel
    ready = before.start + before.minutes if before else day.start
    onward = after.start if after else day.end
    come = travel[before.place if before else day.origin][event.place]
    go = travel[event.place][after.place if after else day.target]
    return ready + come <= event.start and event.start + event.minutes + go <= onward


def slots_taken(posed: Posed, placed: Sequence[Stop]) -> Iterator[tuple[int, int]]:
    visits = {
        candidate.offer.id: visit
        for candidate, visit in zip(posed.candidates, posed.problem.visits, strict=True)
    }
    for stop in placed:
        visit = visits.get(stop.offer.id) if stop.offer else None
        slot = visit.slot_at(stop.day - 1, stop.starts) if visit else None
        if slot is not None and slot.key:
            yield stop.id, slot.key


def caused(before: Outline, proposal: Proposal) -> list[Problem]:
    """What would block publishing and does not do so in the draft as it stands."""
    standing = {problem.key for problem in feasibility.blocking(feasibility.problems_of(before))}
    found = feasibility.blocking(feasibility.problems_of(proposal.outline))
    return [problem for problem in found if problem.key not in standing]


@dataclass(frozen=True, slots=True)
class Driving:
    minutes: int
    metres: int


def driving(outline: Outline) -> Driving:
    """The ways that the group is driven, as the builder shows them."""
    ways = [way for way in travel.transfers(outline) if way.mode is not TravelMode.WALK]
    return Driving(sum(way.leg.minutes for way in ways), sum(way.leg.metres for way in ways))


def codes_served(outline: Outline) -> tuple[str, ...]:
    running = {stop.id for stop in outline.running}
    return tuple(goal.code for goal in outline.goals if goal.stop_ids & running)
