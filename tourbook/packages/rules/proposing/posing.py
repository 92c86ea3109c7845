"""A draft, its library and what is asked for, as a problem of the planner.

What stays in the draft binds the group at its time and place. The planner knows such a time as a
meal with a fixed start, for every programme must hold it. A day begins and ends where the group
sleeps, else at the place that was asked for, else anywhere: at a place of its own that is no way
from (or to) any other.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from tourbook.directory.models import TravelMode
from tourbook.hosts.models import ComponentKind
from tourbook.packages.rules import travel
from tourbook.packages.rules.outline import DAY_MINUTES, Leg, Offer, Outline, Spot, Stop
from tourbook.packages.rules.planner.problem import (
    Day,
    Limits,
    Meal,
    Problem,
    Visit,
    windows_by_day,
)
from tourbook.packages.rules.proposing import keeping
from tourbook.packages.rules.proposing.asking import Ask, DayAsk, Eating, MealAsk, Wish
from tourbook.packages.rules.proposing.candidates import (
    Candidate,
    Reason,
    Times,
    Why,
    times_of,
    unfit,
)
from tourbook.packages.rules.proposing.keeping import Block, Ride

#: Names of the two places that are anywhere: where a day may begin, and where it may end.
FROM_ANYWHERE, TO_ANYWHERE = "from", "to"
#: Longer than any day.
FAR = 10_000
#: So much of a meal's hours makes a stop of the draft that meal.
SHORTEST_MEAL = 15


@dataclass(frozen=True)
class Library:
    """All that a proposal is made from beside the draft itself."""

    candidates: tuple[Candidate, ...]
    #: Meals and lodging that were asked for by name, and places to start and end at, by key.
    offers: Mapping[int, Offer] = field(default_factory=dict)
    spots: Mapping[int, Spot] = field(default_factory=dict)
    #: Net cents of what stays in the draft and of the meals and nights asked for.
    kept_cents: int = 0


@dataclass(frozen=True, slots=True)
class Bound:
    """What one meal of the planner stands for: something that stays, or a meal to be had."""

    block: Block | None = None
    #: "lunch" or "dinner".
    meal: str = ""
    offer: Offer | None = None


@dataclass(frozen=True)
class Posed:
    """A problem, and what its numbers stand for."""

    outline: Outline
    ask: Ask
    library: Library
    problem: Problem
    #: By the number of a visit, of a meal, and of a place (None: anywhere).
    candidates: tuple[Candidate, ...]
    bounds: tuple[Bound, ...]
    spots: tuple[Spot | None, ...]
    nights: tuple[Stop, ...]
    #: Why components are left out before the search.
    left_out: tuple[Reason, ...]
    #: Components that must be in for an objective that nothing else serves.
    needed: Mapping[int, str]
    #: What must be in and cannot be had.
    impossible: tuple[Reason, ...]
    #: Objectives of the draft that nothing can serve any more.
    unserved: tuple[str, ...]


@dataclass(frozen=True)
class Cuts:
    """What earlier answers have taught: days on which a component is refused, and further musts."""

    bans: frozenset[tuple[int, int]] = frozenset()
    musts: frozenset[int] = frozenset()


def posed(
    outline: Outline, ask: Ask, library: Library, *, seconds: float, cuts: Cuts = Cuts()
) -> Posed:
    """The problem of a draft: its choices, what binds them, and what was left out beforehand."""
    fitting, left_out = sorted_out(outline, ask, library)
    needed, unserved = needed_for(outline, [candidate for candidate, _ in fitting])
    musts = needed.keys() | cuts.musts
    staying = keeping.kept(outline)
    nights = keeping.new_nights(outline, ask, tuple(library.offers.values()))
    framer = Framer(outline, ask, library, (*staying, *nights))
    days = tuple(framer.days())
    meals, bounds = framer.meals()
    visits = tuple(framer.visit(one, times, musts, cuts, days) for one, times in fitting)
    problem = Problem(
        days=days,
        visits=visits,
        places=tuple(framer.names),
        travel=framer.matrix(),
        meals=meals,
        limits=framer.limits(seconds),
    )
    reasons = {reason.component_id: reason for reason in left_out}
    return Posed(
        outline=outline,
        ask=ask,
        library=library,
        problem=problem,
        candidates=tuple(candidate for candidate, _ in fitting),
        bounds=bounds,
        spots=tuple(framer.spots),
        nights=nights,
        left_out=tuple(left_out),
        needed=needed,
        impossible=tuple(
            reasons[candidate.offer.id]
            for candidate in library.candidates
            if candidate.want.wish is Wish.MUST and candidate.offer.id in reasons
            if reasons[candidate.offer.id].why is not Why.KEPT
        ),
        unserved=unserved,
    )


def sorted_out(
    outline: Outline, ask: Ask, library: Library
) -> tuple[list[tuple[Candidate, Times]], list[Reason]]:
    """The candidates that can be had with their times, and why the others cannot."""
    there = {stop.offer.id for stop in keeping.kept(outline) if stop.offer}
    fitting: list[tuple[Candidate, Times]] = []
    left_out: list[Reason] = []
    for candidate in sorted(library.candidates, key=lambda one: one.offer.id):
        key = candidate.offer.id
        reason = Reason(key, Why.KEPT) if key in there else unfit(candidate, outline, ask)
        times = Times(()) if reason else times_of(candidate, outline, ask)
        reason = reason or times.reason
        if reason:
            left_out.append(reason)
        else:
            fitting.append((candidate, times))
    return fitting, left_out


def needed_for(
    outline: Outline, fitting: Sequence[Candidate]
) -> tuple[dict[int, str], tuple[str, ...]]:
    """Components that alone serve an objective of the draft, and objectives that none can."""
    staying = {stop.id for stop in keeping.kept(outline) if not stop.alternative_to}
    needed: dict[int, str] = {}
    unserved: list[str] = []
    for goal in outline.goals:
        if not goal.stop_ids or goal.stop_ids & staying:
            continue
        servers = [one.offer.id for one in fitting if goal.code in one.codes]
        if len(servers) == 1:
            needed.setdefault(servers[0], goal.code)
        if not servers:
            unserved.append(goal.code)
    return needed, tuple(unserved)


class Framer:
    """Makes the days, meals, places and visits of the problem."""

    def __init__(
        self, outline: Outline, ask: Ask, library: Library, staying: Sequence[Stop]
    ) -> None:
        self.outline = outline
        self.ask = ask
        self.library = library
        self.staying = staying
        self.blocks = {day.number: self.blocks_of(day) for day in ask.days}
        self.names: list[str] = [FROM_ANYWHERE, TO_ANYWHERE]
        self.spots: list[Spot | None] = [None, None]

    def place(self, spot: Spot) -> int:
        """The number of a place of the problem."""
        name = str(spot.id)
        if name not in self.names:
            self.names.append(name)
            self.spots.append(spot)
        return self.names.index(name)

    def blocks_of(self, day: DayAsk) -> tuple[Block, ...]:
        """What binds the group that day; arriving where it sleeps, if something follows on it."""
        rides = [block for ride in self.rides_of(day) for block in self.ridden(ride)]
        bound = keeping.together([*keeping.blocks(self.staying, day.number), *rides])
        night = keeping.night_after(self.staying, day.number)
        latest = max([day.ends, *(block.ends for block in bound)])
        if night is None or night.starts >= latest:
            return bound
        if any(block.starts < night.starts < block.ends for block in bound):
            return bound
        arriving = Block(day.number, night.starts, night.starts, night.spot, (night.id,))
        return tuple(sorted((*bound, arriving), key=lambda block: (block.starts, block.ends)))

    def rides_of(self, day: DayAsk) -> Iterator[Ride]:
        return keeping.rides(self.outline, self.staying, day.number)

    def ridden(self, ride: Ride) -> Iterator[Block]:
        """Where the group is when it leaves and when it arrives; unknown, it is just bound.

        A last ride, after which the draft has no place, goes where the day is to end.
        """
        stop, before = ride.stop, ride.before
        after = ride.after or self.library.spots.get(self.ask.day(stop.day).to_place or 0)
        if before is not None:
            yield Block(stop.day, stop.starts, stop.starts, before, (stop.id,))
        if before and after and leg(self.outline, before, after).minutes <= stop.minutes:
            yield Block(stop.day, stop.ends, stop.ends, after, (stop.id,))
        else:
            yield Block(stop.day, stop.starts, stop.ends, None, (stop.id,))

    def days(self) -> Iterator[Day]:
        """Hours wide enough for what stays; visits keep to the hours that were asked for."""
        for day in self.ask.days:
            bound = self.blocks[day.number]
            starts, origin = self.beginning(day)
            night = keeping.night_after(self.staying, day.number)
            target = night.spot if night else self.library.spots.get(day.to_place or 0)
            yield Day(
                start=min([starts, *(block.starts for block in bound)]),
                end=max([day.ends, *(block.ends for block in bound)]),
                origin=self.place(origin) if origin else self.names.index(FROM_ANYWHERE),
                target=self.place(target) if target else self.names.index(TO_ANYWHERE),
            )

    def beginning(self, day: DayAsk) -> tuple[int, Spot | None]:
        """When and where the day begins: where the group slept, once it may leave."""
        slept = keeping.night_after(self.staying, day.number - 1)
        if slept is None:
            return day.starts, self.library.spots.get(day.from_place or 0)
        return max(day.starts, slept.span[1] - (day.number - 1) * DAY_MINUTES), slept.spot

    def meals(self) -> tuple[tuple[Meal, ...], tuple[Bound, ...]]:
        """Everything that each programme must hold: what stays, and meals."""
        found = [
            (
                Meal(
                    day=day.number - 1,
                    earliest=block.starts,
                    latest=block.starts,
                    minutes=block.minutes,
                    place=self.place(block.spot) if block.spot else None,
                ),
                Bound(block=block),
            )
            for day in self.ask.days
            for block in self.blocks[day.number]
        ]
        for day in self.ask.days:
            for name, asked in (("lunch", day.lunch), ("dinner", day.dinner)):
                found += self.meal(day, name, asked)
        return tuple(meal for meal, _ in found), tuple(bound for _, bound in found)

    def meal(self, day: DayAsk, name: str, asked: MealAsk) -> Iterator[tuple[Meal, Bound]]:
        """A meal that the draft does not hold yet, if the day reaches into its hours."""
        opens, closes = (self.outline.limits[f"{name}_{end}"] for end in ("from", "to"))
        if asked.eating is Eating.NONE or meal_had(self.staying, day.number, opens, closes):
            return
        offer = self.library.offers.get(asked.component_id or 0)
        minutes = offer.duration if offer else self.outline.limits[f"{name}_minutes"]
        for earliest, latest in self.sittings(day, offer, (opens, closes), minutes):
            place = self.place(offer.spot) if offer and offer.spot else None
            meal = Meal(day.number - 1, earliest, latest, minutes, place)
            yield meal, Bound(meal=name, offer=offer)
            return

    def sittings(
        self, day: DayAsk, offer: Offer | None, hours: tuple[int, int], minutes: int
    ) -> list[tuple[int, int]]:
        """When the meal may begin, the widest choice first."""
        opens, closes = max(hours[0], day.starts), min(hours[1], day.ends)
        found = [(opens, closes - minutes)]
        if offer is not None:
            asked = replace(
                self.ask, days=tuple(replace(each, starts=0, ends=FAR) for each in self.ask.days)
            )
            slots = times_of(Candidate(offer), self.outline, asked).slots or ()
            found = [
                (max(opens, slot.earliest), min(closes - minutes, slot.latest))
                for slot in slots
                if slot.day == day.number - 1
            ]
        fitting = [sitting for sitting in found if sitting[0] <= sitting[1]]
        return sorted(fitting, key=lambda sitting: (sitting[0] - sitting[1], sitting[0]))

    def visit(
        self,
        candidate: Candidate,
        times: Times,
        musts: Collection[int],
        cuts: Cuts,
        days: tuple[Day, ...],
    ) -> Visit:
        offer, stop = candidate.offer, candidate.stop
        assert offer.spot is not None
        slots = tuple(
            slot for slot in times.slots or () if (offer.id, slot.day + 1) not in cuts.bans
        )
        return Visit(
            id=str(offer.id),
            place=self.place(offer.spot),
            minutes=offer.duration,
            score=candidate.points,
            windows=windows_by_day(days, slots, offer.duration),
            must=candidate.want.wish is Wish.MUST or offer.id in musts,
            slots=slots,
            cost=candidate.cost_cents,
            previous=(stop.day - 1, stop.starts) if stop else None,
        )

    def matrix(self) -> tuple[tuple[int, ...], ...]:
        """Minutes between all places as the checks reckon them."""
        numbers = range(len(self.names))
        return tuple(tuple(self.minutes(one, other) for other in numbers) for one in numbers)

    def minutes(self, one: int, other: int) -> int:
        if one == other or self.names[one] == FROM_ANYWHERE or self.names[other] == TO_ANYWHERE:
            return 0
        first, second = self.spots[one], self.spots[other]
        return FAR if first is None or second is None else leg(self.outline, first, second).minutes

    def limits(self, seconds: float) -> Limits:
        known = self.outline.limits
        budget = self.ask.budget_cents
        left = None if budget is None else max(0, budget - self.library.kept_cents)
        if self.outline.travel_mode is not TravelMode.COACH:
            return Limits(seconds=seconds, budget=left)
        return Limits(
            seconds=seconds,
            driving=known["driving_day"],
            stretch=known["driving_without_break"],
            rest=known["driving_break"],
            budget=left,
        )


def meal_had(staying: Sequence[Stop], day: int, opens: int, closes: int) -> Stop | None:
    """The meal that the draft holds in these hours of the day already."""
    return next(
        (
            stop
            for stop in staying
            if stop.day == day and stop.kind is ComponentKind.MEAL and not stop.alternative_to
            if min(stop.ends, closes) - max(stop.starts, opens) >= SHORTEST_MEAL
        ),
        None,
    )


def leg(outline: Outline, one: Spot, other: Spot) -> Leg:
    """The way between two places by the mode that the group takes there."""
    mode = travel.usual_mode(one, other, outline.travel_mode, outline.limits)
    return travel.leg_between(one, other, mode, outline.limits, outline.measured)
