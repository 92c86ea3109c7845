"""What was planned: visits with their starts, day by day, and a pool of good days."""

from collections.abc import Iterator
from dataclasses import dataclass, field

#: A visit's index and its start.
Stop = tuple[int, int]
#: The visits of one day in order.
DayPlan = tuple[Stop, ...]
#: One day programme for each day.
Plan = tuple[DayPlan, ...]


def mask_of(day_plan: DayPlan) -> int:
    """The set of visits as bits."""
    mask = 0
    for visit, _ in day_plan:
        mask |= 1 << visit
    return mask


def members(mask: int) -> list[int]:
    """The visits of a set, in order of their index."""
    return [number for number in range(mask.bit_length()) if mask >> number & 1]


@dataclass
class Pool:
    """Day programmes met on the way: one for each day and set of visits, up to a limit."""

    limit: int = 50_000
    days: dict[tuple[int, int], DayPlan] = field(default_factory=dict)

    def add(self, day: int, day_plan: DayPlan) -> None:
        if len(self.days) < self.limit:
            self.days.setdefault((day, mask_of(day_plan)), day_plan)

    def add_plan(self, plan: Plan) -> None:
        for day, day_plan in enumerate(plan):
            self.add(day, day_plan)

    def __len__(self) -> int:
        return len(self.days)

    def __iter__(self) -> Iterator[tuple[int, int, DayPlan]]:
        """Day, set of visits as bits, and the day programme."""
        for (day, mask), day_plan in self.days.items():
            yield day, mask, day_plan
