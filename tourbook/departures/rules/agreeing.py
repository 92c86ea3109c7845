"""What a host's yes fixes: the price of the visit, line by line, and its words."""

from collections.abc import Iterable, Sequence
from datetime import date
from math import ceil
from typing import Any

from tourbook.core.money import with_vat
from tourbook.core.texts import Texts
from tourbook.hosts.models import Component, Rate, RateUnit, VatRate
from tourbook.hosts.rules.prices import vat_of


def agreed_price(
    component: Component, vat: Sequence[VatRate], *, pax: int, day: date, minutes: int
) -> dict[str, Any]:
    """The price lines that hold for a party of `pax` on `day`, for a visit of so many minutes.

    `{"day", "pax", "lines", "net_cents", "gross_cents"}`; a line whose quantity the party does not
    tell (kilometres, rooms) has None for its quantity and sums, and is not in the totals. Sums are
    None where the VAT of the day is not known.
    """
    held = [one for one in component.rates if holds(one, pax, day)]
    lines = [line(one, component, vat, pax=pax, day=day, minutes=minutes) for one in held]
    return {
        "day": day.isoformat(),
        "pax": pax,
        "lines": lines,
        "net_cents": total(one["net_cents"] for one in lines),
        "gross_cents": total(one["gross_cents"] for one in lines),
    }


def holds(rate: Rate, pax: int, day: date) -> bool:
    return rate.pax_from <= pax <= rate.pax_to and rate.valid_from <= day <= rate.valid_to


def line(
    rate: Rate, component: Component, vat: Sequence[VatRate], *, pax: int, day: date, minutes: int
) -> dict[str, Any]:
    quantity = quantity_of(rate.unit, component, pax=pax, minutes=minutes)
    basis_points = vat_of(rate.vat_category, day, vat)
    net = None if quantity is None else quantity * rate.net_cents
    gross = None if net is None or basis_points is None else with_vat(net, basis_points)
    return {
        "unit": rate.unit.value,
        "quantity": quantity,
        "unit_net_cents": rate.net_cents,
        "vat_basis_points": basis_points,
        "net_cents": net,
        "gross_cents": gross,
    }


def quantity_of(unit: RateUnit, component: Component, *, pax: int, minutes: int) -> int | None:
    """How many units the party uses; None where it does not tell."""
    if unit is RateUnit.PERSON:
        return pax - free_places(component, pax)
    if unit is RateUnit.GROUP:
        return 1
    if unit is RateUnit.HOUR:
        return ceil(minutes / 60)
    if unit is RateUnit.VEHICLE_DAY and component.vehicle_seats:
        return ceil(pax / component.vehicle_seats)
    return None


def free_places(component: Component, pax: int) -> int:
    """One is free for every so many that are paid for, up to the host's most."""
    if not component.free_every:
        return 0
    free = pax // (component.free_every + 1)
    return free if component.free_most is None else min(free, component.free_most)


def total(sums: Iterable[int | None]) -> int:
    return sum(one for one in sums if one is not None)


def agreed_text(component: Component) -> Texts:
    """The name and the summary that the host agreed to, in every language that it has."""
    names, summaries = component.name.as_dict(), component.summary.as_dict()
    both = {
        language: "\n\n".join(part for part in (names[language], summaries.get(language)) if part)
        for language in names
    }
    return Texts.of(both)
