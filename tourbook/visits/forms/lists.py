"""What a host is asked before and when it reads a list, and how values are put into words."""

from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from tourbook.bookings.forms import DIET_LABELS, DOCUMENT_LABELS, NEED_LABELS
from tourbook.bookings.rules.needs import Counts
from tourbook.bookings.rules.particulars import Identity
from tourbook.core import formats
from tourbook.hosts.forms.sites import FIELDS
from tourbook.hosts.models import VisitorField
from tourbook.visits.models import ListKind, Outcome, ReadAs
from tourbook.visits.rules.lists import Value
from tourbook.web.fields import InputRequired, Length, RadioField, SubmitField, TextAreaField
from tourbook.web.forms import Form
from tourbook.web.languages import current_language

KINDS = {
    ListKind.VISITORS: _l("Visitors"),
    ListKind.DIETS: _l("Diets"),
    ListKind.ROOMING: _l("Rooming list"),
    ListKind.BOARDING: _l("Boarding"),
}
READ_AS = {
    ReadAs.PAGE: _l("on the page"),
    ReadAs.XLSX: _l("as a spreadsheet"),
    ReadAs.PDF: _l("as a PDF"),
}
OUTCOMES = {
    Outcome.NOT_LISTED: _l("Nothing that is shown or told is listed."),
    Outcome.NO_LICENCE_NEEDED: _l(
        "It is listed, but no licence is needed: it is public or basic research, or shown from"
        " afar."
    ),
    Outcome.LICENSED: _l("There is a licence for these visitors."),
    Outcome.REFUSED: _l("These visitors cannot come."),
}
WISHES = {code.value: words for code, words in (*DIET_LABELS.items(), *NEED_LABELS.items())}


class AssessmentForm(Form):
    outcome = RadioField(
        _l("What did you find?"),
        [InputRequired()],
        choices=[(outcome.value, words) for outcome, words in OUTCOMES.items()],
    )
    reason = TextAreaField(
        _l("How did you come to it?"),
        [InputRequired(), Length(max=1000)],
        description=_l("What is shown and told, and what of it is listed in the regulation."),
        render_kw={"rows": 4},
    )
    save = SubmitField(_l("Record the assessment"))


def in_words(field: VisitorField, value: Value) -> str:
    """A value of a field as a reader sees it; what was not told is empty."""
    if value is None or value == "" or value == ():
        return ""
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if isinstance(value, date):
        return formats.day(value, current_language())
    if isinstance(value, Identity):
        return identity_words(value)
    if isinstance(value, tuple):
        return ", ".join(part_in_words(field, part) for part in value)
    return formats.country(value, current_language()) if is_country(field) else value


def is_country(field: VisitorField) -> bool:
    return field is VisitorField.NATIONALITY


def part_in_words(field: VisitorField, part: str) -> str:
    if field is VisitorField.LANGUAGES:
        return formats.language_name(part, current_language())
    return str(WISHES.get(part, part))


def identity_words(identity: Identity) -> str:
    return str(
        _(
            "%(kind)s %(number)s, %(country)s, valid until %(day)s",
            kind=DOCUMENT_LABELS[identity.kind],
            number=identity.number,
            country=formats.country(identity.country, current_language()),
            day=formats.day(identity.valid_until, current_language()),
        )
    )


def counts_in_words(counts: Counts) -> list[tuple[str, str, int]]:
    """Code, words and number of each wish; what was told in words has no code."""
    coded = [(code, str(WISHES.get(code, code)), many) for code, many in counts.codes]
    return [*coded, *(("", words, many) for words, many in counts.words)]


def fields_in_words(fields: list[str]) -> str:
    """The fields of a reading as they are logged; a count has none."""
    known = [str(FIELDS[VisitorField(name)]) for name in fields if name in set(VisitorField)]
    return ", ".join(known) or str(_("counts only"))
