"""Which column of a list means what: by its header in many languages, else by what stands in it."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import zip_longest

from tourbook.bookings.rules import rosters
from tourbook.bookings.rules.importing import births, letters, names
from tourbook.bookings.rules.importing.headers import MORE

#: How far down the header may stand, under titles and merged cells.
DEEPEST_HEADER = 25
#: How many rows are looked at to tell what stands in a column.
LOOKED_AT = 50
#: What is longer is a post.
LONGEST_ADDRESS = 10

Row = Sequence[str]


class Apart(StrEnum):
    """Columns that are known and not read from a list, each with its reason."""

    #: Health and religion: each person tells it with own consent.
    NEEDS = "needs"
    #: Numbers of identity documents: each person gives it, for the sites that need it.
    DOCUMENT = "document"


NOT_A_LETTER = re.compile(r"[\s_:*?()\[\]./\\'\u2019\u02bc\u00b4`\"|-]+")


class Found(StrEnum):
    """How a column was known."""

    HEADER = "header"
    #: The header says nothing that is known; what stands under it does.
    CONTENT = "content"
    #: There is no header: the usual order.
    ORDER = "order"


@dataclass(frozen=True)
class Column:
    place: int
    #: What it holds, by the names of `rosters` and `MORE`; empty where that is not known.
    holds: str
    header: str = ""
    found: Found = Found.HEADER


@dataclass(frozen=True)
class Layout:
    """The columns of a list and where its people begin.

    Args:
        header_row: the number of the last row of the header, counted from one; 0 without one.
        titles: rows above the header that were passed over.
    """

    columns: tuple[Column, ...]
    header_row: int = 0
    titles: tuple[str, ...] = ()

    @property
    def holds(self) -> frozenset[str]:
        return frozenset(column.holds for column in self.columns if column.holds)

    @property
    def left_out(self) -> tuple[Column, ...]:
        """Columns that say something that is not read: unknown ones and those kept apart."""
        return tuple(
            column
            for column in self.columns
            if column.header and (not column.holds or column.holds in frozenset(Apart))
        )


def key_of(header: str) -> str:
    """A header without case, accents' ways of writing, spaces and points."""
    plain = unicodedata.normalize("NFKC", letters.cleaned(header).text).casefold()
    return NOT_A_LETTER.sub("", plain)


def known_headers() -> dict[str, str]:
    known: dict[str, str] = {}
    for column, words in rosters.HEADERS.items():
        for word in words:
            known.setdefault(key_of(word) or word, column)
    for column, block in MORE.items():
        for word in block.split("|"):
            known.setdefault(key_of(word) or word, column)
    return known


HEADERS = known_headers()
#: At least one of these makes a row a header.
NAMES = frozenset({"name", "first", "last"})


def holding(header: str) -> str:
    """What a column with this header holds; empty if it is not known.

    Two languages in one header (`Nimi / Name`) are read one after the other.
    """
    found = HEADERS.get(key_of(header)) or HEADERS.get(header.strip())
    if found:
        return found
    parts = [HEADERS.get(key_of(part), "") for part in re.split(r"[/|\n(;,]", header)]
    known = {part for part in parts if part}
    if len(known) > 1 and known <= NAMES:
        return "name"
    return known.pop() if len(known) == 1 else ""


@dataclass(frozen=True)
class Candidate:
    """One or two rows that may be the header."""

    score: int
    first: int
    last: int
    words: tuple[str, ...]


def layout(rows: Sequence[Row]) -> Layout:
    """The columns of a table, whose header may stand under titles or on two rows, or be missing."""
    found = [one for number in range(min(len(rows), DEEPEST_HEADER)) for one in at(rows, number)]
    if not found:
        return without_header(rows)
    best = max(found, key=lambda one: (one.score, -one.first))
    titles = (" ".join(cell.strip() for cell in row if cell.strip()) for row in rows[: best.first])
    return Layout(
        named(best.words, rows[best.last + 1 :]),
        best.last + 1,
        tuple(title for title in titles if title),
    )


def at(rows: Sequence[Row], number: int) -> list[Candidate]:
    """This row as a header, alone and with the one under it."""
    upper = rows[number]
    found = [Candidate(worth(upper), number, number, tuple(upper))]
    if number + 1 < len(rows):
        lower = rows[number + 1]
        both = of_two_rows(upper, lower)
        if worth(both) > max(worth(upper), worth(lower)):
            found.append(Candidate(worth(both), number, number + 1, both))
    return [one for one in found if one.score]


