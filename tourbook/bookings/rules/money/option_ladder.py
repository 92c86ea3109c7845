"""How long an option may be held, and what it costs to wait longer.

    option until = min(taken + the setting, last moment to book,
                       earliest moment at which a supplier must be released or told - buffer)

A supplier whose moment has passed when the option is taken no longer counts: what it costs is
spent already. Each moment that is still to come is a rung of the ladder: whoever extends the
option past it decides to pay for it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from tourbook.core.languages import N_
from tourbook.core.refused import Refused
from tourbook.core.zones import midnight

DAY = timedelta(days=1)


class Duty(StrEnum):
    #: Give back what is held: rooms, a vehicle.
    RELEASE = "release"
    #: Tell somebody a number or a decision.
    TELL = "tell"


#: `what`, `day` and `cost` are named in each.
SENTENCES = {
    Duty.RELEASE: N_("Release %(what)s by %(day)s or it costs %(cost)s."),
    Duty.TELL: N_("Tell %(what)s by %(day)s or it costs %(cost)s."),
}


@dataclass(frozen=True, slots=True)
class Commitment:
    """What is held at a supplier, until when it is free to give up, and what it costs after."""

    what: str
    #: The last moment at which it costs nothing.
    by: datetime
    cost_cents: int
    duty: Duty = Duty.RELEASE


@dataclass(frozen=True, slots=True)
class Limits:
    """`longest`: the setting. `buffer`: how long before a supplier's moment we want to know."""

    longest: timedelta
    buffer: timedelta
    #: The last moment to book.
    latest: datetime


@dataclass(frozen=True, slots=True)
class Length:
    """How long the option may be held and, where a supplier ends it, which."""

    until: datetime
    bound_by: Commitment | None


@dataclass(frozen=True, slots=True)
class Rung:
    """A moment after which waiting costs money: by itself, and with all rungs before it."""

    commitment: Commitment
    #: When we want to know, so that the supplier still hears in time.
    decide_by: datetime
    total_cents: int

    @property
    def sentence(self) -> str:
        """For the translators; its values are `commitment.what`, `.by` and `.cost_cents`."""
        return SENTENCES[self.commitment.duty]


def by_end_of(day: date, zone: str) -> datetime:
    """The moment up to which "by 3 March" may be kept: the end of that day at the supplier's."""
    return midnight(day + DAY, zone)


def ahead(commitments: Iterable[Commitment], at: datetime) -> list[Commitment]:
    """Those whose moment is still to come, the nearest first; those that cost nothing left out."""
    return sorted(
        (each for each in commitments if each.by > at and each.cost_cents > 0),
        key=lambda each: (each.by, each.what),
    )


def check_limits(limits: Limits) -> None:
    if limits.longest <= timedelta(0) or limits.buffer < timedelta(0):
        raise Refused("An option must last longer than zero, and its buffer is zero or more.")


def length(taken_at: datetime, commitments: Sequence[Commitment], limits: Limits) -> Length:
    """How long an option that is taken now may be held.

    Raises:
        Refused: bookings have closed, or a supplier's moment is nearer than the buffer.
    """
    check_limits(limits)
    latest = min(taken_at + limits.longest, limits.latest)
    if latest <= taken_at:
        raise Refused("Bookings for this departure have closed.")
    nearest = next(iter(ahead(commitments, taken_at)), None)
    if nearest is None or nearest.by - limits.buffer >= latest:
        return Length(latest, None)
    if nearest.by - limits.buffer <= taken_at:
        raise Refused(
            "There is no time for an option: %(what)s must know too soon. Book at once, or extend"
            " with a reason.",
            what=nearest.what,
        )
    return Length(nearest.by - limits.buffer, nearest)


def ladder(at: datetime, commitments: Sequence[Commitment], limits: Limits) -> tuple[Rung, ...]:
    """All that waiting will cost from now on, step by step, the nearest first."""
    rungs: list[Rung] = []
    total = 0
    for each in ahead(commitments, at):
        total += each.cost_cents
        rungs.append(Rung(each, each.by - limits.buffer, total))
    return tuple(rungs)


def cost_of_waiting(at: datetime, until: datetime, commitments: Sequence[Commitment]) -> int:
    """Cents that are lost if the option lapses unused at `until`: what passes by then."""
    return sum(each.cost_cents for each in ahead(commitments, at) if each.by <= until)


def passed_by(
    until: datetime, new_until: datetime, commitments: Sequence[Commitment], limits: Limits
) -> tuple[Commitment, ...]:
    """The suppliers whom an extension no longer leaves the buffer: what the organiser agrees to."""
    return tuple(each for each in ahead(commitments, until) if each.by - limits.buffer < new_until)


def check_extension(
    until: datetime, new_until: datetime, at: datetime, reason: str, limits: Limits
) -> None:
    """Refuse an extension without a reason, of an option that has lapsed, or past the last moment
    to book. What it costs is for the organiser to accept."""
    if not reason.strip():
        raise Refused("Give a reason for the longer option.")
    if until <= at:
        raise Refused("This option has run out. Take places anew.")
    if new_until <= until:
        raise Refused("The new option date must be later than the old one.")
    if new_until > limits.latest:
        raise Refused("An option cannot last past the last moment to book.")
