"""Libraries as plain values, for the rules of proposing, and searches as rows."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Self

from tests import making
from tests.packages.outlines import offer, outline
from tourbook.packages.models import PlanRun, RunState, Version
from tourbook.packages.rules.outline import OpenSlot, Outline, Stop
from tourbook.packages.rules.planner import problem as planner
from tourbook.packages.rules.planner import solve
from tourbook.packages.rules.planner.answer import Answer, Progress
from tourbook.packages.rules.proposing.asking import Ask, DayAsk, Eating, MealAsk, Want, as_json
from tourbook.packages.rules.proposing.candidates import Candidate
from tourbook.packages.rules.proposing.carrying import progress_to_json
from tourbook.packages.rules.proposing.posing import Library
from tourbook.packages.rules.proposing.seeking import Sought, seek
from tourbook.packages.services.solving import Tell

NO_MEAL = MealAsk(Eating.NONE)


def day(number: int = 1, starts: int = 480, ends: int = 1080, **more: Any) -> DayAsk:
    """A day without meals, where nothing else is said."""
    return DayAsk(number, starts, ends, **{"lunch": NO_MEAL, "dinner": NO_MEAL, **more})


def asked(*days: DayAsk, **more: Any) -> Ask:
    face: dict[str, Any] = {"group": 20, "languages": frozenset({"en"}), **more}
    return Ask(days=days or (day(),), **face)


def slot(key: int, starts: int, ends: int, *, on: int = 1, left: int = 20) -> OpenSlot:
    return OpenSlot(key, on, starts, ends, left)


def candidate(**more: Any) -> Candidate:
    """A component that may be chosen; what `Candidate` does not know is said of its offer."""
    own = {"want", "themes", "codes", "cost_cents", "stop"}
    face = {name: value for name, value in more.items() if name in own}
    told = {name: value for name, value in more.items() if name not in own}
    return Candidate(offer=offer(**told), **face)


def of_stop(stop: Stop, **more: Any) -> Candidate:
    """The candidate that a stop of the draft is."""
    assert stop.offer is not None
    return Candidate(offer=stop.offer, stop=stop, **more)


def empty(days: int = 1, **more: Any) -> Outline:
    """A draft without stops or objectives."""
    return outline(days=days, goals=(), **more)


def library(*candidates: Candidate, **more: Any) -> Library:
    return Library(candidates=candidates, **more)


def solved(problem: planner.Problem) -> tuple[Answer, ...]:
    return tuple(solve.propose(problem, count=3))


class SolverHere:
    """The planner in the process of the test, which need not load it for each search."""

    def __init__(self, *, niceness: int = 0) -> None:
        self.niceness = niceness

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        return None

    def propose(self, problem: planner.Problem, *, count: int, tell: Tell) -> Sequence[Answer]:
        def told(progress: Progress) -> bool:
            return tell(progress_to_json(progress))

        return tuple(solve.propose(problem, count=count, progress=told))


def sought(draft: Outline, ask: Ask, shelf: Library, *, seconds: float = 5) -> Sought:
    return seek(draft, ask, shelf, solved, seconds=seconds)


def make_run(
    version: Version, state: RunState = RunState.RUNNING, *, answer: dict[str, Any] | None = None
) -> PlanRun:
    """A search as a row, without a job."""
    ended = state not in (RunState.WAITING, RunState.RUNNING)
    days = [
        DayAsk(each.number, each.starts_minute, each.ends_minute, lunch=NO_MEAL, dinner=NO_MEAL)
        for each in version.days
    ]
    return making.kept(
        PlanRun(
            version=version,
            state=state,
            asked=as_json(Ask(days=tuple(days), group=10, wants={1: Want()})),
            problem={"visits": [], "days": []},
            progress={},
            answer=answer,
            seen_revision=version.revision,
            asked_at=making.NOON,
            asked_by="Test Person",
            finished_at=making.NOON if ended else None,
        )
    )


#: A Tuesday half a year after the tests' today.
JUNE = date(2027, 6, 1)
