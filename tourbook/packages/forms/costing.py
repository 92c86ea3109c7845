"""What organisers fill in when they cost a package."""

import re
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from flask_babel import lazy_gettext as _l

from tourbook.packages.forms.drafts import ChoosingForm
from tourbook.packages.models import MarkupKind, Sharing, VatScheme
from tourbook.packages.rules.costing.changes import Changes
from tourbook.packages.rules.costing.values import Terms
from tourbook.web.fields import (
    DecimalField,
    InputRequired,
    IntegerField,
    Length,
    MoneyField,
    NumberRange,
    Optional,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from tourbook.web.forms import SearchForm, given

SHARING = (
    (Sharing.TWIN.value, _l("Two guests share a room")),
    (Sharing.SINGLE.value, _l("Each guest has a room")),
)
MARKUP_KINDS = (
    (MarkupKind.MARKUP.value, _l("Mark-up: a share of the cost, added to it")),
    (MarkupKind.MARGIN.value, _l("Margin: a share of the price before VAT")),
)
SCHEMES = (
    (VatScheme.GENERAL.value, _l("General VAT")),
    (VatScheme.MARGIN.value, _l("Margin scheme for travel agents")),
)
#: Of the price: 1 cent to 1,000 euro.
STEPS = NumberRange(1, 100_000, _l("Give an amount from 0.01 to 1,000 euro."))
SIZE = re.compile(r"([0-9]{1,4})(?:\+([0-9]{1,4}))?")


Choice = TypeVar("Choice", bound=StrEnum)


def member(kind: type[Choice], written: str | None) -> Choice | None:
    """What an address names; None where it names nothing of the kind."""
    return next((each for each in kind if each.value == written), None)


def basis_points(percent: Decimal) -> int:
    return round(percent * 100)


def sizes_in(written: str) -> tuple[tuple[int, int], ...]:
    """Group sizes as people write them: `8+1, 20+2`; without a plus nobody is free.

    Raises:
        ValidationError: a part of it is no group size.
    """
    found: list[tuple[int, int]] = []
    for word in re.sub(r"\s*\+\s*", "+", written).replace(",", " ").replace(";", " ").split():
        size = SIZE.fullmatch(word)
        if size is None:
            raise ValidationError(_l("Write group sizes like 8+1, 10+1, 20+2."))
        found.append((int(size[1]), int(size[2] or 0)))
    return tuple(sorted(found))


class TermsForm(ChoosingForm):
    """How a price is made of a cost, and for which groups."""

    sizes = StringField(
        _l("Group sizes"),
        [InputRequired()],
        description=_l("Paying guests + free places, the escorts among them: 8+1, 10+1, 20+2."),
    )
    sharing = RadioField(_l("Rooms of the paying guests"), choices=SHARING)
    markup_kind = RadioField(_l("What is left to you"), choices=MARKUP_KINDS)
    markup = DecimalField(
        _l("Mark-up or margin in percent"),
        [InputRequired(), NumberRange(0, 1000)],
        description=_l("Such as 20 or 17.5. It is what is left after VAT."),
    )
    round_to = MoneyField(
        _l("Round prices per person up to a multiple of"), [InputRequired(), STEPS]
    )

    def validate_sizes(self, field: StringField) -> None:
        sizes_in(field.data or "")

    @property
    def terms(self) -> Terms:
        return Terms(
            pax_ranges=sizes_in(self.sizes.data or ""),
            sharing=Sharing(self.sharing.data),
            markup_kind=MarkupKind(self.markup_kind.data),
            markup_basis_points=basis_points(given(self.markup.data)),
            round_to_cents=given(self.round_to.data),
        )


class LineForm(ChoosingForm):
    """How much of an item is paid for, by which scheme it is sold, and why."""

    quantity = IntegerField(
        _l("Units that are paid for"),
        [Optional(), NumberRange(0, 1_000_000)],
        description=_l(
            "Leave it empty to count as usual. A number stands for the kilometres, else for the"
            " hours, the vehicles, the times, the rooms or the persons that the host charges."
        ),
    )
    scheme = RadioField(_l("How it is taxed"), choices=SCHEMES)
    reason = TextAreaField(
        _l("Why"),
        [Optional(), Length(max=300)],
        description=_l("Such as: bought from the hotel and sold in our own name. Say who agreed."),
    )


class WhatIfForm(SearchForm):
    """What is tried out; all of it stands in the address."""

    nights = IntegerField(
        _l("More nights at the end"), [Optional(), NumberRange(0, 7)], render_kw={"width": 3}
    )
    hotel = SelectField(_l("Another hotel"))
    coach = SelectField(_l("Another vehicle"))
    sharing = SelectField(
        _l("Rooms of the paying guests"),
        choices=[("", _l("As it is")), *SHARING],
    )
    markup_kind = SelectField(
        _l("What is left to you"),
        choices=[("", _l("As it is")), *MARKUP_KINDS],
    )
    markup = DecimalField(_l("In percent"), [Optional(), NumberRange(0, 1000)])
    round_to = MoneyField(_l("Round up to a multiple of"), [Optional(), STEPS])

    @property
    def changes(self) -> Changes:
        percent = self.markup.data
        return Changes(
            nights=self.nights.data or 0,
            sharing=member(Sharing, self.sharing.data),
            markup_kind=member(MarkupKind, self.markup_kind.data),
            markup_basis_points=None if percent is None else basis_points(percent),
            round_to_cents=self.round_to.data,
        )
