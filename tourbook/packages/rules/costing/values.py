"""What a costing is reckoned from, as plain values: items, rates, terms and dated VAT."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from tourbook.core.texts import Texts
from tourbook.hosts.models import ComponentKind, RateUnit, SupplementKind, VatCategory
from tourbook.packages.models import MarkupKind, Sharing, VatScheme

#: Larger than any party.
MOST = 1_000_000
#: Basis points of a whole.
WHOLE = 10_000


@dataclass(frozen=True, slots=True)
class Tariff:
    """What a host charges per unit, net, from a day to a day and for parties of some sizes."""

    unit: RateUnit
    net_cents: int
    category: VatCategory
    valid_from: date = date.min
    valid_to: date = date.max
    pax_from: int = 1
    pax_to: int = MOST
    #: None: the price of the service itself; else what is added to it.
    extra: SupplementKind | None = None
    name: Texts = field(default_factory=Texts)
    #: Of an interpreter: into which language.
    language: str = ""

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day <= self.valid_to


@dataclass(frozen=True, slots=True)
class Service:
    """A component as far as it costs."""

    id: int
    name: Texts
    kind: ComponentKind
    tariffs: tuple[Tariff, ...] = ()
    vehicle_seats: int | None = None
    twin_rooms: int | None = None
    #: One person is free for every so many that are paid for, up to a most.
    free_every: int | None = None
    free_most: int | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """An item of the programme that may cost something; alternatives make none."""

    id: int
    lineage: str
    title: Texts
    day: int
    kind: ComponentKind
    minutes: int
    service: Service | None = None
    optional: bool = False
    track: str = ""
    interpreters: tuple[str, ...] = ()
    #: Units that are paid for in place of those reckoned.
    quantity: int | None = None
    scheme: VatScheme = VatScheme.GENERAL
    reason: str = ""
    #: How far a vehicle drives the group with this item.
    metres: int = 0


@dataclass(frozen=True, slots=True)
class VatStep:
    """The VAT of a category from a day on."""

    category: VatCategory
    valid_from: date
    basis_points: int


@dataclass(frozen=True, slots=True)
class Terms:
    """How a price is made of a cost, and for how many."""

    #: Paying guests and free places, the escorts among them.
    pax_ranges: tuple[tuple[int, int], ...]
    sharing: Sharing = Sharing.TWIN
    markup_kind: MarkupKind = MarkupKind.MARKUP
    markup_basis_points: int = 2000
    round_to_cents: int = 500


@dataclass(frozen=True)
class Basis:
    """A programme with all that its cost depends on.

    `lines` stand in the order in which they are lived through. `first_day` is the day whose rates
    and VAT count for day 1, the next for day 2, and so on.
    """

    lines: tuple[Line, ...]
    terms: Terms
    vat: tuple[VatStep, ...]
    first_day: date
    party_min: int = 1
    party_max: int = 30
    #: Metres that a vehicle drives on a day on which none is hired, by the day's number.
    unhired: Mapping[int, int] = field(default_factory=dict)

    def date_of(self, line: Line) -> date:
        return self.first_day + timedelta(days=line.day - 1)

    def vat_on(self, category: VatCategory, day: date) -> int | None:
        """Basis points; None before the first known rate of the category."""
        known = [
            (step.valid_from, step.basis_points)
            for step in self.vat
            if step.category is category and step.valid_from <= day
        ]
        return max(known)[1] if known else None

    @property
    def tracks(self) -> tuple[str, ...]:
        return tuple(sorted({line.track for line in self.lines if line.track}))


class Share(NamedTuple):
    """Who takes part in an item: all, or the part of the party that is on its track."""

    paying: int
    free: int
    travellers: int


class Party:
    """A group of so many paying guests and free places, and how it splits into tracks.

    The tracks get as nearly the same number as can be, the earlier ones the larger. Where there
    is a single track, everybody is on it.
    """

    __slots__ = ("free", "paying", "shares", "travellers")

    def __init__(self, paying: int, free: int, tracks: tuple[str, ...] = ()) -> None:
        self.paying = paying
        self.free = free
        self.travellers = paying + free
        self.shares = {"": Share(paying, free, paying + free)}
        for place, track in enumerate(tracks):
            guests, others = part_of(paying, len(tracks), place), part_of(free, len(tracks), place)
            self.shares[track] = Share(guests, others, guests + others)


def part_of(number: int, parts: int, place: int) -> int:
    """Of a number split into equal parts, the one at `place`; the first ones are larger by one."""
    return number // parts + (place < number % parts)


def half_up(numerator: int, denominator: int) -> int:
    """A quotient of whole numbers, not negative, rounded to the nearest, halves up."""
    return (2 * numerator + denominator) // (2 * denominator)


def split(total: int, weights: list[int]) -> list[int]:
    """A total in whole cents, split by weights so that no cent is lost.

    Each part is rounded down; the cents left over go one each to the largest remainders, the
    earlier part at a tie (largest remainder method, Hare quota). Without any weight the first
    part takes all.
    """
    whole = sum(weights)
    if not weights:
        return []
    if whole == 0:
        return [total, *([0] * (len(weights) - 1))]
    parts = [total * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda at: (-(total * weights[at] % whole), at))
    for at in by_remainder[: total - sum(parts)]:
        parts[at] += 1
    return parts
