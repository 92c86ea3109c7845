"""In the demonstration a plan B was taken, and those it touches were told."""

from flask import Flask

from tests.departures.asking import ACTOR
from tests.departures.changes.visit import letters, make_visit, offer
from tests.making import NOON
from tourbook.core.db import db
from tourbook.demo.changing import take_plan_b
from tourbook.departures import queries, services
from tourbook.departures.models import ChangeKind, RequestState


def test_plan_b_is_taken_told_and_agreed(app: Flask) -> None:
    visit = make_visit(asked=False)
    instead, user = offer(place=visit.place)
    services.ask_hosts(visit.departure, at=NOON, actor=ACTOR)

    change = take_plan_b(visit.departure, at=NOON, actor=ACTOR)

    assert change is not None
    db.session.flush()
    assert (change.kind, change.told_at) == (ChangeKind.PLAN_B, change.tell_at)
    assert letters()[user.email] == ["departures/changed"]
    renewed = queries.live_of(change.dated_item)
    assert renewed is not None
    assert (renewed.component_id, renewed.state) == (instead.id, RequestState.CONFIRMED)


def test_where_nobody_waits_nothing_is_changed(app: Flask) -> None:
    visit = make_visit()
    offer(place=visit.place)

    assert take_plan_b(visit.departure, at=NOON, actor=ACTOR) is None
