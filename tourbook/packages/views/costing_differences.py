"""What differs between two costings, in the reader's words: then and now, as it is and what if."""

from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import gettext as _

from tourbook.packages.rules.costing.changes import Beside
from tourbook.packages.rules.costing.frozen import Difference, SizeDifference
from tourbook.packages.rules.drafting.merging import Clash
from tourbook.packages.views.costing_words import (
    NONE,
    extra_word,
    in_percent,
    or_none,
    scheme_word,
    size_label,
    unit_word,
    vat_word,
)
from tourbook.web.filters import money, number, text


def difference(each: Difference) -> list[str]:
    """A rate that is another now: where, what, then and now."""
    what = extra_word(each.extra, each.language)
    title = text(each.title)
    return [
        f"{title}: {what}" if what else title,
        unit_word(each.unit),
        rate_word(each.was_cents, each.was_basis_points),
        rate_word(each.is_cents, each.is_basis_points),
        NONE
        if each.was_cents is None or each.is_cents is None
        else signed(each.is_cents - each.was_cents),
    ]


def rate_word(cents: int | None, basis_points: int | None) -> str:
    told: str = _("no rate")
    if cents is not None:
        told = _("%(amount)s, VAT %(vat)s", amount=money(cents), vat=vat_word(basis_points))
    return told


def signed(cents: int) -> str:
    """A difference with its sign: `+12.00`."""
    return f"+{money(cents)}" if cents > 0 else money(cents)


def signed_number(value: int) -> str:
    return f"+{number(value)}" if value > 0 else number(value)


def side_by_side(sizes: Iterable[Beside]) -> list[tuple[str, list[list[str]]]]:
    """For each size: as it is, what if, and the difference."""
    return [
        (
            size_label(pair.now.paying, pair.now.free),
            [
                beside(_("Cost to you"), pair.now.cost, pair.then.cost),
                beside(_("Cost per paying guest"), *per_guest(pair)),
                beside(_("Proposed price per person"), pair.now.price, pair.then.price),
                beside(_("Left to you at that price"), pair.now.profit, pair.then.profit),
                beside_numbers(
                    _("Break-even at that price"), pair.now.break_even, pair.then.break_even
                ),
                beside(_("Single room supplement"), *singles(pair)),
            ],
        )
        for pair in sizes
    ]


def per_guest(pair: Beside) -> tuple[int, int]:
    return pair.now.cost_per_guest, pair.then.cost_per_guest


def singles(pair: Beside) -> tuple[int | None, int | None]:
    return pair.now.single_supplement, pair.then.single_supplement


def beside(label: str, now: int | None, then: int | None) -> list[str]:
    apart = NONE if now is None or then is None else signed(then - now)
    return [label, or_none(now, money), or_none(then, money), apart]


def beside_numbers(label: str, now: int | None, then: int | None) -> list[str]:
    apart = NONE if now is None or then is None else signed_number(then - now)
    return [label, or_none(now, number), or_none(then, number), apart]


def size_difference(each: SizeDifference) -> list[str]:
    """The organiser's cost at one size: as kept, now, and the difference."""
    label = size_label(each.paying, each.free)
    return [label, money(each.was), money(each.now), signed(each.more)]


def clash_rows(clashes: Sequence[Clash]) -> list[tuple[str, str, str]]:
    """Field by field what two people chose at the same time: its name, mine, theirs."""
    names: dict[str, str] = {
        "pax_ranges": _("Group sizes"),
        "sharing": _("Rooms of the paying guests"),
        "markup_kind": _("What is left to you"),
        "markup_basis_points": _("Mark-up or margin in percent"),
        "round_to_cents": _("Round prices per person up to a multiple of"),
        "vat_scheme": _("How it is taxed"),
        "vat_reason": _("Why"),
        "quantity": _("Units that are paid for"),
    }
    return [
        (names[each.field], chosen(each.field, each.mine), chosen(each.field, each.theirs))
        for each in clashes
    ]


def chosen(field: str, value: Any) -> str:
    """A plain value of the terms as the reader writes it."""
    words: dict[str, str] = {
        "twin": _("Two guests share a room"),
        "single": _("Each guest has a room"),
        "markup": _("Mark-up on the cost"),
        "margin": _("Margin, a share of the price"),
    }
    match field:
        case "pax_ranges":
            return ", ".join(size_label(*size) for size in value)
        case "markup_basis_points":
            return number(in_percent(value))
        case "round_to_cents":
            return money(value)
        case "vat_scheme":
            return scheme_word(value)
        case "vat_reason" | "quantity":
            return str(_("nothing") if value in ("", None) else value)
        case _:
            return words[value]
