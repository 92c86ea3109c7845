"""Whether a programme can be done: what stands in the way, in words, each with ways out."""

from collections.abc import Callable, Iterator, Sequence

from tourbook.packages.rules import clashes, lodging, offers, parties, promises
from tourbook.packages.rules.outline import Outline
from tourbook.packages.rules.problems import Problem, Severity, sorted_by_weight

CHECKS: tuple[Callable[[Outline], Iterator[Problem]], ...] = (
    clashes.empty_days,
    clashes.overlaps,
    clashes.outside_the_day,
    lodging.nights,
    parties.party_too_large,
    offers.retired,
    offers.other_kind,
    promises.objectives_unserved,
    promises.prices_missing,
    parties.party_too_small,
    offers.too_short,
)


def problems_of(outline: Outline) -> list[Problem]:
    """All that is wrong with the programme, what blocks first."""
    return sorted_by_weight([problem for check in CHECKS for problem in check(outline)])


def blocking(problems: Sequence[Problem]) -> list[Problem]:
    return [problem for problem in problems if problem.severity is Severity.BLOCKS]
