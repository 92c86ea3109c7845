"""Whether a programme can be done: what stands in the way, in words, each with ways out.

What blocks publishing is what cannot be done, or must not: two things at once, no bed, a way for
which there is no time, a party that a host does not take, a door that is closed on every day of the
week, words that nobody understands, steps for those who cannot climb them, an objective that
nothing serves, a missing price. What depends on the day on trial, or on asking somebody, warns.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from tourbook.packages.rules.checks import (
    calendars,
    clashes,
    drivers,
    hours,
    leadtimes,
    lodging,
    meals,
    offers,
    pace,
    parties,
    promises,
    transfers,
)
from tourbook.packages.rules.checks.problems import Problem, Severity, sorted_by_weight
from tourbook.packages.rules.checks.survey import Survey, survey
from tourbook.packages.rules.outline import Outline

Check = Callable[[Survey], Iterator[Problem]]

CHECKS: tuple[Check, ...] = (
    clashes.empty_days,
    clashes.overlaps,
    clashes.outside_the_day,
    clashes.alternatives,
    hours.unheard,
    transfers.short_of_time,
    transfers.parking,
    meals.uncovered,
    meals.doubled,
    meals.coffee,
    lodging.nights,
    lodging.rooms,
    parties.party_too_large,
    parties.party_too_small,
    parties.seats,
    parties.languages,
    parties.steps,
    offers.retired,
    offers.other_kind,
    offers.hurried,
    offers.same_host,
    drivers.law_kept,
    calendars.quiet_days,
    calendars.dark,
    leadtimes.lead_times,
    pace.load,
    pace.stretches,
    promises.objectives,
    promises.unanchored,
    promises.idle,
    promises.feedback,
    promises.prices_missing,
)


def problems_of(outline: Outline) -> list[Problem]:
    """All that is wrong with the programme, what blocks first."""
    seen = survey(outline)
    return sorted_by_weight(told_apart(problem for check in CHECKS for problem in check(seen)))


def told_apart(problems: Iterator[Problem]) -> list[Problem]:
    """Each with a key of its own, also where two items share a lineage."""
    found: dict[str, Problem] = {}
    for problem in problems:
        number, same = 1, problem
        while same.key in found:
            number += 1
            same = replace(problem, part=f"{problem.part}#{number}")
        found[same.key] = same
    return list(found.values())


def blocking(problems: Sequence[Problem]) -> list[Problem]:
    return [problem for problem in problems if problem.severity is Severity.BLOCKS]
