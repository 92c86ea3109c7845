"""The queue of a full departure: parties wait whole, in turn, and nothing is offered twice.

What is fair here. Parties stand in the order in which they came. A party is offered places only
when all its people fit. While the first who waits does not fit, nobody overtakes by itself: the
organiser sees who would fit and decides, and whoever is passed over keeps the place in the queue.
A departure may be set to pass over by itself instead (`Fairness.FIRST_FIT`).

An open offer holds its places until it is accepted, declined or runs out. Each entry is offered
places once; whoever lets an offer go may join again at the end.
"""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from tourbook.core.languages import N_
from tourbook.core.refused import Refused

#: How long an offer from the queue stays open, where no setting says otherwise.
OFFER_LENGTH = timedelta(days=3)


class Fairness(StrEnum):
    """Who is offered places when the first who waits does not fit."""

    #: Nobody, until the organiser passes the first one over.
    IN_TURN = "in_turn"
    #: The first who fits whole.
    FIRST_FIT = "first_fit"


class Standing(StrEnum):
    WAITING = "waiting"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    LAPSED = "lapsed"
    LEFT = "left"


#: What people read when they want to answer an offer that is no longer open.
CLOSED = {
    Standing.WAITING: N_("No places have been offered to this group yet."),
    Standing.ACCEPTED: N_("This offer has been accepted already."),
    Standing.DECLINED: N_("This offer has been declined. Join the queue again if you wish."),
    Standing.LAPSED: N_("This offer has run out. Join the queue again if you wish."),
    Standing.LEFT: N_("This group has left the queue."),
}


@dataclass(frozen=True)
class Entry:
    """A party in the queue."""

    key: int
    size: int
    standing: Standing = Standing.WAITING
    #: When the open offer runs out; the moment itself is too late.
    until: datetime | None = None


@dataclass(frozen=True)
class Line:
    """A departure's places and who waits for them, first come first.

    `booked` counts the places of bookings, those from accepted offers among them.
    """

    seats: int
    booked: int
    entries: tuple[Entry, ...] = ()
    fairness: Fairness = Fairness.IN_TURN
    #: No offers are made while the sale is stopped.
    stopped: bool = False

    @property
    def offered(self) -> int:
        return sum(one.size for one in self.entries if one.standing is Standing.OFFERED)

    @property
    def free(self) -> int:
        """Places that nobody holds; below zero where seats were taken away."""
        return self.seats - self.booked - self.offered

    @property
    def waiting(self) -> tuple[Entry, ...]:
        return tuple(one for one in self.entries if one.standing is Standing.WAITING)

    def entry(self, key: int) -> Entry:
        return next(one for one in self.entries if one.key == key)


@dataclass(frozen=True)
class Event:
    """Something that happened to an entry, to be told once."""

    key: int
    standing: Standing


@dataclass(frozen=True)
class Fit:
    """A party that fits, if those before it are passed over."""

    entry: Entry
    passes: tuple[Entry, ...]
    #: Places that would stay free.
    left: int
    #: How many more places the first of those passed over would then still need.
    lacks: int


@dataclass(frozen=True)
class Plan:
    """Who would be offered places, in order, and what would stay free."""

    offers: tuple[Entry, ...]
    left: int
    #: The first who does not fit into what is left.
    blocked: Entry | None


def joined(line: Line, key: int, size: int) -> Line:
    """The line with one more party at its end.

    Raises:
        Refused: the party could never fit, or need not wait.
    """
    if size < 1:
        raise Refused("Ask for at least one place.")
    if size > line.seats:
        raise Refused(
            "This departure has %(seats)d places in all. Your group would never fit.",
            seats=line.seats,
        )
    if not line.waiting and size <= line.free and not line.stopped:
        raise Refused("There are places for your whole group. Book them now.")
    return replace(line, entries=(*line.entries, Entry(key, size)))


def plan(line: Line, skip: AbstractSet[int] = frozenset()) -> Plan:
    """Who is next in turn; with `skip`, what would happen if these were passed over."""
    left = 0 if line.stopped else max(line.free, 0)
    offers: list[Entry] = []
    blocked: Entry | None = None
    for one in (entry for entry in line.waiting if entry.key not in skip):
        if one.size <= left:
            offers.append(one)
            left -= one.size
            continue
        blocked = blocked or one
        if line.fairness is Fairness.IN_TURN:
            break
    return Plan(tuple(offers), left, blocked)


