"""What organisers fill in when they ask for a programme."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import time
from typing import Any

import wtforms
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from tourbook.core.refused import Refused
from tourbook.packages.forms.drafts import LARGEST_PARTY, row_id
from tourbook.packages.rules.outline import DAY_MINUTES
from tourbook.packages.rules.proposing.asking import (
    MOST_WEIGHT,
    USUAL_WEIGHT,
    Ask,
    DayAsk,
    Eating,
    MealAsk,
    Want,
    Wish,
)
from tourbook.web.fields import (
    CheckboxesField,
    InputRequired,
    IntegerField,
    MoneyField,
    NumberRange,
    Optional,
    SelectField,
    TimeField,
)
from tourbook.web.filters import time_of_day
from tourbook.web.forms import Form, SearchForm, given, refusal_in_words

#: No group's programme costs more: a hundred million euros.
MOST_BUDGET = 10_000_000_000
WISHES = (
    (Wish.MUST.value, _l("Must be in")),
    (Wish.MAY.value, _l("May be in")),
    (Wish.NEVER.value, _l("Never")),
)
WEIGHTS = (
    ("1", _l("1: hardly matters")),
    ("2", "2"),
    ("3", _l("3: matters")),
    ("4", "4"),
    ("5", _l("5: matters most")),
)
NOWHERE, ANYWHERE = "none", "anywhere"

Choices = Sequence[tuple[str, Any]]


class CandidateFilter(SearchForm):
    themes = CheckboxesField(_l("Themes"), coerce=int)
    towns = CheckboxesField(_l("Towns"), coerce=int)
    kinds = CheckboxesField(
        _l("Kinds"), choices=[("programme", _l("Visit")), ("side", _l("Side programme"))]
    )


class DayFields(wtforms.Form):
    starts = TimeField(_l("From"), [InputRequired()])
    ends = TimeField(_l("Until"), [InputRequired()])
    from_place = SelectField(_l("Begins at"))
    to_place = SelectField(_l("Ends at"))
    lunch = SelectField(_l("Lunch"))
    dinner = SelectField(_l("Dinner"))
    lodging = SelectField(_l("Overnight stay"))


class WantFields(wtforms.Form):
    wish = SelectField(_l("In the programme"), choices=WISHES, default=Wish.MAY.value)
    weight = SelectField(_l("How much it matters"), choices=WEIGHTS, default=str(USUAL_WEIGHT))

    @property
    def want(self) -> Want:
        return Want(Wish(self.wish.data), min(int(self.weight.data), MOST_WEIGHT))


@dataclass(frozen=True)
class Bounds:
    """What the draft allows, by the number of the day."""

    #: The hours of each day.
    hours: Mapping[int, tuple[int, int]]
    party_max: int
    #: Where the group sleeps after a day, with its name: the day ends and the next begins there.
    nights: Mapping[int, tuple[int, str]] = field(default_factory=dict)


class AskForm(Form):
    """Days are `day_1` and so on, candidates `want_` and their key."""

    group = IntegerField(
        _l("Persons in the group"),
        [InputRequired(), NumberRange(1, LARGEST_PARTY, _l("Give a number from 1 to 500."))],
        description=_l("Guests and escorts together."),
        render_kw={"width": 3},
    )
    languages = CheckboxesField(
        _l("Languages of the group"),
        [InputRequired()],
        description=_l("A visit must be had in one of them."),
    )
    budget = MoneyField(
        _l("Budget for the group"),
        [Optional(), NumberRange(0, MOST_BUDGET)],
        description=_l("Net cost of the whole programme in euros. Empty: no limit."),
        render_kw={"width": 10},
    )

    def __init__(self, bounds: Bounds, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.bounds = bounds

    def refuse_budget(self, refusal: Refused) -> None:
        say(self.budget, refusal_in_words(refusal))

    def day(self, number: int) -> Any:
        """The fields of a day."""
        return self[f"day_{number}"].form

    @property
    def numbers(self) -> list[int]:
        return sorted(self.bounds.hours)

    @property
    def keys(self) -> list[int]:
        """The components that may be chosen."""
        return [int(name.removeprefix("want_")) for name in self._fields if name[:5] == "want_"]

    def validate(self, extra_validators: Any = None) -> bool:
        fine = super().validate(extra_validators)
        if not fine:
            return False
        if given(self.group.data) > self.bounds.party_max:
            say(
                self.group,
                _("The draft is for at most %(most)d persons.", most=self.bounds.party_max),
            )
            fine = False
        days = [self.day_is_fine(number) for number in self.numbers]
        return all(days) and fine

    def day_is_fine(self, number: int) -> bool:
        fields = self.day(number)
        opens, closes = self.bounds.hours[number]
        starts, ends = minutes_of(fields)
        if starts < opens or ends > closes:
            hours = f"{shown(opens)}–{shown(closes)}"  # noqa: RUF001
            say(
                fields.starts if starts < opens else fields.ends,
                _("In the draft the day has the hours %(hours)s.", hours=hours),
            )
            return False
        if ends <= starts:
            say(fields.ends, _("The day ends before it begins. Change one of the times."))
            return False
        return self.ends_where_it_sleeps(number)

    def ends_where_it_sleeps(self, number: int) -> bool:
        """The night decides where a day ends and the next begins."""
        fields = self.day(number)
        for box, night in (
            (fields.to_place, self.bounds.nights.get(number)),
            (fields.from_place, self.bounds.nights.get(number - 1)),
        ):
            if night and row_id(box.data) not in (None, night[0]):
                say(box, _("The group sleeps at %(place)s. Choose that place.", place=night[1]))
                return False
        return True

    def asked(self, filters: CandidateFilter) -> Ask:
        """What is asked for; the form has been validated."""
        return Ask(
            days=tuple(self.asked_day(number) for number in self.numbers),
            group=given(self.group.data),
            languages=frozenset(self.languages.data or []),
            budget_cents=self.budget.data,
            wants={key: self[f"want_{key}"].form.want for key in self.keys},
            themes=frozenset(filters.themes.data or []),
            towns=frozenset(filters.towns.data or []),
            kinds=frozenset(filters.kinds.data or []),
        )

    def asked_day(self, number: int) -> DayAsk:
        fields = self.day(number)
        starts, ends = minutes_of(fields)
        return DayAsk(
            number=number,
            starts=starts,
            ends=ends,
            from_place=row_id(fields.from_place.data),
            to_place=row_id(fields.to_place.data),
            lunch=meal_of(fields.lunch.data),
            dinner=meal_of(fields.dinner.data),
            lodging_id=row_id(fields.lodging.data) if "lodging" in fields else None,
        )


def ask_form(days: Mapping[int, str], candidates: Mapping[int, str]) -> type[AskForm]:
    """The form for these days and components, each with its name; the last day has no night."""
    parts: dict[str, Any] = {
        f"day_{number}": wtforms.FormField(DayFields, name) for number, name in days.items()
    }
    for key, name in candidates.items():
        parts[f"want_{key}"] = wtforms.FormField(WantFields, name)
    return type("AskFormOfDraft", (AskForm,), parts)


def say(box: Any, sentence: str) -> None:
    """Put a problem beside its field."""
    box.errors = [*box.errors, sentence]


def minutes_of(fields: Any) -> tuple[int, int]:
    """Start and end of a day; midnight as its end means the end of the day."""
    starts, ends = given(fields.starts.data), given(fields.ends.data)
    return minute(starts), minute(ends) or DAY_MINUTES


def minute(hour: time) -> int:
    return hour.hour * 60 + hour.minute


def shown(minutes: int) -> str:
    return time_of_day(time(minutes % DAY_MINUTES // 60, minutes % 60))


def meal_of(chosen: str) -> MealAsk:
    if chosen == NOWHERE:
        return MealAsk(Eating.NONE)
    key = row_id(chosen)
    return MealAsk(Eating.CHOSEN, key) if key else MealAsk(Eating.ANYWHERE)
