"""What a search found differently from the one before, and why: by the best programmes of both."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

Json = Mapping[str, Any]


class Turn(StrEnum):
    #: In the programme before, not in this one; and the other way round.
    GONE = "gone"
    COME = "come"
    #: In both, at another time.
    MOVED = "moved"


@dataclass(frozen=True)
class Difference:
    turn: Turn
    component_id: int
    #: Day and start, before and after.
    before: tuple[int, int] | None = None
    after: tuple[int, int] | None = None
    #: Why it is out now, or was out before, as it is kept with the search.
    reason: Json = field(default_factory=dict)


@dataclass(frozen=True)
class Comparison:
    """Of the best programmes of two searches."""

    differences: tuple[Difference, ...]
    score: tuple[int, int]
    minutes: tuple[int, int]
    cost_cents: tuple[int, int]


def compared(before: Json, after: Json) -> Comparison | None:
    """None where one of them found no programme."""
    if not before["proposals"] or not after["proposals"]:
        return None
    old, new = before["proposals"][0], after["proposals"][0]
    return Comparison(
        differences=tuple(differences(before, after)),
        score=(old["score"], new["score"]),
        minutes=(old["minutes"], new["minutes"]),
        cost_cents=(old["cost_cents"], new["cost_cents"]),
    )


def differences(before: Json, after: Json) -> Iterator[Difference]:
    old, new = times(before["proposals"][0]), times(after["proposals"][0])
    why_now, why_then = reasons(after), reasons(before)
    for key in sorted(old.keys() - new.keys()):
        yield Difference(Turn.GONE, key, before=old[key], reason=why_now.get(key, {}))
    for key in sorted(new.keys() - old.keys()):
        yield Difference(Turn.COME, key, after=new[key], reason=why_then.get(key, {}))
    for key in sorted(old.keys() & new.keys()):
        if old[key] != new[key]:
            yield Difference(Turn.MOVED, key, before=old[key], after=new[key])


def times(proposal: Json) -> dict[int, tuple[int, int]]:
    """Day and start of each component that is visited once."""
    return {
        stop["component"]: (stop["day"], stop["starts"])
        for stop in proposal["stops"]
        if stop["component"] and stop["kind"] in ("programme", "side")
    }


def reasons(answer: Json) -> dict[int, Json]:
    """Why each component is not in the best programme."""
    told = [*answer["before"], *answer["proposals"][0]["left_out"]]
    return {reason["component"]: reason for reason in told}
