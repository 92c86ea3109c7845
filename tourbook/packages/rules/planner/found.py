"""What a search knows when it ends."""

from dataclasses import dataclass, field

from tourbook.packages.rules.planner.enumeration import Sets
from tourbook.packages.rules.planner.packing import Prices
from tourbook.packages.rules.planner.plan import Pool
from tourbook.packages.rules.planner.timing import DaySchedule

Schedules = tuple[DaySchedule, ...]


@dataclass
class Found:
    """No schedules and proven: there is no plan."""

    schedules: Schedules | None = None
    #: No plan's worth is more, in the sense of Demands: scores, and a bonus for each must.
    bound: int | None = None
    proven: bool = False
    days: list[Sets] = field(default_factory=list)
    prices: Prices | None = None
    #: Visits that must be in and cannot all be, where that is what proves that there is no plan.
    clash: frozenset[int] | None = None
    #: The order of sets that were met and not enumerated.
    pool: Pool = field(default_factory=Pool)

    @property
    def complete(self) -> bool:
        return all(sets.complete for sets in self.days)
