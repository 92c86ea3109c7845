"""A list beside who is there: new, changed, gone, the same, doubtful; and applying it.

What a row leaves empty changes nothing, and who is missing from the list is only removed when a
person says so. Applying the same list again changes nothing; rows that were left in doubt are
asked about again.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from tourbook.bookings.rules.importing.alike import Alike, Index, forms
from tourbook.bookings.rules.importing.matching import FIELDS, There, matched, says_nothing_new
from tourbook.bookings.rules.importing.reading import Member, Reading, Row
from tourbook.bookings.rules.importing.troubles import Kind, Trouble, Weight
from tourbook.core.refused import Refused


class Status(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    #: A person decides: is it somebody who is there, somebody new, or nobody?
    DOUBTFUL = "doubtful"
    STOPPED = "stopped"


@dataclass(frozen=True)
class Change:
    """One field, as it is and as the list has it."""

    field: str
    before: str
    after: str


@dataclass(frozen=True)
class Line:
    """A row of the list and what it would do.

    Args:
        stable: names the row whatever its number is, as long as it tells the same.
        key: who it is, where that is certain.
        candidates: who it may be, where a person has to say.
    """

    row: Row
    stable: str
    status: Status
    key: int | None = None
    changes: tuple[Change, ...] = ()
    candidates: tuple[int, ...] = ()
    troubles: tuple[Trouble, ...] = ()


@dataclass(frozen=True)
class Preview:
    lines: tuple[Line, ...]
    gone: tuple[There, ...]
    #: Changes when the list or those who are there have changed since it was shown.
    fingerprint: str

    def of(self, status: Status) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.status is status)


@dataclass(frozen=True)
class Decision:
    """What a person has said of a doubtful row: leave it, or take it as somebody or as new."""

    take: bool = True
    #: Who it is; empty for somebody new, or for who it certainly is.
    key: int | None = None
    birth_date: date | None = None
    name: str = ""


@dataclass(frozen=True)
class Outcome:
    """What applying a list does: whom to add, the new state of whom to change, whom to remove."""

    add: tuple[Member, ...] = ()
    change: tuple[There, ...] = ()
    remove: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.add or self.change or self.remove)


def compare(reading: Reading, there: Sequence[There]) -> Preview:
    rows = [row for row in reading.rows if not row.stopped]
    sure = matched(rows, there)
    doubts = Doubts(rows, there, sure)
    seen: Counter[str] = Counter()
    lines = []
    for row in reading.rows:
        stable = stable_of(row.member, seen)
        lines.append(line_of(row, stable, sure.get(row.number), doubts))
    spoken_for = {line.key for line in lines} | {key for line in lines for key in line.candidates}
    gone = tuple(one for one in there if one.key not in spoken_for)
    return Preview(tuple(lines), gone, fingerprint(lines, there))


def stable_of(member: Member, seen: Counter[str]) -> str:
    told = "\n".join(str(getattr(member, field) or "") for field in FIELDS)
    seen[told] += 1
    return hashlib.sha256(f"{told}\n{seen[told]}".encode()).hexdigest()[:16]


def fingerprint(lines: Sequence[Line], there: Sequence[There]) -> str:
    shown = [(line.stable, line.status, line.key, line.changes, line.candidates) for line in lines]
    people = sorted((one.key, repr(one.member)) for one in there)
    return hashlib.sha256(repr((shown, people)).encode()).hexdigest()


def line_of(row: Row, stable: str, known: There | None, doubts: "Doubts") -> Line:
    if row.stopped:
        return Line(row, stable, Status.STOPPED, troubles=row.troubles)
    if known is not None:
        return line_of_known(row, stable, known)
    about, candidates = doubts.about(row)
    troubles = (*row.troubles, *about)
    doubtful = any(trouble.weight is Weight.DOUBT for trouble in troubles)
    status = Status.DOUBTFUL if doubtful else Status.NEW
    return Line(row, stable, status, candidates=candidates, troubles=troubles)


def line_of_known(row: Row, stable: str, known: There) -> Line:
    changes = tuple(changes_of(row.member, known.member))
    doubtful = row.doubtful and (bool(changes) or has_open_date(row, known))
    status = Status.CHANGED if changes else Status.SAME
    if doubtful:
        status = Status.DOUBTFUL
    return Line(row, stable, status, known.key, changes, troubles=row.troubles)


def has_open_date(row: Row, known: There) -> bool:
    """Whether a date of birth has to be chosen that nobody has chosen before."""
    choices = [day for one in row.troubles if one.column == "birth_date" for day in one.choices]
    born = known.member.birth_date
    return bool(choices) and (born is None or born.isoformat() not in choices)


def changes_of(member: Member, known: Member) -> Iterator[Change]:
    for field in FIELDS:
        before, after = getattr(known, field), getattr(member, field)
        if after and before != after:
            yield Change(field, str(before or ""), str(after))


class Doubts:
    """Whom a row that is certainly nobody may be all the same: on our list or in the other rows."""

    def __init__(
        self, rows: Sequence[Row], there: Sequence[There], sure: Mapping[int, There]
    ) -> None:
        taken = {one.key for one in sure.values()}
        self.sure = frozenset(sure)
        self.free: dict[str, list[There]] = defaultdict(list)
        self.mailboxes: dict[str, list[There]] = defaultdict(list)
        for one in there:
            self.mailboxes[one.member.email.casefold()].append(one)
            if one.key not in taken:
                self.free[one.member.name].append(one)
        self.taken = taken
        self.rows: dict[str, list[Row]] = defaultdict(list)
        for row in rows:
            self.rows[row.member.name].append(row)
        self.people, self.list = Index(self.free), Index(self.rows)

    def about(self, row: Row) -> tuple[list[Trouble], tuple[int, ...]]:
        """The doubts about a row, and the keys of those who are there whom it may be."""
        troubles, candidates = self.about_people(row)
        return [*troubles, *self.about_rows(row)], candidates

    def about_people(self, row: Row) -> tuple[list[Trouble], tuple[int, ...]]:
        found = [
            one
            for name, reason in self.like(self.people, row.member.name).items()
            for one in self.free.get(name, ())
            if may_be_one(row.member, one.member, reason)
        ]
        if len(found) == 1:
            troubles = [Trouble(Kind.LIKE_SOMEBODY, "name", {"name": found[0].member.name})]
            return troubles, (found[0].key,)
        if found:
            troubles = [Trouble(Kind.SEVERAL, "name", {"count": len(found)})]
            return troubles, tuple(one.key for one in found)
        shared = self.mailboxes.get(row.member.email.casefold(), []) if row.member.email else []
        troubles = [
            Trouble(Kind.SHARED_MAILBOX, "email", {"name": one.member.name}) for one in shared[:1]
        ]
        return troubles, tuple(one.key for one in shared if one.key not in self.taken)

    def about_rows(self, row: Row) -> Iterator[Trouble]:
        """The first other row that may be the same person.

        Of two alike the one that is certainly somebody, else the first, is left alone.
        """
        for name, reason in self.like(self.list, row.member.name).items():
            for other in self.rows[name]:
                later = row.number > other.number or other.number in self.sure
                trouble = between(row, other, reason, later=later)
                if other.number != row.number and trouble:
                    yield trouble
                    return

    def like(self, index: Index, name: str) -> dict[str, Alike]:
        return {name: Alike.SAME} | index.like(name)


def between(row: Row, other: Row, reason: Alike, *, later: bool) -> Trouble | None:
    """What is doubtful about a row because of another one; None if they are two people."""
    mine, theirs = row.member, other.member
    if mine == theirs:
        return Trouble(Kind.TWICE, "", {"row": other.number}) if later else None
    same = reason is Alike.SAME and forms(mine.name).written == forms(theirs.name).written
    if same and mine.birth_date and mine.birth_date == theirs.birth_date:
        return Trouble(Kind.SAME_NAME_AND_BIRTHDAY, "", {"row": other.number})
    if not later or are_two(mine, theirs) or not may_be_one(mine, theirs, reason):
        return None
    return Trouble(Kind.LIKE_ANOTHER_ROW, "", {"row": other.number, "name": theirs.name})


def are_two(one: Member, other: Member) -> bool:
    """Whether two rows of one list are two people: a list tells them apart on purpose."""
    return bool(one.birth_date and other.birth_date and one.birth_date != other.birth_date)


def may_be_one(one: Member, other: Member, reason: Alike) -> bool:
    """Whether two alike names may be one person's, with what else is told of them."""
    if reason is not Alike.SAME and are_two(one, other):
        return False
    other_mailbox = bool(one.email and other.email and one.email != other.email)
    return not (reason is Alike.SPELLING and other_mailbox)


