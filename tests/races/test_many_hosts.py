"""Hosts that answer while organisers call off and ask for the same slots: capacity holds."""

import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import sqlalchemy as sa

from tests import making
from tests.races.conftest import Place
from tests.races.crowd import Person, Saw, together
from tests.servers import server, session_cookie
from tourbook.core import clock
from tourbook.core.db import db
from tourbook.core.roles import Role
from tourbook.departures import services
from tourbook.departures.models import HOLDING, RequestState, ServiceRequest
from tourbook.hosts.models import Slot

SLOTS = 5
#: Each slot has room for three groups, and all three ask for it.
GROUPS = 3
PAX = 20
#: Of the fifteen that asked, ten are called off in the same moment, and ten others want in.
CALLED_OFF = 10
WANT_IN = 10
#: So many seconds after which hosts have opened their links and are about to press.
HOSTS_OPEN_THEIR_LINKS = 2.0


def people_of(place: Place) -> list[Person]:
    """Fifty: two hosts for each request, and organisers who call off and ask for more."""
    organisation = making.make_organisation()
    component = making.make_component(organisation=organisation)
    version = making.make_version(component=component)
    first_day = making.far_ahead()
    slots = [
        making.make_slot(
            component,
            starts_at=making.local(first_day, 8) + timedelta(hours=2 * number),
            capacity=GROUPS * PAX,
            exclusive=False,
        )
        for number in range(SLOTS)
    ]
    host = session_cookie(place.app, making.make_user(organisation=organisation))
    organiser = session_cookie(place.app, making.make_user(Role.ORGANISER))
    people = []
    for number in range(SLOTS * GROUPS):
        departure = making.make_departure(version=version, first_day=first_day)
        request = making.make_request(departure, slot=slots[number % SLOTS], pax=PAX)
        people.append(Person(f"/r/{making.request_token(request)}", {"answer": "accept"}))
        no = {"answer": "decline", "reason": "A fire call."}
        people.append(Person(f"/host/requests/{request.id}", no, cookie=host))
        if number < CALLED_OFF:
            page = f"/desk/requests/{request.id}/cancel"
            people.append(Person(page, {"reason": "Plans have changed."}, cookie=organiser))
    for number in range(WANT_IN):
        departure = making.make_departure(version=version, first_day=first_day)
        slot = slots[number % SLOTS]
        making.make_request(departure, slot=slot, state=RequestState.DRAFT, pax=PAX)
        target = f"/desk/departures/{departure.id}/ask"
        people.append(Person(f"/desk/departures/{departure.id}", {}, organiser, target))
    db.session.commit()
    return people


def told_why(saw: Saw) -> bool:
    """Done, or refused with a sentence."""
    if saw.status == 302:
        return True
    sentences = ("already", "just answered", "cancelled", "taken", "room", "left", "full")
    return saw.status in (200, 409, 422) and any(word in saw.body for word in sentences)


def test_fifty_answer_call_off_and_ask_at_once_and_capacity_holds(place: Place) -> None:
    people = people_of(place)
    assert len(people) == 50

    with server("tourbook.app:create_app()", place.environ, place.folder, workers=4) as served:
        seen = together(served.port, people)

    assert [saw.status for saw in seen if not told_why(saw)] == []
    held = dict.fromkeys(db.session.scalars(sa.select(Slot.id)), 0)
    states: Counter[RequestState] = Counter()
    for slot_id, pax, state in db.session.execute(
        sa.select(ServiceRequest.slot_id, ServiceRequest.pax, ServiceRequest.state)
    ):
        assert slot_id is not None
        states[state] += 1
        held[slot_id] += pax if state in HOLDING else 0
    taken = {row.id: row.taken for row in db.session.execute(sa.select(Slot.id, Slot.taken))}
    assert taken == held
    assert max(taken.values()) <= GROUPS * PAX
    # Each of the fifteen was answered or called off.
    assert states[RequestState.REQUESTED] + states[RequestState.DRAFT] == WANT_IN
    db.session.rollback()


def test_hosts_that_answer_as_their_time_runs_out_are_in_time_or_told(place: Place) -> None:
    component = making.make_component()
    version = making.make_version(component=component)
    first_day = making.far_ahead()
    now = clock.now()
    people = []
    for number in range(20):
        starts_at = making.local(first_day, 0) + timedelta(hours=number)
        slot = making.make_slot(component, starts_at=starts_at)
        departure = making.make_departure(version=version, first_day=first_day)
        request = making.make_request(departure, slot=slot, pax=PAX)
        request.lapses_at = now
        people.append(Person(f"/r/{making.request_token(request)}", {"answer": "accept"}))
    db.session.commit()

    with server("tourbook.app:create_app()", place.environ, place.folder, workers=4) as served:
        clockwork = threading.Thread(target=let_lapse, args=(place, now))
        with ThreadPoolExecutor(1) as crowd:
            answers = crowd.submit(together, served.port, people)
            clockwork.start()
            seen = answers.result()
        clockwork.join()

    accepted = sum(saw.status == 302 for saw in seen)
    losers = [saw for saw in seen if saw.status != 302]
    assert all("has lapsed" in saw.body for saw in losers)
    states = Counter(db.session.scalars(sa.select(ServiceRequest.state)))
    assert states[RequestState.CONFIRMED] == accepted
    assert states[RequestState.LAPSED] == 20 - accepted
    assert sum(db.session.scalars(sa.select(Slot.taken))) == PAX * accepted
    db.session.rollback()


def let_lapse(place: Place, now: datetime) -> None:
    """What the worker does every few minutes, a moment after the hosts begin to press."""
    with place.app.app_context():
        time.sleep(HOSTS_OPEN_THEIR_LINKS)
        services.lapse({}, now)
        db.session.commit()
        db.session.remove()
