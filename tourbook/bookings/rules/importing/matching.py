"""Which rows of a list are certainly people who are there already. Nothing uncertain is matched."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, fields

from tourbook.bookings.rules.importing.alike import alike, forms
from tourbook.bookings.rules.importing.reading import Member, Row

#: In larger groups of one name, equal rows are paired in their order only.
LARGEST_GROUP = 50

Identity = Callable[[Member], Hashable | None]


@dataclass(frozen=True)
class There:
    """Somebody who is on the list already; `key` never changes."""

    key: int
    member: Member


def matched(rows: Sequence[Row], there: Sequence[There]) -> dict[int, There]:
    """Who certainly stands in which row, by the number of the row; each person once."""
    found = dict(equal_pairs(rows, there))
    for identity, check in TIERS:
        taken = {one.key for one in found.values()}
        for number, one in unique_pairs(rows, there, identity, check):
            if number not in found and one.key not in taken:
                found[number] = one
    return found


def equal_pairs(rows: Sequence[Row], there: Sequence[There]) -> Iterator[tuple[int, There]]:
    """Rows that say nothing but what is known of somebody: a list that was applied is all of these.

    Several people of one name are paired so that as many as possible are.
    """
    by_name: dict[str, list[There]] = defaultdict(list)
    for one in there:
        by_name[one.member.name].append(one)
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row.member.name in by_name:
            groups[row.member.name].append(row)
    for name, group in groups.items():
        yield from Pairing(group, by_name[name]).pairs()


class Pairing:
    """Pairs as many rows as possible with people of whom they say nothing new."""

    def __init__(self, rows: Sequence[Row], there: Sequence[There]) -> None:
        self.rows = rows
        self.there = there
        self.owner: dict[int, Row] = {}
        self.deep = max(len(rows), len(there)) <= LARGEST_GROUP

    def pairs(self) -> Iterator[tuple[int, There]]:
        for row in self.rows:
            self.place(row, set())
        for one in self.there:
            if one.key in self.owner:
                yield self.owner[one.key].number, one

    def place(self, row: Row, seen: set[int]) -> bool:
        fitting = [one for one in self.there if one.key not in seen and self.fits(row, one)]
        for one in fitting:
            if one.key not in self.owner:
                self.owner[one.key] = row
                return True
        for one in fitting if self.deep else ():
            seen.add(one.key)
            if self.place(self.owner[one.key], seen):
                self.owner[one.key] = row
                return True
        return False

    def fits(self, row: Row, one: There) -> bool:
        if not self.deep and one.key in self.owner:
            return False
        return says_nothing_new(row.member, one.member)


FIELDS = tuple(field.name for field in fields(Member))


def says_nothing_new(member: Member, known: Member) -> bool:
    """Whether all that a row tells is known already; what it leaves empty says nothing."""
    return all(
        value == getattr(known, field) for field in FIELDS if (value := getattr(member, field))
    )


def unique_pairs(
    rows: Sequence[Row],
    there: Sequence[There],
    identity: Identity,
    check: Callable[[Member, Member], bool],
) -> Iterator[tuple[int, There]]:
    """Pairs whose identity nobody else has, neither in the list nor among those who are there.

    Whoever is paired already counts too: nobody is known by being left over.
    """
    mine: dict[Hashable, list[Row]] = defaultdict(list)
    theirs: dict[Hashable, list[There]] = defaultdict(list)
    for row in rows:
        mine[identity(row.member)].append(row)
    for one in there:
        theirs[identity(one.member)].append(one)
    for key, group in mine.items():
        others = theirs.get(key, [])
        if key is None or len(group) != 1 or len(others) != 1:
            continue
        if check(group[0].member, others[0].member):
            yield group[0].number, others[0]


def written(member: Member) -> str:
    return forms(member.name).written


def by_mailbox_and_name(member: Member) -> Hashable | None:
    return (member.email.casefold(), written(member)) if member.email else None


def by_mailbox(member: Member) -> Hashable | None:
    return member.email.casefold() or None


def by_name_and_birthday(member: Member) -> Hashable | None:
    return (written(member), member.birth_date) if member.birth_date else None


def by_letters_and_birthday(member: Member) -> Hashable | None:
    """Accents, order and script aside: two people of one birthday are seldom that alike."""
    return (forms(member.name).plain, member.birth_date) if member.birth_date else None


def by_name(member: Member) -> Hashable | None:
    return written(member)


def are_alike(one: Member, other: Member) -> bool:
    return alike(one.name, other.name) is not None


def birthdays_agree(one: Member, other: Member) -> bool:
    return not (one.birth_date and other.birth_date) or one.birth_date == other.birth_date


#: What makes two entries one person, the surest first.
TIERS: tuple[tuple[Identity, Callable[[Member, Member], bool]], ...] = (
    (by_mailbox_and_name, birthdays_agree),
    (by_name_and_birthday, are_alike),
    (by_mailbox, lambda one, other: are_alike(one, other) and birthdays_agree(one, other)),
    (by_letters_and_birthday, are_alike),
    (by_name, birthdays_agree),
)
