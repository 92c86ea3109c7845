"""What hosts are asked: the link in a message, their page, and the organiser's."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.browser_client import Browser
from tests.conftest import Statements
from tests.departures.asking import ACTOR, Asked
from tests.making import (
    local,
    make_component,
    make_departure,
    make_organisation,
    make_slot,
    make_user,
    make_version,
    request_token,
)
from tourbook.accounts.models import User
from tourbook.core import clock
from tourbook.core.db import db
from tourbook.core.roles import Role
from tourbook.departures import queries, services
from tourbook.departures.models import DepartureStatus, RequestState, ServiceRequest
from tourbook.hosts.models import Slot

SignIn = Callable[[User], Browser]


def make_asked_now() -> Asked:
    """A departure far enough ahead of the real day, its host asked."""
    at = clock.now()
    first_day = clock.today() + timedelta(days=90)
    organisation = make_organisation()
    component = make_component(organisation=organisation)
    slot = make_slot(component, starts_at=local(first_day, 10))
    departure = services.create(
        make_version(component=component),
        first_day=first_day,
        seats=20,
        booking_deadline=at + timedelta(days=30),
        at=at,
        actor=ACTOR,
    )
    services.ask_hosts(departure, at=at, actor=ACTOR)
    db.session.commit()
    return Asked(
        departure,
        component,
        slot,
        make_user(organisation=organisation),
        make_user(Role.ORGANISER),
    )


def link(asked: Asked) -> str:
    return f"/r/{request_token(asked.request)}"


def state(asked: Asked) -> tuple[RequestState, int]:
    """The newest request's state and how many hold its slot, as the database has them."""
    db.session.expire_all()
    return asked.request.state, asked.slot.taken


@pytest.fixture
def asked(app: Flask) -> Asked:
    return make_asked_now()


def test_opening_with_hosts_missing_needs_a_word(as_organiser: Browser, asked: Asked) -> None:
    address = f"/desk/departures/{asked.departure.id}/open"

    refused = as_organiser.post(address)
    opened = as_organiser.post(address, data={"despite_missing": "yes"})

    assert (refused.status_code, opened.status_code) == (409, 302)
    assert "One host has not said yes" in refused.text
    db.session.expire_all()
    assert asked.departure.status is DepartureStatus.OPEN
    assert as_organiser.post(f"/desk/departures/{asked.departure.id}/close").status_code == 302
    assert as_organiser.post(f"/desk/departures/{asked.departure.id}/close").status_code == 409


def test_asking_everybody_twice_is_a_sentence(as_organiser: Browser, asked: Asked) -> None:
    answer = as_organiser.post(f"/desk/departures/{asked.departure.id}/ask")

    assert (answer.status_code, "Every host has been asked already" in answer.text) == (409, True)


def test_the_link_shows_what_is_asked_and_changes_nothing(visitor: Browser, asked: Asked) -> None:
    page = visitor.get(link(asked))

    assert (page.status_code, "Can you receive this group?" in page.text) == (200, True)
    assert state(asked) == (RequestState.REQUESTED, 20)


def test_the_link_accepts_once(visitor: Browser, asked: Asked) -> None:
    first = visitor.post(link(asked), data={"answer": "accept"})
    second = visitor.post(link(asked), data={"answer": "decline", "reason": "Sorry"})

    assert first.status_code == 302
    assert "answered already: it was accepted" in second.text
    assert state(asked) == (RequestState.CONFIRMED, 20)
    assert asked.request.answered_by == "by link"
    assert "This request is answered already" in visitor.get(link(asked)).text


def test_the_link_declines_with_a_reason(visitor: Browser, asked: Asked) -> None:
    visitor.post(link(asked), data={"answer": "decline", "reason": "An exercise"})

    assert state(asked) == (RequestState.DECLINED, 0)


