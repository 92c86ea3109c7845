"""Keeping and taking back what a participant answers."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa

from tourbook.bookings.models import Participant
from tourbook.core import audit
from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.core.inserts import insert_into, insert_once
from tourbook.feedback.models import Answer, Invitation
from tourbook.feedback.queries import Asked
from tourbook.feedback.rules import waves
from tourbook.feedback.rules.answers import Value

#: How the audit log names somebody who came by their own link: it never says who answered what.
BY_LINK = Actor(None, "participant by link")


def save(
    asked: Asked, given: Mapping[int, Value], *, language: str, client_version: int, at: datetime
) -> bool:
    """Keep these answers by question; False if a newer one is there and was left as it is."""
    waves.check_open(asked.wave, at=at)
    if not given:
        return True
    invitation_id = asked.invitation.id if asked.invitation else invitation_for(asked, at=at)
    rows = [
        {
            "invitation_id": invitation_id,
            "question_id": question_id,
            "number": value.number,
            "text": value.text,
            "passed": value.passed,
            "language": language,
            "mode": "web",
            "client_version": client_version,
            "answered_at": at,
        }
        for question_id, value in sorted(given.items())
    ]
    written = upsert(rows)
    if asked.invitation is None or asked.invitation.started_at is None:
        db.session.execute(
            sa.update(Invitation)
            .where(Invitation.id == invitation_id, Invitation.started_at.is_(None))
            .values(started_at=at)
        )
    return written == len(rows)


def upsert(rows: Sequence[Mapping[str, object]]) -> int:
    """Write the answers in one statement; an older one never overwrites a newer one."""
    insert = insert_into(Answer).values(rows)
    new = insert.excluded
    kept = ("number", "text", "passed", "language", "mode", "client_version", "answered_at")
    statement = insert.on_conflict_do_update(
        index_elements=[Answer.invitation_id, Answer.question_id],
        set_={name: new[name] for name in kept},
        where=Answer.client_version <= new.client_version,
    ).returning(Answer.id)
    return len(db.session.execute(statement).all())


def invitation_for(asked: Asked, *, at: datetime) -> int:
    """The invitation of somebody whom the clock has not come to yet."""
    row = {"wave_id": asked.wave.id, "participant_id": asked.participant.id, "invited_at": at}
    db.session.execute(insert_once(Invitation).values(row))
    found = db.session.scalar(
        sa.select(Invitation.id).where(
            Invitation.wave_id == asked.wave.id, Invitation.participant_id == asked.participant.id
        )
    )
    assert found is not None
    return found


def withdraw(participant: Participant, *, at: datetime) -> int:
    """Delete all that this participant has answered; how many answers. No reminder follows."""
    own = sa.select(Invitation.id).where(Invitation.participant_id == participant.id)
    deleted = db.session.execute(
        sa.delete(Answer)
        .where(Answer.invitation_id.in_(own))
        .returning(Answer.id)
        .execution_options(synchronize_session=False)
    ).all()
    if deleted:
        audit.record("feedback.withdraw", participant, at=at, actor=BY_LINK)
        db.session.flush()
    return len(deleted)
