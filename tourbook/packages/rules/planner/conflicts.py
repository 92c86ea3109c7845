"""Why a problem has no plan: a smallest set of demands that cannot hold together.

A deletion filter: each demand in turn is left out, and stays out while there is still no plan. It
is repeated until no demand can go, so that without any one of those that remain there is a plan.
"""

from dataclasses import dataclass, replace

from tourbook.core import money
from tourbook.core.languages import N_
from tourbook.packages.rules.planner.answer import Demand
from tourbook.packages.rules.planner.enumeration import DaySearch
from tourbook.packages.rules.planner.found import Found
from tourbook.packages.rules.planner.packing import demands_of
from tourbook.packages.rules.planner.problem import Day, Limits, Problem, windows_by_day
from tourbook.packages.rules.planner.proving import prove
from tourbook.packages.rules.planner.watching import Watch

#: Labels of one day in a trial; beyond, the trial cannot tell and the demand stays.
MOST_LABELS = 100_000

MUST = N_("%(visit)s must be in.")
MEAL = N_("Day %(day)s has a meal that starts from %(earliest)s to %(latest)s.")
GROUP = N_("Only one visit of the group %(group)s can be in.")
DRIVING = N_("A day has %(minutes)s minutes of driving at most.")
BREAK = N_("After %(driving)s minutes of driving there is a break of %(minutes)s minutes.")
BUDGET = N_("The visits cost %(amount)s at most.")
HOURS = N_("Day %(day)s runs from %(start)s to %(end)s and ends at %(place)s.")


@dataclass(frozen=True)
class Kept:
    """The demands of a problem that still hold, by kind."""

    musts: frozenset[int]
    meals: frozenset[int]
    groups: frozenset[str]
    hours: frozenset[int]
    #: "driving", "break" and "budget".
    limits: frozenset[str]

    def without(self, kind: str, one: int | str) -> "Kept":
        changed: dict[str, frozenset[int | str]] = {kind: getattr(self, kind) - {one}}
        return replace(self, **changed)  # type: ignore[arg-type]

    def listed(self) -> list[tuple[str, int | str]]:
        """Every demand in the order in which it is tried."""
        return [
            (kind, one)
            for kind in ("musts", "meals", "groups", "limits", "hours")
            for one in sorted(getattr(self, kind))
        ]


def conflict_of(problem: Problem, watch: Watch) -> tuple[Demand, ...]:
    """For a problem that is known to have no plan."""
    kept, tried = all_of(problem), True
    while tried:
        tried = False
        for kind, one in kept.listed():
            trial = kept.without(kind, one)
            if watch.go_on() and impossible(relaxed(problem, trial), watch):
                kept, tried = trial, True
    return tuple(said(problem, kind, one) for kind, one in kept.listed())


def all_of(problem: Problem) -> Kept:
    musts = [number for number, visit in enumerate(problem.visits) if visit.must]
    groups = [group for number in musts for group in problem.visits[number].groups]
    limits = problem.limits
    given = {"driving": limits.driving, "break": limits.stretch, "budget": limits.budget}
    return Kept(
        musts=frozenset(musts),
        meals=frozenset(range(len(problem.meals))),
        groups=frozenset(group for group in groups if groups.count(group) > 1),
        hours=frozenset(range(len(problem.days))),
        limits=frozenset(name for name, value in given.items() if value is not None),
    )


def relaxed(problem: Problem, kept: Kept) -> Problem:
    """The problem with only those demands."""
    dropped = all_of(problem).groups - kept.groups
    days = tuple(
        day if number in kept.hours else unhurried(problem, day)
        for number, day in enumerate(problem.days)
    )
    limits = problem.limits
    return replace(
        problem,
        days=days,
        visits=tuple(
            replace(
                visit,
                must=number in kept.musts,
                groups=tuple(group for group in visit.groups if group not in dropped),
                windows=windows_by_day(days, visit.slots, visit.minutes),
            )
            for number, visit in enumerate(problem.visits)
        ),
        meals=tuple(meal for number, meal in enumerate(problem.meals) if number in kept.meals),
        limits=Limits(
            seconds=limits.seconds,
            driving=limits.driving if "driving" in kept.limits else None,
            stretch=limits.stretch if "break" in kept.limits else None,
            rest=limits.rest,
            budget=limits.budget if "budget" in kept.limits else None,
        ),
    )


def unhurried(problem: Problem, day: Day) -> Day:
    """The day with hours in which everything has time."""
    longest = max(max(row) for row in problem.travel)
    stops = len(problem.visits) + len(problem.meals) + 1
    room = sum(visit.minutes for visit in problem.visits)
    room += sum(meal.minutes for meal in problem.meals)
    room += stops * (longest + problem.limits.rest)
    slots = [slot for visit in problem.visits for slot in visit.slots or ()]
    spans = [(day.start, day.end)]
    spans += [(slot.earliest, slot.latest) for slot in slots]
    spans += [(meal.earliest, meal.latest) for meal in problem.meals]
    return replace(
        day,
        start=min(start for start, _ in spans) - room,
        end=max(end for _, end in spans) + room,
    )


def impossible(problem: Problem, watch: Watch) -> bool:
    """Is it certain that there is no plan?"""
    alone = replace(problem, visits=tuple(visit for visit in problem.visits if visit.must))
    return no_plan(alone, watch) and (
        len(alone.visits) == len(problem.visits) or no_plan(problem, watch)
    )


def no_plan(problem: Problem, watch: Watch) -> bool:
    found = Found()
    for day in range(len(problem.days)):
        sets = DaySearch(problem, day).run(most=MOST_LABELS, go_on=watch.go_on)
        if sets.complete and not len(sets):
            return True
        found.days.append(sets)
    if not found.complete:
        return False
    prove(problem, demands_of(problem), watch, found)
    return found.proven and found.schedules is None


def said(problem: Problem, kind: str, one: int | str) -> Demand:
    if isinstance(one, str):
        return of_groups(one) if kind == "groups" else of_limits(problem, one)
    return OF_ONE[kind](problem, one)


def of_must(problem: Problem, number: int) -> Demand:
    return Demand("must", MUST, {"visit": problem.visits[number].id}, visit=number)


def of_meal(problem: Problem, number: int) -> Demand:
    meal = problem.meals[number]
    values = {
        "day": meal.day,
        "earliest": problem.minutes(meal.earliest),
        "latest": problem.minutes(meal.latest),
    }
    return Demand("meal", MEAL, values, day=meal.day)


def of_hours(problem: Problem, number: int) -> Demand:
    day = problem.days[number]
    values = {
        "day": number,
        "start": problem.minutes(day.start),
        "end": problem.minutes(day.end),
        "place": problem.places[day.target],
    }
    return Demand("hours", HOURS, values, day=number)


OF_ONE = {"musts": of_must, "meals": of_meal, "hours": of_hours}


def of_groups(group: str) -> Demand:
    return Demand("group", GROUP, {"group": group})


def of_limits(problem: Problem, name: str) -> Demand:
    limits = problem.limits
    if name == "budget":
        cents = limits.budget or 0
        return Demand("budget", BUDGET, {"cents": cents, "amount": money.plain(cents)})
    if name == "driving":
        return Demand("driving", DRIVING, {"minutes": problem.minutes(limits.driving or 0)})
    values = {
        "driving": problem.minutes(limits.stretch or 0),
        "minutes": problem.minutes(limits.rest),
    }
    return Demand("break", BREAK, values)
