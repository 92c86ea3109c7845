"""The costing once more, plainly: one group size at a time, in decimals, line by line.

Written from what the costing page tells of itself, not from its code, and shares none with it.
Slow and long-winded on purpose.
"""

import math
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from tests.packages.sheets_random import VAT
from tourbook.packages.rules.costing.values import Basis, Line, Tariff

CENT = Decimal("0.01")
ORDER = ["km", "hour", "vehicle_day", "group", "room_night", "person"]


def cents(amount: Decimal | Fraction) -> Decimal:
    """To the cent, halves up."""
    if isinstance(amount, Fraction):
        return Decimal(math.floor(amount * 100 + Fraction(1, 2))) * CENT
    return amount.quantize(CENT, ROUND_HALF_UP)


def vat_share(category: str, day: date) -> Fraction:
    known = sorted(
        (step.valid_from, step.basis_points)
        for step in VAT
        if step.category == category and step.valid_from <= day
    )
    return Fraction(known[-1][1], 10_000) if known else Fraction(0)


@dataclass
class Paid:
    """One line of the bill of one size."""

    line: Line
    tariff: Tariff
    net: Decimal
    vat: Decimal
    rate: Fraction

    @property
    def part(self) -> tuple[bool, Fraction]:
        """Margin scheme or not, and the rate; the margin scheme is one part whatever its rates."""
        return (True, Fraction(0)) if self.line.scheme == "margin" else (False, self.rate)

    @property
    def cost(self) -> Decimal:
        return self.net + self.vat if self.line.scheme == "margin" else self.net


@dataclass
class Answer:
    paid: list[Paid] = field(default_factory=list)
    cost: Decimal = Decimal(0)
    price: Decimal = Decimal(0)
    vat_due: Decimal = Decimal(0)
    profit: Decimal = Decimal(0)
    single: Decimal | None = None
    options: dict[int, tuple[Decimal, Decimal]] = field(default_factory=dict)


class Group:
    """A party, split over the tracks like dealing out cards, guests and free places each."""

    def __init__(self, basis: Basis, paying: int, free: int) -> None:
        self.guests: dict[str, int] = {"": paying}
        self.others: dict[str, int] = {"": free}
        names = sorted({line.track for line in basis.lines} - {""})
        for name in names:
            self.guests[name] = self.others[name] = 0
        for turn in range(paying if names else 0):
            self.guests[names[turn % len(names)]] += 1
        for turn in range(free if names else 0):
            self.others[names[turn % len(names)]] += 1

    def on(self, track: str) -> int:
        return self.guests[track] + self.others[track]


def holds(basis: Basis, line: Line, tariff: Tariff) -> bool:
    day = basis.first_day + timedelta(days=line.day - 1)
    return tariff.valid_from <= day <= tariff.valid_to


def counts(line: Line, tariff: Tariff) -> bool:
    if tariff.extra == "single_room":
        return line.kind == "lodging"
    if tariff.extra == "interpreter":
        return tariff.language in line.interpreters
    return tariff.extra is None or tariff.extra == "guide"


def beds(basis: Basis, line: Line, group: Group) -> tuple[int, int]:
    """Pair the guests up while there is a twin room; who is left over sleeps alone."""
    assert line.service is not None
    waiting, twins = group.guests[line.track], 0
    most = math.inf if line.service.twin_rooms is None else line.service.twin_rooms
    while basis.terms.sharing == "twin" and waiting >= 2 and twins < most:
        waiting, twins = waiting - 2, twins + 1
    return twins, waiting + group.others[line.track]


def fill(persons: int, guides: int, seats: int | None) -> int:
    """Vehicles, filled one after the other."""
    if persons == 0:
        return 0
    if seats is None:
        return 1
    waiting, used = persons + guides, 0
    while waiting > 0:
        waiting, used = waiting - seats, used + 1
    return used


def same_vehicle(basis: Basis, line: Line) -> list[Line]:
    assert line.service is not None
    return [
        other
        for other in basis.lines
        if other.service is not None
        and other.service.id == line.service.id
        and other.day == line.day
    ]


def guides_of(basis: Basis, line: Line) -> int:
    assert line.service is not None
    tariffs = line.service.tariffs
    return len([t for t in tariffs if t.extra == "guide" and holds(basis, line, t)])