def worth(header: Sequence[str]) -> int:
    """How many different columns the row names; none without a name among them."""
    known = {holding(cell) for cell in header} - {""}
    filled = [cell for cell in header if cell.strip()]
    if not known & NAMES or any(is_data(cell) for cell in filled):
        return 0
    return len(known) if len(known) * 2 >= len(filled) or len(known) >= 3 else 0


def is_data(cell: str) -> bool:
    """Whether a cell is a person's and no header's: an address of mail, a date."""
    return "@" in cell or births.YEAR_FIRST.fullmatch(cell.strip()) is not None


def of_two_rows(upper: Row, lower: Row) -> tuple[str, ...]:
    """Headings over merged cells and what stands under them; empty if the lower is no header."""
    if any(cell.strip() and not holding(cell) for cell in lower):
        return ()
    pairs = zip_longest(upper, lower, fillvalue="")
    return tuple(below if below.strip() else above for above, below in pairs)


def named(header: Sequence[str], rows: Sequence[Row]) -> tuple[Column, ...]:
    """The columns by their headers; each thing is read from the first column that names it."""
    width = max([len(header), *(len(row) for row in rows[:LOOKED_AT])])
    columns = []
    for place in range(width):
        text = header[place].strip() if place < len(header) else ""
        columns.append(by_header(text, place, content_of(rows, place)))
    return settled(columns, rows)


def by_header(text: str, place: int, content: str) -> Column:
    holds = holding(text)
    is_size = bool(text) and content == "number"
    if not holds and content and not is_size:
        return Column(place, content, text, Found.CONTENT)
    return Column(place, holds, text)


def settled(columns: Sequence[Column], rows: Sequence[Row]) -> tuple[Column, ...]:
    """The columns after words with two meanings were told apart by the columns beside them."""
    holds = {column.holds for column in columns}
    meant = {}
    if "name" in holds and "first" in holds and "last" not in holds:
        meant["name"] = "last"
    elif "name" in holds and "last" in holds and "first" not in holds:
        meant["name"] = "first"
    taken: set[str] = set()
    found = []
    for column in columns:
        kind = meant.get(column.holds, column.holds)
        if kind == "form_of_address" and "post" not in holds and are_posts(rows, column.place):
            kind = "post"
        found.append(replace(column, holds="" if kind in taken else kind))
        taken.add(kind)
    return tuple(found)


def are_posts(rows: Sequence[Row], place: int) -> bool:
    """Whether the cells under `Title` are posts (`Head of department`) and no forms of address."""
    cells = [row[place].strip() for row in rows[:LOOKED_AT] if place < len(row)]
    filled = [cell for cell in cells if cell]
    long = [cell for cell in filled if len(cell) > LONGEST_ADDRESS and not names.is_address(cell)]
    return len(long) * 2 > len(filled)


def content_of(rows: Sequence[Row], place: int) -> str:
    """What most cells are, if that can be seen: a form of address, a mailbox, a date."""
    cells = [row[place].strip() for row in rows[:LOOKED_AT] if place < len(row)]
    kinds = Counter(kind_of(cell) for cell in cells if cell)
    if not kinds:
        return ""
    kind, count = kinds.most_common(1)[0]
    return kind if count * 2 > kinds.total() else ""


def kind_of(cell: str) -> str:
    if names.is_address(cell):
        return "form_of_address"
    if rosters.MAILBOX.fullmatch(cell):
        return "email"
    if births.YEAR_FIRST.fullmatch(cell) or births.DOTTED.fullmatch(cell):
        return "birth_date"
    return "number" if cell.rstrip(".").isdecimal() and len(cell) < 5 else ""


def without_header(rows: Sequence[Row]) -> Layout:
    """Columns by what stands in them; the others in the usual order."""
    width = max((len(row) for row in rows), default=0)
    seen = [content_of(rows, place) for place in range(width)]
    rest = iter(column for column in rosters.COLUMNS if column not in seen)
    columns = tuple(
        Column(place, kind or next(rest, ""), found=Found.CONTENT if kind else Found.ORDER)
        for place, kind in enumerate(seen)
    )
    return Layout(columns)
