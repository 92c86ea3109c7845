"""Makes messages for tests."""

from sqlalchemy import select

from tests import making
from tests.making import NOON
from tourbook.core.db import db
from tourbook.messages import rules
from tourbook.messages.models import Message, MessageState


def make_message(
    *,
    state: MessageState = MessageState.QUEUED,
    to: str | None = None,
    kind: str = "accounts/sign_in",
    values: dict[str, object] | None = None,
    attachments: list[dict[str, object]] | None = None,
    language: str = "en",
) -> Message:
    """A message as `send` leaves it, with its delivery if it waits."""
    n = making.number()
    mailbox = to or f"reader{n}@example.org"
    sent = state is MessageState.SENT
    message = Message(
        event_key=rules.event_key(f"test:{n}", mailbox),
        kind=kind,
        to_email=mailbox,
        to_name=f"Reader {n}",
        language=language,
        values=values
        or {
            "name": f"Reader {n}",
            "link": rules.token_link("/enter/{token}", f"salt{n}", "account"),
            "until": NOON.isoformat(),
        },
        attachments=attachments or [],
        state=state,
        created_at=NOON,
        sent_at=NOON if sent else None,
        subject="Your link" if sent else None,
        body="Hello\n" if sent else None,
        error="The mail server said 550 no such user" if state is MessageState.PARKED else None,
    )
    db.session.add(message)
    db.session.flush()
    return db.session.scalars(select(Message).where(Message.event_key == message.event_key)).one()
