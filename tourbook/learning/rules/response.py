"""Who answered: the steps of each wave, and what silence may hide."""

import itertools
import math
from dataclasses import dataclass

from tourbook.learning.rules.statistics import Share, share


@dataclass(frozen=True)
class Response:
    """The steps of one wave; each is counted among the invited."""

    invited: int
    reached: int
    opened: int
    started: int
    complete: int
    pairs: int

    @property
    def rate(self) -> Share:
        """Complete answers of those invited."""
        return share(self.complete, self.invited)

    @property
    def steps(self) -> tuple[int, int, int, int, int]:
        return (self.invited, self.reached, self.opened, self.started, self.complete)


def response(
    *, invited: int, reached: int, opened: int, started: int, complete: int, pairs: int
) -> Response:
    """Check and keep the counts of one wave.

    Raises:
        ValueError: a step counts more people than the step before it.
    """
    steps = (invited, reached, opened, started, complete, pairs)
    if any(later > earlier for earlier, later in itertools.pairwise(steps)) or pairs < 0:
        raise ValueError("A step of the answers counts more people than the one before it.")
    return Response(
        invited=invited,
        reached=reached,
        opened=opened,
        started=started,
        complete=complete,
        pairs=pairs,
    )


def nonresponse_bounds(k: int, answered: int, invited: int) -> tuple[float, float] | None:
    """What the share could be among all invited: [k/N, (k + N - n)/N] (Manski 1989).

    The lower end supposes that no silent person would agree, the upper that all would. None if
    nobody was invited.

    Raises:
        ValueError: the counts do not fit into each other.
    """
    if not 0 <= k <= answered <= invited:
        raise ValueError("The counts do not fit into each other.")
    if invited == 0:
        return None
    return k / invited, (k + invited - answered) / invited


def population_factor(answered: int, invited: int) -> float:
    """The finite population factor sqrt((N - n)/(N - 1)): 0 when everybody answered.

    An interval multiplied by it speaks of this delegation; without it, of delegations like it.

    Raises:
        ValueError: more people answered than were invited.
    """
    if not 0 <= answered <= invited:
        raise ValueError("More people answered than were invited.")
    if invited <= 1:
        return 0.0
    return min(math.sqrt((invited - answered) / (invited - 1)), 1.0)