def vehicles_of_day(basis: Basis, line: Line, group: Group) -> int:
    assert line.service is not None
    seats, guides = line.service.vehicle_seats, guides_of(basis, line)
    tracks = {other.track for other in same_vehicle(basis, line)}
    together = fill(group.on(""), guides, seats) if "" in tracks else 0
    apart = sum(fill(group.on(track), guides, seats) for track in tracks if track)
    return max(together, apart)


def hirer(basis: Basis, line: Line) -> Line:
    users = same_vehicle(basis, line)
    wanted = [user for user in users if not user.optional]
    return (wanted or users)[0]


def units(basis: Basis, line: Line, tariff: Tariff, group: Group) -> Fraction:
    said = said_number(basis, line, tariff)
    if said is not None:
        return said
    if tariff.extra == "single_room":
        alone = beds(basis, line, group)[1]
        return Fraction(1 if tariff.unit == "group" and alone else alone)
    if tariff.unit == "hour":
        return hours(basis, line, group)
    if tariff.unit == "room_night":
        return nights(basis, line, group)
    if tariff.unit in ("vehicle_day", "km"):
        return driving(basis, line, tariff, group)
    if tariff.unit == "person":
        return Fraction(persons_paid(line, tariff, group.on(line.track)))
    return Fraction(1)


def said_number(basis: Basis, line: Line, tariff: Tariff) -> Fraction | None:
    """The number that the item says itself, if it is meant for this rate."""
    assert line.service is not None
    if line.quantity is None or tariff.extra is not None:
        return None
    rates = [t for t in line.service.tariffs if t.extra is None and holds(basis, line, t)]
    first = min(ORDER.index(t.unit) for t in rates)
    return Fraction(line.quantity) if ORDER[first] == tariff.unit else None


def hours(basis: Basis, line: Line, group: Group) -> Fraction:
    assert line.service is not None
    length = Fraction(math.ceil(line.minutes / 30), 2)
    if line.kind != "transport":
        return length
    seats = line.service.vehicle_seats
    return length * fill(group.on(line.track), guides_of(basis, line), seats)


def nights(basis: Basis, line: Line, group: Group) -> Fraction:
    assert line.service is not None
    twins, alone = beds(basis, line, group)
    known = [
        t
        for t in line.service.tariffs
        if t.extra == "single_room" and counts(line, t) and holds(basis, line, t)
    ]
    return twins + alone * (Fraction(1, 2) if known else Fraction(1))


def driving(basis: Basis, line: Line, tariff: Tariff, group: Group) -> Fraction:
    if hirer(basis, line).id != line.id:
        return Fraction(0)
    needed = vehicles_of_day(basis, line, group)
    metres = sum(user.metres for user in same_vehicle(basis, line))
    return Fraction(needed * (math.ceil(metres / 1000) if tariff.unit == "km" else 1))


def persons_paid(line: Line, tariff: Tariff, persons: int) -> int:
    """Let one more go free for as long as enough others pay for it."""
    assert line.service is not None
    every, most = line.service.free_every, line.service.free_most
    free = 0
    if tariff.extra is None and every is not None:
        while (free + 1) * every <= persons - (free + 1) and (most is None or free < most):
            free += 1
    return persons - free


def fits(tariff: Tariff, persons: int) -> bool:
    return persons > 0 and tariff.pax_from <= persons <= tariff.pax_to


def paid(basis: Basis, line: Line, group: Group) -> list[Paid]:
    if line.service is None:
        return []
    found: list[Paid] = []
    for tariff in line.service.tariffs:
        if not (holds(basis, line, tariff) and counts(line, tariff)):
            continue
        if not fits(tariff, group.on(line.track)):
            continue
        number = units(basis, line, tariff, group)
        if number:
            found.append(bill(basis, line, tariff, number))
    return found


def bill(basis: Basis, line: Line, tariff: Tariff, number: Fraction) -> Paid:
    rate = vat_share(tariff.category, basis.first_day + timedelta(days=line.day - 1))
    net = cents(number * tariff.net_cents / 100)
    return Paid(line, tariff, net, cents(Fraction(net) * rate), rate)


def standard(basis: Basis) -> Fraction:
    return vat_share("standard", basis.first_day)


