"""Travel along shortest paths, so that no detour looks shorter than the straight way."""

from dataclasses import replace

import numpy as np

from tourbook.packages.rules.planner.problem import Problem


def closed(problem: Problem) -> Problem:
    """The problem with its travel replaced by shortest paths (Floyd and Warshall).

    A straight way that is longer than a detour by no more than rounding explains
    (`Problem.rounding` for each further leg) stays as it was given: published instances cut
    their distances to one or two decimals and are planned with these.
    """
    travel = np.array(problem.travel, dtype=np.int64)
    short, legs = travel.copy(), np.ones_like(travel)
    for middle in range(len(travel)):
        through = short[:, middle, None] + short[None, middle, :]
        better = through < short
        if better.any():
            short[better] = through[better]
            legs[better] = (legs[:, middle, None] + legs[None, middle, :])[better]
    explained = travel - short <= problem.rounding * (legs - 1)
    kept = np.where(explained, travel, short)
    return replace(problem, travel=tuple(tuple(map(int, row)) for row in kept))