def fits(line: Line) -> list[Fit]:
    """Each party that would fit whole into what stays free after those in turn had theirs."""
    now = plan(line)
    rest = [one for one in line.waiting if one not in now.offers]
    return [
        Fit(one, tuple(rest[:number]), now.left - one.size, rest[0].size - (now.left - one.size))
        for number, one in enumerate(rest)
        if number and one.size <= now.left
    ]


def offer_until(at: datetime, *, deadline: datetime, length: timedelta = OFFER_LENGTH) -> datetime:
    """When an offer made now runs out: never later than the last moment to book."""
    return min(at + length, deadline)


def offered(line: Line, key: int, *, until: datetime, at: datetime) -> Line:
    """The line after the organiser, or the clock, has offered places to this party.

    Raises:
        Refused: the party does not wait, does not fit whole, or could no longer answer.
    """
    one = line.entry(key)
    if one.standing is not Standing.WAITING:
        raise Refused("Places have been offered to this group already. Nothing is offered twice.")
    if line.stopped:
        raise Refused("The sale of this departure is stopped.")
    if one.size > line.free:
        raise Refused(
            "This group needs %(size)d places and %(free)d are free.",
            size=one.size,
            free=max(line.free, 0),
        )
    if until <= at:
        raise Refused("It is too late to book this departure.")
    return changed(line, key, Standing.OFFERED, until)


def accepted(line: Line, key: int, *, at: datetime) -> Line:
    """The line after a party has taken its offer: its places are booked.

    Raises:
        Refused: the offer is not open any more.
    """
    one = open_offer(line, key, at)
    return replace(changed(line, key, Standing.ACCEPTED), booked=line.booked + one.size)


def declined(line: Line, key: int, *, at: datetime) -> Line:
    """The line after a party has said no: its places are free.

    Raises:
        Refused: the offer is not open any more.
    """
    open_offer(line, key, at)
    return changed(line, key, Standing.DECLINED)


def open_offer(line: Line, key: int, at: datetime) -> Entry:
    one = line.entry(key)
    if one.standing is not Standing.OFFERED:
        raise Refused(CLOSED[one.standing])
    if one.until is not None and one.until <= at:
        raise Refused(CLOSED[Standing.LAPSED])
    return one


def left(line: Line, key: int) -> Line:
    """The line without a party that waits no more.

    Raises:
        Refused: the party has an offer to answer, or has gone already.
    """
    one = line.entry(key)
    if one.standing is Standing.OFFERED:
        raise Refused("Places have been offered to this group. Accept or decline them.")
    if one.standing is not Standing.WAITING:
        raise Refused(CLOSED[one.standing])
    return changed(line, key, Standing.LEFT)


def changed(line: Line, key: int, standing: Standing, until: datetime | None = None) -> Line:
    entries = tuple(
        replace(one, standing=standing, until=until) if one.key == key else one
        for one in line.entries
    )
    return replace(line, entries=entries)


def moved_on(line: Line, *, at: datetime, until: datetime) -> tuple[Line, list[Event]]:
    """What the clock does: offers that ran out end, then free places go to those in turn.

    The events are in the order in which they happened. Moving on again at the same moment does
    nothing and tells nothing.
    """
    events: list[Event] = []
    for key in lapsing(line, at):
        line = changed(line, key, Standing.LAPSED)
        events.append(Event(key, Standing.LAPSED))
    for one in plan(line).offers if until > at else ():
        line = offered(line, one.key, until=until, at=at)
        events.append(Event(one.key, Standing.OFFERED))
    return line, events


def lapsing(line: Line, at: datetime) -> Iterator[int]:
    for one in line.entries:
        if one.standing is Standing.OFFERED and one.until is not None and one.until <= at:
            yield one.key


def position(entries: Sequence[Entry], key: int) -> int | None:
    """The place in the queue, counted from one; None for who does not wait."""
    waiting = [one.key for one in entries if one.standing is Standing.WAITING]
    return waiting.index(key) + 1 if key in waiting else None
