"""A part of a departure's programme as it would stand, and what speaks against a change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from tourbook.core import zones
from tourbook.core.languages import N_
from tourbook.core.refused import Refused
from tourbook.core.texts import Texts
from tourbook.departures.models import ChangeKind, DatedItem, Departure
from tourbook.departures.rules.changes.retiming import Clash, Entry
from tourbook.departures.rules.fitting import Fit, Why
from tourbook.departures.rules.planning import check_within
from tourbook.departures.rules.requests import LONGEST
from tourbook.directory.models import Place
from tourbook.hosts.models import Component, ComponentKind
from tourbook.packages.models import Item
from tourbook.packages.rules.checks.problems import Problem, Severity
from tourbook.packages.rules.outline import Spot


@dataclass(frozen=True)
class Part:
    """An item with its times and with what happens in it."""

    item: DatedItem
    starts_at: datetime
    ends_at: datetime
    kind: ComponentKind
    title: Texts
    place: Place | None
    component: Component | None
    #: It is left out.
    dropped: bool = False


@dataclass(frozen=True)
class Face:
    """What happens in a part instead."""

    kind: ComponentKind
    title: Texts
    place: Place | None
    component: Component | None
    minutes: int


@dataclass(frozen=True)
class Wish:
    """What somebody wants of one part; what is empty stays as it is."""

    kind: ChangeKind
    starts_at: datetime | None = None
    face: Face | None = None


@dataclass(frozen=True)
class Concern:
    """What speaks against a change, as a sentence; it is refused where the weight blocks."""

    sentence: str
    values: Mapping[str, object] = field(default_factory=dict)
    weight: Severity = Severity.WARNS


def as_it_is(item: DatedItem) -> Part:
    return Part(
        item,
        item.starts_at,
        item.ends_at,
        item.kind,
        item.title,
        item.place,
        item.component,
        item.dropped_at is not None,
    )


def of_component(component: Component) -> Face:
    return Face(
        component.kind, component.name, component.place, component, component.duration_minutes
    )


def of_alternative(item: Item) -> Face:
    """An item of the version that stands in for another."""
    place = item.place or (item.component.place if item.component else None)
    minutes = item.ends_minute - item.starts_minute
    return Face(item.kind, item.title, place, item.component, minutes)


def wished(item: DatedItem, wish: Wish) -> Part:
    """The part as it is wanted, at its own length."""
    part = as_it_is(item)
    if wish.kind is ChangeKind.DROPPED:
        return replace(part, dropped=True)
    starts = wish.starts_at or item.starts_at
    face = wish.face
    if face is None:
        return replace(part, starts_at=starts, ends_at=starts + (item.ends_at - item.starts_at))
    return replace(
        part,
        starts_at=starts,
        ends_at=starts + timedelta(minutes=face.minutes),
        kind=face.kind,
        title=face.title,
        place=face.place,
        component=face.component,
    )


def check_wish(item: DatedItem, wanted: Part, *, at: datetime) -> None:
    """Refuse a change of what is over or left out, and one to a time that cannot be."""
    if item.dropped_at is not None:
        raise Refused("This visit is left out already.")
    if item.starts_at <= at:
        raise Refused("This visit has begun. It can no longer be changed.")
    if wanted.starts_at <= at:
        raise Refused("The new time has passed. Choose a time ahead.")
    if wanted.ends_at - wanted.starts_at > LONGEST:
        raise Refused("The visit is too long: give at most seven days.")
    check_within(item.departure, wanted.starts_at)
    if wanted == as_it_is(item):
        raise Refused("Nothing would change. Choose another time or another visit.")


def entry_of(part: Part, *, fixed: bool) -> Entry:
    item = part.item
    return Entry(
        item.id, part.starts_at, part.ends_at, fixed, item.optional, item.item.track, spot_of(part)
    )


def spot_of(part: Part) -> Spot | None:
    """Where the group is then; a vehicle is no place."""
    place = part.place or (part.component.place if part.component else None)
    if place is None or part.kind is ComponentKind.TRANSPORT:
        return None
    return Spot(place.id, place.name, place.lat, place.lon, place.step_free, place.coach_parking)


def day_number(departure: Departure, moment: datetime) -> int:
    return (zones.local_day(moment, departure.zone) - departure.first_day).days + 1


def of_clash(clash: Clash, parts: Mapping[int, Part], fixed: frozenset[int]) -> Concern:
    first, second = parts[clash.first], parts[clash.second]
    values: dict[str, object] = {"first": first.title, "second": second.title}
    if clash.second in fixed and second.component is not None:
        return Concern(
            N_("%(first)s is not over when %(second)s begins, and %(host)s agreed to that time."),
            {**values, "host": second.component.organisation.name},
            Severity.BLOCKS,
        )
    return Concern(N_("%(first)s is not over when %(second)s begins."), values, Severity.BLOCKS)


def of_problems(before: Sequence[Problem], after: Sequence[Problem]) -> list[Concern]:
    """What the checks of programmes find now and did not find before."""
    known = {problem.key for problem in before}
    return [
        Concern(problem.sentence, problem.values, min_weight(problem.severity))
        for problem in after
        if problem.key not in known
    ]


def min_weight(severity: Severity) -> Severity:
    """On the way somebody may decide to hurry; so nothing but the impossible blocks."""
    return Severity.WARNS if severity is Severity.BLOCKS else severity


#: What a host cannot do blocks; that it offers no time then is only good to know.
SENTENCES = {
    Why.RETIRED: N_("%(host)s no longer offers %(visit)s."),
    Why.PARTY_LARGE: N_("%(visit)s takes at most %(most)d people, and the group is %(pax)d."),
    Why.PARTY_SMALL: N_("%(visit)s takes at least %(least)d people, and the group is %(pax)d."),
    Why.BUDGET: N_("%(host)s takes no more visits in this month or year."),
}


def of_fit(part: Part, fit: Fit) -> Concern | None:
    """What the host of a part says to its time; languages and steps are checked elsewhere."""
    component = part.component
    if component is None or fit.best is not None:
        return None
    names = {"host": component.organisation.name, "visit": component.name, **fit.values}
    if fit.away:
        return Concern(N_("%(host)s is away or wants no visits then."), names, Severity.BLOCKS)
    if fit.why in SENTENCES:
        return Concern(SENTENCES[fit.why], names, Severity.BLOCKS)
    if fit.why in (Why.LANGUAGE, Why.STEPS):
        return None
    return Concern(
        N_("%(host)s offers no free time for %(visit)s then. It is asked whether the time suits."),
        names,
        Severity.HINT,
    )
