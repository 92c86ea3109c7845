"""What the pages call things, and the fields and choices that several forms have."""

from typing import Any

import wtforms
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import validators

from tourbook.core import formats
from tourbook.core.db import db
from tourbook.directory import queries as directory
from tourbook.directory.forms import Choices
from tourbook.hosts.models import (
    ComponentKind,
    RateUnit,
    SlotState,
    SupplementKind,
    VatCategory,
)
from tourbook.hosts.rules.importing.columns import SPOKEN
from tourbook.web.fields import InputRequired, IntegerField, NumberRange
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
SUPPLEMENTS = {
    SupplementKind.SINGLE_ROOM: _l("Single room"),
    SupplementKind.GUIDE: _l("Guide"),
    SupplementKind.INTERPRETER: _l("Interpreter"),
    SupplementKind.OTHER: _l("Other"),
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

LARGEST_PARTY = 1_000
MOST_CENTS = 100_000_000
LONGEST_MINUTES = 10_080


def party(label: object) -> IntegerField:
    return IntegerField(label, [InputRequired(), NumberRange(1, LARGEST_PARTY)])


class UnlessAllDay:
    """A time that must be given, but for a slot that lasts all day."""

    def __call__(self, form: Any, field: wtforms.Field) -> None:
        if form.all_day.data:
            field.errors = []
            raise validators.StopValidation
        if field.data is None and not field.errors:
            raise validators.StopValidation(_("Fill in this field, or choose all day."))


def minutes(label: object, must: InputRequired | UnlessAllDay | None = None) -> IntegerField:
    return IntegerField(
        label,
        [must or InputRequired(), NumberRange(1, LONGEST_MINUTES)],
        description=_l("In minutes; a night is 720."),
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


def unit_choices() -> Choices:
    return [(unit.value, str(label)) for unit, label in UNITS.items()]


def category_choices() -> Choices:
    return [(vat.value, str(label)) for vat, label in CATEGORIES.items()]
