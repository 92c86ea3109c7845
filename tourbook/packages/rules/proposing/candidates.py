"""Which components a proposal may choose from, at what times, and why not from the others."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from tourbook.hosts.models import ComponentKind
from tourbook.packages.rules.outline import Hours, Offer, Outline, Stop
from tourbook.packages.rules.planner.problem import Slot
from tourbook.packages.rules.proposing.asking import USUAL_WANT, Ask, DayAsk, Want, Wish

#: What a search may choose: the group goes there for its own sake.
CHOOSABLE = (ComponentKind.PROGRAMME, ComponentKind.SIDE)
#: Points of a component without a theme, for each matching theme and for each objective.
PLAIN_POINTS, THEME_POINTS, OBJECTIVE_POINTS = 2, 1, 4
MOST_THEMES, MOST_OBJECTIVES = 2, 2


class Why(StrEnum):
    """Why a component is not in a programme."""

    NEVER = "never"
    KEPT = "kept"
    RETIRED = "retired"
    NO_PLACE = "no_place"
    PARTY_LARGE = "party_large"
    PARTY_SMALL = "party_small"
    LANGUAGE = "language"
    STEPS = "steps"
    LEAD_TIME = "lead_time"
    NO_SLOT = "no_slot"
    SLOT_SMALL = "slot_small"
    SLOT_HOURS = "slot_hours"
    CLOSED = "closed"
    TOO_LONG = "too_long"
    #: Found by the search itself.
    TOO_FAR = "too_far"
    OVER_BUDGET = "over_budget"
    NO_ROOM = "no_room"
    ADDS_NOTHING = "adds_nothing"
    DISPLACES = "displaces"
    NOT_CHOSEN = "not_chosen"
    #: The checks refuse every programme with it.
    REFUSED = "refused"
    #: It stood in the search before this one and was not among the candidates of this one.
    NOT_ASKED = "not_asked"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A component that may be chosen, and what speaks for it."""

    offer: Offer
    want: Want = USUAL_WANT
    #: How many of the package's themes it has, and the objectives that it serves.
    themes: int = 0
    codes: frozenset[str] = frozenset()
    #: Net cents that it adds at the size of the group.
    cost_cents: int = 0
    #: The stop of the draft that it is, if it is there already and not pinned.
    stop: Stop | None = None

    @property
    def points(self) -> int:
        """What it is worth: more with each matching theme, served objective and its weight."""
        themes = min(self.themes, MOST_THEMES) * THEME_POINTS
        objectives = min(len(self.codes), MOST_OBJECTIVES) * OBJECTIVE_POINTS
        return self.want.weight * (PLAIN_POINTS + themes) + objectives


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a component is left out; values are plain, components by their key."""

    component_id: int
    why: Why
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Times:
    """When a component may begin; None: at any time of any day."""

    slots: tuple[Slot, ...] | None
    #: Why there is no time at all.
    reason: Reason | None = None


def unfit(candidate: Candidate, outline: Outline, ask: Ask) -> Reason | None:
    """The first thing that rules a component out wherever and whenever it would be."""
    offer = candidate.offer
    party = max(ask.group, outline.party_max)
    for holds, why, values in checks(candidate, outline, ask, party):
        if holds:
            return Reason(offer.id, why, values)
    return None


def checks(
    candidate: Candidate, outline: Outline, ask: Ask, party: int
) -> Iterator[tuple[bool, Why, dict[str, object]]]:
    offer, spot = candidate.offer, candidate.offer.spot
    wanted = sorted(ask.languages)
    yield candidate.want.wish is Wish.NEVER, Why.NEVER, {}
    yield offer.retired, Why.RETIRED, {}
    yield spot is None, Why.NO_PLACE, {}
    yield offer.party_max < party, Why.PARTY_LARGE, {"most": offer.party_max, "group": party}
    yield offer.party_min > ask.group, Why.PARTY_SMALL, {"least": offer.party_min}
    yield not offer.languages & ask.languages, Why.LANGUAGE, {"languages": wanted}
    yield bool(outline.step_free and spot and not spot.step_free), Why.STEPS, {}
    yield too_late(offer, outline), Why.LEAD_TIME, {"days": offer.ask_by_days}


def too_late(offer: Offer, outline: Outline) -> bool:
    """Would the host have to be asked before today even for the last day?"""
    last = outline.date_of(len(outline.frames))
    return last is not None and (last - outline.today).days < offer.ask_by_days


def times_of(candidate: Candidate, outline: Outline, ask: Ask) -> Times:
    """The possible starts of a component on the days that are asked for."""
    offer = candidate.offer
    if offer.slots is not None:
        return from_slots(offer, outline, ask)
    hours = offer.hours or offer.pattern
    found = tuple(from_hours(offer, hours, outline, ask))
    if found:
        return Times(found)
    longest = max(day.ends - day.starts for day in ask.days)
    why = Why.TOO_LONG if offer.duration > longest else Why.CLOSED
    return Times((), Reason(offer.id, why, {"minutes": offer.duration}))


def from_slots(offer: Offer, outline: Outline, ask: Ask) -> Times:
    """Real slots with room; a visit begins where its length still fits into the slot."""
    slots = offer.slots or ()
    roomy = [slot for slot in slots if slot.places_left >= ask.group]
    fitting = [
        Slot(day=slot.day - 1, earliest=earliest, latest=latest, key=slot.id)
        for slot in roomy
        for earliest, latest in [within(ask.day(slot.day), slot.starts, slot.ends, offer.duration)]
        if earliest <= latest and in_time(offer, outline, slot.day)
    ]
    if fitting:
        return Times(tuple(fitting))
    if not slots:
        return Times((), Reason(offer.id, Why.NO_SLOT))
    if not roomy:
        most = max(slot.places_left for slot in slots)
        return Times((), Reason(offer.id, Why.SLOT_SMALL, {"most": most, "group": ask.group}))
    return Times((), Reason(offer.id, Why.SLOT_HOURS))


def from_hours(offer: Offer, hours: Sequence[Hours], outline: Outline, ask: Ask) -> Iterator[Slot]:
    """Starts within opening hours; without any, within the hours of the day."""
    for day in ask.days:
        if not in_time(offer, outline, day.number):
            continue
        for opens, closes in opened(hours, outline, day):
            earliest, latest = within(day, opens, closes, offer.duration)
            if earliest <= latest:
                yield Slot(day=day.number - 1, earliest=earliest, latest=latest, key=0)


def opened(hours: Sequence[Hours], outline: Outline, day: DayAsk) -> Iterator[tuple[int, int]]:
    """The hours of that day; of any weekday while no day is on trial."""
    if not hours:
        yield day.starts, day.ends
        return
    date = outline.date_of(day.number)
    for part in hours:
        if date is None or part.weekday == date.weekday():
            yield part.opens, part.closes


def within(day: DayAsk, opens: int, closes: int, minutes: int) -> tuple[int, int]:
    """The first and last start at which so many minutes lie inside both."""
    return max(day.starts, opens), min(day.ends, closes) - minutes


def in_time(offer: Offer, outline: Outline, day: int) -> bool:
    """Can the host of a visit on that day still be asked as early as it wants?"""
    date = outline.date_of(day)
    return date is None or (date - outline.today).days >= offer.ask_by_days
