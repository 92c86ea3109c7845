"""What organisers fill in about the limits that the checks go by."""

from typing import Any

from flask_babel import lazy_gettext as _l

from tourbook.packages.rules.limit_facts import Subject, Unit
from tourbook.web.fields import (
    DateField,
    InputRequired,
    IntegerField,
    Length,
    LengthOfTimeField,
    SelectField,
    StringField,
    TimeField,
)
from tourbook.web.forms import Form, SearchForm, given

SUBJECTS = (
    (Subject.MEALS.value, _l("Meals and breaks")),
    (Subject.TRAVEL.value, _l("Travel")),
    (Subject.DRIVER.value, _l("The driver's hours")),
    (Subject.PACE.value, _l("How much a group bears")),
)
#: In what a plain number is given.
MEASURES = {
    Unit.METRES: _l("In metres."),
    Unit.METRES_A_MINUTE: _l("In metres a minute."),
    Unit.PERCENT: _l("In percent."),
}


class LimitFilter(SearchForm):
    subject = SelectField(
        _l("Subject"), choices=[("", _l("All")), *SUBJECTS], validate_choice=False
    )


class LimitForm(Form):
    """A new value of one limit; times of day and lengths of time have fields of their own."""

    value = IntegerField(_l("New value"), [InputRequired()], render_kw={"width": 5})
    minutes = LengthOfTimeField(
        _l("New value"),
        [InputRequired()],
        description=_l("Such as 4 h 30 min, 4:30 or 270 (minutes)."),
    )
    hour = TimeField(_l("New value"), [InputRequired()])
    valid_from = DateField(_l("It holds from"), [InputRequired()])
    source = StringField(
        _l("Where the value is from"),
        [InputRequired(), Length(max=300)],
        description=_l("A law with its article, or who decided it and when."),
    )

    def __init__(self, unit: Unit, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        asked = {Unit.CLOCK: "hour", Unit.MINUTES: "minutes"}.get(unit, "value")
        for name in {"value", "minutes", "hour"} - {asked}:
            del self[name]
        if unit in MEASURES:
            self.value.description = MEASURES[unit]

    @property
    def number(self) -> int:
        """In minutes, for a time of day after midnight; else in the limit's own unit."""
        if "value" in self:
            return given(self.value.data)
        if "minutes" in self:
            return given(self.minutes.data)
        hour = given(self.hour.data)
        return hour.hour * 60 + hour.minute
