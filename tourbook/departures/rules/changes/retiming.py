"""Re-timing a day: when one part of it changes, what follows moves only where it must.

What begins before the changed part stays. What begins with it or later is put off until what
comes before it is over and the way is gone, but never more than it stood before: a day that was
tight already stays as tight as it was. A part whose host has agreed to a slot is never moved.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from tourbook.packages.rules.outline import Spot


@dataclass(frozen=True)
class Entry:
    """A part of a day. Nights are none: people come to bed when the day is over."""

    key: int
    starts: datetime
    ends: datetime
    #: Its host has agreed to a slot.
    fixed: bool = False
    #: Who chooses it misses what is beside it, so it pushes nothing and nothing pushes it.
    optional: bool = False
    #: Of a group that splits: the part that does this. Empty: everybody.
    track: str = ""
    spot: Spot | None = None


@dataclass(frozen=True)
class Clash:
    """Two parts that would be at the same time and were not before; `second` begins later."""

    first: int
    second: int


@dataclass(frozen=True)
class Retimed:
    #: By key, the changed part among them.
    entries: Mapping[int, Entry]
    clashes: Sequence[Clash]


#: How long the group needs from one part to the next.
Way = Callable[[Entry, Entry], timedelta]


def retime(entries: Iterable[Entry], changed: Entry, way: Way) -> Retimed:
    """The day with `changed` as it is here; the entry of the same key is what it was."""
    before = {entry.key: entry for entry in entries}
    others = sorted(
        (entry for entry in before.values() if entry.key != changed.key),
        key=lambda entry: (entry.starts, entry.ends, entry.key),
    )
    placed = [entry for entry in others if entry.starts < changed.starts]
    followers = [entry for entry in others if entry.starts >= changed.starts]
    placed.append(changed)
    for follower in followers:
        placed.append(pushed(follower, placed, before, way))
    found = {entry.key: entry for entry in placed}
    return Retimed(found, clashes(found, before))


def pushed(
    follower: Entry, placed: Sequence[Entry], before: Mapping[int, Entry], way: Way
) -> Entry:
    """The follower after all that is placed before it, at its own time if that can be."""
    if follower.fixed:
        return follower
    ahead = [entry for entry in placed if meets(entry, follower)]
    if not ahead:
        return follower
    last = max(ahead, key=lambda entry: (entry.ends, entry.key))
    earliest = [
        entry.ends
        + needed(entry, follower, before, way(entry, follower) if entry is last else timedelta())
        for entry in ahead
    ]
    starts = max(follower.starts, *earliest)
    return replace(follower, starts=starts, ends=starts + (follower.ends - follower.starts))


def needed(
    first: Entry, second: Entry, before: Mapping[int, Entry], wanted: timedelta
) -> timedelta:
    """The time between the two: what the way takes, or what there was if that was less."""
    was = before.get(first.key)
    if was is None or was.spot != first.spot or was.starts > second.starts:
        return wanted
    return min(wanted, second.starts - was.ends)


def meets(one: Entry, other: Entry) -> bool:
    """Whether somebody is to be at both."""
    if one.optional or other.optional:
        return False
    return not one.track or not other.track or one.track == other.track


def overlap(one: Entry, other: Entry) -> bool:
    return one.starts < other.ends and other.starts < one.ends


def clashes(found: Mapping[int, Entry], before: Mapping[int, Entry]) -> list[Clash]:
    in_order = sorted(found.values(), key=lambda entry: (entry.starts, entry.ends, entry.key))
    return [
        Clash(first.key, second.key)
        for number, first in enumerate(in_order)
        for second in in_order[number + 1 :]
        if meets(first, second) and overlap(first, second) and not overlapped(first, second, before)
    ]


def overlapped(first: Entry, second: Entry, before: Mapping[int, Entry]) -> bool:
    one, other = before.get(first.key), before.get(second.key)
    return one is not None and other is not None and overlap(one, other)
