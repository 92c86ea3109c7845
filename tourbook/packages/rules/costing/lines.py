"""What each item costs in a party of a given size, to the cent.

The net of a charge is its units times the rate, rounded half up to the cent (only half hours and
half rooms can need it). Its VAT is that net times the rate of VAT, rounded half up. Everything
else is a sum of such whole cents.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tourbook.hosts.models import ComponentKind, RateUnit, SupplementKind, VatCategory
from tourbook.packages.models import VatScheme
from tourbook.packages.rules.costing import units as costing_units
from tourbook.packages.rules.costing.units import PARTS, Count, Fleet
from tourbook.packages.rules.costing.values import WHOLE, Basis, Line, Party, Tariff, half_up

#: Basis points of a category on a day; None where they are not known.
Vat = Mapping[tuple[VatCategory, date], int | None]


@dataclass(frozen=True, slots=True)
class Charge:
    """One rate or supplement by which an item is paid for."""

    line: Line
    tariff: Tariff
    count: Count
    #: Parts of a unit in which `count` counts.
    parts: int
    #: None where the VAT of that day is not known.
    basis_points: int | None

    @property
    def key(self) -> str:
        """The same for the same charge in another costing of the programme."""
        tariff = self.tariff
        extra = "" if tariff.extra is None else f"{tariff.extra}:{tariff.language}"
        return f"{self.line.lineage}:{tariff.unit}:{extra}:{tariff.name.en if extra else ''}"

    def is_for(self, party: Party) -> bool:
        """Whether the rate is meant for as many as take part; never for nobody."""
        persons = party.shares[self.line.track].travellers
        return self.tariff.pax_from <= persons <= self.tariff.pax_to

    def net_and_vat(self, quantity: int) -> tuple[int, int]:
        net = half_up(quantity * self.tariff.net_cents, self.parts)
        return net, half_up(net * (self.basis_points or 0), WHOLE)


@dataclass(frozen=True, slots=True)
class LineCost:
    """What one charge comes to at one size, in cents."""

    charge: Charge
    #: In parts of a unit.
    quantity: int
    net: int
    vat: int

    @property
    def gross(self) -> int:
        return self.net + self.vat

    @property
    def units(self) -> float:
        """Whole units and halves."""
        return self.quantity / self.charge.parts


def charges_of(basis: Basis) -> list[Charge]:
    """All charges that count on their day, in the order of the programme."""
    fleets = fleets_of(basis)
    days = {basis.date_of(line) for line in basis.lines}
    vat: Vat = {(kind, day): basis.vat_on(kind, day) for kind in VatCategory for day in days}
    return [charge for line in basis.lines for charge in of_line(basis, line, fleets, vat)]


def fleets_of(basis: Basis) -> dict[tuple[int, int], Fleet]:
    """The vehicles by the key of their service and the day."""
    using: dict[tuple[int, int], list[Line]] = defaultdict(list)
    for line in basis.lines:
        if line.service is not None:
            using[line.service.id, line.day].append(line)
    fleets: dict[tuple[int, int], Fleet] = {}
    for key, lines in using.items():
        service = lines[0].service
        assert service is not None
        guides = [each for each in service.tariffs if each.extra is SupplementKind.GUIDE]
        fleets[key] = Fleet(service, lines, len(valid(guides, basis, lines[0])))
    return fleets


def valid(tariffs: Iterable[Tariff], basis: Basis, line: Line) -> list[Tariff]:
    day = basis.date_of(line)
    return [tariff for tariff in tariffs if tariff.holds_on(day)]


def is_wanted(tariff: Tariff, line: Line) -> bool:
    """Guides always come along; interpreters where they are asked for; the rest on request."""
    if tariff.extra is None or tariff.extra is SupplementKind.GUIDE:
        return True
    if tariff.extra is SupplementKind.SINGLE_ROOM:
        return line.kind is ComponentKind.LODGING
    return tariff.extra is SupplementKind.INTERPRETER and tariff.language in line.interpreters


def of_line(
    basis: Basis, line: Line, fleets: Mapping[tuple[int, int], Fleet], vat: Vat
) -> list[Charge]:
    if line.service is None:
        return []
    fleet = fleets[line.service.id, line.day]
    tariffs = [
        tariff for tariff in valid(line.service.tariffs, basis, line) if is_wanted(tariff, line)
    ]
    overridden = None if line.quantity is None else costing_units.overridden_unit(tariffs)
    single_known = knows_single(tariffs)
    day = basis.date_of(line)
    made: list[Charge] = []
    for tariff in tariffs:
        parts = PARTS.get(tariff.unit, 1)
        if tariff.extra is None and tariff.unit is overridden:
            count = costing_units.fixed((line.quantity or 0) * parts)
        else:
            count = costing_units.counting(
                line, tariff, fleet, basis.terms.sharing, single_known=single_known
            )
        made.append(Charge(line, tariff, count, parts, vat[tariff.category, day]))
    return made


def knows_single(tariffs: Iterable[Tariff]) -> bool:
    return any(tariff.extra is SupplementKind.SINGLE_ROOM for tariff in tariffs)


def costs_at(charges: Iterable[Charge], party: Party) -> list[LineCost]:
    """What is paid for at this size; charges that come to no unit are left out."""
    bills = ((charge, charge.count(party)) for charge in charges if charge.is_for(party))
    return [
        LineCost(charge, quantity, *charge.net_and_vat(quantity))
        for charge, quantity in bills
        if quantity
    ]


#: Where an amount belongs: the basis points of the general scheme, or None for the margin scheme.
Part = int | None


def part_of(charge: Charge) -> Part:
    return None if charge.line.scheme is VatScheme.MARGIN else charge.basis_points or 0


def borne(part: Part, net: int, vat: int) -> int:
    """What a purchase costs the organiser.

    In the general scheme its VAT is deducted, so that it costs its net; in the margin scheme it
    is not, so that it costs its gross.
    """
    return net + vat if part is None else net


class Bundle:
    """Charges of which the same number is paid for at every size; asked many times."""

    __slots__ = ("count", "known", "members", "parts", "pax_from", "pax_to", "track")

    def __init__(self, first: Charge) -> None:
        self.count = first.count
        self.parts = first.parts
        self.track = first.line.track
        self.pax_from, self.pax_to = first.tariff.pax_from, first.tariff.pax_to
        #: Cents per unit and basis points of VAT, by where they belong.
        self.members: dict[Part, list[tuple[int, int]]] = defaultdict(list)
        self.known: dict[int, list[tuple[Part, int]]] = {}

    def take(self, charge: Charge) -> None:
        member = (charge.tariff.net_cents, charge.basis_points or 0)
        self.members[part_of(charge)].append(member)

    def sums(self, quantity: int) -> list[tuple[Part, int]]:
        found = self.known.get(quantity)
        if found is None:
            found = [(part, self.sum_of(part, quantity)) for part in self.members]
            self.known[quantity] = found
        return found

    def sum_of(self, part: Part, quantity: int) -> int:
        members = self.members[part]
        if part is not None and self.parts == 1:
            return quantity * sum(cents for cents, _vat in members)
        total = 0
        for cents, vat in members:
            net = half_up(quantity * cents, self.parts)
            total += borne(part, net, half_up(net * vat, WHOLE))
        return total


def bundled(charges: Iterable[Charge]) -> list[Bundle]:
    bundles: dict[tuple[object, ...], Bundle] = {}
    for charge in charges:
        tariff = charge.tariff
        alike = (charge.count, charge.parts, charge.line.track, tariff.pax_from, tariff.pax_to)
        if alike not in bundles:
            bundles[alike] = Bundle(charge)
        bundles[alike].take(charge)
    return list(bundles.values())


def sums_at(bundles: Iterable[Bundle], party: Party) -> dict[Part, int]:
    """What it costs the organiser, by where it belongs."""
    sums: dict[Part, int] = defaultdict(int)
    shares = party.shares
    for bundle in bundles:
        if not bundle.pax_from <= shares[bundle.track].travellers <= bundle.pax_to:
            continue
        for part, cents in bundle.sums(bundle.count(party)):
            sums[part] += cents
    return sums


def nights(charges: Iterable[Charge]) -> list[Charge]:
    """The charges that sleeping alone adds to."""
    return [charge for charge in charges if charge.line.kind is ComponentKind.LODGING]


def alone(charges: Sequence[Charge], party: Party) -> list[LineCost]:
    """What one more person costs who sleeps alone and not in half a twin room, night by night.

    That is the host's supplement, or where rooms are paid for and no supplement is known, the
    other half of the room. `charges` are those of nights.
    """
    meant = [charge for charge in charges if charge.is_for(party)]
    with_extra = {
        charge.line.id for charge in meant if charge.tariff.extra is SupplementKind.SINGLE_ROOM
    }
    found: list[LineCost] = []
    for charge in meant:
        if charge.tariff.extra is SupplementKind.SINGLE_ROOM:
            quantity = charge.parts
        elif charge.tariff.unit is RateUnit.ROOM_NIGHT and charge.line.id not in with_extra:
            quantity = 1
        else:
            continue
        found.append(LineCost(charge, quantity, *charge.net_and_vat(quantity)))
    return found
