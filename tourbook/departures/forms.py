"""Forms of departures and of answers to requests, and the words for their states."""

from datetime import date
from typing import Any

from flask_babel import format_date
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from tourbook.departures.models import DepartureStatus, RequestState, ThreadAct
from tourbook.departures.rules.overview import Need
from tourbook.web.fields import (
    BooleanField,
    DateField,
    DateTimeField,
    HiddenField,
    InputRequired,
    IntegerField,
    Length,
    NumberRange,
    Optional,
    RadioField,
    Regexp,
    SelectField,
    StringField,
    TelField,
    TextAreaField,
    TextsField,
    ValidationError,
)
from tourbook.web.forms import Form, SearchForm

STATUSES = {
    DepartureStatus.DRAFT: _l("Draft"),
    DepartureStatus.OPEN: _l("Open for booking"),
    DepartureStatus.CLOSED: _l("Closed"),
    DepartureStatus.CANCELLED: _l("Cancelled"),
    DepartureStatus.COMPLETED: _l("Completed"),
}
STATES = {
    RequestState.DRAFT: _l("Not asked yet"),
    RequestState.REQUESTED: _l("Waiting for an answer"),
    RequestState.CONFIRMED: _l("Accepted"),
    RequestState.DECLINED: _l("Declined"),
    RequestState.CANCELLED: _l("Cancelled"),
    RequestState.LAPSED: _l("Lapsed without an answer"),
    RequestState.WITHDRAWN: _l("Withdrawn by the host"),
    RequestState.DELIVERED: _l("Took place"),
}
#: What an entry of a thread tells.
ACTS = {
    ThreadAct.ASKED: _l("The host was asked"),
    ThreadAct.REMINDED: _l("The host was reminded"),
    ThreadAct.ACCEPTED: _l("The host said yes"),
    ThreadAct.DECLINED: _l("The host said no"),
    ThreadAct.PROPOSED_TIME: _l("The host offered another time"),
    ThreadAct.PROPOSED_COMPONENT: _l("The host offered another visit"),
    ThreadAct.HANDED_OVER: _l("Handed over to a colleague"),
    ThreadAct.WITHDRAWN: _l("The host withdrew"),
    ThreadAct.LAPSED: _l("The request lapsed without an answer"),
    ThreadAct.CANCELLED: _l("The organiser cancelled the request"),
    ThreadAct.CHANGED: _l("The visit was changed"),
    ThreadAct.NOTE: _l("Message"),
}
NEEDS = {
    Need.NOTHING: _l("Nothing"),
    Need.NO_HOST: _l("No host needed"),
    Need.TO_SEND: _l("Ask the host"),
    Need.NO_SLOT: _l("No open slot at this time"),
    Need.ANSWER: _l("The host's answer"),
    Need.PROPOSAL: _l("Decide on the host's offer"),
    Need.DECISION: _l("Another way: ask again or go on without"),
}
ANY = ("", _l("Any"))
WHOLE = _l("Give a whole number from %(min)s to %(max)s.")

#: Months that a list can be narrowed to, before and after this one.
MONTHS_BACK, MONTHS_AHEAD = 12, 24


