"""Questionnaires of a package version, waves of a departure, and answers, one row each."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tourbook.bookings.models import Participant
from tourbook.core.db import Base
from tourbook.core.texts import Texts
from tourbook.departures.models import Departure
from tourbook.packages.models import Item, Objective, Version


class WaveKind(StrEnum):
    BEFORE = "before"
    AFTER = "after"


class QuestionKind(StrEnum):
    #: 1 to 5 with written anchors.
    SCALE = "scale"
    #: 0 to 10.
    RECOMMEND = "recommend"
    TEXT = "text"


class Measure(StrEnum):
    """What an answer stands for in the report."""

    PRE = "pre"
    THEN = "then"
    POST = "post"
    USEFULNESS = "usefulness"
    RECOMMEND = "recommend"
    OPEN = "open"


class Question(Base):
    """A question of a package version. Its code keeps the thread from version to version."""

    __tablename__ = "question"
    version_id: Mapped[int] = mapped_column(sa.ForeignKey("version.id"))
    #: `LO1.pre`, `LO1.then`, `LO1.post`, `use.<lineage>`, `recommend`, `open.keep`.
    code: Mapped[str] = mapped_column(sa.String(60))
    wave: Mapped[WaveKind]
    kind: Mapped[QuestionKind]
    measure: Mapped[Measure]
    position: Mapped[int]
    text: Mapped[Texts]
    #: What 1, 3 and 5 (or 0 and 10) mean.
    anchor_low: Mapped[Texts]
    anchor_middle: Mapped[Texts]
    anchor_high: Mapped[Texts]
    objective_id: Mapped[int | None] = mapped_column(sa.ForeignKey("objective.id"), index=True)
    item_id: Mapped[int | None] = mapped_column(sa.ForeignKey("item.id"), index=True)
    version: Mapped[Version] = relationship()
    objective: Mapped[Objective | None] = relationship()
    item: Mapped[Item | None] = relationship()
    __table_args__ = (sa.UniqueConstraint("version_id", "code"),)


class Wave(Base):
    """When a departure's participants may answer: opened and closed by the clock."""

    __tablename__ = "wave"
    departure_id: Mapped[int] = mapped_column(sa.ForeignKey("departure.id"))
    kind: Mapped[WaveKind]
    opens_at: Mapped[datetime] = mapped_column(index=True)
    closes_at: Mapped[datetime]
    departure: Mapped[Departure] = relationship(lazy="joined", innerjoin=True)
    __table_args__ = (
        sa.UniqueConstraint("departure_id", "kind"),
        sa.CheckConstraint("closes_at > opens_at", name="closes_later"),
    )


class Invitation(Base):
    """A participant asked in a wave. The link is the participant's own, the same for all waves."""

    __tablename__ = "invitation"
    wave_id: Mapped[int] = mapped_column(sa.ForeignKey("wave.id"), index=True)
    participant_id: Mapped[int] = mapped_column(sa.ForeignKey("participant.id"), index=True)
    invited_at: Mapped[datetime]
    #: The first answer; a page that was merely fetched does not count.
    started_at: Mapped[datetime | None]
    wave: Mapped[Wave] = relationship(lazy="joined", innerjoin=True)
    participant: Mapped[Participant] = relationship(lazy="joined", innerjoin=True)
    __table_args__ = (sa.UniqueConstraint("wave_id", "participant_id"),)


class Answer(Base):
    __tablename__ = "answer"
    invitation_id: Mapped[int] = mapped_column(sa.ForeignKey("invitation.id"))
    question_id: Mapped[int] = mapped_column(sa.ForeignKey("question.id"), index=True)
    #: One of the three is given: a number, a text, or "did not attend / no opinion".
    number: Mapped[int | None]
    text: Mapped[str | None] = mapped_column(sa.String(2000))
    passed: Mapped[bool] = mapped_column(default=False)
    #: The language in which the question was read.
    language: Mapped[str] = mapped_column(sa.String(2))
    #: `web` or `paper`.
    mode: Mapped[str] = mapped_column(sa.String(10), default="web")
    #: Counts the saves of one client; an older one never overwrites a newer one.
    client_version: Mapped[int] = mapped_column(default=1)
    answered_at: Mapped[datetime]
    invitation: Mapped[Invitation] = relationship()
    question: Mapped[Question] = relationship()
    __table_args__ = (
        sa.UniqueConstraint("invitation_id", "question_id"),
        sa.CheckConstraint("number IS NULL OR number BETWEEN 0 AND 10", name="number"),
        sa.CheckConstraint(
            "(CASE WHEN number IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN text IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN passed THEN 1 ELSE 0 END) = 1",
            name="one_value",
        ),
    )
