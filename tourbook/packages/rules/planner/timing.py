"""Times for the visits of one day: their order, the meals between them, and late starts.

The same rules as in `enumeration`, for one set of visits or one given order, and with the way
that led there kept. Least driving comes first, then an early end; what remains of waiting is then
shortened by starting late, and a start that stood before is kept where it can be.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations

from tourbook.packages.rules.planner.plan import DayPlan
from tourbook.packages.rules.planner.problem import Problem, Window


@dataclass(frozen=True)
class Event:
    """A visit or a meal at a place; numbers are those of the problem and of the day's meals."""

    place: int
    start: int
    minutes: int
    windows: tuple[Window, ...]
    visit: int | None = None
    meal: int | None = None


@dataclass(frozen=True)
class DaySchedule:
    events: tuple[Event, ...]
    driven: int

    @property
    def stops(self) -> DayPlan:
        return tuple((event.visit, event.start) for event in self.events if event.visit is not None)


@dataclass(frozen=True)
class State:
    """Where one is in the search; `rested` is when a break is complete if the group stays."""

    made: int
    meals: int
    place: int
    ready: int
    driven: int
    stretch: int
    rested: int
    events: tuple[Event, ...] = ()

    def beats(self, other: "State") -> bool:
        return (
            self.ready <= other.ready
            and self.driven <= other.driven
            and self.stretch <= other.stretch
            and self.rested <= other.rested
        )


def in_order(problem: Problem, day: int, visits: Sequence[int]) -> DaySchedule | None:
    """The visits in the order given; None where that cannot be."""
    return DaySearch(problem, day, tuple(visits), ordered=True).best()


def of_set(problem: Problem, day: int, visits: Sequence[int]) -> DaySchedule | None:
    """The visits in the order that drives least; None where no order can be."""
    return DaySearch(problem, day, tuple(visits), ordered=False).best()


class DaySearch:
    """The search among orders and meals of one day."""

    def __init__(
        self, problem: Problem, day: int, visits: tuple[int, ...], *, ordered: bool
    ) -> None:
        self.problem = problem
        self.number = day
        self.day = problem.days[day]
        self.visits = visits
        self.ordered = ordered
        self.meals = problem.meals_of(day)
        self.flexible = [number for number, meal in enumerate(self.meals) if meal.place is None]

    def best(self) -> DaySchedule | None:
        states = self.widened([self.beginning()])
        for _ in self.visits:
            further = [made for state in states for made in self.after_visits(state)]
            states = self.widened(undominated(further))
        ends = [ended for state in states for ended in self.ended(state)]
        if not ends:
            return None
        best = min(ends, key=lambda state: (state.driven, state.ready))
        return DaySchedule(self.shifted(best.events), best.driven)

    def beginning(self) -> State:
        start = self.day.start
        return State(0, 0, self.day.origin, start, 0, 0, start)

    def widened(self, states: list[State]) -> list[State]:
        """Also with meals eaten before going on."""
        found, newest = list(states), states
        for _ in self.meals:
            newest = [made for state in newest for made in self.after_meals(state)]
            found += newest
        return undominated(found)

    def after_visits(self, state: State) -> Iterator[State]:
        for bit, number in self.next_visits(state):
            visit = self.problem.visits[number]
            for arrived in self.arrivals(state, visit.place):
                event = Event(
                    visit.place, 0, visit.minutes, visit.windows[self.number], visit=number
                )
                yield from self.done(arrived, event, made=state.made | 1 << bit)

    def next_visits(self, state: State) -> Iterator[tuple[int, int]]:
        for bit, number in enumerate(self.visits):
            if not state.made >> bit & 1:
                yield bit, number
                if self.ordered:
                    return

    def after_meals(self, state: State) -> Iterator[State]:
        for number, meal in enumerate(self.meals):
            if state.meals >> number & 1:
                continue
            if meal.place is None:
                yield from self.eaten(state, number, state.place)
            else:
                for left in self.arrivals(state, meal.place):
                    yield from self.eaten(left, number, meal.place)

    def eaten(self, state: State, number: int, place: int) -> Iterator[State]:
        meal = self.meals[number]
        event = Event(place, 0, meal.minutes, ((meal.earliest, meal.latest),), meal=number)
        yield from self.done(state, event, meals=state.meals | 1 << number)

    def done(
        self, state: State, event: Event, *, made: int | None = None, meals: int | None = None
    ) -> Iterator[State]:
        """The state after the event at the state's place, as early as its windows allow."""
        start = first_start(event.windows, state.ready)
        if start is None or start + event.minutes > self.day.end:
            return
        ready = start + event.minutes
        fresh = state.rested <= ready or state.stretch == 0
        yield State(
            made=state.made if made is None else made,
            meals=state.meals if meals is None else meals,
            place=state.place,
            ready=ready,
            driven=state.driven,
            stretch=0 if fresh else state.stretch,
            rested=ready if fresh else state.rested,
            events=(*state.events, moved(event, start)),
        )

    def driven_to(self, state: State, place: int) -> Iterator[State]:
        """At the place, having left at once or after a break."""
        if place == state.place:
            yield state
            return
        limits = self.problem.limits
        drive = self.problem.travel[state.place][place]
        departures = {(state.ready, state.stretch)}
        if state.stretch and limits.stretch is not None:
            departures.add((state.rested, 0))
        for ready, stretch in sorted(departures):
            too_long = limits.stretch is not None and stretch + drive > limits.stretch
            too_far = limits.driving is not None and state.driven + drive > limits.driving
            if not too_long and not too_far and ready + drive <= self.day.end:
                yield State(
                    made=state.made,
                    meals=state.meals,
                    place=place,
                    ready=ready + drive,
                    driven=state.driven + drive,
                    stretch=stretch + drive,
                    rested=ready + drive + limits.rest,
                    events=state.events,
                )

    def arrivals(self, state: State, place: int) -> Iterator[State]:
        """At the place, also having eaten on arrival."""
        for arrived in self.driven_to(state, place):
            yield arrived
            if place != state.place:
                yield from self.eating(arrived)

    def eating(self, state: State) -> Iterator[State]:
        """After flexible meals in every order."""
        left = [number for number in self.flexible if not state.meals >> number & 1]
        for size in range(1, len(left) + 1):
            for order in permutations(left, size):
                states = [state]
                for number in order:
                    states = [made for one in states for made in self.eaten(one, number, one.place)]
                yield from states

    def ended(self, state: State) -> Iterator[State]:
        everything = (1 << len(self.meals)) - 1
        for arrived in self.arrivals(state, self.day.target):
            if arrived.meals == everything and arrived.ready <= self.day.end:
                yield arrived

    def shifted(self, events: tuple[Event, ...]) -> tuple[Event, ...]:
        """Starts moved late, from the last to the first, while all rules hold."""
        timed = list(events)
        for index in reversed(range(len(timed))):
            start = self.wished(timed, index)
            timed[index] = moved(timed[index], start)
        return tuple(timed)

    def wished(self, events: list[Event], index: int) -> int:
        """The start that stood before, or the latest that delays nothing after it."""
        event, latest = events[index], self.latest_start(events, index)
        before = None if event.visit is None else self.problem.visits[event.visit].previous
        if (
            before is not None
            and before[0] == self.number
            and event.start <= before[1] <= latest
            and last_start(event.windows, before[1]) == before[1]
            and self.holds(events, index, before[1])
        ):
            return before[1]
        return event.start if index + 1 == len(events) else self.late(events, index, latest)

    def late(self, events: list[Event], index: int, latest: int) -> int:
        """The latest start that keeps the breaks, found by halving."""
        windows, good, bad = events[index].windows, events[index].start, latest + 1
        trial = latest
        while bad - good > 1:
            start = last_start(windows, trial)
            if start is None or start <= good or self.holds(events, index, start):
                good = trial
            else:
                bad = trial
            trial = (good + bad) // 2
        return last_start(windows, good) or events[index].start

    def holds(self, events: list[Event], index: int, start: int) -> bool:
        trial = [*events[:index], moved(events[index], start), *events[index + 1 :]]
        return breaks_hold(self.problem, self.number, trial)

    def latest_start(self, events: list[Event], index: int) -> int:
        event = events[index]
        if index + 1 == len(events):
            onward, place = self.day.end, self.day.target
        else:
            onward, place = events[index + 1].start, events[index + 1].place
        return onward - self.problem.travel[event.place][place] - event.minutes


