"""Days on which hosts in Finland seldom receive visitors."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import holidays

#: How our languages are called in the holidays library.
LANGUAGES = {"fi": "fi", "sv": "sv_FI", "en": "en_US"}


@dataclass(frozen=True)
class QuietDay:
    day: date
    #: The holiday's name; empty for a weekend.
    holiday: str


@cache
def finnish_holidays(year: int, language: str) -> dict[date, str]:
    found = holidays.country_holidays("FI", years=year, language=LANGUAGES[language])
    return dict(found.items())


def quiet_days(first_day: date, last_day: date, language: str) -> list[QuietDay]:
    """The weekends and public holidays among these days."""
    days = [first_day + timedelta(days=n) for n in range((last_day - first_day).days + 1)]
    return [
        QuietDay(day, finnish_holidays(day.year, language).get(day, ""))
        for day in days
        if day.weekday() >= 5 or day in finnish_holidays(day.year, language)
    ]
