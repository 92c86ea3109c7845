"""Forms of components, rates and slots, and the filters of their lists."""

from decimal import Decimal

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from tourbook.core import formats
from tourbook.core.db import db
from tourbook.directory import queries as directory
from tourbook.directory.forms import Choices, any_of, municipality_choices
from tourbook.hosts.models import ComponentKind, RateUnit, SlotState, VatCategory
from tourbook.hosts.rules import ComponentFacts, RateFacts, SeriesFacts
from tourbook.web.fields import (
    BooleanField,
    CheckboxesField,
    DateField,
    DecimalField,
    InputRequired,
    IntegerField,
    MoneyField,
    NumberRange,
    Optional,
    SelectField,
    StringField,
    SubmitField,
    TextsField,
    TimeField,
)
from tourbook.web.forms import Form, SearchForm, given
from tourbook.web.languages import current_language

KINDS = {
    ComponentKind.PROGRAMME: _l("Visit"),
    ComponentKind.TRANSPORT: _l("Transport"),
    ComponentKind.LODGING: _l("Overnight stay"),
    ComponentKind.MEAL: _l("Meal"),
    ComponentKind.SIDE: _l("Side programme"),
}
UNITS = {
    RateUnit.PERSON: _l("per person"),
    RateUnit.GROUP: _l("per group"),
    RateUnit.ROOM_NIGHT: _l("per room and night"),
    RateUnit.VEHICLE_DAY: _l("per vehicle and day"),
    RateUnit.HOUR: _l("per hour"),
    RateUnit.KM: _l("per kilometre"),
}
CATEGORIES = {
    VatCategory.STANDARD: _l("Standard rate"),
    VatCategory.REDUCED: _l("Reduced rate"),
    VatCategory.EXEMPT: _l("Exempt"),
}
STATES = {
    SlotState.OPEN: _l("Open"),
    SlotState.CLOSED: _l("Closed"),
    SlotState.WITHDRAWN: _l("Withdrawn"),
}
WEEKDAYS = (
    _l("Monday"),
    _l("Tuesday"),
    _l("Wednesday"),
    _l("Thursday"),
    _l("Friday"),
    _l("Saturday"),
    _l("Sunday"),
)
#: Languages in which Finnish hosts receive groups.
SPOKEN = ("en", "fi", "sv", "de", "fr", "es", "it", "et", "lv", "lt", "pl", "uk", "ru", "ar", "zh")

LARGEST_PARTY = 1_000
MOST_CENTS = 100_000_000
LONGEST_MINUTES = 10_080


def party(label: object) -> IntegerField:
    return IntegerField(label, [InputRequired(), NumberRange(1, LARGEST_PARTY)])


def minutes(label: object) -> IntegerField:
    return IntegerField(
        label,
        [InputRequired(), NumberRange(1, LONGEST_MINUTES)],
        description=_l("In minutes; a night is 720."),
    )


def lead_days(label: object, default: int) -> IntegerField:
    return IntegerField(
        label,
        [InputRequired(), NumberRange(0, 730)],
        default=default,
        description=_l("Days before the visit."),
    )


def language_choices() -> Choices:
    return [(code, formats.language_name(code, current_language())) for code in SPOKEN]


def theme_choices() -> Choices:
    language = current_language()
    found = db.session.scalars(directory.themes(language=language))
    return [(str(theme.id), theme.name.get(language)) for theme in found]


def place_choices() -> Choices:
    found = db.session.scalars(directory.places())
    named = [
        (str(place.id), f"{place.name}, {place.municipality.name.get(current_language())}")
        for place in found
    ]
    return [("", _("No fixed place")), *named]


def kind_choices() -> Choices:
    return [(kind.value, str(label)) for kind, label in KINDS.items()]


