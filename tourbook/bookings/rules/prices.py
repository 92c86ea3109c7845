"""What a delegation pays per person: the price at its own size, frozen with its places."""

from collections.abc import Sequence

from tourbook.core.refused import Refused
from tourbook.packages.models import PriceTier
from tourbook.packages.rules.costing import pricing


def person_price(tiers: Sequence[PriceTier], places: int) -> tuple[int, str]:
    """Cents per person and their currency; fewer than the smallest group pay its price.

    Raises:
        Refused: the organiser has set no price for so many.
    """
    if tiers:
        size = max(places, min(tier.pax_from for tier in tiers))
        cents = pricing.price_at(tiers, size)
        if cents is not None:
            return cents, tiers[0].currency
    raise Refused("There is no price for a group of this size. Ask the organiser for one.")
