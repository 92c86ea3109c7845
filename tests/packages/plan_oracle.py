"""A slow, plain re-statement of what a proposed programme must keep. It shares no rule's code."""

import math
from collections.abc import Iterator
from itertools import pairwise

from tourbook.hosts.models import ComponentKind
from tourbook.packages.rules.outline import Outline, Spot, Stop
from tourbook.packages.rules.proposing.asking import Ask, DayAsk, Eating, Wish
from tourbook.packages.rules.proposing.candidates import Candidate
from tourbook.packages.rules.proposing.proposals import Proposal

VISITS = (ComponentKind.PROGRAMME, ComponentKind.SIDE)
MEAL_HOURS = {"lunch": (660, 840, 45), "dinner": (1020, 1260, 60)}


def violations(
    draft: Outline, ask: Ask, candidates: list[Candidate], proposal: Proposal
) -> list[str]:
    """All that is wrong with a proposal, in words."""
    found = [*pins(draft, proposal), *choices(ask, candidates, proposal)]
    for day in ask.days:
        found += hours(day, candidates, proposal)
        found += ways(day, proposal)
        found += meals(day, proposal)
    return found


def chosen(candidates: list[Candidate], proposal: Proposal) -> list[tuple[Candidate, Stop]]:
    by_key = {one.offer.id: one for one in candidates}
    return [
        (by_key[stop.offer.id], stop)
        for stop in proposal.placed
        if stop.offer is not None and stop.kind in VISITS
    ]


def pins(draft: Outline, proposal: Proposal) -> Iterator[str]:
    """What is pinned, not of a host, or no visit at all is there, unchanged."""
    after = {stop.id: stop for stop in proposal.outline.stops}
    for stop in draft.stops:
        if (stop.pinned or stop.offer is None or stop.kind not in VISITS) and (
            after.get(stop.id) != stop
        ):
            yield f"{stop.lineage} was to stay"


def choices(ask: Ask, candidates: list[Candidate], proposal: Proposal) -> Iterator[str]:
    inside = chosen(candidates, proposal)
    everywhere = [stop.offer.id for stop in proposal.outline.stops if stop.offer]
    for one in candidates:
        if one.want.wish is Wish.MUST and one.offer.id not in everywhere:
            yield f"{one.offer.id} must be in"
    for one, _ in inside:
        yield from suits(one, ask, everywhere)
    if ask.budget_cents is not None and sum(one.cost_cents for one, _ in inside) > ask.budget_cents:
        yield "over budget"
    if proposal.score != sum(one.points for one, _ in inside):
        yield "the score is not that of the visits"


def suits(one: Candidate, ask: Ask, everywhere: list[int]) -> Iterator[str]:
    key = one.offer.id
    if everywhere.count(key) > 1:
        yield f"{key} is visited twice"
    if one.want.wish is Wish.NEVER:
        yield f"{key} must not be in"
    if not one.offer.party_min <= ask.group <= one.offer.party_max:
        yield f"{key} does not take the group"
    if not set(one.offer.languages) & set(ask.languages):
        yield f"{key} does not speak with the group"


def hours(day: DayAsk, candidates: list[Candidate], proposal: Proposal) -> Iterator[str]:
    date = proposal.outline.date_of(day.number)
    for one, stop in chosen(candidates, proposal):
        if stop.day != day.number:
            continue
        key = one.offer.id
        if stop.starts < day.starts or stop.ends > day.ends:
            yield f"{key} lies outside the hours that were asked for"
        if stop.ends - stop.starts != one.offer.duration:
            yield f"{key} has another length"
        if one.offer.slots is not None:
            if not in_slot(one, stop):
                yield f"{key} is in no slot"
        elif one.offer.hours and date is not None and not is_open(one, stop, date.weekday()):
            yield f"{key} is closed then"


