"""What a change would do: the day before and after, what speaks against it, who would be told.

It only reads, so that a page can show it before anybody decides.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from tourbook.core import zones
from tourbook.departures import queries
from tourbook.departures.models import (
    DatedItem,
    Departure,
    RequestState,
    ServiceRequest,
)
from tourbook.departures.queries import changes as reading
from tourbook.departures.rules import planning
from tourbook.departures.rules.changes import parts as rules
from tourbook.departures.rules.changes.parts import Concern, Part, Wish
from tourbook.departures.rules.changes.retiming import Entry, Retimed, retime
from tourbook.hosts.models import ComponentKind, Slot
from tourbook.packages.rules.checks import clashes as day_clashes
from tourbook.packages.rules.checks import drivers, meals, parties, transfers
from tourbook.packages.rules.checks import hours as opening
from tourbook.packages.rules.checks.problems import Problem, Severity, sorted_by_weight
from tourbook.packages.rules.checks.survey import survey
from tourbook.packages.rules.outline import Outline
from tourbook.packages.rules.travel import Roads, roads_of


@dataclass(frozen=True)
class Drawn:
    """A change that nobody has made yet."""

    item: DatedItem
    wish: Wish
    #: The parts of the days that it touches, in the order of time.
    before: Sequence[Part]
    after: Sequence[Part]
    #: Parts that would be another than they are.
    touched: Sequence[Part]
    #: By item: the slot that its host would be asked for.
    slots: Mapping[int, Slot]
    #: Items whose host keeps what it was asked, be it at another time within its slot.
    kept: frozenset[int]
    concerns: Sequence[Concern]

    @property
    def blocked(self) -> bool:
        return any(one.weight is Severity.BLOCKS for one in self.concerns)

    @property
    def doubtful(self) -> bool:
        return any(one.weight is Severity.WARNS for one in self.concerns)


def draw(item: DatedItem, wish: Wish, *, at: datetime) -> Drawn:
    """What the change would do.

    Raises:
        Refused: it makes no sense, whatever the day is like.
    """
    departure = item.departure
    wanted = rules.wished(item, wish)
    rules.check_wish(item, wanted, at=at)
    before = [rules.as_it_is(one) for one in reading.programme(departure)]
    live = reading.live_by_item(departure)
    wanted, slots, concerns = placed_in_slot(wanted, live.get(item.id), at=at)
    today = zones.local_day(at, departure.zone)
    outline = reading.outline_of(departure, [*before, wanted], today=today)
    after, clashes = day_after(before, wanted, live, roads_of(outline))
    touched = [part for part in after if part != rules.as_it_is(part.item)]
    followers = [part for part in touched if part.item.id != item.id]
    slots |= slots_of(followers, live, at=at)
    return Drawn(
        item,
        wish,
        of_days(before, touched),
        of_days(after, touched),
        touched,
        slots,
        frozenset(part.item.id for part in touched if keeps(part, live.get(part.item.id))),
        [*concerns, *clashes, *found_by_checks(departure, before, after, at=at)],
    )


def placed_in_slot(
    wanted: Part, request: ServiceRequest | None, *, at: datetime
) -> tuple[Part, dict[int, Slot], list[Concern]]:
    """The changed part with the slot that fits it best; it lasts as long as its host says."""
    if wanted.component is None or wanted.dropped or keeps(wanted, request):
        return wanted, {}, []
    (fit,) = queries.fits_of(wanted.item.departure, [stand_in(wanted)], at=at).values()
    concern = rules.of_fit(wanted, fit)
    found = [concern] if concern else []
    (slot,) = queries.best_slots([fit]) if fit.best else (None,)
    if slot is None:
        return wanted, {}, found
    starts, ends = planning.time_within(slot, wanted.starts_at, wanted.ends_at)
    return replace(wanted, starts_at=starts, ends_at=ends), {wanted.item.id: slot}, found


def stand_in(part: Part) -> DatedItem:
    """The item as it would be; not a row of the database."""
    return DatedItem(
        id=part.item.id,
        item_id=part.item.item_id,
        component_id=part.component.id if part.component else None,
        starts_at=part.starts_at,
        ends_at=part.ends_at,
        dropped_at=None,
    )


def keeps(part: Part, request: ServiceRequest | None) -> bool:
    """Whether the host's slot covers the part: then it need not be asked anew."""
    if request is None or request.slot is None or part.dropped or part.component is None:
        return False
    return request.component_id == part.component.id and planning.covers(
        request.slot, part.starts_at, part.ends_at
    )


