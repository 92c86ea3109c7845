"""Whether a programme can be done: what stands in the way, in words, each with a way out.

Decisions that the checks rest on: an optional item may run beside others, for people choose; a
night's lodging is where people sleep, so it overlaps only with other lodging and lies outside
the hours of its day by nature. Times are compared on one axis over the whole visit, so that what
passes midnight meets the next morning.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import combinations

from tourbook.core.languages import N_
from tourbook.hosts.models import ComponentKind
from tourbook.packages.models import Day, Item, Objective, Version
from tourbook.packages.rules import pricing

DAY_MINUTES = 24 * 60


class Severity(StrEnum):
    #: The version cannot be published.
    BLOCKS = "blocks"
    #: It can, but somebody will ask about it.
    WARNS = "warns"
    #: Good to know.
    HINT = "hint"


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong. Sentences are msgids; values that are Texts read per language."""

    code: str
    severity: Severity
    sentence: str
    way_out: str
    values: Mapping[str, object] = field(default_factory=dict)
    item_ids: tuple[int, ...] = ()
    #: The number of the day, where it concerns a day as a whole.
    day: int | None = None
    objective_id: int | None = None


def problems_of(version: Version) -> list[Problem]:
    """All that is wrong with the version, what blocks first."""
    found = [problem for check in CHECKS for problem in check(version)]
    order = list(Severity)
    return sorted(found, key=lambda problem: order.index(problem.severity))


def blocking(problems: list[Problem]) -> list[Problem]:
    return [problem for problem in problems if problem.severity is Severity.BLOCKS]


def items_of(version: Version) -> list[Item]:
    return [item for day in version.days for item in day.items]


def span(day: Day, item: Item) -> tuple[int, int]:
    """Start and end in minutes from the first day's midnight."""
    midnight = (day.number - 1) * DAY_MINUTES
    return midnight + item.starts_minute, midnight + item.ends_minute


def overlaps(version: Version) -> Iterator[Problem]:
    timed = [(item, *span(day, item)) for day in version.days for item in day.items]
    timed.sort(key=lambda entry: entry[1:])
    for (first, _, ends), (second, starts, _) in combinations(timed, 2):
        if starts >= ends or is_night(first) != is_night(second):
            continue
        yield overlap(first, second)


def is_night(item: Item) -> bool:
    return item.kind is ComponentKind.LODGING


def overlap(first: Item, second: Item) -> Problem:
    ids = (first.id, second.id)
    values = {"first": first.title, "second": second.title}
    if first.optional or second.optional:
        return Problem(
            "optional_overlap",
            Severity.HINT,
            N_("%(first)s and %(second)s are at the same time; who chooses one misses the other."),
            N_("Nothing needs to be done if the group may part here."),
            values,
            ids,
        )
    if is_night(first):
        return Problem(
            "two_lodgings",
            Severity.WARNS,
            N_("%(first)s and %(second)s are lodging for the same night."),
            N_("Remove one, unless the group is to sleep in two houses."),
            values,
            ids,
        )
    return Problem(
        "overlap",
        Severity.BLOCKS,
        N_("%(first)s is not over when %(second)s begins."),
        N_("Change the time of one of them, or mark one as optional."),
        values,
        ids,
    )


def outside_the_day(version: Version) -> Iterator[Problem]:
    for day in version.days:
        for item in day.items:
            early = item.starts_minute < day.starts_minute
            late = item.ends_minute > day.ends_minute
            if is_night(item) or not (early or late):
                continue
            yield Problem(
                "outside_day",
                Severity.BLOCKS,
                N_("%(item)s lies outside the hours of day %(day)d."),
                N_("Move it, or change the hours of the day."),
                {"item": item.title, "day": day.number},
                (item.id,),
            )


def nights(version: Version) -> Iterator[Problem]:
    """Between one day and the next everybody has a bed: lodging that is not optional."""
    spans = [
        span(day, item)
        for day in version.days
        for item in day.items
        if is_night(item) and not item.optional
    ]
    for number in range(1, len(version.days)):
        midnight = number * DAY_MINUTES
        if any(starts < midnight < ends for starts, ends in spans):
            continue
        yield Problem(
            "no_lodging",
            Severity.BLOCKS,
            N_("The night after day %(day)d has no lodging."),
            N_("Add lodging to this day that ends on the next morning."),
            {"day": number},
            day=number,
        )


