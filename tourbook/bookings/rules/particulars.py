"""What a person tells of himself or herself because a site of the programme asks for it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tourbook.core.refused import Refused
from tourbook.hosts.models import VisitorField

#: Nobody who comes was born before this.
EARLIEST_BIRTH = date(1900, 1, 1)
#: What parts a sealed document; none of its words holds it.
BAR = "|"


class DocumentKind(StrEnum):
    PASSPORT = "passport"
    IDENTITY_CARD = "identity_card"
    RESIDENCE_PERMIT = "residence_permit"


@dataclass(frozen=True)
class Identity:
    """An identity document: its number, the country that issued it, and its last valid day."""

    kind: DocumentKind
    number: str
    country: str
    valid_until: date

    def as_text(self) -> str:
        parts = (self.kind.value, self.number, self.country, self.valid_until.isoformat())
        return BAR.join(parts)

    @classmethod
    def of(cls, text: str) -> "Identity":
        kind, number, country, valid_until = text.split(BAR)
        return cls(DocumentKind(kind), number, country, date.fromisoformat(valid_until))


@dataclass(frozen=True)
class Particulars:
    """What may be asked beside name, diet and needs; what is empty was not told."""

    nationality: str = ""
    employer: str = ""
    post: str = ""
    phone: str = ""
    vehicle: str = ""
    #: ISO 639 codes, the best first.
    languages: tuple[str, ...] = ()
    clothing_size: str = ""
    photo_consent: bool | None = None
    birth_date: date | None = None
    identity: Identity | None = None


#: Which columns a field of a site stands for; the two sealed ones apart.
OPEN_COLUMNS: dict[VisitorField, tuple[str, ...]] = {
    VisitorField.NATIONALITY: ("nationality",),
    VisitorField.EMPLOYER: ("employer", "post"),
    VisitorField.PHONE: ("phone",),
    VisitorField.VEHICLE: ("vehicle",),
    VisitorField.LANGUAGES: ("languages",),
    VisitorField.CLOTHING_SIZE: ("clothing_size",),
    VisitorField.PHOTO_CONSENT: ("photo_consent",),
}
#: What only the person tells, and is sealed.
SEALED_COLUMNS: dict[VisitorField, str] = {
    VisitorField.BIRTH_DATE: "birth_date",
    VisitorField.IDENTITY_DOCUMENT: "identity",
}


def only_asked(told: Particulars, asked: Collection[VisitorField]) -> Particulars:
    """The same without what no site of the programme asks for."""
    kept = {
        column: getattr(told, column)
        for field, columns in OPEN_COLUMNS.items()
        if field in asked
        for column in columns
    }
    kept |= {
        column: getattr(told, column) for field, column in SEALED_COLUMNS.items() if field in asked
    }
    return Particulars(**kept)


def check(told: Particulars, *, today: date, last_day: date) -> None:
    """Refuse what cannot be true, and a document that does not last as long as the visit."""
    born = told.birth_date
    if born is not None and not EARLIEST_BIRTH <= born < today:
        raise Refused("Check the date of birth.")
    if told.identity is None:
        return
    if not told.identity.number or BAR in told.identity.number:
        raise Refused("Give the number of the identity document as it is printed there.")
    if told.identity.valid_until < last_day:
        raise Refused("The identity document must be valid until the last day of the visit.")


def identity_of(kind: str, number: str, country: str, valid_until: date | None) -> Identity | None:
    """A document of four parts: all of them, or none.

    Raises:
        Refused: some parts are given and others are not.
    """
    given = [bool(part) for part in (kind, number, country, valid_until)]
    if not any(given):
        return None
    if not all(given) or valid_until is None:
        raise Refused("Give all four parts of the identity document, or none of them.")
    return Identity(DocumentKind(kind), number, country, valid_until)


def languages_of(best: str, others: Iterable[str]) -> tuple[str, ...]:
    """The languages that a person speaks, the best first and each once."""
    return tuple(dict.fromkeys(code for code in (best, *others) if code))
