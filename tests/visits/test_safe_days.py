"""The last safe day to book, against all that is declared in the database and the rule's words."""

import random
from bisect import bisect_left
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import holidays
import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from tests import making
from tourbook.core import zones
from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.departures import queries, services
from tourbook.departures.models import DatedItem, Departure
from tourbook.departures.queries.leads import stops_of, stops_of_version
from tourbook.departures.rules import lapsing
from tourbook.departures.rules.leads import due_days
from tourbook.departures.rules.planning import safe_deadline
from tourbook.departures.services import late
from tourbook.hosts.models import (
    Component,
    ComponentKind,
    LeadKind,
    LeadTime,
    LeadUnit,
    LegalBasis,
    SiteField,
    VisitorField,
)
from tourbook.packages.models import PackageLead, VersionStatus

FINNISH = holidays.country_holidays("FI", years=range(2024, 2031))
WORKING_DAYS = [
    day
    for day in (date(2024, 1, 1) + timedelta(days=n) for n in range(7 * 365))
    if day.weekday() < 5 and day not in FINNISH
]
ZONE = "Europe/Helsinki"
ACTOR = Actor(None, "Test")
IDENTITY = {VisitorField.IDENTITY_DOCUMENT, VisitorField.BIRTH_DATE}
#: Which kind of stop wants what beside being asked and names, whoever declares it.
WANTED_AT = {
    LeadKind.MENUS: {ComponentKind.MEAL},
    LeadKind.ROOMING: {ComponentKind.LODGING},
    LeadKind.GIFT: {ComponentKind.PROGRAMME, ComponentKind.SIDE},
}

Demand = tuple[LeadUnit, int | None, date | None]


@dataclass
class Declared:
    """What a random programme was made to demand, kept beside the rows."""

    components: dict[int, dict[LeadKind, Demand]]
    organisations: dict[int, dict[LeadKind, Demand]]
    package: dict[LeadKind, Demand]
    fields: dict[int, set[VisitorField]]


def demands(chance: random.Random) -> dict[LeadKind, Demand]:
    """Lead times of some kinds, short enough for a visit in a year to be asked for today."""
    found: dict[LeadKind, Demand] = {}
    for what in chance.sample(list(LeadKind), chance.randint(0, 3)):
        unit = chance.choice(list(LeadUnit))
        if unit is LeadUnit.DATE:
            day = date(2028, 1, 1) + timedelta(days=chance.randint(0, 300))
            found[what] = (unit, None, day)
        else:
            found[what] = (unit, chance.randint(0, 120), None)
    return found


def rows(found: dict[LeadKind, Demand], **owner: int) -> list[LeadTime]:
    return [
        LeadTime(what=what, unit=unit, amount=amount, day=day, **owner)
        for what, (unit, amount, day) in found.items()
    ]


def offer(chance: random.Random, declared: Declared) -> Component:
    component = making.make_component(chance.choice(list(ComponentKind)))
    component.ask_by_days, component.names_by_days = chance.randint(0, 60), chance.randint(0, 40)
    own, theirs = demands(chance), demands(chance)
    asked = set(chance.sample(list(VisitorField), chance.randint(0, 4)))
    db.session.add_all(rows(own, component_id=component.id))
    db.session.add_all(rows(theirs, organisation_id=component.organisation_id))
    db.session.add_all(
        SiteField(
            component_id=component.id,
            field=field,
            reason=making.texts("The gate"),
            legal_basis=LegalBasis.EXPLICIT_CONSENT,
            days_before=14,
            days_after=7,
        )
        for field in asked
    )
    declared.components[component.id] = own
    declared.organisations[component.organisation_id] = theirs
    declared.fields[component.id] = asked
    return component


def make_programme(seed: int) -> tuple[Departure, Declared]:
    """A departure of a published version, whose hosts and package demand this and that."""
    chance = random.Random(seed)
    declared = Declared({}, {}, demands(chance), {})
    version = making.make_version(days=chance.randint(1, 5), published=False)
    for day in version.days:
        (item,) = day.items
        item.component = offer(chance, declared)
        item.kind = item.component.kind
        item.interpreters = chance.choice([[], ["fr"]])
    version.leads = [
        PackageLead(what=what, unit=unit, amount=amount, day=day)
        for what, (unit, amount, day) in declared.package.items()
    ]
    db.session.flush()
    version.status, version.published_at = VersionStatus.PUBLISHED, making.NOON
    first_day = date(2028, 3, 1) + timedelta(days=chance.randint(0, 250))
    return making.make_departure(version=version, first_day=first_day), declared


