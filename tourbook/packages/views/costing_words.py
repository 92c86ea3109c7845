"""Costings in the reader's words: finished values, as the templates show them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from tourbook.core.texts import Texts
from tourbook.hosts.models import RateUnit, SupplementKind
from tourbook.packages.models import Item, MarkupKind, Sharing, VatScheme, Version
from tourbook.packages.rules.checks.problems import Problem, WayOut
from tourbook.packages.rules.costing.cost import Costing, SetPrice
from tourbook.packages.rules.costing.frozen import Kept
from tourbook.packages.rules.costing.tiers import Tier
from tourbook.packages.views.wording import sentence
from tourbook.web.filters import language_name, money, number, percent, text

NONE = "–"  # noqa: RUF001
#: How many group sizes are always in view beside the programme.
IN_VIEW = 3


@dataclass(frozen=True)
class Way:
    """An offer to mend something, with the page where that is done."""

    sentence: str
    url: str | None


@dataclass(frozen=True)
class Gap:
    """What could not be reckoned."""

    sentence: str
    ways_out: Sequence[Way]


@dataclass(frozen=True)
class PanelSize:
    """One group size as the builder shows it, in whole euro; a price in cents where it has them."""

    label: str
    cost: str
    price: str
    left: str
    loses: bool
    break_even: str
    #: Whether price, what is left and break-even are of the price that the mark-up gives.
    is_proposed: bool


@dataclass(frozen=True)
class Panel:
    """What the builder always shows of the costing."""

    sizes: Sequence[PanelSize]
    gaps: Sequence[Gap]
    #: A sentence, where the prices that are set lose money at some size.
    losing: str
    #: What "proposed" means, where any price is; empty where all are set.
    proposed: str
    url: str


def panel(version: Version, costing: Costing) -> Panel:
    """Cost, price and what is left at three sizes: the smallest, the middle and the largest."""
    every = range(len(costing.sizes))
    chosen = every if len(every) <= IN_VIEW else (every[0], every[len(every) // 2], every[-1])
    sizes = [panel_size(costing, number) for number in chosen]
    return Panel(
        sizes=sizes,
        gaps=[gap(problem) for problem in costing.warnings],
        losing=losing(costing.losses),
        proposed=proposed_rule() if any(size.is_proposed for size in sizes) else "",
        url=url_for("package_costing.show", version_id=version.id),
    )


def panel_size(costing: Costing, number: int) -> PanelSize:
    """The price that is set counts; where none is, the one that is proposed."""
    size, is_set = costing.sizes[number], costing.set_prices[number]
    sold = is_set or SetPrice(size.price, size.profit, size.break_even)
    return PanelSize(
        label=size_label(size.paying, size.free),
        cost=whole(size.cost),
        price=money(sold.price) if sold.price % 100 else whole(sold.price),
        left=whole(sold.profit),
        loses=sold.profit < 0,
        break_even=or_none(sold.break_even, str),
        is_proposed=is_set is None,
    )


def proposed_rule() -> str:
    """Once on each page, what the mark beside a price means."""
    told: str = _(
        "Proposed: no price is set for a group of this size, so it is the price that the cost"
        " and your mark-up or margin give."
    )
    return told


def whole(cents: int) -> str:
    """An amount in whole euro, so that three of them stand side by side on a phone."""
    return number((Decimal(cents) / 100).quantize(Decimal(1), ROUND_HALF_UP))


def size_label(paying: int, free: int) -> str:
    """Paying guests and free places: `20+2`."""
    return f"{paying}+{free}"


def losing(ranges: Sequence[tuple[int, int]]) -> str:
    """Where the prices that are set do not carry the group; empty where they always do."""
    if not ranges:
        return ""
    told = ", ".join(
        str(first) if first == last else f"{first}–{last}"  # noqa: RUF001
        for first, last in ranges
    )
    sizes = sum(last - first + 1 for first, last in ranges)
    told_of: str = ngettext(
        "At the price that is set, a group of %(sizes)s paying guests loses money.",
        "At the prices that are set, groups of %(sizes)s paying guests lose money.",
        sizes,
        sizes=told,
    )
    return told_of


def gap(problem: Problem) -> Gap:
    return Gap(
        sentence(problem.sentence, problem.values),
        [Way(sentence(way.sentence, way.values), page_of(way)) for way in problem.ways_out],
    )


def page_of(way_out: WayOut) -> str | None:
    match way_out.values.get("page"):
        case "component":
            return url_for("components.show", component_id=way_out.values["component_id"])
        case "vat":
            return url_for("vat.index")
        case "item":
            return url_for("package_items.edit", item_id=way_out.item_id)
        case _:
            return None


def unit_word(unit: str) -> str:
    words: dict[str, str] = {
        RateUnit.PERSON: _("per person"),
        RateUnit.GROUP: _("for the group"),
        RateUnit.ROOM_NIGHT: _("per room and night"),
        RateUnit.VEHICLE_DAY: _("per vehicle and day"),
        RateUnit.KM: _("per kilometre"),
        RateUnit.HOUR: _("per hour"),
    }
    return words[unit]


def extra_word(extra: str, language: str) -> str:
    """What is added to a component; empty for its own price."""
    words: dict[str, str] = {
        "": "",
        SupplementKind.SINGLE_ROOM: _("Single room supplement"),
        SupplementKind.GUIDE: _("Guide"),
        SupplementKind.OTHER: _("Supplement"),
    }
    if extra == SupplementKind.INTERPRETER:
        words[extra] = _("Interpreter into %(language)s", language=language_name(language))
    return words[extra]


def scheme_word(scheme: str) -> str:
    words: dict[str, str] = {
        VatScheme.MARGIN: _("Margin scheme"),
        VatScheme.GENERAL: _("General VAT"),
    }
    return words[scheme]


def vat_word(basis_points: int | None) -> str:
    return NONE if basis_points is None else percent(Decimal(basis_points) / 10_000, 1)


def terms_words(kept: Kept) -> list[tuple[str, str]]:
    """How the price was made of the cost."""
    share = percent(Decimal(kept["markup_basis_points"]) / 10_000, 2)
    by_margin = kept["markup_kind"] == MarkupKind.MARGIN
    alone = kept["sharing"] == Sharing.SINGLE
    return [
        (_("Margin, a share of the price") if by_margin else _("Mark-up on the cost"), share),
        (_("Prices are rounded up to a multiple of"), money(kept["round_to_cents"])),
        (
            _("Rooms of the paying guests"),
            _("Each guest has a room") if alone else _("Two guests share a room"),
        ),
    ]


@dataclass(frozen=True)
class ShownCharge:
    """One charge with what it comes to at each size."""

    title: str
    lineage: str
    day: int
    what: str
    each: str
    unit: str
    vat: str
    scheme: str
    reason: str
    #: The organiser's cost and the units, by size.
    cells: Sequence[tuple[str, str]]


def charges(kept: Kept) -> list[ShownCharge]:
    """The charges that come to anything at any size, in the order of the programme."""
    sizes = [{line[0]: line for line in size["lines"]} for size in kept["sizes"]]
    return [
        shown_charge(charge, [size.get(at) for size in sizes])
        for at, charge in enumerate(kept["charges"])
        if not charge["optional"] and any(at in size for size in sizes)
    ]


def shown_charge(charge: Mapping[str, Any], lines: Sequence[Sequence[int] | None]) -> ShownCharge:
    return ShownCharge(
        title=text(Texts.of(charge["title"])),
        lineage=charge["lineage"],
        day=charge["day"],
        what=extra_word(charge["extra"], charge["language"]),
        each=money(charge["net_cents"]),
        unit=unit_word(charge["unit"]),
        vat=vat_word(charge["basis_points"]),
        scheme=scheme_word(charge["scheme"]),
        reason=charge["reason"],
        cells=[cell(charge, line) for line in lines],
    )


def bought(item: Item) -> tuple[str, str, str]:
    """An item with its day, how it is taxed with the reason, and the page where that is chosen."""
    taxed = scheme_word(item.vat_scheme)
    if item.vat_reason:
        taxed = f"{taxed}: {item.vat_reason}"
    named = _("Day %(number)d: %(title)s", number=item.day.number, title=text(item.title))
    return named, taxed, url_for("package_costing.line", item_id=item.id)


def cell(charge: Mapping[str, Any], line: Sequence[int] | None) -> tuple[str, str]:
    if line is None:
        return (NONE, "")
    _at, quantity, net, vat = line
    borne = net + vat if charge["scheme"] == VatScheme.MARGIN else net
    return (money(borne), number(Decimal(quantity) / charge["parts"]))


def head(kept: Kept) -> list[str]:
    return [size_label(size["paying"], size["free"]) for size in kept["sizes"]]


def summary(kept: Kept) -> list[list[str]]:
    """From what is bought to what is left, a row for each step and a cell for each size."""
    return [
        row(kept, _("Travellers"), lambda size: number(size["paying"] + size["free"])),
        row(kept, _("All that is bought, without VAT"), lambda size: money(size["net"])),
        row(kept, _("VAT of what is bought"), lambda size: money(size["vat"])),
        row(kept, _("Of that VAT deducted"), lambda size: money(size["deductible_vat"])),
        row(kept, _("Bought in the margin scheme, with VAT"), lambda s: money(s["margin_base"])),
        row(kept, _("Cost to you"), lambda size: money(size["cost"])),
        row(kept, _("Cost per paying guest"), lambda size: money(size["cost_per_guest"])),
        row(kept, _("Proposed price per person, VAT included"), lambda size: money(size["price"])),
        row(kept, _("What the group pays at the proposed price"), lambda s: money(s["revenue"])),
        row(kept, _("VAT to pay on it"), lambda size: money(size["vat_due"])),
        row(kept, _("Left to you at the proposed price"), lambda size: money(size["profit"])),
        row(
            kept,
            _("Break-even at the proposed price, paying guests"),
            lambda size: or_none(size["break_even"], number),
        ),
        row(
            kept,
            _("Single room supplement"),
            lambda size: or_none(size["single_supplement"], money),
        ),
    ]


def row(kept: Kept, label: str, shown: Callable[[Kept], str]) -> list[str]:
    return [label, *(shown(size) for size in kept["sizes"])]


def or_none(value: int | None, shown: Callable[[int], str]) -> str:
    return NONE if value is None else shown(value)


def options(kept: Kept) -> list[list[str]]:
    """Optional items, and what each adds to the price of a guest at each size."""
    titles = {o["lineage"]: o["title"] for size in kept["sizes"] for o in size["options"]}
    prices = [{o["lineage"]: o["price"] for o in size["options"]} for size in kept["sizes"]]
    return [
        [text(Texts.of(title)), *(or_none(size.get(lineage), money) for size in prices)]
        for lineage, title in titles.items()
    ]


def set_prices(costing: Costing) -> list[list[str]]:
    """The prices that are set, and what they come to at each size."""
    sold = costing.set_prices
    prices = [each.price if each else None for each in sold]
    lefts = [each.profit if each else None for each in sold]
    carried = [each.break_even if each else None for each in sold]
    return [
        [_("Price that is set"), *(or_none(price, money) for price in prices)],
        [_("Left to you at that price"), *(or_none(left, money) for left in lefts)],
        [_("Break-even at that price"), *(or_none(guests, str) for guests in carried)],
    ]


def unset(costing: Costing) -> str:
    """At which sizes no price is set; empty where all have one."""
    judged = zip(costing.sizes, costing.set_prices, strict=True)
    sizes = [size_label(size.paying, size.free) for size, sold in judged if sold is None]
    if not sizes:
        return ""
    told: str = _(
        "No price is set for groups of %(sizes)s. What stands above for them is of the proposed"
        " price.",
        sizes=", ".join(sizes),
    )
    return told


def tiers(proposed: Iterable[Tier]) -> list[list[str]]:
    return [
        [
            str(tier.pax_from)
            if tier.pax_from == tier.pax_to
            else f"{tier.pax_from}–{tier.pax_to}",  # noqa: RUF001
            money(tier.person_cents),
        ]
        for tier in proposed
    ]


def in_percent(basis_points: int) -> Decimal:
    return Decimal(basis_points) / 100
