"""Labels of one day's search as columns of numbers, and which of them are worth keeping.

A label is a way to have made a set of visits and eaten some meals: where the group is, since when
it is ready to leave, how long it drove, how long it drove without a break, and when it will have
had one if it stays. Many labels are kept and worked on at once, one array for each number.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]
Picked = NDArray[Any]

#: Visits in one word of a set.
WORD_BITS = 62
#: How many earlier labels of its group a label with breaks is compared with.
NEIGHBOURS = 6


@dataclass
class Labels:
    """Sets in words (a row for each 62 visits), then one number for each label."""

    words: Numbers
    meals: Numbers
    place: Numbers
    ready: Numbers
    driven: Numbers
    #: Driving since the last break, and when the next one is complete if the group stays; these
    #: are left out of the comparison on days where they cannot matter.
    stretch: Numbers
    rested: Numbers

    def __len__(self) -> int:
        return int(self.ready.shape[0])

    def take(self, which: Picked) -> "Labels":
        return Labels(
            words=self.words[:, which],
            meals=self.meals[which],
            place=self.place[which],
            ready=self.ready[which],
            driven=self.driven[which],
            stretch=self.stretch[which],
            rested=self.rested[which],
        )


def joined(parts: Sequence[Labels]) -> Labels:
    if len(parts) == 1:
        return parts[0]
    return Labels(
        words=np.concatenate([part.words for part in parts], axis=1),
        meals=np.concatenate([part.meals for part in parts]),
        place=np.concatenate([part.place for part in parts]),
        ready=np.concatenate([part.ready for part in parts]),
        driven=np.concatenate([part.driven for part in parts]),
        stretch=np.concatenate([part.stretch for part in parts]),
        rested=np.concatenate([part.rested for part in parts]),
    )


def first_of_each(keys: Sequence[Numbers]) -> Flags:
    """Where sorted rows differ from the one before."""
    fresh = np.zeros(keys[0].shape[0], dtype=np.bool_)
    fresh[:1] = True
    for key in keys:
        fresh[1:] |= key[1:] != key[:-1]
    return fresh


def undominated(labels: Labels, *, with_breaks: bool) -> Labels:
    """Without those that another beats: same set, meals and place, no later and no more driving.

    With breaks a label is compared with its nearest neighbours only, so that a few too many may
    stay; none that is needed goes.
    """
    if len(labels) < 2:
        return labels
    where = labels.place * 64 + labels.meals
    order = np.lexsort((labels.driven, labels.ready, where, *labels.words))
    sorted_labels = labels.take(order)
    keys = [*sorted_labels.words, where[order]]
    fresh = first_of_each(keys)
    if with_breaks:
        keep = not_beaten_nearby(sorted_labels, np.cumsum(fresh))
    else:
        keep = fresh | drives_less_than_all_before(sorted_labels.driven, np.cumsum(fresh))
    return sorted_labels.take(np.flatnonzero(keep))


def drives_less_than_all_before(driven: Numbers, group: Numbers) -> Flags:
    """Within each group: is it less than every earlier one? Later groups lie a step lower."""
    step = int(driven.max()) + 1
    lowered = driven - group * step
    best = np.minimum.accumulate(lowered)
    less = np.zeros(driven.shape[0], dtype=np.bool_)
    less[1:] = lowered[1:] < best[:-1]
    return less


def not_beaten_nearby(labels: Labels, group: Numbers) -> Flags:
    keep = np.ones(len(labels), dtype=np.bool_)
    for distance in range(1, min(NEIGHBOURS, len(labels) - 1) + 1):
        beaten = group[distance:] == group[:-distance]
        for numbers in (labels.ready, labels.driven, labels.stretch, labels.rested):
            beaten &= numbers[:-distance] <= numbers[distance:]
        keep[distance:] &= ~beaten
    return keep
