"""What organisers fill in about learning objectives."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from tourbook.core.languages import LANGUAGES
from tourbook.core.texts import Texts
from tourbook.packages.forms.drafts import DraftForm, row_id
from tourbook.packages.rules.coverage import Anchors
from tourbook.packages.rules.drafting.merging import Choice
from tourbook.web.fields import CheckboxesField, HiddenField, Length, TextsField


class ObjectiveForm(DraftForm):
    text = TextsField(
        _l("What participants can do or explain after the visit"),
        lines=True,
        max_length=500,
        required=True,
    )
    low = TextsField(
        _l("What 1 means"),
        max_length=160,
        description=_l("The lowest: such as “I could not name the partners”."),
    )
    middle = TextsField(_l("What 3 means"), max_length=160)
    high = TextsField(
        _l("What 5 means"),
        max_length=160,
        description=_l("The highest: such as “I could present the whole to my own leaders”."),
    )

    #: After a clash: the fields that were shown side by side, at which revision of the
    #: objective, and of which of them the own words shall hold.
    clashed = HiddenField()
    against = HiddenField()
    keep = CheckboxesField(validate_choice=False)

    @property
    def choice(self) -> Choice:
        return Choice(frozenset(self.keep.data or ()), row_id(self.against.data) or 0)

    @property
    def yielded(self) -> set[str]:
        """Fields such as `text.fi` of which somebody else's words shall hold."""
        return set((self.clashed.data or "").split()) - self.choice.fields

    def wording(self, standing: Mapping[str, Texts]) -> dict[str, Texts]:
        """Text and anchors by column, with the words that stand where the own ones yield."""
        low, middle, high = self.low.data, self.middle.data, self.high.data
        written = {"text": self.text.data, "anchor_low": low}
        written |= {"anchor_middle": middle, "anchor_high": high}
        return {
            name: Texts.of(
                {
                    language: (standing[name] if f"{name}.{language}" in self.yielded else own)
                    .as_dict()
                    .get(language, "")
                    for language in LANGUAGES
                }
            )
            for name, own in written.items()
        }

    @property
    def anchors(self) -> Anchors:
        return (self.low.data, self.middle.data, self.high.data)


def pair(written: Any) -> tuple[int, int]:
    """`objective:item`, as it stands in a tick of the matrix."""
    first, _, second = str(written).partition(":")
    keys = row_id(first), row_id(second)
    if keys[0] is None or keys[1] is None:
        raise ValueError("No pair of keys.")
    return keys[0], keys[1]


class CoverageForm(DraftForm):
    """A matrix of ticks, each `objective:item`, and those that the person started from."""

    serves = CheckboxesField()
    seen = HiddenField(validators=[Length(max=20_000)])

    @property
    def pairs(self) -> set[tuple[int, int]]:
        return {pair(written) for written in self.serves.data or ()}

    @property
    def seen_pairs(self) -> set[tuple[int, int]] | None:
        """None where the form does not say. What cannot be a pair was never seen."""
        if not self.seen.raw_data:
            return None
        found = set()
        for written in (self.seen.data or "").split():
            try:
                found.add(pair(written))
            except ValueError:
                continue
        return found