def due(demand: Demand, visit: date) -> date:
    """By the words of the rule, with the holidays of the library."""
    unit, amount, day = demand
    if day is not None:
        return min(day, visit)
    if unit is LeadUnit.DAYS:
        return visit - timedelta(days=amount or 0)
    earlier = bisect_left(WORKING_DAYS, visit)
    if not amount:
        return visit if WORKING_DAYS[earlier] == visit else WORKING_DAYS[earlier - 1]
    return WORKING_DAYS[earlier - amount]


def wanted(item: DatedItem, declared: Declared) -> dict[LeadKind, date]:
    """By when a stop wants what: the component's word, its organisation's, the columns'.

    The package's word counts where it is earlier.
    """
    component = item.component
    assert component is not None
    visit = zones.local_day(item.starts_at, ZONE)
    own = declared.components[component.id]
    theirs = declared.organisations[component.organisation_id]
    columns: dict[LeadKind, Demand] = {
        LeadKind.ASK: (LeadUnit.DAYS, component.ask_by_days, None),
        LeadKind.NAMES: (LeadUnit.DAYS, component.names_by_days, None),
    }
    found = {}
    for what in LeadKind:
        said = own.get(what) or theirs.get(what) or columns.get(what)
        every = [due(one, visit) for one in (said, declared.package.get(what)) if one]
        if every and (what in own or is_needed(what, item, declared.fields[component.id])):
            found[what] = min(every)
    return found


def is_needed(what: LeadKind, item: DatedItem, fields: set[VisitorField]) -> bool:
    if what is LeadKind.IDENTITY:
        return bool(fields & IDENTITY)
    if what is LeadKind.INTERPRETER:
        return bool(item.item.interpreters)
    return what not in WANTED_AT or item.kind in WANTED_AT[what]


def noon(day: date) -> datetime:
    return datetime.combine(day, time(10), UTC)


@pytest.mark.parametrize("seed", range(25))
def test_nothing_is_due_after_its_visit_and_the_earliest_of_all_is_the_last_safe_day(
    app: Flask, seed: int
) -> None:
    departure, declared = make_programme(seed)
    expected = {item.id: wanted(item, declared) for item in departure.items}
    earliest = min(day for each in expected.values() for day in each.values())

    stops = stops_of([departure.id])[departure.id]

    assert {stop.key: due_days(stop) for stop in stops} == expected
    assert all(day <= stop.day for stop in stops for day in due_days(stop).values())
    safe = late.safe_days([departure.id])[departure.id]
    assert safe is not None
    assert safe.day == earliest == late.last_days([departure.id])[departure.id]
    before = stops_of_version(departure.version, departure.first_day)
    assert safe_deadline(before, departure.first_day).day == earliest
    late.check_in_time(departure, at=noon(earliest))
    with pytest.raises(Refused, match="last safe day"):
        late.check_in_time(departure, at=noon(earliest + timedelta(days=1)))


@pytest.mark.parametrize("seed", range(5))
def test_requests_lapse_while_what_their_host_wants_can_still_be_had(app: Flask, seed: int) -> None:
    departure, declared = make_programme(seed)
    asked_at = noon(date(2027, 6, 1))
    for item in departure.items:
        services.ask_again(item, at=asked_at, actor=ACTOR)

    services.ask_hosts(departure, at=asked_at, actor=ACTOR)

    for request in queries.requests_of(departure):
        days = wanted(request.dated_item, declared)
        assert request.lapses_at is not None
        last = min(days[LeadKind.ASK], days[LeadKind.NAMES])
        assert request.lapses_at <= max(
            zones.midnight(last, ZONE) - timedelta(days=2), asked_at + timedelta(hours=24)
        )


FIRST = datetime(2026, 1, 1, tzinfo=UTC)
moments = st.integers(0, 4 * 365 * 24 * 60).map(lambda minutes: FIRST + timedelta(minutes=minutes))


@given(moments, st.dates(date(2026, 1, 1), date(2030, 1, 1)), moments)
def test_a_request_never_waits_beyond_the_visit_nor_ends_before_it_is_asked(
    asked_at: datetime, wanted_by: date, starts_at: datetime
) -> None:
    found = lapsing.lapses_at(
        asked_at=asked_at, wanted_by=wanted_by, starts_at=starts_at, zone=ZONE
    )

    assert asked_at <= found <= max(starts_at, asked_at)
    reminders = lapsing.reminders(asked_at, found)
    assert all(asked_at <= one <= found for one in reminders)
    assert found <= asked_at + timedelta(days=10)
