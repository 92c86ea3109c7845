"""How long five group sizes of a programme of 60 items take to cost.

Prints the CPU time of one process beside a reference, a fixed amount of plain work, so that
figures of different machines can be told apart from figures of different programs.

    .venv/bin/python -m tests.benchmarks.costing
"""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from tourbook.core.texts import Texts
from tourbook.hosts.models import ComponentKind, RateUnit, SupplementKind, VatCategory
from tourbook.hosts.services.rates import VAT_RATES
from tourbook.packages.models import VatScheme
from tourbook.packages.rules.costing import cost as costing
from tourbook.packages.rules.costing import tiers as costing_tiers
from tourbook.packages.rules.costing.cost import Reckoning
from tourbook.packages.rules.costing.values import Basis, Line, Service, Tariff, Terms, VatStep

#: What is promised: five sizes in less than this.
LIMIT_MS = 5.0
DAYS, PER_DAY = 5, 12
ROUNDS = 100
SIZES = ((8, 1), (10, 1), (15, 1), (20, 2), (30, 2))
KINDS = {
    ComponentKind.LODGING: (RateUnit.ROOM_NIGHT,),
    ComponentKind.TRANSPORT: (RateUnit.VEHICLE_DAY, RateUnit.KM),
    ComponentKind.MEAL: (RateUnit.PERSON,),
    ComponentKind.PROGRAMME: (RateUnit.GROUP, RateUnit.PERSON),
    ComponentKind.SIDE: (RateUnit.HOUR,),
}
#: The items of a day, in order: visits between meals, rides and a night.
DAY = "RVVMRVVRVMSN"
LETTERS = {
    "R": ComponentKind.TRANSPORT,
    "V": ComponentKind.PROGRAMME,
    "M": ComponentKind.MEAL,
    "S": ComponentKind.SIDE,
    "N": ComponentKind.LODGING,
}


def service(key: int, kind: ComponentKind) -> Service:
    tariffs = [
        Tariff(unit, 1_000 + 137 * key, VatCategory.REDUCED, pax_from=low, pax_to=high)
        for unit in KINDS[kind]
        for low, high in ((1, 15), (16, 60))
    ]
    if kind is ComponentKind.LODGING:
        single = SupplementKind.SINGLE_ROOM
        tariffs.append(Tariff(RateUnit.ROOM_NIGHT, 2_500, VatCategory.REDUCED, extra=single))
    if kind is ComponentKind.PROGRAMME:
        tariffs.append(
            Tariff(
                RateUnit.HOUR,
                8_000,
                VatCategory.STANDARD,
                extra=SupplementKind.INTERPRETER,
                language="fi",
            )
        )
    return Service(
        key, Texts(en=f"Service {key}"), kind, tuple(tariffs), vehicle_seats=19, free_every=20
    )


def programme() -> Basis:
    """Five days of twelve items: every one with rates in two brackets, half by the margin."""
    lines: list[Line] = []
    coach = service(0, ComponentKind.TRANSPORT)
    for number in range(DAYS * PER_DAY):
        kind = LETTERS[DAY[number % PER_DAY]]
        lines.append(
            Line(
                id=number,
                lineage=f"line{number}",
                title=Texts(en=f"Item {number}"),
                day=1 + number // PER_DAY,
                kind=kind,
                minutes=75,
                service=coach if kind is ComponentKind.TRANSPORT else service(number + 1, kind),
                optional=number % 20 == 11,
                interpreters=("fi",) if number % 4 == 0 else (),
                scheme=VatScheme.MARGIN if number % 2 else VatScheme.GENERAL,
                reason="Bought for the travellers." if number % 2 else "",
                metres=12_000 if kind is ComponentKind.TRANSPORT else 0,
            )
        )
    vat = tuple(VatStep(category, day, points) for category, day, points, _source in VAT_RATES)
    return Basis(tuple(lines), Terms(SIZES), vat, date(2027, 6, 1), 8, 30)


def reference() -> int:
    """The same plain work everywhere: a hundred thousand small sums."""
    total = 0
    for number in range(100_000):
        total += number * 3 // 7
    return total


@dataclass(frozen=True)
class Taken:
    """CPU milliseconds of one round. A busy machine slows the median, hardly the fastest."""

    median: float
    fastest: float


def taken(work: Callable[[], object]) -> Taken:
    work()
    rounds: list[float] = []
    for _round in range(ROUNDS):
        start = time.process_time()
        work()
        rounds.append(1000 * (time.process_time() - start))
    return Taken(statistics.median(rounds), min(rounds))


def main() -> None:
    basis = programme()
    sizes = costing.cost(basis).sizes
    charges = sum(len(size.lines) for size in sizes)
    told = [size.break_even for size in sizes]
    print(f"{len(basis.lines)} items, {len(sizes)} sizes, {charges} charges, break-even {told}")
    print(f"{'ms CPU':34} {'median':>8} {'fastest':>8}")
    for name, work in (
        ("reference: 100,000 small sums", reference),
        ("costing five sizes", lambda: costing.cost(basis)),
        ("proposing prices for 8 to 30", lambda: costing_tiers.propose(Reckoning(basis))),
    ):
        figure = taken(work)
        print(f"{name:34} {figure.median:8.2f} {figure.fastest:8.2f}")
    fastest = taken(lambda: costing.cost(basis)).fastest
    if fastest >= LIMIT_MS:
        raise SystemExit(f"Costing five sizes took {fastest:.2f} ms, more than {LIMIT_MS} ms.")


if __name__ == "__main__":
    main()
