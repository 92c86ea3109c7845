from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests import making
from tests.making import NOON
from tourbook.core.audit import Actor, AuditEntry
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.core.texts import Texts
from tourbook.hosts import rules, services
from tourbook.hosts.models import (
    Component,
    ComponentKind,
    Rate,
    RateUnit,
    Slot,
    SlotState,
    VatCategory,
    VatRate,
)
from tourbook.hosts.rules import ComponentFacts, RateFacts, SeriesFacts
from tourbook.hosts.services import components, rates, slots

ACTOR = Actor(None, "Tester")
SOON = NOON + timedelta(days=10)


@pytest.fixture
def component(app: Flask) -> Component:
    return making.make_component()


def log() -> list[str]:
    return list(db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))


def facts(**given: object) -> ComponentFacts:
    values = {"duration_minutes": 60, "party_max": 10, "languages": ["en"], **given}
    return ComponentFacts(ComponentKind.MEAL, Texts(en="Lunch"), Texts(), **values)  # type: ignore[arg-type]


def rate_facts(pax_to: int = 20, unit: RateUnit = RateUnit.PERSON) -> RateFacts:
    return RateFacts(
        unit, 4000, VatCategory.REDUCED, date(2027, 1, 1), date(2027, 12, 31), pax_to=pax_to
    )


def three_weeks() -> SeriesFacts:
    """Four Tuesdays at 10:00."""
    return SeriesFacts(
        rules.weekly([1]), time(10), 90, date(2027, 3, 9), date(2027, 3, 30), capacity=20
    )


def add_slot(component: Component, start: datetime = SOON, minutes: int = 90) -> Slot:
    return slots.add_slot(
        component,
        starts_at=start,
        ends_at=start + timedelta(minutes=minutes),
        capacity=20,
        at=NOON,
        actor=ACTOR,
    )


def all_slots() -> list[tuple[datetime, SlotState]]:
    found = db.session.scalars(select(Slot).order_by(Slot.starts_at, Slot.id))
    return [(slot.starts_at, slot.state) for slot in found]


def test_add_component_keeps_its_themes_and_is_logged(app: Flask) -> None:
    organisation, theme = making.make_organisation(), making.make_theme()

    found = components.add_component(
        organisation, facts(), theme_ids=[theme.id], at=NOON, actor=ACTOR
    )

    db.session.expire_all()
    assert (found.organisation, found.themes, found.party_max) == (organisation, [theme], 10)
    assert log() == ["hosts.add_component"]


def test_change_component_changes_what_is_given(component: Component) -> None:
    components.change_component(component, facts(party_max=12), at=NOON, actor=ACTOR)

    entry = db.session.scalars(select(AuditEntry)).one()
    assert (component.party_max, component.kind) == (12, ComponentKind.MEAL)
    assert entry.before is not None
    assert entry.before["party_max"] == 30


def test_retired_component_can_be_brought_back_once(component: Component) -> None:
    components.retire(component, at=NOON, actor=ACTOR)
    with pytest.raises(Refused, match="retired already"):
        components.retire(component, at=NOON, actor=ACTOR)
    assert component.retired_at == NOON

    components.bring_back(component, at=NOON, actor=ACTOR)
    with pytest.raises(Refused, match="on offer already"):
        components.bring_back(component, at=NOON, actor=ACTOR)
    assert component.retired_at is None


def test_rates_may_not_meet(component: Component) -> None:
    rate = rates.add_rate(component, rate_facts(), at=NOON, actor=ACTOR)
    rates.add_rate(component, rate_facts(unit=RateUnit.GROUP), at=NOON, actor=ACTOR)

    with pytest.raises(Refused, match="Two rates may not hold"):
        rates.add_rate(component, rate_facts(), at=NOON, actor=ACTOR)
    rates.change_rate(rate, rate_facts(pax_to=25), at=NOON, actor=ACTOR)

    assert rate.pax_to == 25
    assert len(db.session.scalars(select(Rate)).all()) == 2


def test_another_components_rate_does_not_meet(component: Component) -> None:
    for one in (component, making.make_component()):
        rates.add_rate(one, rate_facts(), at=NOON, actor=ACTOR)

    assert len(db.session.scalars(select(Rate)).all()) == 2


def test_removed_rate_is_gone_but_logged(component: Component) -> None:
    rate = rates.add_rate(component, rate_facts(), at=NOON, actor=ACTOR)

    rates.remove_rate(rate, at=NOON, actor=ACTOR)

    assert db.session.scalars(select(Rate)).all() == []
    assert log() == ["hosts.add_rate", "hosts.remove_rate"]


def test_vat_rates_are_seeded_once(app: Flask) -> None:
    services.seed_vat_rates(NOON)
    services.seed_vat_rates(NOON)

    found = db.session.execute(
        select(VatRate.category, VatRate.valid_from, VatRate.basis_points).order_by(
            VatRate.category, VatRate.valid_from
        )
    )
    assert [tuple(row) for row in found] == [
        (VatCategory.EXEMPT, date(2013, 1, 1), 0),
        (VatCategory.REDUCED, date(2013, 1, 1), 1400),
        (VatCategory.REDUCED, date(2026, 1, 1), 1350),
        (VatCategory.STANDARD, date(2024, 9, 1), 2550),
    ]


def test_slot_that_meets_an_open_one_is_refused(component: Component) -> None:
    add_slot(component)

    with pytest.raises(Refused, match="has a slot at this time already"):
        add_slot(component, SOON + timedelta(minutes=89))
    add_slot(component, SOON + timedelta(minutes=90))
    add_slot(making.make_component())

    assert len(all_slots()) == 3


