from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests import making
from tests.making import NOON, kept
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.directory.models import Place
from tourbook.hosts import queries
from tourbook.hosts.models import AwayKind, AwayTime, Component, Slot, VisitBudget
from tourbook.hosts.rules import away, budgets

SOON = NOON + timedelta(days=10)


def make_away(
    component: Component,
    *,
    kind: AwayKind = AwayKind.BLACKOUT,
    starts_at: datetime = SOON,
    hours: int = 1,
    only: Component | None = None,
    place: Place | None = None,
) -> AwayTime:
    return kept(
        AwayTime(
            organisation=component.organisation,
            component=only,
            place=place,
            kind=kind,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=hours),
        )
    )


def free() -> list[int]:
    return list(db.session.scalars(select(Slot.id).where(queries.not_away(Slot))))


def of_all(component: Component) -> AwayTime:
    return make_away(component)


def of_it(component: Component) -> AwayTime:
    return make_away(component, only=component)


def of_its_place(component: Component) -> AwayTime:
    return make_away(component, place=component.place)


def of_another_place(component: Component) -> AwayTime:
    return make_away(component, place=making.make_place())


def of_another_component(component: Component) -> AwayTime:
    return make_away(component, only=making.make_component(organisation=component.organisation))


def of_another_host(component: Component) -> AwayTime:
    return make_away(making.make_component())


def that_ends_as_it_begins(component: Component) -> AwayTime:
    return make_away(component, starts_at=SOON - timedelta(hours=1))


def that_begins_as_it_ends(component: Component) -> AwayTime:
    return make_away(component, starts_at=SOON + timedelta(minutes=90))


@pytest.mark.parametrize(
    ("made", "blocked"),
    [
        (of_all, True),
        (of_it, True),
        (of_its_place, True),
        (of_another_place, False),
        (of_another_component, False),
        (of_another_host, False),
        (that_ends_as_it_begins, False),
        (that_begins_as_it_ends, False),
    ],
)
def test_slot_is_blocked_by_the_away_times_of_its_component(
    component: Component, made: Callable[[Component], AwayTime], blocked: bool
) -> None:
    slot = making.make_slot(component, starts_at=SOON)

    one = made(component)

    assert free() == ([] if blocked else [slot.id])
    day = (SOON - timedelta(days=1), SOON + timedelta(days=1))
    bounded = select(Slot.id).where(queries.not_away(Slot, within=day))
    assert list(db.session.scalars(bounded)) == free()
    assert away.blocks(one, component, slot) is blocked


def test_quiet_period_keeps_from_being_proposed_and_not_from_being_asked(
    component: Component,
) -> None:
    slot = making.make_slot(component, starts_at=SOON)
    make_away(component, kind=AwayKind.QUIET)

    asked = select(Slot.id).where(queries.not_away(Slot, kinds=[AwayKind.BLACKOUT]))

    assert free() == []
    assert list(db.session.scalars(asked)) == [slot.id]


def test_away_times_of_a_period_are_those_that_reach_into_it(component: Component) -> None:
    inside = make_away(component)
    make_away(component, starts_at=SOON + timedelta(hours=1))
    make_away(making.make_component())

    found = queries.away_of(
        [component.organisation_id], SOON - timedelta(days=1), SOON + timedelta(hours=1)
    )

    assert found == [inside]


JUNE = date(2027, 6, 15)


@pytest.mark.parametrize(
    ("month", "year", "days", "rest"),
    [
        (4, None, [JUNE, date(2027, 6, 30), date(2027, 7, 1), date(2026, 6, 15)], 2),
        (None, 5, [JUNE, date(2027, 1, 1), date(2027, 12, 31), date(2026, 12, 31)], 2),
        (4, 3, [JUNE], 2),
        (4, 9, [JUNE] * 3, 1),
        (1, None, [JUNE] * 3, 0),
        (0, None, [], 0),
        (None, None, [JUNE], None),
    ],
)
def test_budget_leaves_what_month_and_year_both_allow(
    month: int | None, year: int | None, days: list[date], rest: int | None
) -> None:
    budget = VisitBudget(per_month=month, per_year=year)

    assert budgets.left(budget, days, JUNE) == rest


@pytest.mark.parametrize(
    ("month", "year", "sentence"),
    [(None, None, "in a month, in a year, or both"), (5, 4, "cannot have more visits")],
)
def test_senseless_budget_is_refused(month: int | None, year: int | None, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        budgets.check_budget(month, year)


@pytest.mark.parametrize(("month", "year"), [(None, 4), (4, None), (4, 4), (0, 0)])
def test_budget_that_makes_sense_is_taken(month: int | None, year: int | None) -> None:
    budgets.check_budget(month, year)


@pytest.mark.parametrize(
    ("start", "end", "sentence"),
    [
        (SOON, SOON, "must come after"),
        (SOON, SOON - timedelta(hours=1), "must come after"),
        (NOON - timedelta(days=2), NOON, "is over already"),
        (SOON, SOON + timedelta(days=1099), "at most three years"),
    ],
)
def test_senseless_time_away_is_refused(start: datetime, end: datetime, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        away.check_away(start, end, NOON)


def test_time_away_may_have_begun(app: Flask) -> None:
    away.check_away(NOON - timedelta(days=1), NOON + timedelta(days=1), NOON)
    away.check_away(datetime(2027, 6, 1, tzinfo=UTC), datetime(2030, 6, 1, tzinfo=UTC), NOON)