def moved(event: Event, start: int) -> Event:
    return Event(event.place, start, event.minutes, event.windows, event.visit, event.meal)


def first_start(windows: tuple[Window, ...], ready: int) -> int | None:
    return next((max(low, ready) for low, high in windows if ready <= high), None)


def last_start(windows: tuple[Window, ...], latest: int) -> int | None:
    return next((min(high, latest) for low, high in reversed(windows) if low <= latest), None)


def undominated(states: list[State]) -> list[State]:
    """Without those that another beats: same visits and meals, same place, nothing worse."""
    kept: dict[tuple[int, int, int], list[State]] = {}
    for state in sorted(states, key=lambda one: (one.ready, one.driven, one.stretch, one.rested)):
        others = kept.setdefault((state.made, state.meals, state.place), [])
        if not any(other.beats(state) for other in others):
            others.append(state)
    return [state for others in kept.values() for state in others]


def breaks_hold(problem: Problem, day: int, events: Sequence[Event]) -> bool:
    """Can the waits between fixed starts be spent so that every break is kept?

    A wait may be spent before a drive or after it. It is enough to look at leaving at once and at
    leaving as soon as a break is complete. Each state is an arrival and the driving up to it.
    """
    limits = problem.limits
    if limits.stretch is None:
        return True
    hours = problem.days[day]
    place, ready = hours.origin, hours.start
    states = {(hours.start, 0)}
    stops = [(event.place, event.start, event.start + event.minutes) for event in events]
    for stop, start, end in [*stops, (hours.target, hours.end, hours.end)]:
        if stop != place:
            drive = problem.travel[place][stop]
            states = {
                (departure + drive, stretch + drive)
                for arrival, so_far in states
                for departure, stretch in departures(
                    arrival, so_far, ready, start - drive, limits.rest
                )
                if stretch + drive <= limits.stretch
            }
        place, ready = stop, end
    return bool(states)


def departures(
    arrival: int, stretch: int, ready: int, latest: int, rest: int
) -> Iterator[tuple[int, int]]:
    """When to leave a stop, and the continuous driving by then."""
    rested = arrival + rest
    if rested <= ready or stretch == 0:
        yield ready, 0
        return
    yield ready, stretch
    if rested <= latest:
        yield rested, 0
