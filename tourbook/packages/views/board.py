"""The builder's board: the days of a draft as columns of time, ready to be drawn."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

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
    css: str
    #: As forms and addresses write it.
    starts: str
    entry: str = "gap"


@dataclass(frozen=True)
class Card:
    """An item."""

    item: Item
    title: str
    time: str
    length: str
    place: str
    marks: Sequence[str]
    problems: Sequence[Trouble]
    css: str = ""
    entry: str = "item"
    starts: str = ""
    ends: str = ""
    way: Way | None = None
    alternatives: Sequence["Card"] = ()


@dataclass(frozen=True)
class Column:
    """A day."""

    day: Day
    heading: str
    note: str
    hours: str
    lanes: int
    entries: Sequence[Card | Way | Gap]
    nights: Sequence[Card]
    problems: Sequence[Trouble]


@dataclass(frozen=True)
class Board:
    version: Version
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
    troubles: Mapping[int, Sequence[Trouble]]
    ways: Mapping[int, Transfer]
    alternatives: Mapping[str, Sequence[Item]] = field(default_factory=dict)

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
        troubles=by_item,
        ways={way.after.id: way for way in travel.transfers(look.outline)},
        alternatives=alternatives_of(days),
    )
    counts = counted(troubles)
    return Board(
        version=version,
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
    entries += [(gap.starts, 2, gap_block(gap, drawing)) for gap in gaps]
    entries.sort(key=lambda entry: entry[:2])
    return Column(
        day=day,
        heading=wording.day_heading(day),
        note=day_note(drawing.version, day),
        hours=wording.hours_of_day(day),
        lanes=max((lane.count for lane in lanes), default=1),
        entries=[entry[2] for entry in entries],
        nights=[night_card(item, drawing) for item in items if is_night(item)],
        problems=[each for each in troubles if each.day == day.number and not each.item_ids],
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
    drawn = way_words(way)
    if room < LEAST_DRAWN:
        return drawn, None
    return drawn, Span(item.starts_minute - room, item.starts_minute)


def way_words(way: Transfer) -> Way:
    time = wording.length(way.leg.minutes)
    if way.mode is TravelMode.COACH:
        words = _("Coach, %(time)s", time=time)
    elif way.mode is TravelMode.MINIBUS:
        words = _("Minibus, %(time)s", time=time)
    else:
        words = _("On foot, %(time)s", time=time)
    known = _("measured") if way.leg.known else _("estimated")
    icon = "people" if way.mode is TravelMode.WALK else "transport"
    return Way(words, f"{distance(way.leg.metres)}, {known}", icon)


def distance(metres: int) -> str:
    if metres < 1000:
        return str(_("%(metres)d m", metres=metres))
    kilometres = formats.number(round(metres / 1000, 1), current_language())
    return str(_("%(km)s km", km=kilometres))


def gap_block(gap: Span, drawing: Drawing) -> Gap:
    words = _("Free, %(time)s", time=wording.length(gap.ends - gap.starts))
    return Gap(words, drawing.css(gap, Lane(1, 1)), programme.shown(gap.starts))


def card(item: Item, drawing: Drawing, css: str = "", way: Way | None = None) -> Card:
    return Card(
        item=item,
        title=item.title.get(current_language()),
        time=wording.times(item.starts_minute, item.ends_minute),
        length=wording.length(item.ends_minute - item.starts_minute),
        place=wording.place_of(item),
        marks=marks_of(item),
        problems=drawing.troubles.get(item.id, ()),
        css=css,
        starts=programme.shown(item.starts_minute),
        ends=programme.shown(item.ends_minute),
        way=way,
        alternatives=[card(each, drawing) for each in drawing.alternatives.get(item.lineage, ())],
    )


def night_card(item: Item, drawing: Drawing) -> Card:
    way = drawing.ways.get(item.id)
    return card(item, drawing, way=way_words(way) if way else None)


def marks_of(item: Item) -> list[str]:
    """What is special about an item, in a word each."""
    marks = []
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
    return marks
