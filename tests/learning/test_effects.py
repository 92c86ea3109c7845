"""Effect sizes, exact tests and differences of shares, against other programs and by hand."""

from itertools import product
from statistics import fmean, stdev, variance

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import confint_proportions_2indep

from tourbook.learning.rules import effects
from tourbook.learning.rules.statistics import Status

RATING = st.integers(1, 5)


@pytest.mark.parametrize(
    ("k1", "n1", "k2", "n2", "low", "high"),
    [
        # Newcombe 1998, table II, method 10.
        (56, 70, 48, 80, 0.0524, 0.3339),
        (9, 10, 3, 10, 0.1705, 0.8090),
        (10, 10, 0, 10, 0.6075, 1.0),
        (5, 56, 0, 29, -0.0381, 0.1926),
    ],
)
def test_difference_agrees_with_newcombe(
    k1: int, n1: int, k2: int, n2: int, low: float, high: float
) -> None:
    found = effects.share_difference(k1, n1, k2, n2)

    assert found.status is Status.OK
    assert found.low == pytest.approx(low, abs=5e-5)
    assert found.high == pytest.approx(high, abs=5e-5)


@given(st.tuples(st.integers(0, 12), st.integers(0, 9)))
def test_difference_agrees_with_statsmodels(counts: tuple[int, int]) -> None:
    found = effects.share_difference(counts[0], 12, counts[1], 9)

    low, high = confint_proportions_2indep(counts[0], 12, counts[1], 9, method="newcomb")
    assert found.low == pytest.approx(max(low, -1), abs=1e-9)
    assert found.high == pytest.approx(min(high, 1), abs=1e-9)


def test_difference_from_nobody_is_too_few() -> None:
    assert effects.share_difference(3, 5, 0, 0).status is Status.TOO_FEW
    with pytest.raises(ValueError, match="larger"):
        effects.share_difference(6, 5, 0, 0)


@given(st.lists(st.integers(-4, 4), min_size=6, max_size=9))
def test_sign_flip_agrees_with_trying_all_signs(moves: list[int]) -> None:
    changes = [move for move in moves if move]
    found = effects.sign_flip(moves)

    if len(changes) < 6:
        assert found is None
    else:
        sums = [
            abs(sum(sign * move for sign, move in zip(signs, changes, strict=True)))
            for signs in product((1, -1), repeat=len(changes))
        ]
        expected = sum(total >= abs(sum(changes)) for total in sums) / len(sums)
        assert found == pytest.approx(expected)


def test_six_of_six_improved_is_two_of_sixty_four() -> None:
    assert effects.sign_flip([1] * 6 + [0] * 4) == 2 / 64
    assert effects.sign_flip([1] * 5 + [0] * 4) is None


@given(st.lists(st.tuples(RATING, RATING), min_size=6, max_size=20))
@settings(max_examples=40)
def test_limits_are_the_noncentralities_at_the_tails(pairs: list[tuple[int, int]]) -> None:
    found = effects.standardised_change(pairs)

    moves = [after - before for before, after in pairs]
    if len(set(moves)) == 1:
        assert found == effects.EffectSize(Status.NO_SPREAD, n=len(pairs))
        return
    before, after = zip(*pairs, strict=True)
    n = len(pairs)
    t = fmean(moves) * n**0.5 / stdev(moves)
    pooled = ((variance(before) + variance(after)) / 2) ** 0.5
    factor = stdev(moves) / (pooled * n**0.5)
    assert found.low is not None
    assert found.high is not None
    assert stats.nct.cdf(t, n - 1, found.high / factor) == pytest.approx(0.025, abs=1e-6)
    assert stats.nct.cdf(-t, n - 1, -found.low / factor) == pytest.approx(0.025, abs=1e-6)
    assert found.low < found.high


def test_size_by_hand() -> None:
    """J(5) = 0.8408."""
    pairs = [(1, 3), (2, 4), (2, 3), (3, 4), (3, 5), (2, 3)]
    before, after = zip(*pairs, strict=True)

    found = effects.standardised_change(pairs)

    d = 1.5 / ((variance(before) + variance(after)) / 2) ** 0.5
    assert effects.correction(5) == pytest.approx(0.8408, abs=1e-4)
    assert found.value == pytest.approx(0.8408 * d, abs=1e-3)


def test_size_of_five_is_not_stated() -> None:
    assert effects.standardised_change([(1, 2)] * 5) == effects.EffectSize(Status.TOO_FEW, n=5)
