"""The ladder of a booking: every state, and every allowed move in one table.

A move that is not in `TABLE` cannot be made by anybody. Whether a move takes or frees places is
not written beside it but follows from the two states, so that the table and the counter of seats
cannot disagree.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tourbook.core.languages import N_
from tourbook.core.refused import Refused


class Step(StrEnum):
    """Where a booking stands."""

    ENQUIRY = "enquiry"
    OFFER = "offer"
    OPTION = "option"
    CONFIRMED = "confirmed"
    ON_TOUR = "on_tour"
    COMPLETED = "completed"
    #: Nothing is owed and nothing is asked any more.
    CLOSED = "closed"
    WAITING = "waiting"
    DECLINED = "declined"
    LAPSED = "lapsed"
    CANCELLED = "cancelled"


class Who(StrEnum):
    ORGANISER = "organiser"
    #: The delegation's leader, signed in.
    LEADER = "leader"
    #: Whoever opens the link of an offer, an option or a place in the queue.
    LINK = "link"
    CLOCK = "clock"


class Party(StrEnum):
    """Who is told of a move."""

    ORGANISER = "organiser"
    DELEGATION = "delegation"


class Effect(StrEnum):
    """What a move does to the places of the departure."""

    NONE = "none"
    TAKES = "takes"
    KEEPS = "keeps"
    FREES = "frees"


#: In these states a booking holds its places; what is offered can be had, so an offer holds too.
HOLDING = frozenset(
    {Step.OFFER, Step.OPTION, Step.CONFIRMED, Step.ON_TOUR, Step.COMPLETED, Step.CLOSED}
)

ORGANISER = frozenset({Who.ORGANISER})
CLOCK = frozenset({Who.CLOCK})
DESK_OR_CLOCK = frozenset({Who.ORGANISER, Who.CLOCK})
DELEGATION = frozenset({Who.LEADER, Who.LINK})
SIGNED_IN = frozenset({Who.ORGANISER, Who.LEADER})
PEOPLE = SIGNED_IN | DELEGATION
NOBODY: frozenset[Who] = frozenset()


@dataclass(frozen=True)
class Move:
    """One line of the table; `start` is empty where a booking begins."""

    start: Step | None
    end: Step
    #: What is done, as the history keeps it.
    verb: str
    by: frozenset[Who]
    #: The sentence for the other party.
    told: str
    #: Who must give a reason.
    reason: frozenset[Who] = NOBODY

    @property
    def effect(self) -> Effect:
        before, after = self.start in HOLDING, self.end in HOLDING
        if before and after:
            return Effect.KEEPS
        if before:
            return Effect.FREES
        return Effect.TAKES if after else Effect.NONE

    def tells(self, who: Who) -> frozenset[Party]:
        """Who hears of it: the other party, or both where nobody but the clock acted."""
        if who is Who.CLOCK:
            return frozenset(Party)
        return frozenset({Party.DELEGATION if who is Who.ORGANISER else Party.ORGANISER})


OFFERED = N_("There is an offer for your group.")
HELD = N_("The places are held until the option date.")
WAITS = N_("The group waits for places.")
BOOKED = N_("The booking is confirmed.")
OVER = N_("The visit is over.")

TABLE = (
    # How a booking begins.
    Move(None, Step.ENQUIRY, "enquire", SIGNED_IN, N_("An enquiry about a visit has come in.")),
    Move(None, Step.OFFER, "offer", ORGANISER, OFFERED),
    Move(None, Step.OPTION, "place", SIGNED_IN, HELD),
    Move(None, Step.CONFIRMED, "book", SIGNED_IN, BOOKED),
    Move(None, Step.WAITING, "queue", SIGNED_IN, WAITS),
    # The way up.
    Move(Step.ENQUIRY, Step.OFFER, "offer", ORGANISER, OFFERED),
    Move(Step.ENQUIRY, Step.OPTION, "place", SIGNED_IN, HELD),
    Move(Step.ENQUIRY, Step.WAITING, "queue", SIGNED_IN, WAITS),
    Move(
        Step.OFFER,
        Step.OFFER,
        "revise",
        ORGANISER,
        N_("A new version of the offer replaces the one before."),
    ),
    Move(
        Step.OFFER,
        Step.OPTION,
        "hold",
        PEOPLE,
        N_("The offer is taken as an option. The places are held until the option date."),
    ),
    Move(
        Step.OFFER,
        Step.CONFIRMED,
        "accept",
        PEOPLE,
        N_("The offer is accepted. The booking is confirmed."),
    ),
    Move(
        Step.OPTION,
        Step.OPTION,
        "extend",
        ORGANISER,
        N_("The option has a new date."),
        reason=ORGANISER,
    ),
    Move(Step.OPTION, Step.CONFIRMED, "confirm", PEOPLE, BOOKED),
    Move(Step.CONFIRMED, Step.ON_TOUR, "begin", DESK_OR_CLOCK, N_("The visit has begun.")),
    Move(Step.CONFIRMED, Step.COMPLETED, "complete", DESK_OR_CLOCK, OVER),
    Move(Step.ON_TOUR, Step.COMPLETED, "complete", DESK_OR_CLOCK, OVER),
    Move(
        Step.COMPLETED,
        Step.CLOSED,
        "close",
        DESK_OR_CLOCK,
        N_("Everything is settled. The booking is closed."),
    ),
    Move(
        Step.CLOSED,
        Step.COMPLETED,
        "reopen",
        ORGANISER,
        N_("The booking is open again, to put something right."),
        reason=ORGANISER,
    ),
    # From the queue.
    Move(
        Step.WAITING,
        Step.OFFER,
        "offer_places",
        DESK_OR_CLOCK,
        N_("Places have come free for the whole group. Accept or decline them in time."),
    ),
    Move(
        Step.WAITING,
        Step.LAPSED,
        "lapse",
        CLOCK,
        N_("No places came free in time. The group does not wait any more."),
    ),
    Move(
        Step.WAITING,
        Step.CANCELLED,
        "leave",
        PEOPLE,
        N_("The group has left the queue."),
        reason=ORGANISER,
    ),
    # The ways out.
    Move(
        Step.ENQUIRY,
        Step.DECLINED,
        "decline",
        ORGANISER,
        N_("The visit cannot be arranged as asked."),
        reason=ORGANISER,
    ),
    Move(Step.ENQUIRY, Step.CANCELLED, "withdraw", SIGNED_IN, N_("The enquiry is withdrawn.")),
    Move(
        Step.OFFER,
        Step.DECLINED,
        "decline",
        PEOPLE,
        N_("The offer is declined. Its places are free again."),
    ),
    Move(
        Step.OFFER,
        Step.LAPSED,
        "lapse",
        CLOCK,
        N_("The offer has run out. Its places are free again."),
    ),
    Move(
        Step.OFFER,
        Step.CANCELLED,
        "withdraw",
        ORGANISER,
        N_("The offer is withdrawn."),
        reason=ORGANISER,
    ),
    Move(
        Step.OPTION,
        Step.LAPSED,
        "lapse",
        CLOCK,
        N_("The option has run out. Its places are free again."),
    ),
    Move(
        Step.OPTION,
        Step.CANCELLED,
        "cancel",
        PEOPLE,
        N_("The option is given up. Its places are free again."),
        reason=ORGANISER,
    ),
    Move(
        Step.CONFIRMED,
        Step.CANCELLED,
        "cancel",
        SIGNED_IN,
        N_("The booking is cancelled."),
        reason=SIGNED_IN,
    ),
    Move(
        Step.ON_TOUR,
        Step.CANCELLED,
        "break_off",
        ORGANISER,
        N_("The visit is broken off."),
        reason=ORGANISER,
    ),
)
BY_STATES = {(move.start, move.end): move for move in TABLE}

#: What to say to somebody who wants to go on from a state that has no such way.
ENDED = {
    Step.LAPSED: N_("This booking has run out. Take places anew."),
    Step.CANCELLED: N_("This booking has been cancelled."),
    Step.DECLINED: N_("This has been declined. Ask anew if the visit is wanted after all."),
    Step.CLOSED: N_("This booking is closed."),
    Step.COMPLETED: N_("This visit is over."),
    Step.ON_TOUR: N_("This visit has begun."),
}
ALREADY = {
    Step.CONFIRMED: N_("This booking has been confirmed already."),
    Step.WAITING: N_("This group waits already."),
    Step.ENQUIRY: N_("This enquiry has come in already."),
}
NOT_FOR = {
    Who.ORGANISER: N_("This is not for the organiser to do."),
    Who.LEADER: N_("Only the organiser can do this. Write to the organiser."),
    Who.LINK: N_("This link cannot do that. Sign in, or write to the organiser."),
    Who.CLOCK: N_("This does not happen by itself."),
}


def move(state: Step | None, becomes: Step) -> Move | None:
    """The line of the table for these two states; `None` begins a booking."""
    return BY_STATES.get((state, becomes))


def may(state: Step | None, becomes: Step, who: Who) -> bool:
    found = move(state, becomes)
    return found is not None and who in found.by


def why_not(state: Step | None, becomes: Step, who: Who, *, reason: str = "") -> Refused | None:
    """What stands against a move, as a sentence for the person, or None if nothing does."""
    found = move(state, becomes)
    if found is None:
        return Refused(no_such_way(state, becomes))
    if who not in found.by:
        return Refused(NOT_FOR[who])
    if who in found.reason and not reason.strip():
        return Refused("Give a reason. The other side will read it.")
    return None


def no_such_way(state: Step | None, becomes: Step) -> str:
    if state is not None and state is becomes and state in ALREADY:
        return ALREADY[state]
    if state is not None and state in ENDED:
        return ENDED[state]
    return N_("This cannot be done with the booking as it stands.")


def check(state: Step | None, becomes: Step, who: Who, *, reason: str = "") -> Move:
    """The move, if it may be made.

    Raises:
        Refused: it is not in the table, is not this person's to make, or lacks its reason.
    """
    refusal = why_not(state, becomes, who, reason=reason)
    if refusal is not None:
        raise refusal
    return BY_STATES[state, becomes]


def moves_from(state: Step | None, who: Who) -> tuple[Move, ...]:
    """What this party can do now, in the order of the table."""
    return tuple(one for one in TABLE if one.start is state and who in one.by)


def holds(step: Step) -> bool:
    return step in HOLDING


def is_end(step: Step) -> bool:
    """Whether no move at all leads on from here."""
    return all(one.start is not step for one in TABLE)


@dataclass(frozen=True)
class Dates:
    """The moments by which the clock moves a booking; what does not apply is empty."""

    offer_until: datetime | None = None
    option_until: datetime | None = None
    #: When a place in the queue can no longer become a booking.
    waiting_until: datetime | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    #: When everything was paid, told and reported.
    settled_at: datetime | None = None

    def end_of(self, step: Step) -> tuple[datetime | None, Step] | None:
        """When the clock ends this step, and what follows; None where it never does."""
        return {
            Step.OFFER: (self.offer_until, Step.LAPSED),
            Step.OPTION: (self.option_until, Step.LAPSED),
            Step.WAITING: (self.waiting_until, Step.LAPSED),
            Step.CONFIRMED: (self.starts_at, Step.ON_TOUR),
            Step.ON_TOUR: (self.ends_at, Step.COMPLETED),
            Step.COMPLETED: (self.settled_at, Step.CLOSED),
        }.get(step)


def next_by_clock(step: Step, dates: Dates) -> tuple[datetime, Move] | None:
    """When the clock moves a booking next, and how; None if it waits for people."""
    found = dates.end_of(step)
    if found is None or found[0] is None:
        return None
    return found[0], BY_STATES[step, found[1]]


def due(step: Step, dates: Dates, at: datetime) -> Iterator[Move]:
    """The moves that the clock owes by this moment, one after another.

    The moment itself counts as passed, as for every date of an option. A clock that stood still
    makes up for all it has missed: a visit that is over goes through `on_tour`.
    """
    while (found := next_by_clock(step, dates)) is not None and found[0] <= at:
        yield found[1]
        step = found[1].end


def as_of(step: Step, dates: Dates, at: datetime) -> Step:
    """Where the booking stands at this moment, whether or not the clock has written it yet."""
    for owed in due(step, dates, at):
        step = owed.end
    return step