def test_slot_in_the_past_or_of_a_retired_component_is_refused(component: Component) -> None:
    with pytest.raises(Refused, match="must lie ahead"):
        add_slot(component, NOON)
    component.retired_at = NOON
    with pytest.raises(Refused, match="retired"):
        add_slot(component)

    assert all_slots() == []


def test_time_of_a_withdrawn_slot_can_be_offered_anew(component: Component) -> None:
    slots.withdraw(add_slot(component), at=NOON, actor=ACTOR)

    add_slot(component)

    assert all_slots() == [(SOON, SlotState.WITHDRAWN), (SOON, SlotState.OPEN)]


def test_time_of_a_closed_slot_is_opened_and_not_made_again(component: Component) -> None:
    slot = add_slot(component)
    slots.close(slot, at=NOON, actor=ACTOR)

    with pytest.raises(Refused, match="already"):
        add_slot(component)
    slots.open_again(slot, at=NOON, actor=ACTOR)

    assert all_slots() == [(SOON, SlotState.OPEN)]
    assert log() == ["hosts.add_slot", "hosts.close_slot", "hosts.open_slot"]


def test_slot_is_not_opened_over_another(component: Component) -> None:
    slot = add_slot(component)
    slots.close(slot, at=NOON, actor=ACTOR)
    add_slot(component, SOON + timedelta(minutes=30))

    with pytest.raises(Refused, match="Another slot"):
        slots.open_again(slot, at=NOON, actor=ACTOR)


@pytest.mark.parametrize(
    ("verb", "sentence"),
    [(slots.close, "Only an open slot"), (slots.withdraw, "withdrawn already")],
)
def test_withdrawn_slot_stays_so(
    component: Component, verb: Callable[..., None], sentence: str
) -> None:
    slot = add_slot(component)
    slots.withdraw(slot, at=NOON, actor=ACTOR)

    with pytest.raises(Refused, match=sentence):
        verb(slot, at=NOON, actor=ACTOR)


def test_withdrawn_slot_keeps_what_stands_on_it(component: Component) -> None:
    slot = add_slot(component)
    services.hold_slot(slot.id, 12)

    slots.withdraw(slot, at=NOON, actor=ACTOR)

    assert (slot.taken, slot.state) == (12, SlotState.WITHDRAWN)


def test_open_slots_of_a_period_are_closed_together(component: Component) -> None:
    services.add_series(component, three_weeks(), at=NOON, actor=ACTOR)
    span = (date(2027, 3, 16), date(2027, 3, 23))

    counted = len(slots.open_between(component, *span, at=NOON))
    closed = slots.close_between(component, *span, at=NOON, actor=ACTOR)

    assert counted == closed == 2
    assert [state.value for _start, state in all_slots()] == ["open", "closed", "closed", "open"]
    with pytest.raises(Refused, match="No open slots"):
        slots.close_between(component, *span, at=NOON, actor=ACTOR)
    with pytest.raises(Refused, match="before the first"):
        slots.close_between(component, *reversed(span), at=NOON, actor=ACTOR)


def test_slots_of_the_day_at_its_local_ends_are_closed(component: Component) -> None:
    first = datetime(2027, 3, 15, 22, tzinfo=UTC)
    for start in (first - timedelta(hours=1), first, first + timedelta(hours=23)):
        add_slot(component, start, minutes=30)
    add_slot(component, first + timedelta(hours=24))

    day = date(2027, 3, 16)
    assert slots.close_between(component, day, day, at=NOON, actor=ACTOR) == 2


def test_exclusive_slot_is_given_once(component: Component) -> None:
    slot = making.make_slot(component)

    services.hold_slot(slot.id, 12)
    with pytest.raises(Refused, match="Somebody has just taken this time"):
        services.hold_slot(slot.id, 1)

    assert slot.taken == 12


def test_shared_slot_is_given_until_full(component: Component) -> None:
    slot = making.make_slot(component, capacity=20, exclusive=False)

    services.hold_slot(slot.id, 12)
    with pytest.raises(Refused, match="Only 8 places are left"):
        services.hold_slot(slot.id, 9)
    services.hold_slot(slot.id, 8)

    assert slot.taken == 20


@pytest.mark.parametrize("pax", [0, -1])
def test_nobody_cannot_hold_a_slot(component: Component, pax: int) -> None:
    slot = making.make_slot(component)

    with pytest.raises(Refused, match="at least one"):
        services.hold_slot(slot.id, pax)
    with pytest.raises(Refused):
        services.free_slot(slot.id, pax)

    assert slot.taken == 0


def test_too_large_a_party_is_told_the_limit(component: Component) -> None:
    slot = making.make_slot(component, capacity=20)

    with pytest.raises(Refused, match="at most 20"):
        services.hold_slot(slot.id, 10**9)


def test_closed_or_missing_slot_is_not_given(component: Component) -> None:
    slot = making.make_slot(component)
    slots.close(slot, at=NOON, actor=ACTOR)

    for slot_id in (slot.id, slot.id + 999):
        with pytest.raises(Refused, match="no longer offered"):
            services.hold_slot(slot_id, 1)


def test_freed_slot_can_be_held_again(component: Component) -> None:
    slot = making.make_slot(component)
    services.hold_slot(slot.id, 12)

    services.free_slot(slot.id, 12)
    with pytest.raises(Refused, match="not held"):
        services.free_slot(slot.id, 1)
    services.hold_slot(slot.id, 5)

    assert slot.taken == 5
