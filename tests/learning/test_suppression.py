"""What may be shown: no answer of one person can be worked out from what is published."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tourbook.learning.rules import differencing, statistics, suppression
from tourbook.learning.rules.statistics import Status

PARTS = st.lists(st.integers(0, 15), min_size=1, max_size=5)


@pytest.mark.parametrize(("n", "answer"), [(0, False), (4, False), (5, True), (30, True)])
def test_group_is_shown_from_five(n: int, answer: bool) -> None:
    assert suppression.shown(n) is answer


def test_setting_may_go_down_to_three_and_no_further() -> None:
    assert suppression.shown(3, k=3)
    with pytest.raises(ValueError, match="protect nobody"):
        suppression.shown(30, k=2)


@pytest.mark.parametrize(
    ("parts", "answer"),
    [
        ((7, 5), True),
        ((8, 4), False),
        ((7, 1), False),
        ((10, 5, 0), True),
        ((0, 0), False),
        ((5,), True),
        ((4,), False),
        ((), False),
    ],
)
def test_breakdown_is_shown_if_no_part_is_small(parts: tuple[int, ...], answer: bool) -> None:
    assert suppression.breakdown_shown(parts) is answer


@given(PARTS)
def test_no_sum_of_parts_of_a_shown_breakdown_is_small(parts: list[int]) -> None:
    """Whatever parts are added or taken from the whole, nobody or at least five remain."""
    if suppression.breakdown_shown(parts):
        for size in range(len(parts) + 1):
            for chosen in combinations(parts, size):
                assert sum(chosen) not in range(1, 5)
                assert sum(parts) - sum(chosen) not in range(1, 5)


@pytest.mark.parametrize(
    ("part", "whole", "answer"),
    [(7, 12, True), (8, 12, False), (12, 12, True), (0, 12, True), (7, 8, False), (4, 4, False)],
)
def test_part_is_shown_with_its_complement(part: int, whole: int, answer: bool) -> None:
    assert suppression.cut_shown(part, whole) is answer


def test_part_larger_than_its_whole_is_an_error() -> None:
    with pytest.raises(ValueError, match="no part"):
        suppression.cut_shown(9, 8)


def test_known_leak_is_stopped() -> None:
    """Of eight with mean 4.0 seven have 4.2857: the eighth answered 2."""
    everyone = [5, 5, 4, 4, 4, 4, 4, 2]
    seven = everyone[:7]

    whole, part = statistics.mean(everyone).value, statistics.mean(seven).value
    assert whole is not None
    assert part is not None
    assert round(8 * whole - 7 * part, 6) == 2
    assert not suppression.cut_allowed(range(7), [range(8)])


@pytest.mark.parametrize(
    ("new", "published", "answer"),
    [
        (range(8), [], True),
        (range(4), [], False),
        (range(12), [range(7)], True),
        (range(12), [range(8)], False),
        (range(12), [range(12)], True),
        (range(5, 12), [range(5)], True),
        (range(3, 13), [range(10)], False),
        (range(5, 15), [range(10)], True),
        (range(12), [range(7), range(9)], False),
        (range(7, 12), [range(15), range(7)], False),
        (range(7, 15), [range(15), range(7)], True),
        (range(10, 20), [range(20), range(10)], True),
    ],
)
def test_cut_joins_the_register_if_it_tells_nothing_of_few(
    new: range, published: list[range], answer: bool
) -> None:
    assert suppression.cut_allowed(new, published) is answer


@given(st.sets(st.integers(0, 20)), st.sets(st.integers(0, 20)))
def test_difference_of_two_cuts_is_safe_both_ways(one: set[int], other: set[int]) -> None:
    safe = suppression.differs_safely(one, other)

    assert safe is suppression.differs_safely(other, one)
    assert safe is (len(one - other) not in range(1, 5) and len(other - one) not in range(1, 5))


def test_three_cuts_together_may_tell_of_few() -> None:
    """Each two of them differ by five or more, and yet 15 - 7 - 5 leaves three people."""
    whole, seven, five = range(15), range(7), range(7, 12)

    assert all(
        suppression.differs_safely(one, other)
        for one, other in combinations((whole, seven, five), 2)
    )
    assert differencing.tells_of_few([whole, seven, five], k=5)


def test_crossing_cuts_that_cannot_be_combined_tell_nothing() -> None:
    """Two of one country and one role: neither sum alone nor all together isolate them."""
    country, role = range(10), [0, 1, *range(12, 20)]

    assert not differencing.tells_of_few([range(20), country, role], k=5)


def test_no_cuts_tell_nothing() -> None:
    assert not differencing.tells_of_few([], k=5)


@given(
    st.lists(st.sets(st.integers(0, 11), min_size=1), min_size=1, max_size=4),
    st.lists(st.integers(-3, 3), min_size=4, max_size=4),
)
def test_no_combination_of_safe_cuts_gives_a_small_group(
    cuts: list[set[int]], factors: list[int]
) -> None:
    """Add and subtract published sums at will: what has factor 1 or 0 is never a small group."""
    found = [
        sum(factor for factor, cut in zip(factors, cuts, strict=False) if person in cut)
        for person in range(12)
    ]
    small = set(found) <= {0, 1} and 0 < sum(found) < 5
    if small:
        assert differencing.tells_of_few(cuts, k=5)


@pytest.mark.parametrize(
    ("counts", "answer"),
    [
        ((6, 0, 0, 0, 0), (0, 1)),
        ((0, 6, 0, 0, 0), (0, 1)),
        ((5, 1, 0, 0, 0), None),
        ((0, 0, 0, 0, 6), None),
        ((0, 0, 0, 0, 0), None),
    ],
)
def test_unanimous_negative_answer_becomes_a_range(
    counts: tuple[int, ...], answer: tuple[int, int] | None
) -> None:
    assert suppression.answer_range(counts, negative=(0, 1)) == answer


@pytest.mark.parametrize(
    ("counts", "answer"), [((0, 4, 0), True), ((1, 4, 0), False), ((0, 0, 0), False)]
)
def test_unanimous_is_one_answer_of_all(counts: tuple[int, ...], answer: bool) -> None:
    assert suppression.unanimous(counts) is answer


def test_counts_are_shown_all_or_none() -> None:
    assert suppression.hidden_counts((1, 0, 4)) == (1, 0, 4)
    assert suppression.hidden_counts((1, 0, 3)) == (None, None, None)


def test_breakdown_is_hidden_whole() -> None:
    assert suppression.hidden_breakdown({"fi": 7, "en": 5}) == {"fi": 7, "en": 5}
    assert suppression.hidden_breakdown({"fi": 8, "en": 4}) == {"fi": None, "en": None}


def test_results_of_five_stay_as_they_are() -> None:
    share = statistics.share(3, 5)
    mean = statistics.mean([1, 2, 3, 4, 5])
    change = statistics.paired_change([(1, 2)] * 5)
    shift = statistics.response_shift([(1, 2, 3)] * 5)
    recommendation = statistics.recommend([9] * 5)

    assert suppression.protected_share(share) is share
    assert suppression.protected_mean(mean) is mean
    assert suppression.protected_change(change) is change
    assert suppression.protected_shift(shift) is shift
    assert suppression.protected_recommendation(recommendation) is recommendation


def test_results_of_four_keep_only_their_n() -> None:
    share = suppression.protected_share(statistics.share(3, 4))
    mean = suppression.protected_mean(statistics.mean([1, 2, 3, 4]))
    change = suppression.protected_change(statistics.paired_change([(1, 2)] * 4))
    shift = suppression.protected_shift(statistics.response_shift([(1, 2, 3)] * 4))
    recommendation = suppression.protected_recommendation(statistics.recommend([9] * 4))

    for found in (share, mean, change, shift, recommendation, change.improved_share):
        assert (found.status, found.n) == (Status.SUPPRESSED, 4)
    assert (share.k, share.value, share.low, share.high) == (0, None, None, None)
    assert (mean.value, mean.sd, mean.low, mean.high) == (None, None, None, None)
    assert (change.value, change.improved, change.same, change.declined) == (None, 0, 0, 0)
    assert (change.improved_share.k, change.improved_share.value) == (0, None)
    assert (shift.pre, shift.then, shift.now, shift.shift) == (None, None, None, None)
    assert (recommendation.promoters, recommendation.value) == (0, None)
