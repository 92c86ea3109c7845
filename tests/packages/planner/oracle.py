"""The best plan of a tiny problem by trying everything, minute by minute.

Whole minutes only. The group is a little machine: each minute it waits, begins a visit, begins a
meal or drives off. That shares nothing with the planner's thinking about earliest times.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True)
class At:
    """Where the group is: visits made, meals eaten, driving since a break, length of the stop."""

    place: int
    made: int
    eaten: int
    stretch: int
    stayed: int
    #: May it drive on? It came to a place for a visit or a meal there.
    settled: bool


@dataclass(frozen=True)
class Best:
    score: int
    driven: int


def best(problem: Json) -> Best | None:
    """The highest score and the least driving that it takes; None when there is no plan."""
    days = [day_sets(problem, day) for day in range(len(problem["days"]))]
    found = [
        Best(sum(problem["visits"][visit]["score"] for visit in members(union)), driven)
        for union, driven in unions(days)
        if allowed(problem, union)
    ]
    return min(found, key=lambda one: (-one.score, one.driven), default=None)


def members(mask: int) -> list[int]:
    return [bit for bit in range(mask.bit_length()) if mask >> bit & 1]


def unions(days: list[dict[int, int]]) -> Iterator[tuple[int, int]]:
    for choice in product(*(sets.items() for sets in days)):
        union, count = 0, 0
        for mask, _ in choice:
            union |= mask
            count += mask.bit_count()
        if count == union.bit_count():
            yield union, sum(driven for _, driven in choice)


def allowed(problem: Json, mask: int) -> bool:
    visits = [problem["visits"][bit] for bit in members(mask)]
    groups: list[str] = []
    for visit in visits:
        group = visit.get("group")
        groups += [] if group is None else [group] if isinstance(group, str) else group
    budget = (problem.get("limits") or {}).get("budget")
    return (
        len(groups) == len(set(groups))
        and all(mask >> bit & 1 for bit, visit in enumerate(problem["visits"]) if visit.get("must"))
        and (budget is None or sum(visit.get("cost", 0) for visit in visits) <= budget)
    )


def shortest(matrix: list[list[int]]) -> list[list[int]]:
    size = range(len(matrix))
    ways = [list(row) for row in matrix]
    for _ in size:
        ways = [
            [min(ways[one][via] + ways[via][other] for via in size) for other in size]
            for one in size
        ]
    return ways


class Machine:
    def __init__(self, problem: Json, day: int) -> None:
        self.problem = problem
        self.day = day
        places = problem["travel"]["places"]
        self.index = {place: number for number, place in enumerate(places)}
        self.ways = shortest(problem["travel"]["minutes"])
        self.hours = problem["days"][day]
        self.meals = [meal for meal in problem.get("meals") or [] if meal["day"] == day]
        limits = problem.get("limits") or {}
        self.cap = limits.get("driving_minutes_per_day", 10**6)
        self.most, self.rest = limits.get("driving_break", (10**6, 10**6))

    def moves(self, now: int, at: At) -> Iterator[tuple[int, At, int]]:
        """What may begin now: when it is over, where the group is then, and driving."""
        yield now + 1, self.stays(at, 1), 0
        for bit, visit in enumerate(self.problem["visits"]):
            here = self.index[visit["place"]] == at.place and not at.made >> bit & 1
            if here and self.opens(visit.get("windows"), now):
                stayed = self.stays(at, visit["minutes"])
                yield (
                    now + visit["minutes"],
                    At(at.place, at.made | 1 << bit, at.eaten, at.stretch, stayed.stayed, True),
                    0,
                )
        yield from self.meals_at(now, at)
        yield from self.drives(now, at)

    def stays(self, at: At, minutes: int) -> At:
        stayed = min(at.stayed + minutes, self.rest)
        return At(at.place, at.made, at.eaten, at.stretch, stayed, at.settled)

    def opens(self, windows: list[Json] | None, now: int) -> bool:
        return not windows or any(
            window["day"] == self.day and window["earliest"] <= now <= window["latest"]
            for window in windows
        )

    def meals_at(self, now: int, at: At) -> Iterator[tuple[int, At, int]]:
        for bit, meal in enumerate(self.meals):
            place = meal.get("place")
            here = place is None or self.index[place] == at.place
            if here and not at.eaten >> bit & 1 and meal["earliest"] <= now <= meal["latest"]:
                stayed = self.stays(at, meal["minutes"])
                settled = at.settled or place is not None
                yield (
                    now + meal["minutes"],
                    At(at.place, at.made, at.eaten | 1 << bit, at.stretch, stayed.stayed, settled),
                    0,
                )

    def drives(self, now: int, at: At) -> Iterator[tuple[int, At, int]]:
        if not at.settled:
            return
        stretch = 0 if at.stayed >= self.rest else at.stretch
        for place, drive in enumerate(self.ways[at.place]):
            if place != at.place and stretch + drive <= self.most:
                yield (
                    now + drive,
                    At(place, at.made, at.eaten, stretch + drive, 0, False),
                    drive,
                )


def day_sets(problem: Json, day: int) -> dict[int, int]:
    """The least driving of each set of visits that the day can hold."""
    machine = Machine(problem, day)
    start, end = machine.hours["start"], machine.hours["end"]
    target = machine.index[machine.hours["to"]]
    waiting: dict[int, dict[At, int]] = defaultdict(dict)
    waiting[start][At(machine.index[machine.hours["from"]], 0, 0, 0, 0, True)] = 0
    found: dict[int, int] = {}
    for now in range(start, end + 1):
        todo = list(waiting[now].items())
        while todo:
            at, driven = todo.pop()
            if waiting[now][at] < driven:
                continue
            if at.place == target and at.eaten == (1 << len(machine.meals)) - 1:
                found[at.made] = min(driven, found.get(at.made, driven))
            for over, then, drive in machine.moves(now, at):
                total = driven + drive
                known = waiting[over].get(then)
                if over <= end and total <= machine.cap and (known is None or total < known):
                    waiting[over][then] = total
                    if over == now:
                        todo.append((then, total))
    return found
