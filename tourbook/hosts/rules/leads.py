"""How early a host wants to be asked and told: which demand holds, and the day it falls on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Protocol

from tourbook.core.refused import Refused
from tourbook.core.working_days import working_days_before
from tourbook.hosts.models import LeadKind, LeadUnit

#: Two years: what the schema keeps.
LONGEST = 730


class Demand(Protocol):
    """What a row of lead times says: a component's, an organisation's or a package's."""

    @property
    def what(self) -> LeadKind: ...
    @property
    def unit(self) -> LeadUnit: ...
    @property
    def amount(self) -> int | None: ...
    @property
    def day(self) -> date | None: ...


@dataclass(frozen=True)
class Lead:
    """What is due, and how early: `amount` in days or working days, or by a fixed `day`."""

    what: LeadKind
    unit: LeadUnit
    amount: int | None = None
    day: date | None = None


def leads_of(
    *,
    ask_by_days: int,
    names_by_days: int,
    rows: Iterable[Demand],
    organisation_rows: Iterable[Demand],
    package_rows: Iterable[Demand],
    visit_day: date,
) -> dict[LeadKind, Lead]:
    """What is due before a visit to a component on `visit_day`, in the order of `LeadKind`.

    A component's own row holds over its organisation's, and that over the component's two columns
    (days before the visit). A package may only ask for more time: its row holds where it falls
    on an earlier day.
    """
    found = {
        LeadKind.ASK: Lead(LeadKind.ASK, LeadUnit.DAYS, ask_by_days),
        LeadKind.NAMES: Lead(LeadKind.NAMES, LeadUnit.DAYS, names_by_days),
    }
    found |= by_kind(organisation_rows) | by_kind(rows)
    for what, lead in by_kind(package_rows).items():
        held = found.get(what)
        if held is None or due_day(lead, visit_day) < due_day(held, visit_day):
            found[what] = lead
    return {what: found[what] for what in LeadKind if what in found}


def by_kind(rows: Iterable[Demand]) -> dict[LeadKind, Lead]:
    return {row.what: Lead(row.what, row.unit, row.amount, row.day) for row in rows}


@lru_cache(maxsize=8192)
def due_day(lead: Lead, visit_day: date) -> date:
    """The last day on which it is in time, for a visit on `visit_day`; never after the visit.

    Working days are those of the Finnish calendar, and the answer is one of them.
    """
    if lead.unit is LeadUnit.DATE:
        return min(lead.day or visit_day, visit_day)
    if lead.unit is LeadUnit.WORKING_DAYS:
        return working_days_before(visit_day, lead.amount or 0)
    return visit_day - timedelta(days=lead.amount or 0)


def check_lead(lead: Lead) -> None:
    """Refuse a demand that says no time, two times, or one that is out of reach."""
    if lead.unit is LeadUnit.DATE:
        if lead.day is None:
            raise Refused("Give the date by which it is due.")
        return
    if lead.amount is None:
        raise Refused("Give the number of days.")
    if not 0 <= lead.amount <= LONGEST:
        raise Refused("A lead time is at most %(most)d days.", most=LONGEST)
