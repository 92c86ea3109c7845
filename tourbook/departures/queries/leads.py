"""What the hosts of departures want, and how early, in two statements however many there are."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from tourbook.core import zones
from tourbook.core.db import db
from tourbook.core.texts import Texts
from tourbook.departures.models import DatedItem, Departure
from tourbook.departures.rules.leads import Stop, concerning
from tourbook.directory.models import Organisation
from tourbook.hosts.models import (
    Component,
    ComponentKind,
    LeadKind,
    LeadTime,
    LeadUnit,
    SiteField,
    VisitorField,
)
from tourbook.hosts.rules.leads import leads_of
from tourbook.packages.models import Item, PackageLead, Version

#: What makes the documents of visitors be due at a stop.
IDENTITY = frozenset({VisitorField.IDENTITY_DOCUMENT, VisitorField.BIRTH_DATE})


@dataclass(frozen=True, slots=True)
class Visited:
    """An item that a host offers, on its day."""

    departure_id: int
    key: int
    version_id: int
    day: date
    kind: ComponentKind
    title: Texts
    interpreted: bool
    component_id: int
    organisation_id: int
    component: Texts
    host: str
    ask_by_days: int
    names_by_days: int


@dataclass(frozen=True, slots=True)
class Demanded:
    """A row of lead times, a component's, an organisation's or a package's."""

    what: LeadKind
    unit: LeadUnit
    amount: int | None
    day: date | None


@dataclass(frozen=True)
class Demands:
    """Rows of lead times by whom they belong to, and what sites ask of visitors."""

    of_component: Mapping[int, list[Demanded]]
    of_organisation: Mapping[int, list[Demanded]]
    of_version: Mapping[int, list[Demanded]]
    fields: Mapping[int, frozenset[VisitorField]]


def stops_of(departure_ids: Collection[int]) -> dict[int, list[Stop]]:
    """The visits of each departure, in the order of time; what was dropped is left out."""
    found: dict[int, list[Stop]] = {departure_id: [] for departure_id in departure_ids}
    visited = [dated(row) for row in db.session.execute(dated_items(departure_ids))]
    for departure_id, stop in with_leads(visited):
        found[departure_id].append(stop)
    return found


def stops_of_version(version: Version, first_day: date) -> list[Stop]:
    """The visits that this version would make if it began on this day."""
    visited = [
        Visited(
            departure_id=0,
            key=item.id,
            version_id=version.id,
            day=first_day + timedelta(days=day.number - 1),
            kind=item.kind,
            title=item.title,
            interpreted=bool(item.interpreters),
            component_id=item.component.id,
            organisation_id=item.component.organisation_id,
            component=item.component.name,
            host=item.component.organisation.name,
            ask_by_days=item.component.ask_by_days,
            names_by_days=item.component.names_by_days,
        )
        for day in version.days
        for item in day.items
        if item.component is not None and not item.alternative_to
    ]
    return [stop for _none, stop in with_leads(visited)]


def dated_items(departure_ids: Collection[int]) -> sa.Select[Any]:
    columns: tuple[Any, ...] = (
        DatedItem.departure_id,
        DatedItem.id,
        Departure.version_id,
        DatedItem.starts_at,
        Departure.zone,
        DatedItem.kind,
        DatedItem.title,
        Item.interpreters,
        DatedItem.component_id,
        Component.organisation_id,
        Component.name,
        Organisation.name.label("host"),
        Component.ask_by_days,
        Component.names_by_days,
    )
    return (
        sa.select(*columns)
        .join(Departure, Departure.id == DatedItem.departure_id)
        .join(Item, Item.id == DatedItem.item_id)
        .join(Component, Component.id == DatedItem.component_id)
        .join(Organisation, Organisation.id == Component.organisation_id)
        .where(DatedItem.departure_id.in_(departure_ids), DatedItem.dropped_at.is_(None))
        .order_by(DatedItem.starts_at, DatedItem.id)
    )


def dated(row: Any) -> Visited:
    return Visited(
        departure_id=row.departure_id,
        key=row.id,
        version_id=row.version_id,
        day=zones.local_day(row.starts_at, row.zone),
        kind=row.kind,
        title=row.title,
        interpreted=bool(row.interpreters),
        component_id=row.component_id,
        organisation_id=row.organisation_id,
        component=row.name,
        host=row.host,
        ask_by_days=row.ask_by_days,
        names_by_days=row.names_by_days,
    )


def with_leads(visited: Sequence[Visited]) -> list[tuple[int, Stop]]:
    """Each visit with what is due before it, by the key of its departure."""
    if not visited:
        return []
    demands = demands_on(visited)
    return [(one.departure_id, stop_of(one, demands)) for one in visited]


def stop_of(one: Visited, demands: Demands) -> Stop:
    own = demands.of_component.get(one.component_id, [])
    held = leads_of(
        ask_by_days=one.ask_by_days,
        names_by_days=one.names_by_days,
        rows=own,
        organisation_rows=demands.of_organisation.get(one.organisation_id, []),
        package_rows=demands.of_version.get(one.version_id, []),
        visit_day=one.day,
    )
    fields = demands.fields.get(one.component_id, frozenset())
    needed = concerning(
        held,
        kind=one.kind,
        interpreted=one.interpreted,
        asks_identity=bool(fields & IDENTITY),
        own=frozenset(row.what for row in own),
    )
    return Stop(
        one.key, one.day, one.kind, one.title, one.component, one.host, needed, fields,
        one.component_id,
    )  # fmt: skip


def demands_on(visited: Sequence[Visited]) -> Demands:
    """Whatever is demanded of these visits, in one statement: a booking asks it too."""
    components = {one.component_id for one in visited}
    organisations = {one.organisation_id for one in visited}
    versions = {one.version_id for one in visited}
    found: dict[str, dict[int, list[Demanded]]] = defaultdict(lambda: defaultdict(list))
    fields: dict[int, set[VisitorField]] = defaultdict(set)
    statement = sa.union_all(
        demanded("component", LeadTime, LeadTime.component_id, components),
        demanded("organisation", LeadTime, LeadTime.organisation_id, organisations),
        demanded("version", PackageLead, PackageLead.version_id, versions),
        asked_fields(components),
    )
    for whose, key, what, unit, amount, day in db.session.execute(statement):
        if whose == "field":
            fields[key].add(VisitorField(what))
        else:
            found[whose][key].append(Demanded(LeadKind(what), LeadUnit(unit), amount, day))
    return Demands(
        of_component=found["component"],
        of_organisation=found["organisation"],
        of_version=found["version"],
        fields={key: frozenset(some) for key, some in fields.items()},
    )


def demanded(
    whose: str,
    model: type[LeadTime] | type[PackageLead],
    owner: sa.orm.InstrumentedAttribute[Any],
    keys: Collection[int],
) -> sa.Select[Any]:
    return sa.select(
        sa.literal(whose),
        owner,
        sa.type_coerce(model.what, sa.String),
        sa.type_coerce(model.unit, sa.String),
        model.amount,
        model.day,
    ).where(owner.in_(keys))


def asked_fields(component_ids: Collection[int]) -> sa.Select[Any]:
    """What each of these sites asks to know of a visitor, as rows of the same shape."""
    columns: tuple[Any, ...] = (
        sa.literal("field"),
        SiteField.component_id,
        sa.type_coerce(SiteField.field, sa.String),
        sa.literal(""),
        sa.cast(sa.null(), sa.Integer),
        sa.cast(sa.null(), sa.Date),
    )
    return sa.select(*columns).where(SiteField.component_id.in_(component_ids))
