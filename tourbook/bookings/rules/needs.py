"""What a person may need at table and on the way: kept sealed, told to others as counts only."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Diet(StrEnum):
    VEGETARIAN = "vegetarian"
    VEGAN = "vegan"
    GLUTEN_FREE = "gluten_free"
    LACTOSE_FREE = "lactose_free"
    NO_PORK = "no_pork"
    HALAL = "halal"
    KOSHER = "kosher"
    NO_NUTS = "no_nuts"
    NO_FISH = "no_fish"


class Need(StrEnum):
    STEP_FREE = "step_free"
    WHEELCHAIR = "wheelchair"
    HEARING = "hearing"
    SIGHT = "sight"
    REST = "rest"


@dataclass(frozen=True)
class Wishes:
    """What was ticked, and what was added in words."""

    codes: tuple[str, ...] = ()
    words: str = ""

    def __bool__(self) -> bool:
        return bool(self.codes or self.words)

    def as_text(self) -> str:
        return json.dumps({"codes": sorted(self.codes), "words": self.words}, ensure_ascii=False)

    @classmethod
    def of(cls, text: str) -> "Wishes":
        kept = json.loads(text)
        return cls(tuple(kept["codes"]), kept["words"])


@dataclass(frozen=True)
class Counts:
    #: (code, how many), the most wanted first.
    codes: Sequence[tuple[str, int]]
    #: (words, how many), in the order of the alphabet.
    words: Sequence[tuple[str, int]]

    def __bool__(self) -> bool:
        return bool(self.codes or self.words)


def counted(all_wishes: Iterable[Wishes]) -> Counts:
    """How many want what; whose wish it is can no longer be told."""
    wishes = list(all_wishes)
    codes = Counter(code for one in wishes for code in one.codes)
    words = Counter(" ".join(one.words.split()) for one in wishes if one.words.strip())
    return Counts(
        codes=sorted(codes.items(), key=lambda pair: (-pair[1], pair[0])),
        words=sorted(words.items(), key=lambda pair: pair[0].casefold()),
    )
