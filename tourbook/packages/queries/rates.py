"""What the components of a programme cost: rates, supplements and dated VAT in three questions."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from tourbook.core.db import db
from tourbook.hosts.models import Component, ComponentKind, Rate, Supplement, VatRate
from tourbook.packages.rules.costing.values import Service, Tariff, VatStep


def services_of(components: Iterable[Component]) -> dict[int, Service]:
    """Components as far as they cost, by their keys."""
    wanted = {component.id: component for component in components}
    tariffs: dict[int, list[Tariff]] = defaultdict(list)
    if wanted:
        for rate in db.session.execute(rates(wanted)).scalars():
            tariffs[rate.component_id].append(tariff_of_rate(rate))
        for supplement in db.session.execute(supplements(wanted)).scalars():
            tariffs[supplement.component_id].append(tariff_of_supplement(supplement))
    return {key: service_of(component, tariffs[key]) for key, component in wanted.items()}


def rates(components: Iterable[int]) -> sa.Select[Rate]:
    return (
        sa.select(Rate)
        .where(Rate.component_id.in_(components))
        .order_by(Rate.component_id, Rate.unit, Rate.valid_from, Rate.pax_from, Rate.id)
    )


def supplements(components: Iterable[int]) -> sa.Select[Supplement]:
    return (
        sa.select(Supplement)
        .where(Supplement.component_id.in_(components))
        .order_by(Supplement.component_id, Supplement.kind, Supplement.valid_from, Supplement.id)
    )


def tariff_of_rate(rate: Rate) -> Tariff:
    return Tariff(
        rate.unit,
        rate.net_cents,
        rate.vat_category,
        rate.valid_from,
        rate.valid_to,
        rate.pax_from,
        rate.pax_to,
    )


def tariff_of_supplement(supplement: Supplement) -> Tariff:
    return Tariff(
        supplement.unit,
        supplement.net_cents,
        supplement.vat_category,
        supplement.valid_from,
        supplement.valid_to,
        extra=supplement.kind,
        name=supplement.name,
        language=supplement.language,
    )


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
    rows = db.session.scalars(sa.select(VatRate).order_by(VatRate.category, VatRate.valid_from))
    return tuple(VatStep(row.category, row.valid_from, row.basis_points) for row in rows)


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
