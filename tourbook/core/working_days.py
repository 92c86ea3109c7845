"""The Finnish calendar: public holidays with their names, and counting in working days."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache

import holidays

from tourbook.core.texts import Texts

#: How our languages are called in the holidays library.
LANGUAGES = {"en": "en_US", "fi": "fi", "sv": "sv_FI"}
SATURDAY = 5


@cache
def finnish_holidays(year: int) -> Mapping[date, Texts]:
    """Public holidays and the eves that are kept like them, with their names."""
    named = {
        language: holidays.country_holidays("FI", years=year, language=name)
        for language, name in LANGUAGES.items()
    }
    return {
        day: Texts.of({language: found[day] for language, found in named.items()})
        for day in named["en"]
    }


def is_working_day(day: date) -> bool:
    """Monday to Friday, and neither a public holiday nor an eve that is kept like one."""
    return day.weekday() < SATURDAY and day not in finnish_holidays(day.year)


def working_days_before(day: date, count: int) -> date:
    """The working day that lies `count` working days before `day`, which itself may be any day.

    With 0: the day itself where it is a working day, else the last one before it.
    """
    found = day
    left = count
    while left > 0 or not is_working_day(found):
        found -= timedelta(days=1)
        if is_working_day(found):
            left -= 1
    return found
