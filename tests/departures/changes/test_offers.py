"""Taking what a host offers instead: the day follows, and who it touches is told."""

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.browser_client import Browser
from tests.departures.asking import ACTOR
from tests.departures.changes.visit import (
    LATER,
    Visit,
    at,
    email_of,
    forget_messages,
    letters,
    make_slot_at,
    make_visit,
    tell,
)
from tests.making import NOON, make_component
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.departures import queries, services
from tourbook.departures.models import Change, ChangeKind, RequestState, ServiceRequest
from tourbook.hosts.models import Component


def make_offered(minutes: int = 120) -> tuple[Visit, ServiceRequest, Component]:
    """All have agreed but the station, which offers a longer visit instead."""
    visit = make_visit(asked=False)
    services.ask_hosts(visit.departure, at=NOON, actor=ACTOR)
    station = visit.item("Station")
    for request in queries.requests_of(visit.departure):
        if request.dated_item_id != station.id:
            services.accept(request, by="by link", at=NOON, actor=ACTOR)
    declined = queries.live_of(station)
    assert declined is not None
    offered = make_component(organisation=declined.organisation, place=visit.place)
    offered.duration_minutes = minutes
    services.propose_component(declined, offered, by="Host", at=NOON, actor=ACTOR)
    forget_messages()
    return visit, declined, offered


def test_the_day_is_retimed_around_what_was_offered(app: Flask) -> None:
    visit, declined, offered = make_offered()

    change = services.take_component(declined, at=LATER, actor=ACTOR)

    assert (change.kind, change.dated_item_id) == (ChangeKind.SWAPPED, declined.dated_item_id)
    assert visit.times() == {
        "Station": "10:00-12:00",
        "Lunch": "12:00-13:00",
        "Depot": "13:00-14:30",
        "Coach": "15:00-16:00",
    }
    request = visit.request("Station")
    assert request is not None
    assert (request.component_id, request.state) == (offered.id, RequestState.REQUESTED)


def test_those_whom_it_touches_are_told_once(app: Flask) -> None:
    visit, declined, offered = make_offered()
    services.take_component(declined, at=LATER, actor=ACTOR)
    assert letters() == {}

    tell(visit)

    host, kitchen = email_of(offered), email_of(visit.item("Lunch").component)
    driver = email_of(visit.item("Coach").component)
    assert letters() == {one: ["departures/changed"] for one in sorted({host, kitchen, driver})}


def test_an_offer_that_breaks_the_day_is_not_taken_unseen(
    app: Flask, as_organiser: Browser
) -> None:
    visit, declined, offered = make_offered(minutes=200)
    db.session.commit()

    with pytest.raises(Refused, match="agreed to that time"):
        services.take_component(declined, at=LATER, actor=ACTOR)
    db.session.rollback()
    answer = as_organiser.post(f"/desk/requests/{declined.id}/take")

    look = f"/desk/changes/items/{declined.dated_item_id}?what=swapped&component={offered.id}"
    assert answer.location == look
    page = as_organiser.get(look)
    assert "is not over when" in page.text
    assert db.session.scalar(sa.select(sa.func.count(Change.id))) == 0
    assert visit.times()["Station"] == "10:00-11:30"


def test_the_page_takes_an_offer_with_which_the_day_holds(
    app: Flask, as_organiser: Browser
) -> None:
    visit, declined, offered = make_offered()
    make_slot_at(offered, at(10), at(12))
    db.session.commit()

    answer = as_organiser.post(f"/desk/requests/{declined.id}/take")

    assert answer.location == f"/desk/departures/{visit.departure.id}"
    assert "You can undo it until" in as_organiser.get(answer.location).text
    assert visit.item("Station").component_id == offered.id
    request = visit.request("Station")
    assert request is not None
    assert request.slot_id is not None
