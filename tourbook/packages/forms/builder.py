"""What the builder's small forms send: acts on items and days, additions, undo, acceptances."""

from flask_babel import lazy_gettext as _l

from tourbook.packages.forms.drafts import KINDS, ChoosingForm, DraftForm
from tourbook.web.fields import (
    AnyOf,
    BooleanField,
    HiddenField,
    InputRequired,
    IntegerField,
    Length,
    MoneyField,
    NumberRange,
    Optional,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
)
from tourbook.web.forms import Form, SearchForm

ACTS = (
    "save",
    "earlier",
    "later",
    "shorter",
    "longer",
    "day_before",
    "day_after",
    "move",
    "stretch",
    "copy",
    "remove",
    "pin",
    "unpin",
    "optional",
    "required",
    "interpret",
)


class ActForm(ChoosingForm):
    act = StringField(_l("What to do"), [InputRequired(), AnyOf(ACTS)])
    title = StringField(_l("Title"), [Optional(), Length(max=160)])
    starts = TimeField(_l("Begins"), [Optional()])
    ends = TimeField(_l("Ends"), [Optional()])
    day = IntegerField(_l("Day"), [Optional()])
    language = StringField(_l("Language"), [Optional(), Length(max=3)])


class HoursForm(DraftForm):
    starts = TimeField(_l("The day begins"), [InputRequired()])
    ends = TimeField(_l("The day ends"), [InputRequired()])


class AddForm(Form):
    """Something from the library, or free text, at a time or where it fits first."""

    component = HiddenField()
    day = IntegerField(_l("Day"), [InputRequired()])
    kind = SelectField(_l("Kind"), choices=[("", _l("Choose")), *KINDS], validate_choice=False)
    title = StringField(_l("Title"), [Optional(), Length(max=160)])
    starts = TimeField(_l("Begins"), [Optional()])
    minutes = IntegerField(
        _l("Length in minutes"), [Optional(), NumberRange(5, 1440, _l("Give 5 to 1440 minutes."))]
    )


class TurnForm(Form):
    number = IntegerField(_l("Edit"), [Optional(), NumberRange(1, 10**9)])


class AcceptForm(Form):
    key = StringField(_l("Problem"), [InputRequired(), Length(max=300)])
    reason = TextAreaField(_l("Why it may stand"), [Optional(), Length(max=500)])


class LibraryFilter(SearchForm):
    """What the library is narrowed by; every choice stands in the address."""

    q = StringField(_l("Words"), [Optional()])
    kind = SelectField(_l("Kind"), choices=[("", _l("All")), *KINDS], validate_choice=False)
    town = SelectField(_l("Town"), validate_choice=False)
    theme = SelectField(_l("Theme"), validate_choice=False)
    language = SelectField(_l("Language"), validate_choice=False)
    party = IntegerField(_l("Group size"), [Optional(), NumberRange(1, 500)])
    step_free = BooleanField(_l("Step-free"))
    lead = IntegerField(_l("Can be asked so many days before"), [Optional(), NumberRange(0, 730)])
    price = MoneyField(_l("Costs at most, net"), [Optional(), NumberRange(0, 100_000_000)])
    week = StringField(
        _l("Has a free time in week"),
        [Optional(), Length(max=8)],
        description=_l("A year and a week, such as 2027-W23."),
    )
