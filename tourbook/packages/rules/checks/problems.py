"""What a check finds: a problem in words, where it stands, and ways out."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

#: As long as an acceptance can hold.
LONGEST_KEY = 300


class Clock(int):
    """A minute of a day as a value of a sentence: shown as the reader writes times."""


class Length(int):
    """A number of minutes as a value of a sentence: `2 h 15 min`."""


class Tongue(str):
    """A language code as a value of a sentence: shown as the language's name."""

    __slots__ = ()


class Source(str):
    """Where a limit is from, as a value of a sentence: one of the program is translated."""

    __slots__ = ()


class Severity(StrEnum):
    #: The version cannot be published.
    BLOCKS = "blocks"
    #: It can, but somebody will ask about it.
    WARNS = "warns"
    #: Good to know.
    HINT = "hint"


class Remedy(StrEnum):
    """What the builder can do about a problem at one press."""

    #: Move an item to another start on its day: `starts` (minute of the day), `day`.
    MOVE = "move"
    #: Give an item another length: `ends`.
    STRETCH = "stretch"
    REMOVE = "remove"
    #: Mark an item as optional.
    MAKE_OPTIONAL = "make_optional"
    #: Add something of a kind: opens the library of `day` filtered by `kind`.
    ADD = "add"
    #: Add the language of the group as interpreted: `language`.
    INTERPRET = "interpret"
    #: Give the day other hours: `starts`, `ends`.
    DAY_HOURS = "day_hours"
    #: Open a page where it is put right: `page` is settings, prices, objectives, party or costing.
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class WayOut:
    """One offer to mend a problem, as a sentence and, where it can be pressed, as an act."""

    sentence: str
    remedy: Remedy | None = None
    #: The item to act on; 0 where it is none.
    item_id: int = 0
    values: Mapping[str, object] = field(default_factory=dict)
    #: By how many minutes it changes what is there; None where it is not a matter of minutes.
    change: int | None = None
    #: Whether something would begin or end when nobody wants to be up for it.
    unsocial: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong. Sentences are msgids; values that are Texts read per language."""

    code: str
    severity: Severity
    sentence: str
    ways_out: Sequence[WayOut]
    values: Mapping[str, object] = field(default_factory=dict)
    #: The items that it concerns, and the lineages that it is told apart by. A problem of a
    #: day as a whole has items but no lineages: it is the same one when the day is rearranged.
    item_ids: tuple[int, ...] = ()
    lineages: tuple[str, ...] = ()
    #: The number of the day, where it concerns a day as a whole.
    day: int | None = None
    #: The code of the objective that it concerns: `LO1`.
    objective: str = ""
    #: What else tells it from others of its kind: a language, a range of group sizes.
    part: str = ""

    @property
    def key(self) -> str:
        """The same for the same problem in the next version: what an acceptance is kept by."""
        day = f"day{self.day}" if self.day else ""
        where = [*sorted(self.lineages), day, self.objective, self.part]
        key = ":".join([self.code, *(part for part in where if part)])
        if len(key) <= LONGEST_KEY:
            return key
        return f"{self.code}:{hashlib.sha256(key.encode()).hexdigest()}"


def sorted_by_weight(problems: Sequence[Problem]) -> list[Problem]:
    """What blocks first; among equals in the order in which they were found."""
    order = list(Severity)
    return sorted(problems, key=lambda problem: order.index(problem.severity))