def months(today: date) -> list[tuple[str, Any]]:
    """Months around today as choices: ("2027-03", "March 2027")."""
    first = today.year * 12 + today.month - 1 - MONTHS_BACK
    days = [
        date(month // 12, month % 12 + 1, 1)
        for month in range(first, first + MONTHS_BACK + MONTHS_AHEAD + 1)
    ]
    return [ANY, *((f"{day:%Y-%m}", format_date(day, "LLLL y")) for day in days)]


class DepartureFilter(SearchForm):
    package = SelectField(_l("Package"), [Optional()])
    first = SelectField(_l("From month"), [Optional()])
    last = SelectField(_l("To month"), [Optional()])
    status = SelectField(_l("State"), [Optional()], choices=[ANY, *STATUSES.items()])
    pilot = SelectField(
        _l("Pilot group"), [Optional()], choices=[ANY, ("yes", _l("Yes")), ("no", _l("No"))]
    )
    missing = BooleanField(_l("Only those with hosts missing"))


class StartForm(SearchForm):
    """Which version, and when it begins."""

    version = SelectField(_l("Package and version"), [InputRequired()])
    first_day = DateField(_l("First day"), [InputRequired()])


class PlaceForm(Form):
    """What belongs to a departure beside its days."""

    seats = IntegerField(
        _l("Places"), [InputRequired(), NumberRange(min=1, max=1000, message=WHOLE)]
    )
    deadline = DateField(_l("Last day to book"), [InputRequired()])
    pilot = BooleanField(
        _l("Pilot group"), description=_l("What this group learns is used to better the package.")
    )
    note = TextAreaField(
        _l("Note for the organisers"),
        [Optional(), Length(max=1000)],
        render_kw={"rows": 3},
    )


class LateForm(Form):
    until = DateField(_l("It can be booked until"), [InputRequired()])
    reason = TextAreaField(
        _l("Why is it safe to book later?"),
        [InputRequired(), Length(max=500)],
        description=_l("Kept with the departure and in the audit log."),
        render_kw={"rows": 3},
    )


class RequestFilter(SearchForm):
    """Requests to hosts, for the organiser."""

    state = SelectField(_l("State"), [Optional()], choices=[ANY, *STATES.items()])
    host = SelectField(_l("Host"), [Optional()])


class HostFilter(SearchForm):
    """Requests, for the host itself: drafts are not its business."""

    state = SelectField(
        _l("State"),
        [Optional()],
        choices=[
            ANY,
            ("waiting", _l("Waiting for your answer")),
            ("agreed", _l("Agreed, to come")),
            ("past", _l("Past or ended")),
            *((key, word) for key, word in STATES.items() if key not in ("draft", "requested")),
        ],
    )
    component = SelectField(_l("Visit or service"), [Optional()])


#: The choice beside the slots: a time of one's own.
OWN_TIME = "time"


class SlotForm(Form):
    slot = RadioField(_l("Which time shall the host be asked for?"), [InputRequired()])
    starts_at = DateTimeField(_l("Starts"))
    ends_at = DateTimeField(_l("Ends"))
    why = TextAreaField(
        _l("Why do you ask for this time?"),
        [Optional(), Length(max=500)],
        description=_l("Needed only where the host wants no visits then. The host reads it."),
        render_kw={"rows": 2},
    )

    def validate_starts_at(self, field: DateTimeField) -> None:
        self.both(field)

    def validate_ends_at(self, field: DateTimeField) -> None:
        self.both(field)

    def both(self, field: DateTimeField) -> None:
        if self.slot.data == OWN_TIME and field.data is None and not field.errors:
            raise ValidationError(_("Give the day and the time."))


class CancelForm(Form):
    reason = TextAreaField(
        _l("What shall the host be told?"),
        [Optional(), Length(max=500)],
        description=_l("The message says that the visit is called off; add the reason here."),
        render_kw={"rows": 3},
    )


class ReplaceForm(Form):
    title = TextsField(_l("What happens instead"), required=True, max_length=200)


#: What a host can answer.
ANSWERS = [
    ("accept", _l("Yes, we receive the group at this time")),
    ("propose", _l("Another time would suit us")),
    ("offer", _l("We can offer another visit instead")),
    ("decline", _l("No, we cannot receive the group")),
]


class AnswerForm(Form):
    """A host's answer: yes, another time, or no."""

    answer = RadioField(
        _l("Your answer"),
        [InputRequired(_l("Choose your answer."))],
        choices=ANSWERS,
    )
    reason = TextAreaField(
        _l("Reason"),
        [Length(max=1000)],
        description=_l("Needed with a no. The organiser reads it."),
        render_kw={"rows": 3},
    )
    starts_at = DateTimeField(
        _l("The other time starts"),
        description=_l("Needed if you propose another time."),
    )
    ends_at = DateTimeField(_l("The other time ends"))
    component = SelectField(
        _l("The other visit"),
        [Optional()],
        description=_l("Needed if you offer another visit: one that you have in your library."),
    )

    def validate_answer(self, field: RadioField) -> None:
        """An offer needs the visit; a host with one visit only is not asked for another."""
        if field.data == "offer" and not ("component" in self and self.component.data):
            raise ValidationError(_("Choose the visit that you offer instead."))

    def validate_starts_at(self, field: DateTimeField) -> None:
        self.both(field)

    def validate_ends_at(self, field: DateTimeField) -> None:
        self.both(field)

    def both(self, field: DateTimeField) -> None:
        if self.answer.data == "propose" and field.data is None and not field.errors:
            raise ValidationError(_("Give the day and the time that would suit you."))

    def validate_reason(self, field: TextAreaField) -> None:
        if self.answer.data == "decline" and not field.data:
            raise ValidationError(_("Say in a few words why the time does not suit."))


class NoteForm(Form):
    """Words to the other side of a request."""

    words = TextAreaField(
        _l("Message"),
        [InputRequired(_l("Write the message.")), Length(max=2000)],
        render_kw={"rows": 3},
    )


class HandForm(Form):
    """Who of the host's people answers instead."""

    colleague = SelectField(_l("Who shall answer?"), [InputRequired(_l("Choose a colleague."))])
    words = TextAreaField(
        _l("A word to your colleague"), [Optional(), Length(max=500)], render_kw={"rows": 2}
    )


class WithdrawForm(Form):
    reason = TextAreaField(
        _l("Why do you withdraw?"),
        [Optional(), Length(max=1000)],
        description=_l("The organiser reads it at once and looks for another way."),
        render_kw={"rows": 3},
    )


class DutyForm(Form):
    """Whom to call on a day of a departure."""

    day = SelectField(_l("Day"))
    person = StringField(
        _l("Name of who is on duty"),
        [InputRequired(), Length(max=120)],
        render_kw={"autocomplete": "off"},
    )
    phone = TelField(
        _l("Phone"),
        [
            InputRequired(),
            Length(max=40),
            Regexp(
                r"^\+?[0-9][0-9 ()\-]{4,}$",
                message=_l("Give the number with its country, such as +358 40 123 4567."),
            ),
        ],
        description=_l("With the country, such as +358 40 123 4567."),
    )


class ChangeForm(SearchForm):
    """What shall become of a visit; what does not belong to the choice is not looked at."""

    what = RadioField(_l("What shall change?"), [InputRequired(_l("Choose what shall change."))])
    starts_at = DateTimeField(
        _l("It begins"),
        description=_l("The length stays, or becomes that of the new visit."),
    )
    plan = SelectField(_l("Plan B"), [Optional()])
    component = SelectField(
        _l("Another visit"),
        [Optional()],
        description=_l("Of the same kind, near the place, and for a group of this size."),
    )


class ConfirmChangeForm(Form):
    """The yes to a change whose day was looked at."""

    revision = HiddenField("", [InputRequired(), Regexp(r"^\d{1,9}$")])
    reason = TextAreaField(
        _l("Why does it change?"),
        [Optional(), Length(max=500)],
        description=_l("Kept with the change, for the organisers."),
        render_kw={"rows": 2},
    )
    despite = BooleanField(_l("I have looked at the problems and change it anyway"))
