"""What the planner answers: a plan, how good it is known to be, and why the rest was left out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from tourbook.packages.rules.planner.plan import Plan
from tourbook.packages.rules.planner.timing import DaySchedule


class Status(StrEnum):
    #: No plan has a higher score, and the ties are broken as well as was found.
    OPTIMAL = "optimal"
    #: A plan, perhaps not the best; `bound` says how far from it at most.
    FEASIBLE = "feasible"
    #: No plan keeps all demands; `conflict` names some that cannot hold together.
    INFEASIBLE = "infeasible"
    #: The time was over before a plan was found or found to be impossible.
    UNKNOWN = "unknown"


class Stage(StrEnum):
    DAYS = "days"
    CHOICE = "choice"
    SEARCH = "search"
    REASONS = "reasons"


@dataclass(frozen=True)
class Progress:
    """Where the search stands; scores in points, None while there is none."""

    seconds: float
    stage: Stage
    score: float | None
    bound: float | None


#: Told a few times a second; False stops the search, and the best so far is the answer.
Tell = Callable[[Progress], bool | None]


@dataclass(frozen=True)
class LeftOut:
    """Why a visit is not in: a code, a sentence (a msgid) and the values it names."""

    visit: int
    code: str
    sentence: str
    values: Mapping[str, object] = field(default_factory=dict)
    #: What would have to go for it, by index, where the code is "displaces".
    displaced: tuple[int, ...] = ()


@dataclass(frozen=True)
class Demand:
    """One of a smallest set of demands that cannot hold together."""

    code: str
    sentence: str
    values: Mapping[str, object] = field(default_factory=dict)
    visit: int | None = None
    day: int | None = None


@dataclass(frozen=True)
class Answer:
    """Score and bound are in the problem's units of score; `seconds` is the time of the search."""

    status: Status
    schedules: tuple[DaySchedule, ...] = ()
    score: int | None = None
    bound: int | None = None
    left_out: tuple[LeftOut, ...] = ()
    conflict: tuple[Demand, ...] = ()
    seconds: float = 0.0

    @property
    def plan(self) -> Plan:
        return tuple(schedule.stops for schedule in self.schedules)

    @property
    def visits(self) -> frozenset[int]:
        return frozenset(visit for day in self.plan for visit, _ in day)
