"""What can be wrong with a row of a list, how heavily it weighs, and the sentence for it."""

from dataclasses import dataclass, field
from enum import StrEnum

from tourbook.core.languages import N_, in_language


class Weight(StrEnum):
    #: The row is taken; this is only said.
    NOTE = "note"
    #: The row waits until a person has decided.
    DOUBT = "doubt"
    #: The row cannot be taken as it stands.
    STOP = "stop"


class Kind(StrEnum):
    NO_NAME = "no_name"
    TOO_LONG = "too_long"
    BAD_EMAIL = "bad_email"
    BAD_COUNTRY = "bad_country"
    DATE_UNREADABLE = "date_unreadable"
    DATE_UNLIKELY = "date_unlikely"
    DATE_ORDER = "date_order"
    DATE_SERIAL = "date_serial"
    MARKS = "marks"
    MARKS_KEPT = "marks_kept"
    DAMAGED = "damaged"
    MIXED_LETTERS = "mixed_letters"
    FORMULA = "formula"
    FORMULA_NAME = "formula_name"
    TWICE = "twice"
    SAME_NAME_AND_BIRTHDAY = "same_name_and_birthday"
    LIKE_ANOTHER_ROW = "like_another_row"
    LIKE_SOMEBODY = "like_somebody"
    SEVERAL = "several"
    SHARED_MAILBOX = "shared_mailbox"


TABLE: dict[Kind, tuple[Weight, str]] = {
    Kind.NO_NAME: (Weight.STOP, N_("There is no name in this row.")),
    Kind.TOO_LONG: (
        Weight.STOP,
        N_("“%(start)s…” is too long: use at most %(limit)d characters."),
    ),
    Kind.BAD_EMAIL: (
        Weight.DOUBT,
        N_("“%(text)s” is no e-mail address. It is left out."),
    ),
    Kind.BAD_COUNTRY: (
        Weight.DOUBT,
        N_("“%(text)s” is no country that is known here. It is left out."),
    ),
    Kind.DATE_UNREADABLE: (
        Weight.DOUBT,
        N_("“%(text)s” is no day of the calendar. It is left out."),
    ),
    Kind.DATE_UNLIKELY: (
        Weight.DOUBT,
        N_("No participant can have been born on “%(text)s”. It is left out."),
    ),
    Kind.DATE_ORDER: (
        Weight.DOUBT,
        N_("“%(text)s” may be two days: %(first)s or %(second)s. Choose one."),
    ),
    Kind.DATE_SERIAL: (
        Weight.DOUBT,
        N_("“%(text)s” is a number of days in a spreadsheet and may mean %(first)s."),
    ),
    Kind.MARKS: (
        Weight.NOTE,
        N_("Characters that nobody sees were taken out of “%(shown)s”: %(marks)s."),
    ),
    Kind.MARKS_KEPT: (
        Weight.NOTE,
        N_("“%(shown)s” holds a joiner that its script needs. It is kept."),
    ),
    Kind.DAMAGED: (
        Weight.DOUBT,
        N_("Letters of “%(text)s” were lost or misread on the way. Check them."),
    ),
    Kind.MIXED_LETTERS: (
        Weight.DOUBT,
        N_("“%(text)s” mixes letters of two scripts that look alike. Check the spelling."),
    ),
    Kind.FORMULA: (
        Weight.NOTE,
        N_("“%(text)s” begins like a formula. It is read as text and never calculated."),
    ),
    Kind.FORMULA_NAME: (
        Weight.DOUBT,
        N_("“%(text)s” begins like a formula. It is read as text. Is it a name?"),
    ),
    Kind.TWICE: (Weight.DOUBT, N_("The same stands in row %(row)d.")),
    Kind.SAME_NAME_AND_BIRTHDAY: (
        Weight.DOUBT,
        N_("Row %(row)d has the same name and date of birth. Are they two people?"),
    ),
    Kind.LIKE_ANOTHER_ROW: (
        Weight.DOUBT,
        N_("“%(name)s” in row %(row)d may be the same person."),
    ),
    Kind.LIKE_SOMEBODY: (
        Weight.DOUBT,
        N_("“%(name)s” is on the list already and may be the same person."),
    ),
    Kind.SEVERAL: (
        Weight.DOUBT,
        N_("%(count)d people of this name are on the list already. Say who it is."),
    ),
    Kind.SHARED_MAILBOX: (
        Weight.DOUBT,
        N_("“%(name)s” has the same e-mail address. Are they two people?"),
    ),
}


@dataclass(frozen=True)
class Trouble:
    """Something about one cell or one row.

    Args:
        column: the field that it concerns; empty where it is the row.
        choices: what may be meant instead, the likelier first.
    """

    kind: Kind
    column: str = ""
    values: dict[str, object] = field(default_factory=dict)
    choices: tuple[str, ...] = ()

    @property
    def weight(self) -> Weight:
        return TABLE[self.kind][0]

    @property
    def sentence(self) -> str:
        """The sentence under which translators know it, with named places."""
        return TABLE[self.kind][1]

    def text(self, language: str) -> str:
        return in_language(language, self.sentence, **self.values)