def outcome(
    preview: Preview,
    there: Sequence[There],
    *,
    decisions: Mapping[str, Decision] | None = None,
    remove: Collection[int] = (),
) -> Outcome:
    """What the list does, with a person's decisions on its doubtful rows by their stable names.

    Doubtful rows without a decision are left, and so is everybody who is gone but not named in
    `remove`.

    Raises:
        Refused: a decision is not about a doubtful row, or names somebody it cannot be.
    """
    given = decisions or {}
    known = {one.key: one for one in there}
    check_decisions(preview, given, known)
    if not set(remove) <= {one.key for one in preview.gone}:
        raise Refused("Only people who are missing from the list can be removed.")
    add, change = [], []
    for line in preview.lines:
        member, key = decided(line, given.get(line.stable))
        if member is None:
            continue
        if key is None:
            add.append(member)
        elif not says_nothing_new(member, known[key].member):
            change.append(There(key, after(known[key].member, member)))
    return Outcome(tuple(add), tuple(change), tuple(sorted(remove)))


def check_decisions(
    preview: Preview, decisions: Mapping[str, Decision], known: Mapping[int, There]
) -> None:
    doubtful = {line.stable for line in preview.of(Status.DOUBTFUL)}
    if not set(decisions) <= doubtful:
        raise Refused("The list has changed since it was shown. Look at it again.")
    people = [key for line in preview.lines if (key := person_of(line, decisions)) is not None]
    if not set(people) <= set(known) or len(people) != len(set(people)):
        raise Refused("Two rows cannot be the same person. Decide again who is who.")


