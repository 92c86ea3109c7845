"""The forms of what a site asks of visitors, how early, how open it is, and its plan B."""

from collections.abc import Iterable
from typing import Any

import wtforms
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from tourbook.directory.forms import Choices
from tourbook.hosts.models import (
    InformationLevel,
    LeadKind,
    LeadUnit,
    LegalBasis,
    Openness,
    Permission,
    VisitorField,
)
from tourbook.hosts.rules.leads import LONGEST as LONGEST_LEAD
from tourbook.hosts.rules.leads import Demand, Lead
from tourbook.hosts.rules.sites import (
    DAYS_AFTER,
    DAYS_BEFORE,
    LONGEST,
    SPECIAL,
    FieldFacts,
    OpennessFacts,
)
from tourbook.web.fields import (
    BooleanField,
    DateField,
    InputRequired,
    IntegerField,
    NumberRange,
    Optional,
    RadioField,
    SelectField,
    SubmitField,
    TextsField,
)
from tourbook.web.forms import Form, given

FIELDS = {
    VisitorField.NAME: _l("Name"),
    VisitorField.FORM_OF_ADDRESS: _l("Form of address"),
    VisitorField.NATIONALITY: _l("Nationality"),
    VisitorField.EMPLOYER: _l("Employer and post"),
    VisitorField.BIRTH_DATE: _l("Date of birth"),
    VisitorField.IDENTITY_DOCUMENT: _l("Identity document"),
    VisitorField.VEHICLE: _l("Own vehicle"),
    VisitorField.PHONE: _l("Phone"),
    VisitorField.DIET: _l("Diet"),
    VisitorField.MOBILITY: _l("Mobility and other needs"),
    VisitorField.LANGUAGES: _l("Languages"),
    VisitorField.CLOTHING_SIZE: _l("Clothing size"),
    VisitorField.PHOTO_CONSENT: _l("Consent to photos"),
}
BASES = {
    LegalBasis.CONSENT: _l("The visitor's consent"),
    LegalBasis.EXPLICIT_CONSENT: _l("The visitor's explicit consent"),
    LegalBasis.CONTRACT: _l("A contract with the visitor"),
    LegalBasis.LEGAL_OBLIGATION: _l("A legal obligation"),
    LegalBasis.VITAL_INTERESTS: _l("Vital interests"),
    LegalBasis.PUBLIC_TASK: _l("A public task"),
    LegalBasis.LEGITIMATE_INTERESTS: _l("Legitimate interests"),
}
LEADS = {
    LeadKind.ASK: _l("The host is asked"),
    LeadKind.NAMES: _l("Names"),
    LeadKind.IDENTITY: _l("Identity documents"),
    LeadKind.MENUS: _l("Menus"),
    LeadKind.ROOMING: _l("Rooming list"),
    LeadKind.INTERPRETER: _l("Interpreter"),
    LeadKind.GIFT: _l("Gift"),
}
LEAD_UNITS = {
    LeadUnit.DAYS: _l("Days before the visit"),
    LeadUnit.WORKING_DAYS: _l("Working days before the visit"),
    LeadUnit.DATE: _l("By a fixed date"),
}
LEVELS = {
    InformationLevel.PUBLIC: _l("Public"),
    InformationLevel.PARTICIPANTS: _l("For the visitors only"),
    InformationLevel.RESTRICTED: _l("Restricted"),
}
PERMISSIONS = {
    Permission.ALLOWED: _l("Allowed"),
    Permission.ASK: _l("Only where the host says so"),
    Permission.FORBIDDEN: _l("Not allowed"),
}


def openness_rows(openness: Openness) -> list[tuple[str, str]]:
    """What may be told, photographed and carried at a stop, as labels and words."""
    rows = [
        (_("Information"), str(LEVELS[openness.information])),
        (_("Photos"), str(PERMISSIONS[openness.photos])),
        (_("Phones"), str(PERMISSIONS[openness.phones])),
        (_("Drones"), str(PERMISSIONS[openness.drones])),
    ]
    if openness.escort:
        rows.append((_("Escort"), _("Visitors are escorted all the time.")))
    if openness.nda:
        rows.append((_("Agreement"), _("Visitors sign a confidentiality agreement first.")))
    if openness.controlled_technology:
        rows.append((_("Controlled technology"), _("It is shown or explained here.")))
    return rows


