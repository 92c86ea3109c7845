"""A programme as plain values: what the checks, the costing and the planner reason about.

No session, no lazy loading: an outline can be made from a draft, from a proposal that is not in
the database, or by hand in a test.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from tourbook.core.texts import Texts
from tourbook.directory.models import TravelMode
from tourbook.hosts.models import ComponentKind
from tourbook.packages.models import Sharing
from tourbook.packages.rules.limits import Limits

DAY_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True)
class Spot:
    """A place. Degrees north and east, WGS 84."""

    id: int
    name: str
    lat: float
    lon: float
    step_free: bool = True
    coach_parking: bool = True


@dataclass(frozen=True, slots=True)
class Hours:
    """A part of a weekday, in minutes after midnight; 0 is Monday."""

    weekday: int
    opens: int
    closes: int


@dataclass(frozen=True, slots=True)
class OpenSlot:
    """A time of a component on a certain day of the visit that a group can still take."""

    id: int
    #: The number of the day of the visit, from 1.
    day: int
    starts: int
    ends: int
    places_left: int


@dataclass(frozen=True, slots=True)
class Offer:
    """What a host says of a component."""

    id: int
    name: Texts
    kind: ComponentKind
    host_id: int
    host: str
    duration: int
    party_min: int = 1
    party_max: int = 1000
    languages: frozenset[str] = frozenset()
    ask_by_days: int = 0
    retired: bool = False
    outdoor: bool = False
    seated: bool = False
    spot: Spot | None = None
    vehicle_seats: int | None = None
    single_rooms: int | None = None
    twin_rooms: int | None = None
    #: Opening hours, and the weekly times of its slots; empty: at any hour.
    hours: tuple[Hours, ...] = ()
    pattern: tuple[Hours, ...] = ()
    #: The slots on the days of the visit; None where no day is on trial or it has no slots.
    slots: tuple[OpenSlot, ...] | None = None


@dataclass(frozen=True, slots=True)
class Stop:
    """An item of the programme. Minutes after the midnight of its day; a night passes 1440."""

    id: int
    lineage: str
    day: int
    starts: int
    ends: int
    kind: ComponentKind
    title: Texts = field(default_factory=Texts)
    offer: Offer | None = None
    spot: Spot | None = None
    optional: bool = False
    track: str = ""
    #: The lineage of the stop that this one stands in for; it does not run itself.
    alternative_to: str = ""
    interpreters: frozenset[str] = frozenset()
    pinned: bool = False
    arrive_by: TravelMode | None = None
    #: Start and end in minutes from the first day's midnight; asked so often that they are kept.
    span: tuple[int, int] = field(init=False, compare=False, repr=False)
    is_night: bool = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        midnight = (self.day - 1) * DAY_MINUTES
        object.__setattr__(self, "span", (midnight + self.starts, midnight + self.ends))
        object.__setattr__(self, "is_night", self.kind is ComponentKind.LODGING)

    @property
    def minutes(self) -> int:
        return self.ends - self.starts


@dataclass(frozen=True, slots=True)
class Frame:
    """The hours of a day within which its stops lie."""

    number: int
    starts: int = 8 * 60
    ends: int = 21 * 60


@dataclass(frozen=True, slots=True)
class Goal:
    """A learning objective and the stops that serve it."""

    code: str
    stop_ids: frozenset[int] = frozenset()
    anchored: bool = True


@dataclass(frozen=True, slots=True)
class Leg:
    """How long and how far it is between two places."""

    minutes: int
    metres: int
    #: False where it is only estimated from coordinates.
    known: bool = False


@dataclass(frozen=True)
class Outline:
    """The programme as a whole."""

    frames: tuple[Frame, ...]
    stops: tuple[Stop, ...]
    limits: Limits
    #: Today, for lead times; the day that is on trial as the first of the visit.
    today: date
    first_day: date | None = None
    goals: tuple[Goal, ...] = ()
    #: Paying guests, and the escorts that travel with the largest party.
    party_min: int = 1
    party_max: int = 30
    escorts: int = 1
    #: Group sizes for which no price is set.
    priceless: tuple[tuple[int, int], ...] = ()
    languages: frozenset[str] = frozenset({"en"})
    step_free: bool = False
    sharing: Sharing = Sharing.TWIN
    travel_mode: TravelMode = TravelMode.COACH
    #: Measured travel, by the lower and the higher key of the places and the mode.
    measured: Mapping[tuple[int, int, TravelMode], Leg] = field(default_factory=dict)

    def date_of(self, day: int) -> date | None:
        return None if self.first_day is None else self.first_day + timedelta(days=day - 1)

    @cached_property
    def running(self) -> tuple[Stop, ...]:
        """The stops that take place, in the order in which they are lived through."""
        mains = [stop for stop in self.stops if not stop.alternative_to]
        return tuple(sorted(mains, key=lambda stop: (stop.span, stop.id)))

    @cached_property
    def tracks(self) -> tuple[str, ...]:
        return tuple(sorted({stop.track for stop in self.running if stop.track}))

    def with_stops(self, stops: tuple[Stop, ...]) -> "Outline":
        """The same programme with other stops, of a group that splits as before."""
        face: dict[str, Any] = {name: self.__dict__[name] for name in self.__dataclass_fields__}
        made = Outline(**{**face, "stops": stops})
        made.__dict__["tracks"] = self.tracks
        return made