def person_of(line: Line, decisions: Mapping[str, Decision]) -> int | None:
    """Who of those who are there a line is, after the decisions."""
    decision = decisions.get(line.stable)
    if decision is not None and decision.take and decision.key is not None:
        return decision.key
    return line.key


def decided(line: Line, decision: Decision | None) -> tuple[Member | None, int | None]:
    """The member that a line brings and who it is; nobody if it brings nothing."""
    if line.status in (Status.NEW, Status.CHANGED):
        return line.row.member, line.key
    if line.status is not Status.DOUBTFUL or decision is None or not decision.take:
        return None, None
    member = line.row.member
    if decision.birth_date is not None:
        member = replace(member, birth_date=decision.birth_date)
    if decision.name:
        member = replace(member, name=decision.name)
    return member, decision.key if decision.key is not None else line.key


def after(known: Member, member: Member) -> Member:
    """What is known with what the row tells; what it leaves empty stays."""
    told = {field: value for field in FIELDS if (value := getattr(member, field))}
    return replace(known, **told)


def applied(there: Sequence[There], done: Outcome, *, next_key: int) -> list[There]:
    """Who is there afterwards; new people get the keys from `next_key` on."""
    changed = {one.key: one for one in done.change}
    kept = [changed.get(one.key, one) for one in there if one.key not in done.remove]
    return kept + [There(next_key + number, member) for number, member in enumerate(done.add)]
