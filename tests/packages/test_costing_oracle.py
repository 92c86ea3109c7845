"""Costings beside a second reckoning that shares no code with them."""

from collections import Counter
from decimal import Decimal

import pytest

from tests.packages import costing_oracle
from tests.packages.sheets_random import programme
from tourbook.packages.rules.costing import cost as costing
from tourbook.packages.rules.costing.cost import Reckoning
from tourbook.packages.rules.costing.values import Basis

PACKAGES = 200


def to_cents(amount: Decimal) -> int:
    assert amount * 100 == int(amount * 100)
    return int(amount * 100)


def costs_by_charge(basis: Basis, paying: int, free: int) -> Counter[tuple[object, ...]]:
    found: Counter[tuple[object, ...]] = Counter()
    for line in Reckoning(basis).size(paying, free).lines:
        found[line.charge.line.id, line.charge.tariff, "net"] += line.net
        found[line.charge.line.id, line.charge.tariff, "vat"] += line.vat
    return found


@pytest.mark.parametrize("seed", range(PACKAGES))
def test_a_costing_agrees_to_the_cent(seed: int) -> None:
    basis = programme(seed)

    for size in costing.cost(basis).sizes:
        wanted = costing_oracle.answer(basis, size.paying, size.free)
        bills: Counter[tuple[object, ...]] = Counter()
        for each in wanted.paid:
            bills[each.line.id, each.tariff, "net"] += to_cents(each.net)
            bills[each.line.id, each.tariff, "vat"] += to_cents(each.vat)

        assert costs_by_charge(basis, size.paying, size.free) == bills
        assert (size.cost, size.price) == (to_cents(wanted.cost), to_cents(wanted.price))
        assert size.result.vat == to_cents(wanted.vat_due)
        assert size.profit == to_cents(wanted.profit)
        single = None if wanted.single is None else to_cents(wanted.single)
        assert size.single_supplement == single
        assert {each.line.id: (each.cost, each.price) for each in size.options} == {
            key: (to_cents(cost), to_cents(price)) for key, (cost, price) in wanted.options.items()
        }


@pytest.mark.parametrize("seed", range(0, PACKAGES, 5))
def test_break_even_is_the_smallest_number_that_carries_the_group(seed: int) -> None:
    basis = programme(seed)

    for size in costing.cost(basis).sizes:
        price = Decimal(size.price) / 100
        profits = {
            paying: costing_oracle.answer(basis, paying, size.free, at=price).profit
            for paying in range(1, size.paying + 1)
        }
        if size.break_even is None:
            assert profits[size.paying] < 0
            continue
        assert all(profits[n] >= 0 for n in range(size.break_even, size.paying + 1))
        assert size.break_even == 1 or profits[size.break_even - 1] < 0
