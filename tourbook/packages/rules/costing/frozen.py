"""A costing as it is kept with a published version, and what has changed since.

What is kept is plain JSON with all that was reckoned with: units, rates, VAT, sums. Money is in
cents, quantities in parts of a unit (`parts` to a unit), VAT rates in basis points.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tourbook.core.texts import Texts
from tourbook.packages.rules.costing.cost import OptionCost, Reckoning, SizeCost, costing_of
from tourbook.packages.rules.costing.lines import Charge, LineCost
from tourbook.packages.rules.costing.prices import Sold

Kept = dict[str, Any]


def kept(reckoning: Reckoning) -> Kept:
    costing, terms = costing_of(reckoning), reckoning.terms
    index = {id(charge): at for at, charge in enumerate(reckoning.charges)}
    return {
        "first_day": costing.first_day.isoformat(),
        "sharing": terms.sharing.value,
        "markup_kind": terms.markup_kind.value,
        "markup_basis_points": terms.markup_basis_points,
        "round_to_cents": terms.round_to_cents,
        "standard": costing.standard,
        "charges": [kept_charge(charge) for charge in reckoning.charges],
        "sizes": [kept_size(size, index) for size in costing.sizes],
        "unreckoned": [warning.key for warning in costing.warnings],
    }


def kept_charge(charge: Charge) -> Kept:
    tariff, line = charge.tariff, charge.line
    return {
        "key": charge.key,
        "lineage": line.lineage,
        "title": line.title.as_dict(),
        "day": line.day,
        "optional": line.optional,
        "unit": tariff.unit.value,
        "parts": charge.parts,
        "extra": "" if tariff.extra is None else tariff.extra.value,
        "name": tariff.name.as_dict(),
        "language": tariff.language,
        "net_cents": tariff.net_cents,
        "pax_from": tariff.pax_from,
        "pax_to": tariff.pax_to,
        "basis_points": charge.basis_points,
        "scheme": line.scheme.value,
        "reason": line.reason,
    }


def kept_size(size: SizeCost, index: Mapping[int, int]) -> Kept:
    return {
        "paying": size.paying,
        "free": size.free,
        "lines": [kept_line(line, index) for line in size.lines],
        "net": size.net,
        "vat": size.vat,
        "gross": size.gross,
        "deductible_vat": size.deductible_vat,
        "margin_base": size.margin_base,
        "cost": size.cost,
        "cost_per_guest": size.cost_per_guest,
        "price": size.price,
        "revenue": size.result.revenue,
        "vat_due": size.result.vat,
        "profit": size.profit,
        "break_even": size.break_even,
        "single_supplement": size.single_supplement,
        "parts": [kept_part(part) for part in size.result.parts],
        "options": [kept_option(option) for option in size.options],
    }


def kept_line(line: LineCost, index: Mapping[int, int]) -> list[int]:
    """The place of its charge, the quantity, net and VAT."""
    return [index[id(line.charge)], line.quantity, line.net, line.vat]


def kept_part(part: Sold) -> Kept:
    return {"part": part.part, "cost": part.cost, "revenue": part.revenue, "vat": part.vat}


def kept_option(option: OptionCost) -> Kept:
    return {
        "lineage": option.line.lineage,
        "title": option.line.title.as_dict(),
        "cost": option.cost,
        "price": option.price,
    }


@dataclass(frozen=True, slots=True)
class Difference:
    """A rate that is another now than when the version was published; None: there is none."""

    title: Texts
    day: int
    unit: str
    extra: str
    language: str
    was_cents: int | None
    is_cents: int | None
    was_basis_points: int | None
    is_basis_points: int | None


@dataclass(frozen=True, slots=True)
class SizeDifference:
    """What the differences come to at one size: the organiser's cost, in cents."""

    paying: int
    free: int
    was: int
    now: int

    @property
    def more(self) -> int:
        return self.now - self.was


def rates_of(costing: Kept) -> dict[tuple[str, int, int], Kept]:
    return {
        (charge["key"], charge["pax_from"], charge["pax_to"]): charge
        for charge in costing["charges"]
    }


def differences(before: Kept, now: Kept) -> list[Difference]:
    """The rates and VAT that differ, in the order of the programme."""
    old, new = rates_of(before), rates_of(now)
    found: list[Difference] = []
    for key in [*old, *(key for key in new if key not in old)]:
        was, is_now = old.get(key), new.get(key)
        told = was or is_now
        assert told is not None
        if facts_of(was) != facts_of(is_now):
            found.append(
                Difference(
                    Texts.of(told["title"]),
                    told["day"],
                    told["unit"],
                    told["extra"],
                    told["language"],
                    *(facts_of(was)[0], facts_of(is_now)[0]),
                    *(facts_of(was)[1], facts_of(is_now)[1]),
                )
            )
    return sorted(found, key=lambda each: each.day)


def facts_of(charge: Kept | None) -> tuple[int | None, int | None]:
    return (None, None) if charge is None else (charge["net_cents"], charge["basis_points"])


def sizes_apart(before: Kept, now: Kept) -> Sequence[SizeDifference]:
    """The sizes whose cost is another now."""
    return [
        SizeDifference(was["paying"], was["free"], was["cost"], is_now["cost"])
        for was, is_now in zip(before["sizes"], now["sizes"], strict=True)
        if was["cost"] != is_now["cost"]
    ]
