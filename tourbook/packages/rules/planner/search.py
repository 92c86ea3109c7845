"""The search for the best plan: exact where the days can be enumerated, else by improving."""

from tourbook.packages.rules.planner import fitting
from tourbook.packages.rules.planner.answer import Stage
from tourbook.packages.rules.planner.enumeration import DaySearch, Sets
from tourbook.packages.rules.planner.found import Found
from tourbook.packages.rules.planner.impossible import clash
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
#: The part of what is left that choosing among the sets may take, if some visits must be in.
CHOICE_SHARE = 0.7
#: The part that looking for a clash of few visits may take.
PROBE_SHARE = 0.1


def enumerated(problem: Problem, watch: Watch) -> list[Sets]:
    """The sets of each day; days that are alike share theirs."""
    watch.at(Stage.DAYS)
    known: dict[object, Sets] = {}
    found: list[Sets] = []
    most = MOST_LABELS
    reserve = watch.seconds * (1 - EXACT_SHARE)
    for number in range(len(problem.days)):
        alike = problem.likeness(number)
        if alike not in known:
            known[alike] = DaySearch(problem, number).run(
                most=most, go_on=lambda: watch.go_on(reserve=reserve)
            )
        if not known[alike].complete:
            most = FEW_LABELS
        found.append(known[alike])
    return found


def searched(problem: Problem, demands: Demands, watch: Watch) -> Found:
    """The best plan, or why there is none; what is quickly seen to be too much is not searched."""
    overfull = fitting.overfull(problem, watch)
    if overfull is not None:
        return Found(proven=True, clash=overfull)
    return solved(problem, demands, watch, Found(days=enumerated(problem, watch)))


def solved(problem: Problem, demands: Demands, watch: Watch, found: Found) -> Found:
    """The best choice for these demands; the sets of `found` hold for any."""
    if any(sets.complete and not len(sets) for sets in found.days):
        found.proven = True
    elif found.complete:
        with watch.within(watch.left() * (CHOICE_SHARE if demands.must else 1)):
            prove(problem, demands, watch, found)
        if found.schedules is None and not found.proven:
            improve(problem, demands, watch, found)
    else:
        guess(problem, demands, watch, found)
    return found


def guess(problem: Problem, demands: Demands, watch: Watch, found: Found) -> None:
    """Where the days hold too many sets: first see whether some few demands clash."""
    with watch.within(PROBE_SHARE * watch.seconds):
        found.clash = clash(problem, watch) if demands.must else None
    if found.clash is None:
        improve(problem, demands, watch, found)
    else:
        found.proven = True
