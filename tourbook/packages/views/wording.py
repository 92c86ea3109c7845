"""Programmes and their problems in the reader's words, as templates show them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from flask_babel import gettext as _

from tourbook.core import formats
from tourbook.core.texts import Texts
from tourbook.packages.models import Day, Item, Objective, PriceTier, Version
from tourbook.packages.rules import programme
from tourbook.packages.rules.checks.problems import Clock, Length, Problem, Severity, Source, Tongue
from tourbook.packages.rules.drafting.comparing import Change
from tourbook.web import filters, timeline
from tourbook.web.languages import current_language


@dataclass(frozen=True)
class ShownProblem:
    """A problem as a sentence, with its ways out."""

    severity: str
    label: str
    sentence: str
    ways_out: Sequence[str]


def clock_time(minute: int) -> str:
    """The time of day of a minute of the programme, as the reader writes it."""
    return clock_time_in(minute, current_language())


@lru_cache(maxsize=8192)
def clock_time_in(minute: int, language: str) -> str:
    return formats.time_of_day(programme.hour_of(minute), language)


def kind_words() -> dict[str, str]:
    """What each kind of item is called."""
    return {
        "programme": _("Visit"),
        "transport": _("Transport"),
        "lodging": _("Overnight stay"),
        "meal": _("Meal"),
        "side": _("Side programme"),
    }


def severity_word(severity: Severity) -> str:
    words: dict[Severity, str] = {
        Severity.BLOCKS: _("Must be solved"),
        Severity.WARNS: _("Check this"),
        Severity.HINT: _("Good to know"),
    }
    return words[severity]


def in_words(problem: Problem) -> ShownProblem:
    return ShownProblem(
        problem.severity.value,
        severity_word(problem.severity),
        sentence(problem.sentence, problem.values),
        [sentence(way_out.sentence, way_out.values) for way_out in problem.ways_out],
    )


def sentence(words: str, values: Mapping[str, object]) -> str:
    found = words_in(words, current_language())
    return found % {name: said(value) for name, value in values.items()} if values else found


@lru_cache(maxsize=4096)
def words_in(words: str, _language: str) -> str:
    """Words in the reader's language: the catalogues stay as they are while the program runs."""
    found: str = _(words)
    return found


def said(value: object) -> object:
    """A value of a sentence as the reader writes such things."""
    match value:
        case Texts():
            return value.get(current_language())
        case Clock():
            return clock_time(value)
        case Length():
            return length(value)
        case Tongue():
            return filters.language_name(value)
        case Source():
            return _(str(value))
        case date():
            return filters.day(value)
        case tuple():
            return ", ".join(str(said(part)) for part in value)
        case _:
            return value


def length(minutes: int) -> str:
    """`45 min`, `2 h`, `2 h 15 min`."""
    return formats.length(minutes)


def times(starts: int, ends: int) -> str:
    """`09:00-10:30`, as the reader writes it."""
    return times_in(starts, ends, current_language())


@lru_cache(maxsize=8192)
def times_in(starts: int, ends: int, language: str) -> str:
    return f"{clock_time_in(starts, language)}–{clock_time_in(ends, language)}"  # noqa: RUF001


def hours_of_day(day: Day) -> str:
    return times(day.starts_minute, day.ends_minute)


def of_objective(problems: Iterable[Problem], objective: Objective) -> list[ShownProblem]:
    return [in_words(each) for each in problems if each.objective == objective.code]


def of_prices(problems: Iterable[Problem]) -> list[ShownProblem]:
    return [in_words(each) for each in problems if each.code == "price_missing"]


def day_heading(day: Day) -> str:
    """`Day 2: On the lake`; a day without a name of its own is just its number."""
    number = _("Day %(number)d", number=day.number)
    title = day.title.get(current_language())
    return f"{number}: {title}" if title and title != number else number


def days_for_timeline(version: Version) -> list[timeline.Day]:
    return [
        timeline.Day(day_heading(day), [timeline_item(item) for item in day.items])
        for day in version.days
    ]


def timeline_item(item: Item) -> timeline.Item:
    language = current_language()
    return timeline.Item(
        kind=item.kind.value,
        title=item.title.get(language),
        starts=clock_time(item.starts_minute),
        ends=clock_time(item.ends_minute),
        place=place_of(item),
        text=item.text.get(language),
        optional=item.optional,
    )


def place_of(item: Item) -> str:
    """`Example Rescue Department, Fire station, Mikkeli`, as far as it is known."""
    parts = [item.component.organisation.name] if item.component else []
    if item.place is not None:
        town = item.place.municipality.name.get(current_language())
        parts += [item.place.name, town]
    return ", ".join(dict.fromkeys(parts))


def change_word(change: Change) -> str:
    words: dict[Change, str] = {
        Change.ADDED: _("Added"),
        Change.REMOVED: _("Removed"),
        Change.MOVED: _("Moved"),
        Change.CHANGED: _("Changed"),
    }
    return words[change]


def at_time(placed: tuple[Day, Item] | None) -> str:
    """`Day 2, 09:00-10:30`."""
    if placed is None:
        return ""
    day, item = placed
    starts, ends = clock_time(item.starts_minute), clock_time(item.ends_minute)
    return f"{_('Day %(number)d', number=day.number)}, {starts}–{ends}"  # noqa: RUF001


def sizes(tier: PriceTier) -> str:
    return f"{tier.pax_from}–{tier.pax_to}"  # noqa: RUF001
