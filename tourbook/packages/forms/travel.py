"""What organisers fill in about the ways between places."""

from decimal import Decimal

from flask_babel import lazy_gettext as _l

from tourbook.directory.models import TravelMode
from tourbook.packages.forms.drafts import row_id
from tourbook.web.fields import (
    BooleanField,
    DecimalField,
    InputRequired,
    IntegerField,
    NumberRange,
    Optional,
    SelectField,
    StringField,
)
from tourbook.web.forms import Form, SearchForm, given

MODES = (
    (TravelMode.COACH.value, _l("Coach")),
    (TravelMode.MINIBUS.value, _l("Minibus")),
    (TravelMode.WALK.value, _l("On foot")),
)
STATES = (
    ("", _l("All")),
    ("measured", _l("Measured")),
    ("estimated", _l("Only estimated")),
)


class WayFilter(SearchForm):
    q = StringField(_l("Place"), [Optional()])
    state = SelectField(_l("Time"), choices=STATES, validate_choice=False)
    used = BooleanField(_l("Only ways that drafts use"))


class Ends(Form):
    """The two places of a way."""

    one = SelectField(_l("From which place"), validators=[InputRequired()])
    other = SelectField(_l("To which place"), validators=[InputRequired()])


class WayForm(Form):
    """Minutes and kilometres of one mode between two places."""

    mode = SelectField(_l("How the group travels"), choices=MODES)
    minutes = IntegerField(
        _l("Minutes"),
        [InputRequired(), NumberRange(0, 1440, _l("Give a number from 0 to 1440."))],
        description=_l("From door to door, with getting in and out."),
        render_kw={"width": 5},
    )
    kilometres = DecimalField(
        _l("Kilometres"),
        [InputRequired(), NumberRange(0, 2000, _l("Give a number from 0 to 2000."))],
        render_kw={"width": 5},
    )

    @property
    def travel_mode(self) -> TravelMode:
        return TravelMode(self.mode.data)

    @property
    def metres(self) -> int:
        return int(given(self.kilometres.data) * Decimal(1000))


class NewWayForm(WayForm, Ends):
    """Both places first, so that errors are told in the order of the page."""

    @property
    def place_ids(self) -> tuple[int, int]:
        return row_id(self.one.data) or 0, row_id(self.other.data) or 0