def slots_of(
    parts: Sequence[Part], live: Mapping[int, ServiceRequest], *, at: datetime
) -> dict[int, Slot]:
    """Slots for parts that were put off; one that would move them again is no help."""
    asked = [
        part
        for part in parts
        if part.component is not None and not keeps(part, live.get(part.item.id))
    ]
    if not asked:
        return {}
    fits = queries.fits_of(asked[0].item.departure, [stand_in(part) for part in asked], at=at)
    slots = {slot.id: slot for slot in queries.best_slots(fits.values())}
    found: dict[int, Slot] = {}
    for part in asked:
        fit = fits[part.item.id]
        slot = slots.get(fit.best.slot_id) if fit.best else None
        if slot is not None and planning.covers(slot, part.starts_at, part.ends_at):
            found[part.item.id] = slot
            if slot.exclusive:
                del slots[slot.id]
    return found


def day_after(
    before: Sequence[Part], wanted: Part, live: Mapping[int, ServiceRequest], roads: Roads
) -> tuple[list[Part], list[Concern]]:
    """The programme with the changed part, re-timed on the day that it is on then."""
    if wanted.dropped:
        return [wanted if part.item.id == wanted.item.id else part for part in before], []
    fixed = frozenset(key for key, request in live.items() if is_fixed(request))
    retimed = retimed_day(before, wanted, fixed, roads)
    after = [moved(part, retimed) for part in before if part.item.id != wanted.item.id]
    after.append(wanted)
    after.sort(key=lambda part: (part.starts_at, part.item.id))
    by_key = {part.item.id: part for part in after}
    return after, [rules.of_clash(clash, by_key, fixed) for clash in retimed.clashes]


def is_fixed(request: ServiceRequest) -> bool:
    """A host that has agreed to a slot is not moved unless somebody says so."""
    return request.state is RequestState.CONFIRMED and request.slot_id is not None


def retimed_day(
    before: Sequence[Part], wanted: Part, fixed: frozenset[int], roads: Roads
) -> Retimed:
    departure = wanted.item.departure
    day = rules.day_number(departure, wanted.starts_at)
    entries = [
        rules.entry_of(part, fixed=part.item.id in fixed)
        for part in before
        if part.kind is not ComponentKind.LODGING
        and (rules.day_number(departure, part.starts_at) == day or part.item.id == wanted.item.id)
    ]
    if wanted.kind is ComponentKind.LODGING:
        return Retimed({}, [])

    def way(one: Entry, other: Entry) -> timedelta:
        if one.spot is None or other.spot is None:
            return timedelta()
        _mode, leg = roads.between(one.spot, other.spot)
        return timedelta(minutes=leg.minutes)

    return retime(entries, rules.entry_of(wanted, fixed=False), way)


def moved(part: Part, retimed: Retimed) -> Part:
    entry = retimed.entries.get(part.item.id)
    if entry is None:
        return part
    return replace(part, starts_at=entry.starts, ends_at=entry.ends)


def of_days(parts: Sequence[Part], touched: Sequence[Part]) -> list[Part]:
    """The parts of the days on which something changes."""
    departure = touched[0].item.departure
    days = {rules.day_number(departure, part.starts_at) for part in touched}
    days |= {rules.day_number(departure, part.item.starts_at) for part in touched}
    return [part for part in parts if rules.day_number(departure, part.starts_at) in days]


def found_by_checks(
    departure: Departure, before: Sequence[Part], after: Sequence[Part], *, at: datetime
) -> list[Concern]:
    today = zones.local_day(at, departure.zone)
    was = problems_of(reading.outline_of(departure, before, today=today))
    now = problems_of(reading.outline_of(departure, after, today=today))
    return rules.of_problems(was, now)


def problems_of(outline: Outline) -> list[Problem]:
    """What the checks of programmes say of a day on its dates. Overlaps are told of elsewhere."""
    seen = survey(outline)
    found = [
        *day_clashes.outside_the_day(seen),
        *opening.unheard(seen),
        *transfers.short_of_time(seen),
        *transfers.parking(seen),
        *meals.uncovered(seen),
        *meals.doubled(seen),
        *parties.languages(seen),
        *parties.steps(seen),
        *drivers.law_kept(seen),
    ]
    return sorted_by_weight(found)
