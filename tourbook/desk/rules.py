"""What needs somebody today."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from tourbook.core.texts import Texts
from tourbook.learning.rules.statistics import Status, mean
from tourbook.learning.rules.suppression import K, hidden_breakdown, protected_mean, shown
from tourbook.visits.rules.lists import EU

#: Options that lapse within this are shown.
OPTIONS_AHEAD = timedelta(days=7)
#: A departure with hosts missing is at risk when its last day to book is this close.
RISK_AHEAD = timedelta(days=21)
#: Days that the week view and others can reach.
FIRST, LAST = date(2000, 1, 3), date(2099, 12, 28)
A_WEEK = timedelta(days=7)


def days_until(moment: datetime, at: datetime) -> int:
    """Whole days ahead; 0 is less than a day or past."""
    return max(0, (moment - at).days)


def monday_of(day: date) -> date:
    """The Monday of this day's week, within the years that can be shown."""
    day = min(max(day, FIRST), LAST)
    return day - timedelta(days=day.weekday())


def day_asked(written: str) -> date | None:
    """The day that was written, if it is one."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


class CountryGroup(StrEnum):
    FINLAND = "finland"
    EU = "eu"
    EFTA = "efta"
    OTHER = "other"


#: Members of the European Free Trade Association (https://www.efta.int/about-efta).
EFTA = frozenset({"CH", "IS", "LI", "NO"})
#: Years that a yearly sheet can be asked for, counted back from this one.
YEARS_BACK = 10


def country_group(code: str) -> CountryGroup:
    """Where a visitor is counted, by the alpha-2 code of nationality; unknown ones are others."""
    if code == "FI":
        return CountryGroup.FINLAND
    if code in EU:
        return CountryGroup.EU
    return CountryGroup.EFTA if code in EFTA else CountryGroup.OTHER


def by_group(codes: Iterable[str]) -> dict[str, int | None]:
    """Visitors by country group; all hidden where one group has one to four people."""
    counted = Counter(country_group(code) for code in codes)
    return hidden_breakdown({group.value: counted[group] for group in CountryGroup})


def hours(periods: Iterable[tuple[datetime, datetime]]) -> float:
    """Hours given to visits, to a tenth."""
    seconds = sum((ends - starts).total_seconds() for starts, ends in periods)
    return round(seconds / 3600, 1)


def year_asked(written: str | None, this_year: int) -> int:
    """The year that was asked for, if a sheet can be made of it, else this one."""
    years = {str(year): year for year in years_back(this_year)}
    return years.get(written or "", this_year)


def years_back(this_year: int) -> list[int]:
    return list(range(this_year, this_year - YEARS_BACK, -1))


@dataclass(frozen=True, slots=True)
class Useful:
    """How useful visitors found something, on the scale of 1 to 5."""

    name: Texts
    answers: int
    #: Empty where saying it would tell what single people answered.
    value: float | None


def useful(answers: Iterable[tuple[int, Texts, int, int]]) -> list[Useful]:
    """Means by component from rows of (component, name, departure, answer), by name.

    A departure counts only with five answers or more, so that what one group adds to the mean
    never tells of fewer people.
    """
    names: dict[int, Texts] = {}
    kept: dict[int, dict[int, list[int]]] = {}
    for component_id, name, departure_id, number in answers:
        names[component_id] = name
        kept.setdefault(component_id, {}).setdefault(departure_id, []).append(number)
    found = []
    for component_id, by_departure in kept.items():
        numbers = [one for each in by_departure.values() if len(each) >= K for one in each]
        result = protected_mean(mean([float(number) for number in numbers]))
        value = result.value if result.status is Status.OK else None
        found.append(Useful(names[component_id], len(numbers) if shown(len(numbers)) else 0, value))
    return sorted(found, key=lambda one: one.name.get("en").casefold())
