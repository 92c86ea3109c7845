"""Does an answer keep the rules of the planner's JSON format? Shares no code with the planner.

`faults` reads the plain problem and the plain answer and says in words what is wrong. Numbers are
taken as exact fractions; shortest paths are found anew. Meals are checked as the answer places
them. Where waiting may be spent before or after a drive, it is enough that one way keeps the
breaks: all ways that matter are tried.
"""

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from math import lcm
from typing import Any

Json = dict[str, Any]
Time = Fraction
#: From place to place along shortest paths.
Ways = dict[tuple[str, str], Time]

#: What the planner may have rounded.
TINY = Fraction(1, 10**5)


def faults(problem: Json, answer: Json) -> list[str]:
    """What is wrong with the plan; nothing when all is well."""
    if answer["status"] in ("infeasible", "unknown"):
        return [] if not answer["days"] else ["no plan, yet days"]
    visits = {visit["id"]: visit for visit in problem["visits"]}
    made = [stop["id"] for day in answer["days"] for stop in day]
    unknown = [f"{id} is no visit" for id in made if id not in visits]
    if unknown or len(answer["days"]) != len(problem["days"]):
        return unknown or ["the number of days differs"]
    return [
        *of_choice(problem, visits, made),
        *of_score(visits, made, answer),
        *of_days(problem, visits, answer),
        *of_left_out(visits, made, answer),
    ]


def of_days(problem: Json, visits: dict[str, Json], answer: Json) -> Iterator[str]:
    ways = shortest(problem)
    for day, stops in enumerate(answer["days"]):
        yield from of_day(problem, visits, answer, ways, day, stops)


def of_choice(problem: Json, visits: dict[str, Json], made: list[str]) -> Iterator[str]:
    for id in sorted(set(made)):
        if made.count(id) > 1:
            yield f"{id} is in twice"
    for id, visit in visits.items():
        if visit.get("must") and id not in made:
            yield f"{id} must be in"
    groups = [group for id in made for group in groups_of(visits[id])]
    for group in sorted(set(groups)):
        if groups.count(group) > 1:
            yield f"two visits of group {group}"
    budget = (problem.get("limits") or {}).get("budget")
    cost = sum(visits[id].get("cost") or 0 for id in made)
    if budget is not None and cost > budget:
        yield f"costs {cost}, over the budget of {budget}"


def groups_of(visit: Json) -> list[str]:
    group = visit.get("group")
    return [] if group is None else [group] if isinstance(group, str) else group


def of_score(visits: dict[str, Json], made: list[str], answer: Json) -> Iterator[str]:
    score = sum(exact(visits[id]["score"]) for id in made)
    if abs(score - exact(answer["score"])) > TINY:
        yield f"the score is {score}, not {answer['score']}"
    if answer["bound"] is not None and exact(answer["bound"]) < score - TINY:
        yield f"the bound {answer['bound']} lies under the score"
    if answer["status"] == "optimal" and answer["bound"] != answer["score"]:
        yield "optimal, yet the bound is not the score"


def of_left_out(visits: dict[str, Json], made: list[str], answer: Json) -> Iterator[str]:
    left = [one["id"] for one in answer["left_out"]]
    if sorted(left + made) != sorted(visits):
        yield "not every visit is either in or left out"


def exact(number: Any) -> Fraction:
    return Fraction(str(number))


def shortest(problem: Json) -> Ways:
    """Shortest paths between places, by Floyd and Warshall; whole parts of a minute are quicker."""
    places = problem["travel"]["places"]
    given = [[exact(minutes) for minutes in row] for row in problem["travel"]["minutes"]]
    parts = lcm(*(way.denominator for row in given for way in row))
    ways = [[int(way * parts) for way in row] for row in given]
    for through, onward in enumerate(ways):
        for row in ways:
            first = row[through]
            row[:] = [min(way, first + then) for way, then in zip(row, onward, strict=True)]
    return {
        (one, other): Fraction(way, parts)
        for one, row in zip(places, ways, strict=True)
        for other, way in zip(places, row, strict=True)
    }


#: Place, start, length, and what it is called.
Event = tuple[str, Time, Time, str]


def of_day(
    problem: Json,
    visits: dict[str, Json],
    answer: Json,
    ways: Ways,
    day: int,
    stops: list[Json],
) -> Iterator[str]:
    hours = problem["days"][day]
    start, end = exact(hours["start"]), exact(hours["end"])
    events: list[Event] = []
    for stop in stops:
        visit = visits[stop["id"]]
        events.append((visit["place"], exact(stop["start"]), exact(visit["minutes"]), stop["id"]))
        if not in_window(visit, day, exact(stop["start"])):
            yield f"{stop['id']} starts outside its windows"
    if [event[1] for event in events] != sorted(event[1] for event in events):
        yield f"the visits of day {day} are not in order"
    meals, wrong = meals_of(problem, answer, day)
    yield from wrong
    events = sorted([*events, *meals], key=lambda event: (event[1], event[1] + event[2]))
    for place, begins, length, name in events:
        if begins < start - TINY or begins + length > end + TINY:
            yield f"{name} at {place} lies outside the hours of day {day}"
    yield from of_ways(problem, ways, day, events, answer)


