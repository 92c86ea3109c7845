"""Every set of visits that one day can hold, with the least driving it takes.

Dynamic programming over labels, one more visit in each round. All labels of a round are worked on
at once. The rules of a day are those of `problem`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import permutations

import numpy as np

from tourbook.packages.rules.planner.labels import (
    WORD_BITS,
    Flags,
    Labels,
    Numbers,
    Picked,
    first_of_each,
    joined,
    undominated,
)
from tourbook.packages.rules.planner.problem import Meal, Problem

#: Pairs of label and next visit looked at in one go; bounds the memory.
CHUNK = 200_000
FAR = 2**60
#: A round with fewer labels is never given up; one that leads to so many times too many is.
SURELY_MANY = 20_000
HOPELESS = 5


class Exceeded(Exception):
    """There are more labels than the search may hold, or its time is over."""


@dataclass(frozen=True)
class Sets:
    """Feasible sets of one day: words as in Labels, over the day's own list of visits."""

    visits: tuple[int, ...]
    words: Numbers
    driven: Numbers
    complete: bool

    def __len__(self) -> int:
        return int(self.driven.shape[0])


@dataclass(frozen=True)
class Steps:
    """What may come next, one entry for each window of each visit (or placed meal)."""

    place: Numbers
    earliest: Numbers
    latest: Numbers
    #: The window before it ends here: an earlier arrival takes that one.
    after: Numbers
    minutes: Numbers
    #: Bits that it sets, and bits that forbid it, by word.
    own: Numbers
    conflicts: Numbers
    meal: Numbers
    #: Driving from there to the day's target.
    back: Numbers
    #: For each place and step, when one must leave the place at the latest.
    leave_by: Numbers


@dataclass(frozen=True)
class Pairs:
    """A label and a step for each, by their numbers, the drive between, and the arrival."""

    row: Picked
    column: Picked
    drive: Numbers
    arrival: Numbers

    def where(self, fits: Flags) -> "Pairs":
        return Pairs(self.row[fits], self.column[fits], self.drive[fits], self.arrival[fits])


