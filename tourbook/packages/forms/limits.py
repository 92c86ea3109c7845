"""What organisers fill in about the limits that the checks go by."""

from typing import Any

from flask_babel import lazy_gettext as _l

from tourbook.packages.rules.limit_facts import Subject, Unit
from tourbook.web.fields import (
    DateField,
    InputRequired,
    IntegerField,
    Length,
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


class LimitFilter(SearchForm):
    subject = SelectField(
        _l("Subject"), choices=[("", _l("All")), *SUBJECTS], validate_choice=False
    )


class LimitForm(Form):
    """A new value of one limit; a limit that is a time of day has a field for a time."""

    value = IntegerField(_l("New value"), [InputRequired()], render_kw={"width": 5})
    hour = TimeField(_l("New value"), [InputRequired()])
    valid_from = DateField(_l("It holds from"), [InputRequired()])
    source = StringField(
        _l("Where the value is from"),
        [InputRequired(), Length(max=300)],
        description=_l("A law with its article, or who decided it and when."),
    )

    def __init__(self, unit: Unit, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        del self[("value" if unit is Unit.CLOCK else "hour")]

    @property
    def number(self) -> int:
        if "value" in self:
            return given(self.value.data)
        hour = given(self.hour.data)
        return hour.hour * 60 + hour.minute
