"""Sending messages: they are written with the change that they tell of and leave after it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Session

from tourbook.core import audit, jobs
from tourbook.core.audit import Actor
from tourbook.core.db import Base, db
from tourbook.core.inserts import insert_once
from tourbook.core.jobs import Job
from tourbook.core.languages import known
from tourbook.core.refused import Refused
from tourbook.messages import rules
from tourbook.messages.models import Message, MessageState

DELIVER = "messages.deliver"


@dataclass(frozen=True)
class Recipient:
    email: str
    name: str
    language: str


@dataclass(frozen=True)
class Attachment:
    filename: str
    mime: str
    content: bytes


#: Makes a file from the values it was ordered with, in the reader's language. It only reads.
Maker = Callable[[dict[str, Any], str], Attachment]
_makers: dict[str, Maker] = {}


def attachment_maker(name: str) -> Callable[[Maker], Maker]:
    """Register what makes the files that are ordered as `{"maker": name, ...}`."""

    def register(make: Maker) -> Maker:
        _makers[name] = make
        return make

    return register


def attachment(order: Mapping[str, Any], language: str) -> Attachment:
    """Make the file that was ordered with a message."""
    values = {name: value for name, value in order.items() if name != "maker"}
    return _makers[order["maker"]](values, language)


def send(
    kind: str,
    *,
    to: Recipient,
    values: Mapping[str, Any],
    event_key: str,
    at: datetime,
    about: Base | None = None,
    attachments: Sequence[Mapping[str, Any]] = (),
    leave_at: datetime | None = None,
) -> None:
    """Put a message into the outbox, unless this event has already told this mailbox.

    One with `leave_at` leaves then, and until then `hold_back` takes it back.

    `kind` names the template: `bookings/confirmed` is `templates/bookings/mail/confirmed.txt`.
    `values` are JSON; links are made by `rules.page_link` and `rules.token_link`.
    """
    db.session.add(
        Message(
            event_key=rules.event_key(event_key, to.email),
            kind=kind,
            to_email=to.email.strip(),
            to_name=rules.one_line(to.name)[:200],
            language=known(to.language),
            values=dict(values),
            attachments=[dict(order) for order in attachments],
            about_kind=about.__tablename__ if about is not None else None,
            about_id=about.id if about is not None else None,
            state=MessageState.QUEUED,
            created_at=at,
            leave_at=leave_at,
        )
    )


def hold_back(*event_keys: str, at: datetime) -> int:
    """Take back the messages of these events that leave after `at`, as if never said.

    The event may be told of again. What is due by `at` may be on its way and stays. How many
    messages were taken back.
    """
    db.session.flush()
    of_events = [Message.event_key.startswith(f"{key}|", autoescape=True) for key in event_keys]
    taken = db.session.scalars(
        sa.delete(Message)
        .where(
            sa.or_(sa.false(), *of_events),
            Message.state == MessageState.QUEUED,
            Message.leave_at > at,
        )
        .returning(Message.event_key)
        .execution_options(synchronize_session=False)
    ).all()
    deliveries = [rules.delivery_key(key) for key in taken]
    db.session.execute(
        sa.delete(Job)
        .where(Job.dedupe_key.in_(deliveries))
        .execution_options(synchronize_session=False)
    )
    return len(taken)


@event.listens_for(db.session, "before_flush")
def write(session: Session, *_flush: object) -> None:
    """Write the messages of a transaction in one statement and order their delivery in another.

    What was said before is left out by the database itself, so that two who tell of the same event
    at once cannot disturb each other.
    """
    new = [row for row in session.new if isinstance(row, Message)]
    waiting = {row.event_key: row for row in new if row.state is MessageState.QUEUED}
    if not waiting:
        return
    for message in new:
        if message.state is MessageState.QUEUED:
            session.expunge(message)
    rows = [waiting[key] for key in sorted(waiting)]
    session.execute(insert_once(Message), [columns_of(message) for message in rows])
    session.execute(insert_once(Job), [delivery_of(message) for message in rows])


def columns_of(message: Message) -> dict[str, Any]:
    names = (column.key for column in sa.inspect(Message).column_attrs if column.key != "id")
    return {name: getattr(message, name) for name in names}


def delivery_of(message: Message) -> dict[str, Any]:
    return {
        "kind": DELIVER,
        "payload": {"event_key": message.event_key},
        "dedupe_key": rules.delivery_key(message.event_key),
        "run_at": message.leave_at or message.created_at,
        "created_at": message.created_at,
    }


def retry(message: Message, *, at: datetime, actor: Actor) -> None:
    """Let a parked message try to leave again."""
    parked = db.session.scalar(
        sa.update(Message)
        .where(Message.id == message.id, Message.state == MessageState.PARKED)
        .values(state=MessageState.QUEUED, error=None)
        .returning(Message.id)
    )
    if parked is None:
        raise Refused("This message is not waiting for a new try: look at how it stands now.")
    key = rules.delivery_key(message.event_key)
    jobs.start_again(key, DELIVER, {"event_key": message.event_key}, at=at)
    audit.record("messages.retry", message, at=at, actor=actor)
    db.session.flush()


def mark_sent(message_id: int, *, subject: str, body: str, at: datetime) -> None:
    """Note that the message has left, as it left."""
    db.session.execute(
        sa.update(Message)
        .where(Message.id == message_id, Message.state == MessageState.QUEUED)
        .values(state=MessageState.SENT, sent_at=at, subject=subject, body=body, error=None)
    )


def park(event_key: str, error: str) -> None:
    """Give the message up until somebody looks at it."""
    db.session.execute(
        sa.update(Message)
        .where(Message.event_key == event_key, Message.state == MessageState.QUEUED)
        .values(state=MessageState.PARKED, error=error[:500])
    )
