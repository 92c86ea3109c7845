"""The forms of when components can be had, and the filter of their slots."""

from typing import Any

import wtforms
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from tourbook.core.refused import Refused
from tourbook.directory.forms import any_of
from tourbook.hosts import rules
from tourbook.hosts.forms.words import (
    LARGEST_PARTY,
    LONGEST_MINUTES,
    STATES,
    UnlessAllDay,
    minutes,
    party,
)
from tourbook.hosts.rules import Timing
from tourbook.web.fields import (
    BooleanField,
    DateField,
    InputRequired,
    IntegerField,
    Length,
    NumberRange,
    Optional,
    SelectField,
    StringField,
    SubmitField,
    TimeField,
)
from tourbook.web.forms import Form, SearchForm, given, refusal_in_words

#: Rows of the form that makes many slots at once.
ROWS = 10


class SlotForm(Form):
    day = DateField(_l("Day"), [InputRequired()])
    starts = TimeField(
        _l("Starts at"), [UnlessAllDay()], description=_l("Finnish time, such as 9:30.")
    )
    minutes = minutes(_l("Length"), UnlessAllDay())
    all_day = BooleanField(_l("All day, from midnight to midnight"))
    capacity = party(_l("Persons at most"))
    exclusive = BooleanField(_l("One group at a time, however small"), default=True)
    note = StringField(
        _l("Note for the organiser"), [Length(max=300)], description=_l("Such as: use gate B.")
    )
    save = SubmitField(_l("Make the slot"))

    def timing(self) -> Timing:
        day = given(self.day.data)
        if self.all_day.data:
            return rules.whole_day(day)
        return rules.single(day, given(self.starts.data), given(self.minutes.data))


class EditSlotForm(SlotForm):
    save = SubmitField(_l("Save"))


class SlotRow(wtforms.Form):
    """One of many slots; a row without a day and a time is left out."""

    day = DateField(_l("Day"), [Optional()])
    starts = TimeField(_l("Starts at"), [Optional()])
    minutes = IntegerField(_l("Minutes"), [Optional(), NumberRange(1, LONGEST_MINUTES)])
    capacity = IntegerField(_l("Persons at most"), [Optional(), NumberRange(1, LARGEST_PARTY)])

    @property
    def empty(self) -> bool:
        return not (self.day.raw_data and self.day.raw_data[0]) and not (
            self.starts.raw_data and self.starts.raw_data[0]
        )

    def validate(self, extra_validators: Any = None) -> bool:
        fine = super().validate(extra_validators)
        if self.empty:
            return fine
        for field in self:
            if field.data is None and not field.errors:
                field.errors = [_("Fill in this field.")]
                fine = False
        return fine

    def refuse(self, refusal: Refused) -> None:
        """Show beside the row why it cannot be made."""
        self.day.errors = [*self.day.errors, refusal_in_words(refusal)]


class RowsForm(Form):
    """Ten slots at once."""

    exclusive = BooleanField(_l("One group at a time, however small"), default=True)
    save = SubmitField(_l("Make the slots"))

    @property
    def rows(self) -> dict[int, SlotRow]:
        """The rows by their number, from 1 on."""
        return {number: self[f"row_{number}"].form for number in range(1, ROWS + 1)}

    @property
    def filled(self) -> dict[int, SlotRow]:
        return {number: row for number, row in self.rows.items() if not row.empty}


for _number in range(1, ROWS + 1):
    setattr(RowsForm, f"row_{_number}", wtforms.FormField(SlotRow, _l("Slot")))


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
