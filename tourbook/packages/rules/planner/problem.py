"""What is to be planned, in whole numbers.

Times are integers of 1/`scale` of a minute and scores integers of 1/`score_scale` of a point, so
that nothing in the planner rounds. Visits, places and days are named by their index. `reading`
makes a Problem from the JSON format, the application makes one from its library.

The rules that a plan keeps (the team orienteering problem with several time windows, with what a
real programme adds):

* A day leaves `origin` at `start` or after it and is at `target` by `end`, even when empty.
* A visit starts inside one of its windows of that day (both ends belong to it) and lies inside
  the hours of the day. Waiting is allowed everywhere, before a visit and after it.
* Driving is travel between places. Driving of the day stays within `Limits.driving`.
* A stop lasts from arrival to departure: waiting, visits and meals at one place together. A stop
  of `Limits.rest` or longer sets continuous driving back to nothing; continuous driving never
  passes `Limits.stretch`. One may stay longer only to make such a break. One drive between two
  places is never interrupted, so a drive longer than `Limits.stretch` cannot be made.
* Each meal of a day starts inside its window, within the hours of the day, where the group is: at
  the start, before or after any visit, or at the end. A meal with a place is eaten there.
* Each visit at most once, each group at most one visit, every `must` visit in, and the costs of
  the visits made within `Limits.budget`.
"""

from dataclasses import dataclass

#: Earliest and latest start, both inclusive.
Window = tuple[int, int]


@dataclass(frozen=True)
class Day:
    start: int
    end: int
    origin: int
    target: int


@dataclass(frozen=True)
class Slot:
    """A window as it was given, for booking: the search sees overlapping ones as one."""

    day: int
    earliest: int
    latest: int
    #: What the caller knows it by; from the JSON format, its number in the visit's list.
    key: int


@dataclass(frozen=True)
class Visit:
    id: str
    place: int
    minutes: int
    score: int
    #: For each day the windows that may start a visit, apart from each other and in order.
    windows: tuple[tuple[Window, ...], ...]
    must: bool = False
    groups: tuple[str, ...] = ()
    #: None: any time of any day.
    slots: tuple[Slot, ...] | None = None
    #: Cents that the visit adds to the programme.
    cost: int = 0
    #: Day and start in the programme that stood before.
    previous: tuple[int, int] | None = None

    def slot_at(self, day: int, start: int) -> Slot | None:
        """The first given slot that a start falls in."""
        return next(
            (
                slot
                for slot in self.slots or ()
                if slot.day == day and slot.earliest <= start <= slot.latest
            ),
            None,
        )


@dataclass(frozen=True)
class Meal:
    day: int
    earliest: int
    latest: int
    minutes: int
    #: None: wherever the group is.
    place: int | None = None


@dataclass(frozen=True)
class Limits:
    #: Time that the search may take, in seconds.
    seconds: float = 5.0
    #: Driving of one day.
    driving: int | None = None
    #: Continuous driving, and the shortest stop that ends it.
    stretch: int | None = None
    rest: int = 0
    #: Cents.
    budget: int | None = None


@dataclass(frozen=True)
class Problem:
    days: tuple[Day, ...]
    visits: tuple[Visit, ...]
    places: tuple[str, ...]
    #: From row to column; the search takes shortest paths, so that no detour looks shorter.
    travel: tuple[tuple[int, ...], ...]
    meals: tuple[Meal, ...] = ()
    limits: Limits = Limits()
    #: Units of time in a minute.
    scale: int = 1
    #: Units of score in a point.
    score_scale: int = 1
    #: What rounding may have taken from each entry of `travel`.
    rounding: int = 0

    def minutes(self, units: int) -> int | float:
        """A time in minutes, as the caller knows it."""
        return units // self.scale if units % self.scale == 0 else units / self.scale

    def points(self, units: int) -> int | float:
        """A score in points."""
        scale = self.score_scale
        return units // scale if units % scale == 0 else units / scale

    def meals_of(self, day: int) -> tuple[Meal, ...]:
        return tuple(meal for meal in self.meals if meal.day == day)

    def likeness(self, day: int) -> object:
        """Days of the same likeness hold the same sets of visits."""
        meals = tuple(
            (meal.earliest, meal.latest, meal.minutes, meal.place) for meal in self.meals_of(day)
        )
        return self.days[day], meals, tuple(visit.windows[day] for visit in self.visits)


def merged(windows: list[Window]) -> tuple[Window, ...]:
    """The same starts with overlapping and touching windows made one, in order."""
    joined: list[Window] = []
    for earliest, latest in sorted(windows):
        if joined and earliest <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], latest))
        else:
            joined.append((earliest, latest))
    return tuple(joined)


def windows_by_day(
    days: tuple[Day, ...], slots: tuple[Slot, ...] | None, minutes: int
) -> tuple[tuple[Window, ...], ...]:
    """For each day the possible starts of a visit of that length; without slots, all day."""
    found: list[tuple[Window, ...]] = []
    for number, day in enumerate(days):
        opened: list[Window] = (
            [(day.start, day.end)]
            if slots is None
            else [(slot.earliest, slot.latest) for slot in slots if slot.day == number]
        )
        clipped = [
            (max(earliest, day.start), min(latest, day.end - minutes))
            for earliest, latest in opened
        ]
        found.append(merged([window for window in clipped if window[0] <= window[1]]))
    return tuple(found)
