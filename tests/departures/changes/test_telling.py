"""Who is told of a change: exactly those whom it touches, once, in sum."""

from datetime import timedelta

import sqlalchemy as sa
from flask import Flask

from tests.departures.asking import ACTOR
from tests.departures.changes.visit import (
    LATER,
    TOLD,
    Visit,
    at,
    email_of,
    letters,
    make_slot_at,
    make_visit,
    move,
    offer,
    tell,
)
from tests.making import request_token
from tourbook.core.db import db
from tourbook.departures import services
from tourbook.departures.models import RequestState
from tourbook.departures.services import changes
from tourbook.messages.emails.wording import worded
from tourbook.messages.models import Message

CHANGED = ["departures/changed"]


def words_to(address: str) -> str:
    message = db.session.scalars(sa.select(Message).where(Message.to_email == address)).one()
    letter = worded(message, base_url="https://visits.example", zone="Europe/Helsinki")
    return f"{letter.subject}\n{letter.body}"


def email(visit: Visit, title: str) -> str:
    return email_of(visit.item(title).component)


def test_nobody_is_told_before_the_ten_minutes_are_over(app: Flask) -> None:
    visit = make_visit()
    change = move(visit, "Depot", at(16, 30))

    tell(visit, now=change.tell_at - timedelta(seconds=1))
    assert letters() == {}

    tell(visit, now=change.tell_at)
    assert letters() != {}
    assert change.told_at == change.tell_at


def test_the_host_that_is_moved_and_the_driver_are_told_once(app: Flask) -> None:
    visit = make_visit()
    depot, driver = email(visit, "Depot"), email(visit, "Coach")
    move(visit, "Depot", at(16, 30))

    tell(visit)
    tell(visit)

    assert letters() == {depot: CHANGED, driver: CHANGED}
    words = words_to(depot)
    request = visit.request("Depot")
    assert request is not None
    assert "Before:" in words
    assert "13:00" in words
    assert "16:30" in words
    assert f"https://visits.example/r/{request_token(request)}" in words
    assert "around your drives" in words_to(driver)
    assert "Depot" in words_to(driver)


def test_the_kitchen_is_told_when_its_meal_moves(app: Flask) -> None:
    visit = make_visit(slots=False)
    told = {email(visit, title): CHANGED for title in ("Station", "Lunch", "Coach")}

    move(visit, "Station", at(10, 30))
    tell(visit)

    assert letters() == told


def test_old_and_new_host_of_a_swap_are_told_each_its_own(app: Flask) -> None:
    visit = make_visit()
    instead, user = offer(place=visit.place, language="fi")
    make_slot_at(instead, at(13), at(14, 30))
    old, driver = email(visit, "Depot"), email(visit, "Coach")
    changes.swap(visit.item("Depot"), instead, revision=1, at=LATER, actor=ACTOR, despite=True)

    tell(visit)

    assert letters() == {old: CHANGED, user.email: CHANGED, driver: CHANGED}
    assert "Called off" in words_to(old)
    assert instead.name.en not in words_to(old)
    assert instead.name.fi in words_to(user.email)
    assert "Depot" not in words_to(user.email)


def test_two_changes_that_cancel_out_tell_nobody(app: Flask) -> None:
    visit = make_visit()
    before = visit.request("Depot")
    assert before is not None
    move(visit, "Depot", at(16, 30))
    move(visit, "Depot", at(13), now=LATER + timedelta(minutes=1))

    tell(visit)

    assert letters() == {}
    after = visit.request("Depot")
    assert after is not None
    assert (after.id, after.state) == (before.id, RequestState.CONFIRMED)


def test_several_changes_are_told_as_one(app: Flask) -> None:
    visit = make_visit()
    depot, driver = email(visit, "Depot"), email(visit, "Coach")
    first = move(visit, "Depot", at(16, 30))
    second = move(visit, "Depot", at(17), now=LATER + timedelta(minutes=5))

    tell(visit, now=first.tell_at)
    assert letters() == {}
    tell(visit, now=second.tell_at)

    assert letters() == {depot: CHANGED, driver: CHANGED}
    assert "13:00" in words_to(depot)
    assert "17:00" in words_to(depot)
    assert "16:30" not in words_to(depot)
    assert (first.told_at, second.told_at) == (second.tell_at, second.tell_at)


def test_a_host_that_said_no_itself_is_not_told_of_plan_b(app: Flask) -> None:
    visit = make_visit(asked=False)
    services.ask_hosts(visit.departure, at=LATER, actor=ACTOR)
    request = visit.request("Depot")
    assert request is not None
    services.decline(request, reason="A fire call.", by="Host", at=LATER, actor=ACTOR)
    db.session.execute(sa.delete(Message))
    instead, user = offer(place=visit.place)
    driver = email(visit, "Coach")

    changes.plan_b(visit.item("Depot"), instead, revision=1, at=LATER, actor=ACTOR, despite=True)
    tell(visit)

    assert letters() == {user.email: CHANGED, driver: CHANGED}


def test_a_departure_that_was_called_off_meanwhile_tells_nothing(app: Flask) -> None:
    visit = make_visit()
    change = move(visit, "Depot", at(16, 30))
    services.mark_cancelled(visit.departure, reason="Storm", at=LATER, actor=ACTOR)
    db.session.flush()
    db.session.execute(sa.delete(Message))

    tell(visit, now=TOLD)

    assert letters() == {}
    assert change.told_at == TOLD


def test_a_host_that_was_swapped_away_is_told_when_all_is_called_off(app: Flask) -> None:
    visit = make_visit()
    depot = email(visit, "Depot")
    other, user = offer(place=visit.place)
    item = visit.item("Depot")
    changes.swap(item, other, revision=item.revision, at=LATER, actor=ACTOR, despite=True)

    services.mark_cancelled(visit.departure, reason="Storm", at=LATER, actor=ACTOR)
    tell(visit, now=TOLD)

    told = letters()
    assert told[depot] == ["departures/called_off"]
    assert told[user.email] == ["departures/called_off"]
    assert set(map(tuple, told.values())) == {("departures/called_off",)}


def test_a_draft_that_nobody_was_asked_for_tells_no_host(app: Flask) -> None:
    visit = make_visit(asked=False)
    move(visit, "Depot", at(16, 30))

    tell(visit)

    assert letters() == {}
