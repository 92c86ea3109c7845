"""The host's pages: all requests, several answered at once, handing over, withdrawing, talking."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from tests.browser_client import Browser
from tests.departures.asking import ACTOR, make_asked, taken
from tests.making import (
    NOON,
    make_component,
    make_organisation,
    make_request,
    make_user,
    request_token,
)
from tourbook.accounts.models import User
from tourbook.core import clock
from tourbook.core.db import db
from tourbook.departures import queries, services
from tourbook.departures.models import RequestState

SignIn = Callable[[User], Browser]


@pytest.fixture(autouse=True)
def at_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)


def test_a_host_accepts_those_it_ticks(app: Flask, sign_in: SignIn) -> None:
    asked = make_asked()
    browser = sign_in(asked.host)
    page = browser.get("/host/requests/?state=waiting")
    assert "Accept those ticked" in page.text

    answer = browser.post("/host/requests/?state=waiting", data={"request": asked.request.id})

    assert answer.headers["Location"] == "/host/requests/?state=waiting"
    assert asked.request.state is RequestState.CONFIRMED
    again = browser.post(
        "/host/requests/", data={"request": asked.request.id}, follow_redirects=True
    )
    assert "answered already" in again.text
    nothing = browser.post("/host/requests/", data={}, follow_redirects=True)
    assert "Tick at least one" in nothing.text
    nonsense = {"request": ["9" * 30, "\N{SUPERSCRIPT TWO}", "x"]}
    assert (
        "Tick at least one"
        in browser.post("/host/requests/", data=nonsense, follow_redirects=True).text
    )


def test_a_host_cannot_accept_what_another_was_asked(app: Flask, sign_in: SignIn) -> None:
    asked = make_asked()
    stranger = sign_in(make_user(organisation=make_organisation()))

    assert stranger.post("/host/requests/", data={"request": asked.request.id}).status_code == 404
    for page in ("", "/hand", "/withdraw"):
        assert stranger.get(f"/host/requests/{asked.request.id}{page}").status_code == 404
    assert asked.request.state is RequestState.REQUESTED


def test_a_host_finds_no_trace_of_a_draft(app: Flask, sign_in: SignIn) -> None:
    drafted, asked = make_request(state=RequestState.DRAFT), make_request()
    drafted.asked_at = None

    for request, seen in ((drafted, False), (asked, True)):
        reader = sign_in(make_user(organisation=request.organisation))
        page = reader.get("/host/requests/").text
        status = reader.get(f"/host/requests/{request.id}").status_code
        assert (request.component.name.en in page, status) == (seen, 200 if seen else 404)


@pytest.mark.parametrize(
    ("state", "seen"), [("waiting", True), ("agreed", False), ("past", False), ("", True)]
)
def test_requests_are_filtered_by_how_they_stand(
    app: Flask, sign_in: SignIn, state: str, seen: bool
) -> None:
    asked = make_asked()

    page = sign_in(asked.host).get(f"/host/requests/?state={state}")

    assert (f"/host/requests/{asked.request.id}" in page.text) is seen


def test_a_request_is_handed_over_on_its_page(app: Flask, sign_in: SignIn) -> None:
    asked = make_asked()
    colleague = make_user(organisation=asked.component.organisation)
    browser = sign_in(asked.host)
    url = f"/host/requests/{asked.request.id}"
    assert "Hand it over to a colleague" in browser.get(url).text

    browser.post(f"{url}/hand", data={"colleague": colleague.id, "words": "Please"})

    db.session.refresh(asked.request)
    assert asked.request.handed_to_id == colleague.id
    assert "Handed over to a colleague" in browser.get(url).text
    refused = browser.post(f"{url}/hand", data={"colleague": asked.organiser.id})
    assert refused.status_code in (200, 422)
    assert asked.request.handed_to_id == colleague.id


def test_an_agreed_visit_is_withdrawn_on_its_page(app: Flask, sign_in: SignIn) -> None:
    asked = make_asked()
    services.accept(asked.request, by="Host", at=NOON, actor=ACTOR)
    browser = sign_in(asked.host)
    url = f"/host/requests/{asked.request.id}"
    assert "Withdraw from the visit" in browser.get(url).text

    browser.post(f"{url}/withdraw", data={"reason": "A large fire"})

    assert (asked.request.state, taken(asked.slot)) == (RequestState.WITHDRAWN, 0)
    assert "This visit is withdrawn" in browser.get(url).text


def test_a_request_is_handed_over_by_its_link(app: Flask, visitor: Browser) -> None:
    asked = make_asked()
    colleague = make_user(organisation=asked.component.organisation)
    stranger = make_user(organisation=make_organisation())
    link = f"/r/{request_token(asked.request)}"
    assert "Hand it over to a colleague" in visitor.get(link).text
    assert "Your colleague gets a message" in visitor.get(f"{link}/hand").text

    refused = visitor.post(f"{link}/hand", data={"colleague": stranger.id, "words": ""})
    assert (refused.status_code, asked.request.handed_to_id) == (200, None)
    answer = visitor.post(f"{link}/hand", data={"colleague": colleague.id, "words": "Please"})

    assert answer.location == f"{link}?visit={asked.request.id}"
    db.session.refresh(asked.request)
    assert asked.request.handed_to_id == colleague.id
    assert "Handed over to a colleague" in visitor.get(link).text


def test_an_agreed_visit_is_withdrawn_by_its_link(
    app: Flask, visitor: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = make_asked()
    link = f"/r/{request_token(asked.request)}"
    assert "Withdraw from the visit" not in visitor.get(link).text
    assert "that you said yes to" in visitor.post(f"{link}/withdraw", data={"reason": "No"}).text
    services.accept(asked.request, by="Host", at=NOON, actor=ACTOR)
    db.session.commit()
    assert "Withdraw from the visit" in visitor.get(link).text
    assert "The visit is near" not in visitor.get(f"{link}/withdraw").text
    near = asked.request.starts_at - timedelta(days=3)
    monkeypatch.setattr(clock, "now", lambda: near)
    assert "The visit is near. Give a reason" in visitor.get(f"{link}/withdraw").text

    refused = visitor.post(f"{link}/withdraw", data={"reason": ""})
    assert "Say why you withdraw" in refused.text
    assert (asked.request.state, taken(asked.slot)) == (RequestState.CONFIRMED, 20)
    visitor.post(f"{link}/withdraw", data={"reason": "A large fire"})

    db.session.refresh(asked.request)
    assert (asked.request.state, taken(asked.slot)) == (RequestState.WITHDRAWN, 0)
    assert "This visit is withdrawn" in visitor.get(link).text


def test_both_sides_read_the_same_thread(
    app: Flask, sign_in: SignIn, visitor: Browser, as_organiser: Browser
) -> None:
    asked = make_asked()
    link = f"/r/{request_token(asked.request)}"
    visitor.post(f"{link}/note", data={"words": "Do you need <b>helmets</b>?"})
    as_organiser.post(f"/desk/requests/{asked.request.id}/note", data={"words": "Yes, twenty."})

    pages = [
        visitor.get(link),
        sign_in(asked.host).get(f"/host/requests/{asked.request.id}"),
        as_organiser.get(f"/desk/requests/{asked.request.id}"),
    ]

    for page in pages:
        question = page.text.index("&lt;b&gt;helmets")
        assert question < page.text.index("Yes, twenty.")
    assert "Messages sent" in pages[2].text
    empty = visitor.post(f"{link}/note", data={"words": ""}, follow_redirects=True)
    assert "Write the message." in empty.text


def test_both_sides_read_which_other_time_was_offered(
    app: Flask, sign_in: SignIn, visitor: Browser, as_organiser: Browser
) -> None:
    asked = make_asked()
    link = f"/r/{request_token(asked.request)}"
    day = asked.departure.first_day
    offer = {"answer": "propose", "starts_at": f"{day}T14:00", "ends_at": f"{day}T15:30"}

    visitor.post(link, data=offer)

    for page in (
        visitor.get(link),
        sign_in(asked.host).get(f"/host/requests/{asked.request.id}"),
        as_organiser.get(f"/desk/requests/{asked.request.id}"),
    ):
        thread = page.text[page.text.index('id="thread"') :]
        assert "The host offered another time" in thread
        assert "Tue 1 June 2027, 14:00\N{EN DASH}15:30 EEST" in thread


def test_the_link_offers_another_visit_and_then_says_so(app: Flask, visitor: Browser) -> None:
    asked = make_asked()
    other = make_component(organisation=asked.component.organisation)
    link = f"/r/{request_token(asked.request)}"

    visitor.post(link, data={"answer": "offer", "component": ""})
    assert asked.request.state is RequestState.REQUESTED
    visitor.post(link, data={"answer": "offer", "component": other.id})

    assert asked.request.proposed_component_id == other.id
    assert "You offered another visit" in visitor.get(link).text


@pytest.mark.parametrize("state", ["lapsed", "withdrawn", "delivered"])
def test_the_link_tells_what_became_of_a_request(app: Flask, visitor: Browser, state: str) -> None:
    asked = make_asked()
    request = asked.request
    if state == "lapsed":
        services.lapse({}, NOON + timedelta(days=30))
    else:
        services.accept(request, by="Host", at=NOON, actor=ACTOR)
    if state == "withdrawn":
        services.withdraw(request, reason="Fire", by="Host", at=NOON, actor=ACTOR)
    if state == "delivered":
        services.deliver({}, request.ends_at)
    db.session.expire_all()

    page = visitor.get(f"/r/{request_token(asked.request)}")
    late = visitor.post(f"/r/{request_token(asked.request)}", data={"answer": "accept"})

    assert 'type="radio"' not in page.text
    assert queries.requests_of(asked.departure)[-1].state.value == state
    assert late.status_code in (200, 422)
