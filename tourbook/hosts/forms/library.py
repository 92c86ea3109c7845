"""What the library is narrowed by, in the address."""

from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileRequired

from tourbook.core.refused import Refused
from tourbook.directory.forms import any_of, chosen, chosen_id, municipality_choices, words_in
from tourbook.hosts import rules
from tourbook.hosts.forms.words import (
    LARGEST_PARTY,
    MOST_CENTS,
    kind_choices,
    language_choices,
    theme_choices,
    unit_choices,
)
from tourbook.hosts.models import ComponentKind, RateUnit
from tourbook.hosts.queries import Wanted
from tourbook.web import typed
from tourbook.web.fields import (
    BooleanField,
    FileField,
    HiddenField,
    InputRequired,
    IntegerField,
    Length,
    MoneyField,
    NumberRange,
    Optional,
    Read,
    SelectField,
    StringField,
    SubmitField,
)
from tourbook.web.forms import Form, SearchForm, refusal_in_words


class WeekField(Read):
    """A week, as its number or as a day in it; `data` is a day of that week."""

    data: date | None

    def read(self, text: str) -> date:
        if "w" not in text.lower() and text.count("/") != 1:
            return typed.day(text)
        try:
            return rules.week_in(text)
        except Refused as refusal:
            raise ValueError(refusal_in_words(refusal)) from refusal


class LibraryFilter(SearchForm):
    """For the lists of both sides, and for who builds a programme.

    The view hands in the choices of `organisation`, or takes the field away.
    """

    words = StringField(_l("Text"))
    kind = SelectField(_l("Kind"), choices=lambda: any_of(kind_choices()), default="")
    organisation = SelectField(_l("Organisation"), choices=[], validate_choice=False, default="")
    municipality = SelectField(
        _l("Town"), choices=lambda: any_of(municipality_choices()), default=""
    )
    theme = SelectField(_l("Theme"), choices=lambda: any_of(theme_choices()), default="")
    language = SelectField(_l("Language"), choices=lambda: any_of(language_choices()), default="")
    party = IntegerField(_l("Party of"), [Optional(), NumberRange(1, LARGEST_PARTY)])
    ask_by_days = IntegerField(_l("Days left to ask the host"), [Optional(), NumberRange(0, 730)])
    price = MoneyField(_l("Euros at most, without VAT"), [Optional(), NumberRange(0, MOST_CENTS)])
    unit = SelectField(_l("Price unit"), choices=lambda: any_of(unit_choices()), default="")
    week = WeekField(_l("Free in week (2027-W23)"), [Optional()], render_kw={"width": 10})
    offer = SelectField(
        _l("Offer"),
        choices=lambda: [("", _("On offer")), ("retired", _("Retired"))],
        default="",
    )
    step_free = BooleanField(_l("Step-free"))

    def wanted(self, *, own: frozenset[int] | None, today: date) -> Wanted:
        """What the search is asked; a price is one that holds today."""
        kind, unit, week = chosen(self.kind), chosen(self.unit), self.week.data
        start, end = rules.whole_week(week) if week else (None, None)
        return Wanted(
            kind=ComponentKind(kind) if kind else None,
            municipality_id=chosen_id(self.municipality),
            theme_id=chosen_id(self.theme),
            organisation_id=chosen_id(self.organisation) if "organisation" in self else None,
            words=words_in(self.words),
            retired=chosen(self.offer) == "retired",
            language=chosen(self.language),
            party=self.party.data,
            step_free=bool(self.step_free.data),
            ask_by_days=self.ask_by_days.data,
            most_cents=self.price.data,
            price_unit=RateUnit(unit) if unit else None,
            price_day=today,
            free_from=start,
            free_until=end,
            own=own,
        )


class ImportForm(Form):
    file = FileField(
        _l("Workbook"),
        [FileRequired(_l("Choose a file."))],
        description=_l("An Excel file (.xlsx)."),
    )
    save = SubmitField(_l("Show the difference"))


class ApplyForm(Form):
    #: The digest of the plan that was shown.
    seen = HiddenField(validators=[InputRequired(), Length(max=64)])
