"""What people type, read as they mean it: pure functions from text to values.

Each raises ValueError with a sentence for the person.
"""

import re
import unicodedata
from datetime import date, datetime, time
from decimal import Decimal

from flask_babel import lazy_gettext as _l

SPACES = re.compile(r"[\s'\u2019]")
CURRENCY_SIGNS = re.compile(r"^(?:€|EUR)|(?:€|EUR)$", re.IGNORECASE)
WHOLE = re.compile(r"[+-]?\d{1,9}")
AMOUNT = re.compile(r"([+-]?)(\d{1,12})(?:\.(\d*))?")
GROUPED = re.compile(r"[+-]?\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*")
ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
LOCAL_DAY = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})")
HOUR = re.compile(r"(\d{1,2})[:.](\d{2})(?:[:.]\d{2})?")
LENGTH = re.compile(r"(?:(\d{1,4})(?:h|t|tim))?(?:(\d{1,5})(?:min)?)?", re.IGNORECASE)
HOURS_AND_MINUTES = re.compile(r"(\d{1,4})[:.](\d{2})", re.ASCII)
YEARS = range(1900, 2200)
NO_LENGTH = _l("Give a length of time, such as 4 h 30 min, 4:30 or 270 (minutes).")


#: Marks that turn the order of what is around them (UAX 9), and those that only hide: phone
#: books and word processors leave them in what is copied. Joiners are letters of some languages.
UNSEEN = re.compile("[\u202a-\u202e\u2066-\u2069\u200b\u2060\ufeff]")


def clean(text: str, *, lines: bool = False) -> str:
    """The text as it is seen: no edges, no unseen marks, letters and line ends of one kind.

    A name could else be shown backwards at a gate, or two be the same to the eye.
    """
    seen = UNSEEN.sub("", unicodedata.normalize("NFC", text))
    plain = seen.replace("\r\n", "\n").replace("\r", "\n").strip()
    return plain if lines else plain.replace("\n", " ")


def printable(text: str, *, lines: bool = False) -> str:
    """The text; a control character in it is refused."""
    allowed = "\n\t" if lines else ""
    if any(unicodedata.category(letter) == "Cc" and letter not in allowed for letter in text):
        raise ValueError(_l("This holds characters that cannot be shown. Type the text again."))
    return text


def whole(text: str) -> int:
    plain = SPACES.sub("", text).replace("\u2212", "-")
    if not WHOLE.fullmatch(plain) or not plain.isascii():
        raise ValueError(_l("Give a whole number, such as 12."))
    return int(plain)


def without_groups(text: str, *, cents: bool) -> str:
    """The amount with a point before its decimals and nothing between its thousands.

    The last of comma and point is the decimal sign when both stand there. One alone before three
    digits parts thousands in money, which has two decimals at most.
    """
    if "," in text and "." in text:
        decimal = max(",.", key=text.rindex)
        other = "," if decimal == "." else "."
        head, _sign, tail = text.rpartition(decimal)
        if not GROUPED.fullmatch(head):
            raise ValueError
        return f"{head.replace(other, '')}.{tail}"
    grouped = GROUPED.fullmatch(text)
    if grouped and (cents or text.count(grouped[1]) > 1):
        return text.replace(grouped[1], "")
    return text.replace(",", ".")


def amount(text: str, *, cents: bool = False) -> Decimal:
    """A number with decimals, written as 1 234,50 or 1,234.50 or 1234.5."""
    refusal = _l("Give an amount, such as 1234.50.") if cents else _l("Give a number, such as 2.5.")
    plain = CURRENCY_SIGNS.sub("", SPACES.sub("", text)).replace("\u2212", "-")
    try:
        match = AMOUNT.fullmatch(without_groups(plain, cents=cents))
    except ValueError:
        match = None
    if not match or not plain.isascii():
        raise ValueError(refusal)
    decimals = match[3] or ""
    if len(decimals) > (2 if cents else 6):
        raise ValueError(
            _l("Give at most two decimals.") if cents else _l("Give at most six decimals.")
        )
    return Decimal(f"{match[1]}{match[2]}.{decimals or 0}")


def day(text: str) -> date:
    """A day written 2026-03-31 or 31.3.2026."""
    if match := ISO_DAY.fullmatch(text):
        year, month, number = (int(part) for part in match.groups())
    elif match := LOCAL_DAY.fullmatch(text):
        number, month, year = (int(part) for part in match.groups())
    else:
        raise ValueError(_l("Give a date, such as 31.3.2026."))
    if year not in YEARS:
        raise ValueError(_l("Give a year between 1900 and 2199."))
    try:
        return date(year, month, number)
    except ValueError:
        raise ValueError(_l("There is no such day in the calendar.")) from None


def hour(text: str) -> time:
    match = HOUR.fullmatch(text)
    if not match or int(match[1]) > 23 or int(match[2]) > 59:
        raise ValueError(_l("Give a time between 00:00 and 23:59, such as 9:30."))
    return time(int(match[1]), int(match[2]))


def length(text: str) -> int:
    """Minutes, written as 4 h 30 min or 4:30, or as minutes alone."""
    plain = SPACES.sub("", text)
    if match := HOURS_AND_MINUTES.fullmatch(plain):
        hours, minutes = int(match[1]), int(match[2])
    elif plain and plain.isascii() and (match := LENGTH.fullmatch(plain)):
        hours, minutes = int(match[1] or 0), int(match[2] or 0)
        if match[1] is None:
            return minutes
    else:
        raise ValueError(NO_LENGTH)
    if minutes > 59:
        raise ValueError(NO_LENGTH)
    return hours * 60 + minutes


def local_time(text: str) -> datetime:
    """A day and an hour with no zone; whoever reads the form knows where it is meant."""
    written_day, _space, written_hour = text.replace("T", " ").partition(" ")
    return datetime.combine(day(written_day), hour(written_hour.strip()))
