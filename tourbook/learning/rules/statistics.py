"""Numbers for groups of 2 to 30 people, each with its n, its method and an honest status.

No function returns NaN, an inverted interval or a value off its scale. Where a number cannot be
said, it is None and the status tells why: `too_few`, or `no_spread` when all answers are alike
and there is nothing to estimate a spread from.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tourbook.learning.rules.quantiles import Z, t_quantile

#: The answers of a rated question.
SCALE = (1.0, 5.0)

#: A net promoter score of fewer answers says nothing.
NPS_FROM = 10


class Status(StrEnum):
    OK = "ok"
    TOO_FEW = "too_few"
    NO_SPREAD = "no_spread"
    SUPPRESSED = "suppressed"


class Method(StrEnum):
    WILSON = "wilson"
    T_INTERVAL = "t_interval"
    PAIRED_T_INTERVAL = "paired_t_interval"
    ADJUSTED_WALD = "adjusted_wald"
    COUNTS = "counts"
    IDENTITY = "identity"


@dataclass(frozen=True)
class Share:
    """k of n, with its interval in [0, 1]."""

    status: Status
    n: int
    k: int
    value: float | None = None
    low: float | None = None
    high: float | None = None
    method: Method = Method.WILSON


@dataclass(frozen=True)
class Mean:
    """The mean of n answers, with its interval inside the scale."""

    status: Status
    n: int
    value: float | None = None
    sd: float | None = None
    low: float | None = None
    high: float | None = None
    method: Method = Method.T_INTERVAL


@dataclass(frozen=True)
class Change:
    """How n people moved from one answer to another, and how many each way."""

    status: Status
    n: int
    improved: int
    same: int
    declined: int
    improved_share: Share
    value: float | None = None
    sd: float | None = None
    low: float | None = None
    high: float | None = None
    method: Method = Method.PAIRED_T_INTERVAL


@dataclass(frozen=True)
class ResponseShift:
    """Means over people with all three answers; true change = then-test change + shift."""

    status: Status
    n: int
    pre: float | None = None
    then: float | None = None
    now: float | None = None
    true_change: float | None = None
    then_change: float | None = None
    shift: float | None = None
    method: Method = Method.IDENTITY


@dataclass(frozen=True)
class Recommendation:
    """Answers from 0 to 10; `value` is the net promoter score in [-100, 100], from ten answers."""

    status: Status
    n: int
    promoters: int
    passives: int
    detractors: int
    value: float | None = None
    low: float | None = None
    high: float | None = None
    method: Method = Method.ADJUSTED_WALD


def share(k: int, n: int) -> Share:
    """The share k of n with Wilson's score interval (Wilson 1927; Newcombe 1998, method 3).

    centre = (p + z²/2n) / (1 + z²/n), half = z sqrt(p(1-p)/n + z²/4n²) / (1 + z²/n).
    n = 0: too few, no value. n = 1 or 2: a value with a very wide interval. All alike (k = 0 or
    k = n): the interval is open to one side only and never empty.

    Raises:
        ValueError: k is not between 0 and n.
    """
    if not 0 <= k <= n:
        raise ValueError(f"{k} of {n} is no share.")
    if n == 0:
        return Share(Status.TOO_FEW, n=0, k=0)
    low, high = wilson(k / n, n)
    # Rounding must not push an end past the value that it includes by definition.
    return Share(
        Status.OK,
        n=n,
        k=k,
        value=k / n,
        low=0.0 if k == 0 else low,
        high=1.0 if k == n else high,
    )


def wilson(p: float, n: int) -> tuple[float, float]:
    squared = Z * Z / n
    centre = (p + squared / 2) / (1 + squared)
    half = Z * math.sqrt(p * (1 - p) / n + squared / (4 * n)) / (1 + squared)
    return clipped(centre - half, (0.0, 1.0)), clipped(centre + half, (0.0, 1.0))


def mean(values: Iterable[float], *, scale: tuple[float, float] = SCALE) -> Mean:
    """The mean with a t-interval: m ± t(.975, n-1) s / sqrt(n) (Student 1908).

    n = 0: too few, no value. n = 1: too few, the value without sd. All alike: no spread, sd 0 and
    no interval. n = 2: an interval, most often as wide as the scale.

    Raises:
        ValueError: an answer is not on the scale.
    """
    answers = list(values)
    check_on_scale(answers, scale)
    n = len(answers)
    if n == 0:
        return Mean(Status.TOO_FEW, n=0)
    middle = centre(answers)
    if n == 1:
        return Mean(Status.TOO_FEW, n=1, value=middle)
    if alike(answers):
        return Mean(Status.NO_SPREAD, n=n, value=answers[0], sd=0.0)
    spread = deviation(answers, middle)
    half = t_quantile(n - 1) * spread / math.sqrt(n)
    return Mean(
        Status.OK,
        n=n,
        value=middle,
        sd=spread,
        low=clipped(middle - half, scale),
        high=clipped(middle + half, scale),
    )


def paired_change(
    pairs: Iterable[tuple[float, float]], *, scale: tuple[float, float] = SCALE
) -> Change:
    """The mean change of people who answered twice: d ± t(.975, n-1) s_d / sqrt(n).

    A pair is (before, after). Beside the mean stand the counts improved, same and declined, and
    Wilson's interval on the improved share. The interval is clipped to the widest change that the
    scale allows, ±4 on 1 to 5.
    n = 0: too few, no value. n = 1: too few, the value without sd. All moved by the same: no
    spread, sd 0 and no interval ("all 8 moved by +1").

    Raises:
        ValueError: an answer is not on the scale.
    """
    answers = list(pairs)
    check_on_scale([answer for pair in answers for answer in pair], scale)
    moves = [after - before for before, after in answers]
    width = scale[1] - scale[0]
    change = mean(moves, scale=(-width, width))
    improved = sum(move > 0 for move in moves)
    declined = sum(move < 0 for move in moves)
    return Change(
        change.status,
        n=change.n,
        improved=improved,
        same=change.n - improved - declined,
        declined=declined,
        improved_share=share(improved, change.n),
        value=change.value,
        sd=change.sd,
        low=change.low,
        high=change.high,
    )


def response_shift(
    triples: Iterable[tuple[float, float, float]], *, scale: tuple[float, float] = SCALE
) -> ResponseShift:
    """Rated before, "before" rated afterwards (then-test), and "now" (Howard 1980).

    A triple is (pre, then, now) of one person. true change = now - pre, then-test change =
    now - then, shift = then - pre; true change = then-test change + shift holds person by person
    and so for the means. n = 0: too few. From n = 1 the means are exact for these people; they
    carry no interval, whatever the spread.

    Raises:
        ValueError: an answer is not on the scale.
    """
    answers = list(triples)
    check_on_scale([answer for triple in answers for answer in triple], scale)
    n = len(answers)
    if n == 0:
        return ResponseShift(Status.TOO_FEW, n=0)
    pre, then, now = (centre(column) for column in zip(*answers, strict=True))
    return ResponseShift(
        Status.TOO_FEW if n == 1 else Status.OK,
        n=n,
        pre=pre,
        then=then,
        now=now,
        true_change=now - pre,
        then_change=now - then,
        shift=then - pre,
    )


def recommend(scores: Iterable[int]) -> Recommendation:
    """Would you recommend it, 0 to 10: promoters 9-10, passives 7-8, detractors 0-6.

    NPS = 100 (P - D) / n with the adjusted-Wald interval (Sauro & Lewis 2016, after Agresti & Min
    2005): n' = n + 3, p' = (P + 3/4) / n', q' = (D + 3/4) / n',
    100 [(p' - q') ± z sqrt((p' + q' - (p' - q')²) / n')]. Under ten answers there are only counts;
    from ten on there is always an interval, also when all answers are alike.

    Raises:
        ValueError: a score is not a whole number from 0 to 10.
    """
    answers = list(scores)
    if any(score not in range(11) for score in answers):
        raise ValueError("A score is a whole number from 0 to 10.")
    n = len(answers)
    promoters = sum(score >= 9 for score in answers)
    detractors = sum(score <= 6 for score in answers)
    passives = n - promoters - detractors
    if n < NPS_FROM:
        return Recommendation(
            Status.TOO_FEW,
            n=n,
            promoters=promoters,
            passives=passives,
            detractors=detractors,
            method=Method.COUNTS,
        )
    value = 100 * (promoters - detractors) / n
    low, high = adjusted_wald(promoters, detractors, n)
    return Recommendation(
        Status.OK,
        n=n,
        promoters=promoters,
        passives=passives,
        detractors=detractors,
        value=value,
        low=min(low, value),
        high=max(high, value),
    )


def adjusted_wald(promoters: int, detractors: int, n: int) -> tuple[float, float]:
    larger = n + 3
    p, q = (promoters + 0.75) / larger, (detractors + 0.75) / larger
    half = Z * math.sqrt((p + q - (p - q) ** 2) / larger)
    bounds = (-100.0, 100.0)
    return clipped(100 * (p - q - half), bounds), clipped(100 * (p - q + half), bounds)


def centre(values: Sequence[float]) -> float:
    return math.fsum(values) / len(values)


def deviation(values: Sequence[float], middle: float) -> float:
    """The standard deviation of a sample, with n - 1 below."""
    return math.sqrt(math.fsum((value - middle) ** 2 for value in values) / (len(values) - 1))


def alike(values: Sequence[float]) -> bool:
    return all(value == values[0] for value in values)


def clipped(value: float, bounds: tuple[float, float]) -> float:
    return min(max(value, bounds[0]), bounds[1])


def check_on_scale(values: Iterable[float], scale: tuple[float, float]) -> None:
    for value in values:
        if not scale[0] <= value <= scale[1]:
            raise ValueError(f"{value} is not on the scale from {scale[0]} to {scale[1]}.")
