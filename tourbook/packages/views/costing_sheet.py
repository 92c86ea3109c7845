"""A costing as a workbook whose formulas reckon anew when a rate, a number or the mark-up changes.

The first sheet has the terms and every charge at each size, the second makes the price of it. All
sums are taken in whole cents inside the formulas, so that halves are rounded as the program does.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from xlsxwriter.utility import xl_col_to_name

from tourbook.core.texts import Texts
from tourbook.documents.formulas import Cell, Formula, Look, Sheet, to_workbook
from tourbook.packages.models import MarkupKind, Sharing, VatScheme
from tourbook.packages.rules.costing import prices as costing_prices
from tourbook.packages.rules.costing.frozen import Kept
from tourbook.packages.rules.costing.values import WHOLE, Terms, split
from tourbook.packages.views import costing_words
from tourbook.web.filters import text

#: Where the terms stand on the first sheet.
KIND, SHARE, STEP, STANDARD = "$B$3", "$B$4", "$B$5", "$B$6"
#: The first charge's row on the first sheet, and the columns that a size takes.
FIRST_ROW = 12
FIRST_COLUMN = 6
PER_SIZE = 4
MARGIN = "margin"


def workbook(kept: Kept, title: str) -> bytes:
    costs, prices = _("Costing"), _("Price")
    sheets = [
        Sheet(costs, list(charges_sheet(kept, title)), (34, 26, 20, 11, 9, 10)),
        Sheet(prices, list(prices_sheet(kept, costs)), (14, 10, 10, 9, *([13] * 10))),
    ]
    return to_workbook(sheets, title=title)


def plain(*contents: str | float | None) -> list[Cell]:
    return [Cell(content) for content in contents]


def heads(*contents: str) -> list[Cell]:
    return [Cell(content, Look.HEAD) for content in contents]


def euros(cents: int) -> float:
    return cents / 100


def euro(formula: str, cents: int) -> Cell:
    """A formula that comes to whole cents, shown in euro."""
    return Cell(Formula(f"=({formula})/100", euros(cents)), Look.EURO)


def cents_of(cell: str) -> str:
    return f"ROUND({cell}*100,0)"


def points_of(cell: str) -> str:
    return f"ROUND({cell}*{WHOLE},0)"


def charges_sheet(kept: Kept, title: str) -> Iterator[list[Cell]]:
    sizes = kept["sizes"]
    yield heads(title)
    yield []
    yield [*heads(_("Mark-up or margin")), Cell(kept["markup_kind"])]
    yield [*heads(_("Share")), Cell(kept["markup_basis_points"] / WHOLE, Look.PERCENT)]
    step = Cell(euros(kept["round_to_cents"]), Look.EURO)
    yield [*heads(_("Prices are rounded up to a multiple of")), step]
    yield [*heads(_("VAT of a margin")), Cell(kept["standard"] / WHOLE, Look.PERCENT)]
    yield []
    yield [*heads(_("Group size")), *over_sizes(size_name(size) for size in sizes)]
    yield [*heads(_("Paying guests")), *over_sizes(size["paying"] for size in sizes)]
    yield [*heads(_("Free places")), *over_sizes(size["free"] for size in sizes)]
    yield heads(
        _("Item"),
        _("What"),
        _("Unit"),
        _("Rate, net"),
        _("VAT"),
        _("Scheme"),
        *[_("Units"), _("Net"), _("VAT"), _("Cost to you")] * len(sizes),
    )
    used = list(enumerate(kept["charges"]))
    for row, (at, charge) in enumerate(used, FIRST_ROW):
        yield charge_row(kept, charge, at, row)
    yield totals(kept, FIRST_ROW + len(used) - 1)


def size_name(size: Mapping[str, Any]) -> str:
    return costing_words.size_label(size["paying"], size["free"])


def over_sizes(contents: Iterator[Any]) -> list[Cell]:
    """One content over the columns of each size."""
    row: list[Cell] = plain(*[None] * (FIRST_COLUMN - 1))
    for content in contents:
        row += [Cell(content, Look.HEAD), *plain(*[None] * (PER_SIZE - 1))]
    return row


def column(size: int, place: int) -> str:
    return str(xl_col_to_name(FIRST_COLUMN + PER_SIZE * size + place))


def charge_row(kept: Kept, charge: Mapping[str, Any], at: int, row: int) -> list[Cell]:
    cells = [
        Cell(text(Texts.of(charge["title"]))),
        Cell(costing_words.extra_word(charge["extra"], charge["language"])),
        Cell(costing_words.unit_word(charge["unit"])),
        Cell(euros(charge["net_cents"]), Look.EURO),
        Cell((charge["basis_points"] or 0) / WHOLE, Look.PERCENT),
        Cell(charge["scheme"]),
    ]
    for number, size in enumerate(kept["sizes"]):
        found = next((line for line in size["lines"] if line[0] == at), (at, 0, 0, 0))
        cells += line_cells(charge, found, row, number)
    return cells


def line_cells(
    charge: Mapping[str, Any], line: Sequence[int], row: int, size: int
) -> Iterator[Cell]:
    _at, quantity, net, vat = line
    units, nets, vats = (f"{column(size, place)}{row}" for place in range(3))
    by_margin = charge["scheme"] == VatScheme.MARGIN
    yield Cell(quantity / charge["parts"])
    yield euro(f"ROUND({units}*{cents_of(f'$D{row}')},0)", net)
    yield euro(f"ROUND({cents_of(nets)}*{points_of(f'$E{row}')}/{WHOLE},0)", vat)
    borne = f'{cents_of(nets)}+IF($F{row}="{MARGIN}",{cents_of(vats)},0)'
    yield euro(borne, net + vat if by_margin else net)


def totals(kept: Kept, last_row: int) -> list[Cell]:
    cells = [*heads(_("Together")), *plain(*[None] * (FIRST_COLUMN - 1))]
    for number, size in enumerate(kept["sizes"]):
        cells.append(Cell(None))
        for place, key in ((1, "net"), (2, "vat"), (3, "cost")):
            name = column(number, place)
            summed = f"SUM({name}{FIRST_ROW}:{name}{max(last_row, FIRST_ROW)})"
            cells.append(euro(cents_of(summed), size[key]))
    return cells


@dataclass(frozen=True, slots=True)
class Block:
    """Where the parts of one size stand on the second sheet, and what they come to."""

    size: Mapping[str, Any]
    number: int
    first: int
    last: int
    sold_for: Sequence[int]

    def over(self, name: str) -> str:
        return f"{name}${self.first}:{name}${self.last}"


def prices_sheet(kept: Kept, costs: str) -> Iterator[list[Cell]]:
    yield heads(
        _("Group size"),
        _("Paying guests"),
        _("Scheme"),
        _("VAT"),
        _("Cost to you"),
        _("With mark-up"),
        _("To be sold for"),
        _("Proposed price per person"),
        _("What the group pays at the proposed price"),
        _("Share, rounded down"),
        _("Remainder"),
        _("Share of it"),
        _("VAT to pay"),
        _("Left to you at the proposed price"),
    )
    rates = part_rates(kept)
    rows = FIRST_ROW + len(kept["charges"]) - 1
    first = 2
    for number, size in enumerate(kept["sizes"]):
        block = block_of(kept, size, number, first, rates)
        for place, rate in enumerate(rates):
            yield part_row(kept, block, place, rate, f"'{costs}'!", max(rows, FIRST_ROW))
        first += len(rates)


def part_rates(kept: Kept) -> list[int | None]:
    """The general scheme by its rates, the lowest first; the margin scheme last."""
    found = {
        None if each["scheme"] == VatScheme.MARGIN else each["basis_points"] or 0
        for each in kept["charges"]
    }
    return sorted(found, key=lambda rate: (rate is None, rate or 0))


def terms_in(kept: Kept) -> Terms:
    """The terms that a kept costing was made with."""
    return Terms(
        pax_ranges=tuple((size["paying"], size["free"]) for size in kept["sizes"]),
        sharing=Sharing(kept["sharing"]),
        markup_kind=MarkupKind(kept["markup_kind"]),
        markup_basis_points=kept["markup_basis_points"],
        round_to_cents=kept["round_to_cents"],
    )


def block_of(
    kept: Kept, size: Mapping[str, Any], number: int, first: int, rates: Sequence[int | None]
) -> Block:
    costs = {part["part"]: part["cost"] for part in size["parts"]}
    terms, standard = terms_in(kept), kept["standard"]
    sold_for = [costing_prices.wanted(rate, costs.get(rate, 0), terms, standard) for rate in rates]
    return Block(size, number, first, first + len(rates) - 1, sold_for)


def part_row(
    kept: Kept, block: Block, place: int, rate: int | None, costs: str, last_row: int
) -> list[Cell]:
    row, size = block.first + place, block.size
    parts = {part["part"]: part for part in size["parts"]}
    part = parts.get(rate, {"cost": 0, "revenue": 0, "vat": 0})
    by_margin = rate is None
    total, revenue = sum(block.sold_for), size["revenue"]
    share = split(revenue, list(block.sold_for))[place]
    down = revenue * block.sold_for[place] // total if total else 0
    left = revenue * block.sold_for[place] - down * total
    marked = costing_prices.with_markup(part["cost"], terms_in(kept))
    points = points_of(f"{costs}{SHARE}")
    cents = cents_of(f"E{row}")
    paying = f"{costs}{column(block.number, 0)}$9"
    step = cents_of(f"{costs}{STEP}")
    sold = f"ROUND(SUM({block.over('$G')})*100,0)"
    given = cents_of(f"$I${block.first}")
    return [
        Cell(size_name(size)),
        Cell(Formula(f"={paying}", size["paying"])),
        Cell(MARGIN if by_margin else VatScheme.GENERAL.value),
        Cell(
            Formula(f"={costs}{STANDARD}", kept["standard"] / WHOLE)
            if rate is None
            else rate / WHOLE,
            Look.PERCENT,
        ),
        euro(cost_formula(block, row, costs, last_row, by_margin=by_margin), part["cost"]),
        euro(
            f'IF({costs}{KIND}="{MarkupKind.MARGIN.value}",'
            f"ROUND({cents}*{WHOLE}/({WHOLE}-{points}),0),"
            f"ROUND({cents}*({WHOLE}+{points})/{WHOLE},0))",
            marked,
        ),
        euro(sold_formula(row, by_margin=by_margin), block.sold_for[place]),
        euro(f"-INT(-{sold}/(B{row}*{step}))*{step}", size["price"]),
        euro(f"{cents_of(f'H{row}')}*B{row}", revenue),
        Cell(Formula(f"=IF({sold}=0,0,INT({given}*{cents_of(f'G{row}')}/{sold}))", down)),
        Cell(Formula(f"={given}*{cents_of(f'G{row}')}-J{row}*{sold}", left)),
        euro(share_formula(block, row, given), share),
        euro(vat_formula(row, by_margin=by_margin), part["vat"]),
        Cell(
            Formula(
                f"=I{row}-SUM({block.over('$E')})-SUM({block.over('$M')})",
                euros(size["profit"]),
            ),
            Look.EURO,
        ),
    ]


def cost_formula(block: Block, row: int, costs: str, last_row: int, *, by_margin: bool) -> str:
    def over(name: str) -> str:
        return f"{costs}${name}${FIRST_ROW}:${name}${last_row}"

    summed, schemes = over(column(block.number, 3)), over("F")
    if by_margin:
        return f'ROUND(SUMIFS({summed},{schemes},"{MARGIN}")*100,0)'
    return f"ROUND(SUMIFS({summed},{schemes},C{row},{over('E')},D{row})*100,0)"


def sold_formula(row: int, *, by_margin: bool) -> str:
    marked, points = cents_of(f"F{row}"), points_of(f"D{row}")
    taxed = f"({marked}-{cents_of(f'E{row}')})" if by_margin else marked
    return f"{marked}+ROUND({taxed}*{points}/{WHOLE},0)"


def share_formula(block: Block, row: int, given: str) -> str:
    """The cents that are left over go to the largest remainders, the earlier row at a tie."""
    rank = f'COUNTIF({block.over("$K")},">"&K{row})+COUNTIF($K${block.first}:K{row},K{row})'
    return f"J{row}+IF({rank}<={given}-SUM({block.over('$J')}),1,0)"


def vat_formula(row: int, *, by_margin: bool) -> str:
    share, points = cents_of(f"L{row}"), points_of(f"D{row}")
    taxed = f"MAX(0,{share}-{cents_of(f'E{row}')})" if by_margin else share
    return f"ROUND({taxed}*{points}/({WHOLE}+{points}),0)"
