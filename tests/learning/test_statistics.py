"""Numbers for small groups against other programs, published examples and their own promises."""

import math
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from tourbook.learning.rules import statistics
from tourbook.learning.rules.quantiles import Z, t_quantile
from tourbook.learning.rules.response import nonresponse_bounds, population_factor, response
from tourbook.learning.rules.statistics import Method, Status

RATING = st.integers(1, 5)
COUNTS = st.integers(1, 40).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@pytest.mark.parametrize(
    ("k", "n", "low", "high"),
    [
        # Newcombe 1998, table I, method 3.
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_share_agrees_with_newcombe(k: int, n: int, low: float, high: float) -> None:
    found = statistics.share(k, n)

    assert (found.status, found.n, found.k, found.method) == (Status.OK, n, k, Method.WILSON)
    assert found.value == k / n
    assert found.low == pytest.approx(low, abs=5e-5)
    assert found.high == pytest.approx(high, abs=5e-5)


@given(COUNTS)
def test_share_agrees_with_statsmodels(counts: tuple[int, int]) -> None:
    found = statistics.share(*counts)

    low, high = proportion_confint(*counts, method="wilson")
    assert found.low == pytest.approx(low, abs=1e-12)
    assert found.high == pytest.approx(high, abs=1e-12)


@given(COUNTS)
def test_share_lies_inside_its_interval(counts: tuple[int, int]) -> None:
    found = statistics.share(*counts)

    assert found.low is not None
    assert found.value is not None
    assert found.high is not None
    assert 0 <= found.low <= found.value <= found.high <= 1
    assert found.low < found.high


def test_share_of_nobody_is_not_said() -> None:
    found = statistics.share(0, 0)

    assert (found.status, found.n, found.value, found.low, found.high) == (
        Status.TOO_FEW,
        0,
        None,
        None,
        None,
    )


@pytest.mark.parametrize(("k", "n"), [(-1, 3), (4, 3), (1, 0)])
def test_share_that_cannot_be_is_an_error(k: int, n: int) -> None:
    with pytest.raises(ValueError, match="no share"):
        statistics.share(k, n)


@given(st.lists(RATING, min_size=2, max_size=30).filter(lambda values: len(set(values)) > 1))
def test_mean_agrees_with_scipy(values: list[int]) -> None:
    found = statistics.mean(values)

    middle = sum(values) / len(values)
    low, high = stats.t.interval(0.95, len(values) - 1, loc=middle, scale=stats.sem(values))
    assert found.status is Status.OK
    assert found.value == pytest.approx(middle)
    assert found.sd == pytest.approx(float(stats.tstd(values)))
    assert found.low == pytest.approx(max(low, 1))
    assert found.high == pytest.approx(min(high, 5))


@pytest.mark.parametrize(
    ("values", "status", "value", "sd"),
    [
        ([], Status.TOO_FEW, None, None),
        ([4], Status.TOO_FEW, 4, None),
        ([4, 4], Status.NO_SPREAD, 4, 0),
        ([4] * 12, Status.NO_SPREAD, 4, 0),
        ([0.1 + 1] * 7, Status.NO_SPREAD, 1.1, 0),
    ],
)
def test_mean_of_few_or_alike_has_no_interval(
    values: list[float], status: Status, value: float | None, sd: float | None
) -> None:
    found = statistics.mean(values)

    assert (found.status, found.n, found.value, found.sd) == (status, len(values), value, sd)
    assert (found.low, found.high) == (None, None)


def test_mean_of_two_is_clipped_to_the_scale() -> None:
    found = statistics.mean([2, 3])

    assert (found.value, found.low, found.high) == (2.5, 1, 5)


@pytest.mark.parametrize("wrong", [0, 5.5, math.nan, math.inf])
def test_answer_off_the_scale_is_an_error(wrong: float) -> None:
    with pytest.raises(ValueError, match="scale"):
        statistics.mean([3, wrong])
    with pytest.raises(ValueError, match="scale"):
        statistics.paired_change([(3, wrong)])
    with pytest.raises(ValueError, match="scale"):
        statistics.response_shift([(3, 3, wrong)])


def test_change_of_students_sleep() -> None:
    """Hours of sleep gained by ten patients under two drugs (Student 1908): 0.70 to 2.46."""
    first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
    second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]

    found = statistics.paired_change(zip(first, second, strict=True), scale=(-5, 10))

    assert (found.n, found.improved, found.same, found.declined) == (10, 9, 1, 0)
    assert found.value == pytest.approx(1.58)
    assert found.sd == pytest.approx(1.2300, abs=5e-5)
    assert found.low == pytest.approx(0.7001, abs=5e-5)
    assert found.high == pytest.approx(2.4599, abs=5e-5)


@given(st.lists(st.tuples(RATING, RATING), min_size=2, max_size=30))
def test_change_agrees_with_scipy(pairs: list[tuple[int, int]]) -> None:
    found = statistics.paired_change(pairs)

    moves = [after - before for before, after in pairs]
    if len(set(moves)) == 1:
        assert (found.status, found.low, found.high) == (Status.NO_SPREAD, None, None)
    else:
        before, after = zip(*pairs, strict=True)
        expected = stats.ttest_rel(after, before).confidence_interval(0.95)
        assert found.status is Status.OK
        assert found.low == pytest.approx(max(expected.low, -4), abs=1e-9)
        assert found.high == pytest.approx(min(expected.high, 4), abs=1e-9)


@given(st.lists(st.tuples(RATING, RATING), max_size=30))
def test_change_keeps_its_promises(pairs: list[tuple[int, int]]) -> None:
    found = statistics.paired_change(pairs)

    assert found.improved + found.same + found.declined == found.n == len(pairs)
    assert (found.improved_share.k, found.improved_share.n) == (found.improved, found.n)
    if found.low is not None:
        assert found.value is not None
        assert found.high is not None
        assert -4 <= found.low <= found.value <= found.high <= 4


@given(st.lists(st.tuples(RATING, RATING), min_size=1, max_size=30))
def test_change_turned_round_is_the_same_with_the_other_sign(pairs: list[tuple[int, int]]) -> None:
    there = statistics.paired_change(pairs)
    back = statistics.paired_change([(after, before) for before, after in pairs])

    assert there.value is not None
    assert back.value == pytest.approx(-there.value)
    assert (there.improved, there.declined) == (back.declined, back.improved)
    assert there.status is back.status


def test_all_moved_by_one_has_no_spread() -> None:
    found = statistics.paired_change([(2, 3), (3, 4), (4, 5)])

    assert (found.status, found.value, found.sd, found.improved) == (Status.NO_SPREAD, 1, 0, 3)


@pytest.mark.parametrize(("pairs", "value"), [([], None), ([(2, 4)], 2)])
def test_change_of_one_or_nobody_is_too_few(
    pairs: list[tuple[float, float]], value: float | None
) -> None:
    found = statistics.paired_change(pairs)

    assert (found.status, found.value, found.sd, found.low) == (Status.TOO_FEW, value, None, None)


@given(st.lists(st.tuples(RATING, RATING, RATING), min_size=1, max_size=30))
def test_true_change_is_then_change_and_shift(triples: list[tuple[int, int, int]]) -> None:
    found = statistics.response_shift(triples)

    assert found.then_change is not None
    assert found.shift is not None
    assert found.true_change == pytest.approx(found.then_change + found.shift, abs=1e-12)
    pairs = [(pre, now) for pre, _, now in triples]
    assert found.true_change == pytest.approx(statistics.paired_change(pairs).value, abs=1e-12)


def test_response_shift_of_one_example() -> None:
    found = statistics.response_shift([(3, 2, 4), (2, 2, 4)])

    assert (found.status, found.n, found.pre, found.then, found.now) == (Status.OK, 2, 2.5, 2, 4)
    assert (found.true_change, found.then_change, found.shift) == (1.5, 2, -0.5)


@pytest.mark.parametrize("triples", [[], [(1.0, 2.0, 3.0)]])
def test_response_shift_of_few_says_so(triples: list[tuple[float, float, float]]) -> None:
    assert statistics.response_shift(triples).status is Status.TOO_FEW


def test_recommendation_with_adjusted_wald() -> None:
    """P = 7, D = 2 of 12: n' = 15, p' = 7.75 / 15, q' = 2.75 / 15, by hand."""
    found = statistics.recommend([9] * 7 + [7] * 3 + [0, 6])

    difference = 5 / 15
    half = 1.959964 * math.sqrt((10.5 / 15 - difference**2) / 15)
    assert (found.promoters, found.passives, found.detractors) == (7, 3, 2)
    assert found.value == pytest.approx(100 * 5 / 12)
    assert found.low == pytest.approx(100 * (difference - half), abs=1e-4)
    assert found.high == pytest.approx(100 * (difference + half), abs=1e-4)


def test_recommendation_of_nine_is_only_counted() -> None:
    found = statistics.recommend([10] * 8 + [3])

    assert (found.status, found.method) == (Status.TOO_FEW, Method.COUNTS)
    assert (found.promoters, found.passives, found.detractors) == (8, 0, 1)
    assert (found.value, found.low, found.high) == (None, None, None)


@given(st.lists(st.integers(0, 10), min_size=10, max_size=40))
def test_recommendation_lies_inside_its_interval(scores: list[int]) -> None:
    found = statistics.recommend(scores)

    assert found.low is not None
    assert found.value is not None
    assert found.high is not None
    assert -100 <= found.low <= found.value <= found.high <= 100
    assert found.low < found.high


@pytest.mark.parametrize("wrong", [-1, 11])
def test_score_off_the_scale_is_an_error(wrong: int) -> None:
    with pytest.raises(ValueError, match="0 to 10"):
        statistics.recommend([5, wrong])


def test_rules_are_loaded_without_scipy() -> None:
    """It takes two seconds to load, which no page should wait for."""
    asked = "import sys, tourbook.learning.rules.suppression; print('scipy' in sys.modules)"

    told = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, check=True
    ).stdout

    assert told == "False\n"


