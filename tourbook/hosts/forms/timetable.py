"""The filter of the week and month tables."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from tourbook.hosts.rules.calendars import Shown
from tourbook.web.fields import DateField, Optional, SelectField
from tourbook.web.forms import SearchForm

#: A word and an icon for each state, so that no colour alone tells them apart.
SHOWN = {
    Shown.OPEN: (_l("Open"), "check", "good"),
    Shown.CLOSED: (_l("Closed"), "close", "quiet"),
    Shown.BLOCKED: (_l("Blocked"), "warning", "bad"),
    Shown.REQUESTED: (_l("Requested"), "clock", "wait"),
    Shown.TAKEN: (_l("Taken"), "people", "info"),
}


class TimetableFilter(SearchForm):
    view = SelectField(
        _l("Show"),
        choices=lambda: [("week", _("Week")), ("month", _("Month"))],
        default="week",
    )
    component = SelectField(_l("Component"), choices=[], validate_choice=False, default="")
    first = DateField(_l("Week or month of"), [Optional()])
