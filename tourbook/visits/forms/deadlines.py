"""Filters of the lists of deadlines, and the words for what is due and who owes it."""

from collections.abc import Iterable
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from tourbook.hosts.forms.sites import FIELDS, LEADS
from tourbook.hosts.models import LeadKind, VisitorField
from tourbook.visits.rules.deadlines import Colour, Deadline, Owner
from tourbook.visits.rules.tasks import Task
from tourbook.web.fields import (
    BooleanField,
    Optional,
    SelectField,
)
from tourbook.web.forms import SearchForm

COLOURS = {
    Colour.DONE: _l("In order"),
    Colour.GREEN: _l("Due later"),
    Colour.AMBER: _l("Due soon"),
    Colour.RED: _l("Late"),
}
TONES = {
    Colour.DONE: "good",
    Colour.GREEN: "quiet",
    Colour.AMBER: "wait",
    Colour.RED: "bad",
}
OWNERS = {
    Owner.ORGANISER: _l("Organiser"),
    Owner.LEADER: _l("Delegation leader"),
    Owner.PARTICIPANT: _l("Participant"),
    Owner.HOST: _l("Host"),
}
ANY = ("", _l("Any"))


class MissingFilter(SearchForm):
    missing = BooleanField(_l("Only what is missing"))


class DueFilter(SearchForm):
    departure = SelectField(_l("Departure"), [Optional()])
    owner = SelectField(_l("Who owes it"), [Optional()], choices=[ANY, *OWNERS.items()])
    what = SelectField(_l("What"), [Optional()], choices=[ANY, *LEADS.items()])
    late = BooleanField(_l("Only what is late"))


def in_words(fields: Iterable[VisitorField]) -> str:
    """What is missing of a person, in the order in which it is asked."""
    wanted = set(fields)
    return ", ".join(str(word) for field, word in FIELDS.items() if field in wanted)


def what_in_words(one: Deadline | Task) -> str:
    """What is to be done, as a line of a list."""
    if one.unnamed:
        return str(ngettext("Name %(num)d person", "Name %(num)d people", one.unnamed))
    if one.missing:
        return in_words(one.missing)
    if one.what is LeadKind.ASK:
        return str(_("Answer the request") if one.owner is Owner.HOST else _("Ask the host"))
    return str(LEADS[one.what])


def owner_in_words(one: Deadline | Task, host: str) -> str:
    """Who owes it, by name where it is not the organiser."""
    if one.owner is Owner.HOST:
        return host
    if one.person is not None and one.owner is Owner.PARTICIPANT:
        return one.person.name
    if one.group is not None:
        return str(_("Leader of %(delegation)s", delegation=one.group.name))
    return str(OWNERS[one.owner])


def days_in_words(day: date, today: date) -> str:
    """How far away the last day is."""
    days = (day - today).days
    if days < 0:
        return str(ngettext("%(num)d day late", "%(num)d days late", -days))
    if days == 0:
        return str(_("today"))
    return str(ngettext("in %(num)d day", "in %(num)d days", days))
