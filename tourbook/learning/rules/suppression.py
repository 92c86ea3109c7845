"""What may be shown of the answers of a small group, so that no person's answer is worked out.

K = 5. A group is shown with 0 or at least K answers; a breakdown only if each of its parts is;
and no two published cuts may differ by one to K - 1 people. Known leak that this stops: of eight
people with mean 4.0, seven have mean 4.2857, so the eighth answered 8 * 4.0 - 7 * 4.2857 = 2.
"""

import dataclasses
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TypeVar

from tourbook.learning.rules.differencing import tells_of_few
from tourbook.learning.rules.statistics import (
    Change,
    Mean,
    Method,
    Recommendation,
    ResponseShift,
    Share,
    Status,
    share,
)

#: The fewest answers of a group that is shown, and the least that the setting may be.
K = 5
FLOOR = 3

Part = TypeVar("Part")


def check_k(k: int) -> None:
    """Refuse a setting that protects nobody.

    Raises:
        ValueError: the group would be too small to protect anybody.
    """
    if k < FLOOR:
        raise ValueError(f"Groups of fewer than {FLOOR} people protect nobody.")


def shown(n: int, *, k: int = K) -> bool:
    """Rule 1: whether anything of the answers of a group of n may be shown."""
    check_k(k)
    return n >= k


def breakdown_shown(parts: Collection[int], *, k: int = K) -> bool:
    """Rule 2: whether a group may be shown split so: each part has 0 or at least k answers.

    12 = 7 + 5 may; 12 = 8 + 4, 8 = 7 + 1 may not; 15 = 10 + 5 + 0 may. As every part and so every
    sum of parts is 0 or at least k, the complement of any part is protected too. A breakdown in
    which nobody answered shows nothing and is refused.
    """
    check_k(k)
    return sum(parts) >= k and all(part == 0 or part >= k for part in parts)


def cut_shown(part: int, whole: int, *, k: int = K) -> bool:
    """Rule 2 for one part beside its whole: the part and all the others are 0 or at least k."""
    if not 0 <= part <= whole:
        raise ValueError(f"{part} of {whole} is no part.")
    return breakdown_shown((part, whole - part), k=k)


def differs_safely(one: Collection[Part], other: Collection[Part], *, k: int = K) -> bool:
    """Whether two groups of people, both published, tell nothing about fewer than k people.

    Subtracting one from the other leaves the people in only one of them: on each side there must
    be none or at least k.
    """
    check_k(k)
    first, second = frozenset(one), frozenset(other)
    return all(left == 0 or left >= k for left in (len(first - second), len(second - first)))


def cut_allowed(
    new: Collection[Part], published: Iterable[Collection[Part]], *, k: int = K
) -> bool:
    """Whether a new cut may join the register of published cuts of the same wave.

    It must have k people, differ safely from each old cut, and together with all of them must not
    let a small group be worked out: of 15 people, cuts of 7 and of 5 others leave 3 alone.
    """
    old = list(published)
    return (
        shown(len(frozenset(new)), k=k)
        and all(differs_safely(new, other, k=k) for other in old)
        and not tells_of_few([*old, new], k=k)
    )


def unanimous(counts: Sequence[int]) -> bool:
    """Whether all who answered chose the same; `counts` has one number per answer choice."""
    return sum(count > 0 for count in counts) == 1


def unanimous_negative(counts: Sequence[int], negative: Collection[int]) -> bool:
    """Rule 4: all chose one and the same negative answer, so each person's answer is known.

    `negative` holds the positions of the choices that count as negative.
    """
    return unanimous(counts) and all(
        position in negative for position, count in enumerate(counts) if count
    )


def answer_range(counts: Sequence[int], negative: Collection[int]) -> tuple[int, int] | None:
    """What is said instead of a unanimous negative answer: from the lowest to the highest one.

    Positions of choices, both included; None if the counts may be shown as they are.
    """
    if not unanimous_negative(counts, negative):
        return None
    return min(negative), max(negative)


def hidden_counts(counts: Sequence[int], *, k: int = K) -> tuple[int | None, ...]:
    """The counts of a distribution, or none of them: all or nothing leaves no remainder."""
    return tuple(counts) if shown(sum(counts), k=k) else (None,) * len(counts)


def hidden_breakdown(parts: Mapping[str, int], *, k: int = K) -> dict[str, int | None]:
    """The numbers of a breakdown by name, all hidden if one part is too small."""
    safe = breakdown_shown(parts.values(), k=k)
    return {name: number if safe else None for name, number in parts.items()}


def protected_share(result: Share, *, k: int = K) -> Share:
    """The share, or only its n."""
    if shown(result.n, k=k):
        return result
    return Share(Status.SUPPRESSED, n=result.n, k=0, method=result.method)


def protected_mean(result: Mean, *, k: int = K) -> Mean:
    """The mean, or only its n."""
    if shown(result.n, k=k):
        return result
    return Mean(Status.SUPPRESSED, n=result.n, method=result.method)


def protected_change(result: Change, *, k: int = K) -> Change:
    """The change, or only its n."""
    if shown(result.n, k=k):
        return result
    return Change(
        Status.SUPPRESSED,
        n=result.n,
        improved=0,
        same=0,
        declined=0,
        improved_share=dataclasses.replace(
            share(0, 0), status=Status.SUPPRESSED, n=result.n, method=Method.WILSON
        ),
        method=result.method,
    )


def protected_shift(result: ResponseShift, *, k: int = K) -> ResponseShift:
    """The three means, or only their n."""
    if shown(result.n, k=k):
        return result
    return ResponseShift(Status.SUPPRESSED, n=result.n)


def protected_recommendation(result: Recommendation, *, k: int = K) -> Recommendation:
    """The counts and score, or only the n."""
    if shown(result.n, k=k):
        return result
    return Recommendation(
        Status.SUPPRESSED, n=result.n, promoters=0, passives=0, detractors=0, method=result.method
    )
