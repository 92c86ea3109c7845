"""Costings as spreadsheet formulas: one sheet a package, written from its raw rates and items.

Nothing is worked out here but which formula stands in which cell; a spreadsheet program does the
sums. Amounts are in cents. A sheet has the terms and the group sizes on top, then the items, then
every rate of every item, then the parts of the sale of each size, then the optional items.
"""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from tests.packages.sheets_random import VAT
from tourbook.packages.rules.costing.values import Basis, Line, Tariff

#: The order in which an item's own number of units is taken for its rates.
RANKS = {"km": 1, "hour": 2, "vehicle_day": 3, "group": 4, "room_night": 5, "person": 6}
#: The VAT rates that the tests know, and the margin scheme as a part of its own.
PARTS = ("0", "1350", "1400", "2550", "margin")
SIZES = 5
#: Rows of the top: paying, free and both, for all and for tracks A and B.
ROWS = {"": (1, 2, 3), "A": (4, 5, 6), "B": (7, 8, 9)}
FIRST_SIZE = 4
ITEMS = 14
VAT_SHEET = "vat"


@dataclass
class Places:
    """Where on its sheet the answers of a package stand, as (row, column) from 0."""

    #: Net and VAT of each size, by item and rate.
    charges: dict[tuple[int, int], list[tuple[int, int]]] = field(default_factory=dict)
    #: The first of cost, price, VAT due, profit and single supplement, for each size.
    sizes: list[tuple[int, int]] = field(default_factory=list)
    #: Cost and price of each size, by optional item.
    options: dict[int, list[tuple[int, int]]] = field(default_factory=dict)


def workbook(packages: Sequence[Basis]) -> tuple[bytes, list[Places]]:
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        sheets = [Package(book.add_worksheet(f"p{n}"), each) for n, each in enumerate(packages)]
        vat_table(book.add_worksheet(VAT_SHEET))
        places = [sheet.write() for sheet in sheets]
    return written.getvalue(), places


def vat_table(sheet: Worksheet) -> None:
    """Category, the day as a number, basis points; the oldest first."""
    for row, step in enumerate(sorted(VAT, key=lambda step: step.valid_from)):
        sheet.write_row(row, 0, [step.category.value, number(step.valid_from), step.basis_points])


def number(day: date) -> int:
    return day.toordinal()


def vat_on(category: str, day: str) -> str:
    """A formula: the newest rate of the category that has begun."""
    last = len(VAT)
    names, days, points = (f"{VAT_SHEET}!${c}$1:${c}${last}" for c in "ABC")
    newest = f"SUMPRODUCT(MAX(({names}={category})*({days}<={day})*{days}))"
    return f"SUMIFS({points},{names},{category},{days},{newest})"


def half_up(amount: str) -> str:
    return f"INT({amount}+0.5)"


