"""Which slots fit the items of a departure, and why none does."""

from datetime import date, datetime, timedelta

import pytest
from flask import Flask

from tests.browser_client import Browser
from tests.conftest import Statements
from tests.departures.asking import ACTOR, FIRST_DAY, make_planned, taken
from tests.making import NOON, kept, local, make_component, make_organisation, make_slot
from tourbook.core.refused import Refused
from tourbook.departures import queries, services
from tourbook.departures.models import Departure, RequestState
from tourbook.departures.rules.fitting import Fit, Host, Offer, Why, Wish, fit
from tourbook.hosts.models import AwayKind, AwayTime, Component, SlotState, VisitBudget

DAY = date(2027, 6, 1)
TEN = local(DAY, 10)
HOUR = timedelta(hours=1)


def wish(
    *,
    pax: int = 20,
    languages: frozenset[str] = frozenset({"en"}),
    interpreted: bool = False,
    step_free: bool = False,
) -> Wish:
    return Wish(
        key=1,
        starts_at=TEN,
        ends_at=TEN + HOUR,
        day_starts=local(DAY, 0),
        day_ends=local(DAY + timedelta(days=1), 0),
        pax=pax,
        languages=languages,
        interpreted=interpreted,
        step_free=step_free,
    )


def host(
    *,
    party_min: int = 5,
    languages: frozenset[str] = frozenset({"en", "fi"}),
    step_free: bool = True,
    retired: bool = False,
    visits_left: int | None = None,
) -> Host:
    return Host(1, 1, party_min, 30, languages, step_free, retired, visits_left)


def offer(
    starts_at: datetime = TEN,
    *,
    key: int = 1,
    hours: int = 1,
    held: int = 0,
    exclusive: bool = True,
    is_open: bool = True,
    host_is_there: bool = True,
) -> Offer:
    ends_at = starts_at + hours * HOUR
    return Offer(key, 1, starts_at, ends_at, 30, held, exclusive, is_open, host_is_there)


def slots(found: Fit) -> list[int]:
    return [one.slot_id for one in found.fits]


def test_slots_that_keep_the_time_come_first_then_the_nearest() -> None:
    offers = [
        offer(TEN + 4 * HOUR, key=1),
        offer(TEN - 2 * HOUR, key=2, hours=4),
        offer(TEN + HOUR, key=3),
        offer(TEN, key=4),
        offer(TEN + timedelta(days=1), key=5),
    ]

    found = fit(wish(), host(), offers, at=NOON)

    assert slots(found) == [4, 2, 3, 1]
    assert [one.keeps_time for one in found.fits] == [True, True, False, False]
    assert found.best is not None
    assert found.best.slot_id == 4


def test_a_slot_at_another_hour_is_offered_but_not_taken_by_itself() -> None:
    found = fit(wish(), host(), [offer(TEN + 3 * HOUR)], at=NOON)

    assert (slots(found), found.best, found.why) == ([1], None, None)


def test_a_shared_slot_fits_while_places_are_left() -> None:
    fits = fit(wish(), host(), [offer(held=10, exclusive=False)], at=NOON)
    full = fit(wish(), host(), [offer(held=11, exclusive=False)], at=NOON)
    alone = fit(wish(), host(), [offer(held=1)], at=NOON)

    assert (slots(fits), full.why, full.values["left"]) == ([1], Why.TAKEN, 19)
    assert (alone.why, alone.values["left"]) == (Why.TAKEN, 0)


@pytest.mark.parametrize(
    ("asked", "taker", "why"),
    [
        (wish(pax=31), host(), Why.PARTY_LARGE),
        (wish(pax=4), host(), Why.PARTY_SMALL),
        (wish(languages=frozenset({"de"})), host(), Why.LANGUAGE),
        (wish(step_free=True), host(step_free=False), Why.STEPS),
        (wish(), host(retired=True), Why.RETIRED),
        (wish(), host(visits_left=0), Why.BUDGET),
        (wish(languages=frozenset({"de"}), interpreted=True), host(), None),
        (wish(languages=frozenset({"de"})), host(languages=frozenset()), None),
        (wish(step_free=True), host(), None),
        (wish(), host(visits_left=1), None),
    ],
)
def test_what_rules_a_host_out(asked: Wish, taker: Host, why: Why | None) -> None:
    found = fit(asked, taker, [offer()], at=NOON)

    assert (found.why, slots(found)) == (why, [] if why else [1])


@pytest.mark.parametrize(
    ("slot", "why"),
    [
        (offer(is_open=False), Why.CLOSED),
        (offer(host_is_there=False), Why.AWAY),
        (offer(TEN + timedelta(days=2)), Why.NO_SLOTS),
    ],
)
def test_what_rules_a_slot_out(slot: Offer, why: Why) -> None:
    assert fit(wish(), host(), [slot], at=NOON).why is why
    assert fit(wish(), host(), [offer()], at=TEN).why is Why.PAST


