"""The forms of what hosts offer: a component and its opening hours."""

from flask_babel import lazy_gettext as _l

from tourbook.core.refused import Refused
from tourbook.hosts import rules
from tourbook.hosts.forms.words import (
    WEEKDAYS,
    kind_choices,
    language_choices,
    minutes,
    party,
    place_choices,
    theme_choices,
)
from tourbook.hosts.models import ComponentKind
from tourbook.hosts.rules import ComponentFacts, HoursFacts
from tourbook.hosts.rules.hours import read_day, week
from tourbook.web.fields import (
    BooleanField,
    CheckboxesField,
    InputRequired,
    IntegerField,
    Length,
    NumberRange,
    Optional,
    SelectField,
    StringField,
    SubmitField,
    TextsField,
    ValidationError,
)
from tourbook.web.forms import Form, given, refusal_in_words


def lead_days(label: object, default: int) -> IntegerField:
    return IntegerField(
        label,
        [InputRequired(), NumberRange(0, 730)],
        default=default,
        description=_l("Days before the visit."),
    )


def some(
    label: object, *, least: int = 0, most: int = 1_000, description: object = ""
) -> IntegerField:
    """A number that need not be known."""
    return IntegerField(label, [Optional(), NumberRange(least, most)], description=description)


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
    outdoor = BooleanField(_l("Under the open sky: it wants daylight"))
    seated = BooleanField(_l("Mostly sitting and listening"))
    vehicle_seats = some(_l("Seats for passengers in one vehicle"), least=1, most=500)
    single_rooms = some(_l("Single rooms for one group"))
    twin_rooms = some(_l("Twin rooms for one group"))
    free_every = some(
        _l("One place is free for so many that are paid for"),
        least=1,
        description=_l("Leave it empty if there are no free places."),
    )
    free_most = some(_l("Free places at most"), least=1)
    save = SubmitField(_l("Save"))

    def facts(self) -> ComponentFacts:
        place = self.place_id.data
        facts = ComponentFacts(
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
            outdoor=bool(self.outdoor.data),
            seated=bool(self.seated.data),
            vehicle_seats=self.vehicle_seats.data,
            single_rooms=self.single_rooms.data,
            twin_rooms=self.twin_rooms.data,
            free_every=self.free_every.data,
            free_most=self.free_most.data,
        )
        return rules.fitting(facts)

    def theme_ids(self) -> list[int]:
        return [int(theme) for theme in self.themes.data or []]


class DayField(StringField):
    """The hours of a weekday, as they are written; `periods` is what they mean."""

    def __init__(self, weekday: int, **kwargs: object) -> None:
        super().__init__(WEEKDAYS[weekday], [Length(max=100)], **kwargs)
        self.weekday = weekday
        self.periods: list[HoursFacts] = []

    def pre_validate(self, form: object) -> None:
        try:
            self.periods = read_day(self.weekday, self.data or "")
        except Refused as refusal:
            raise ValidationError(refusal_in_words(refusal)) from refusal


class HoursForm(Form):
    """The week, a line for each day."""

    day_0 = DayField(0, description=_l("Such as 9:00-11:30, 13:00-16:00. Empty: closed."))
    day_1 = DayField(1)
    day_2 = DayField(2)
    day_3 = DayField(3)
    day_4 = DayField(4)
    day_5 = DayField(5)
    day_6 = DayField(6)
    save = SubmitField(_l("Save"))

    def days(self) -> list[DayField]:
        return [field for field in self if isinstance(field, DayField)]

    def show(self, hours: list[HoursFacts]) -> None:
        for field, text in zip(self.days(), week(hours), strict=True):
            field.data = text

    def hours(self) -> list[HoursFacts]:
        return [period for field in self.days() for period in field.periods]
