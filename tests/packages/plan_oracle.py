"""A slow, plain re-statement of what a proposed programme must keep. It shares no rule's code."""

import math
from collections.abc import Iterator
from itertools import pairwise

from tourbook.hosts.models import ComponentKind
from tourbook.packages.rules.asking import Ask, DayAsk, Eating, Wish
from tourbook.packages.rules.candidates import Candidate
from tourbook.packages.rules.outline import Outline, Spot, Stop
from tourbook.packages.rules.proposals import Proposal

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
    keys = [one.offer.id for one, _ in inside]
    everywhere = [stop.offer.id for stop in proposal.outline.stops if stop.offer]
    for key in keys:
        if everywhere.count(key) > 1:
            yield f"{key} is visited twice"
    for one in candidates:
        if one.want.wish is Wish.MUST and one.offer.id not in everywhere:
            yield f"{one.offer.id} must be in"
    for one, _ in inside:
        if one.want.wish is Wish.NEVER:
            yield f"{one.offer.id} must not be in"
        if not one.offer.party_min <= ask.group <= one.offer.party_max:
            yield f"{one.offer.id} does not take the group"
        if not set(one.offer.languages) & set(ask.languages):
            yield f"{one.offer.id} does not speak with the group"
    if ask.budget_cents is not None and sum(one.cost_cents for one, _ in inside) > ask.budget_cents:
        yield "over budget"
    if proposal.score != sum(one.points for one, _ in inside):
        yield "the score is not that of the visits"


def hours(day: DayAsk, candidates: list[Candidate], proposal: Proposal) -> Iterator[str]:
    weekday = proposal.outline.date_of(day.number)
    for one, stop in chosen(candidates, proposal):
        if stop.day != day.number:
            continue
        if stop.starts < day.starts or stop.ends > day.ends:
            yield f"{one.offer.id} lies outside the hours that were asked for"
        if stop.ends - stop.starts != one.offer.duration:
            yield f"{one.offer.id} has another length"
        if one.offer.slots is not None:
            fits = [
                slot
                for slot in one.offer.slots
                if slot.day == day.number and slot.starts <= stop.starts and stop.ends <= slot.ends
                and slot.places_left >= 20
            ]  # fmt: skip
            if not fits:
                yield f"{one.offer.id} is in no slot"
        elif one.offer.hours and weekday is not None:
            fits_hours = [
                part
                for part in one.offer.hours
                if part.weekday == weekday.weekday()
                and part.opens <= stop.starts
                and stop.ends <= part.closes
            ]
            if not fits_hours:
                yield f"{one.offer.id} is closed then"


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
    slept = bed(proposal, day.number - 1)
    sleeps = bed(proposal, day.number)
    placed = [stop for stop in stops if stop.spot]
    legs = [
        (one.ends, other.starts, one.spot, other.spot, idle(one, other, stops))
        for one, other in pairwise(placed)
    ]
    if slept and slept.spot and placed:
        legs.insert(0, (slept.ends - 1440, placed[0].starts, slept.spot, placed[0].spot, 0))
    driven = 0
    for leaves, arrives, here, there, between in legs:
        assert here is not None
        assert there is not None
        needed = minutes(here, there)
        driven += needed
        if arrives - leaves - between < needed:
            yield f"{needed} minutes of way do not fit between {leaves} and {arrives}"
    if sleeps and sleeps.spot and placed and placed[-1].spot:
        needed = minutes(placed[-1].spot, sleeps.spot)
        driven += needed
        if placed[-1].ends + needed > max(day.ends, placed[-1].ends, sleeps.starts):
            yield "the group comes to its bed after the day's end"
    if driven > 540:
        yield "more than nine hours of driving"


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
