"""Beside the mean change: its size in standard deviations, a test, and two shares compared."""

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from tourbook.learning.rules.quantiles import CONFIDENCE, scipy_stats
from tourbook.learning.rules.statistics import Status, centre, deviation, wilson

#: A standardised change, and a test of changes, of fewer says nothing.
SIZE_FROM = 6


@dataclass(frozen=True)
class EffectSize:
    """g_av with the interval of d_av; no words like small or large belong to it."""

    status: Status
    n: int
    value: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class ShareDifference:
    """The first share minus the second, with its interval in [-1, 1]."""

    status: Status
    value: float | None = None
    low: float | None = None
    high: float | None = None


def standardised_change(pairs: Iterable[tuple[float, float]]) -> EffectSize:
    """g_av = J(n-1) d_av, d_av = mean change / sqrt((s_pre² + s_post²)/2) (Cumming 2012).

    J(df) = Gamma(df/2) / (sqrt(df/2) Gamma((df-1)/2)). The interval is that of d_av by Algina &
    Keselman 2003: the limits of the noncentrality of the paired t times
    sqrt(2(s1² + s2² - 2 r s1 s2) / (n(s1² + s2²))).
    n under 6: too few. All changes alike: no spread and no value.
    """
    answers = list(pairs)
    n = len(answers)
    if n < SIZE_FROM:
        return EffectSize(Status.TOO_FEW, n=n)
    moves = [after - before for before, after in answers]
    change = centre(moves)
    spread = deviation(moves, change)
    pooled = math.sqrt(
        sum(deviation(column, centre(column)) ** 2 for column in zip(*answers, strict=True)) / 2
    )
    if len(set(moves)) == 1:
        return EffectSize(Status.NO_SPREAD, n=n)
    t = change * math.sqrt(n) / spread
    # s1² + s2² - 2 r s1 s2 is the variance of the changes.
    factor = spread / (pooled * math.sqrt(n))
    low, high = noncentrality(t, n - 1)
    return EffectSize(
        Status.OK,
        n=n,
        value=correction(n - 1) * change / pooled,
        low=low * factor,
        high=high * factor,
    )


def correction(df: int) -> float:
    """Hedges' J: 0.9 for few, near 1 for many."""
    return math.exp(math.lgamma(df / 2) - math.lgamma((df - 1) / 2)) / math.sqrt(df / 2)


def noncentrality(t: float, df: int) -> tuple[float, float]:
    """The noncentralities under which t would stand at the upper and lower 2.5 %."""
    tail = (1 - CONFIDENCE) / 2
    return (
        -noncentrality_below(-t, df, tail),
        noncentrality_below(t, df, tail),
    )


def noncentrality_below(t: float, df: int, tail: float) -> float:
    """The noncentrality with P(T <= t) = tail, by halving a bracket.

    The distribution function is not computed far from t, so the bracket steps outward from it.
    """

    def below(centrality: float) -> float:
        return float(scipy_stats().nct.cdf(t, df, centrality))

    low, step = t, 0.5
    while below(low + step) > tail:
        low += step
        step *= 1.5
    high = low + step
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if below(middle) > tail else (low, middle)
    return (low + high) / 2


def sign_flip(moves: Iterable[int]) -> float | None:
    """The exact two-sided p-value of changes under random signs (Fisher 1935).

    The full null distribution of the sum of ±|d|, one change after the other. None if fewer than
    six people changed: no p under 5 % would be possible.
    """
    changes = [move for move in moves if move]
    if len(changes) < SIZE_FROM:
        return None
    sums = Counter({0: 1})
    for move in changes:
        longer: Counter[int] = Counter()
        for total, ways in sums.items():
            longer[total + move] += ways
            longer[total - move] += ways
        sums = longer
    seen = abs(sum(changes))
    extreme = sum(ways for total, ways in sums.items() if abs(total) >= seen)
    return float(extreme / 2 ** len(changes))


def share_difference(k1: int, n1: int, k2: int, n2: int) -> ShareDifference:
    """Newcombe 1998, method 10: Wilson's limits l and u of both shares combined.

    lower = d - sqrt((p1 - l1)² + (u2 - p2)²), upper = d + sqrt((u1 - p1)² + (p2 - l2)²).
    A group of nobody: too few.

    Raises:
        ValueError: a count is larger than its group.
    """
    if not (0 <= k1 <= n1 and 0 <= k2 <= n2):
        raise ValueError("A count is larger than its group.")
    if not n1 or not n2:
        return ShareDifference(Status.TOO_FEW)
    p1, p2 = k1 / n1, k2 / n2
    (l1, u1), (l2, u2) = wilson(p1, n1), wilson(p2, n2)
    difference = p1 - p2
    return ShareDifference(
        Status.OK,
        value=difference,
        low=max(difference - math.hypot(p1 - l1, u2 - p2), -1.0),
        high=min(difference + math.hypot(u1 - p1, p2 - l2), 1.0),
    )
