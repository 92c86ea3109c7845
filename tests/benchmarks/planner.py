"""How good and how fast the planner is, as tables.

    python -m tests.benchmarks.planner                realistic problems, growth and memory
    python -m tests.benchmarks.planner --cpsat 30     beside CP-SAT with 30 s for each problem
    python -m tests.benchmarks.planner --published 5  published instances with 5 s for each

Seconds are CPU seconds of one core from the problem to the proof, without loading the solver (half
a second, once) and without the reasons for what is left out. Each row runs in a process of its
own, whose largest memory is shown. Every plan goes through the independent checker.
"""

import argparse
import json
import resource
import statistics
import sys
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from time import process_time
from typing import Any

from tests.benchmarks import cpsat, toptw
from tests.benchmarks.planner_cases import Kind, make
from tests.packages.planner import checker
from tourbook.packages.rules.planner import wide
from tourbook.packages.rules.planner.answer import Progress, Stage
from tourbook.packages.rules.planner.reading import problem_of
from tourbook.packages.rules.planner.solve import loaded, solve
from tourbook.packages.rules.planner.writing import written

Json = dict[str, Any]

WIDE = (120, 180, 240)
REALISTIC = (Kind(20, 3), Kind(40, 4), Kind(60, 5), Kind(60, 3, widths=WIDE))
#: More offerings over the same four days, with the same number of slots each.
GROWTH = tuple(Kind(count, 4) for count in (10, 20, 40, 80, 160))
SEEDS = 10
GROWTH_SEEDS = 3
SECONDS = 30
CORES = 1


@dataclass(frozen=True)
class Run:
    """One problem planned."""

    status: str
    score: float
    bound: float | None
    #: CPU seconds to the proof, and with the reasons.
    seconds: float
    explained: float
    other: cpsat.Result | None


@dataclass(frozen=True)
class Row:
    """The problems of one kind."""

    kind: Kind
    runs: tuple[Run, ...]
    megabytes: float


def run(problem: Json, *, against: float) -> Run:
    read = problem_of(json.dumps(problem))
    reached: dict[Stage, float] = {}

    def note(progress: Progress) -> None:
        reached.setdefault(progress.stage, process_time())

    begun = process_time()
    answer = solve(read, progress=note)
    ended = process_time()
    said = written(read, answer)
    faults = checker.faults(problem, said)
    if faults:
        raise SystemExit(f"The checker found: {'; '.join(faults)}")
    return Run(
        status=said["status"],
        score=said["score"],
        bound=said["bound"],
        seconds=reached[Stage.REASONS] - begun,
        explained=ended - begun,
        other=cpsat.solve(problem, seconds=against) if against else None,
    )


def row(kind: Kind, seeds: int, against: float) -> Row:
    """In a process of its own, for its memory."""
    loaded("engine")
    runs = tuple(run(make(kind, seed, seconds=SECONDS), against=against) for seed in range(seeds))
    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return Row(kind, runs, kilobytes / 1024)


def rows(kinds: Iterable[Kind], *, seeds: int, against: float) -> Iterable[Row]:
    for kind in kinds:
        with ProcessPoolExecutor(CORES, mp_context=get_context("spawn")) as pool:
            yield pool.submit(row, kind, seeds, against).result()


def line(made: Row) -> list[str]:
    seconds = [one.seconds for one in made.runs]
    cells = [
        made.kind.name,
        f"{sum(one.status == 'optimal' for one in made.runs)} of {len(made.runs)}",
        f"{statistics.median(seconds):.2f}",
        f"{max(seconds):.2f}",
        f"{statistics.median(one.explained for one in made.runs):.2f}",
        f"{made.megabytes:.0f}",
    ]
    others = [(one, one.other) for one in made.runs if one.other]
    if others:
        ratios = [other.score / one.score for one, other in others]
        cells += [
            f"{sum(other.proven for _, other in others)} of {len(others)}",
            f"{statistics.median(other.seconds for _, other in others):.1f}",
            f"{100 * min(ratios):.0f} to {100 * max(ratios):.0f} %",
        ]
    return cells


HEAD = ["visits x days", "proven", "median s", "worst s", "with reasons", "MB"]
OTHER_HEAD = ["CP-SAT proven", "its median s", "its score"]


def show(title: str, head: Sequence[str], lines: Iterable[Sequence[str]]) -> None:
    print(f"\n{title}\n")
    print("| " + " | ".join(head) + " |")
    print("|" + " --- |" * len(head))
    for cells in lines:
        print("| " + " | ".join(cells) + " |", flush=True)


def show_published(seconds: float) -> None:
    """Published instances; compiling the search, once on a machine, is not counted."""
    wide.prepare()
    made = [toptw.run(case, seconds=seconds) for case in toptw.cases()]
    show(
        f"Published instances, {seconds:g} s",
        ["instance", "best known", "found", "gap %"],
        ([row.case.name, str(row.case.best), str(row.score), f"{row.gap:.2f}"] for row in made),
    )
    print(f"\n{toptw.summary(made)}")


def main(words: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=SEEDS)
    parser.add_argument("--cpsat", type=float, default=0, metavar="SECONDS")
    parser.add_argument("--published", type=float, default=0, metavar="SECONDS")
    given = parser.parse_args(words)
    if given.published:
        show_published(given.published)
        return
    head = HEAD + (OTHER_HEAD if given.cpsat else [])
    made = rows(REALISTIC, seeds=given.seeds, against=given.cpsat)
    show("Realistic problems", head, map(line, made))
    if not given.cpsat:
        made = rows(GROWTH, seeds=min(given.seeds, GROWTH_SEEDS), against=0)
        show("Growth, four days", HEAD, map(line, made))


if __name__ == "__main__":
    main(sys.argv[1:])
