"""What organisers fill in when they describe packages and lay their drafts."""

from collections.abc import Iterable, Iterator
from datetime import time
from typing import Any

import wtforms
from flask_babel import lazy_gettext as _l

from tourbook.core.refused import Refused
from tourbook.directory.models import TravelMode
from tourbook.packages.models import Sharing
from tourbook.packages.rules.drafting.merging import Choice
from tourbook.web.fields import (
    BooleanField,
    CheckboxesField,
    DateField,
    HiddenField,
    InputRequired,
    IntegerField,
    Length,
    MoneyField,
    NumberRange,
    Optional,
    RadioField,
    SelectField,
    StringField,
    SubmitField,
    TextAreaField,
    TextsField,
    TimeField,
)
from tourbook.web.forms import Form, SearchForm

LARGEST_PARTY = 500
MONTHS = (
    ("1", _l("January")),
    ("2", _l("February")),
    ("3", _l("March")),
    ("4", _l("April")),
    ("5", _l("May")),
    ("6", _l("June")),
    ("7", _l("July")),
    ("8", _l("August")),
    ("9", _l("September")),
    ("10", _l("October")),
    ("11", _l("November")),
    ("12", _l("December")),
)
KINDS = (
    ("programme", _l("Visit")),
    ("transport", _l("Transport")),
    ("lodging", _l("Overnight stay")),
    ("meal", _l("Meal")),
    ("side", _l("Side programme")),
)
STATUSES = (
    ("", _l("All")),
    ("published", _l("Published")),
    ("draft", _l("With a draft")),
    ("retired", _l("Out of the catalogue")),
)


def row_id(written: str | None) -> int | None:
    """A row's key as it stands in an address or a form; None for what cannot be one."""
    if not written or len(written) > 9 or not (written.isascii() and written.isdigit()):
        return None
    return int(written)


class PackageFilter(SearchForm):
    theme = SelectField(_l("Theme"), validate_choice=False)
    status = SelectField(_l("Status"), choices=STATUSES, validate_choice=False)
    q = StringField(_l("Words"), [Optional()])


class PackageForm(Form):
    """What the catalogue says of a package."""

    name = TextsField(_l("Name"), max_length=120, required=True)
    summary = TextsField(
        _l("Summary"),
        lines=True,
        max_length=1000,
        required=True,
        description=_l("Two or three sentences for whoever decides on the visit."),
    )
    themes = CheckboxesField(_l("Themes"), coerce=int)
    season_from = SelectField(_l("Season from"), choices=MONTHS, coerce=int, default=1)
    season_to = SelectField(_l("Season to"), choices=MONTHS, coerce=int, default=12)

    @property
    def season(self) -> tuple[int, int]:
        return (self.season_from.data, self.season_to.data)


class NewPackageForm(PackageForm):
    days = IntegerField(
        _l("Days"),
        [InputRequired(), NumberRange(1, 5, _l("Give a number from 1 to 5."))],
        description=_l("From 1 to 5. Days can be added and removed."),
        default=2,
    )
    party_min = IntegerField(
        _l("Smallest party"),
        [InputRequired(), NumberRange(1, LARGEST_PARTY, _l("Give a number from 1 to 500."))],
        default=8,
    )
    party_max = IntegerField(
        _l("Largest party"),
        [InputRequired(), NumberRange(1, LARGEST_PARTY, _l("Give a number from 1 to 500."))],
        default=30,
    )

    @property
    def party(self) -> tuple[int, int]:
        return (self.party_min.data or 0, self.party_max.data or 0)


#: Languages of groups, ISO 639.
SPOKEN = ("en", "fi", "sv", "de", "fr", "es", "it", "et", "lv", "lt", "pl", "uk", "ru", "ar", "zh")
TRACKS = (
    ("", _l("Everybody")),
    ("A", _l("Part A")),
    ("B", _l("Part B")),
    ("C", _l("Part C")),
    ("D", _l("Part D")),
)
MODES = (
    (TravelMode.COACH, _l("Coach")),
    (TravelMode.MINIBUS, _l("Minibus")),
    (TravelMode.WALK, _l("On foot")),
)
SHARING = (
    (Sharing.TWIN, _l("Twin rooms")),
    (Sharing.SINGLE, _l("Single rooms")),
)


class DraftForm(Form):
    """A change of a draft; it carries the revision that the person has seen."""

    revision = HiddenField()

    @property
    def seen_revision(self) -> int:
        """What cannot be a revision is one that nobody has seen."""
        return row_id(self.revision.data) or 0

    def refuse_stale(self, refusal: Refused, revision: int) -> None:
        """Say why; sending the form again is made from the draft as it is now."""
        self.refuse(refusal)
        self.revision.data = str(revision)


class ConfirmForm(DraftForm):
    """A button."""


class ChoosingForm(DraftForm):
    """A form that comes back after a clash, with the fields in which the own value shall hold."""

    keep = HiddenField()
    against = HiddenField()

    @property
    def choice(self) -> Choice:
        return Choice(frozenset((self.keep.data or "").split()), row_id(self.against.data) or 0)

    def refuse_clash(self, refusal: Refused, fields: Iterable[str], against: int) -> None:
        """Say why; sending the form again keeps the own values of these fields."""
        self.refuse(refusal)
        self.keep.data = " ".join(fields)
        self.against.data = str(against)


