"""The search for the best plan: exact where the days can be enumerated, else by improving."""

from tourbook.packages.rules.planner.answer import Stage
from tourbook.packages.rules.planner.enumeration import DaySearch, Sets
from tourbook.packages.rules.planner.found import Found
from tourbook.packages.rules.planner.improving import improve
from tourbook.packages.rules.planner.packing import Demands
from tourbook.packages.rules.planner.problem import Problem
from tourbook.packages.rules.planner.proving import prove
from tourbook.packages.rules.planner.watching import Watch

#: Labels of a day that may be held at once; about 250 MB at the worst.
MOST_LABELS = 1_000_000
#: The same once some day was too large, for what is left is only a start.
FEW_LABELS = 30_000
#: The part of the time that enumeration may take.
EXACT_SHARE = 0.4


def enumerated(problem: Problem, watch: Watch) -> list[Sets]:
    """The sets of each day; days that are alike share theirs."""
    watch.at(Stage.DAYS)
    known: dict[object, Sets] = {}
    found: list[Sets] = []
    most = MOST_LABELS
    reserve = watch.seconds * (1 - EXACT_SHARE)
    for number in range(len(problem.days)):
        alike = likeness(problem, number)
        if alike not in known:
            known[alike] = DaySearch(problem, number).run(
                most=most, go_on=lambda: watch.go_on(reserve=reserve)
            )
        if not known[alike].complete:
            most = FEW_LABELS
        found.append(known[alike])
    return found


def likeness(problem: Problem, day: int) -> object:
    """Days of the same likeness hold the same sets."""
    meals = tuple(
        (meal.earliest, meal.latest, meal.minutes, meal.place) for meal in problem.meals_of(day)
    )
    return problem.days[day], meals, tuple(visit.windows[day] for visit in problem.visits)


def searched(problem: Problem, demands: Demands, watch: Watch) -> Found:
    return solved(problem, demands, watch, Found(days=enumerated(problem, watch)))


def solved(problem: Problem, demands: Demands, watch: Watch, found: Found) -> Found:
    """The best choice for these demands; the sets of `found` hold for any."""
    if any(sets.complete and not len(sets) for sets in found.days):
        found.proven = True
    elif found.complete:
        prove(problem, demands, watch, found)
    else:
        improve(problem, demands, watch, found)
    return found
