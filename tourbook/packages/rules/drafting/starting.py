"""Templates to start a package from: one to five days with arrival, meals, nights and gaps to fill.

The times keep clear of the meal hours and of each other, and leave a way from each visit to the
next. A visit of a template is free text: it stands where a component of the library belongs.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from tourbook.core.refused import Refused
from tourbook.core.texts import Texts
from tourbook.hosts.models import ComponentKind

MOST_DAYS = 5
STARTS, ENDS = 8 * 60, 21 * 60

ARRIVAL = Texts(en="Arrival and welcome", fi="Saapuminen ja tervetulo", sv="Ankomst och välkomst")
VISIT = Texts(
    en="Visit: choose from the library",
    fi="Käynti: valitse kirjastosta",
    sv="Besök: välj ur biblioteket",
)
COFFEE = Texts(en="Coffee", fi="Kahvi", sv="Kaffe")
LUNCH = Texts(en="Lunch", fi="Lounas", sv="Lunch")
DINNER = Texts(en="Dinner", fi="Illallinen", sv="Middag")
FREE = Texts(en="Free time", fi="Vapaa-aikaa", sv="Fri tid")
NIGHT = Texts(en="Night", fi="Yö", sv="Natt")
FEEDBACK = Texts(
    en="Feedback and own actions", fi="Palaute ja omat toimet", sv="Respons och egna åtgärder"
)
FAREWELL = Texts(en="Farewell", fi="Hyvästit", sv="Avsked")

FIRST_DAY = Texts(en="Arrival", fi="Saapuminen", sv="Ankomst")
MIDDLE_DAY = Texts(en="In the field", fi="Kentällä", sv="På fältet")
LAST_DAY = Texts(en="Lessons and farewell", fi="Opit ja hyvästit", sv="Lärdomar och avsked")
ONLY_DAY = Texts(en="One full day", fi="Yksi täysi päivä", sv="En full dag")


@dataclass(frozen=True, slots=True)
class Blank:
    """An item of a template. Minutes after the day's midnight; a night passes 1440."""

    kind: ComponentKind
    title: Texts
    starts: int
    ends: int


@dataclass(frozen=True, slots=True)
class BlankDay:
    title: Texts
    items: tuple[Blank, ...]


def _at(written: str) -> int:
    hours, _, minutes = written.partition(":")
    return int(hours) * 60 + int(minutes)


def _item(kind: ComponentKind, title: Texts, starts: str, ends: str) -> Blank:
    first, last = _at(starts), _at(ends)
    return Blank(kind, title, first, last if last > first else last + 24 * 60)


def _visit(starts: str, ends: str) -> Blank:
    return _item(ComponentKind.PROGRAMME, VISIT, starts, ends)


def _meal(title: Texts, starts: str, ends: str) -> Blank:
    return _item(ComponentKind.MEAL, title, starts, ends)


#: The evening of every day but the last.
_EVENING = (
    _meal(DINNER, "18:30", "20:00"),
    _item(ComponentKind.LODGING, NIGHT, "20:30", "08:00"),
)
#: The end of the last day, feedback well before anybody must leave.
_END = (
    _item(ComponentKind.PROGRAMME, FEEDBACK, "14:45", "15:05"),
    _item(ComponentKind.SIDE, FAREWELL, "15:05", "15:20"),
)
_MORNING = (
    _visit("09:00", "10:15"),
    _meal(COFFEE, "10:15", "10:35"),
    _visit("10:50", "12:00"),
    _meal(LUNCH, "12:20", "13:15"),
)
_FIRST = BlankDay(
    FIRST_DAY,
    (
        _item(ComponentKind.SIDE, ARRIVAL, "10:00", "10:30"),
        _visit("10:45", "12:00"),
        _meal(LUNCH, "12:20", "13:15"),
        _visit("13:40", "14:55"),
        _meal(COFFEE, "14:55", "15:15"),
        _visit("15:35", "16:50"),
        *_EVENING,
    ),
)
_MIDDLE = BlankDay(
    MIDDLE_DAY,
    (
        *_MORNING,
        _visit("13:40", "14:55"),
        _meal(COFFEE, "14:55", "15:15"),
        _item(ComponentKind.SIDE, FREE, "16:00", "17:30"),
        *_EVENING,
    ),
)
_LAST = BlankDay(LAST_DAY, (*_MORNING, _visit("13:30", "14:40"), *_END))
_ONLY = BlankDay(
    ONLY_DAY,
    (
        _item(ComponentKind.SIDE, ARRIVAL, "09:00", "09:20"),
        _visit("09:30", "10:30"),
        _meal(COFFEE, "10:30", "10:50"),
        _visit("11:00", "12:00"),
        _meal(LUNCH, "12:20", "13:15"),
        _visit("13:30", "14:40"),
        *_END,
    ),
)


def template(days: int) -> tuple[BlankDay, ...]:
    """The template of so many days, from 1 to 5."""
    if not 1 <= days <= MOST_DAYS:
        raise Refused("There are templates of one to %(most)d days.", most=MOST_DAYS)
    return tuple(_days(days))


def _days(days: int) -> Iterator[BlankDay]:
    if days == 1:
        yield _ONLY
        return
    yield _FIRST
    yield from (_MIDDLE for _ in range(days - 2))
    yield _LAST
