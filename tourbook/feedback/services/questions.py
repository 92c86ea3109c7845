"""Making the questions of a package version."""

from collections.abc import Sequence

import sqlalchemy as sa

from tourbook.core.db import db
from tourbook.core.inserts import insert_once
from tourbook.feedback.models import Question
from tourbook.feedback.rules import questions
from tourbook.packages.models import Version


def make_questions(version: Version) -> Sequence[Question]:
    """The questions of this version; made the first time that somebody asks for them."""
    found = questions_of(version)
    if found:
        return found
    rows = [
        {
            "version_id": version.id,
            "code": draft.code,
            "wave": draft.wave,
            "kind": draft.kind,
            "measure": draft.measure,
            "position": draft.position,
            "text": draft.text,
            "anchor_low": draft.anchors[0],
            "anchor_middle": draft.anchors[1],
            "anchor_high": draft.anchors[2],
            "objective_id": draft.objective_id,
            "item_id": draft.item_id,
        }
        for draft in questions.drafts(version)
    ]
    db.session.execute(insert_once(Question).values(rows))
    return questions_of(version)


def questions_of(version: Version) -> Sequence[Question]:
    return db.session.scalars(
        sa.select(Question)
        .where(Question.version_id == version.id)
        .order_by(Question.wave, Question.position, Question.id)
    ).all()