def in_window(visit: Json, day: int, start: Time) -> bool:
    windows = visit.get("windows")
    return not windows or any(
        window["day"] == day
        and exact(window["earliest"]) - TINY <= start <= exact(window["latest"]) + TINY
        for window in windows
    )


def meals_of(problem: Json, answer: Json, day: int) -> tuple[list[Event], list[str]]:
    """The meals as the answer places them, each against one demand for a meal."""
    placed = [meal for meal in answer.get("meals", []) if meal["day"] == day]
    owed = [meal for meal in problem.get("meals") or [] if meal["day"] == day]
    if len(placed) != len(owed):
        return [], [f"day {day} has {len(placed)} meals for {len(owed)}"]
    events: list[Event] = []
    for meal, demand in zip(placed, matched(placed, owed), strict=True):
        if demand is None:
            return [], [f"a meal of day {day} fits no demand"]
        events.append((meal["place"], exact(meal["start"]), exact(demand["minutes"]), "a meal"))
    return events, []


def matched(placed: list[Json], owed: list[Json]) -> list[Json | None]:
    """For each placed meal a demand that it meets, if all can be met at once."""
    if not placed:
        return []
    for number, demand in enumerate(owed):
        start = exact(placed[0]["start"])
        fits = exact(demand["earliest"]) - TINY <= start <= exact(demand["latest"]) + TINY
        fits = fits and exact(demand["minutes"]) == exact(placed[0]["minutes"])
        if fits and demand.get("place") in (None, placed[0]["place"]):
            rest = matched(placed[1:], owed[:number] + owed[number + 1 :])
            if None not in rest:
                return [demand, *rest]
    return [None] * len(placed)


def of_ways(
    problem: Json, ways: Ways, day: int, events: list[Event], answer: Json
) -> Iterator[str]:
    hours = problem["days"][day]
    limits = problem.get("limits") or {}
    legs = [(hours["from"], exact(hours["start"]), exact(hours["start"]))]
    legs += [(place, begins, begins + length) for place, begins, length, _ in events]
    legs += [(hours["to"], exact(hours["end"]), exact(hours["end"]))]
    driven = Fraction(0)
    for (place, _, left), (onward, reached, _) in pairwise(legs):
        drive = ways[place, onward] if place != onward else Fraction(0)
        driven += drive
        if left + drive > reached + TINY:
            yield f"no time to get from {place} to {onward} on day {day}"
    cap = limits.get("driving_minutes_per_day")
    if cap is not None and driven > exact(cap) + TINY:
        yield f"day {day} drives {driven}"
    said = exact(answer["driving"][day])
    if not driven - TINY <= said <= straight(problem, legs) + TINY:
        yield f"day {day} drives {driven}, not {said}"
    if limits.get("driving_break") and not breaks_kept(legs, ways, limits["driving_break"]):
        yield f"day {day} has no way to keep the driver's breaks"
    strangers = {place for place, *_, name in events if name == "a meal"}
    known = {hours["from"], hours["to"], *(event[0] for event in events if event[3] != "a meal")}
    known |= {meal.get("place") for meal in problem.get("meals") or []}
    if strangers - known:
        yield f"a meal of day {day} where the group is not"


def straight(problem: Json, legs: list[tuple[str, Time, Time]]) -> Time:
    """Driving by the travel times as they were given."""
    numbers = {place: number for number, place in enumerate(problem["travel"]["places"])}
    minutes = problem["travel"]["minutes"]
    return sum(
        (exact(minutes[numbers[one[0]]][numbers[other[0]]]) for one, other in pairwise(legs)),
        Fraction(0),
    )


def breaks_kept(legs: list[tuple[str, Time, Time]], ways: Ways, limit: list[Any]) -> bool:
    """Try departures: at once, as late as can be, and when a break is just complete."""
    most, rest = exact(limit[0]), exact(limit[1])

    def goes(number: int, arrival: Time, stretch: Time) -> bool:
        if number + 1 == len(legs):
            return True
        place, _, left = legs[number]
        onward, reached, _ = legs[number + 1]
        if place == onward:
            return goes(number + 1, arrival, stretch)
        drive = ways[place, onward]
        latest = max(left, reached - drive)
        for departure in sorted({left, latest, min(max(left, arrival + rest), latest)}):
            so_far = Fraction(0) if departure - arrival >= rest - TINY else stretch
            fits = so_far + drive <= most + TINY
            if fits and goes(number + 1, departure + drive, so_far + drive):
                return True
        return False

    return goes(0, legs[0][1], Fraction(0))
