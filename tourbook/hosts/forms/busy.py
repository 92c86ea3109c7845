"""The forms of calendars: busy ones that hosts give, and addresses that hosts read."""

from flask_babel import lazy_gettext as _l

from tourbook.web.fields import (
    FileField,
    InputRequired,
    Length,
    RadioField,
    SelectField,
    StringField,
    SubmitField,
    UrlField,
)
from tourbook.web.forms import Form

FILE, ADDRESS = "file", "address"


class BusyForm(Form):
    name = StringField(
        _l("Name"), [InputRequired(), Length(max=160)], description=_l("Such as: duty calendar.")
    )
    component = SelectField(_l("Blocks the slots of"))
    source = RadioField(
        _l("Where it is"),
        choices=lambda: [
            (FILE, _l("A file (.ics), read once")),
            (ADDRESS, _l("An address, read every hour once an administrator has allowed it")),
        ],
        default=FILE,
    )
    file = FileField(_l("Calendar file"), description=_l("At most 2 MB."))
    address = UrlField(
        _l("Address"),
        [Length(max=1000)],
        description=_l("It begins with https:// and needs no password."),
    )
    save = SubmitField(_l("Save"))


class NewerFileForm(Form):
    file = FileField(_l("Newer file"))
    save = SubmitField(_l("Replace"))


class CalendarFeedForm(Form):
    name = StringField(
        _l("Whose calendar reads it"),
        [InputRequired(), Length(max=160)],
        description=_l("Such as: duty desk. So you know later which one to end."),
    )
    language = SelectField(_l("Language"))
    save = SubmitField(_l("Make the address"))
