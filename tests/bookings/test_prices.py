import pytest

from tourbook.bookings.rules import prices
from tourbook.core.refused import Refused
from tourbook.packages.models import PriceTier

TIERS = [
    PriceTier(pax_from=8, pax_to=12, person_cents=60_000, currency="EUR"),
    PriceTier(pax_from=13, pax_to=20, person_cents=48_000, currency="EUR"),
]


@pytest.mark.parametrize(("places", "cents"), [(1, 60_000), (8, 60_000), (13, 48_000)])
def test_the_price_is_that_of_the_group_and_small_groups_pay_the_smallest(
    places: int, cents: int
) -> None:
    assert prices.person_price(TIERS, places) == (cents, "EUR")


@pytest.mark.parametrize("tiers", [TIERS, []])
def test_a_size_without_a_price_is_refused(tiers: list[PriceTier]) -> None:
    with pytest.raises(Refused):
        prices.person_price(tiers, 21)
