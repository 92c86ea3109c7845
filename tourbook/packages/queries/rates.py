"""What the components of a programme cost: their tariffs and the dated VAT in two questions."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from tourbook.core.db import db
from tourbook.core.texts import Texts, TextsType
from tourbook.hosts.models import Component, ComponentKind, Rate, Supplement, VatRate
from tourbook.packages.rules.costing.values import MOST, Service, Tariff, VatStep

KEYS: sa.BindParameter[int] = sa.bindparam("keys", expanding=True)
#: Supplements and then rates, the same columns of both.
TARIFFS: sa.CompoundSelect[Any] = sa.union_all(
    sa.select(
        Supplement.component_id,
        Supplement.id,
        Supplement.unit,
        Supplement.net_cents,
        Supplement.vat_category,
        Supplement.valid_from,
        Supplement.valid_to,
        sa.literal_column("1", sa.Integer).label("pax_from"),
        sa.literal_column(str(MOST), sa.Integer).label("pax_to"),
        Supplement.kind,
        Supplement.name,
        Supplement.language,
    ).where(Supplement.component_id.in_(KEYS)),
    sa.select(
        Rate.component_id,
        Rate.id,
        Rate.unit,
        Rate.net_cents,
        Rate.vat_category,
        Rate.valid_from,
        Rate.valid_to,
        Rate.pax_from,
        Rate.pax_to,
        sa.null(),
        sa.type_coerce(sa.null(), TextsType),
        sa.literal_column("''", sa.String),
    ).where(Rate.component_id.in_(KEYS)),
)
VAT = sa.select(VatRate.category, VatRate.valid_from, VatRate.basis_points).order_by(
    VatRate.category, VatRate.valid_from
)


def services_of(components: Iterable[Component]) -> dict[int, Service]:
    """Components as far as they cost, by their keys."""
    wanted = {component.id: component for component in components}
    tariffs = tariffs_of(sorted(wanted)) if wanted else {}
    return {key: service_of(each, tariffs.get(key, ())) for key, each in wanted.items()}


def tariffs_of(components: Sequence[int]) -> dict[int, list[Tariff]]:
    """The rates of each component by unit and date, and after them its supplements by kind."""
    found: dict[int, list[Tariff]] = defaultdict(list)
    for row in sorted(db.session.execute(TARIFFS, {"keys": components}), key=place_of):
        key, _id, unit, cents, category, since, until, pax_from, pax_to, extra, name, language = row
        found[key].append(
            Tariff(
                unit,
                cents,
                category,
                since,
                until,
                pax_from,
                pax_to,
                extra,
                name or Texts(),
                language,
            )
        )
    return found


def place_of(row: sa.Row[Any]) -> tuple[Any, ...]:
    """Its place in the order of tariffs; the last number settles ties."""
    of_rate = row.kind is None
    kind = row.unit if of_rate else row.kind
    return (not of_rate, kind, row.valid_from, row.pax_from, row.id)


def service_of(component: Component, tariffs: Sequence[Tariff]) -> Service:
    return Service(
        component.id,
        component.name,
        component.kind,
        tuple(tariffs),
        component.vehicle_seats,
        component.twin_rooms,
        component.free_every,
        component.free_most,
    )


def vat_steps() -> tuple[VatStep, ...]:
    return tuple([VatStep(*row) for row in db.session.execute(VAT)])


def offered(kind: ComponentKind) -> Sequence[Component]:
    """What hosts offer of a kind, by English name: what a hotel or coach may be swapped for."""
    english = sa.type_coerce(Component.name, sa.JSON)["en"].as_string()
    return (
        db.session.scalars(
            sa.select(Component)
            .where(Component.kind == kind, Component.retired_at.is_(None))
            .order_by(english, Component.id)
            .limit(500)
        )
        .unique()
        .all()
    )
