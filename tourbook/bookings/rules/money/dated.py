"""Terms that change on a day: which of them hold on another."""

from collections.abc import Iterable
from datetime import date
from typing import Protocol, TypeVar

from tourbook.core.refused import Refused


class Dated(Protocol):
    @property
    def valid_from(self) -> date:
        """The first day on which it holds; it ends where the next begins."""


Terms = TypeVar("Terms", bound=Dated)


def in_force(terms: Iterable[Terms], day: date) -> Terms:
    """Of all terms there ever were, those that hold on this day.

    Raises:
        Refused: none holds yet on that day.
    """
    begun = [each for each in terms if each.valid_from <= day]
    if not begun:
        raise Refused("There are no terms for %(day)s. Set them first.", day=day.isoformat())
    return max(begun, key=lambda each: each.valid_from)