def party_too_large(version: Version) -> Iterator[Problem]:
    for item in items_of(version):
        component = item.component
        if component is None or component.party_max >= version.party_max:
            continue
        yield Problem(
            "party_too_large",
            Severity.BLOCKS,
            N_("%(item)s takes groups of up to %(limit)d; the party may be as large as %(party)d."),
            N_("Lower the largest party of this version, or choose another component."),
            {"item": item.title, "limit": component.party_max, "party": version.party_max},
            (item.id,),
        )


def party_too_small(version: Version) -> Iterator[Problem]:
    for item in items_of(version):
        component = item.component
        if component is None or component.party_min <= version.party_min:
            continue
        yield Problem(
            "party_too_small",
            Severity.WARNS,
            N_("%(item)s wants groups of %(limit)d or more; the party may be %(party)d."),
            N_("Raise the smallest party of this version, or ask the host about small groups."),
            {"item": item.title, "limit": component.party_min, "party": version.party_min},
            (item.id,),
        )


def components_changed(version: Version) -> Iterator[Problem]:
    """What the host offers may have changed since the item was added."""
    for item in items_of(version):
        component = item.component
        if component is None:
            continue
        values = {"item": item.title, "component": component.name}
        if component.retired_at is not None:
            yield Problem(
                "component_retired",
                Severity.BLOCKS,
                N_("%(item)s: the host no longer offers %(component)s."),
                N_("Remove it and add another component in its place."),
                values,
                (item.id,),
            )
        if component.kind is not item.kind:
            yield Problem(
                "kind_differs",
                Severity.WARNS,
                N_("%(item)s is of another kind than the component that it was added from."),
                N_("Remove the item and add it again from the library."),
                values,
                (item.id,),
            )


def durations(version: Version) -> Iterator[Problem]:
    """Nights last as long as people sleep; all else needs the time that its host says."""
    for item in items_of(version):
        minutes = item.ends_minute - item.starts_minute
        if item.component is None or is_night(item) or minutes >= item.component.duration_minutes:
            continue
        yield Problem(
            "too_short",
            Severity.WARNS,
            N_("%(item)s takes %(needed)d minutes by its host; it has been given %(given)d."),
            N_("Give it more time, or agree on a shorter visit with the host."),
            {"item": item.title, "needed": item.component.duration_minutes, "given": minutes},
            (item.id,),
        )


def objectives_unserved(version: Version) -> Iterator[Problem]:
    if not version.objectives:
        yield Problem(
            "no_objectives",
            Severity.WARNS,
            N_("Nothing says yet what participants learn, so the report cannot tell it either."),
            N_("Add two to five learning objectives."),
        )
    for objective in version.objectives:
        if not objective.items:
            yield objective_problem(
                objective,
                "objective_unserved",
                Severity.BLOCKS,
                N_("No item serves the objective %(code)s."),
                N_("Tick the items that serve it, or remove the objective."),
            )
        elif all(item.optional for item in objective.items):
            yield objective_problem(
                objective,
                "objective_optional",
                Severity.HINT,
                N_("Only optional items serve the objective %(code)s."),
                N_("Let an item that everybody attends serve it too."),
            )


def objective_problem(
    objective: Objective, code: str, severity: Severity, sentence: str, way_out: str
) -> Problem:
    values = {"code": objective.code}
    return Problem(code, severity, sentence, way_out, values, objective_id=objective.id)


def prices_missing(version: Version) -> Iterator[Problem]:
    for first, last in pricing.gaps(version.tiers, version.party_min, version.party_max):
        yield Problem(
            "price_missing",
            Severity.BLOCKS,
            N_("Groups of %(first)d to %(last)d have no price."),
            N_("Add a price row for these sizes, or change the party range of this version."),
            {"first": first, "last": last},
        )


def empty_days(version: Version) -> Iterator[Problem]:
    for day in version.days:
        if not day.items:
            yield Problem(
                "empty_day",
                Severity.BLOCKS,
                N_("Nothing happens on day %(day)d."),
                N_("Add an item from the library, or remove the day."),
                {"day": day.number},
                day=day.number,
            )


CHECKS: tuple[Callable[[Version], Iterator[Problem]], ...] = (
    empty_days,
    overlaps,
    outside_the_day,
    nights,
    party_too_large,
    components_changed,
    objectives_unserved,
    prices_missing,
    party_too_small,
    durations,
)