class Package:
    """One package on its sheet. Rows in formulas are counted from 1."""

    def __init__(self, sheet: Worksheet, basis: Basis) -> None:
        self.sheet = sheet
        self.basis = basis
        self.last_item = ITEMS + len(basis.lines) - 1
        self.first_rate = self.last_item + 3
        self.item_row = {line.id: ITEMS + n for n, line in enumerate(basis.lines)}
        self.rates = [
            (line, at, tariff)
            for line in basis.lines
            if line.service is not None
            for at, tariff in enumerate(line.service.tariffs)
        ]
        self.last_rate = self.first_rate + len(self.rates) - 1
        self.places = Places()

    def put(self, cell: str, content: str | int) -> None:
        if isinstance(content, str) and content.startswith("="):
            self.sheet.write_formula(cell, content)
        else:
            self.sheet.write(cell, content)

    def write(self) -> Places:
        self.top()
        for line in self.basis.lines:
            self.item(line)
        for row, (line, at, tariff) in enumerate(self.rates, self.first_rate):
            self.rate(row, line, at, tariff)
        for size in range(SIZES):
            self.sale(size)
        for place, line in enumerate(line for line in self.basis.lines if line.optional):
            self.option(place, line)
        return self.places

    def top(self) -> None:
        terms = self.basis.terms
        self.put("B1", int(terms.sharing == "twin"))
        self.put("B2", int(terms.markup_kind == "margin"))
        self.put("B3", terms.markup_basis_points)
        self.put("B4", terms.round_to_cents)
        self.put("B5", f"={vat_on(quoted('standard'), 'B6')}")
        self.put("B6", number(self.basis.first_day))
        tracks = sorted({line.track for line in self.basis.lines} - {""})
        self.put("B7", len(tracks))
        for size, (paying, free) in enumerate(terms.pax_ranges):
            name = self.size(size)
            self.put(f"{name}1", paying)
            self.put(f"{name}2", free)
            for track, rows in ROWS.items():
                if track:
                    place = tracks.index(track) if track in tracks else -1
                    self.split(name, rows, place)
                self.put(f"{name}{rows[2]}", f"={name}{rows[0]}+{name}{rows[1]}")

    def split(self, name: str, rows: tuple[int, int, int], place: int) -> None:
        for row, whole in zip(rows[:2], (1, 2), strict=True):
            share = f"=INT({name}{whole}/$B$7)+IF(MOD({name}{whole},$B$7)>{place},1,0)"
            self.put(f"{name}{row}", share if place >= 0 else 0)

    def size(self, size: int) -> str:
        return column(FIRST_SIZE - 1 + size)

    def item(self, line: Line) -> None:
        """A number, B service, C day, D track, E optional, F date, G guides, H who hires,
        I metres, J vehicles' metres of the day, K and on the vehicles of each size."""
        row, service = self.item_row[line.id], line.service
        assert service is not None
        self.put(f"A{row}", line.id)
        self.put(f"B{row}", service.id)
        self.put(f"C{row}", line.day)
        self.put(f"D{row}", line.track or "all")
        self.put(f"E{row}", int(line.optional))
        self.put(f"F{row}", f"=$B$6+C{row}-1")
        self.put(f"G{row}", self.guides(line))
        self.put(f"H{row}", self.hirer(row))
        self.put(f"I{row}", line.metres)
        same = f"{self.items('B')},B{row},{self.items('C')},C{row}"
        self.put(f"J{row}", f"=SUMIFS({self.items('I')},{same})")
        for size in range(SIZES):
            needed = {
                track: f"IF(COUNTIFS({same},{self.items('D')},{quoted(track or 'all')})>0,"
                f"{self.fleet(line, self.persons(size, track))},0)"
                for track in ROWS
            }
            formula = f"=MAX({needed['']},{needed['A']}+{needed['B']})"
            self.put(f"{column(10 + size)}{row}", formula)

    def items(self, name: str) -> str:
        return f"${name}${ITEMS}:${name}${self.last_item}"

    def guides(self, line: Line) -> str:
        over = {name: self.over(name) for name in "ACEF"}
        row = self.item_row[line.id]
        return (
            f"=COUNTIFS({over['A']},{line.id},{over['C']},{quoted('guide')},"
            f'{over["E"]},"<="&F{row},{over["F"]},">="&F{row})'
        )

    def hirer(self, row: int) -> str:
        """The first item of the day with this service, an optional one only for want of others."""
        same = f"({self.items('B')}=B{row})*({self.items('C')}=C{row})"
        firm = f"{same}*({self.items('E')}=0)"
        return f"=IF(SUMPRODUCT({firm})>0,{self.least(firm)},{self.least(same)})"

    def least(self, where: str) -> str:
        return f"1000-SUMPRODUCT(MAX({where}*(1000-{self.items('A')})))"

    def persons(self, size: int, track: str, which: int = 2) -> str:
        return f"{self.size(size)}${ROWS[track][which]}"

    def fleet(self, line: Line, persons: str) -> str:
        assert line.service is not None
        seats = line.service.vehicle_seats
        guides = f"$G{self.item_row[line.id]}"
        filled = "1" if seats is None else f"ROUNDUP(({persons}+{guides})/{seats},0)"
        return f"IF({persons}=0,0,{filled})"

    def over(self, name: str) -> str:
        return f"${name}${self.first_rate}:${name}${max(self.last_rate, self.first_rate)}"

    def rate(self, row: int, line: Line, at: int, tariff: Tariff) -> None:
        """A item, B unit, C extra, D cents, E and F days, G and H persons, I VAT, J counts,
        K rank among the item's rates, L parts to a unit, M part of the sale, N optional."""
        item = self.item_row[line.id]
        wanted = "1"
        if tariff.extra == "interpreter":
            spoken = quoted(f";{';'.join(line.interpreters)};")
            wanted = f"ISNUMBER(SEARCH({quoted(f';{tariff.language};')},{spoken}))"
        elif tariff.extra == "single_room":
            wanted = f"({quoted(line.kind.value)}={quoted('lodging')})"
        elif tariff.extra == "other":
            wanted = "0"
        base = tariff.extra is None
        own = f"{self.over('A')},A{row},{self.over('C')},{quoted('rate')},{self.over('J')},1"
        for name, content in {
            "A": line.id,
            "B": tariff.unit.value,
            "C": "rate" if base else str(tariff.extra),
            "D": tariff.net_cents,
            "E": number(tariff.valid_from),
            "F": number(tariff.valid_to),
            "G": tariff.pax_from,
            "H": tariff.pax_to,
            "I": f"={vat_on(quoted(tariff.category.value), f'$F${item}')}",
            "J": f"=IF(AND(E{row}<=$F${item},F{row}>=$F${item},{wanted}),1,0)",
            "K": RANKS[tariff.unit] if base else 99,
            "L": 2 if tariff.unit in ("hour", "room_night") else 1,
            "M": "margin" if line.scheme == "margin" else f'=I{row}&""',
            "N": int(line.optional),
            "O": f'=COUNTIFS({own},{self.over("K")},"<"&K{row})' if base else 1,
        }.items():
            self.put(f"{name}{row}", content)
        found: list[tuple[int, int]] = []
        for size in range(SIZES):
            self.rate_at(row, size, line, tariff)
            found.append((row - 1, self.at(size) + 1))
        self.places.charges[line.id, at] = found

    def at(self, size: int) -> int:
        """The first column of a size among the rates: parts, net, VAT, cost, alone: net, VAT,
        cost."""
        return 16 + 7 * size

    def rate_at(self, row: int, size: int, line: Line, tariff: Tariff) -> None:
        parts, net, vat, cost, lone_net, lone_vat, lone = (
            f"{column(self.at(size) + place)}{row}" for place in range(7)
        )
        persons = self.persons(size, line.track)
        fits = f"AND($J{row}=1,{persons}>=$G{row},{persons}<=$H{row},{persons}>0)"
        units = self.units(row, size, line, tariff)
        if tariff.extra is None and line.quantity is not None:
            units = f"IF($O{row}=0,{line.quantity}*$L{row},{units})"
        self.put(parts, f"=IF({fits},{units},0)")
        self.put(net, f"={half_up(f'{parts}*$D{row}/$L{row}')}")
        self.put(vat, f"={half_up(f'{net}*$I{row}/10000')}")
        self.put(cost, f'={net}+IF($M{row}="margin",{vat},0)')
        alone = f"IF({fits},{self.alone(row, line, tariff)},0)"
        self.put(lone_net, f"={half_up(f'{alone}*$D{row}/$L{row}')}")
        self.put(lone_vat, f"={half_up(f'{lone_net}*$I{row}/10000')}")
        self.put(lone, f'={lone_net}+IF($M{row}="margin",{lone_vat},0)')

    def single_known(self, row: int) -> str:
        return (
            f"COUNTIFS({self.over('A')},A{row},{self.over('C')},{quoted('single_room')},"
            f"{self.over('J')},1)"
        )

    def alone(self, row: int, line: Line, tariff: Tariff) -> str:
        """Parts that one more person costs who sleeps alone."""
        if line.kind != "lodging":
            return "0"
        if tariff.extra == "single_room":
            return f"$L{row}"
        if tariff.extra is None and tariff.unit == "room_night":
            return f"IF({self.single_known(row)}>0,0,1)"
        return "0"

    def units(self, row: int, size: int, line: Line, tariff: Tariff) -> str:
        service, item = line.service, self.item_row[line.id]
        assert service is not None
        persons = self.persons(size, line.track)
        twins = self.twins(size, line)
        guests, others = (self.persons(size, line.track, which) for which in (0, 1))
        singles = f"({guests}-2*{twins}+{others})"
        if tariff.extra == "single_room":
            each = f"MIN({singles},1)" if tariff.unit == "group" else singles
            return f"{each}*$L{row}"
        if tariff.unit == "hour":
            each = self.fleet(line, persons) if line.kind == "transport" else "1"
            return f"ROUNDUP({line.minutes}/30,0)*{each}"
        if tariff.unit == "room_night":
            return f"2*{twins}+{singles}*IF({self.single_known(row)}>0,1,2)"
        if tariff.unit in ("vehicle_day", "km"):
            vehicles = f"{column(10 + size)}${item}"
            each = f"ROUNDUP($J${item}/1000,0)" if tariff.unit == "km" else "1"
            return f"IF($H${item}={line.id},{vehicles}*{each},0)"
        if tariff.unit == "person":
            return f"{persons}-{self.free(tariff, line, persons)}"
        return "1"

    def twins(self, size: int, line: Line) -> str:
        assert line.service is not None
        pairs = f"IF($B$1=1,INT({self.persons(size, line.track, 0)}/2),0)"
        most = line.service.twin_rooms
        return pairs if most is None else f"MIN({pairs},{most})"

    def free(self, tariff: Tariff, line: Line, persons: str) -> str:
        assert line.service is not None
        every, most = line.service.free_every, line.service.free_most
        if tariff.extra is not None or every is None:
            return "0"
        free = f"INT({persons}/({every}+1))"
        return free if most is None else f"MIN({free},{most})"

    def marked_up(self, cost: str) -> str:
        return (
            f"IF($B$2=1,{half_up(f'{cost}*10000/(10000-$B$3)')},"
            f"{half_up(f'{cost}*(10000+$B$3)/10000')})"
        )

    def sold_for(self, marked: str, cost: str, part: str) -> str:
        if part == "margin":
            return f"{marked}+{half_up(f'({marked}-{cost})*$B$5/10000')}"
        return f"{marked}+{half_up(f'{marked}*{part}/10000')}"

    def rounded_up(self, total: str, persons: str) -> str:
        return f"-INT(-{total}/({persons}*$B$4))*$B$4"

    def price_of(self, top: int, costs: Sequence[str], persons: str) -> str:
        """Five rows from `top` with costs, marked up and sold for; the cell with the price."""
        for place, (part, cost) in enumerate(zip(PARTS, costs, strict=True)):
            row = top + place
            self.put(f"A{row}", part)
            self.put(f"B{row}", f"={cost}")
            self.put(f"C{row}", f"={self.marked_up(f'B{row}')}")
            self.put(f"D{row}", f"={self.sold_for(f'C{row}', f'B{row}', part)}")
        last = top + len(PARTS) - 1
        self.put(f"E{top}", f"={self.rounded_up(f'SUM(D{top}:D{last})', persons)}")
        return f"E{top}"

    def summed(self, size: int, place: int, part: str, *, item: int | None = None) -> str:
        """The costs of a part of the sale, of all that is not optional or of one item."""
        name = column(self.at(size) + place)
        where = f"{self.over('M')},{quoted(part)}"
        where += f",{self.over('N')},0" if item is None else f",{self.over('A')},{item}"
        return f"SUMIFS({self.over(name)},{where})"

    def sale(self, size: int) -> None:
        """B cost, C marked up, D sold for, E price, F revenue rounded down, G remainder, H share,
        I VAT due; J and on the answers; the single supplement below."""
        top = self.last_rate + 3 + size * 12
        last = top + len(PARTS) - 1
        paying = f"{self.size(size)}$1"
        price = self.price_of(top, [self.summed(size, 3, part) for part in PARTS], paying)
        taken, whole = f"({price}*{paying})", f"SUM($D${top}:$D${last})"
        for row, part in enumerate(PARTS, top):
            self.put(f"F{row}", f"=IF({whole}=0,0,INT({taken}*D{row}/{whole}))")
            self.put(f"G{row}", f"={taken}*D{row}-F{row}*{whole}")
            rank = f'COUNTIF($G${top}:$G${last},">"&G{row})+COUNTIF($G${top}:G{row},G{row})'
            left = f"{taken}-SUM($F${top}:$F${last})"
            self.put(f"H{row}", f"=F{row}+IF({rank}<={left},1,0)")
            if part == "margin":
                due = half_up(f"MAX(0,H{row}-B{row})*$B$5/(10000+$B$5)")
            else:
                due = half_up(f"H{row}*{part}/(10000+{part})")
            self.put(f"I{row}", f"={due}")
        alone = self.price_of(top + 6, [self.summed(size, 6, part) for part in PARTS], "1")
        self.put(f"J{top}", f"=SUM(B{top}:B{last})")
        self.put(f"K{top}", f"={price}")
        self.put(f"L{top}", f"=SUM(I{top}:I{last})")
        self.put(f"M{top}", f"={taken}-L{top}-J{top}")
        self.put(f"N{top}", f"=IF($B$1=1,{alone},-1)")
        self.places.sizes.append((top - 1, 9))

    def option(self, place: int, line: Line) -> None:
        found: list[tuple[int, int]] = []
        for size in range(SIZES):
            top = self.last_rate + 3 + SIZES * 12 + (place * SIZES + size) * 7
            costs = [self.summed(size, 3, part, item=line.id) for part in PARTS]
            guests = self.persons(size, line.track, 0)
            price = self.price_of(top, costs, f"MAX(1,{guests})")
            self.put(f"J{top}", f"=IF({guests}=0,-1,SUM(B{top}:B{top + 4}))")
            self.put(f"K{top}", f"={price}")
            found.append((top - 1, 9))
        self.places.options[line.id] = found


def column(place: int) -> str:
    return str(xl_col_to_name(place))


def quoted(words: str) -> str:
    return f'"{words}"'


def cells(rows: Sequence[Sequence[object]], place: tuple[int, int], many: int) -> Iterator[int]:
    """So many whole numbers from a place on, in one row."""
    row, first = place
    for value in rows[row][first : first + many]:
        assert isinstance(value, float | int), (place, value)
        assert value == int(value), (place, value)
        yield int(value)
