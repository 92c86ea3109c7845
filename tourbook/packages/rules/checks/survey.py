"""A programme and what several checks need of it, reckoned once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from tourbook.packages.rules.limits import Limits
from tourbook.packages.rules.outline import DAY_MINUTES, Frame, Outline, Stop
from tourbook.packages.rules.travel import Roads, Transfer, Walk, roads_of, walks


@dataclass(frozen=True)
class Survey:
    outline: Outline
    roads: Roads
    #: The days on which the group is with us, where this is only a part of the programme.
    whole: range = range(0)

    @property
    def limits(self) -> Limits:
        return self.outline.limits

    @cached_property
    def walks(self) -> tuple[Walk, ...]:
        return walks(self.outline, self.roads)

    @cached_property
    def ways(self) -> tuple[Transfer, ...]:
        """The ways of all tracks, what they have in common once."""
        found = {
            (way.before.id, way.after.id): way for walk in self.walks for way in walk.transfers
        }
        return tuple(found.values())

    @cached_property
    def frames(self) -> Mapping[int, Frame]:
        return {frame.number: frame for frame in self.outline.frames}

    @cached_property
    def days(self) -> Mapping[int, Sequence[Stop]]:
        """What takes place on each day of the programme, in order."""
        found: dict[int, list[Stop]] = {frame.number: [] for frame in self.outline.frames}
        for stop in self.outline.running:
            found[stop.day].append(stop)
        return found

    @cached_property
    def days_with_us(self) -> range:
        """From the day of the first stop to that of the last; a night lasts until the next day."""
        stops = self.outline.running
        days = [*self.whole, *(stop.day for stop in stops)]
        days += [stop.day + 1 for stop in stops if stop.is_night]
        return range(min(days), max(days) + 1) if days else range(0)

    @cached_property
    def _views(self) -> dict[int, "Survey"]:
        return {}

    def of_day(self, number: int) -> "Survey":
        """One day alone, with the night before it and what reaches into it or out of it."""
        if number not in self._views:
            self._views[number] = self._view(number)
        return self._views[number]

    def _view(self, number: int) -> "Survey":
        midnight = (number - 1) * DAY_MINUTES
        stops = tuple(
            stop
            for stop in self.outline.stops
            if stop.day == number
            or (stop.is_night and stop.day == number - 1)
            or (stop.span[0] < midnight + DAY_MINUTES and midnight < stop.span[1])
        )
        return Survey(self.outline.with_stops(stops), self.roads, self.days_with_us)

    def with_stop(self, changed: Stop) -> "Survey":
        """The programme with this stop as it is here; one that is new is added."""
        others = [stop for stop in self.outline.stops if stop.id != changed.id]
        return Survey(self.outline.with_stops((*others, changed)), self.roads, self.whole)


def survey(outline: Outline) -> Survey:
    return Survey(outline, roads_of(outline))
