"""Who may know what of whom, and when: the fields of a list, its window, and what keeps it shut."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol

from tourbook.bookings.rules.particulars import Identity
from tourbook.core.refused import Refused
from tourbook.hosts.models import ComponentKind, VisitorField
from tourbook.visits.models import ListKind, Outcome

#: What a value may be before it is put into words: codes and words of wishes, a document.
Value = str | bool | date | Identity | tuple[str, ...] | None
#: Member states of the European Union, ISO 3166 alpha-2: nobody resident elsewhere is given
#: technical assistance unseen (Regulation (EU) 2021/821, Article 2(9)).
EU = frozenset(
    [
        "AT",
        "BE",
        "BG",
        "CY",
        "CZ",
        "DE",
        "DK",
        "EE",
        "ES",
        "FI",
        "FR",
        "GR",
        "HR",
        "HU",
        "IE",
        "IT",
        "LT",
        "LU",
        "LV",
        "MT",
        "NL",
        "PL",
        "PT",
        "RO",
        "SE",
        "SI",
        "SK",
    ]
)
#: Kitchens, hotels and drivers plan from four weeks before, when a coach-and-hotel package has
#: its names; like every list to a host, theirs expire a week after.
COUNTS_BEFORE, COUNTS_AFTER = 28, 7
#: What a component of a kind is told beside the fields that it declares.
OWN_LIST = {
    ComponentKind.MEAL: ListKind.DIETS,
    ComponentKind.LODGING: ListKind.ROOMING,
    ComponentKind.TRANSPORT: ListKind.BOARDING,
}


class Declared(Protocol):
    """A field that a site asks for, and the days on which it sees it."""

    @property
    def field(self) -> VisitorField: ...
    @property
    def days_before(self) -> int: ...
    @property
    def days_after(self) -> int: ...


class Gate(StrEnum):
    """Whether a list may be read."""

    OPEN = "open"
    #: Controlled technology is shown to visitors from outside the EU: first an assessment.
    ASSESS = "assess"
    #: The last assessment found that these visitors cannot come.
    REFUSED = "refused"


class Found(Protocol):
    """What an assessment found, and for visitors of which countries."""

    @property
    def nationalities(self) -> list[str]: ...
    @property
    def outcome(self) -> Outcome: ...


@dataclass(frozen=True)
class Window:
    """The days, both included, on which something may be read."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


def window(visit_day: date, before: int, after: int) -> Window:
    return Window(visit_day - timedelta(days=before), visit_day + timedelta(days=after))


def shown_fields(
    site_fields: Iterable[Declared], visit_day: date, today: date
) -> list[VisitorField]:
    """The fields that a site may read today, in the order in which they are declared."""
    return [
        one.field
        for one in site_fields
        if today in window(visit_day, one.days_before, one.days_after)
    ]


def kinds_shown(
    kind: ComponentKind, fields: Collection[VisitorField], visit_day: date, today: date
) -> list[ListKind]:
    """Which lists a component of this kind may read today; none: there is nothing to see."""
    own = OWN_LIST.get(kind)
    found = []
    if own is not None and today in window(visit_day, COUNTS_BEFORE, COUNTS_AFTER):
        found.append(own)
    if fields:
        found.append(ListKind.VISITORS)
    return found


def last_day(site_fields: Iterable[Declared], kind: ComponentKind, visit_day: date) -> date:
    """The last day on which anything of the visit can be read."""
    after = [one.days_after for one in site_fields]
    if kind in OWN_LIST:
        after.append(COUNTS_AFTER)
    return visit_day + timedelta(days=max(after, default=0))


def outside_eu(countries: Iterable[str]) -> list[str]:
    """The countries of these visitors that are not in the EU, each once, in order."""
    return sorted({country for country in countries if country not in EU})


def gate(controlled: bool, outside: Sequence[str], latest: Found | None) -> Gate:
    """Whether the list is released; a country that was not assessed asks for it anew."""
    if not controlled or not outside:
        return Gate.OPEN
    if latest is None or not set(outside) <= set(latest.nationalities):
        return Gate.ASSESS
    return Gate.REFUSED if latest.outcome is Outcome.REFUSED else Gate.OPEN


def came_late(named_on: date, names_due: date | None) -> bool:
    """Whether a name came after the day on which the site wanted the names."""
    return names_due is not None and named_on > names_due


def covered(consent_at: datetime | None, asked_since: datetime) -> bool:
    """Whether consent was given when the site already asked."""
    return consent_at is not None and consent_at >= asked_since


def check_assessment(reason: str, outside: Sequence[str]) -> None:
    if not outside:
        raise Refused("No visitor comes from outside the EU: no assessment is needed.")
    if not reason.strip():
        raise Refused("Say how you came to this finding.")
