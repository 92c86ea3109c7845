"""Changing what hosts offer: components, rates, slots. Nothing here commits.

What other slices call is named here.
"""

from tourbook.hosts.services.components import add_component, change_component, duplicate, retire
from tourbook.hosts.services.holding import free_slot, hold_slot
from tourbook.hosts.services.hours import set_hours
from tourbook.hosts.services.rates import add_rate, seed_vat_rates
from tourbook.hosts.services.series import add_series
from tourbook.hosts.services.slots import add_slot
from tourbook.hosts.services.supplements import add_supplement

__all__ = [
    "add_component",
    "add_rate",
    "add_series",
    "add_slot",
    "add_supplement",
    "change_component",
    "duplicate",
    "free_slot",
    "hold_slot",
    "retire",
    "seed_vat_rates",
    "set_hours",
]
