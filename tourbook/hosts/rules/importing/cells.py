"""What stands in a cell, read as it is meant. Each reader raises Refused with a sentence."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import TypeVar

from tourbook.core.refused import Refused
from tourbook.hosts.rules.hours import minute_of

Kind = TypeVar("Kind", bound=StrEnum)
Reader = Callable[[str], object]

ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?: 00:00)?")
LOCAL_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
YEARS = range(1900, 2200)
WHOLE = re.compile(r"\d{1,9}")
MONEY = re.compile(r"(\d{1,9})(?:[.,](\d{1,2}))?")
GROUPED = re.compile(r"\d{1,3}[.,]\d{3}")
LANGUAGE = re.compile(r"[a-z]{2,3}")
YES, NO = ("yes", "y", "true", "1", "x"), ("no", "n", "false", "0")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MOST_CENTS = 100_000_000


def text(most: int, *, lines: bool = False) -> Reader:
    strange = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]" if lines else r"[\x00-\x1f\x7f-\x9f]")

    def read(cell: str) -> str:
        plain = unicodedata.normalize("NFC", cell).replace("\r\n", "\n")
        if strange.search(plain):
            raise Refused("This holds characters that cannot be shown. Type the text again.")
        if len(plain) > most:
            raise Refused("This is too long: use at most %(max)d characters.", max=most)
        return plain

    return read


def whole(least: int, most: int) -> Reader:
    def read(cell: str) -> int:
        if not WHOLE.fullmatch(cell) or not cell.isascii():
            raise Refused("Give a whole number, such as 12.")
        if not least <= int(cell) <= most:
            raise Refused("Give a number between %(least)d and %(most)d.", least=least, most=most)
        return int(cell)

    return read


def money(cell: str) -> int:
    """Euros with a point or a comma before the cents, as cents."""
    plain = re.sub(r"[\s€]", "", cell)
    if GROUPED.fullmatch(plain):
        raise Refused(
            "“%(text)s” may mean two things. Write the euros without a sign between thousands,"
            " such as 1234.50.",
            text=plain,
        )
    match = MONEY.fullmatch(plain)
    if not match or not plain.isascii():
        raise Refused("Give an amount in euros with at most two decimals, such as 1234.50.")
    cents = int(match[1]) * 100 + int((match[2] or "0").ljust(2, "0"))
    if cents > MOST_CENTS:
        raise Refused("The amount is too large.")
    return cents


def day(cell: str) -> date:
    """A day written 2027-03-31 or 31.3.2027, or kept as a date by the spreadsheet."""
    if match := ISO_DAY.fullmatch(cell):
        year, month, number = (int(part) for part in match.groups())
    elif match := LOCAL_DAY.fullmatch(cell):
        number, month, year = (int(part) for part in match.groups())
    else:
        raise Refused("Give a date, such as 31.3.2027.")
    if year not in YEARS:
        raise Refused("Give a year between 1900 and 2199.")
    try:
        return date(year, month, number)
    except ValueError:
        raise Refused("There is no such day in the calendar.") from None


def hour(cell: str) -> int:
    """Minutes after midnight."""
    return minute_of(cell)


def yes_no(cell: str) -> bool:
    if cell.casefold() in YES:
        return True
    if cell.casefold() in NO:
        return False
    raise Refused("Write yes or no.")


def one_of(kinds: type[Kind]) -> Reader:
    """One of the words that the help sheet lists; capitals, blanks and hyphens do not matter."""
    words = {kind.value: kind for kind in kinds}

    def read(cell: str) -> Kind:
        found = words.get(re.sub(r"[\s-]+", "_", cell.casefold()))
        if found is None:
            raise Refused(
                "“%(text)s” is not known. Write one of: %(words)s.",
                text=cell[:40],
                words=", ".join(words),
            )
        return found

    return read


def weekday(cell: str) -> int:
    """0 is Monday; written in English or as 1 for Monday to 7 for Sunday."""
    plain = cell.casefold()
    if plain in WEEKDAYS:
        return WEEKDAYS.index(plain)
    if plain in ("1", "2", "3", "4", "5", "6", "7"):
        return int(plain) - 1
    raise Refused(
        "“%(text)s” is not known. Write one of: %(words)s.",
        text=cell[:40],
        words=", ".join(WEEKDAYS),
    )


def parts(cell: str) -> list[str]:
    """What a cell lists, with commas or semicolons between."""
    return [part.strip() for part in re.split(r"[,;]", cell) if part.strip()]


def codes(known: tuple[str, ...]) -> Reader:
    """ISO 639 codes of languages; those of `known`."""

    def read(cell: str) -> list[str]:
        found = [part.casefold() for part in parts(cell)]
        strange = next((code for code in found if code not in known), None)
        if strange is not None:
            raise Refused(
                "“%(text)s” is not known. Write one of: %(words)s.",
                text=strange[:40],
                words=", ".join(known),
            )
        return list(dict.fromkeys(found))

    return read


def code(known: tuple[str, ...]) -> Reader:
    """One ISO 639 code of a language."""
    read_codes = codes(known)

    def read(cell: str) -> str:
        found = read_codes(cell)
        if not isinstance(found, list) or len(found) != 1:
            raise Refused("Give the code of one language, such as fi.")
        return str(found[0])

    return read
