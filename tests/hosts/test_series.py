"""Series: made, changed for all or from a day on, with what stands on them kept."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from tests import making
from tests.conftest import Statements
from tests.hosts.reading import count
from tests.making import NOON
from tourbook.core.audit import Actor, AuditEntry
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.hosts import rules
from tourbook.hosts.models import Component, SeriesException, Slot, SlotSeries, SlotState
from tourbook.hosts.rules import SeriesFacts
from tourbook.hosts.services import holding, series, slots

pytestmark = pytest.mark.usefixtures("at_noon")

ACTOR = Actor(None, "Test Person")
TUESDAYS = [date(2027, 3, 9), date(2027, 3, 16), date(2027, 3, 23), date(2027, 3, 30)]


def facts(rule: str = "FREQ=WEEKLY;BYDAY=TU", starts: time = time(10)) -> SeriesFacts:
    return SeriesFacts(rule, starts, 90, TUESDAYS[0], TUESDAYS[-1], 20)


def make_series(component: Component, wanted: SeriesFacts | None = None) -> SlotSeries:
    return series.add_series(component, wanted or facts(), at=NOON, actor=ACTOR)


def standing() -> list[tuple[date | None, int, bool]]:
    """Day, hour in UTC and whether it goes its own way, of all slots that were not withdrawn."""
    found = db.session.scalars(
        select(Slot).where(Slot.state != SlotState.WITHDRAWN).order_by(Slot.starts_at)
    )
    return [(one.series_day, one.starts_at.hour, one.detached) for one in found]


def slot_of(day: date) -> Slot:
    return db.session.scalars(select(Slot).where(Slot.series_day == day)).one()


def take(day: date, pax: int = 12) -> None:
    holding.hold_slot(slot_of(day).id, pax)


def test_series_makes_its_slots_at_local_time(component: Component) -> None:
    made = make_series(component)

    assert standing() == [
        (TUESDAYS[0], 8, False),
        (TUESDAYS[1], 8, False),
        (TUESDAYS[2], 8, False),
        (TUESDAYS[3], 7, False),
    ]
    assert made.rule == "FREQ=WEEKLY;BYDAY=TU"
    assert {slot.series_id for slot in db.session.scalars(select(Slot))} == {made.id}


def test_all_day_series_lasts_from_midnight_to_midnight(component: Component) -> None:
    make_series(component, replace(facts("FREQ=WEEKLY;BYDAY=SU"), all_day=True))

    lengths = [
        (slot.ends_at - slot.starts_at) / timedelta(hours=1)
        for slot in db.session.scalars(select(Slot).order_by(Slot.starts_at))
    ]
    assert lengths == [24, 24, 23]


def test_series_that_meets_a_slot_makes_nothing_and_says_which(component: Component) -> None:
    slots.add_slot(
        component,
        starts_at=datetime(2027, 3, 16, 9, tzinfo=UTC),
        ends_at=datetime(2027, 3, 16, 10, tzinfo=UTC),
        capacity=5,
        at=NOON,
        actor=ACTOR,
    )

    plan = series.plan_series(component, facts(), at=NOON)
    with pytest.raises(Refused, match=r"1 of the 4 times meet .* 2027-03-16 11:00-12:00"):
        make_series(component)

    assert [clash.timing.day for clash in plan.clashing] == [TUESDAYS[1]]
    assert (count(Slot), count(SlotSeries)) == (1, 0)


def test_second_series_at_the_same_times_is_refused(component: Component) -> None:
    make_series(component)

    with pytest.raises(Refused, match="4 of the 4 times meet"):
        make_series(component, facts(starts=time(11)))

    make_series(component, facts(starts=time(11, 30)))
    assert count(Slot) == 8


def test_series_of_a_retired_component_is_refused(component: Component) -> None:
    component.retired_at = NOON

    with pytest.raises(Refused, match="is retired"):
        make_series(component)


@pytest.mark.parametrize("last_day", [TUESDAYS[-1], date(2028, 12, 31)])
def test_series_asks_the_same_few_questions(
    component: Component, statements: Statements, last_day: date
) -> None:
    with statements() as seen:
        make_series(component, replace(facts(), last_day=last_day))

    assert len(seen) == 5


def test_change_of_all_moves_what_is_free_and_keeps_what_is_taken(component: Component) -> None:
    made = make_series(component)
    take(TUESDAYS[1])

    plan = series.change_all(made, facts(starts=time(14)), revision=1, at=NOON, actor=ACTOR)

    assert standing() == [
        (TUESDAYS[0], 12, False),
        (TUESDAYS[1], 8, True),
        (TUESDAYS[2], 12, False),
        (TUESDAYS[3], 11, False),
    ]
    assert ([slot.taken for slot in plan.kept], len(plan.changed)) == ([12], 3)
    assert (made.starts, made.revision) == (time(14), 2)


def test_change_of_the_rule_withdraws_what_is_free_and_makes_what_is_new(
    component: Component,
) -> None:
    made = make_series(component)
    take(TUESDAYS[0])

    plan = series.change_all(made, facts("FREQ=WEEKLY;BYDAY=TH"), revision=1, at=NOON, actor=ACTOR)

    assert [day for day, _hour, _detached in standing()] == [
        TUESDAYS[0],
        date(2027, 3, 11),
        date(2027, 3, 18),
        date(2027, 3, 25),
    ]
    assert (len(plan.withdrawn), len(plan.made), len(plan.kept)) == (3, 3, 1)


def test_slots_that_have_begun_are_left_alone(component: Component) -> None:
    made = make_series(component)
    later = datetime(2027, 3, 20, tzinfo=UTC)

    series.change_all(made, facts(starts=time(14)), revision=1, at=later, actor=ACTOR)

    assert [hour for _day, hour, _detached in standing()] == [8, 8, 12, 11]


def test_this_and_following_go_on_as_a_new_series(component: Component) -> None:
    made = make_series(component)
    take(TUESDAYS[3])

    new = series.change_following(
        made, facts(starts=time(14)), since=TUESDAYS[2], revision=1, at=NOON, actor=ACTOR
    )

    assert standing() == [
        (TUESDAYS[0], 8, False),
        (TUESDAYS[1], 8, False),
        (TUESDAYS[2], 12, False),
        (TUESDAYS[3], 7, True),
    ]
    assert (new.follows_id, new.first_day, new.last_day) == (made.id, TUESDAYS[2], TUESDAYS[3])
    assert made.last_day == date(2027, 3, 22)
    assert {slot_of(day).series_id for day in TUESDAYS[2:]} == {new.id}
    assert {slot_of(day).series_id for day in TUESDAYS[:2]} == {made.id}
    assert [entry.action for entry in db.session.scalars(select(AuditEntry))][-1] == (
        "hosts.change_series"
    )


def test_every_second_week_stays_in_its_weeks_after_a_change(component: Component) -> None:
    wanted = replace(facts("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"), last_day=date(2027, 5, 4))
    made = make_series(component, wanted)
    before = [day for day, _hour, _detached in standing()]

    # 16 March lies in a week that the series leaves out.
    new = series.change_following(
        made,
        replace(wanted, starts=time(14)),
        since=TUESDAYS[1],
        revision=1,
        at=NOON,
        actor=ACTOR,
    )

    assert [day for day, _hour, _detached in standing()] == before
    assert new.first_day == date(2027, 3, 23)


def test_taken_slot_that_fits_the_change_stays_in_its_series(component: Component) -> None:
    made = make_series(component)
    take(TUESDAYS[1])

    plan = series.change_all(
        made, replace(facts(), last_day=TUESDAYS[2]), revision=1, at=NOON, actor=ACTOR
    )

    assert (plan.kept, len(plan.withdrawn)) == ([], 1)
    assert standing()[1] == (TUESDAYS[1], 8, False)


def test_slot_changed_by_itself_goes_its_own_way(component: Component) -> None:
    made = make_series(component)
    slots.change_slot(
        slot_of(TUESDAYS[1]),
        rules.single(TUESDAYS[1], time(8), 60),
        capacity=5,
        exclusive=True,
        note="Use gate B",
        at=NOON,
        actor=ACTOR,
    )

    series.change_all(made, facts(starts=time(14)), revision=1, at=NOON, actor=ACTOR)

    assert [(hour, detached) for _day, hour, detached in standing()] == [
        (12, False),
        (6, True),
        (12, False),
        (11, False),
    ]


def test_withdrawn_slot_is_not_made_anew_by_a_change(component: Component) -> None:
    made = make_series(component)
    slots.withdraw(slot_of(TUESDAYS[1]), at=NOON, actor=ACTOR)
    db.session.refresh(made)

    exceptions = [one.day for one in db.session.scalars(select(SeriesException))]
    wanted = replace(series.facts_of(made), starts=time(14))
    series.change_all(made, wanted, revision=1, at=NOON, actor=ACTOR)

    assert exceptions == [TUESDAYS[1]]
    assert [day for day, _h, _d in standing()] == [TUESDAYS[0], TUESDAYS[2], TUESDAYS[3]]


def test_change_of_a_series_that_was_changed_meanwhile_is_refused(component: Component) -> None:
    made = make_series(component)
    series.change_all(made, facts(starts=time(14)), revision=1, at=NOON, actor=ACTOR)

    with pytest.raises(Refused, match="Somebody has just changed this series"):
        series.change_all(made, facts(starts=time(16)), revision=1, at=NOON, actor=ACTOR)

    series.change_all(made, facts(starts=time(16)), revision=2, at=NOON, actor=ACTOR)
    assert [hour for _day, hour, _detached in standing()] == [14, 14, 14, 13]


def test_change_that_meets_another_slot_is_refused(component: Component) -> None:
    made = make_series(component)
    making.make_slot(component, starts_at=datetime(2027, 3, 16, 12, tzinfo=UTC))

    with pytest.raises(Refused, match=r"1 of the 4 times meet .* 2027-03-16 14:00-15:30"):
        series.change_all(made, facts(starts=time(15)), revision=1, at=NOON, actor=ACTOR)

    # Its own slots are not in its way.
    plan = series.plan_change(made, facts(starts=time(11)), since=None, at=NOON)
    assert (plan.clashing, len(plan.changed)) == ([], 4)
