"""Solving, checking each answer as the builder would, and solving again without what it refused.

The solver is handed in. A programme that the checks would refuse is never shown: the visit that
is the cause loses that day, and the search goes on. The first bound holds throughout, for each
further problem allows less.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from tourbook.packages.rules.checks.problems import Problem
from tourbook.packages.rules.outline import Outline, Stop
from tourbook.packages.rules.planner import problem as planner
from tourbook.packages.rules.planner.answer import Answer, Status
from tourbook.packages.rules.proposing.asking import Ask
from tourbook.packages.rules.proposing.posing import Cuts, Library, Posed, posed
from tourbook.packages.rules.proposing.proposals import Proposal, built, caused

#: The best answers to a problem, the best first; one without days where there is none.
Solve = Callable[[planner.Problem], Sequence[Answer]]

MOST_ROUNDS = 20


@dataclass(frozen=True)
class Found:
    answer: Answer
    proposal: Proposal


@dataclass(frozen=True)
class Sought:
    """What a search came to."""

    posed: Posed
    found: tuple[Found, ...] = ()
    #: The last answer, which tells why there is nothing.
    answer: Answer | None = None
    #: No programme is worth more; None where nobody knows.
    bound: int | None = None
    #: What the checks refused, by component: the last problem that it caused.
    refused: Mapping[int, Problem] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def proven(self) -> bool:
        best = self.found[0].answer if self.found else None
        if best is None:
            return False
        return best.score == self.bound or (best.status is Status.OPTIMAL and not self.refused)


def seek(outline: Outline, ask: Ask, library: Library, solve: Solve, *, seconds: float) -> Sought:
    """Up to as many programmes as the solver gives, each free of blocking problems of its own."""
    cuts, spare = Cuts(), ()  # type: tuple[Cuts, tuple[Found, ...]]
    bound: int | None = None
    refused: dict[int, Problem] = {}
    used = 0.0
    for round_number in range(MOST_ROUNDS):
        puzzle = posed(outline, ask, library, seconds=max(0.2, seconds - used), cuts=cuts)
        if puzzle.impossible or puzzle.unserved:
            return Sought(puzzle)
        answers = solve(puzzle.problem)
        used += max((answer.seconds for answer in answers), default=0.0)
        bound = answers[0].bound if round_number == 0 and answers else bound
        found = different(Found(each, built(puzzle, each)) for each in answers if is_worth(each))
        troubles = [caused(outline, each.proposal) for each in found]
        good = tuple(each for each, bad in zip(found, troubles, strict=True) if not bad)
        if not found or not troubles[0]:
            return Sought(puzzle, good or spare, answers[0], bound, refused, used)
        spare = better(spare, good)
        cuts, culprit = further(cuts, found[0].proposal, puzzle, troubles[0][0])
        if culprit is None:
            break
        refused[culprit] = troubles[0][0]
    return Sought(puzzle, spare, None, bound, refused, used)


def is_worth(answer: Answer) -> bool:
    """A search that was ended early may have found no visit at all, which is no programme."""
    return bool(answer.schedules) and (answer.status is Status.OPTIMAL or bool(answer.visits))


def different(found: Iterable[Found]) -> list[Found]:
    """Programmes with the same visits on the same days are one to a reader."""
    kept: dict[object, Found] = {}
    for each in found:
        visits = [(stop.offer.id, stop.day) for stop in each.proposal.placed if stop.offer]
        kept.setdefault(tuple(sorted(visits)), each)
    return list(kept.values())


def better(one: tuple[Found, ...], other: tuple[Found, ...]) -> tuple[Found, ...]:
    def worth(found: tuple[Found, ...]) -> int:
        return max((each.proposal.score for each in found), default=-1)

    return max(one, other, key=worth)


def further(
    cuts: Cuts, proposal: Proposal, puzzle: Posed, trouble: Problem
) -> tuple[Cuts, int | None]:
    """What to forbid so that the trouble does not come again, and whose doing it was.

    Of the proposed visits that the problem names, or else of its day, the one that is worth least
    loses that day; an objective that nothing serves any more gets the best visit that serves it.
    """
    if trouble.objective:
        return insisted(cuts, puzzle, trouble.objective)
    chosen = [stop for stop in proposal.placed if is_visit(stop, puzzle)]
    named = [stop for stop in chosen if stop.id in trouble.item_ids]
    days = {trouble.day} | {
        stop.day for stop in proposal.outline.stops if stop.id in trouble.item_ids
    }
    of_day = named or [stop for stop in chosen if stop.day in days] or chosen
    if not of_day:
        return cuts, None
    points = {one.offer.id: one.points for one in puzzle.candidates}
    keys = [stop.offer.id for stop in of_day if stop.offer]
    worst = min(keys, key=lambda key: (points[key], key))
    day = next(stop.day for stop in of_day if stop.offer and stop.offer.id == worst)
    return replace(cuts, bans=cuts.bans | {(worst, day)}), worst


def insisted(cuts: Cuts, puzzle: Posed, code: str) -> tuple[Cuts, int | None]:
    servers = [one for one in puzzle.candidates if code in one.codes]
    fresh = [one for one in servers if one.offer.id not in cuts.musts]
    if not fresh:
        return cuts, None
    best = max(fresh, key=lambda one: (one.points, -one.offer.id))
    return replace(cuts, musts=cuts.musts | {best.offer.id}), best.offer.id


def is_visit(stop: Stop, puzzle: Posed) -> bool:
    keys = {one.offer.id for one in puzzle.candidates}
    return stop.offer is not None and stop.offer.id in keys
