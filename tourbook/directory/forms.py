"""The directory's forms and the filters of its lists."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import wtforms
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from tourbook.core.db import db
from tourbook.core.languages import LANGUAGES
from tourbook.core.refused import Refused
from tourbook.directory import queries, rules
from tourbook.directory.models import OrganisationKind
from tourbook.directory.rules import MunicipalityFacts, OrganisationFacts, PlaceFacts
from tourbook.web.fields import (
    BooleanField,
    DecimalField,
    EmailField,
    InputRequired,
    Length,
    NumberRange,
    Optional,
    RadioField,
    SelectField,
    StringField,
    SubmitField,
    TelField,
    TextsField,
    UrlField,
    ValidationError,
)
from tourbook.web.forms import Form, SearchForm, given
from tourbook.web.languages import OWN_NAMES, current_language

Choices = list[tuple[str, str]]

KINDS = {
    OrganisationKind.AUTHORITY: _l("Authority"),
    OrganisationKind.COMPANY: _l("Company"),
    OrganisationKind.NGO: _l("Civil society organisation"),
    OrganisationKind.RESEARCH: _l("Research institute"),
    OrganisationKind.EDUCATION: _l("School or university"),
    OrganisationKind.LODGING: _l("Lodging"),
    OrganisationKind.CATERING: _l("Catering"),
    OrganisationKind.TRANSPORT: _l("Transport"),
    OrganisationKind.CULTURE: _l("Culture"),
    OrganisationKind.MUNICIPALITY: _l("Municipality"),
}

LAT = (
    _l("Latitude"),
    [
        InputRequired(),
        NumberRange(-90, 90, _l("The latitude lies between -90 and 90 degrees.")),
    ],
)
LON = (
    _l("Longitude"),
    [
        InputRequired(),
        NumberRange(-180, 180, _l("The longitude lies between -180 and 180 degrees.")),
    ],
)
DEGREES_NORTH = _l("Degrees north, such as 61.6881.")
DEGREES_EAST = _l("Degrees east, such as 27.2723.")


def any_of(choices: Iterable[tuple[str, str]]) -> Choices:
    """The choices of a filter: all of them, or one."""
    return [("", _("All")), *choices]


def kind_choices() -> Choices:
    return [(kind.value, str(label)) for kind, label in KINDS.items()]


def region_choices() -> Choices:
    language = current_language()
    found = db.session.scalars(queries.regions(language=language))
    return [(str(region.id), region.name.get(language)) for region in found]


def municipality_choices() -> Choices:
    language = current_language()
    found = db.session.scalars(queries.municipalities(language=language))
    return [(str(town.id), town.name.get(language)) for town in found]


def words_in(field: StringField) -> str:
    """The words asked for in the address, if they can be looked for."""
    return "" if field.errors else (field.data or "")


def chosen(field: wtforms.SelectField) -> str:
    """What is asked for in the address, if it is one of the choices; else nothing."""
    known = {choice[0] for choice in field.choices or ()}
    return field.data if field.data in known else ""


def chosen_id(field: wtforms.SelectField) -> int | None:
    value = chosen(field)
    return int(value) if value else None


class RegionForm(Form):
    name = TextsField(_l("Name of the region"), max_length=120, required=True)
    save = SubmitField(_l("Save"))


class ThemeForm(Form):
    name = TextsField(_l("Name of the theme"), max_length=120, required=True)
    save = SubmitField(_l("Save"))


class MunicipalityForm(Form):
    name = TextsField(_l("Name of the town"), max_length=120, required=True)
    region_id = SelectField(_l("Region"), choices=region_choices)
    lat = DecimalField(*LAT, description=DEGREES_NORTH, render_kw={"width": 10})
    lon = DecimalField(*LON, description=DEGREES_EAST, render_kw={"width": 10})
    save = SubmitField(_l("Save"))

    def facts(self) -> MunicipalityFacts:
        return MunicipalityFacts(
            region_id=int(given(self.region_id.data)),
            name=self.name.data,
            lat=degrees(self.lat.data),
            lon=degrees(self.lon.data),
        )


class PlaceForm(Form):
    name = StringField(_l("Name of the place"), [InputRequired(), Length(max=120)])
    municipality_id = SelectField(_l("Town"), choices=municipality_choices)
    address = StringField(_l("Street address"), [Optional()])
    lat = DecimalField(*LAT, description=DEGREES_NORTH, render_kw={"width": 10})
    lon = DecimalField(*LON, description=DEGREES_EAST, render_kw={"width": 10})
    step_free = BooleanField(_l("Step-free: can be reached in a wheelchair"))
    coach_parking = BooleanField(_l("A coach can park here"))
    save = SubmitField(_l("Save"))

    def facts(self) -> PlaceFacts:
        return PlaceFacts(
            municipality_id=int(given(self.municipality_id.data)),
            name=given(self.name.data),
            address=self.address.data or "",
            lat=degrees(self.lat.data),
            lon=degrees(self.lon.data),
            step_free=bool(self.step_free.data),
            coach_parking=bool(self.coach_parking.data),
        )


def degrees(value: Decimal | None) -> float:
    return float(given(value))


def no_town_or_one() -> Choices:
    return [("", _("None, or abroad")), *municipality_choices()]


class OrganisationForm(Form):
    name = StringField(_l("Name of the organisation"), [InputRequired(), Length(max=160)])
    kind = SelectField(_l("Kind"), choices=kind_choices)
    business_id = StringField(
        _l("Finnish Business ID"),
        [Optional(), Length(max=20)],
        description=_l("Such as 1234567-1. Leave empty for an organisation of another country."),
        render_kw={"width": 10},
    )
    municipality_id = SelectField(_l("Town"), choices=no_town_or_one)
    email = EmailField(
        _l("E-mail address"), [Optional()], description=_l("Requests for visits are sent here.")
    )
    phone = TelField(_l("Phone"), [Optional()])
    website = UrlField(_l("Website"), [Optional(), Length(max=200)])
    save = SubmitField(_l("Save"))

    def validate_business_id(self, field: Any) -> None:
        try:
            rules.business_id(field.data or "")
        except Refused as refusal:
            raise ValidationError(_(refusal.sentence)) from None

    def facts(self) -> OrganisationFacts:
        town = self.municipality_id.data
        return OrganisationFacts(
            name=given(self.name.data),
            kind=OrganisationKind(given(self.kind.data)),
            business_id=self.business_id.data or None,
            municipality_id=int(town) if town else None,
            email=self.email.data or "",
            phone=self.phone.data or "",
            website=self.website.data or "",
        )


class InviteForm(Form):
    """Asks a person of the host to come in."""

    email = EmailField(_l("E-mail address"), [InputRequired()])
    name = StringField(_l("Name"), [InputRequired(), Length(max=120)])
    language = RadioField(
        _l("Language of the invitation"),
        choices=[(language, OWN_NAMES[language]) for language in LANGUAGES],
        default="fi",
    )
    send = SubmitField(_l("Send the invitation"))


class WordsFilter(SearchForm):
    words = StringField(_l("Text"))


class MunicipalityFilter(SearchForm):
    words = StringField(_l("Name"))
    region = SelectField(_l("Region"), choices=lambda: any_of(region_choices()), default="")


class PlaceFilter(SearchForm):
    words = StringField(_l("Name or address"))
    municipality = SelectField(
        _l("Town"), choices=lambda: any_of(municipality_choices()), default=""
    )


class OrganisationFilter(SearchForm):
    words = StringField(_l("Name or Business ID"))
    kind = SelectField(_l("Kind"), choices=lambda: any_of(kind_choices()), default="")
    municipality = SelectField(
        _l("Town"), choices=lambda: any_of(municipality_choices()), default=""
    )
