"""The forms of series: a rule in words that hosts use, or as calendar programs write it."""

import re
from datetime import date, time

from babel.dates import get_day_names
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from tourbook.core.refused import Refused
from tourbook.directory.forms import Choices
from tourbook.hosts.forms.words import WEEKDAYS, UnlessAllDay, minutes, party
from tourbook.hosts.rules import ZONES, Rule, SeriesFacts, recurrence
from tourbook.hosts.rules.times import DAY_MINUTES
from tourbook.web import typed
from tourbook.web.fields import (
    BooleanField,
    CheckboxesField,
    DateField,
    HiddenField,
    InputRequired,
    IntegerField,
    NumberRange,
    Optional,
    RadioField,
    SelectField,
    StringField,
    SubmitField,
    TextAreaField,
    TimeField,
    ValidationError,
)
from tourbook.web.forms import Form, given
from tourbook.web.languages import current_language

WEEKLY, MONTHLY, OWN = "weekly", "monthly", "own"


def weekday_choices() -> Choices:
    return [(str(number), str(name)) for number, name in enumerate(WEEKDAYS)]


def which_choices() -> Choices:
    return [
        ("1", _("first")),
        ("2", _("second")),
        ("3", _("third")),
        ("4", _("fourth")),
        ("-1", _("last")),
    ]


class SeriesForm(Form):
    repeats = RadioField(
        _l("Repeats"),
        choices=lambda: [
            (WEEKLY, _("On chosen days of the week")),
            (MONTHLY, _("On one weekday of the month")),
            (OWN, _("By a rule that you write")),
        ],
        default=WEEKLY,
    )
    weekdays = CheckboxesField(
        _l("Weekdays"),
        choices=weekday_choices,
    )
    every = IntegerField(
        _l("Every so many weeks"),
        [Optional(), NumberRange(1, 52)],
        default=1,
        description=_l("1 is each week, 2 every second week."),
    )
    which = SelectField(
        _l("Which of the month"),
        choices=which_choices,
        default="1",
    )
    weekday = SelectField(_l("Weekday of the month"), choices=weekday_choices, default="0")
    rule = StringField(
        _l("Own rule"),
        description=_l("As calendar programs write it, such as FREQ=MONTHLY;BYDAY=2TU,4TU."),
    )
    starts = TimeField(
        _l("Starts at"),
        [UnlessAllDay()],
        description=_l("Such as 9:30. It stays the same in summer and winter."),
    )
    minutes = minutes(_l("Length"), UnlessAllDay())
    all_day = BooleanField(_l("All day, from midnight to midnight"))
    zone = SelectField(
        _l("By the clocks of"), choices=lambda: [(zone, zone.replace("_", " ")) for zone in ZONES]
    )
    first_day = DateField(_l("First day"), [InputRequired()])
    last_day = DateField(_l("Last day"), [InputRequired()])
    skip_holidays = BooleanField(_l("No slots on Finnish public holidays and their eves"))
    exceptions = TextAreaField(
        _l("Days without a slot"),
        description=_l("One date on each line, such as 2027-06-24."),
        render_kw={"rows": 3},
    )
    capacity = party(_l("Persons at most"))
    exclusive = BooleanField(_l("One group at a time, however small"), default=True)
    preview = SubmitField(_l("Show the times first"))
    save = SubmitField(_l("Make the slots"))

    def validate_exceptions(self, field: TextAreaField) -> None:
        try:
            days_in(field.data or "")
        except ValueError as unread:
            raise ValidationError(str(unread)) from None

    def written_rule(self) -> str:
        """
        Raises:
            Refused: no weekday is ticked.
        """
        if self.repeats.data == OWN:
            return self.rule.data or ""
        if self.repeats.data == MONTHLY:
            return recurrence.monthly(int(given(self.which.data)), int(given(self.weekday.data)))
        if not self.weekdays.data:
            raise Refused("Tick at least one weekday.")
        return recurrence.weekly([int(day) for day in self.weekdays.data], self.every.data or 1)

    def facts(self) -> SeriesFacts:
        return SeriesFacts(
            rule=self.written_rule(),
            starts=self.starts.data or time(),
            minutes=self.minutes.data or DAY_MINUTES,
            first_day=given(self.first_day.data),
            last_day=given(self.last_day.data),
            capacity=given(self.capacity.data),
            exclusive=bool(self.exclusive.data),
            zone=given(self.zone.data),
            all_day=bool(self.all_day.data),
            skip_holidays=bool(self.skip_holidays.data),
            exceptions=frozenset(days_in(self.exceptions.data or "")),
        )

    def show(self, facts: SeriesFacts) -> None:
        """Fill the form with a series as it stands."""
        self.show_rule(recurrence.parse(facts.rule), facts.rule)
        self.starts.data, self.minutes.data = facts.starts, facts.minutes
        self.all_day.data, self.zone.data = facts.all_day, facts.zone
        self.first_day.data, self.last_day.data = facts.first_day, facts.last_day
        self.skip_holidays.data = facts.skip_holidays
        self.exceptions.data = "\n".join(day.isoformat() for day in sorted(facts.exceptions))
        self.capacity.data, self.exclusive.data = facts.capacity, facts.exclusive

    def show_rule(self, rule: Rule, written: str) -> None:
        self.repeats.data = kind_of(rule, written)
        if self.repeats.data == WEEKLY:
            self.every.data = rule.interval
            self.weekdays.data = [str(weekday) for weekday in weekdays_of(rule)]
        elif self.repeats.data == MONTHLY:
            which, weekday = rule.weekdays[0]
            self.which.data, self.weekday.data = str(which), str(weekday)
        else:
            self.rule.data = written


class ChangeSeriesForm(SeriesForm):
    scope = RadioField(_l("What is changed"))
    #: What the person saw; somebody else may have changed the series since.
    revision = HiddenField()
    preview = SubmitField(_l("Show what would change"))
    save = SubmitField(_l("Change the slots"))


def weekdays_of(rule: Rule) -> list[int]:
    return sorted({weekday for _which, weekday in rule.weekdays})


def kind_of(rule: Rule, written: str) -> str:
    """Which of the questions of the form makes this rule."""
    weekdays = weekdays_of(rule)
    if weekdays and written == recurrence.weekly(weekdays, rule.interval):
        return WEEKLY
    if len(weekdays) == 1 and written == recurrence.monthly(rule.weekdays[0][0], weekdays[0]):
        return MONTHLY
    return OWN


def rule_words(written: str) -> str:
    """A rule as a person would say it; one of a host's own making as it is written."""
    rule = recurrence.parse(written)
    names = get_day_names("wide", "stand-alone", current_language())
    kind = kind_of(rule, written)
    if kind == WEEKLY:
        days = ", ".join(names[weekday] for weekday in weekdays_of(rule))
        every = rule.interval
        return str(
            ngettext("Every week: %(days)s", "Every %(num)d weeks: %(days)s", every, days=days)
        )
    if kind == MONTHLY:
        which, weekday = rule.weekdays[0]
        count = dict(which_choices())[str(which)]
        return str(_("Every month: %(which)s %(weekday)s", which=count, weekday=names[weekday]))
    return written


def days_in(text: str) -> list[date]:
    """The dates of a list, one on each line or parted by commas.

    Raises:
        ValueError: one cannot be read; it holds a sentence for the person.
    """
    parts = [part.strip() for part in re.split(r"[\n,;]", text)]
    return [typed.day(part) for part in parts if part]
