"""A departure whose participants are asked, for tests of feedback and of learning."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import sqlalchemy as sa

from tests.making import (
    make_booking,
    make_departure,
    make_participant,
    make_version,
    participant_token,
)
from tourbook.bookings.models import Participant
from tourbook.core.db import db
from tourbook.departures.models import Departure
from tourbook.feedback import services
from tourbook.feedback.models import Answer, Invitation, Question, Wave, WaveKind

#: While the wave "before" of `make_asked` is open, and while "after" is.
DURING_BEFORE = datetime(2027, 5, 25, 12, 0, tzinfo=UTC)
DURING_AFTER = datetime(2027, 6, 8, 12, 0, tzinfo=UTC)
AFTER_ALL = datetime(2027, 7, 1, 12, 0, tzinfo=UTC)

Values = Callable[[int, Question], int | str | None]


def make_asked(people: int = 1, *, days: int = 1) -> tuple[Departure, list[Participant]]:
    """A departure from 1 June 2027 with waves, and participants of one confirmed booking."""
    departure = make_departure(version=make_version(days=days), first_day=date(2027, 6, 1))
    booking = make_booking(departure, places=max(people, 1))
    asked = [make_participant(booking, name=f"Guest {n}") for n in range(people)]
    services.make_waves(departure)
    db.session.commit()
    return departure, asked


def invite(departure: Departure, kind: WaveKind, at: datetime) -> None:
    services.invite(wave_of(departure, kind), at=at)
    db.session.commit()


def wave_of(departure: Departure, kind: WaveKind) -> Wave:
    return db.session.scalars(
        sa.select(Wave).where(Wave.departure_id == departure.id, Wave.kind == kind)
    ).one()


def question(departure: Departure, code: str) -> Question:
    """The question whose code begins so: `LO1.pre`, `use.`, `recommend`."""
    return db.session.scalars(
        sa.select(Question).where(
            Question.version_id == departure.version_id, Question.code.startswith(code)
        )
    ).one()


def answers() -> list[Answer]:
    return list(
        db.session.scalars(
            sa.select(Answer).order_by(Answer.id).execution_options(populate_existing=True)
        )
    )


def card_url(participant: Participant, kind: WaveKind, position: int = 1) -> str:
    return f"/p/{participant_token(participant)}/feedback/{kind}/{position}"


def answer_all(departure: Departure, people: list[Participant], value: Values) -> None:
    """Let each of these answer every question; `value` of None leaves one out, "pass" passes."""
    questions = services.make_questions(departure.version)
    for kind in WaveKind:
        wave = wave_of(departure, kind)
        for number, person in enumerate(people):
            invitation = Invitation(
                wave=wave, participant=person, invited_at=wave.opens_at, started_at=wave.opens_at
            )
            db.session.add(invitation)
            for asked in questions:
                given = value(number, asked) if asked.wave is kind else None
                if given is not None:
                    db.session.add(answer_of(invitation, asked, given))
    db.session.commit()


def answer_of(invitation: Invitation, asked: Question, given: int | str) -> Answer:
    passed = given == "pass"
    return Answer(
        invitation=invitation,
        question=asked,
        number=given if isinstance(given, int) else None,
        text=given if isinstance(given, str) and not passed else None,
        passed=passed,
        language="en",
        answered_at=invitation.wave.opens_at + timedelta(hours=1),
    )
