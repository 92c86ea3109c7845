"""The form in which a participant tells: only what some site of the programme asks, and why."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from flask_babel import gettext as _

from tourbook.bookings.forms import DIET_LABELS, DOCUMENT_LABELS, NEED_LABELS, DetailsForm
from tourbook.bookings.models import Participant
from tourbook.bookings.rules.needs import Wishes
from tourbook.bookings.rules.particulars import (
    Particulars,
    identity_of,
    languages_of,
    only_asked,
)
from tourbook.bookings.services import details as services
from tourbook.core import formats
from tourbook.core.audit import Actor
from tourbook.departures.models import DatedItem
from tourbook.hosts.forms.sites import BASES, openness_rows
from tourbook.hosts.forms.words import language_choices
from tourbook.hosts.models import SiteField, VisitorField
from tourbook.hosts.queries import sites
from tourbook.web.filters import paragraphs
from tourbook.web.forms import given
from tourbook.web.languages import current_language

#: The fields of the form that stand for what a site asks; who asks is told at the first of them.
ASKED_IN = {
    VisitorField.NAME: ("name",),
    VisitorField.FORM_OF_ADDRESS: ("form_of_address",),
    VisitorField.NATIONALITY: ("nationality",),
    VisitorField.EMPLOYER: ("employer", "post"),
    VisitorField.PHONE: ("phone",),
    VisitorField.VEHICLE: ("vehicle",),
    VisitorField.LANGUAGES: ("best_language", "languages"),
    VisitorField.CLOTHING_SIZE: ("clothing_size",),
    VisitorField.PHOTO_CONSENT: ("photo_consent",),
    VisitorField.BIRTH_DATE: ("birth_date",),
    VisitorField.IDENTITY_DOCUMENT: (
        "identity_kind",
        "identity_number",
        "identity_country",
        "identity_valid_until",
    ),
    VisitorField.DIET: ("diet", "diet_words"),
    VisitorField.MOBILITY: ("needs", "needs_words"),
}
#: What everybody is asked, whoever wants to see it.
ALWAYS = frozenset(
    {
        VisitorField.NAME,
        VisitorField.FORM_OF_ADDRESS,
        VisitorField.DIET,
        VisitorField.MOBILITY,
    }
)
YES_OR_NO = {"yes": True, "no": False}


def details_form(participant: Participant) -> DetailsForm:
    """What this person is asked, with who asks and why beside each question."""
    asked = services.asked_of(participant.booking.departure)
    form = DetailsForm(data=values_of(participant))
    offer_choices(form)
    leave_out(form, {one.field for one in asked})
    say_who_asks(form, asked)
    return form


def values_of(participant: Participant) -> dict[str, Any]:
    told = services.told_by(participant)
    diet, needs = services.diet_of(participant), services.needs_of(participant)
    identity = told.identity
    consent = {True: "yes", False: "no", None: None}[told.photo_consent]
    return {
        "name": participant.name,
        "form_of_address": participant.form_of_address,
        "language": participant.language,
        "nationality": told.nationality,
        "employer": told.employer,
        "post": told.post,
        "phone": told.phone,
        "vehicle": told.vehicle,
        "best_language": told.languages[0] if told.languages else "",
        "languages": list(told.languages[1:]),
        "clothing_size": told.clothing_size,
        "photo_consent": consent,
        "birth_date": told.birth_date,
        "identity_kind": identity.kind.value if identity else "",
        "identity_number": identity.number if identity else "",
        "identity_country": identity.country if identity else "",
        "identity_valid_until": identity.valid_until if identity else None,
        "diet": list(diet.codes),
        "diet_words": diet.words,
        "needs": list(needs.codes),
        "needs_words": needs.words,
        "consent": participant.consent_at is not None,
    }


def offer_choices(form: DetailsForm) -> None:
    unsaid = ("", _("Not said"))
    countries = [unsaid, *formats.countries(current_language())]
    form.diet.choices = choices(DIET_LABELS)
    form.needs.choices = choices(NEED_LABELS)
    form.nationality.choices = countries
    form.identity_country.choices = countries
    form.identity_kind.choices = [unsaid, *choices(DOCUMENT_LABELS)]
    form.best_language.choices = [unsaid, *language_choices()]
    form.languages.choices = language_choices()


def choices(labels: Mapping[Any, Any]) -> list[tuple[str, str]]:
    return [(code.value, str(label)) for code, label in labels.items() if isinstance(code, StrEnum)]


def leave_out(form: DetailsForm, asked: Collection[VisitorField]) -> None:
    for field, names in ASKED_IN.items():
        if field not in asked and field not in ALWAYS:
            for name in names:
                del form[name]


def say_who_asks(form: DetailsForm, asked: Sequence[SiteField]) -> None:
    """Beside each question: which site asks, for what reason, and on what ground."""
    language = current_language()
    names = sites.names_of({one.component_id for one in asked})
    for field, parts in ASKED_IN.items():
        said = [
            _(
                "%(site)s asks: %(reason)s Legal basis: %(basis)s.",
                site=names[one.component_id].get(language),
                reason=one.reason.get(language),
                basis=BASES[one.legal_basis],
            )
            for one in asked
            if one.field is field
        ]
        if not said:
            continue
        first = form[parts[0]]
        first.description = " ".join(str(words) for words in (first.description, *said) if words)


def save(participant: Participant, form: DetailsForm, *, at: datetime) -> None:
    asked = {one.field for one in services.asked_of(participant.booking.departure)}
    told = only_asked(particulars_of(form), asked)
    services.save(
        participant,
        name=given(form.name.data),
        form_of_address=form.form_of_address.data or "",
        language=given(form.language.data),
        diet=Wishes(tuple(form.diet.data or ()), form.diet_words.data or ""),
        needs=Wishes(tuple(form.needs.data or ()), form.needs_words.data or ""),
        consent=bool(form.consent.data),
        at=at,
    )
    actor = Actor(None, "participant")
    services.tell(participant, told, asked=asked, at=at, actor=actor)


def particulars_of(form: DetailsForm) -> Particulars:
    values = {field.name: field.data for field in form}

    def text(name: str) -> str:
        return values.get(name) or ""

    return Particulars(
        nationality=text("nationality"),
        employer=text("employer"),
        post=text("post"),
        phone=text("phone"),
        vehicle=text("vehicle"),
        languages=languages_of(text("best_language"), values.get("languages") or ()),
        clothing_size=text("clothing_size"),
        photo_consent=YES_OR_NO.get(text("photo_consent")),
        birth_date=values.get("birth_date"),
        identity=identity_of(
            text("identity_kind"),
            text("identity_number"),
            text("identity_country"),
            values.get("identity_valid_until"),
        ),
    )


def openness(
    items: Sequence[DatedItem], language: str
) -> list[tuple[str, list[tuple[str, str]], list[str]]]:
    """How open the stops of a programme are, each once: its title, labels and words, notes."""
    titles = {
        item.component_id: item.title.get(language)
        for item in reversed(items)
        if item.component_id is not None and item.dropped_at is None
    }
    known = sites.openness_by(titles)
    return [
        (title, openness_rows(known[key]), paragraphs(known[key].notes))
        for key, title in reversed(titles.items())
        if key in known
    ]
