"""What a search found, as it is kept: programmes with their figures, and why the rest is not in.

Plain values only, by the keys of components, with their names as they were: a search can be read
years later, when a host is long gone.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tourbook.packages.rules.outline import Offer, Outline, Stop
from tourbook.packages.rules.planner.answer import LeftOut
from tourbook.packages.rules.proposing import keeping
from tourbook.packages.rules.proposing.candidates import Candidate, Reason, Why
from tourbook.packages.rules.proposing.outlay import Prices, net_cents
from tourbook.packages.rules.proposing.proposals import Proposal, codes_served, driving
from tourbook.packages.rules.proposing.seeking import Found, Sought

#: The planner's reasons by their codes.
PLANNERS: Mapping[str, Why] = {
    "no_slot": Why.NO_SLOT,
    "out_of_hours": Why.CLOSED,
    "unreachable": Why.TOO_FAR,
    "over_budget": Why.OVER_BUDGET,
    "no_room": Why.NO_ROOM,
    "adds_nothing": Why.ADDS_NOTHING,
    "displaces": Why.DISPLACES,
    "not_chosen": Why.NOT_CHOSEN,
}

Json = dict[str, Any]


def as_json(sought: Sought, prices: Prices) -> Json:
    posed = sought.posed
    return {
        "proposals": [proposal_as_json(sought, found, prices) for found in sought.found],
        "proven": sought.proven,
        "bound": sought.bound,
        "before": [reason_as_json(reason) for reason in posed.left_out],
        "conflict": list(conflict(sought)),
        "names": names(sought),
        "candidates": {
            str(candidate.offer.id): candidate_as_json(candidate)
            for candidate in posed.library.candidates
        },
        "draft": draft_as_json(posed.outline),
        "seconds": round(sought.seconds, 2),
    }


def candidate_as_json(candidate: Candidate) -> Json:
    """What speaks for a candidate."""
    return {
        "points": candidate.points,
        "wish": candidate.want.wish.value,
        "weight": candidate.want.weight,
        "themes": candidate.themes,
        "codes": sorted(candidate.codes),
        "cost_cents": candidate.cost_cents,
    }


def proposal_as_json(sought: Sought, found: Found, prices: Prices) -> Json:
    proposal = found.proposal
    drive = driving(proposal.outline)
    running = [stop for stop in proposal.outline.running if not stop.optional]
    return {
        "score": proposal.score,
        "minutes": drive.minutes,
        "metres": drive.metres,
        "cost_cents": net_cents(running, prices, sought.posed.ask.group),
        "codes": list(codes_served(proposal.outline)),
        "stops": [
            stop_as_json(stop, state_of(stop, sought.posed.outline, proposal))
            | {"slot": proposal.slots.get(stop.id), "codes": list(codes_of(stop, proposal))}
            for stop in sorted(
                (each for each in proposal.outline.stops if not each.alternative_to),
                key=lambda each: (*each.span, each.id),
            )
        ],
        "removed": [stop_as_json(stop, "removed") for stop in proposal.removed],
        "left_out": [reason_as_json(reason) for reason in reasons(sought, found)],
    }


def codes_of(stop: Stop, proposal: Proposal) -> Iterator[str]:
    return (goal.code for goal in proposal.outline.goals if stop.id in goal.stop_ids)


def state_of(stop: Stop, before: Outline, proposal: Proposal) -> str:
    """Against the draft: kept, same (chosen again at its time), moved or added."""
    placed = {each.id for each in proposal.placed}
    if stop.id not in placed:
        return "kept"
    old = next((each for each in before.stops if each.id == stop.id), None)
    if old is None:
        return "added"
    unmoved = (old.day, old.starts, old.ends) == (stop.day, stop.starts, stop.ends)
    return "same" if unmoved else "moved"


def stop_as_json(stop: Stop, state: str) -> Json:
    return {
        "item": stop.id if stop.id > 0 else None,
        "component": stop.offer.id if stop.offer else None,
        "day": stop.day,
        "starts": stop.starts,
        "ends": stop.ends,
        "kind": stop.kind.value,
        "title": stop.title.as_dict(),
        "place": stop.spot.name if stop.spot else "",
        "place_id": stop.spot.id if stop.spot else None,
        "optional": stop.optional,
        "track": stop.track,
        "state": state,
    }


def reason_as_json(reason: Reason) -> Json:
    return {
        "component": reason.component_id,
        "why": reason.why.value,
        "values": dict(reason.values),
    }


def reasons(sought: Sought, found: Found) -> Iterator[Reason]:
    """Why each candidate is not in this programme: found by the search, or by the checks."""
    posed = sought.posed
    inside = found.proposal.components
    told = {one.visit: one for one in found.answer.left_out}
    for number, candidate in enumerate(posed.candidates):
        key = candidate.offer.id
        if key in inside:
            continue
        windowless = not any(posed.problem.visits[number].windows)
        if windowless and key in sought.refused:
            yield Reason(key, Why.REFUSED, {"problem": sought.refused[key].code})
        elif number in told:
            yield reason_of(sought, key, told[number])
        else:
            yield Reason(key, Why.NOT_CHOSEN)


def reason_of(sought: Sought, key: int, left: LeftOut) -> Reason:
    why = PLANNERS.get(left.code, Why.NOT_CHOSEN)
    if why is not Why.DISPLACES:
        return Reason(key, why)
    displaced = [sought.posed.candidates[each].offer.id for each in left.displaced]
    return Reason(key, why, {"displaced": displaced, "lost": left.values["lost"]})


def plain(values: Mapping[str, object]) -> dict[str, object]:
    return {
        name: value
        for name, value in values.items()
        if isinstance(value, int | float | str | bool | list) or value is None
    }


def conflict(sought: Sought) -> Iterator[Json]:
    """The demands that cannot hold together, each as a code and values."""
    posed = sought.posed
    for reason in posed.impossible:
        yield {"code": "must", "component": reason.component_id, "why": reason_as_json(reason)}
    for code in posed.unserved:
        yield {"code": "objective", "objective": code}
    if sought.answer is None or sought.found:
        return
    for demand in sought.answer.conflict:
        told: Json = {"code": demand.code, "day": demand.day, **plain(demand.values)}
        if demand.visit is not None:
            key = posed.candidates[demand.visit].offer.id
            told |= {"component": key, "objective": posed.needed.get(key, "")}
        yield told


def names(sought: Sought) -> Json:
    """What the components were called, and whose they are."""
    posed = sought.posed
    offers: list[Offer] = [candidate.offer for candidate in posed.library.candidates]
    offers += [stop.offer for stop in posed.outline.stops if stop.offer]
    offers += posed.library.offers.values()
    return {str(offer.id): {"name": offer.name.as_dict(), "host": offer.host} for offer in offers}


def draft_as_json(outline: Outline) -> Json:
    """What of the draft a proposal rests on: told apart before it is applied."""
    staying = {stop.id for stop in keeping.kept(outline)}
    return {
        "frames": [[frame.number, frame.starts, frame.ends] for frame in outline.frames],
        "stops": [
            [stop.id, stop.day, stop.starts, stop.ends, stop.spot.id if stop.spot else None,
             stop.id in staying, stop.title.as_dict()]
            for stop in sorted(outline.stops, key=lambda stop: stop.id)
        ],
    }  # fmt: skip


def changed_since(kept: Json, outline: Outline) -> Sequence[Json]:
    """What of the draft is not as it was: what (frame, gone, added, changed), title and day."""
    now = draft_as_json(outline)
    found: list[Json] = []
    if kept["frames"] != now["frames"]:
        before = {frame[0]: frame for frame in kept["frames"]}
        after = {frame[0]: frame for frame in now["frames"]}
        found += [
            {"what": "frame", "day": number}
            for number in sorted(before.keys() | after.keys())
            if before.get(number) != after.get(number)
        ]
    before_stops = {stop[0]: stop for stop in kept["stops"]}
    after_stops = {stop[0]: stop for stop in now["stops"]}
    for key in sorted(before_stops.keys() | after_stops.keys()):
        old, new = before_stops.get(key), after_stops.get(key)
        if old is None or new is None:
            there = new or old
            assert there is not None
            what = "added" if old is None else "gone"
            found.append({"what": what, "title": there[6], "day": there[1]})
        elif old[1:6] != new[1:6]:
            found.append({"what": "changed", "title": new[6], "day": new[1]})
    return found
