"""Putting messages into the outbox."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from tests import making
from tests.conftest import Statements
from tests.making import NOON
from tests.messages.making import make_message
from tourbook.accounts.models import User
from tourbook.core.audit import AuditEntry
from tourbook.core.db import db
from tourbook.core.jobs import Job, JobState
from tourbook.core.refused import Refused
from tourbook.core.roles import Role
from tourbook.messages import services
from tourbook.messages.models import Message, MessageState
from tourbook.messages.services import Recipient

ANNA = Recipient("Anna@example.org", "Anna", "fi")
BO = Recipient("bo@example.org", "Bo\nBcc: x@example.org", "de")


IN_TEN_MINUTES = NOON + timedelta(minutes=10)


@pytest.fixture(autouse=True)
def database(app: Flask) -> Flask:
    return app


def send(to: Recipient = ANNA, event_key: str = "event:1") -> None:
    services.send("accounts/sign_in", to=to, values={"a": 1}, event_key=event_key, at=NOON)


def messages() -> list[Message]:
    return list(db.session.scalars(sa.select(Message).order_by(Message.to_email)))


def test_send_writes_the_message_and_its_delivery() -> None:
    about = making.make_user(Role.ORGANISER)
    services.send("x/y", to=ANNA, values={"a": 1}, event_key="event:1", at=NOON, about=about)

    [message] = messages()
    assert (message.event_key, message.kind, message.values) == (
        "event:1|anna@example.org",
        "x/y",
        {"a": 1},
    )
    assert (message.to_email, message.to_name, message.language) == (
        "Anna@example.org",
        "Anna",
        "fi",
    )
    assert (message.about_kind, message.about_id) == ("user", about.id)
    assert message.state is MessageState.QUEUED
    job = db.session.scalars(sa.select(Job)).one()
    assert (job.kind, job.payload) == (services.DELIVER, {"event_key": message.event_key})


def test_a_name_is_one_line_and_an_unknown_language_is_english() -> None:
    send(BO)

    assert (messages()[0].to_name, messages()[0].language) == ("Bo Bcc: x@example.org", "en")


def test_one_event_tells_one_mailbox_once() -> None:
    send()
    send()
    db.session.flush()
    send(Recipient("anna@EXAMPLE.org", "Anna again", "en"))

    assert [message.to_name for message in messages()] == ["Anna"]
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Job)) == 1


def send_in_ten_minutes(to: Recipient = ANNA, event_key: str = "change:1") -> None:
    services.send(
        "accounts/sign_in",
        to=to,
        values={"a": 1},
        event_key=event_key,
        at=NOON,
        leave_at=IN_TEN_MINUTES,
    )


def test_a_message_leaves_when_it_was_told_to() -> None:
    send_in_ten_minutes()
    send(BO)
    db.session.flush()

    jobs = db.session.scalars(sa.select(Job).order_by(Job.run_at)).all()

    assert [job.run_at for job in jobs] == [NOON, IN_TEN_MINUTES]
    assert [message.leave_at for message in messages()] == [IN_TEN_MINUTES, None]


def test_what_has_not_left_is_held_back_and_may_be_said_again() -> None:
    send_in_ten_minutes()
    send_in_ten_minutes(BO)
    send_in_ten_minutes(event_key="change:12")

    held = services.hold_back("change:1", at=IN_TEN_MINUTES - timedelta(seconds=1))

    assert held == 2
    assert [message.event_key for message in messages()] == ["change:12|anna@example.org"]
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Job)) == 1
    send_in_ten_minutes()
    db.session.flush()
    assert len(messages()) == 2
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Job)) == 2


def test_what_is_due_or_leaves_at_once_is_not_held_back() -> None:
    send_in_ten_minutes()
    send(event_key="change:2")

    assert services.hold_back("change:1", "change:2", at=IN_TEN_MINUTES) == 0
    assert services.hold_back(at=NOON) == 0
    assert len(messages()) == 2


def test_another_event_or_mailbox_is_told() -> None:
    send()
    send(event_key="event:2")
    send(BO)

    assert len(messages()) == 3
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Job)) == 3


@pytest.mark.parametrize("count", [1, 5])
def test_a_transaction_takes_two_statements_however_many_it_sends(
    statements: Statements, count: int
) -> None:
    with statements() as seen:
        for n in range(count):
            send(event_key=f"event:{n}")
        db.session.flush()

    assert len(seen) == 2
    assert len(messages()) == count


def test_what_is_rolled_back_is_not_said() -> None:
    send()
    db.session.flush()
    db.session.rollback()

    assert messages() == []


def test_retry_lets_a_parked_message_leave(organiser: User) -> None:
    message = make_message(state=MessageState.PARKED)

    services.retry(message, at=NOON, actor=organiser.actor)

    db.session.refresh(message)
    assert (message.state, message.error) == (MessageState.QUEUED, None)
    assert db.session.scalars(sa.select(Job.state)).all() == [JobState.WAITING]
    assert db.session.scalars(sa.select(AuditEntry.action)).all() == ["messages.retry"]


@pytest.mark.parametrize("state", [MessageState.QUEUED, MessageState.SENT])
def test_retry_refuses_what_is_not_parked(organiser: User, state: MessageState) -> None:
    message = make_message(state=state)

    with pytest.raises(Refused, match="not waiting for a new try"):
        services.retry(message, at=NOON, actor=organiser.actor)
