"""Dates of birth as people write them, and what a written date may mean."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache

from babel.dates import get_month_names

from tourbook.bookings.rules.particulars import EARLIEST_BIRTH

#: Nobody who comes on an expert visit is younger or older than this, in years.
YOUNGEST, OLDEST = 14, 110
MONTH_LANGUAGES = (
    "fi", "sv", "en", "de", "fr", "es", "it", "pt", "nl", "da", "nb", "et", "lv", "lt", "pl", "cs",
    "ru", "uk", "ar",
)  # fmt: skip
#: Day 1 of a spreadsheet is the last of 1899, so that its February of 1900 has one day too many.
SHEET_EPOCH = date(1899, 12, 30)
SHEET_DAYS = range(5_000, 60_000)
#: A year of the Thai calendar is this much more.
BUDDHIST = 543
BUDDHIST_YEARS = range(2400, 2700)

YEAR_FIRST = re.compile(r"(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})\.?(?:[ T]00:00(?::00)?)?")
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
DOTTED = re.compile(r"(\d{1,2})\. ?(\d{1,2})\. ?(\d{4}|\d{2})\.?")
SLASHED = re.compile(r"(\d{1,2})([-/ ])(\d{1,2})\2(\d{4}|\d{2})")
NAMED_DAY_FIRST = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th)?[. -]*(?:de )?([^\d\s,.-]+)[.,]?(?: de)?[ -]*(\d{4}|\d{2})"
)
NAMED_MONTH_FIRST = re.compile(r"([^\d\s,.]+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})")
NAMED_YEAR_FIRST = re.compile(r"(\d{4})[. ]+(?:m\. )?([^\d\s,.]+)[. ]+(\d{1,2})(?: d)?\.?")
SERIAL = re.compile(r"\d{4,5}")


class Doubt(StrEnum):
    #: 03/04/1980: day and month may stand in either order.
    ORDER = "order"
    #: A spreadsheet's number of days.
    SERIAL = "serial"
    #: No day of the calendar, or nothing that is known as a date.
    UNREADABLE = "unreadable"
    #: In the future, too long ago, or of a child.
    UNLIKELY = "unlikely"


@dataclass(frozen=True)
class Birth:
    """A date, or what it may mean: several dates are never chosen from without a person."""

    day: date | None
    doubt: Doubt | None = None
    #: What it may mean, the likelier first.
    candidates: tuple[date, ...] = ()


NOTHING = Birth(None)
UNREADABLE = Birth(None, Doubt.UNREADABLE)


class Order(StrEnum):
    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"


def read(cell: str, *, today: date, order: Order | None = None) -> Birth:
    """The date in a cell.

    `order` says which of two readings of 03/04/1980 the other dates of the column make likelier;
    the date stays in doubt all the same.
    """
    text = western_digits(" ".join(cell.split()).strip(" ,;"))
    if not text:
        return NOTHING
    for reader in (iso, dotted, named, serial):
        found = reader(text, today)
        if found is not None:
            return likely(found, today)
    return slashed(text, today, order)


def western_digits(text: str) -> str:
    """The same with Arabic, Devanagari, Thai and full-width digits written 0 to 9."""
    return "".join(
        str(unicodedata.digit(letter)) if letter.isdecimal() else letter for letter in text
    )


def iso(text: str, _today: date) -> Birth | None:
    found = YEAR_FIRST.fullmatch(text) or COMPACT.fullmatch(text)
    if found is None:
        return None
    year, month, day = (int(part) for part in found.groups())
    return one(year, month, day)


def dotted(text: str, today: date) -> Birth | None:
    """With points the day comes first wherever people write so."""
    found = DOTTED.fullmatch(text)
    if found is None:
        return None
    day, month, year = found.groups()
    return of_year(year, int(month), int(day), today)


def named(text: str, today: date) -> Birth | None:
    """With the month as a word, in any order of the three."""
    plain = text.casefold().replace(" of ", " ").replace("\u0307", "")
    for pattern, places in (
        (NAMED_DAY_FIRST, (3, 2, 1)),
        (NAMED_MONTH_FIRST, (3, 1, 2)),
        (NAMED_YEAR_FIRST, (1, 2, 3)),
    ):
        found = pattern.fullmatch(plain)
        if found is None:
            continue
        year, word, day = (found[place] for place in places)
        month = month_numbers().get(word.rstrip("."))
        if month is not None:
            return of_year(year, month, int(day), today)
    return None


@cache
def month_numbers() -> dict[str, int]:
    """Each month's names and short names in the languages of the delegations."""
    found: dict[str, int] = {}
    for language in MONTH_LANGUAGES:
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                names = get_month_names(width, context, language)
                for number in range(1, 13):
                    found.setdefault(names[number].casefold().rstrip("."), number)
    return found


def serial(text: str, _today: date) -> Birth | None:
    if not SERIAL.fullmatch(text) or int(text) not in SHEET_DAYS:
        return None
    meant = SHEET_EPOCH + timedelta(days=int(text))
    return Birth(None, Doubt.SERIAL, (meant,))


def slashed(text: str, today: date, order: Order | None) -> Birth:
    """With strokes or hyphens both orders are in use; where one is impossible, it is the other."""
    found = SLASHED.fullmatch(text)
    if found is None:
        return UNREADABLE
    first, second, year = int(found[1]), int(found[3]), found[4]
    readings = [
        likely(of_year(year, month, day, today), today)
        for day, month in ((first, second), (second, first))
    ]
    if first == second:
        return readings[0]
    if order is Order.MONTH_FIRST:
        readings.reverse()
    possible = [one for one in readings if one.day]
    if len(possible) != 2:
        return possible[0] if possible else readings[0]
    days = tuple(one.day for one in possible if one.day)
    return Birth(None, Doubt.ORDER, days)


def of_year(year: str, month: int, day: int, today: date) -> Birth:
    """A date whose year may have two digits: then only one century makes a grown-up of it."""
    if len(year) == 4:
        return one(int(year), month, day)
    century = today.year // 100 * 100
    dates = [one(century + step + int(year), month, day) for step in (0, -100, -200)]
    for found in dates:
        if found.day and is_likely(found.day, today):
            return found
    return Birth(None, Doubt.UNLIKELY) if any(found.day for found in dates) else UNREADABLE


def one(year: int, month: int, day: int) -> Birth:
    if year in BUDDHIST_YEARS:
        year -= BUDDHIST
    try:
        return Birth(date(year, month, day))
    except ValueError:
        return UNREADABLE


def likely(found: Birth, today: date) -> Birth:
    """The same, or a doubt if nobody who comes was born then."""
    days = tuple(day for day in (found.day, *found.candidates) if day)
    if not days or any(is_likely(day, today) for day in days):
        return found
    return Birth(None, Doubt.UNLIKELY)


def is_likely(day: date, today: date) -> bool:
    return day >= EARLIEST_BIRTH and YOUNGEST <= today.year - day.year <= OLDEST


def order_of(cells: Iterable[str], *, today: date) -> Order | None:
    """The order that the clear dates of a column show; None if they show none, or both."""
    seen = {order for cell in cells if (order := shows(cell, today)) is not None}
    return seen.pop() if len(seen) == 1 else None


def shows(cell: str, today: date) -> Order | None:
    found = SLASHED.fullmatch(western_digits(" ".join(cell.split())))
    if found is None or slashed(found[0], today, None).day is None:
        return None
    first, second = int(found[1]), int(found[3])
    if first == second:
        return None
    return Order.DAY_FIRST if first > 12 else Order.MONTH_FIRST
