"""Plans for days that hold too many sets to enumerate: improve one for as long as there is time.

Visits are taken out and put in by the hundred thousand (`wide_steps`), simulated annealing decides
which plans to go on from, and the days met on the way are combined by set packing
(`wide_packing`). How fast it cools depends on the time there is, so a faster computer may find
another plan; with `steps` given, the plan depends on the problem and the seed alone.

Compiling the loops takes part of the first search on a machine: up to half a minute once, then a
second to load what was compiled (see `wide_compiled`). `prepare` does it ahead of time.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise
from time import monotonic

import numpy as np

from tourbook.packages.rules.planner import timing
from tourbook.packages.rules.planner.plan import DayPlan, Plan, Pool
from tourbook.packages.rules.planner.problem import Day, Problem, Visit
from tourbook.packages.rules.planner.wide_case import (
    BEGINS,
    LIKENESS,
    MINUTES,
    RICH,
    Case,
    case_of,
    usual_drives,
)
from tourbook.packages.rules.planner.wide_packing import Order, columns_of, packed
from tourbook.packages.rules.planner.wide_state import (
    NODE,
    SIZE,
    TOUCHED,
    State,
    fill,
    kept_of,
    state_of,
    zeros,
)
from tourbook.packages.rules.planner.wide_steps import (
    SCORE,
    Best,
    Met,
    anneal,
    settle,
    value_of,
)

#: Hears the best score so far; False stops the search.
Tell = Callable[[int], bool]

#: Share of the time of each round, and the temperature it begins with, in usual scores.
ROUNDS = ((2.0, 0.5), (1.0, 0.15))
COLDEST = 0.05
#: What the drive to a near visit costs, in usual scores.
DRIVING_PRICE = 0.02
#: Plans this much under the best have their days remembered, in usual scores.
NEAR_BEST = 4.0
#: Days remembered at most; a power of two.
MEMORY = 1 << 13
#: Part of a round that combining days may take, and its seconds at most.
PACKING_SHARE = 0.06
PACKING_SECONDS = 1.5
#: Worth of what is no plan.
LEAST = -1e30
#: Seconds between two looks at the clock, and the steps before the first.
LOOK = 0.05
FIRST_STEPS = 20
#: Days that the caller's pool is given: simple ones, and ones with meals or breaks.
HANDED_ON = 1500
RICH_HANDED_ON = 150


def improve(
    problem: Problem,
    *,
    start: Plan | None,
    seconds: float,
    pool: Pool,
    tell: Tell | None = None,
    seed: int = 1,
    steps: int | None = None,
    clock: Callable[[], float] = monotonic,
) -> Plan | None:
    """The best plan found in that many seconds, from `start` or from nothing.

    `pool` is given good days that were met. The plan has as many of the visits that must be in as
    could be placed. None where a day cannot be done; a day that needs more than one visit to hold
    (for the driver's breaks) is not found without `start`. `steps` are those of all rounds.
    """
    if not problem.visits or not problem.days:
        return start
    search = Search(problem, seed=seed, tell=tell, steps=steps, clock=clock)
    search.begin(start, seconds)
    for share, warmth in ROUNDS:
        search.round(share / sum(share for share, _ in ROUNDS), warmth)
    search.hand_on(pool)
    return search.plan() or start


def prepare() -> None:
    """Compile and keep what a search needs, so that the first one loses no time."""
    windows = (((0, 9),),)
    visit = Visit(id="a", place=0, minutes=1, score=1, windows=windows)
    problem = Problem((Day(0, 9, 0, 0),), (visit,), ("a",), ((0,),))
    improve(problem, start=None, seconds=60, pool=Pool(), steps=FIRST_STEPS)


class Search:
    """One search; `best` is the best plan so far, `met` the days for combining."""

    def __init__(
        self,
        problem: Problem,
        *,
        seed: int,
        tell: Tell | None,
        steps: int | None,
        clock: Callable[[], float],
    ) -> None:
        self.problem = problem
        self.tell = tell
        self.steps = steps
        self.clock = clock
        self.stopped = False
        self.begun = self.ends = self.until = clock()
        self.seconds = 0.0
        self.pace = 0.0
        self.case: Case = case_of(problem)
        self.state: State = state_of(self.case, seed=seed)
        self.kept = kept_of(self.state)
        self.best = Best(self.state.stops.copy(), self.state.days.copy(), np.full(4, LEAST))
        self.met = Met(
            zeros(MEMORY),
            np.full(MEMORY, LEAST),
            np.zeros((MEMORY, len(problem.visits) + 2), dtype=np.int32),
        )
        self.heat = np.array([0.0, 1.0, self.driving_price(), NEAR_BEST * self.usual_score()])

    def usual_score(self) -> float:
        return float(np.mean([max(visit.score, 0) for visit in self.problem.visits])) or 1.0

    def driving_price(self) -> float:
        visits = len(self.problem.visits)
        usual = float(np.median(usual_drives(self.case.travel[:visits, :visits])))
        return DRIVING_PRICE * self.usual_score() / max(usual, 1.0)

    def begin(self, start: Plan | None, seconds: float) -> None:
        """Load the plan and the compiled loops; at least half the time is left for searching."""
        self.seconds = seconds
        if start is not None:
            self.load([tuple(visit for visit, _ in stops) for stops in start])
        self.run(1)
        self.ends = max(self.begun + seconds, self.clock() + seconds / 2)
        self.until = self.begun = self.ends - seconds

    def load(self, orders: Sequence[Order]) -> None:
        """Go on from these days."""
        for day in range(len(orders)):
            fill(self.case, self.state, day, ())
        for day, order in enumerate(orders):
            fill(self.case, self.state, day, order)
        figures = value_of(self.case, self.state, self.heat[2])
        nothing = -1.0
        self.state.days[:, TOUCHED] = 1
        settle(self.case, self.state, self.best, self.met, figures, nothing)

    def round(self, share: float, warmth: float) -> None:
        """Cool down once from the best plan so far, then combine the days met."""
        self.until += share * self.seconds
        closing = self.packing_seconds()
        if self.best.marks[SCORE] > LEAST:
            self.load(self.orders())
        self.heat[0] = warmth * self.usual_score()
        left = None if self.steps is None else int(self.steps * share)
        while not self.stopped and self.clock() < self.until - closing and left != 0:
            left = self.look(left, self.until - closing)
        if len(self.case.days) > 1 and not self.stopped and self.clock() < self.ends:
            self.combine(closing)

    def packing_seconds(self) -> float:
        if len(self.case.days) == 1:
            return 0.0
        return min(PACKING_SHARE * self.seconds, PACKING_SECONDS)

    def look(self, left: int | None, until: float) -> int | None:
        """Some steps, then a look at the clock; how many steps are left."""
        time = max(until - self.clock(), 0.0)
        count = FIRST_STEPS if self.pace == 0 else int(min(LOOK, time) / self.pace) + 1
        planned = time / self.pace if self.pace else 1e6
        if left is not None:
            count, planned = min(count, left), left
        coldest = COLDEST * self.usual_score()
        self.heat[1] = min(1.0, (coldest / self.heat[0]) ** (1 / max(planned, count)))
        before = self.clock()
        self.run(count)
        self.pace = max((self.clock() - before) / count, 1e-7)
        if self.tell is not None and not self.tell(self.score()):
            self.stopped = True
        return None if left is None else left - count

    def run(self, count: int) -> None:
        anneal(self.case, self.state, self.kept, self.best, self.met, count, self.heat)

    def orders(self) -> list[Order]:
        """The visits of each day of the best plan."""
        return [
            tuple(int(visit) for visit in self.best.stops[day, 1 : size + 1, NODE])
            for day, size in enumerate(self.best.days[:, SIZE])
        ]

    def score(self) -> int:
        """Of the best plan; nothing while a visit is missing that must be in."""
        inside = {visit for order in self.orders() for visit in order}
        visits = self.problem.visits
        if any(visit.must and number not in inside for number, visit in enumerate(visits)):
            return 0
        return sum(visits[number].score for number in inside)

    def combine(self, seconds: float) -> None:
        worth = float(self.best.marks[SCORE])
        found = packed(self.case, self.met, worth=worth, seconds=seconds)
        if found is not None:
            self.load(found)

    def plan(self) -> Plan | None:
        """The best plan with its times; None if a day cannot be done."""
        found = [self.day_plan(day, order) for day, order in enumerate(self.orders())]
        made = tuple(one for one in found if one is not None)
        return made if len(made) == len(found) else None

    def day_plan(self, day: int, order: Order) -> DayPlan | None:
        schedule = timing.in_order(self.problem, day, order)
        return None if schedule is None else schedule.stops

    def hand_on(self, pool: Pool) -> None:
        """Give the caller the best days met."""
        columns = columns_of(self.case, self.met)
        rich_left = RICH_HANDED_ON
        for order, kind in list(zip(columns.orders, columns.kind, strict=True))[:HANDED_ON]:
            days = np.flatnonzero(self.case.days[:, LIKENESS] == kind)
            rich = bool(self.case.days[days[0], RICH])
            rich_left -= rich
            if rich and rich_left < 0:
                continue
            stops = self.day_plan(int(days[0]), order) if rich else self.early(int(days[0]), order)
            for day in days:
                if stops is not None:
                    pool.add(int(day), stops)

    def early(self, day: int, order: Order) -> DayPlan:
        """A day without meals and breaks, each visit as early as can be."""
        nodes = (len(self.case.windows) + day, *order)
        ready = int(self.case.days[day, BEGINS])
        stops: list[tuple[int, int]] = []
        for before, visit in pairwise(nodes):
            arrival = ready + int(self.case.travel[before, visit])
            start = next(
                max(arrival, earliest)
                for earliest, latest in self.problem.visits[visit].windows[day]
                if arrival <= latest
            )
            ready = start + int(self.case.visits[visit, MINUTES])
            stops.append((visit, start))
        return tuple(stops)
