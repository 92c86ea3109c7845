"""How many units a host is paid for: persons, rooms, vehicles, kilometres, hours.

Units that may be counted in halves (hours, rooms) are counted in halves throughout; `PARTS` says
how many parts make one unit.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache

from tourbook.hosts.models import ComponentKind, RateUnit, SupplementKind
from tourbook.packages.models import Sharing
from tourbook.packages.rules.costing.values import Line, Party, Service, Share, Tariff

Count = Callable[[Party], int]

#: Hours are paid by the started half hour, rooms that are slept in alone by the half room.
PARTS = {RateUnit.HOUR: 2, RateUnit.ROOM_NIGHT: 2}
#: Which rate of an item its own number of units stands for: the first of these that it has.
OVERRIDE_ORDER = (
    RateUnit.KM,
    RateUnit.HOUR,
    RateUnit.VEHICLE_DAY,
    RateUnit.GROUP,
    RateUnit.ROOM_NIGHT,
    RateUnit.PERSON,
)
#: These are paid once a day, however often the vehicle drives.
BY_THE_DAY = frozenset({RateUnit.VEHICLE_DAY, RateUnit.KM})


def free_places(persons: int, every: int | None, most: int | None = None) -> int:
    """How many of so many persons a host does not charge for.

    One for `every` so many that are paid for: of 21 persons at one in 20, one. At most `most`.
    """
    if every is None:
        return 0
    free = persons // (every + 1)
    return free if most is None else min(free, most)


def rooms(share: Share, sharing: Sharing, twin_rooms: int | None) -> tuple[int, int]:
    """Twin rooms and rooms slept in alone.

    Paying guests share twins as far as the hotel has them, the odd one out sleeps alone; escorts
    and whoever has a free place sleep alone.
    """
    twins = share.paying // 2 if sharing is Sharing.TWIN else 0
    if twin_rooms is not None:
        twins = min(twins, twin_rooms)
    return twins, share.paying - 2 * twins + share.free


def half_hours(minutes: int) -> int:
    """Started half hours: 75 minutes are three."""
    return -(-minutes // 30)


def kilometres(metres: int) -> int:
    """Started kilometres."""
    return -(-metres // 1000)


def vehicles(persons: int, guides: int, seats: int | None) -> int:
    """How many vehicles carry so many persons and the guides; one where seats are not known."""
    if persons == 0:
        return 0
    return 1 if seats is None else -(-(persons + guides) // seats)


class Fleet:
    """The vehicles of one service on one day: hired once, by the first item that uses them."""

    def __init__(self, service: Service, lines: Sequence[Line], guides: int) -> None:
        self.service = service
        self.seats = service.vehicle_seats
        self.guides = guides
        self.tracks = tuple(sorted({line.track for line in lines}))
        self.metres = sum(line.metres for line in lines)
        #: The item that carries what is paid by the day; the rest of them ride along.
        self.payer = next((line.id for line in lines if not line.optional), lines[0].id)

        self.known: dict[tuple[int, int], int] = {}

    def needed(self, party: Party) -> int:
        """Enough for everybody at once, and for the tracks that drive apart at the same time."""
        size = (party.paying, party.free)
        if size not in self.known:
            self.known[size] = self.reckoned(party)
        return self.known[size]

    def reckoned(self, party: Party) -> int:
        counts = {
            track: vehicles(party.shares[track].travellers, self.guides, self.seats)
            for track in self.tracks
        }
        return max(counts.pop("", 0), sum(counts.values()))

    def kilometres(self, party: Party) -> int:
        return kilometres(self.metres) * self.needed(party)


def overridden_unit(tariffs: Sequence[Tariff]) -> RateUnit | None:
    units = {tariff.unit for tariff in tariffs if tariff.extra is None}
    return next((unit for unit in OVERRIDE_ORDER if unit in units), None)


def counting(
    line: Line, tariff: Tariff, fleet: Fleet, sharing: Sharing, *, single_known: bool
) -> Count:
    """How many parts of a unit an item is charged for in a party of a given size.

    What is counted alike gets one and the same function.
    """
    track, service = line.track, fleet.service
    if tariff.extra is SupplementKind.SINGLE_ROOM:
        return sleeping_alone(track, tariff.unit, sharing, service.twin_rooms)
    if tariff.unit in BY_THE_DAY:
        if fleet.payer != line.id:
            return fixed(0)
        return fleet.kilometres if tariff.unit is RateUnit.KM else fleet.needed
    if tariff.unit is RateUnit.PERSON:
        every = service.free_every if tariff.extra is None else None
        return by_person(track, every, service.free_most)
    if tariff.unit is RateUnit.ROOM_NIGHT:
        return by_room(track, sharing, service.twin_rooms, single_known=single_known)
    if tariff.unit is RateUnit.HOUR:
        return by_hour(line, fleet)
    return fixed(1)


def by_hour(line: Line, fleet: Fleet) -> Count:
    """Vehicles are paid for each, everything else once for the group."""
    halves = half_hours(line.minutes)
    if line.kind is not ComponentKind.TRANSPORT:
        return fixed(halves)
    return lambda party: (
        halves * vehicles(party.shares[line.track].travellers, fleet.guides, fleet.seats)
    )


@lru_cache
def fixed(quantity: int) -> Count:
    return lambda _party: quantity


@lru_cache
def by_person(track: str, every: int | None, most: int | None) -> Count:
    def paid(party: Party) -> int:
        persons = party.shares[track].travellers
        return persons - free_places(persons, every, most)

    return paid


@lru_cache
def by_room(track: str, sharing: Sharing, twin_rooms: int | None, *, single_known: bool) -> Count:
    """Half rooms. Alone one pays half a room where the host adds a supplement to it, else a whole
    one."""
    alone = 1 if single_known else 2

    def halves(party: Party) -> int:
        twins, singles = rooms(party.shares[track], sharing, twin_rooms)
        return 2 * twins + alone * singles

    return halves


@lru_cache
def sleeping_alone(track: str, unit: RateUnit, sharing: Sharing, twin_rooms: int | None) -> Count:
    parts = PARTS.get(unit, 1)

    def singles(party: Party) -> int:
        alone = rooms(party.shares[track], sharing, twin_rooms)[1]
        return parts * (min(alone, 1) if unit is RateUnit.GROUP else alone)

    return singles
