"""Reading the rows of a list: each person with what was wrong beside the row."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from babel import Locale
from babel.core import get_global

from tourbook.bookings.rules import moves, rosters
from tourbook.bookings.rules.importing import births, columns, letters, names
from tourbook.bookings.rules.importing.births import Doubt, Order
from tourbook.bookings.rules.importing.columns import Layout
from tourbook.bookings.rules.importing.names import Name
from tourbook.bookings.rules.importing.troubles import Kind, Trouble, Weight
from tourbook.core.refused import Refused

#: More people than a departure can have are no list of participants.
MAX_PEOPLE = moves.MAX_PLACES
LIMITS = rosters.LIMITS | {"spoken": 160}
#: The languages in which a country is known, beside ours.
COUNTRY_LANGUAGES = ("de", "fr", "es", "it", "pt", "nl", "et", "lv", "lt", "pl", "ru", "uk", "ar")
#: As much of a text that is too long is shown.
SHOWN = 20
#: What may be a formula or a letter that was lost.
DOUBTFUL = re.compile(r"^=|\?")
IN_BRACKETS = re.compile(r"<([^<>]+)>")
TEXTS = ("post", "employer", "phone", "vehicle", "clothing_size")

DATE_KINDS = {
    Doubt.UNREADABLE: Kind.DATE_UNREADABLE,
    Doubt.UNLIKELY: Kind.DATE_UNLIKELY,
    Doubt.ORDER: Kind.DATE_ORDER,
    Doubt.SERIAL: Kind.DATE_SERIAL,
}


@dataclass(frozen=True)
class Member(rosters.Person):
    """A person of a list: what `Person` has, and how the name is said and when it was born."""

    #: In Latin letters, as it is spoken; empty where nobody has told.
    spoken: str = ""
    birth_date: date | None = None


@dataclass(frozen=True)
class Row:
    """A row of the list.

    Args:
        number: its place in the table, counted from one, titles and header included.
        member: the person, without what could not be read.
        name: the name with its parts.
        troubles: all that was wrong, in the order of the columns.
    """

    number: int
    member: Member
    name: Name
    troubles: tuple[Trouble, ...] = ()

    @property
    def stopped(self) -> bool:
        return any(trouble.weight is Weight.STOP for trouble in self.troubles)

    @property
    def doubtful(self) -> bool:
        return any(trouble.weight is Weight.DOUBT for trouble in self.troubles)

    @property
    def spoken_proposal(self) -> str:
        """How the name may be said, where the list does not tell and letters do."""
        return "" if self.member.spoken else names.spoken_form(self.member.name)


@dataclass(frozen=True)
class Reading:
    layout: Layout
    rows: tuple[Row, ...]


def read(rows: Sequence[Sequence[str]], *, today: date) -> Reading:
    """The people of a table as `documents.sheets` reads it.

    Raises:
        Refused: there is nobody in it, or far more than can be on one list.
    """
    if not any(any(cell.strip() for cell in row) for row in rows):
        raise Refused("There are no rows to read. Paste at least one name.")
    layout = columns.layout(rows)
    body = list(people_rows(rows, layout))
    if not body:
        raise Refused("There is a header but nobody under it.")
    if len(body) > MAX_PEOPLE:
        raise Refused("A list may have at most %(limit)d people.", limit=MAX_PEOPLE)
    order = births.order_of(column_of(body, layout, "birth_date"), today=today)
    found = tuple(row_of(number, by_field(row, layout), today, order) for number, row in body)
    return Reading(layout, found)


def people_rows(
    rows: Sequence[Sequence[str]], layout: Layout
) -> Iterator[tuple[int, Sequence[str]]]:
    """The rows under the header with their numbers, without empty ones and repeated headers."""
    header = [column.header for column in layout.columns]
    for number, row in enumerate(rows, start=1):
        filled = any(cell.strip() for cell in row)
        if number > layout.header_row and filled and not is_header(row, header):
            yield number, row


def is_header(row: Sequence[str], header: Sequence[str]) -> bool:
    """Whether a list of several pages repeats its header here."""
    filled = [(cell.strip(), above) for cell, above in zip(row, header, strict=False) if cell]
    return bool(filled) and all(cell == above for cell, above in filled)


def column_of(
    body: Sequence[tuple[int, Sequence[str]]], layout: Layout, holds: str
) -> Iterator[str]:
    for _number, row in body:
        yield by_field(row, layout).get(holds, "")


def by_field(row: Sequence[str], layout: Layout) -> dict[str, str]:
    return {
        column.holds: row[column.place]
        for column in layout.columns
        if column.holds and column.place < len(row)
    }


def row_of(number: int, cells: Mapping[str, str], today: date, order: Order | None) -> Row:
    clean = {column: letters.cleaned(cell) for column, cell in cells.items()}
    texts = {column: cleaned.text for column, cleaned in clean.items()}
    troubles = [
        trouble
        for column, cleaned in clean.items()
        for trouble in about_letters(column, cells[column], cleaned)
    ]
    address, name = name_of(texts)
    born = births.read(texts.get("birth_date", ""), today=today, order=order)
    email, email_trouble = email_of(texts.get("email", ""))
    country, country_trouble = country_of(texts.get("nationality", ""))
    member = Member(
        name=name.whole,
        form_of_address=texts.get("form_of_address") or address,
        email=email,
        nationality=country,
        spoken=texts.get("spoken", ""),
        birth_date=born.day,
        **{column: texts.get(column, "") for column in TEXTS},
    )
    troubles += [
        *about_name(name),
        *email_trouble,
        *country_trouble,
        *about_birth(texts.get("birth_date", ""), born),
        *about_length(member),
    ]
    return Row(number, member, name, tuple(troubles))


def name_of(texts: Mapping[str, str]) -> tuple[str, Name]:
    """The form of address that stands before the name, and the name."""
    given = " ".join(part for part in (texts.get("first"), texts.get("middle")) if part)
    surname = texts.get("last", "")
    whole = texts.get("name", "")
    if not whole:
        return "", names.of_two(given, surname)
    address, rest = names.address_before(whole)
    if given and surname:
        return address, Name(rest, given, surname)
    return address, names.in_one_cell(rest)


def about_letters(column: str, cell: str, cleaned: letters.Cleaned) -> Iterator[Trouble]:
    plain = cleaned.text.isascii() and not cleaned.marks and not DOUBTFUL.search(cleaned.text)
    if plain or column in frozenset(columns.Apart):
        return
    shown = letters.shown(cell.strip())
    if cleaned.taken_out:
        marks = ", ".join(dict.fromkeys(mark.name for mark in cleaned.taken_out))
        yield Trouble(Kind.MARKS, column, {"shown": shown, "marks": marks})
    elif cleaned.marks:
        yield Trouble(Kind.MARKS_KEPT, column, {"shown": shown})
    if letters.is_damaged(cleaned.text):
        meant = letters.repaired(cleaned.text)
        yield Trouble(Kind.DAMAGED, column, {"text": shown}, (meant,) if meant else ())
    if cleaned.text.startswith("="):
        is_name = column in columns.NAMES
        yield Trouble(Kind.FORMULA_NAME if is_name else Kind.FORMULA, column, {"text": shown})


def about_name(name: Name) -> Iterator[Trouble]:
    if not letters.LETTER.search(name.whole):
        yield Trouble(Kind.NO_NAME, "name")
    mixed = letters.mixed_words(name.whole)
    if mixed:
        meant = name.whole
        for word in mixed:
            meant = meant.replace(word, letters.unmixed(word) or word)
        choices = (meant,) if meant != name.whole else ()
        yield Trouble(Kind.MIXED_LETTERS, "name", {"text": name.whole}, choices)


def email_of(text: str) -> tuple[str, list[Trouble]]:
    """The mailbox in a cell such as `Aino <aino@example.org>`, or a doubt if there is none."""
    bracketed = IN_BRACKETS.search(text)
    plain = (bracketed[1] if bracketed else text).removeprefix("mailto:").strip(" ;,").lower()
    if not plain or rosters.MAILBOX.fullmatch(plain):
        return plain, []
    return "", [Trouble(Kind.BAD_EMAIL, "email", {"text": text})]


def country_of(text: str) -> tuple[str, list[Trouble]]:
    code = rosters.country_code(text)
    if not text or code in rosters.country_codes().values():
        return code, []
    found = foreign_countries().get(text.casefold(), "")
    if found:
        return found, []
    return "", [Trouble(Kind.BAD_COUNTRY, "nationality", {"text": text})]


@cache
def foreign_countries() -> dict[str, str]:
    """Codes by a country's name in the delegations' languages, and by its three letters."""
    ours = set(rosters.country_codes().values())
    found = {
        three.casefold(): two[0]
        for three, two in get_global("territory_aliases").items()
        if len(three) == 3 and two[0] in ours
    }
    for language in COUNTRY_LANGUAGES:
        for code, name in Locale.parse(language).territories.items():
            if code in ours:
                found.setdefault(name.casefold(), code)
    return found


def about_birth(text: str, born: births.Birth) -> Iterator[Trouble]:
    if born.doubt is None:
        return
    days = tuple(day.isoformat() for day in born.candidates)
    values: dict[str, object] = {"text": text}
    values |= dict(zip(("first", "second"), days, strict=False))
    yield Trouble(DATE_KINDS[born.doubt], "birth_date", values, days)


def about_length(member: Member) -> Iterator[Trouble]:
    for column, limit in LIMITS.items():
        text = getattr(member, column)
        if len(text) > limit:
            yield Trouble(Kind.TOO_LONG, column, {"start": text[:SHOWN], "limit": limit})
