"""Undoing a change before anybody is told of it."""

from datetime import timedelta

import pytest
from flask import Flask

from tests.departures.asking import ACTOR
from tests.departures.changes.visit import (
    LATER,
    TOLD,
    at,
    letters,
    make_slot_at,
    make_visit,
    move,
    offer,
    state_of,
    taken_at,
    tell,
)
from tourbook.core.refused import Refused
from tourbook.departures import services
from tourbook.departures.models import RequestState
from tourbook.departures.services import changes
from tourbook.hosts import services as hosts

SOON = LATER + timedelta(minutes=9)


def test_undoing_lets_everything_be_as_it_was(app: Flask) -> None:
    visit = make_visit()
    instead, _user = offer(place=visit.place)
    make_slot_at(instead, at(13), at(14, 30))
    item = visit.item("Depot")
    old = visit.request("Depot")
    assert old is not None
    title, component = item.title, old.component
    change = changes.swap(item, instead, revision=1, at=LATER, actor=ACTOR, despite=True)

    changes.undo(change, at=SOON, actor=ACTOR)

    assert (item.title, item.component_id, item.revision) == (title, component.id, 3)
    assert item.component == component
    assert state_of(old.id) is RequestState.CONFIRMED
    assert (taken_at(component, at(13)), taken_at(instead, at(13))) == (20, 0)
    assert change.undone_at == SOON
    tell(visit)
    assert letters() == {}


def test_what_followed_is_put_back_too(app: Flask) -> None:
    visit = make_visit(slots=False)
    before = visit.times()
    lunch = visit.request("Lunch")
    assert lunch is not None
    change = move(visit, "Station", at(10, 30))

    changes.undo(change, at=SOON, actor=ACTOR)

    assert visit.times() == before
    again = visit.request("Lunch")
    assert again is not None
    assert (again.id, again.state) == (lunch.id, RequestState.CONFIRMED)


def test_what_was_left_out_is_back(app: Flask) -> None:
    visit = make_visit()
    before = visit.times()
    item = visit.item("Depot")
    change = changes.drop(item, revision=1, at=LATER, actor=ACTOR, despite=True)

    changes.undo(change, at=SOON, actor=ACTOR)

    assert visit.times() == before


def test_a_slot_that_somebody_took_meanwhile_is_not_taken_back(app: Flask) -> None:
    visit = make_visit()
    depot = visit.request("Depot")
    assert depot is not None
    assert depot.slot_id is not None
    change = move(visit, "Depot", at(16, 30))
    hosts.hold_slot(depot.slot_id, 5)

    with pytest.raises(Refused):
        changes.undo(change, at=SOON, actor=ACTOR)

    assert taken_at(depot.component, at(13)) == 5


def test_a_host_that_has_answered_is_not_overruled(app: Flask) -> None:
    visit = make_visit()
    change = move(visit, "Depot", at(16, 30))
    new = visit.request("Depot")
    assert new is not None
    services.accept(new, by="Host", at=LATER, actor=ACTOR)

    with pytest.raises(Refused, match="has answered already"):
        changes.undo(change, at=SOON, actor=ACTOR)

    assert state_of(new.id) is RequestState.CONFIRMED


def test_a_host_that_was_told_it_is_off_is_not_taken_up_again(app: Flask) -> None:
    visit = make_visit()
    depot = visit.request("Depot")
    assert depot is not None
    assert depot.slot is not None
    depot.slot.ends_at = at(16)
    change = move(visit, "Depot", at(13, 15))
    assert state_of(depot.id) is RequestState.CONFIRMED
    services.cancel_request(depot, reason="No bus", at=LATER, actor=ACTOR)

    changes.undo(change, at=SOON, actor=ACTOR)

    assert state_of(depot.id) is RequestState.CANCELLED
    assert visit.times()["Depot"] == "13:00-14:30"
    assert taken_at(depot.component, at(13)) == 0


def test_a_host_that_was_asked_after_the_change_is_told_that_it_is_off(app: Flask) -> None:
    visit = make_visit()
    instead, user = offer(place=visit.place)
    item = visit.item("Depot")
    change = changes.swap(item, instead, revision=1, at=LATER, actor=ACTOR, despite=True)
    new = visit.request("Depot")
    assert new is not None
    services.decline(new, reason="No room", by="Host", at=LATER, actor=ACTOR)
    services.ask_again(item, at=LATER, actor=ACTOR)
    services.ask_hosts(visit.departure, at=LATER, actor=ACTOR)
    assert letters()[user.email] == ["departures/asked"]

    changes.undo(change, at=SOON, actor=ACTOR)

    assert letters()[user.email] == ["departures/asked", "departures/called_off"]


def test_undoing_goes_back_step_by_step(app: Flask) -> None:
    visit = make_visit()
    first = move(visit, "Depot", at(16, 30))
    second = move(visit, "Depot", at(17), now=LATER + timedelta(minutes=1))

    with pytest.raises(Refused, match="Undo that one first"):
        changes.undo(first, at=SOON, actor=ACTOR)
    changes.undo(second, at=SOON, actor=ACTOR)
    assert visit.times()["Depot"] == "16:30-18:00"
    changes.undo(first, at=SOON, actor=ACTOR)

    assert visit.times()["Depot"] == "13:00-14:30"
    depot = visit.request("Depot")
    assert depot is not None
    assert depot.state is RequestState.CONFIRMED


def test_undoing_ends_after_ten_minutes(app: Flask) -> None:
    visit = make_visit()
    change = move(visit, "Depot", at(16, 30))

    with pytest.raises(Refused, match="time to undo is over"):
        changes.undo(change, at=change.tell_at + timedelta(seconds=1), actor=ACTOR)

    changes.undo(change, at=change.tell_at, actor=ACTOR)
    with pytest.raises(Refused, match="undone already"):
        changes.undo(change, at=change.tell_at, actor=ACTOR)


def test_what_was_told_is_not_undone(app: Flask) -> None:
    visit = make_visit()
    change = move(visit, "Depot", at(16, 30))
    tell(visit, now=change.tell_at)

    with pytest.raises(Refused, match="time to undo is over"):
        changes.undo(change, at=change.tell_at, actor=ACTOR)

    assert visit.times()["Depot"] == "16:30-18:00"


def test_a_draft_is_a_draft_again(app: Flask) -> None:
    visit = make_visit(asked=False)
    depot = visit.request("Depot")
    assert depot is not None
    change = move(visit, "Depot", at(16, 30))

    changes.undo(change, at=TOLD - timedelta(minutes=20), actor=ACTOR)

    again = visit.request("Depot")
    assert again is not None
    assert (again.id, again.state) == (depot.id, RequestState.DRAFT)
    assert taken_at(depot.component, at(13)) == 0
