"""What is typed on the pages of learning."""

from flask_babel import lazy_gettext as _l

from tourbook.web.fields import Length, Optional, SelectField, StringField
from tourbook.web.forms import SearchForm


class ReportFilter(SearchForm):
    q = StringField(_l("Package"), [Optional(), Length(max=80)])
    state = SelectField(_l("State"), [Optional()])
