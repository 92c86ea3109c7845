"""The builder's board: the days of a draft as columns of time, ready to be drawn."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from flask_babel import gettext as _
from flask_babel import ngettext

from tourbook.core import formats
from tourbook.directory.models import TravelMode
from tourbook.hosts.models import ComponentKind
from tourbook.packages.models import Day, Item, Version
from tourbook.packages.rules import programme, travel
from tourbook.packages.rules.checks.problems import Severity
from tourbook.packages.rules.drafting import sheet
from tourbook.packages.rules.drafting.sheet import STEP, Lane, Span
from tourbook.packages.rules.outline import DAY_MINUTES
from tourbook.packages.rules.travel import Transfer
from tourbook.packages.services.checking import Look
from tourbook.packages.views import mending, wording
from tourbook.packages.views.mending import Trouble
from tourbook.web import filters
from tourbook.web.languages import current_language

#: A transfer that has less time than this is drawn within the item that it leads to.
LEAST_DRAWN = 10


@dataclass(frozen=True)
class Way:
    """A transfer between two places, as a slim block or, where there is no time, a line."""

    words: str
    detail: str
    icon: str
    css: str = ""
    entry: str = "way"
    short: bool = False


@dataclass(frozen=True)
class Gap:
    words: str
    #: What a press on it does, for those who do not see where it stands.
    hint: str
    css: str
    #: As forms and addresses write it.
    starts: str
    entry: str = "gap"


@dataclass(frozen=True)
class Card:
    """An item."""

    id: int
    revision: int
    kind: str
    optional: bool
    pinned: bool
    title: str
    time: str
    length: str
    place: str
    marks: tuple[str, ...]
    problems: tuple[Trouble, ...]
    css: str = ""
    entry: str = "item"
    starts: str = ""
    ends: str = ""
    way: Way | None = None
    alternatives: tuple["Card", ...] = ()


@dataclass(frozen=True)
class Column:
    """A day. `problems` stand open; `hints`, which only are good to know, are folded."""

    day_id: int
    number: int
    heading: str
    note: str
    hours: str
    lanes: int
    entries: tuple[Card | Way | Gap, ...]
    nights: tuple[Card, ...]
    problems: tuple[Trouble, ...]
    hints: tuple[Trouble, ...]


@dataclass(frozen=True)
class Board:
    """Plain values alone: they are drawn when the transaction has ended."""

    columns: Sequence[Column]
    #: The hours of the scale, each with its words and its class.
    hours: Sequence[tuple[int, str, str]]
    general: Sequence[Trouble]
    troubles: Sequence[Trouble]
    counts: Mapping[str, int]
    summary: str

    @property
    def blocking(self) -> int:
        return self.counts[Severity.BLOCKS]


@dataclass
class Drawing:
    """What is needed to draw, gathered once."""

    version: Version
    first: int
    language: str
    troubles: Mapping[int, Sequence[Trouble]]
    ways: Mapping[int, Transfer]
    alternatives: Mapping[str, Sequence[Item]] = field(default_factory=dict)
    #: What a press on a free time does, to be told with its hour and day.
    add: str = field(default_factory=lambda: str(_("add something at %(hour)s, %(day)s")))

    def css(self, span: Span, lane: Lane) -> str:
        starts = span.starts - self.first * 60
        length = max(span.ends - span.starts, STEP)
        place = f"h{starts // 60} q{starts % 60 // STEP} d{length // 60} e{length % 60 // STEP}"
        return f"{place} lane-{lane.number}-{lane.count}"


def board_of(version: Version, look: Look) -> Board:
    troubles = mending.troubles(version, look)
    by_item: dict[int, list[Trouble]] = defaultdict(list)
    for trouble in troubles:
        for item_id in trouble.item_ids:
            by_item[item_id].append(trouble)
    days = sorted(version.days, key=lambda day: day.number)
    first, last = sheet.whole_hours(spans_of(days))
    drawing = Drawing(
        version=version,
        first=first,
        language=current_language(),
        troubles=by_item,
        ways={way.after.id: way for way in travel.transfers(look.outline)},
        alternatives=alternatives_of(days),
    )
    counts = counted(troubles)
    return Board(
        columns=[column(day, drawing, troubles) for day in days],
        hours=[
            (hour, wording.clock_time(hour * 60), f"h{hour - first}") for hour in range(first, last)
        ],
        general=[each for each in troubles if not each.item_ids and each.day is None],
        troubles=troubles,
        counts=counts,
        summary=in_short(counts),
    )


def counted(troubles: Iterable[Trouble]) -> dict[str, int]:
    counts = {severity.value: 0 for severity in Severity} | {"accepted": 0}
    for trouble in troubles:
        counts["accepted" if trouble.accepted else trouble.severity] += 1
    return counts


def in_short(counts: Mapping[str, int]) -> str:
    blocking, warnings = counts[Severity.BLOCKS], counts[Severity.WARNS]
    if blocking:
        words = ngettext(
            "%(num)d thing stands in the way of publishing",
            "%(num)d things stand in the way of publishing",
            blocking,
        )
    elif warnings:
        words = _("The version can be published. Look at what is marked first.")
    else:
        words = _("Nothing stands in the way of publishing.")
    return str(words)


def is_night(item: Item) -> bool:
    return item.kind is ComponentKind.LODGING


def spans_of(days: Iterable[Day]) -> Iterator[Span]:
    for day in days:
        yield Span(day.starts_minute, day.ends_minute)
        for item in day.items:
            if not is_night(item):
                yield Span(item.starts_minute, item.ends_minute)


def alternatives_of(days: Iterable[Day]) -> dict[str, list[Item]]:
    """The alternatives of each item; one whose item is gone stands for itself."""
    items = [item for day in days for item in day.items]
    lineages = {item.lineage for item in items}
    found: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        if item.alternative_to in lineages:
            found[item.alternative_to].append(item)
    return found


def column(day: Day, drawing: Drawing, troubles: Sequence[Trouble]) -> Column:
    waiting = {item.id for items in drawing.alternatives.values() for item in items}
    items = sorted(
        (item for item in day.items if item.id not in waiting),
        key=lambda item: (item.starts_minute, item.track, item.ends_minute, item.id),
    )
    by_day = [item for item in items if not is_night(item)]
    spans = [Span(item.starts_minute, item.ends_minute, item.track) for item in by_day]
    lanes = sheet.lanes(spans)
    ways = [way_block(item, drawing) for item in by_day]
    entries: list[tuple[int, int, Card | Way | Gap]] = []
    for item, span, lane, way in zip(by_day, spans, lanes, ways, strict=True):
        drawn, way_span = way if way else (None, None)
        if drawn and way_span:
            placed = Way(drawn.words, drawn.detail, drawn.icon, drawing.css(way_span, lane))
            entries.append((way_span.starts, 0, placed))
        inside = drawn if drawn and way_span is None else None
        entries.append((span.starts, 1, card(item, drawing, drawing.css(span, lane), inside)))
    taken = [*spans, *(way[1] for way in ways if way and way[1])]
    gaps = sheet.free(taken, day.starts_minute, day.ends_minute)
    heading = wording.day_heading(day)
    entries += [(gap.starts, 2, gap_block(gap, drawing, heading)) for gap in gaps]
    entries.sort(key=lambda entry: entry[:2])
    told = [each for each in troubles if each.day == day.number and not each.item_ids]
    return Column(
        day_id=day.id,
        number=day.number,
        heading=heading,
        note=day_note(drawing.version, day),
        hours=wording.hours_of_day(day),
        lanes=max((lane.count for lane in lanes), default=1),
        entries=tuple([entry[2] for entry in entries]),
        nights=tuple([night_card(item, drawing) for item in items if is_night(item)]),
        problems=tuple([each for each in told if each.severity != Severity.HINT]),
        hints=tuple([each for each in told if each.severity == Severity.HINT]),
    )


def day_note(version: Version, day: Day) -> str:
    if version.trial_day is None:
        return ""
    return filters.day(date.fromordinal(version.trial_day.toordinal() + day.number - 1))


def way_block(item: Item, drawing: Drawing) -> tuple[Way, Span | None] | None:
    """The transfer to an item, with its place on the scale if there is any."""
    way = drawing.ways.get(item.id)
    if way is None:
        return None
    room = min(way.leg.minutes, max(way.available, 0), item.starts_minute)
    drawn = way_words(way, drawing.language)
    if room < LEAST_DRAWN:
        return drawn, None
    return drawn, Span(item.starts_minute - room, item.starts_minute)


def way_words(way: Transfer, language: str) -> Way:
    leg = way.leg
    return way_in(way.mode, leg.minutes, leg.metres, leg.known, language)


@lru_cache(maxsize=8192)
def way_in(mode: TravelMode, minutes: int, metres: int, known: bool, language: str) -> Way:
    """The words of a language for a way, kept by all that they tell of."""
    time = wording.length(minutes)
    if mode is TravelMode.COACH:
        words = _("Coach, %(time)s", time=time)
    elif mode is TravelMode.MINIBUS:
        words = _("Minibus, %(time)s", time=time)
    else:
        words = _("On foot, %(time)s", time=time)
    told = _("measured") if known else _("estimated")
    icon = "people" if mode is TravelMode.WALK else "transport"
    return Way(words, f"{distance(metres, language)}, {told}", icon)


def distance(metres: int, language: str) -> str:
    if metres < 1000:
        return str(_("%(metres)d m", metres=metres))
    return str(_("%(km)s km", km=formats.number(round(metres / 1000, 1), language)))


def gap_block(gap: Span, drawing: Drawing, heading: str) -> Gap:
    starts = programme.shown(gap.starts)
    words = free_in(gap.ends - gap.starts, drawing.language)
    hint = drawing.add % {"hour": starts, "day": heading}
    return Gap(words, hint, drawing.css(gap, Lane(1, 1)), starts)


@lru_cache(maxsize=2048)
def free_in(minutes: int, _language: str) -> str:
    words: str = _("Free, %(time)s", time=wording.length(minutes))
    return words


def card(item: Item, drawing: Drawing, css: str = "", way: Way | None = None) -> Card:
    language, starts, ends = drawing.language, item.starts_minute, item.ends_minute
    return Card(
        id=item.id,
        revision=item.revision,
        kind=item.kind.value,
        optional=item.optional,
        pinned=item.pinned,
        title=item.title.get(language),
        time=wording.times_in(starts, ends, language),
        length=wording.length(ends - starts),
        place=wording.place_of(item),
        marks=marks_of(item),
        problems=tuple(drawing.troubles.get(item.id, ())),
        css=css,
        starts=programme.shown(starts),
        ends=programme.shown(ends),
        way=way,
        alternatives=tuple(
            [card(each, drawing) for each in drawing.alternatives.get(item.lineage, ())]
        ),
    )


def night_card(item: Item, drawing: Drawing) -> Card:
    way = drawing.ways.get(item.id)
    return card(item, drawing, way=way_words(way, drawing.language) if way else None)


def marks_of(item: Item) -> tuple[str, ...]:
    """What is special about an item, in a word each."""
    marks: list[str] = []
    if item.alternative_to:
        marks.append(_("Alternative"))
    if item.optional:
        marks.append(_("Optional"))
    if item.pinned:
        marks.append(_("Pinned"))
    if item.track:
        marks.append(_("Part %(letter)s", letter=item.track))
    marks += [
        _("Interpreted: %(language)s", language=filters.language_name(code))
        for code in item.interpreters
    ]
    if item.ends_minute > DAY_MINUTES and not is_night(item):
        marks.append(_("Ends on the next day"))
    return tuple(marks)
