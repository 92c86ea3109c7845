"""The pages of messages."""

import pytest

from tests.browser_client import Browser
from tests.conftest import Statements
from tests.messages.making import make_message
from tourbook.core.db import db
from tourbook.messages.models import Message, MessageState


def test_index_with_nothing_says_what_comes(as_organiser: Browser) -> None:
    response = as_organiser.get("/desk/messages")

    assert response.status_code == 200
    assert "No messages yet" in response.text


def test_index_narrows_by_state_kind_and_receiver(as_organiser: Browser) -> None:
    sent = make_message(state=MessageState.SENT, to="sent@example.org")
    parked = make_message(state=MessageState.PARKED, to="parked@example.org", kind="accounts/reset")

    for query, shown, hidden in (
        ("state=sent", sent, parked),
        ("state=parked", parked, sent),
        ("kind=accounts/reset", parked, sent),
        ("to=SENT@", sent, parked),
    ):
        page = as_organiser.get(f"/desk/messages?{query}").text
        assert shown.to_email in page
        assert hidden.to_email not in page


@pytest.mark.parametrize(
    "query", ["kind=%00", "to=%00", "state=nothing", "kind=x", "to=%25", "page=0", "page=-1"]
)
def test_a_filter_that_makes_no_sense_breaks_nothing(as_organiser: Browser, query: str) -> None:
    make_message()

    assert as_organiser.get(f"/desk/messages?{query}").status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_index_asks_the_same_number_of_questions(
    as_organiser: Browser, statements: Statements, count: int
) -> None:
    for _ in range(count):
        make_message(state=MessageState.SENT)
    db.session.expire_all()

    with statements() as seen:
        as_organiser.get("/desk/messages")

    assert len(seen) <= 5


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_index_is_handed_out_as_a_file(as_organiser: Browser, kind: str) -> None:
    make_message(state=MessageState.SENT, to="anna@example.org")

    response = as_organiser.get(f"/desk/messages?format={kind}")

    assert response.headers["Content-Disposition"] == f"attachment; filename=messages.{kind}"


def test_show_says_why_a_message_was_not_delivered(as_organiser: Browser) -> None:
    message = make_message(state=MessageState.PARKED)

    page = as_organiser.get(f"/desk/messages/{message.id}").text

    assert "The mail server said 550 no such user" in page
    assert "Try again" in page


def test_retry_queues_a_parked_message(as_organiser: Browser) -> None:
    message = make_message(state=MessageState.PARKED)
    db.session.commit()

    response = as_organiser.post(f"/desk/messages/{message.id}/retry")

    assert response.location == f"/desk/messages/{message.id}"
    kept = db.session.get(Message, message.id)
    assert kept is not None
    assert kept.state is MessageState.QUEUED


def test_retry_of_a_sent_message_is_refused(as_organiser: Browser) -> None:
    message = make_message(state=MessageState.SENT)
    db.session.commit()

    response = as_organiser.post(f"/desk/messages/{message.id}/retry")

    assert response.status_code == 409
    assert "not waiting for a new try" in response.text


@pytest.mark.parametrize("number", ["0", "-1", "1000000000", "x"])
def test_a_message_that_is_not_there_is_not_found(as_organiser: Browser, number: str) -> None:
    assert as_organiser.get(f"/desk/messages/{number}").status_code == 404
