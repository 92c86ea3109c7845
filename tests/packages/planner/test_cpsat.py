"""Another solver agrees: CP-SAT, where it is installed."""

import pytest

from tests.benchmarks import cpsat
from tests.benchmarks.planner_cases import Kind, make
from tests.packages.planner.planning import planned

KINDS = (
    Kind(8, 2, slots=4),
    Kind(12, 2, slots=3, widths=(0, 30, 60)),
    Kind(14, 3, slots=5, km=60),
)


@pytest.mark.skipif(not cpsat.present(), reason="ortools comes with the extra `dev`")
@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_both_prove_the_same_score(kind: Kind, seed: int) -> None:
    problem = make(kind, seed)

    other = cpsat.solve(problem, seconds=30)

    answer = planned(problem)
    assert other.proven
    assert (answer["status"], answer["score"]) == ("optimal", other.score)