class ComponentForm(Form):
    organisation_id = SelectField(_l("Organisation that offers it"))
    kind = SelectField(_l("Kind"), choices=kind_choices)
    name = TextsField(_l("Name"), max_length=120, required=True)
    summary = TextsField(_l("What visitors see and do"), lines=True, max_length=2000, required=True)
    place_id = SelectField(_l("Place"), choices=place_choices)
    duration_minutes = minutes(_l("Length"))
    party_min = party(_l("Smallest party"))
    party_max = party(_l("Largest party"))
    languages = CheckboxesField(
        _l("Languages in which a group can be received"), choices=language_choices
    )
    ask_by_days = lead_days(_l("The host must be asked by"), 30)
    names_by_days = lead_days(_l("The host must have the names by"), 14)
    themes = CheckboxesField(_l("Themes"), choices=theme_choices)
    save = SubmitField(_l("Save"))

    def facts(self) -> ComponentFacts:
        place = self.place_id.data
        return ComponentFacts(
            kind=ComponentKind(given(self.kind.data)),
            name=self.name.data,
            summary=self.summary.data,
            duration_minutes=given(self.duration_minutes.data),
            party_min=given(self.party_min.data),
            party_max=given(self.party_max.data),
            languages=self.languages.data or [],
            ask_by_days=given(self.ask_by_days.data),
            names_by_days=given(self.names_by_days.data),
            place_id=int(place) if place else None,
        )

    def theme_ids(self) -> list[int]:
        return [int(theme) for theme in self.themes.data or []]


class RateForm(Form):
    unit = SelectField(
        _l("Unit"), choices=lambda: [(unit.value, str(label)) for unit, label in UNITS.items()]
    )
    net_cents = MoneyField(
        _l("Price in euros, without VAT"), [InputRequired(), NumberRange(0, MOST_CENTS)]
    )
    vat_category = SelectField(
        _l("VAT"), choices=lambda: [(vat.value, str(label)) for vat, label in CATEGORIES.items()]
    )
    pax_from = party(_l("For a party of at least"))
    pax_to = party(_l("For a party of at most"))
    valid_from = DateField(_l("First day of validity"), [InputRequired()])
    valid_to = DateField(_l("Last day of validity"), [InputRequired()])
    save = SubmitField(_l("Save"))

    def facts(self) -> RateFacts:
        return RateFacts(
            unit=RateUnit(given(self.unit.data)),
            net_cents=given(self.net_cents.data),
            vat_category=VatCategory(given(self.vat_category.data)),
            pax_from=given(self.pax_from.data),
            pax_to=given(self.pax_to.data),
            valid_from=given(self.valid_from.data),
            valid_to=given(self.valid_to.data),
        )


class VatRateForm(Form):
    category = SelectField(
        _l("Category"),
        choices=lambda: [(vat.value, str(label)) for vat, label in CATEGORIES.items()],
    )
    percent = DecimalField(
        _l("VAT in percent"),
        [InputRequired(), NumberRange(0, 100)],
        description=_l("Such as 25.5."),
    )
    valid_from = DateField(_l("First day"), [InputRequired()])
    source = StringField(
        _l("Where the figure is from"),
        [InputRequired()],
        description=_l("The act and its section, or the address of the tax authority's page."),
    )
    save = SubmitField(_l("Add the rate"))

    def basis_points(self) -> int:
        return int(Decimal(given(self.percent.data)) * 100)


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


class ComponentFilter(SearchForm):
    words = StringField(_l("Text"))
    kind = SelectField(_l("Kind"), choices=lambda: any_of(kind_choices()), default="")
    organisation = SelectField(_l("Organisation"), choices=[], validate_choice=False, default="")
    municipality = SelectField(
        _l("Town"), choices=lambda: any_of(municipality_choices()), default=""
    )
    theme = SelectField(_l("Theme"), choices=lambda: any_of(theme_choices()), default="")
    offer = SelectField(
        _l("Offer"),
        choices=lambda: [("", _("On offer")), ("retired", _("Retired"))],
        default="",
    )


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