class DaySearch:
    """The search for one day."""

    def __init__(self, problem: Problem, day: int) -> None:
        self.day = problem.days[day]
        self.travel = np.array(problem.travel, dtype=np.int64)
        self.meals = problem.meals_of(day)
        limits = problem.limits
        self.cap = FAR if limits.driving is None else limits.driving
        self.longest = FAR if limits.stretch is None else limits.stretch
        self.rest = limits.rest
        self.visits = tuple(
            number for number, visit in enumerate(problem.visits) if visit.windows[day]
        )
        self.words = max(1, -(-len(self.visits) // WORD_BITS))
        self.visit_steps = self.steps_to_visits(problem, day)
        self.meal_steps = self.steps_to_meals()
        self.flexible = [
            (1 << number, meal) for number, meal in enumerate(self.meals) if meal.place is None
        ]
        self.orders = [order for order in self.orders_of_meals() if order]
        self.breaks = self.breaks_matter(problem)

    def breaks_matter(self, problem: Problem) -> bool:
        """Could continuous driving grow over more than one drive?"""
        if self.longest >= min(self.cap, self.day.end - self.day.start):
            return False
        lengths = [problem.visits[number].minutes for number in self.visits]
        lengths += [meal.minutes for meal in self.meals if meal.place is not None]
        return any(length < self.rest for length in lengths)

    def steps_to_visits(self, problem: Problem, day: int) -> Steps:
        rows: list[tuple[int, int, int, int, int, int]] = []
        for bit, number in enumerate(self.visits):
            visit = problem.visits[number]
            after = -FAR
            for earliest, latest in visit.windows[day]:
                rows.append((visit.place, earliest, latest, after, visit.minutes, bit))
                after = latest
        bits = [row[5] for row in rows]
        return self.steps(rows, self.bits_of(bits), self.conflicts(problem)[:, bits])

    def steps_to_meals(self) -> Steps:
        rows = [
            (meal.place, meal.earliest, meal.latest, -FAR, meal.minutes, number)
            for number, meal in enumerate(self.meals)
            if meal.place is not None
        ]
        none = np.zeros((self.words, len(rows)), dtype=np.int64)
        return self.steps(rows, none, none, meals=[1 << row[5] for row in rows])

    def steps(
        self,
        rows: list[tuple[int, int, int, int, int, int]],
        own: Numbers,
        conflicts: Numbers,
        meals: list[int] | None = None,
    ) -> Steps:
        table = np.array(rows, dtype=np.int64).reshape(len(rows), 6).T
        back = self.travel[table[0], self.day.target]
        latest = np.minimum(table[2], self.day.end - table[4] - back)
        return Steps(
            place=table[0],
            earliest=np.maximum(table[1], self.day.start + self.travel[self.day.origin, table[0]]),
            latest=latest,
            after=table[3],
            minutes=table[4],
            own=own,
            conflicts=conflicts,
            meal=np.array(meals or [0] * len(rows), dtype=np.int64),
            back=back,
            leave_by=latest - self.travel[:, table[0]],
        )

    def bits_of(self, bits: list[int]) -> Numbers:
        own = np.zeros((self.words, len(bits)), dtype=np.int64)
        for column, bit in enumerate(bits):
            own[bit // WORD_BITS, column] = 1 << (bit % WORD_BITS)
        return own

    def conflicts(self, problem: Problem) -> Numbers:
        """For each visit of the day the bits of itself and of its groups."""
        members: dict[str, list[int]] = {}
        for bit, number in enumerate(self.visits):
            for group in problem.visits[number].groups:
                members.setdefault(group, []).append(bit)
        found = self.bits_of(list(range(len(self.visits))))
        for bits in members.values():
            together = np.bitwise_or.reduce(self.bits_of(bits), axis=1)
            found[:, bits] |= together[:, None]
        return found

    def orders_of_meals(self) -> Iterator[tuple[tuple[int, Meal], ...]]:
        """Flexible meals in every order that their windows allow."""
        for size in range(len(self.flexible) + 1):
            for order in permutations(self.flexible, size):
                ready = self.day.start
                for _, meal in order:
                    start = max(ready, meal.earliest)
                    ready = start + meal.minutes if start <= meal.latest else FAR
                if ready < FAR:
                    yield order

    def beginning(self) -> Labels:
        def one(value: int) -> Numbers:
            return np.array([value], dtype=np.int64)

        return Labels(
            words=np.zeros((self.words, 1), dtype=np.int64),
            meals=one(0),
            place=one(self.day.origin),
            ready=one(self.day.start),
            driven=one(0),
            stretch=one(0),
            rested=one(self.day.start),
        )

    def departures(self, labels: Labels) -> Iterator[Labels]:
        """Leaving at once, and leaving after a break where one is still to be had."""
        yield labels
        if not self.breaks:
            return
        tired = np.flatnonzero(labels.stretch > 0)
        if tired.size:
            stayed = labels.take(tired)
            stayed.ready = stayed.rested
            stayed.stretch = np.zeros_like(stayed.stretch)
            yield stayed

    def expanded(self, labels: Labels, steps: Steps) -> Iterator[Labels]:
        """One step further, in chunks; also with meals on arrival."""
        if not steps.place.size or not len(labels):
            return
        size = max(1, CHUNK // steps.place.size)
        for leaving in self.departures(labels):
            for begin in range(0, len(leaving), size):
                chunk = leaving.take(np.arange(begin, min(begin + size, len(leaving))))
                yield from self.chunk_expanded(chunk, steps)

    def chunk_expanded(self, labels: Labels, steps: Steps) -> Iterator[Labels]:
        """Pairs of label and step that time and visits allow; then one number for each pair."""
        possible = labels.ready[:, None] <= steps.leave_by[labels.place]
        for word in range(self.words):
            possible &= (labels.words[word][:, None] & steps.conflicts[word]) == 0
        row, column = np.nonzero(possible)
        drive = self.travel[labels.place[row], steps.place[column]]
        fits = (labels.meals[row] & steps.meal[column]) == 0
        if self.cap < FAR:
            fits &= labels.driven[row] + drive + steps.back[column] <= self.cap
        if self.longest < FAR:
            stretch = labels.stretch[row] if self.breaks else 0
            fits &= stretch + drive <= self.longest
        pairs = Pairs(row, column, drive, labels.ready[row] + drive).where(fits)
        yield self.arrived(labels, steps, pairs, pairs.arrival, 0)
        for order in self.orders:
            taken = sum(bit for bit, _ in order)
            hungry = (labels.meals[pairs.row] & taken) == 0
            hungry &= labels.place[pairs.row] != steps.place[pairs.column]
            begins, fits = eaten(pairs.arrival, hungry, order)
            yield self.arrived(labels, steps, pairs.where(fits), begins[fits], taken)

    def arrived(
        self, labels: Labels, steps: Steps, pairs: "Pairs", begins: Numbers, taken: int
    ) -> Labels:
        """Labels after the step, which may begin at `begins`, the meals `taken` eaten before."""
        fits = (begins <= steps.latest[pairs.column]) & (begins > steps.after[pairs.column])
        pairs, begins = pairs.where(fits), begins[fits]
        row, column = pairs.row, pairs.column
        made = Labels(
            words=labels.words[:, row] | steps.own[:, column],
            meals=labels.meals[row] | steps.meal[column] | taken,
            place=steps.place[column],
            ready=np.maximum(begins, steps.earliest[column]) + steps.minutes[column],
            driven=labels.driven[row] + pairs.drive,
            stretch=labels.stretch[row] + pairs.drive,
            rested=pairs.arrival + self.rest,
        )
        if self.breaks:
            stays = labels.place[row] == made.place
            made.rested = np.where(stays, labels.rested[row], made.rested)
            self.refresh(made)
        return self.alive(made)

    def refresh(self, labels: Labels) -> None:
        """A stop that has lasted long enough was a break."""
        fresh = (labels.rested <= labels.ready) | (labels.stretch == 0)
        labels.stretch[fresh] = 0
        labels.rested[fresh] = labels.ready[fresh]

    def alive(self, labels: Labels) -> Labels:
        """Those that can still have every meal they owe."""
        hungry = np.zeros(len(labels), dtype=np.bool_)
        for number, meal in enumerate(self.meals):
            hungry |= (labels.ready > meal.latest) & (labels.meals >> number & 1 == 0)
        return labels.take(np.flatnonzero(~hungry)) if hungry.any() else labels

    def with_meals(self, labels: Labels) -> Labels:
        """Also those that then eat where they are, or drive to a meal's place."""
        found, newest = [labels], labels
        for _ in self.meals:
            eating = [*self.eating_here(newest), *self.expanded(newest, self.meal_steps)]
            if not eating:
                break
            newest = joined(eating)
            found.append(newest)
        return undominated(joined(found), with_breaks=self.breaks)

    def eating_here(self, labels: Labels) -> Iterator[Labels]:
        back = self.travel[labels.place, self.day.target]
        for bit, meal in self.flexible:
            fits = (labels.meals & bit == 0) & (labels.ready <= meal.latest)
            start = np.maximum(labels.ready, meal.earliest)
            fits &= start + meal.minutes + back <= self.day.end
            chosen = np.flatnonzero(fits)
            made = labels.take(chosen)
            made.ready = start[chosen] + meal.minutes
            made.meals = made.meals | bit
            if self.breaks:
                self.refresh(made)
            yield self.alive(made)

    def finished(self, labels: Labels) -> tuple[Numbers, Numbers]:
        """Sets (in words) of the labels that can end the day, with their least driving."""
        words, driven = [], []
        for leaving in self.departures(labels):
            drive = self.travel[leaving.place, self.day.target]
            ends = leaving.driven + drive
            stretch = leaving.stretch if self.breaks else 0
            possible = (ends <= self.cap) & (stretch + drive <= self.longest)
            for order in ((), *self.orders):
                owed = (1 << len(self.meals)) - 1 - sum(bit for bit, _ in order)
                fits = possible & (leaving.meals == owed)
                done, fits = eaten(leaving.ready + drive, fits, order)
                chosen = np.flatnonzero(fits & (done <= self.day.end))
                words.append(leaving.words[:, chosen])
                driven.append(ends[chosen])
        return least(np.concatenate(words, axis=1), np.concatenate(driven))

    def run(self, *, most: int, go_on: Callable[[], bool]) -> Sets:
        """All sets, or those found before there were too many labels or `go_on` said no."""
        words, driven = [], []
        labels, complete, before = self.with_meals(self.beginning()), True, 1
        while len(labels):
            found = self.finished(labels)
            words.append(found[0])
            driven.append(found[1])
            if hopeless(before, len(labels), most):
                complete = False
                break
            before = len(labels)
            try:
                labels = self.next_round(labels, most=most, go_on=go_on)
            except Exceeded:
                complete = False
                break
        return Sets(
            self.visits, np.concatenate(words, axis=1), np.concatenate(driven), complete=complete
        )

    def next_round(self, labels: Labels, *, most: int, go_on: Callable[[], bool]) -> Labels:
        parts: list[Labels] = []
        count = 0
        for part in self.expanded(labels, self.visit_steps):
            parts.append(part)
            count += len(part)
            if count > most:
                parts = [undominated(joined(parts), with_breaks=self.breaks)]
                count = len(parts[0])
            if count > most * 0.8 or not go_on():
                raise Exceeded
        return self.with_meals(joined(parts)) if parts else labels.take(np.arange(0))


def hopeless(before: int, now: int, most: int) -> bool:
    """Would the next round pass what may be held by far, growing as the last one did?"""
    return now > SURELY_MANY and now * (now // before) > HOPELESS * most


def eaten(
    arrival: Numbers, possible: Flags, order: tuple[tuple[int, Meal], ...]
) -> tuple[Numbers, Flags]:
    """When meals eaten in that order from arrival on are over, and where that is possible."""
    ready = arrival
    for _, meal in order:
        possible = possible & (ready <= meal.latest)
        ready = np.maximum(ready, meal.earliest) + meal.minutes
    return ready, possible


def least(words: Numbers, driven: Numbers) -> tuple[Numbers, Numbers]:
    """Each set once, with its least driving."""
    order = np.lexsort((driven, *words))
    words, driven = words[:, order], driven[order]
    first = np.flatnonzero(first_of_each(list(words))) if driven.size else order
    return words[:, first], driven[first]
