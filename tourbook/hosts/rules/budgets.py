"""How many visits a host takes in a month and in a year, and how many are left."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Protocol

from tourbook.core.refused import Refused


class Budget(Protocol):
    @property
    def per_month(self) -> int | None: ...
    @property
    def per_year(self) -> int | None: ...


class Scoped(Budget, Protocol):
    """A budget, and whose visits count: one component's, or all that the organisation offers."""

    @property
    def organisation_id(self) -> int: ...
    @property
    def component_id(self) -> int | None: ...


class Visit(Protocol):
    """A visit that is asked for or agreed, by its local day."""

    @property
    def organisation_id(self) -> int: ...
    @property
    def component_id(self) -> int: ...
    @property
    def day(self) -> date: ...


def left(budget: Budget, days: Iterable[date], day: date) -> int | None:
    """How many more visits a budget allows in the month and year of `day`.

    `days` are the local days of the visits that count, asked and agreed. None: no limit. Never
    below 0, even where more visits stand than a budget that was lowered allows.
    """
    in_year = [one for one in days if one.year == day.year]
    in_month = sum(one.month == day.month for one in in_year)
    rests = []
    if budget.per_month is not None:
        rests.append(budget.per_month - in_month)
    if budget.per_year is not None:
        rests.append(budget.per_year - len(in_year))
    return max(0, min(rests)) if rests else None


def counts(budget: Scoped, visit: Visit) -> bool:
    """Whether a visit uses this budget."""
    if budget.component_id is not None:
        return visit.component_id == budget.component_id
    return visit.organisation_id == budget.organisation_id


def left_of_all(
    budgets: Iterable[Scoped],
    visits: Sequence[Visit],
    *,
    organisation_id: int,
    component_id: int,
    day: date,
) -> int | None:
    """How many more visits of a component its own and its organisation's budget both allow."""
    rests = [
        left(budget, [visit.day for visit in visits if counts(budget, visit)], day)
        for budget in budgets
        if budget.component_id == component_id
        or (budget.component_id is None and budget.organisation_id == organisation_id)
    ]
    known = [rest for rest in rests if rest is not None]
    return min(known) if known else None


def check_budget(per_month: int | None, per_year: int | None) -> None:
    """
    Raises:
        Refused: neither is given, or a month may have more visits than its year.
    """
    if per_month is None and per_year is None:
        raise Refused("Give how many visits you take in a month, in a year, or both.")
    if per_month is not None and per_year is not None and per_month > per_year:
        raise Refused("A month cannot have more visits than the year it is in.")
