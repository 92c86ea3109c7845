"""Why a problem has no plan: a smallest set of demands that cannot hold together.

A deletion filter: each demand in turn is left out, and stays out while there is still no plan. It
is repeated until no demand can go, so that without any one of those that remain there is a plan.
"""

from dataclasses import dataclass, replace

from tourbook.core import money
from tourbook.core.languages import N_
from tourbook.packages.rules.planner.answer import Demand
from tourbook.packages.rules.planner.impossible import possible
from tourbook.packages.rules.planner.problem import Day, Limits, Problem, windows_by_day
from tourbook.packages.rules.planner.watching import Watch

#: Part of the time that one trial may take.
SHARE = 0.1

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


def conflict_of(
    problem: Problem, watch: Watch, *, clash: frozenset[int] | None = None
) -> tuple[Demand, ...]:
    """For a problem that is known to have no plan; `clash` are visits that are known to prove it.

    Demands without which there is a plan stay for good; those of which a trial could not tell are
    tried again once others have gone.
    """
    kept = all_of(problem)
    if clash is not None:
        kept = replace(kept, musts=clash)
    trials = Trials(problem, watch)
    kept = fewer_musts(kept, trials)
    needed: set[tuple[str, int | str]] = set()
    tried = True
    while tried:
        tried = False
        for demand in kept.listed():
            trial = kept.without(*demand)
            holds = None if demand in needed else trials.possible(trial)
            if holds:
                needed.add(demand)
            elif holds is False:
                kept, tried = trial, True
    return tuple(said(problem, kind, one) for kind, one in kept.listed())


def fewer_musts(kept: Kept, trials: "Trials") -> Kept:
    """Halves, quarters and so on of the visits left out together while there are many."""
    size = len(kept.musts) // 2
    while size > 1:
        musts = trials.lightest_first(kept)
        for at in range(0, len(musts), size):
            trial = replace(kept, musts=kept.musts - set(musts[at : at + size]))
            if trials.possible(trial) is False:
                kept = trial
        size //= 2
    return kept


class Trials:
    """Asks of some demands whether they can hold together."""

    def __init__(self, problem: Problem, watch: Watch) -> None:
        self.problem = problem
        self.watch = watch
        self.limit = SHARE * watch.left()

    def possible(self, kept: Kept) -> bool | None:
        """Is there a plan? None: the trial cannot tell, or the time is over."""
        if not self.watch.go_on():
            return None
        with self.watch.within(self.limit):
            return possible(relaxed(self.problem, kept), self.watch)

    def lightest_first(self, kept: Kept) -> list[int]:
        """So that those that weigh most are what remains, and they are few."""
        visits = self.problem.visits
        return sorted(kept.musts, key=lambda number: (visits[number].minutes, number))


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
