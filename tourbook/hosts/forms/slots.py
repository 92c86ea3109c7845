"""The forms of when components can be had, and the filter of their slots."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from tourbook.directory.forms import any_of
from tourbook.hosts.forms.words import STATES, WEEKDAYS, minutes, party
from tourbook.hosts.rules import SeriesFacts
from tourbook.web.fields import (
    BooleanField,
    DateField,
    InputRequired,
    Optional,
    SelectField,
    SubmitField,
    TimeField,
)
from tourbook.web.forms import Form, SearchForm, given


class SlotForm(Form):
    day = DateField(_l("Day"), [InputRequired()])
    starts = TimeField(
        _l("Starts at"), [InputRequired()], description=_l("Finnish time, such as 9:30.")
    )
    minutes = minutes(_l("Length"))
    capacity = party(_l("Persons at most"))
    exclusive = BooleanField(_l("One group at a time, however small"), default=True)
    save = SubmitField(_l("Make the slot"))


class SeriesForm(Form):
    weekday = SelectField(
        _l("Weekday"),
        choices=lambda: [(str(number), str(name)) for number, name in enumerate(WEEKDAYS)],
    )
    starts = TimeField(
        _l("Starts at"),
        [InputRequired()],
        description=_l("Finnish time, such as 9:30. It stays the same in summer and winter."),
    )
    minutes = minutes(_l("Length"))
    first_day = DateField(_l("First day"), [InputRequired()])
    last_day = DateField(_l("Last day"), [InputRequired()])
    capacity = party(_l("Persons at most"))
    exclusive = BooleanField(_l("One group at a time, however small"), default=True)
    preview = SubmitField(_l("Show the times first"))
    save = SubmitField(_l("Make the slots"))

    def facts(self) -> SeriesFacts:
        return SeriesFacts(
            weekday=int(given(self.weekday.data)),
            starts=given(self.starts.data),
            minutes=given(self.minutes.data),
            first_day=given(self.first_day.data),
            last_day=given(self.last_day.data),
            capacity=given(self.capacity.data),
            exclusive=bool(self.exclusive.data),
        )


class CloseForm(Form):
    first_day = DateField(_l("First day"), [InputRequired()])
    last_day = DateField(_l("Last day"), [InputRequired()])
    preview = SubmitField(_l("Show the slots first"))
    save = SubmitField(_l("Close the slots"))


class SlotFilter(SearchForm):
    view = SelectField(
        _l("Show"),
        choices=lambda: [("", _("List")), ("week", _("Week")), ("month", _("Month"))],
        default="",
    )
    component = SelectField(_l("Component"), choices=[], validate_choice=False, default="")
    first = DateField(_l("From"), [Optional()])
    last = DateField(_l("Until"), [Optional()])
    state = SelectField(
        _l("State"),
        choices=lambda: any_of([(state.value, str(label)) for state, label in STATES.items()]),
        default="",
    )
