"""Forms of components, prices and slots, and the filters of their lists."""

from tourbook.hosts.forms.components import ComponentForm, HoursForm
from tourbook.hosts.forms.library import ApplyForm, ImportForm, LibraryFilter
from tourbook.hosts.forms.prices import RateForm, SupplementForm, VatRateForm
from tourbook.hosts.forms.series import ChangeSeriesForm, SeriesForm, rule_words
from tourbook.hosts.forms.slots import CloseForm, EditSlotForm, RowsForm, SlotFilter, SlotForm
from tourbook.hosts.forms.words import CATEGORIES, KINDS, STATES, SUPPLEMENTS, UNITS, WEEKDAYS

__all__ = [
    "CATEGORIES",
    "KINDS",
    "STATES",
    "SUPPLEMENTS",
    "UNITS",
    "WEEKDAYS",
    "ApplyForm",
    "ChangeSeriesForm",
    "CloseForm",
    "ComponentForm",
    "EditSlotForm",
    "HoursForm",
    "ImportForm",
    "LibraryFilter",
    "RateForm",
    "RowsForm",
    "SeriesForm",
    "SlotFilter",
    "SlotForm",
    "SupplementForm",
    "VatRateForm",
    "rule_words",
]
