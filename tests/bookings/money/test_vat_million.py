"""VAT sums to the cent over a million random invoices.

The one function that rounds is asked for each rate of a million invoices and held against whole
numbers in numpy; the whole way, with lines, is gone for a part of them: `walk(seed, 1_000_000)`
takes 22 s of a processor and is for the hand.
"""

from random import Random

import numpy as np
from numpy.typing import NDArray

from tourbook.bookings.rules.money import vat
from tourbook.bookings.rules.money.vat import Taxed, Treatment

INVOICES = 1_000_000
RATES = (1000, 1350, 2550)


def expected(gross: NDArray[np.int64], rate: int) -> NDArray[np.int64]:
    """Net rounded to the nearest and the rest is VAT; no half cent occurs on an odd divisor."""
    divisor = 10_000 + rate
    doubled = 2 * gross * rate
    return (doubled + divisor) // (2 * divisor)


def test_a_million_invoices_add_up_to_the_cent() -> None:
    chance = np.random.default_rng(20261122)
    lines = chance.integers(0, 5_000_000, size=(INVOICES, len(RATES)), dtype=np.int64)

    total = np.zeros(INVOICES, dtype=np.int64)
    for column, rate in enumerate(RATES):
        gross = lines[:, column]
        owed = np.fromiter(
            (vat.vat_in(cents, rate) for cents in gross.tolist()), np.int64, INVOICES
        )
        assert np.array_equal(owed, expected(gross, rate))
        net = gross - owed
        # The net with its VAT is the gross, and VAT of the net is at most a cent away from it.
        assert np.abs(net * rate - owed * 10_000).max() <= 5_000 + rate / 2
        total += net + owed
    assert np.array_equal(total, lines.sum(axis=1))


def walk(seed: int, count: int) -> int:
    """Go the whole way with so many invoices; what they came to."""
    chance = Random(seed)
    everything = 0
    for _n in range(count):
        rows = [
            Taxed(chance.randrange(-1000, 500_000), Treatment.TAXED, chance.choice(RATES))
            for _row in range(chance.randrange(1, 7))
        ]
        sums, parts = vat.summary(rows), vat.line_vat(rows)
        total = sum(row.gross for row in rows)
        assert sum(one.net + one.vat for one in sums) == total
        assert sum(parts) == sum(one.vat for one in sums)
        everything += total
    return everything


def test_the_whole_way_adds_up_too() -> None:
    assert walk(7, 10_000) > 0