def test_the_link_offers_another_time(visitor: Browser, asked: Asked) -> None:
    day = asked.departure.first_day

    visitor.post(
        link(asked),
        data={"answer": "propose", "starts_at": f"{day}T14:00", "ends_at": f"{day}T15:00"},
    )

    assert state(asked) == (RequestState.DECLINED, 0)
    assert asked.request.proposed_starts_at == local(day, 14)


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"answer": "perhaps"},
        {"answer": "decline"},
        {"answer": "decline", "reason": "x" * 1001},
        {"answer": "propose"},
        {"answer": "propose", "starts_at": "2027-02-30T10:00", "ends_at": "2027-03-01T10:00"},
        {"answer": "propose", "starts_at": "2001-01-01T10:00", "ends_at": "2001-01-01T11:00"},
        {"answer": "propose", "starts_at": "9999-12-31T23:00", "ends_at": "9999-12-31T23:59"},
        {"answer": "propose", "starts_at": "0001-01-01T00:00", "ends_at": "0001-01-01T01:00"},
    ],
)
def test_an_answer_that_says_nothing_changes_nothing(
    visitor: Browser, asked: Asked, data: dict[str, str]
) -> None:
    page = visitor.post(link(asked), data=data)

    assert (page.status_code, "Please check the form" in page.text) == (200, True)
    assert state(asked) == (RequestState.REQUESTED, 20)


@pytest.mark.parametrize("token", ["x", "a" * 22, "%00", "é" * 30])
def test_a_broken_link_is_not_found(visitor: Browser, token: str) -> None:
    assert visitor.get(f"/r/{token}").status_code == 404


def test_a_host_answers_on_its_page(sign_in: SignIn, asked: Asked) -> None:
    host = sign_in(asked.host)
    address = f"/host/requests/{asked.request.id}"

    assert address in host.get("/host/requests/").text
    assert host.post(address, data={"answer": "accept"}).status_code == 302

    assert state(asked) == (RequestState.CONFIRMED, 20)
    assert asked.request.answered_by == asked.host.name


def test_a_stranger_of_the_same_role_finds_nothing(sign_in: SignIn, asked: Asked) -> None:
    stranger = sign_in(make_user(organisation=make_organisation()))
    address = f"/host/requests/{asked.request.id}"

    assert stranger.get(address).status_code == 404
    assert stranger.post(address, data={"answer": "accept"}).status_code == 404
    assert "No requests yet" in stranger.get("/host/requests/").text
    assert state(asked) == (RequestState.REQUESTED, 20)


def test_a_draft_is_not_the_hosts_business(sign_in: SignIn, asked: Asked) -> None:
    asked.request.state, asked.request.asked_at = RequestState.DRAFT, None
    db.session.commit()

    assert sign_in(asked.host).get(f"/host/requests/{asked.request.id}").status_code == 404


@pytest.mark.parametrize("side", ["organiser", "host"])
def test_what_waits_for_an_answer_stands_first(sign_in: SignIn, asked: Asked, side: str) -> None:
    answered = make_asked_now()
    services.accept(answered.request, by="Aino", at=clock.now(), actor=ACTOR)
    own = asked.component.organisation_id
    db.session.execute(sa.update(ServiceRequest).values(organisation_id=own))
    answered.request.starts_at -= timedelta(days=1)
    db.session.commit()

    browser = sign_in(asked.organiser if side == "organiser" else asked.host)
    page = browser.get("/desk/requests/" if side == "organiser" else "/host/requests/")

    body = page.text[page.text.index("<tbody") :]
    assert body.index("Waiting for an answer") < body.index("Accepted")


def test_departures_to_come_stand_before_those_that_are_over(as_organiser: Browser) -> None:
    today = clock.today()
    over, later, soon = (make_departure(first_day=today + timedelta(days=n)) for n in (-40, 90, 30))
    over.status = DepartureStatus.COMPLETED
    db.session.commit()

    page = as_organiser.get("/desk/departures/")

    places = [page.text.index(f'/desk/departures/{one.id}"') for one in (soon, later, over)]
    assert places == sorted(places)


