"""Changing a visit: the day, the requests and the slots follow at once."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.departures.asking import ACTOR
from tests.departures.changes.visit import (
    LATER,
    at,
    letters,
    make_slot_at,
    make_visit,
    move,
    offer,
    state_of,
    taken_at,
)
from tests.making import NOON
from tourbook.core.audit import AuditEntry
from tourbook.core.db import db
from tourbook.core.jobs import Job
from tourbook.core.refused import Refused
from tourbook.departures import services
from tourbook.departures.models import ChangeKind, RequestState
from tourbook.departures.queries import changes as reading
from tourbook.departures.services import changes


def test_moving_frees_the_slot_and_asks_for_the_new_time(app: Flask) -> None:
    visit = make_visit()
    old = visit.request("Depot")
    assert old is not None
    depot = old.component

    change = move(visit, "Depot", at(16, 30))

    assert state_of(old.id) is RequestState.CANCELLED
    assert taken_at(depot, at(13)) == 0
    new = visit.request("Depot")
    assert new is not None
    assert (new.state, new.slot_id, new.asked_at) == (RequestState.REQUESTED, None, LATER)
    assert new.starts_at == at(16, 30)
    assert visit.times()["Depot"] == "16:30-18:00"
    assert (change.kind, change.tell_at) == (ChangeKind.MOVED, LATER + timedelta(minutes=10))
    assert letters() == {}


def test_what_follows_moves_and_its_host_is_asked_anew(app: Flask) -> None:
    visit = make_visit(slots=False)
    before = visit.request("Lunch")
    assert before is not None

    move(visit, "Station", at(10, 30))

    assert visit.times() == {
        "Station": "10:30-12:00",
        "Lunch": "12:00-13:00",
        "Depot": "13:00-14:30",
        "Coach": "15:00-16:00",
    }
    lunch, depot = visit.request("Lunch"), visit.request("Depot")
    assert lunch is not None
    assert depot is not None
    assert (lunch.state, lunch.starts_at) == (RequestState.REQUESTED, at(12))
    assert state_of(before.id) is RequestState.CANCELLED
    assert depot.state is RequestState.CONFIRMED


def test_a_host_that_agreed_to_a_slot_is_named_and_not_moved(app: Flask) -> None:
    visit = make_visit()
    depot = visit.request("Depot")
    assert depot is not None
    held = depot.id

    with pytest.raises(Refused, match="not over when Depot begins, and Example Host"):
        move(visit, "Station", at(11))

    assert visit.times()["Depot"] == "13:00-14:30"
    assert state_of(held) is RequestState.CONFIRMED


def test_a_new_time_within_the_slot_keeps_the_yes(app: Flask) -> None:
    visit = make_visit()
    depot = visit.request("Depot")
    assert depot is not None
    assert depot.slot is not None
    depot.slot.ends_at = at(15)
    db.session.flush()

    move(visit, "Depot", at(13, 20))

    kept_request = visit.request("Depot")
    assert kept_request is not None
    assert (kept_request.id, kept_request.state) == (depot.id, RequestState.CONFIRMED)
    assert kept_request.starts_at == at(13, 20)


def test_plan_b_is_asked_at_once_and_takes_its_slot(app: Flask) -> None:
    visit = make_visit()
    instead, _user = offer(place=visit.place)
    slot = make_slot_at(instead, at(13), at(14, 30))
    item = visit.item("Depot")
    assert item.component is not None
    old_host = item.component
    item.component.plan_b_id = instead.id

    change = changes.plan_b(item, instead, revision=1, at=LATER, actor=ACTOR, despite=True)

    new = visit.request("Depot")
    assert new is not None
    assert (new.component_id, new.state, new.slot_id) == (
        instead.id,
        RequestState.REQUESTED,
        slot.id,
    )
    assert (taken_at(instead, at(13)), taken_at(old_host, at(13))) == (20, 0)
    assert (item.title, item.component_id, item.revision) == (instead.name, instead.id, 2)
    assert change.kind is ChangeKind.PLAN_B


def test_an_alternative_of_the_version_can_be_plan_b(app: Flask) -> None:
    visit = make_visit()
    item = visit.item("Depot")
    (walk,) = reading.alternatives(item)

    changes.plan_b(item, walk, revision=1, at=LATER, actor=ACTOR, despite=True)

    assert (item.title.en, item.component_id) == ("Walk", None)
    assert visit.times()["Depot"] == "13:00-14:00"
    assert visit.request("Depot") is None


def test_a_swap_needs_a_slot_or_asks_for_the_time(app: Flask) -> None:
    visit = make_visit()
    instead, _user = offer(place=visit.place)
    item = visit.item("Depot")

    changes.swap(item, instead, revision=1, at=LATER, actor=ACTOR, despite=True)

    new = visit.request("Depot")
    assert new is not None
    assert (new.slot_id, new.starts_at, new.ends_at) == (None, at(13), at(14, 30))


def test_leaving_out_moves_nothing_and_frees_the_slot(app: Flask) -> None:
    visit = make_visit()
    depot = visit.request("Depot")
    assert depot is not None
    item = visit.item("Depot")

    changes.drop(item, revision=1, at=LATER, actor=ACTOR, despite=True)

    assert visit.times() == {
        "Station": "10:00-11:30",
        "Lunch": "11:30-12:30",
        "Coach": "15:00-16:00",
    }
    assert state_of(depot.id) is RequestState.CANCELLED
    assert taken_at(depot.component, at(13)) == 0
    assert visit.request("Depot") is None


def test_what_nobody_was_asked_for_stays_a_draft(app: Flask) -> None:
    visit = make_visit(asked=False)

    move(visit, "Depot", at(16, 30))

    depot = visit.request("Depot")
    assert depot is not None
    assert (depot.state, depot.starts_at) == (RequestState.DRAFT, at(16, 30))


def test_an_old_page_is_refused_and_a_new_one_is_not(app: Flask) -> None:
    visit = make_visit()
    item = visit.item("Depot")
    move(visit, "Depot", at(16, 30))

    with pytest.raises(Refused, match="just changed this visit"):
        changes.move(item, at(17), revision=1, at=LATER, actor=ACTOR, despite=True)

    changes.move(item, at(17), revision=2, at=LATER, actor=ACTOR, despite=True)
    assert visit.times()["Depot"] == "17:00-18:30"


def test_doubts_are_looked_at_before_the_day_is_changed(app: Flask) -> None:
    visit = make_visit()
    item = visit.item("Lunch")

    with pytest.raises(Refused, match="Look at the problems"):
        changes.drop(item, revision=1, at=LATER, actor=ACTOR)

    changes.drop(item, revision=1, at=LATER, actor=ACTOR, despite=True)
    assert "Lunch" not in visit.times()


@pytest.mark.parametrize(
    ("hour", "minute", "sentence"),
    [(10, 0, "Nothing would change"), (9, 59, "")],
)
def test_a_change_changes_something(app: Flask, hour: int, minute: int, sentence: str) -> None:
    visit = make_visit()

    if sentence:
        with pytest.raises(Refused, match=sentence):
            move(visit, "Station", at(hour, minute))
    else:
        move(visit, "Station", at(hour, minute))
        assert visit.times()["Station"] == "09:59-11:29"


def test_what_has_begun_or_lies_elsewhere_is_refused(app: Flask) -> None:
    visit = make_visit()

    with pytest.raises(Refused, match="has begun"):
        move(visit, "Station", at(15), now=at(10))
    with pytest.raises(Refused, match="has passed"):
        move(visit, "Coach", at(12), now=at(13))
    with pytest.raises(Refused, match="outside the days"):
        move(visit, "Station", at(10) + timedelta(days=1))


def test_a_group_that_is_too_large_is_not_taken(app: Flask) -> None:
    visit = make_visit()
    small, _user = offer(place=visit.place)
    small.party_max = 10
    item = visit.item("Depot")

    with pytest.raises(Refused, match="takes at most 10 people"):
        changes.swap(item, small, revision=1, at=LATER, actor=ACTOR, despite=True)

    small.party_max = 20
    changes.swap(item, small, revision=1, at=LATER, actor=ACTOR, despite=True)
    assert item.component_id == small.id


def test_a_change_is_audited_and_its_telling_ordered(app: Flask) -> None:
    visit = make_visit()

    change = move(visit, "Depot", at(16, 30))

    entries = db.session.scalars(
        sa.select(AuditEntry).where(AuditEntry.action == "departures.change_visit")
    ).all()
    assert [entry.actor_label for entry in entries] == ["Test"]
    job = db.session.scalars(sa.select(Job).where(Job.kind == "departures.tell_changes")).one()
    assert (job.run_at, job.payload) == (change.tell_at, {"departure_id": visit.departure.id})


def test_a_departure_that_was_called_off_is_not_changed(app: Flask) -> None:
    visit = make_visit()
    services.mark_cancelled(visit.departure, reason="Storm", at=NOON, actor=ACTOR)

    with pytest.raises(Refused, match="ended or was cancelled"):
        move(visit, "Depot", at(16, 30))
