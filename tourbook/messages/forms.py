"""The filter of messages."""

from flask_babel import lazy_gettext as _l

from tourbook.messages.models import MessageState
from tourbook.web.fields import Optional, SelectField, StringField
from tourbook.web.forms import SearchForm

STATE_NAMES = {
    MessageState.QUEUED: _l("Waiting"),
    MessageState.SENT: _l("Sent"),
    MessageState.PARKED: _l("Not delivered"),
}


class MessagesFilter(SearchForm):
    state = SelectField(
        _l("State"),
        choices=[("", _l("All")), *((state.value, name) for state, name in STATE_NAMES.items())],
    )
    kind = SelectField(_l("Kind"))
    to = StringField(_l("To: name or address"), [Optional()])
