"""What visitors narrow the catalogue by, and the size of their group."""

from flask_babel import lazy_gettext as _l

from tourbook.web.fields import IntegerField, NumberRange, Optional, SelectField
from tourbook.web.forms import SearchForm

LARGEST_GROUP = 500
MONTHS = (
    ("", _l("Any month")),
    ("1", _l("January")),
    ("2", _l("February")),
    ("3", _l("March")),
    ("4", _l("April")),
    ("5", _l("May")),
    ("6", _l("June")),
    ("7", _l("July")),
    ("8", _l("August")),
    ("9", _l("September")),
    ("10", _l("October")),
    ("11", _l("November")),
    ("12", _l("December")),
)


class CatalogueFilter(SearchForm):
    theme = SelectField(_l("Theme"), validate_choice=False)
    days = SelectField(_l("Length"), validate_choice=False)
    month = SelectField(_l("Month"), choices=MONTHS, validate_choice=False)
    pax = IntegerField(
        _l("Group size"),
        [Optional(), NumberRange(1, LARGEST_GROUP, _l("Give a number from 1 to 500."))],
    )


class GroupForm(SearchForm):
    pax = IntegerField(
        _l("How many are you?"),
        [Optional(), NumberRange(1, LARGEST_GROUP, _l("Give a number from 1 to 500."))],
    )