class FieldForm(Form):
    reason = TextsField(
        _l("Why does the site need it?"),
        lines=True,
        max_length=500,
        required=True,
        description=_l("Visitors read this beside the question."),
    )
    legal_basis = SelectField(_l("Legal basis"))
    days_before = IntegerField(
        _l("Days before the visit from which the site sees it"),
        [InputRequired(), NumberRange(0, LONGEST)],
        default=DAYS_BEFORE,
    )
    days_after = IntegerField(
        _l("Days after the visit until which the site sees it"),
        [InputRequired(), NumberRange(0, LONGEST)],
        default=DAYS_AFTER,
    )
    save = SubmitField(_l("Save"))

    def offer(self, field: VisitorField) -> None:
        """The grounds that bear this field."""
        bearing = [LegalBasis.EXPLICIT_CONSENT] if field in SPECIAL else list(LegalBasis)
        self.legal_basis.choices = [(basis.value, str(BASES[basis])) for basis in bearing]

    def facts(self, field: VisitorField) -> FieldFacts:
        return FieldFacts(
            field=field,
            reason=self.reason.data,
            legal_basis=LegalBasis(given(self.legal_basis.data)),
            days_before=given(self.days_before.data),
            days_after=given(self.days_after.data),
        )


def lead_unit_choices() -> Choices:
    return [
        ("", _("Nothing of its own")),
        *((unit.value, str(label)) for unit, label in LEAD_UNITS.items()),
    ]


class LeadParts(wtforms.Form):
    unit = SelectField(_l("How it is counted"), choices=lead_unit_choices, default="")
    amount = IntegerField(_l("Number of days"), [Optional(), NumberRange(0, LONGEST_LEAD)])
    day = DateField(_l("Date"), [Optional()])


class LeadField(wtforms.FormField):  # type: ignore[type-arg]  # no generic when it runs
    """How early one thing is wanted; `lead()` is what was chosen."""

    def __init__(self, what: LeadKind, **kwargs: Any) -> None:
        super().__init__(LeadParts, LEADS[what], **kwargs)
        self.what = what

    def show(self, lead: Demand) -> None:
        parts = self.form
        parts.unit.data, parts.amount.data, parts.day.data = lead.unit.value, lead.amount, lead.day

    def lead(self) -> Lead | None:
        parts = self.form
        if not parts.unit.data:
            return None
        unit = LeadUnit(parts.unit.data)
        if unit is LeadUnit.DATE:
            return Lead(self.what, unit, day=parts.day.data)
        return Lead(self.what, unit, parts.amount.data)


class LeadsForm(Form):
    """The seven kinds, each with its own measure or none."""

    ask = LeadField(LeadKind.ASK)
    names = LeadField(LeadKind.NAMES)
    identity = LeadField(LeadKind.IDENTITY)
    menus = LeadField(LeadKind.MENUS)
    rooming = LeadField(LeadKind.ROOMING)
    interpreter = LeadField(LeadKind.INTERPRETER)
    gift = LeadField(LeadKind.GIFT)
    save = SubmitField(_l("Save"))

    def parts(self) -> list[LeadField]:
        return [field for field in self if isinstance(field, LeadField)]

    def show(self, leads: Iterable[Demand]) -> None:
        by_kind = {lead.what: lead for lead in leads}
        for part in self.parts():
            if part.what in by_kind:
                part.show(by_kind[part.what])

    def leads(self) -> list[Lead]:
        found = (part.lead() for part in self.parts())
        return [lead for lead in found if lead is not None]


def permission_field(label: object, default: Permission) -> RadioField:
    choices = [(permission.value, words) for permission, words in PERMISSIONS.items()]
    return RadioField(label, choices=choices, default=default.value, coerce=Permission)


class OpennessForm(Form):
    information = RadioField(
        _l("What is told there is"),
        choices=[(level.value, words) for level, words in LEVELS.items()],
        default=InformationLevel.PUBLIC.value,
        coerce=InformationLevel,
    )
    photos = permission_field(_l("Photos"), Permission.ASK)
    phones = permission_field(_l("Phones"), Permission.ALLOWED)
    drones = permission_field(_l("Drones"), Permission.FORBIDDEN)
    escort = BooleanField(_l("Visitors are escorted all the time"))
    nda = BooleanField(_l("Visitors sign a confidentiality agreement first"))
    controlled_technology = BooleanField(
        _l("Controlled technology is shown or explained"),
        description=_l(
            "Listed in Regulation (EU) 2021/821. With visitors from outside the EU the host"
            " records an assessment before it sees the list of visitors."
        ),
    )
    notes = TextsField(_l("What else should visitors know?"), lines=True, max_length=1000)
    save = SubmitField(_l("Save"))

    def facts(self) -> OpennessFacts:
        return OpennessFacts(
            information=given(self.information.data),
            photos=given(self.photos.data),
            phones=given(self.phones.data),
            drones=given(self.drones.data),
            escort=bool(self.escort.data),
            nda=bool(self.nda.data),
            controlled_technology=bool(self.controlled_technology.data),
            notes=self.notes.data,
        )


class PlanBForm(Form):
    plan_b_id = SelectField(
        _l("Plan B"),
        description=_l("What the organiser asks for instead when the host is called away."),
    )
    save = SubmitField(_l("Save"))
