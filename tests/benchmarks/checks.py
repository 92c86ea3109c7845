"""How long it takes to check a package of five days and sixty items.

    .venv/bin/python -m tests.benchmarks.checks

CPU time of one core, the median of many runs, beside a reference of the same minute: sorting
100,000 numbers. Nothing is kept from run to run: each reckons the ways between places anew.
"""

import gc
import statistics
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from random import Random

from tests.packages.outlines import LODGING, MEAL, PROGRAMME, offer, outline, spot, stop
from tourbook.hosts.models import ComponentKind
from tourbook.packages.rules import feasibility
from tourbook.packages.rules.checks.problems import Severity
from tourbook.packages.rules.outline import Hours, Outline, Spot, Stop

RUNS = 101
DAYS = 5
#: The most that such a check may take, in milliseconds.
BUDGET = 10.0
#: A Monday of daylight and no holiday.
FIRST_DAY = date(2027, 6, 7)
WEEK = tuple(Hours(weekday, 480, 1260) for weekday in range(5))
#: Starts and lengths of a day of twelve items: visits, coffee, lunch, coffee, dinner, the night.
VISITS = ((495, 40), (545, 40), (625, 30), (665, 30), (770, 40), (820, 40), (900, 40), (950, 40))
MEALS = ((595, 20), (705, 50), (870, 20), (1080, 75))
NIGHT = (1260, 660)


def package(*, near: float, late: int) -> Outline:
    """Hosts with hours and languages, places so near to the town, some stops late by a while."""
    chance = Random(7)
    town = [place(chance, near) for _ in range(12)]
    stops = [each for day in range(1, DAYS + 1) for each in day_of(day, town, chance, late)]
    made = outline(*stops, first_day=FIRST_DAY, step_free=True)
    return replace(made, escorts=2)


def place(chance: Random, near: float) -> Spot:
    """`near` in degrees north or south."""
    return spot(61.69 + chance.gauss(0, near), 27.27 + chance.gauss(0, 2 * near))


def day_of(day: int, town: Sequence[Spot], chance: Random, late: int) -> list[Stop]:
    visits = [
        item(day, starts + chance.choice((0, late)), minutes, PROGRAMME, chance.choice(town))
        for starts, minutes in VISITS[1:]
    ]
    meals = [item(day, starts, minutes, MEAL, chance.choice(town)) for starts, minutes in MEALS]
    return [*visits, *meals, item(day, *NIGHT, LODGING, town[0])]


def item(day: int, starts: int, minutes: int, kind: ComponentKind, where: Spot) -> Stop:
    rooms = {"single_rooms": 10, "twin_rooms": 20} if kind is LODGING else {"hours": WEEK}
    host = offer(kind=kind, duration=minutes, **rooms)
    return stop(starts, starts + minutes, kind, day=day, spot=where, offer=host)


def median_ms(work: Callable[[], object]) -> float:
    taken = []
    for _run in range(RUNS):
        since = time.process_time()
        work()
        taken.append(time.process_time() - since)
    return 1000 * statistics.median(taken)


def reference() -> list[float]:
    chance = Random(1)
    return sorted(chance.random() for _ in range(100_000))


def row(name: str, made: Outline) -> float:
    found = feasibility.problems_of(made)
    weights = Counter(problem.severity for problem in found)
    pressed = sum(way.remedy is not None for problem in found for way in problem.ways_out)
    told = ", ".join(f"{weights[severity]} {severity.value}" for severity in Severity)
    taken = median_ms(lambda: feasibility.problems_of(made))
    print(f"{name:<22} {len(made.stops):>5} {taken:>9.2f}   {told}; {pressed} ways out to press")
    return taken


def main() -> None:
    gc.disable()
    print(f"{'package':<22} {'items':>5} {'CPU ms':>9}   problems")
    slowest = max(
        row("sound", package(near=0.001, late=0)),
        row("a few slips", package(near=0.002, late=5)),
        row("in a bad state", package(near=0.03, late=25)),
    )
    print(f"{'reference: a sort':<22} {'':>5} {median_ms(reference):>9.2f}")
    print(f"budget {BUDGET:.0f} ms: {'kept' if slowest <= BUDGET else 'NOT KEPT'}")


if __name__ == "__main__":
    main()
