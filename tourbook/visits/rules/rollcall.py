"""Who is there: the last mark of each person counts, by the clock of the device set right."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from tourbook.core.refused import Refused
from tourbook.hosts.models import ComponentKind
from tourbook.visits.models import CallStage, Mark

#: Marks in one message of a device: a coach is called some twenty times before it is that many.
MOST = 1_000
#: A device whose clock is less wrong than this is taken at its word: messages take time.
TOLERANCE = timedelta(minutes=1)
#: How long a device may have been without a network.
LONGEST_AWAY = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Given:
    """A mark as a device sends it."""

    #: Made by the device: the same mark sent twice has the same key.
    key: str
    participant_id: int
    mark: Mark
    at: datetime


@dataclass(frozen=True, slots=True)
class Called:
    """A mark that was kept."""

    participant_id: int
    mark: Mark
    marked_at: datetime
    received_at: datetime
    by: str
    key: str


@dataclass(frozen=True, slots=True)
class Person:
    id: int
    name: str
    delegation: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A person on the roll; without a mark nobody has called the name yet."""

    person: Person
    mark: Mark | None = None
    by: str = ""
    at: datetime | None = None

    @property
    def is_away(self) -> bool:
        """Not known to be here, and not excused: somebody to look for."""
        return self.mark in (None, Mark.MISSING)


@dataclass(frozen=True, slots=True)
class Counts:
    people: int
    present: int
    missing: int
    excused: int

    @property
    def uncalled(self) -> int:
        return self.people - self.present - self.missing - self.excused

    @property
    def begun(self) -> bool:
        return self.uncalled < self.people


#: Who is looked for stands on top: first those who are missing, then those not called.
ORDER: Mapping[Mark | None, int] = {
    Mark.MISSING: 0,
    None: 1,
    Mark.EXCUSED: 2,
    Mark.PRESENT: 3,
}


def usual_stage(kind: ComponentKind) -> CallStage:
    """Where the roll of an item is called: at the door of the coach, or at the site."""
    return CallStage.BOARDING if kind is ComponentKind.TRANSPORT else CallStage.SITE


def last_marks(marks: Iterable[Called]) -> dict[int, Called]:
    """By person, the mark that was made last.

    A mark cannot have been made after it was received, so a clock that is ahead wins nothing.
    """
    last: dict[int, Called] = {}
    for one in marks:
        known = last.get(one.participant_id)
        if known is None or rank(one) > rank(known):
            last[one.participant_id] = one
    return last


def rank(one: Called) -> tuple[datetime, datetime, str]:
    return min(one.marked_at, one.received_at), one.received_at, one.key


def lines(people: Iterable[Person], marks: Iterable[Called]) -> list[Line]:
    """The roll, those who are looked for on top, then by name."""
    last = last_marks(marks)
    found = [line_of(person, last.get(person.id)) for person in people]
    return sorted(
        found, key=lambda one: (ORDER[one.mark], one.person.name.casefold(), one.person.id)
    )


def line_of(person: Person, called: Called | None) -> Line:
    if called is None:
        return Line(person)
    return Line(person, called.mark, called.by, min(called.marked_at, called.received_at))


def counts(roll: Sequence[Line]) -> Counts:
    def how_many(mark: Mark) -> int:
        return sum(line.mark is mark for line in roll)

    return Counts(len(roll), how_many(Mark.PRESENT), how_many(Mark.MISSING), how_many(Mark.EXCUSED))


def set_right(marked_at: datetime, *, device_now: datetime, received_at: datetime) -> datetime:
    """When a mark was made by our clock, from what the device's clock showed then and shows now.

    Raises:
        Refused: the device would have been away for longer than anybody is.
    """
    wrong = received_at - device_now
    if abs(wrong) > TOLERANCE:
        marked_at += wrong
    if marked_at < received_at - LONGEST_AWAY:
        raise Refused("A mark is too old. Check the clock of the device and mark it again.")
    return min(marked_at, received_at)


def read(sent: object, *, received_at: datetime) -> list[Given]:
    """The marks of a message `{"now": ISO, "marks": [{"key", "participant", "mark", "at"}]}`.

    Raises:
        Refused: it is not such a message, or holds too many marks.
    """
    try:
        message = mapping(sent)
        device_now, marks = moment(message["now"]), listed(message["marks"])
        given = [one_given(mapping(mark)) for mark in marks[: MOST + 1]]
    except (KeyError, TypeError, ValueError) as unreadable:
        raise Refused("These marks cannot be read. Load the page again.") from unreadable
    if len(marks) > MOST:
        raise Refused("Send at most %(most)d marks at a time.", most=MOST)
    return [
        Given(
            one.key,
            one.participant_id,
            one.mark,
            set_right(one.at, device_now=device_now, received_at=received_at),
        )
        for one in given
    ]


def one_given(sent: Mapping[str, object]) -> Given:
    participant = sent["participant"]
    if not isinstance(participant, int) or not 0 < participant < 2**31:
        raise ValueError(participant)
    return Given(
        key=str(UUID(str(sent["key"]))),
        participant_id=participant,
        mark=Mark(str(sent["mark"])),
        at=moment(sent["at"]),
    )


def mapping(sent: object) -> Mapping[str, object]:
    if not isinstance(sent, dict):
        raise TypeError(sent)
    return sent


def listed(sent: object) -> list[object]:
    if not isinstance(sent, list):
        raise TypeError(sent)
    return sent


def moment(written: object) -> datetime:
    read_moment = datetime.fromisoformat(str(written))
    if read_moment.tzinfo is None or not 2000 <= read_moment.year <= 2200:
        raise ValueError(written)
    return read_moment


def pressed(value: str, roll: Sequence[Line], *, form_key: str, at: datetime) -> list[Given]:
    """The marks of a button without script: `12:present`, or `rest:present` for all not called.

    Keys follow from the form, so that a button that is pressed twice marks once.

    Raises:
        Refused: no button sends this.
    """
    who, _colon, mark = value.partition(":")
    uncalled = [line.person.id for line in roll if line.mark is None]
    try:
        people = uncalled if who == "rest" else [int(who)]
        return [
            Given(str(uuid5(UUID(form_key), f"{one}:{mark}")), one, Mark(mark), at)
            for one in people
        ]
    except ValueError as unreadable:
        raise Refused("These marks cannot be read. Load the page again.") from unreadable
