import pytest
from hypothesis import given
from hypothesis import strategies as st

from tourbook.core.refused import Refused
from tourbook.packages.models import PriceTier
from tourbook.packages.rules.costing import pricing


def tiers(*rows: tuple[int, int, int]) -> list[PriceTier]:
    return [
        PriceTier(pax_from=first, pax_to=last, person_cents=cents) for first, last, cents in rows
    ]


@pytest.mark.parametrize(
    ("pax", "cents"), [(4, None), (5, 300), (9, 300), (10, 200), (20, 200), (21, None)]
)
def test_a_group_pays_by_its_bracket(pax: int, cents: int | None) -> None:
    assert pricing.price_at(tiers((5, 9, 300), (10, 20, 200)), pax) == cents


@pytest.mark.parametrize("rows", [[(5, 9, 1), (9, 12, 1)], [(9, 5, 1)], [(1, 30, 1), (5, 6, 1)]])
def test_rows_that_contradict_are_refused(rows: list[tuple[int, int, int]]) -> None:
    with pytest.raises(Refused):
        pricing.check_rows(rows)


def test_rows_side_by_side_and_with_a_gap_are_taken() -> None:
    pricing.check_rows([(10, 20, 1), (5, 9, 1), (30, 30, 1)])


RANGES = st.tuples(st.integers(1, 40), st.integers(0, 10)).map(lambda r: (r[0], r[0] + r[1], 1))


@given(st.lists(RANGES, max_size=5), st.integers(1, 30), st.integers(0, 20))
def test_gaps_are_the_sizes_without_a_price(
    rows: list[tuple[int, int, int]], party_min: int, more: int
) -> None:
    made = tiers(*rows)
    sizes = range(party_min, party_min + more + 1)
    unpriced = [size for size in sizes if pricing.price_at(made, size) is None]

    found = pricing.gaps(made, party_min, party_min + more)

    assert [size for first, last in found for size in range(first, last + 1)] == unpriced


@given(st.lists(RANGES, max_size=4))
def test_rows_are_taken_if_no_size_has_two_prices(rows: list[tuple[int, int, int]]) -> None:
    sizes = [size for first, last, _ in rows for size in range(first, last + 1)]
    if len(sizes) == len(set(sizes)):
        pricing.check_rows(rows)
    else:
        with pytest.raises(Refused):
            pricing.check_rows(rows)
