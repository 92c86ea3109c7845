"""How far the planner is from the best known scores of published problems.

    python -m tests.benchmarks.toptw                     5 s for each of the 28 problems
    python -m tests.benchmarks.toptw --seconds 30        30 s for each
    python -m tests.benchmarks.toptw --search pr05 c103  the search for wide problems alone, in CPU
                                                         seconds, of these instances

The instances (team orienteering with time windows; Solomon and Cordeau families) lie beside the
repository, with their format told there. Every plan goes through the independent checker and is
walked once more with the published distances.
"""

import argparse
import csv
import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from time import process_time
from typing import Any

from tests.packages.planner import checker
from tourbook.packages.rules.planner import timing, wide
from tourbook.packages.rules.planner.answer import Answer, LeftOut, Status
from tourbook.packages.rules.planner.closing import closed
from tourbook.packages.rules.planner.plan import Plan, Pool
from tourbook.packages.rules.planner.problem import Problem
from tourbook.packages.rules.planner.reading import problem_of
from tourbook.packages.rules.planner.solve import solve
from tourbook.packages.rules.planner.writing import written

Json = dict[str, Any]

DATA = Path(__file__).parents[3] / "shared" / "data" / "toptw"
SECONDS = 5.0
#: Decimals that distances are cut to: the Cordeau family's names begin with pr.
DECIMALS = {"pr": 2}
USUAL_DECIMALS = 1


@dataclass(frozen=True)
class Case:
    instance: str
    days: int
    #: The highest score known.
    best: int

    @property
    def name(self) -> str:
        return f"{self.instance} x {self.days}"


@dataclass(frozen=True)
class Row:
    case: Case
    score: int
    seconds: float

    @property
    def gap(self) -> float:
        """Per cent of the best known; less than nothing where the plan is better."""
        return 100 * (self.case.best - self.score) / self.case.best


def cases() -> list[Case]:
    with (DATA / "best_known.csv").open(encoding="utf-8") as file:
        return [
            Case(row["instance"], int(row["days"]), int(row["score"]))
            for row in csv.DictReader(file)
        ]


def problem(case: Case, *, seconds: float = SECONDS) -> Json:
    """The instance in the planner's format."""
    lines = (DATA / f"{case.instance}.txt").read_text(encoding="utf-8").splitlines()
    points = [[float(word) for word in line.split()] for line in lines[2:] if line.strip()]
    decimals = DECIMALS.get(case.instance[:2], USUAL_DECIMALS)
    names = [f"{number:03}" for number in range(len(points))]
    opens, closes = points[0][-2:]
    return {
        "days": [
            {"start": opens, "end": closes, "from": names[0], "to": names[0]}
            for _ in range(case.days)
        ],
        "visits": [
            {
                "id": name,
                "place": name,
                "minutes": point[3],
                "score": point[4],
                "windows": [
                    {"day": day, "earliest": point[-2], "latest": point[-1]}
                    for day in range(case.days)
                ],
            }
            for name, point in zip(names[1:], points[1:], strict=True)
        ],
        "travel": {
            "places": names,
            "minutes": [[distance(one, other, decimals) for other in points] for one in points],
        },
        "limits": {"seconds": seconds},
    }


def distance(one: Sequence[float], other: Sequence[float], decimals: int) -> float:
    scale = 10.0**decimals
    cut = math.floor(math.dist(one[1:3], other[1:3]) * scale + 1e-9)
    return cut / scale


def planned(given: Json) -> Json:
    read = problem_of(json.dumps(given))
    return written(read, solve(read))


def searched(given: Json, **options: Any) -> Json:
    """The answer that the search for wide problems finds alone."""
    read = closed(problem_of(json.dumps(given)))
    options = {"start": None, "seconds": read.limits.seconds, "pool": Pool(), **options}
    plan = wide.improve(read, **options)
    assert plan is not None
    return written(read, answer_of(read, plan))


def answer_of(read: Problem, plan: Plan) -> Answer:
    schedules = [
        timing.in_order(read, day, [visit for visit, _ in stops]) for day, stops in enumerate(plan)
    ]
    made = {visit for stops in plan for visit, _ in stops}
    left = set(range(len(read.visits))) - made
    return Answer(
        Status.FEASIBLE,
        schedules=tuple(schedule for schedule in schedules if schedule is not None),
        score=sum(read.visits[visit].score for visit in made),
        left_out=tuple(LeftOut(number, "", "") for number in sorted(left)),
    )


def faults(given: Json, answer: Json) -> list[str]:
    """What is wrong with the plan. The checker looks at the places of the plan only, for it takes
    the shortest of all ways; the published distances are then driven one by one."""
    made = {stop["id"] for stops in answer["days"] for stop in stops}
    names = given["travel"]["places"]
    numbers = [at for at, name in enumerate(names) if name in made or at == 0]
    minutes = [[given["travel"]["minutes"][row][column] for column in numbers] for row in numbers]
    smaller = {
        **given,
        "visits": [visit for visit in given["visits"] if visit["id"] in made],
        "travel": {"places": [names[at] for at in numbers], "minutes": minutes},
    }
    return [*checker.faults(smaller, {**answer, "left_out": []}), *of_drives(smaller, answer)]


def of_drives(given: Json, answer: Json) -> Iterator[str]:
    number = {name: at for at, name in enumerate(given["travel"]["places"])}
    lengths = {visit["id"]: exact(visit["minutes"]) for visit in given["visits"]}
    for hours, stops in zip(given["days"], answer["days"], strict=True):
        legs = [(hours["from"], exact(hours["start"]), Fraction(0))]
        legs += [(stop["id"], exact(stop["start"]), lengths[stop["id"]]) for stop in stops]
        legs += [(hours["to"], exact(hours["end"]), Fraction(0))]
        for (place, start, length), (onward, reached, _) in pairwise(legs):
            drive = exact(given["travel"]["minutes"][number[place]][number[onward]])
            if start + length + drive > reached:
                yield f"no time to drive from {place} to {onward}"


def exact(value: float) -> Fraction:
    return Fraction(str(value))


def run(case: Case, *, seconds: float, search_alone: bool = False) -> Row:
    given = problem(case, seconds=seconds)
    begun = process_time()
    answer = searched(given, clock=process_time) if search_alone else planned(given)
    spent = process_time() - begun
    wrong = faults(given, answer)
    assert not wrong, (case.name, wrong)
    return Row(case, int(answer["score"]), spent)


def line(row: Row) -> str:
    case = row.case
    return f"{case.name:12}{case.best:8}{row.score:8}{row.gap:8.2f}{row.seconds:9.1f}"


def summary(rows: Sequence[Row]) -> str:
    gaps = [row.gap for row in rows]
    return f"average gap {sum(gaps) / len(gaps):.2f} %, worst {max(gaps):.2f} %"


def main() -> None:
    parser = argparse.ArgumentParser(description="Published problems against the best known.")
    parser.add_argument("--seconds", type=float, default=SECONDS)
    parser.add_argument("--search", action="store_true", help="without the exact method")
    parser.add_argument("instances", nargs="*")
    given = parser.parse_args()
    wide.prepare()
    print(f"{'problem':12}{'known':>8}{'found':>8}{'gap %':>8}{'CPU s':>9}")
    rows: list[Row] = []
    for case in cases():
        if not given.instances or case.instance in given.instances:
            rows.append(run(case, seconds=given.seconds, search_alone=given.search))
            print(line(rows[-1]), flush=True)
    print(summary(rows))


if __name__ == "__main__":
    main()