@pytest.mark.parametrize("requests", [1, 4])
@pytest.mark.parametrize("side", ["organiser", "host"])
def test_lists_of_requests_ask_the_same_number_of_questions(
    sign_in: SignIn, statements: Statements, side: str, requests: int
) -> None:
    asked = [make_asked_now() for _ in range(requests)]
    own = asked[0].component.organisation_id
    db.session.execute(sa.update(ServiceRequest).values(organisation_id=own))
    browser = sign_in(asked[0].organiser if side == "organiser" else asked[0].host)
    db.session.commit()
    db.session.expunge_all()

    with statements() as seen:
        page = browser.get("/desk/requests/" if side == "organiser" else "/host/requests/")

    assert page.text.count('scope="row">') == requests
    assert len(seen) == 4


def test_the_organiser_takes_the_offered_time(as_organiser: Browser, asked: Asked) -> None:
    day = asked.departure.first_day
    services.propose(
        asked.request,
        starts_at=local(day, 14),
        ends_at=local(day, 15),
        by="Aino",
        at=clock.now(),
        actor=ACTOR,
    )
    shown = as_organiser.get(f"/desk/departures/{asked.departure.id}")

    answer = as_organiser.post(f"/desk/requests/{asked.request.id}/take")

    assert "Ask for what is offered" in shown.text
    assert answer.status_code == 302
    assert asked.request.state is RequestState.REQUESTED
    assert asked.request.starts_at == local(day, 14)


def test_the_organiser_cancels_asks_again_and_goes_without(
    as_organiser: Browser, asked: Asked
) -> None:
    item_id = asked.request.dated_item_id
    first = asked.request.id

    as_organiser.post(f"/desk/requests/{first}/cancel", data={"reason": "New plan"})
    assert state(asked) == (RequestState.CANCELLED, 0)
    as_organiser.post(f"/desk/requests/items/{item_id}/again")
    assert state(asked) == (RequestState.DRAFT, 0)
    refused = as_organiser.post(f"/desk/requests/items/{item_id}/replace", data={"title-en": ""})
    assert "Please check the form" in refused.text
    as_organiser.post(f"/desk/requests/items/{item_id}/replace", data={"title-en": "A walk"})

    assert state(asked) == (RequestState.CANCELLED, 0)
    (item,) = queries.items_of(asked.departure)
    assert (item.component_id, item.title.en) == (None, "A walk")


def test_the_organiser_chooses_another_slot(as_organiser: Browser, asked: Asked) -> None:
    other = make_slot(asked.component, starts_at=local(asked.departure.first_day, 14))
    services.cancel_request(asked.request, at=clock.now(), actor=ACTOR)
    services.ask_again(asked.request.dated_item, at=clock.now(), actor=ACTOR)
    address = f"/desk/requests/{asked.request.id}/slot"

    page = as_organiser.get(address)
    answer = as_organiser.post(address, data={"slot": str(other.id)})

    assert (page.text.count('type="radio"'), answer.status_code) == (3, 302)
    assert db.session.get_one(Slot, asked.request.slot_id).starts_at == other.starts_at


@pytest.mark.parametrize(
    "data",
    [
        {"slot": "99999"},
        {"slot": "x"},
        {},
        {"slot": "time", "starts_at": "", "ends_at": ""},
        {"slot": "time", "starts_at": "2027-02-30T10:00", "ends_at": "2027-03-01T10:00"},
        {"slot": "time", "starts_at": "2001-01-01T10:00", "ends_at": "2001-01-01T11:00"},
    ],
)
def test_a_time_that_cannot_be_is_not_chosen(
    as_organiser: Browser, asked: Asked, data: dict[str, str]
) -> None:
    services.cancel_request(asked.request, at=clock.now(), actor=ACTOR)
    services.ask_again(asked.request.dated_item, at=clock.now(), actor=ACTOR)
    before = asked.request.starts_at

    page = as_organiser.post(f"/desk/requests/{asked.request.id}/slot", data=data)

    assert (page.status_code, "Please check the form" in page.text) == (200, True)
    assert asked.request.starts_at == before
