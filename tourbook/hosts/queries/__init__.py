"""Questions about components, what they cost and when they can be had."""

from tourbook.hosts.queries.away import away_of, budgets_of, not_away
from tourbook.hosts.queries.importing import with_parts
from tourbook.hosts.queries.library import Wanted, library, on_offer
from tourbook.hosts.queries.offers import (
    english_names,
    lock,
    offering,
    other_rates,
    other_supplements,
    themes_with,
    vat_rates,
)
from tourbook.hosts.queries.times import (
    at_moments,
    coming_slots,
    lock_slots,
    of_series,
    slots,
    standing,
)

__all__ = [
    "Wanted",
    "at_moments",
    "away_of",
    "budgets_of",
    "coming_slots",
    "english_names",
    "library",
    "lock",
    "lock_slots",
    "not_away",
    "of_series",
    "offering",
    "on_offer",
    "other_rates",
    "other_supplements",
    "slots",
    "standing",
    "themes_with",
    "vat_rates",
    "with_parts",
]
