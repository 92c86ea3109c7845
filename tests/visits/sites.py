"""Stops, groups and people for the rules of deadlines, in no database."""

from dataclasses import replace
from datetime import date

from tourbook.core.texts import Texts
from tourbook.departures.rules.leads import Stop
from tourbook.hosts.models import ComponentKind, LeadKind, LeadUnit, VisitorField
from tourbook.hosts.rules.leads import Lead
from tourbook.visits.rules.deadlines import (
    Asked,
    Group,
    Person,
    Site,
)

DAYS, WORKING, FIXED = LeadUnit.DAYS, LeadUnit.WORKING_DAYS, LeadUnit.DATE
VISIT = date(2027, 6, 29)
TODAY = date(2027, 6, 1)

PHONE, POST = VisitorField.PHONE, VisitorField.EMPLOYER
DOCUMENT, BIRTH = VisitorField.IDENTITY_DOCUMENT, VisitorField.BIRTH_DATE


def stop(
    day: date = VISIT,
    *,
    key: int = 1,
    kind: ComponentKind = ComponentKind.PROGRAMME,
    **leads: int,
) -> Stop:
    """A stop with lead times in days, by the name of the kind: `ask=30`."""
    listed = {"ask": 30, "names": 14} | leads
    held = {LeadKind(what): Lead(LeadKind(what), DAYS, days) for what, days in listed.items()}
    name = Texts(en=f"Stop {key}")
    return Stop(key, day, kind, name, name, "Example Host", held)


def site(
    stop: Stop,
    fields: frozenset[VisitorField] = frozenset(),
    *,
    asked: Asked = Asked.NOT_YET,
    organisation_id: int | None = None,
    answer_by: date | None = None,
    done: frozenset[LeadKind] = frozenset(),
) -> Site:
    return Site(replace(stop, fields=fields), asked, organisation_id, answer_by, done)


def group(*people: Person, places: int | None = None) -> Group:
    return Group(1, "Example Delegation", len(people) if places is None else places, people)


def person(*given: VisitorField, number: int = 1, reachable: bool = True) -> Person:
    return Person(number, f"Person {number}", frozenset(given), reachable)