def test_quantiles_are_those_of_the_tables() -> None:
    assert pytest.approx(1.959964, abs=1e-6) == Z
    assert t_quantile(7) == pytest.approx(2.3646, abs=5e-5)
    assert t_quantile(1) == pytest.approx(12.7062, abs=5e-5)
    with pytest.raises(ValueError, match="degree"):
        t_quantile(0)


def test_response_counts_each_step_among_the_invited() -> None:
    found = response(invited=14, reached=14, opened=13, started=12, complete=11, pairs=9)

    assert found.steps == (14, 14, 13, 12, 11)
    assert found.rate == statistics.share(11, 14)


@pytest.mark.parametrize("steps", [(5, 6, 5, 5, 5, 5), (5, 5, 5, 5, 4, 5), (5, 5, 5, 5, 5, -1)])
def test_response_that_grows_is_an_error(steps: tuple[int, int, int, int, int, int]) -> None:
    invited, reached, opened, started, complete, pairs = steps

    with pytest.raises(ValueError, match="more people"):
        response(
            invited=invited,
            reached=reached,
            opened=opened,
            started=started,
            complete=complete,
            pairs=pairs,
        )


@pytest.mark.parametrize(
    ("k", "answered", "invited", "bounds"),
    [(6, 9, 14, (6 / 14, 11 / 14)), (3, 3, 3, (1, 1)), (0, 0, 4, (0, 1)), (0, 0, 0, None)],
)
def test_silence_widens_what_can_be_said(
    k: int, answered: int, invited: int, bounds: tuple[float, float] | None
) -> None:
    assert nonresponse_bounds(k, answered, invited) == bounds


def test_answers_that_do_not_fit_are_an_error() -> None:
    with pytest.raises(ValueError, match="fit"):
        nonresponse_bounds(4, 3, 9)
    with pytest.raises(ValueError, match="invited"):
        population_factor(4, 3)


@pytest.mark.parametrize(
    ("answered", "invited", "factor"),
    [(14, 14, 0), (0, 0, 0), (1, 1, 0), (5, 14, math.sqrt(9 / 13)), (0, 14, 1)],
)
def test_population_factor_is_nothing_when_all_answered(
    answered: int, invited: int, factor: float
) -> None:
    assert population_factor(answered, invited) == pytest.approx(factor)
