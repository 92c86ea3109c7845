"""Times for a choice of days in which two may hold the same visit."""

from collections.abc import Sequence

from tourbook.packages.rules.planner import timing
from tourbook.packages.rules.planner.columns import mask_of_set
from tourbook.packages.rules.planner.enumeration import Sets
from tourbook.packages.rules.planner.found import Schedules
from tourbook.packages.rules.planner.packing import Packed
from tourbook.packages.rules.planner.plan import Pool, members
from tourbook.packages.rules.planner.problem import Problem
from tourbook.packages.rules.planner.timing import DaySchedule

#: Visits of one day whose best order is looked for anew.
FEW = 10


def whole(schedules: Sequence[DaySchedule | None]) -> Schedules | None:
    made = tuple(schedule for schedule in schedules if schedule is not None)
    return made if len(made) == len(schedules) else None


def realised(
    problem: Problem, days: Sequence[Sets], packed: Packed, pool: Pool
) -> Schedules | None:
    """Times for a cover: a visit that two days hold is left to the first."""
    wanted = set(packed.visits)
    found: list[DaySchedule | None] = []
    for day, (sets, column) in enumerate(zip(days, packed.columns, strict=True)):
        mask = mask_of_set(sets, column)
        kept = [visit for visit in order_of(pool, day, mask) if visit in wanted]
        found.append(ordered(problem, day, kept, known=(day, mask) in pool.days))
        wanted -= set(kept)
    return whole(found)


def order_of(pool: Pool, day: int, mask: int) -> list[int]:
    known = pool.days.get((day, mask))
    return members(mask) if known is None else [visit for visit, _ in known]


def ordered(problem: Problem, day: int, visits: list[int], *, known: bool) -> DaySchedule | None:
    found = timing.in_order(problem, day, visits) if known else None
    if len(visits) <= FEW or not known:
        best = timing.of_set(problem, day, visits)
        return best or found
    return found