def found(departure: Departure) -> Fit:
    return queries.fits_of(departure, departure.items, at=NOON)[departure.items[0].id]


def planned() -> tuple[Departure, Component]:
    component = make_component(organisation=make_organisation())
    make_slot(component, starts_at=TEN)
    return make_planned(component=component), component


def test_a_blackout_of_the_host_rules_its_slots_out(app: Flask) -> None:
    departure, component = planned()
    assert found(departure).best is not None
    kept(
        AwayTime(
            organisation=component.organisation,
            kind=AwayKind.BLACKOUT,
            starts_at=TEN - HOUR,
            ends_at=TEN + HOUR / 2,
        )
    )

    assert found(departure).why is Why.AWAY


def test_a_budget_that_is_used_up_rules_out_and_refuses(app: Flask) -> None:
    departure, component = planned()
    make_slot(component, starts_at=TEN + 3 * HOUR)
    other = make_planned(component=component)
    kept(VisitBudget(organisation_id=component.organisation_id, per_month=1))
    services.ask_hosts(departure, at=NOON, actor=ACTOR)

    assert found(other).why is Why.BUDGET
    with pytest.raises(Refused, match="no more visits"):
        services.ask_hosts(other, at=NOON, actor=ACTOR)
    request = queries.requests_of(departure)[0]
    services.cancel_request(request, at=NOON, actor=ACTOR)
    assert found(other).why is None
    services.ask_hosts(other, at=NOON, actor=ACTOR)
    assert queries.requests_of(other)[0].state is RequestState.REQUESTED


def test_a_closed_slot_is_told_from_one_that_is_taken(app: Flask) -> None:
    component = make_component()
    slot = make_slot(component, starts_at=TEN)
    departure = make_planned(component=component)
    slot.state = SlotState.CLOSED
    assert found(departure).why is Why.CLOSED
    slot.state, slot.taken = SlotState.OPEN, 3
    assert found(departure).why is Why.TAKEN


def test_only_those_chosen_are_asked_each_for_its_slot(app: Flask) -> None:
    component = make_component()
    early = make_slot(component, starts_at=TEN)
    late = make_slot(component, starts_at=TEN + 3 * HOUR)
    departure = make_planned(component=component, days=2)
    first, second = queries.drafts_of(departure)

    asked = services.ask_chosen(departure, {first.id: late.id}, at=NOON, actor=ACTOR)

    assert [one.id for one in asked.sent] == [first.id]
    assert (taken(early), taken(late)) == (0, 20)
    assert departure.items[0].starts_at == late.starts_at
    assert second.state is RequestState.DRAFT
    with pytest.raises(Refused, match="at least one"):
        services.ask_chosen(departure, {}, at=NOON, actor=ACTOR)


def test_another_component_s_slot_is_refused_and_the_others_are_asked(app: Flask) -> None:
    component = make_component()
    make_slot(component, starts_at=TEN)
    foreign = make_slot(starts_at=TEN)
    departure = make_planned(component=component, days=2)
    first, second = queries.drafts_of(departure)

    asked = services.ask_chosen(
        departure, {first.id: None, second.id: foreign.id}, at=NOON, actor=ACTOR
    )

    assert [one.id for one in asked.sent] == [first.id]
    assert [one.id for one, _refusal in asked.refused] == [second.id]


def test_finding_slots_takes_the_same_statements_for_many_items(
    app: Flask, statements: Statements
) -> None:
    counts = []
    for days in (1, 6):
        component = make_component()
        for day in range(days):
            make_slot(component, starts_at=local(FIRST_DAY + timedelta(days=day), 10))
        departure = make_planned(component=component, days=days)
        items = list(departure.items)
        with statements() as seen:
            queries.fits_of(departure, items, at=NOON)
        counts.append(len(seen))

    assert counts[0] == counts[1]


def test_the_page_proposes_slots_and_asks_all_in_one_action(
    app: Flask, as_organiser: Browser
) -> None:
    component = make_component()
    make_slot(component, starts_at=TEN)
    late = make_slot(component, starts_at=TEN + 3 * HOUR)
    departure = make_planned(component=component, days=3)
    first, second, third = queries.drafts_of(departure)
    url = f"/desk/departures/{departure.id}/slots"

    page = as_organiser.get(url)
    assert "room for 30; the visit moves there" in page.text
    assert "offers no times on this day" in page.text
    answer = as_organiser.post(
        url,
        data={
            f"request_{first.id}": str(late.id),
            f"request_{second.id}": "drafted",
            f"request_{third.id}": "later",
        },
    )

    assert answer.status_code == 302
    states = [one.state for one in queries.requests_of(departure)]
    assert states == [RequestState.REQUESTED, RequestState.REQUESTED, RequestState.DRAFT]
    assert taken(late) == 20
    left = as_organiser.post(url, data={f"request_{third.id}": "later"})
    assert "Choose at least one host to ask." in left.text
