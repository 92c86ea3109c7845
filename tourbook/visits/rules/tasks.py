"""Deadlines gathered into what somebody has to do once: name the group, fill in one's details."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tourbook.departures.rules.leads import Stop
from tourbook.hosts.models import LeadKind, VisitorField
from tourbook.visits.rules.deadlines import Colour, Deadline, Group, Owner, Person, worst


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do, for one stop or for many."""

    what: LeadKind
    owner: Owner
    #: The first day on which it is due somewhere.
    day: date
    colour: Colour
    #: Where it is wanted, the first due first.
    stops: tuple[Stop, ...]
    group: Group | None = None
    person: Person | None = None
    missing: frozenset[VisitorField] = frozenset()
    unnamed: int = 0
    organisation_id: int | None = None


def tasks(deadlines: Iterable[Deadline]) -> list[Task]:
    """Open deadlines by what is to be done, the earliest first.

    What a delegation or a person owes is given once for all sites; what the organiser or a host
    owes is another thing at each stop.
    """
    gathered: dict[tuple[object, ...], list[Deadline]] = {}
    for one in deadlines:
        if one.is_open:
            gathered.setdefault(key_of(one), []).append(one)
    return sorted((task_of(some) for some in gathered.values()), key=lambda task: task.day)


def key_of(one: Deadline) -> tuple[object, ...]:
    if one.group is None:
        return (one.what, one.owner, one.stop.key)
    return (one.what, one.owner, one.group.id, one.person.id if one.person else None)


def task_of(some: list[Deadline]) -> Task:
    """The deadlines of one task come earliest first."""
    first = some[0]
    return Task(
        what=first.what,
        owner=first.owner,
        day=first.day,
        colour=worst(one.colour for one in some),
        stops=tuple(one.stop for one in some),
        group=first.group,
        person=first.person,
        missing=frozenset().union(*(one.missing for one in some)),
        unnamed=first.unnamed,
        organisation_id=first.organisation_id,
    )