def in_slot(one: Candidate, stop: Stop) -> bool:
    return any(
        slot.day == stop.day
        and slot.starts <= stop.starts
        and stop.ends <= slot.ends
        and slot.places_left >= 20
        for slot in one.offer.slots or ()
    )


def is_open(one: Candidate, stop: Stop, weekday: int) -> bool:
    return any(
        part.weekday == weekday and part.opens <= stop.starts and stop.ends <= part.closes
        for part in one.offer.hours
    )


def ways(day: DayAsk, proposal: Proposal) -> Iterator[str]:
    """Nothing overlaps, and each way has its minutes; driving of the day is at most nine hours."""
    stops = sorted(
        (
            stop
            for stop in proposal.outline.stops
            if stop.day == day.number and stop.kind is not ComponentKind.LODGING
        ),
        key=lambda stop: (stop.starts, stop.ends),
    )
    for one, other in pairwise(stops):
        if other.starts < one.ends:
            yield f"{one.lineage} overlaps {other.lineage}"
    driven = 0
    for leaves, arrives, here, there in legs(day, proposal, stops):
        needed = minutes(here, there)
        driven += needed
        if arrives - leaves < needed:
            yield f"{needed} minutes of way do not fit between {leaves} and {arrives}"
    if driven > 540:
        yield "more than nine hours of driving"


def legs(
    day: DayAsk, proposal: Proposal, stops: list[Stop]
) -> Iterator[tuple[int, int, Spot, Spot]]:
    """From where the group slept, from stop to stop, and to where it sleeps."""
    placed = [(stop, stop.spot) for stop in stops if stop.spot]
    if not placed:
        return
    slept, sleeps = bed(proposal, day.number - 1), bed(proposal, day.number)
    first, last = placed[0], placed[-1]
    if slept and slept.spot:
        yield slept.ends - 1440, first[0].starts, slept.spot, first[1]
    for (one, here), (other, there) in pairwise(placed):
        yield one.ends, other.starts - idle(one, other, stops), here, there
    if sleeps and sleeps.spot:
        yield last[0].ends, max(day.ends, last[0].ends, sleeps.starts), last[1], sleeps.spot


def idle(one: Stop, other: Stop, stops: list[Stop]) -> int:
    """Minutes of what lies between two stops and has no place."""
    return sum(
        stop.ends - stop.starts
        for stop in stops
        if stop.spot is None and one.ends <= stop.starts and stop.ends <= other.starts
    )


def bed(proposal: Proposal, day: int) -> Stop | None:
    nights = [
        stop
        for stop in proposal.outline.stops
        if stop.kind is ComponentKind.LODGING and stop.day == day and stop.ends > 1440
    ]
    return nights[0] if nights else None


def minutes(one: Spot, other: Spot) -> int:
    """63 km/h over the great circle and 30 % of detour, and five to get in and out; or on foot."""
    if one.id == other.id:
        return 0
    lat, lat2 = math.radians(one.lat), math.radians(other.lat)
    over = math.radians(other.lon - one.lon)
    cosine = math.sin(lat) * math.sin(lat2) + math.cos(lat) * math.cos(lat2) * math.cos(over)
    straight = 6_371_009 * math.acos(max(-1.0, min(1.0, cosine)))
    if straight <= 30:
        return 0
    road = straight * 1.3
    return math.ceil(road / 75) if road <= 900 else math.ceil(road / 1050) + 5


def meals(day: DayAsk, proposal: Proposal) -> Iterator[str]:
    for name, asked in (("lunch", day.lunch), ("dinner", day.dinner)):
        opens, closes, least = MEAL_HOURS[name]
        if asked.eating is not Eating.ANYWHERE or min(day.ends, closes) - least < max(
            day.starts, opens
        ):
            continue
        had = [
            stop
            for stop in proposal.outline.stops
            if stop.day == day.number and stop.kind is ComponentKind.MEAL
            if min(stop.ends, closes) - max(stop.starts, opens) >= 15
        ]
        if not had:
            yield f"no {name} on day {day.number}"
