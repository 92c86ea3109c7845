"""Which slots fit an item of a departure, the best first, and why none does where none does.

All that an item asks: its day and its time, the size of the party, a common language, a way
without steps if the group needs one, a host that is there, and a visit that its budget allows.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from tourbook.core.texts import Texts
from tourbook.hosts.rules.times import Period

#: Slots that are proposed for an item at most.
MOST = 6


class Why(StrEnum):
    """Why no slot fits."""

    RETIRED = "retired"
    PARTY_LARGE = "party_large"
    PARTY_SMALL = "party_small"
    LANGUAGE = "language"
    STEPS = "steps"
    BUDGET = "budget"
    #: The host offers no time on this day.
    NO_SLOTS = "no_slots"
    CLOSED = "closed"
    #: The host is away, or wants no visits.
    AWAY = "away"
    #: Another group has it, or too few places are left.
    TAKEN = "taken"
    PAST = "past"


@dataclass(frozen=True, slots=True)
class Offer:
    """A slot, as one reads it."""

    id: int
    component_id: int
    starts_at: datetime
    ends_at: datetime
    capacity: int
    taken: int
    exclusive: bool
    is_open: bool
    host_is_there: bool

    @property
    def left(self) -> int:
        return 0 if self.exclusive and self.taken else self.capacity - self.taken


@dataclass(frozen=True, slots=True)
class Host:
    """What a component takes."""

    component_id: int
    organisation_id: int
    party_min: int
    party_max: int
    languages: frozenset[str]
    step_free: bool
    retired: bool
    #: Visits that its budgets still allow in the item's month and year; None: no limit.
    visits_left: int | None = None
    place_id: int | None = None
    #: It is away, or wants no visits, at the item's own time.
    away: bool = False

    @property
    def id(self) -> int:
        return self.component_id


@dataclass(frozen=True, slots=True)
class Held:
    """Another visit of the same group that its host was asked for or agreed to."""

    title: Texts
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Wish:
    """An item with a host: when, and for whom."""

    #: The dated item.
    key: int
    starts_at: datetime
    ends_at: datetime
    #: The local day of the item: from midnight to midnight.
    day_starts: datetime
    day_ends: datetime
    pax: int
    #: What the group speaks, or is interpreted into for this item. Empty: not known.
    languages: frozenset[str]
    #: The host need not speak it: an interpreter comes along.
    interpreted: bool
    step_free: bool
    #: Where the group is at other times; what the programme itself lets overlap is left out.
    held: Sequence[Held] = ()


@dataclass(frozen=True, slots=True)
class Fitting:
    """A slot that fits."""

    slot_id: int
    starts_at: datetime
    ends_at: datetime
    left: int
    exclusive: bool
    #: The item keeps its time, or starts when the slot does.
    keeps_time: bool
    #: Another visit of the group that the slot would fall together with.
    clashes_with: Texts | None = None


@dataclass(frozen=True, slots=True)
class Fit:
    """What fits one item, the best first; `why` says what rules out the nearest if nothing does."""

    fits: Sequence[Fitting] = ()
    why: Why | None = None
    values: Mapping[str, int] = field(default_factory=dict)
    #: The host is away, or wants no visits, at the item's own time.
    away: bool = False

    @property
    def best(self) -> Fitting | None:
        """The slot that is asked for unless somebody chooses: one that keeps the item's time."""
        return self.fits[0] if self.fits and self.fits[0].keeps_time else None


def fit(wish: Wish, host: Host, offers: Iterable[Offer], *, at: datetime) -> Fit:
    """The slots of a component that fit an item; `offers` are all of the component."""
    refused = why_not_host(wish, host)
    if refused is not None:
        return refused
    on_day = [one for one in offers if meets(one, wish.day_starts, wish.day_ends)]
    if not on_day:
        return Fit(why=Why.AWAY if host.away else Why.NO_SLOTS, away=host.away)
    on_day.sort(key=lambda one: rank(one, wish))
    reasons = [why_not_slot(one, wish, at) for one in on_day]
    fits = [one for one, why in zip(on_day, reasons, strict=True) if why is None]
    if not fits:
        nearest = on_day[0]
        values = {"left": max(0, nearest.left), "pax": wish.pax}
        return Fit(why=reasons[0], values=values, away=host.away)
    return Fit([fitting(one, wish) for one in fits[:MOST]], away=host.away)


def why_not_host(wish: Wish, host: Host) -> Fit | None:
    """What rules the component out on any day, with the figures of the sentence."""
    if host.retired:
        return Fit(why=Why.RETIRED)
    if wish.pax > host.party_max:
        return Fit(why=Why.PARTY_LARGE, values={"most": host.party_max, "pax": wish.pax})
    if wish.pax < host.party_min:
        return Fit(why=Why.PARTY_SMALL, values={"least": host.party_min, "pax": wish.pax})
    if not speaks(wish, host):
        return Fit(why=Why.LANGUAGE)
    if wish.step_free and not host.step_free:
        return Fit(why=Why.STEPS)
    if host.visits_left == 0:
        return Fit(why=Why.BUDGET)
    return None


def speaks(wish: Wish, host: Host) -> bool:
    """A host that names no language, a coach or a canteen, is not asked for one."""
    known = host.languages and wish.languages
    return not known or wish.interpreted or bool(host.languages & wish.languages)


def why_not_slot(offer: Offer, wish: Wish, at: datetime) -> Why | None:
    if not offer.is_open:
        return Why.CLOSED
    if offer.starts_at <= at:
        return Why.PAST
    if not offer.host_is_there:
        return Why.AWAY
    if offer.left < wish.pax:
        return Why.TAKEN
    return None


def meets(period: Period, starts: datetime, ends: datetime) -> bool:
    return period.starts_at < ends and period.ends_at > starts


def clash(offer: Offer, wish: Wish) -> Held | None:
    """Where else the group would be if it came in this slot."""
    if keeps_time(offer, wish):
        return None
    met = (one for one in wish.held if meets(one, offer.starts_at, offer.ends_at))
    return next(met, None)


def keeps_time(offer: Offer, wish: Wish) -> bool:
    """Whether the item need not move: the slot covers it, or starts with it."""
    covers = offer.starts_at <= wish.starts_at and wish.ends_at <= offer.ends_at
    return covers or offer.starts_at == wish.starts_at


def rank(offer: Offer, wish: Wish) -> tuple[bool, bool, timedelta, timedelta, int]:
    """Those that keep the item's time first, then the nearest, the shortest, the oldest.

    Last come those at which the group is with another host.
    """
    return (
        not keeps_time(offer, wish),
        clash(offer, wish) is not None,
        abs(offer.starts_at - wish.starts_at),
        offer.ends_at - offer.starts_at,
        offer.id,
    )


def fitting(offer: Offer, wish: Wish) -> Fitting:
    met = clash(offer, wish)
    return Fitting(
        offer.id,
        offer.starts_at,
        offer.ends_at,
        offer.left,
        offer.exclusive,
        keeps_time(offer, wish),
        met.title if met else None,
    )
