"""Counting back from each visit: what is due by when, and the last day on which booking is safe."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from tourbook.core.texts import Texts
from tourbook.hosts.models import ComponentKind, LeadKind, VisitorField
from tourbook.hosts.rules.leads import Lead, due_day

#: What else than asking and names is wanted where: a kitchen wants menus, a hotel rooming lists.
WANTED_AT = {
    LeadKind.MENUS: (ComponentKind.MEAL,),
    LeadKind.ROOMING: (ComponentKind.LODGING,),
    LeadKind.GIFT: (ComponentKind.PROGRAMME, ComponentKind.SIDE),
}


@dataclass(frozen=True, slots=True)
class Stop:
    """A visit to a host on its day, and how early that host wants what."""

    #: The item of the programme.
    key: int
    day: date
    kind: ComponentKind
    title: Texts
    component: Texts
    host: str
    leads: Mapping[LeadKind, Lead]
    #: What the host asks to know of each visitor.
    fields: frozenset[VisitorField] = frozenset()
    component_id: int = 0


@dataclass(frozen=True, slots=True)
class Safe:
    """The last day on which a booking leaves time for everything, and what decides it."""

    day: date
    what: LeadKind
    stop: Stop
    lead: Lead


def concerning(
    leads: Mapping[LeadKind, Lead],
    *,
    kind: ComponentKind,
    interpreted: bool,
    asks_identity: bool,
    own: frozenset[LeadKind] = frozenset(),
) -> dict[LeadKind, Lead]:
    """Of all that was declared, what this stop really needs.

    `own` is what its component itself demands: that holds whatever kind of stop it is. What an
    organisation or a package declares for all its stops holds where it has a meaning.
    """
    needed = {
        LeadKind.ASK: True,
        LeadKind.NAMES: True,
        LeadKind.IDENTITY: asks_identity,
        LeadKind.INTERPRETER: interpreted,
        **{what: kind in kinds for what, kinds in WANTED_AT.items()},
    }
    return {what: lead for what, lead in leads.items() if what in own or needed[what]}


def due_days(stop: Stop) -> dict[LeadKind, date]:
    """The last day for each thing that this stop needs; never after the visit."""
    return {what: due_day(lead, stop.day) for what, lead in stop.leads.items()}


def answer_by(stop: Stop) -> date:
    """The day by which it must be known whether the host receives the group.

    On it the host wants to be asked at the latest, or to have names, whoever demands it; names
    are sent to none that has not said yes.
    """
    due = due_days(stop)
    return min(due[LeadKind.ASK], due[LeadKind.NAMES])


def safe_day(stops: Iterable[Stop]) -> Safe | None:
    """The earliest of all deadlines; None where no host is visited.

    Who books after it is late for something from the first day on.
    """
    found = [
        Safe(day, what, stop, stop.leads[what])
        for stop in stops
        for what, day in due_days(stop).items()
    ]
    return min(found, key=lambda one: (one.day, one.stop.day, one.stop.key), default=None)
