"""Day programmes as columns of the master problem: one for each day and set of visits."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from tourbook.packages.rules.planner.enumeration import Sets, least
from tourbook.packages.rules.planner.labels import WORD_BITS, Numbers

Reals = NDArray[np.float64]

#: Bits looked up at a time when weights of a set are added up.
PIECE_BITS = 12


@dataclass(frozen=True)
class Chosen:
    """Some columns: for each its day and its number within the day's sets."""

    day: Numbers
    number: Numbers

    def __len__(self) -> int:
        return int(self.day.shape[0])


def sums(sets: Sets, weights: Reals) -> Reals:
    """For each set the weights of its visits added up; weights are by visit of the problem."""
    local = weights[list(sets.visits)] if sets.visits else np.zeros(0)
    total = np.zeros(len(sets))
    for word in range(sets.words.shape[0]):
        of_word = local[word * WORD_BITS : (word + 1) * WORD_BITS]
        for shift in range(0, len(of_word), PIECE_BITS):
            piece = table(of_word[shift : shift + PIECE_BITS])
            total += piece[sets.words[word] >> shift & (len(piece) - 1)]
    return total


def table(weights: Reals) -> Reals:
    """The sum of the weights for each set of a few visits, by the set's bits."""
    found = np.zeros(1)
    for weight in weights:
        found = np.concatenate([found, found + weight])
    return found


def incidence(sets: Sets, numbers: Numbers, visits: int) -> NDArray[np.int8]:
    """One row for each visit of the problem, one column for each set asked for."""
    rows = np.zeros((visits, numbers.shape[0]), dtype=np.int8)
    for bit, visit in enumerate(sets.visits):
        word, shift = divmod(bit, WORD_BITS)
        rows[visit] = sets.words[word][numbers] >> shift & 1
    return rows


def matrix(days: Sequence[Sets], chosen: Chosen, visits: int) -> sparse.csc_array:
    """The same for columns of several days, in the order of `chosen`."""
    rows = np.zeros((visits, len(chosen)), dtype=np.int8)
    for day, sets in enumerate(days):
        where = np.flatnonzero(chosen.day == day)
        if where.size:
            rows[:, where] = incidence(sets, chosen.number[where], visits)
    return sparse.csc_array(rows.astype(np.float64))


def holding(sets: Sets, visit: int) -> NDArray[np.bool_]:
    """Which sets hold the visit."""
    if visit not in sets.visits:
        return np.zeros(len(sets), dtype=np.bool_)
    word, shift = divmod(sets.visits.index(visit), WORD_BITS)
    held: NDArray[np.bool_] = (sets.words[word] >> shift & 1) == 1
    return held


def mask_of_set(sets: Sets, number: int) -> int:
    """The set as bits over the visits of the problem."""
    mask = 0
    for bit, visit in enumerate(sets.visits):
        word, shift = divmod(bit, WORD_BITS)
        if int(sets.words[word, number]) >> shift & 1:
            mask |= 1 << visit
    return mask


def words_of_mask(sets: Sets, mask: int) -> list[int]:
    words = [0] * sets.words.shape[0]
    for bit, visit in enumerate(sets.visits):
        if mask >> visit & 1:
            words[bit // WORD_BITS] |= 1 << (bit % WORD_BITS)
    return words


def with_pool(days: Sequence[Sets], driven: dict[tuple[int, int], int]) -> list[Sets]:
    """The sets with further ones added: driving by day and set of visits."""
    widened: list[Sets] = []
    for day, sets in enumerate(days):
        further = [(mask, drive) for (of, mask), drive in driven.items() if of == day]
        if not further:
            widened.append(sets)
            continue
        words = np.array([words_of_mask(sets, mask) for mask, _ in further], dtype=np.int64).T
        words, minutes = least(
            np.concatenate([sets.words, words], axis=1),
            np.concatenate([sets.driven, np.array([drive for _, drive in further])]),
        )
        widened.append(Sets(sets.visits, words, minutes, complete=sets.complete))
    return widened
