"""What holds of every costing, whatever the programme."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.packages.sheets_random import programme
from tourbook.packages.models import MarkupKind, PriceTier
from tourbook.packages.rules.costing import cost as costing
from tourbook.packages.rules.costing import lines as costing_lines
from tourbook.packages.rules.costing import prices as costing_prices
from tourbook.packages.rules.costing import tiers as costing_tiers
from tourbook.packages.rules.costing.cost import Costing, Reckoning
from tourbook.packages.rules.costing.values import (
    Party,
    half_up,
    split,
)

SEEDS = st.integers(1_000, 1_000_000)


@given(st.integers(0, 10**9), st.lists(st.integers(0, 10**7), min_size=1, max_size=6))
def test_a_split_adds_up_and_is_fair_to_the_cent(total: int, weights: list[int]) -> None:
    parts = split(total, weights)

    assert sum(parts) == total
    whole = sum(weights)
    if whole:
        shares = [total * weight / whole for weight in weights]
        assert all(abs(part - share) < 1.001 for part, share in zip(parts, shares, strict=True))


def test_of_equal_remainders_the_earlier_part_takes_the_cent() -> None:
    assert split(100, [1, 1, 1]) == [34, 33, 33]
    assert split(7, [0, 0]) == [7, 0]
    assert split(5, []) == []


@given(st.integers(0, 10**9), st.integers(1, 10**5))
def test_half_up_is_the_nearest_whole(numerator: int, denominator: int) -> None:
    found = half_up(numerator, denominator)

    assert 2 * numerator - denominator < 2 * found * denominator <= 2 * numerator + denominator


@settings(max_examples=40)
@given(SEEDS)
def test_every_sum_is_a_sum_of_lines(seed: int) -> None:
    for size in costing.cost(programme(seed)).sizes:
        assert size.gross == sum(each.gross for each in size.lines)
        assert size.cost == size.gross - size.deductible_vat
        assert size.cost == sum(part.cost for part in size.result.parts)
        assert size.result.revenue == size.paying * size.price
        assert size.result.revenue == sum(part.revenue for part in size.result.parts)
        assert size.profit == size.result.revenue - size.result.vat - size.cost


@settings(max_examples=40)
@given(SEEDS)
def test_the_quick_sums_are_those_of_the_lines(seed: int) -> None:
    reckoning = Reckoning(programme(seed))

    for paying, free in reckoning.terms.pax_ranges:
        party = Party(paying, free, reckoning.tracks)
        bills = costing_lines.costs_at(reckoning.main, party)
        quick = {part: cents for part, cents in reckoning.sums_at(paying, free).items() if cents}
        assert quick == {part: cents for part, cents in costing.sums_of(bills).items() if cents}


@settings(max_examples=40)
@given(SEEDS, st.integers(0, 5_000))
def test_a_higher_mark_up_never_lowers_a_price(seed: int, more: int) -> None:
    made = programme(seed)
    terms = replace(made.terms, markup_kind=MarkupKind.MARKUP)
    raised = replace(terms, markup_basis_points=terms.markup_basis_points + more)

    before = costing.cost(replace(made, terms=terms))
    after = costing.cost(replace(made, terms=raised))

    assert prices(before) <= prices(after)


def prices(costed: Costing) -> list[int]:
    return [size.price for size in costed.sizes]


@settings(max_examples=40)
@given(SEEDS, st.integers(0, 100))
def test_a_dearer_rate_never_lowers_a_cost(seed: int, more: int) -> None:
    made = programme(seed)
    dearer = [
        replace(
            each,
            service=replace(
                each.service,
                tariffs=tuple(
                    replace(t, net_cents=t.net_cents + more) for t in each.service.tariffs
                ),
            ),
        )
        for each in made.lines
        if each.service is not None
    ]

    before, after = costing.cost(made), costing.cost(replace(made, lines=tuple(dearer)))

    for one, other in zip(before.sizes, after.sizes, strict=True):
        assert one.cost <= other.cost


@settings(max_examples=40)
@given(SEEDS)
def test_a_price_leaves_at_least_the_mark_up_but_for_rounding(seed: int) -> None:
    made = programme(seed)

    for size in costing.cost(made).sizes:
        wanted = costing_prices.with_markup(size.cost, made.terms) - size.cost
        assert size.profit >= wanted - 3 * len(size.result.parts)


@settings(max_examples=40)
@given(SEEDS)
def test_proposed_prices_carry_every_size(seed: int) -> None:
    reckoning = Reckoning(programme(seed, most=4))
    rows = [
        PriceTier(pax_from=tier.pax_from, pax_to=tier.pax_to, person_cents=tier.person_cents)
        for tier in costing_tiers.propose(reckoning)
    ]
    made = reckoning.basis

    for size in range(made.party_min, made.party_max + 1):
        [row] = [row for row in rows if row.pax_from <= size <= row.pax_to]
        free = costing_tiers.free_at(made.terms.pax_ranges, size)
        assert reckoning.result_at(size, free, row.person_cents).profit >= -12
