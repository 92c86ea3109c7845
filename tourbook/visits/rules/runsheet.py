"""What those who run a day must know: stop by stop, and of the group as counts."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from tourbook.bookings.rules.needs import Counts as Wishes
from tourbook.core.texts import Texts
from tourbook.departures.rules.duty import Duty
from tourbook.hosts.models import ComponentKind, Openness, Permission, VisitorField
from tourbook.visits.models import CallStage
from tourbook.visits.rules.lateness import Late, expected
from tourbook.visits.rules.rollcall import Counts


class Note(StrEnum):
    """What visitors bring, wear or leave for a stop."""

    IDENTITY_DOCUMENT = "identity_document"
    OUTDOOR_CLOTHES = "outdoor_clothes"
    CONFIDENTIALITY = "confidentiality"
    ESCORT = "escort"
    NO_PHOTOS = "no_photos"
    ASK_PHOTOS = "ask_photos"
    NO_PHONES = "no_phones"
    ASK_PHONES = "ask_phones"


@dataclass(frozen=True, slots=True)
class Spot:
    name: str
    address: str
    lat: float
    lon: float
    step_free: bool

    @property
    def geo(self) -> str:
        """An address that a phone opens in its map (RFC 5870)."""
        return f"geo:{self.lat:.5f},{self.lon:.5f}"

    @property
    def map(self) -> str:
        place = f"{self.lat:.5f}/{self.lon:.5f}"
        mark = f"mlat={self.lat:.5f}&mlon={self.lon:.5f}"
        return f"https://www.openstreetmap.org/?{mark}#map=16/{place}"


@dataclass(frozen=True, slots=True)
class Host:
    name: str
    #: Who answers for this visit, where somebody does by name.
    person: str
    phone: str
    email: str
    agreed: bool


@dataclass(frozen=True, slots=True)
class Stop:
    item_id: int
    kind: ComponentKind
    title: Texts
    text: Texts
    starts_at: datetime
    ends_at: datetime
    optional: bool
    spot: Spot | None
    host: Host | None
    notes: Sequence[Note]
    #: The host's own words on what visitors must know.
    words: Texts | None
    #: By stage, how the roll stands; empty where nobody has called.
    roll: Mapping[CallStage, Counts] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sheet:
    day_number: int
    day: date
    zone: str
    stops: Sequence[Stop]
    #: Delegations with their places.
    groups: Sequence[tuple[str, int]]
    #: Participants that are named.
    named: int
    diets: Wishes
    needs: Wishes
    duty: Duty | None
    late: Late | None

    @property
    def people(self) -> int:
        return sum(places for _name, places in self.groups)

    def expected(self, stop: Stop) -> datetime | None:
        """When the group comes to a stop instead of in time."""
        return expected(stop.starts_at, self.late)


def notes(
    openness: Openness | None, asked: Collection[VisitorField], *, outdoor: bool
) -> list[Note]:
    """What visitors bring, wear or leave, from what the site has declared."""
    found = []
    if VisitorField.IDENTITY_DOCUMENT in asked:
        found.append(Note.IDENTITY_DOCUMENT)
    if outdoor:
        found.append(Note.OUTDOOR_CLOTHES)
    if openness is None:
        return found
    said = (
        (openness.nda, Note.CONFIDENTIALITY),
        (openness.escort, Note.ESCORT),
        (openness.photos is Permission.FORBIDDEN, Note.NO_PHOTOS),
        (openness.photos is Permission.ASK, Note.ASK_PHOTOS),
        (openness.phones is Permission.FORBIDDEN, Note.NO_PHONES),
        (openness.phones is Permission.ASK, Note.ASK_PHONES),
    )
    return found + [note for holds, note in said if holds]


def day_shown(wanted: str, days: Sequence[int], *, first_day: date, today: date) -> int:
    """The day that is asked for, else today, else the first that has a programme."""
    asked = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 4 else 0
    if asked in days:
        return asked
    now = (today - first_day).days + 1
    return now if now in days else min(days, default=1)
