"""Every deadline of a departure, who owes what, and what is missing of whom at which site."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from tourbook.departures.rules.leads import Stop, due_days
from tourbook.hosts.models import LeadKind, VisitorField

#: A deadline this close is amber.
SOON = timedelta(days=7)

#: What a person may rightly leave empty: no car, no diet, no need.
MAY_BE_EMPTY = frozenset({VisitorField.VEHICLE, VisitorField.DIET, VisitorField.MOBILITY})
#: What is due with the identity documents, where a site says when these are due.
OF_IDENTITY = frozenset({VisitorField.IDENTITY_DOCUMENT, VisitorField.BIRTH_DATE})

#: What the organiser does and marks as done.
MARKED = (LeadKind.MENUS, LeadKind.ROOMING, LeadKind.INTERPRETER, LeadKind.GIFT)


class Owner(StrEnum):
    """Who owes it."""

    ORGANISER = "organiser"
    LEADER = "leader"
    PARTICIPANT = "participant"
    HOST = "host"


class Colour(StrEnum):
    DONE = "done"
    GREEN = "green"
    #: Due within a week.
    AMBER = "amber"
    #: Late.
    RED = "red"


#: From the best to the worst.
BY_WORSE = {colour: number for number, colour in enumerate(Colour)}


class Asked(StrEnum):
    """How things stand with the host of a stop."""

    NOT_YET = "not_yet"
    #: The host owes the answer.
    WAITING = "waiting"
    AGREED = "agreed"


@dataclass(frozen=True, slots=True)
class Site:
    """A stop, and what has been done for it."""

    stop: Stop
    asked: Asked = Asked.NOT_YET
    #: Of the host that was asked.
    organisation_id: int | None = None
    #: The day on which an unanswered request lapses, where it does.
    answer_by: date | None = None
    done: frozenset[LeadKind] = frozenset()


@dataclass(frozen=True, slots=True)
class Person:
    id: int
    name: str
    given: frozenset[VisitorField]
    #: Has an address of their own; for the others the leader gives what is missing.
    reachable: bool = True


@dataclass(frozen=True, slots=True)
class Group:
    """A booking, its places, and who is named for them."""

    id: int
    name: str
    places: int
    people: Sequence[Person] = ()

    @property
    def unnamed(self) -> int:
        return max(0, self.places - len(self.people))


@dataclass(frozen=True, slots=True)
class Deadline:
    stop: Stop
    what: LeadKind
    day: date
    owner: Owner
    colour: Colour
    #: Whose booking it is, where it is a group's or a person's.
    group: Group | None = None
    person: Person | None = None
    #: Of a person: what the site asks for and does not have.
    missing: frozenset[VisitorField] = frozenset()
    #: Of a group: places without a name.
    unnamed: int = 0
    #: The host that owes the answer.
    organisation_id: int | None = None

    @property
    def is_open(self) -> bool:
        return self.colour is not Colour.DONE


@dataclass(frozen=True, slots=True)
class Cell:
    """One person (or a group's unnamed places) at one site."""

    colour: Colour
    #: Until when the first missing thing is due; None where nothing is missing.
    day: date | None = None
    missing: frozenset[VisitorField] = frozenset()


@dataclass(frozen=True, slots=True)
class Row:
    group: Group
    #: None: the places of the group that have no name yet.
    person: Person | None
    #: As many as there are sites, in their order.
    cells: Sequence[Cell]
    colour: Colour


@dataclass(frozen=True, slots=True)
class Wish:
    """Fields that a site wants of each person by a day."""

    what: LeadKind
    day: date
    fields: frozenset[VisitorField]


def colour_of(day: date, today: date) -> Colour:
    """How near the last day is, for what is not done: the day itself is still in time."""
    if today > day:
        return Colour.RED
    return Colour.AMBER if day - today <= SOON else Colour.GREEN


def colour_if(missing: bool, day: date, today: date) -> Colour:
    return colour_of(day, today) if missing else Colour.DONE


def wishes(site: Site) -> list[Wish]:
    """What the site wants of each person and by when, the names first."""
    due = due_days(site.stop)
    asked = site.stop.fields - MAY_BE_EMPTY - {VisitorField.NAME}
    identity = OF_IDENTITY if LeadKind.IDENTITY in due else frozenset()
    found = [Wish(LeadKind.NAMES, due[LeadKind.NAMES], asked - identity)]
    if identity:
        wanted = (asked & identity) or frozenset({VisitorField.IDENTITY_DOCUMENT})
        found.append(Wish(LeadKind.IDENTITY, due[LeadKind.IDENTITY], wanted))
    return found


def deadlines(sites: Iterable[Site], groups: Sequence[Group], today: date) -> list[Deadline]:
    """Every deadline of a departure, done ones included, the earliest first."""
    found = [
        deadline
        for site in sites
        for deadline in (*of_organiser(site, today), *of_visitors(site, groups, today))
    ]
    return sorted(found, key=order)


def order(deadline: Deadline) -> tuple[date, date, int, str, int, int]:
    return (
        deadline.day,
        deadline.stop.day,
        deadline.stop.key,
        deadline.what.value,
        deadline.group.id if deadline.group else 0,
        deadline.person.id if deadline.person else 0,
    )


def of_organiser(site: Site, today: date) -> Iterator[Deadline]:
    """Asking the host, which then owes the answer, and what is marked as done."""
    due = due_days(site.stop)
    yield asking(site, due[LeadKind.ASK], today)
    for what in MARKED:
        if what in due:
            colour = colour_if(what not in site.done, due[what], today)
            yield Deadline(site.stop, what, due[what], Owner.ORGANISER, colour)


def asking(site: Site, day: date, today: date) -> Deadline:
    colour = colour_if(site.asked is not Asked.AGREED, day, today)
    if site.asked is not Asked.WAITING:
        return Deadline(site.stop, LeadKind.ASK, day, Owner.ORGANISER, colour)
    answer_by = min(site.answer_by or day, site.stop.day)
    return Deadline(
        site.stop,
        LeadKind.ASK,
        answer_by,
        Owner.HOST,
        colour_of(answer_by, today),
        organisation_id=site.organisation_id,
    )


def of_visitors(site: Site, groups: Iterable[Group], today: date) -> Iterator[Deadline]:
    wanted = wishes(site)
    for group in groups:
        yield naming(site, group, wanted[0].day, today)
        for person in group.people:
            for wish in wanted:
                if wish.fields:
                    yield of_person(site, wish, group, person, today)


def naming(site: Site, group: Group, day: date, today: date) -> Deadline:
    """The names themselves, which the leader of the delegation owes."""
    colour = colour_if(group.unnamed > 0, day, today)
    return Deadline(
        site.stop, LeadKind.NAMES, day, Owner.LEADER, colour, group=group, unnamed=group.unnamed
    )


def of_person(site: Site, wish: Wish, group: Group, person: Person, today: date) -> Deadline:
    missing = wish.fields - person.given
    return Deadline(
        site.stop,
        wish.what,
        wish.day,
        Owner.PARTICIPANT if person.reachable else Owner.LEADER,
        colour_if(bool(missing), wish.day, today),
        group=group,
        person=person,
        missing=missing,
    )


def owed(
    sites: Iterable[Site], groups: Sequence[Group], today: date, until: date
) -> list[Deadline]:
    """The deadlines that are open and due by then, late ones included, the earliest first.

    The same as those of `deadlines`, found without making the others.
    """
    found: list[Deadline] = []
    for site in sites:
        found += [one for one in of_organiser(site, today) if one.is_open and one.day <= until]
        soon = [wish for wish in wishes(site) if wish.day <= until]
        for group in groups if soon else ():
            found += lacking(site, soon, group, today)
    return sorted(found, key=order)


def lacking(site: Site, wanted: Sequence[Wish], group: Group, today: date) -> Iterator[Deadline]:
    for wish in wanted:
        if wish.what is LeadKind.NAMES and group.unnamed:
            yield naming(site, group, wish.day, today)
        for person in group.people:
            if not wish.fields <= person.given:
                yield of_person(site, wish, group, person, today)


def matrix(sites: Sequence[Site], groups: Iterable[Group], today: date) -> list[Row]:
    """Who is missing what where: people down, sites across, unnamed places as rows of their own."""
    wanted = [wishes(site) for site in sites]
    rows = []
    for group in groups:
        for person in group.people:
            cells = [cell_of(of_site, person, today) for of_site in wanted]
            rows.append(Row(group, person, cells, worst(cell.colour for cell in cells)))
        if group.unnamed:
            rows.append(unnamed_row(group, wanted, today))
    return rows


def cell_of(wanted: Iterable[Wish], person: Person, today: date) -> Cell:
    """The worst of what is missing, and the first day on which something is due."""
    found = [(wish.day, wish.fields - person.given) for wish in wanted]
    lacking = [(day, missing) for day, missing in found if missing]
    if not lacking:
        return Cell(Colour.DONE)
    day = min(day for day, _missing in lacking)
    return Cell(colour_of(day, today), day, frozenset().union(*(some for _day, some in lacking)))


def unnamed_row(group: Group, wanted: Iterable[Sequence[Wish]], today: date) -> Row:
    name = frozenset({VisitorField.NAME})
    days = [of_site[0].day for of_site in wanted]
    cells = [Cell(colour_of(day, today), day, name) for day in days]
    return Row(group, None, cells, worst(cell.colour for cell in cells))


def worst(colours: Iterable[Colour]) -> Colour:
    return max(colours, key=BY_WORSE.__getitem__, default=Colour.DONE)


def counts(rows: Iterable[Row]) -> Mapping[Colour, int]:
    """How many people there are of each colour, by the worst of their sites."""
    found = dict.fromkeys(Colour, 0)
    for row in rows:
        found[row.colour] += row.group.unnamed if row.person is None else 1
    return found
