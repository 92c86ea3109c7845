"""Whether published sums, added and subtracted at will, give away a small group.

Each published cut tells the sum over its people. People in exactly the same cuts form a cell;
whatever is worked out from the sums is a linear combination of the cuts. A small group is given
away if it is a union of cells and such a combination at once.
"""

from collections import Counter
from collections.abc import Collection, Hashable, Iterator, Sequence
from fractions import Fraction
from itertools import combinations

Vector = list[Fraction]


def tells_of_few(cuts: Sequence[Collection[Hashable]], *, k: int) -> bool:
    """Whether a group of 1 to k - 1 people can be worked out from the sums of these cuts."""
    groups = [frozenset(cut) for cut in cuts]
    people = frozenset[Hashable]().union(*groups)
    cells = Counter(tuple(person in group for group in groups) for person in people)
    basis = reduced([[Fraction(cell[n]) for cell in cells] for n in range(len(groups))])
    return any(
        spanned(basis, [Fraction(position in chosen) for position in range(len(cells))])
        for chosen in small_unions(list(cells.values()), k=k)
    )


def small_unions(sizes: Sequence[int], *, k: int) -> Iterator[tuple[int, ...]]:
    """The positions of cells that together hold 1 to k - 1 people."""
    small = [position for position, size in enumerate(sizes) if size < k]
    for count in range(1, k):
        for chosen in combinations(small, count):
            if sum(sizes[position] for position in chosen) < k:
                yield chosen


def reduced(rows: list[Vector]) -> list[Vector]:
    """A basis of the rows, each with a leading one that no later row has."""
    basis: list[Vector] = []
    for row in rows:
        rest = remainder(basis, row)
        lead = leading(rest)
        if lead is not None:
            basis.append([value / rest[lead] for value in rest])
    return basis


def spanned(basis: list[Vector], vector: Vector) -> bool:
    return leading(remainder(basis, vector)) is None


def remainder(basis: list[Vector], vector: Vector) -> Vector:
    rest = vector
    for row in basis:
        lead = leading(row)
        if lead is not None and rest[lead]:
            factor = rest[lead]
            rest = [value - factor * other for value, other in zip(rest, row, strict=True)]
    return rest


def leading(vector: Vector) -> int | None:
    return next((position for position, value in enumerate(vector) if value), None)
