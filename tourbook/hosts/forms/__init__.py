"""Forms of components, prices and slots, and the filters of their lists."""

from tourbook.hosts.forms.components import ComponentForm, HoursForm
from tourbook.hosts.forms.library import ApplyForm, ImportForm, LibraryFilter
from tourbook.hosts.forms.prices import RateForm, SupplementForm, VatRateForm
from tourbook.hosts.forms.slots import CloseForm, SeriesForm, SlotFilter, SlotForm
from tourbook.hosts.forms.words import CATEGORIES, KINDS, STATES, SUPPLEMENTS, UNITS, WEEKDAYS

__all__ = [
    "CATEGORIES",
    "KINDS",
    "STATES",
    "SUPPLEMENTS",
    "UNITS",
    "WEEKDAYS",
    "ApplyForm",
    "CloseForm",
    "ComponentForm",
    "HoursForm",
    "ImportForm",
    "LibraryFilter",
    "RateForm",
    "SeriesForm",
    "SlotFilter",
    "SlotForm",
    "SupplementForm",
    "VatRateForm",
]
