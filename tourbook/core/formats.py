"""Days, hours, amounts and names as people write them in Finnish, Swedish and English."""

from datetime import date, datetime, time
from decimal import Decimal
from functools import cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_time, get_month_names
from babel.numbers import format_currency, format_decimal, format_percent

from tourbook.core.languages import known
from tourbook.core.money import CURRENCY

ZONE = "Europe/Helsinki"

LOCALES = {"fi": "fi_FI", "sv": "sv_FI", "en": "en_GB"}
DAYS = {"fi": "EEE d.M.y", "sv": "EEE d MMMM y", "en": "EEE d MMMM y"}
HOURS = {"fi": "H.mm", "sv": "HH.mm", "en": "HH:mm"}

#: States and areas only: no regions such as 150 (Europe), nor unknown and private codes.
NOT_COUNTRIES = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})


@cache
def locale(language: str) -> Locale:
    return Locale.parse(LOCALES[known(language)])


def local(moment: datetime, zone: str = ZONE) -> datetime:
    return moment.astimezone(ZoneInfo(zone))


def day(value: date | datetime, language: str, zone: str = ZONE) -> str:
    """A day with its weekday: "Tue 3 March 2026"."""
    shown = local(value, zone).date() if isinstance(value, datetime) else value
    return format_date(shown, DAYS[known(language)], locale(language))


def month(number: int, language: str) -> str:
    """A month's name as it stands inside a sentence: "January", "januari"."""
    return str(get_month_names("wide", "stand-alone", locale(language))[number])


def hour(value: datetime, language: str, zone: str = ZONE) -> str:
    """A time of day: "14:05"."""
    return time_of_day(local(value, zone).time(), language)


def time_of_day(value: time, language: str) -> str:
    return format_time(value, HOURS[known(language)], locale=locale(language))


def moment(value: datetime, language: str, zone: str = ZONE) -> str:
    """A moment with its zone: "Tue 3 March 2026, 14:05 EET"."""
    between = {"fi": " klo ", "sv": " kl. "}.get(known(language), ", ")
    shown = local(value, zone)
    return f"{day(value, language, zone)}{between}{hour(value, language, zone)} {shown:%Z}"


def length(minutes: int) -> str:
    """Minutes as a length of time, alike in all languages: "45 min", "2 h", "25 h 52 min"."""
    hours, rest = divmod(minutes, 60)
    parts = [f"{hours} h"] if hours else []
    parts += [f"{rest} min"] if rest or not hours else []
    return " ".join(parts)


def period(starts: datetime, ends: datetime, language: str, zone: str = ZONE) -> str:
    """From and to on one day or over one night, the zone last; the day is named once."""
    until_start, _, name = moment(starts, language, zone).rpartition(" ")
    return f"{until_start}\N{EN DASH}{hour(ends, language, zone)} {name}"


def money(cents: int, language: str, currency: str = CURRENCY) -> str:
    return format_currency(Decimal(cents) / 100, currency, locale=locale(language))


def number(value: float | Decimal, language: str) -> str:
    return format_decimal(value, locale=locale(language))


def percent(share: float | Decimal, language: str, decimals: int = 0) -> str:
    """A share of one: 0.255 is "25.5%" with one decimal."""
    pattern = locale(language).percent_formats[None].pattern
    places = "." + "0" * decimals if decimals else ""
    return format_percent(share, pattern.replace("0", f"0{places}", 1), locale(language))


def country(code: str, language: str) -> str:
    return str(locale(language).territories.get(code.upper(), code))


def language_name(code: str, language: str) -> str:
    """What a language is called, in another: ("fi", "en") is "Finnish"."""
    return str(locale(language).languages.get(code, code))


@cache
def countries(language: str) -> tuple[tuple[str, str], ...]:
    """All countries as (code, name), in the order of their names; for a form."""
    named = (
        (code, name)
        for code, name in locale(language).territories.items()
        if len(code) == 2 and code.isalpha() and code not in NOT_COUNTRIES
    )
    return tuple(sorted(named, key=lambda pair: pair[1].casefold()))