class VersionForm(ChoosingForm):
    languages = CheckboxesField(_l("Languages of the group"), [InputRequired()])
    step_free = BooleanField(_l("Somebody needs every stop without steps"))
    trial_day = DateField(
        _l("Day on trial"),
        [Optional()],
        description=_l(
            "If the visit began on this day: holidays, daylight, slots and rates are looked at."
        ),
    )
    travel_mode = SelectField(_l("The group travels by"), choices=MODES)
    sharing = RadioField(_l("Paying guests sleep in"), choices=SHARING)
    party_min = IntegerField(
        _l("Smallest party"),
        [InputRequired(), NumberRange(1, LARGEST_PARTY, _l("Give a number from 1 to 500."))],
    )
    party_max = IntegerField(
        _l("Largest party"),
        [InputRequired(), NumberRange(1, LARGEST_PARTY, _l("Give a number from 1 to 500."))],
    )
    included = TextsField(
        _l("What is included"), lines=True, max_length=2000, description=_l("One thing on a line.")
    )
    not_included = TextsField(
        _l("What is not included"),
        lines=True,
        max_length=2000,
        description=_l("One thing on a line."),
    )
    note = TextAreaField(
        _l("Why this version was made"),
        [Optional(), Length(max=500)],
        description=_l("For your own team."),
    )

    @property
    def party(self) -> tuple[int, int]:
        return (self.party_min.data or 0, self.party_max.data or 0)


class DayForm(ChoosingForm):
    title = TextsField(_l("Title of the day"), max_length=120)
    starts = TimeField(_l("The day begins"), [InputRequired()], default=time(8))
    ends = TimeField(
        _l("The day ends"), [InputRequired()], description=_l("00:00 is the end of the day.")
    )


class ItemForm(ChoosingForm):
    day = SelectField(_l("Day"), coerce=int)
    kind = SelectField(_l("Kind"), choices=KINDS)
    title = TextsField(_l("Title"), max_length=160, required=True)
    text = TextsField(_l("What happens"), lines=True, max_length=2000)
    starts = TimeField(_l("Begins"), [InputRequired()])
    ends = TimeField(_l("Ends"), [InputRequired()])
    next_day = BooleanField(_l("Ends on the next day"))
    place = SelectField(_l("Place"))
    arrive_by = SelectField(
        _l("The group comes here"), choices=[("", _l("As usual")), *MODES], validate_choice=False
    )
    optional = BooleanField(_l("Optional: each participant chooses"))
    pinned = BooleanField(_l("Pinned: stays where it is when a programme is proposed"))
    track = SelectField(
        _l("Part of a group that splits"),
        choices=TRACKS,
        description=_l("Parts run side by side. Everybody is with the whole group otherwise."),
    )
    alternative_to = SelectField(
        _l("Stands in for"),
        description=_l("An alternative does not run itself; it waits under the item it replaces."),
    )
    interpreters = CheckboxesField(_l("Interpreted into"))


class Tier(wtforms.Form):
    pax_from = IntegerField(_l("From size"), [Optional(), NumberRange(1, LARGEST_PARTY)])
    pax_to = IntegerField(_l("To size"), [Optional(), NumberRange(1, LARGEST_PARTY)])
    price = MoneyField(
        _l("Price per person, VAT included"), [Optional(), NumberRange(0, 10_000_000)]
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """A row is whole or empty."""
        fine = super().validate(extra_validators)
        parts = (self.pax_from, self.pax_to, self.price)
        missing = [part for part in parts if not part.errors and part.data is None]
        if missing and len(missing) < len(parts):
            missing[0].errors = [_l("Fill in all three, or leave the row empty.")]
            return False
        return fine

    @property
    def row(self) -> tuple[int, int, int] | None:
        first, last, cents = self.pax_from.data, self.pax_to.data, self.price.data
        if first is None or last is None or cents is None:
            return None
        return (first, last, cents)


TIER_NAMES = tuple(f"tier_{number}" for number in range(1, 9))


class PricesForm(DraftForm):
    tier_1 = wtforms.FormField(Tier, _l("Price row 1"))
    tier_2 = wtforms.FormField(Tier, _l("Price row 2"))
    tier_3 = wtforms.FormField(Tier, _l("Price row 3"))
    tier_4 = wtforms.FormField(Tier, _l("Price row 4"))
    tier_5 = wtforms.FormField(Tier, _l("Price row 5"))
    tier_6 = wtforms.FormField(Tier, _l("Price row 6"))
    tier_7 = wtforms.FormField(Tier, _l("Price row 7"))
    tier_8 = wtforms.FormField(Tier, _l("Price row 8"))

    @property
    def tiers(self) -> Iterator[Any]:
        return (self[name] for name in TIER_NAMES)

    @property
    def in_use(self) -> int:
        """The number of the last row with anything in it."""
        begun = [any(part.data is not None for part in tier.form) for tier in self.tiers]
        return max((number for number, used in enumerate(begun, 1) if used), default=0)

    @property
    def rows(self) -> list[tuple[int, int, int]]:
        return [row for tier in self.tiers if (row := tier.form.row) is not None]


class CopyForm(Form):
    note = TextAreaField(
        _l("Why a new version?"),
        [Optional(), Length(max=500)],
        description=_l("Such as: participants of the first pilot wanted more time at the station."),
    )
    save = SubmitField(_l("Make the new version"))