def marked_up(basis: Basis, cost: Decimal) -> Decimal:
    share = Fraction(basis.terms.markup_basis_points, 10_000)
    if basis.terms.markup_kind == "margin":
        return cents(Fraction(cost) / (1 - share))
    return cents(Fraction(cost) * (1 + share))


def by_part(bills: list[Paid]) -> dict[tuple[bool, Fraction], Decimal]:
    sums: dict[tuple[bool, Fraction], Decimal] = {}
    for each in sorted(bills, key=lambda each: each.part):
        sums[each.part] = sums.get(each.part, Decimal(0)) + each.cost
    return sums


def to_sell_for(basis: Basis, part: tuple[bool, Fraction], cost: Decimal) -> Decimal:
    sale = marked_up(basis, cost)
    if part[0]:
        return sale + cents(Fraction(sale - cost) * standard(basis))
    return sale + cents(Fraction(sale) * part[1])


def price(basis: Basis, bills: list[Paid], persons: int) -> Decimal:
    """As many steps as it takes for all together to pay enough."""
    step = Decimal(basis.terms.round_to_cents) * CENT
    total = sum(
        (to_sell_for(basis, part, cost) for part, cost in by_part(bills).items()), Decimal(0)
    )
    return step * math.ceil(Fraction(total) / (Fraction(step) * persons))


def shares(total: Decimal, weights: list[Decimal]) -> list[Decimal]:
    """Hand out the total cent by cent: the whole cents first, the rest by who misses most."""
    whole = sum(weights, Decimal(0))
    if not weights or whole == 0:
        return [total if place == 0 else Decimal(0) for place in range(len(weights))]
    exact = [Fraction(total) * Fraction(weight) / Fraction(whole) for weight in weights]
    got = [Decimal(math.floor(each * 100)) * CENT for each in exact]
    while sum(got, Decimal(0)) < total:
        missing = [each - Fraction(part) for each, part in zip(exact, got, strict=True)]
        got[missing.index(max(missing))] += CENT
    return got


def vat_due(basis: Basis, part: tuple[bool, Fraction], cost: Decimal, share: Decimal) -> Decimal:
    if part[0]:
        rate = standard(basis)
        return cents(Fraction(max(Decimal(0), share - cost)) * rate / (1 + rate))
    return cents(Fraction(share) * part[1] / (1 + part[1]))


def answer(basis: Basis, paying: int, free: int, *, at: Decimal | None = None) -> Answer:
    """The costing of one size; `at` another price than the one that follows from it."""
    group = Group(basis, paying, free)
    found = Answer()
    for line in basis.lines:
        if not line.optional:
            found.paid += paid(basis, line, group)
        elif group.guests[line.track]:
            own = paid(basis, line, group)
            spent = sum((each.cost for each in own), Decimal(0))
            found.options[line.id] = (spent, price(basis, own, group.guests[line.track]))
    sums = by_part(found.paid)
    found.cost = sum(sums.values(), Decimal(0))
    found.price = price(basis, found.paid, paying)
    taken = (found.price if at is None else at) * paying
    weights = [to_sell_for(basis, part, cost) for part, cost in sums.items()]
    for (part, cost), share in zip(sums.items(), shares(taken, weights), strict=True):
        found.vat_due += vat_due(basis, part, cost, share)
    found.profit = taken - found.vat_due - found.cost
    if basis.terms.sharing == "twin":
        found.single = price(basis, sleeping_alone(basis, group), 1)
    return found


def sleeping_alone(basis: Basis, group: Group) -> list[Paid]:
    """What it costs to give one guest a room alone, over all nights."""
    found: list[Paid] = []
    for line in basis.lines:
        if line.optional or line.kind != "lodging" or line.service is None:
            continue
        tariffs = [
            t
            for t in line.service.tariffs
            if holds(basis, line, t) and fits(t, group.on(line.track))
        ]
        extras = [t for t in tariffs if t.extra == "single_room"]
        found += [bill(basis, line, t, Fraction(1)) for t in extras]
        if not extras:
            whole = [t for t in tariffs if t.extra is None and t.unit == "room_night"]
            found += [bill(basis, line, t, Fraction(1, 2)) for t in whole]
    return found
