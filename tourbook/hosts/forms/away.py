"""The forms of times away and of visit budgets, and the filter of their list."""

from datetime import time, timedelta

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from tourbook.core import zones
from tourbook.directory.forms import Choices, any_of
from tourbook.hosts.models import AwayKind, AwayTime
from tourbook.hosts.rules import ZONE
from tourbook.hosts.rules.away import AwayFacts
from tourbook.web.fields import (
    DateField,
    InputRequired,
    IntegerField,
    Length,
    NumberRange,
    Optional,
    RadioField,
    SelectField,
    StringField,
    SubmitField,
    TimeField,
)
from tourbook.web.forms import Form, SearchForm, given

AWAY = {
    AwayKind.BLACKOUT: _l("No visits"),
    AwayKind.QUIET: _l("Quiet period"),
    AwayKind.BUSY: _l("Busy"),
}


def own_kinds() -> Choices:
    return [
        (AwayKind.BLACKOUT.value, _("No visits: nobody can ask for these times")),
        (AwayKind.QUIET.value, _("Quiet period: never proposed, asked for only with a reason")),
    ]


class AwayForm(Form):
    kind = RadioField(_l("What it means"), choices=own_kinds, default=AwayKind.BLACKOUT.value)
    #: "component-7", "place-3", or empty for all that the organisation offers.
    subject = SelectField(_l("For"))
    first_day = DateField(_l("First day"), [InputRequired()])
    starts = TimeField(
        _l("From"), [Optional()], description=_l("Finnish time; empty for the whole day.")
    )
    last_day = DateField(_l("Last day"), [InputRequired()])
    ends = TimeField(
        _l("Until"), [Optional()], description=_l("Finnish time; empty for the whole day.")
    )
    note = StringField(
        _l("Note"), [Length(max=300)], description=_l("For your own people; nobody else reads it.")
    )
    save = SubmitField(_l("Save"))

    def facts(self) -> AwayFacts:
        kind, _dash, number = (self.subject.data or "").partition("-")
        first, last = given(self.first_day.data), given(self.last_day.data)
        starts_at = (
            zones.moment_at(first, self.starts.data, ZONE)
            if self.starts.data
            else zones.midnight(first, ZONE)
        )
        ends_at = (
            zones.moment_at(last, self.ends.data, ZONE)
            if self.ends.data
            else zones.midnight(last + timedelta(days=1), ZONE)
        )
        return AwayFacts(
            kind=AwayKind(given(self.kind.data)),
            starts_at=starts_at,
            ends_at=ends_at,
            component_id=int(number) if kind == "component" else None,
            place_id=int(number) if kind == "place" else None,
            note=self.note.data or "",
        )

    def show(self, away: AwayTime) -> None:
        """Fill the form with a time away as it stands."""
        self.kind.data, self.note.data = away.kind.value, away.note
        self.subject.data = subject_of(away.component_id, away.place_id)
        start = zones.clock_time(away.starts_at, ZONE)
        end = zones.clock_time(away.ends_at, ZONE)
        self.first_day.data = start.date()
        self.starts.data = start.time() if start.time() != time() else None
        whole = end.time() == time()
        self.last_day.data = (end - timedelta(days=1)).date() if whole else end.date()
        self.ends.data = None if whole else end.time()


def subject_of(component_id: int | None, place_id: int | None) -> str:
    if component_id:
        return f"component-{component_id}"
    return f"place-{place_id}" if place_id else ""


class AwayFilter(SearchForm):
    organisation = SelectField(_l("Organisation"), choices=[], validate_choice=False, default="")
    kind = SelectField(
        _l("What it means"),
        choices=lambda: any_of([(kind.value, str(label)) for kind, label in AWAY.items()]),
        default="",
    )


class BudgetForm(Form):
    component = SelectField(_l("Visits of"))
    per_month = IntegerField(_l("Visits in a month at most"), [Optional(), NumberRange(0, 1_000)])
    per_year = IntegerField(_l("Visits in a year at most"), [Optional(), NumberRange(0, 10_000)])
    save = SubmitField(_l("Save"))
