"""Asking about reports, and for what they are made from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import undefer

from tourbook.bookings.models import Booking, Participant
from tourbook.core import tokens
from tourbook.core.db import db
from tourbook.core.languages import FALLBACK, LANGUAGES
from tourbook.core.texts import Texts
from tourbook.departures.models import DatedItem, Departure, DepartureStatus
from tourbook.feedback import queries as feedback
from tourbook.feedback.models import Answer, Invitation, Question, Wave, WaveKind
from tourbook.learning.models import Report, ReportFile, ReportState
from tourbook.learning.rules import sentences
from tourbook.learning.rules.asking import DUE_AFTER, Since
from tourbook.learning.rules.snapshot import Asked, Given, Source, WaveFacts
from tourbook.packages.models import Package, Version

MADE = (ReportState.READY, ReportState.PUBLISHED)


@dataclass(frozen=True)
class Lesson:
    """What a published report says first, for readers of the catalogue."""

    report_id: int
    number: int
    version_number: int
    first_day: date
    #: How many people answered.
    people: int
    sentences: tuple[Texts, ...]


@dataclass(frozen=True)
class Due:
    """A departure whose report is wanted, and by when."""

    departure: Departure
    due_on: date


def source(departure: Departure) -> Source:
    """All that a report of this departure is made from."""
    waves = sorted(feedback.of_departure(departure).values(), key=lambda wave: wave.opens_at)
    return Source(
        about=about(departure),
        waves=[facts_of(wave) for wave in waves],
        questions=questions_of(departure),
        answers=answers_of(departure),
    )


def about(departure: Departure) -> dict[str, Any]:
    version = departure.version
    return {
        "departure": departure.id,
        "first_day": departure.first_day.isoformat(),
        "last_day": departure.last_day.isoformat(),
        "zone": departure.zone,
        "pilot": departure.pilot,
        "package": version.package.slug,
        "name": version.package.name.as_dict(),
        "version": version.number,
    }


def facts_of(wave: Wave) -> WaveFacts:
    invited = db.session.scalars(
        sa.select(Invitation.participant_id)
        .join(Participant, Participant.id == Invitation.participant_id)
        .join(Booking, Booking.id == Participant.booking_id)
        .where(Invitation.wave_id == wave.id, feedback.taking_part)
    )
    return WaveFacts(
        kind=wave.kind,
        opens_at=wave.opens_at.isoformat(),
        closes_at=wave.closes_at.isoformat(),
        invited=frozenset(invited),
    )


def questions_of(departure: Departure) -> list[Asked]:
    items = db.session.execute(
        sa.select(DatedItem.item_id, DatedItem.day_number).where(
            DatedItem.departure_id == departure.id
        )
    )
    days = {row.item_id: row.day_number for row in items}
    return [
        asked(one.question, one.subject, days)
        for kind in WaveKind
        for card in feedback.cards_of(departure, kind)
        for one in card.askings
    ]


def asked(question: Question, subject: Texts | None, days: dict[int, int]) -> Asked:
    return Asked(
        code=question.code,
        wave=question.wave,
        measure=question.measure,
        group=question.code.rpartition(".")[0],
        name=(subject or question.text).as_dict(),
        day=days.get(question.item_id) if question.item_id else None,
    )


def answers_of(departure: Departure) -> list[Given]:
    """The answers of those who take part, in an order that is the same each time."""
    rows = db.session.execute(
        answers(departure)
        .with_only_columns(
            Invitation.participant_id, Question.code, Wave.kind, Answer.number, Answer.text
        )
        .join(Question, Question.id == Answer.question_id)
        .order_by(Question.code, Invitation.participant_id)
    )
    return [Given(*row) for row in rows]


def answers(departure: Departure) -> sa.Select[Any]:
    return (
        sa.select(Answer.id)
        .join(Invitation, Invitation.id == Answer.invitation_id)
        .join(Wave, Wave.id == Invitation.wave_id)
        .join(Participant, Participant.id == Invitation.participant_id)
        .join(Booking, Booking.id == Participant.booking_id)
        .where(Wave.departure_id == departure.id, feedback.taking_part)
    )


def since_last(departure: Departure) -> Since | None:
    """What has happened to the answers since the last report that was made; None before it."""
    last = db.session.scalar(
        sa.select(Report)
        .where(Report.departure_id == departure.id, Report.state.in_(MADE))
        .order_by(Report.number.desc())
        .limit(1)
    )
    if last is None or last.snapshot is None:
        return None
    person = Invitation.participant_id
    newer = sa.case((Answer.answered_at > last.made_at, person))
    left, changed = db.session.execute(
        answers(departure).with_only_columns(
            sa.func.count(person.distinct()), sa.func.count(newer.distinct())
        )
    ).one()
    return Since(people=last.snapshot["people"], changed=changed, left=left)


def of_departure(departure: Departure) -> Sequence[Report]:
    return db.session.scalars(
        sa.select(Report)
        .where(Report.departure_id == departure.id)
        .order_by(Report.number.desc(), Report.id)
    ).all()


def search(
    *, state: ReportState | None, words: str, states: Sequence[ReportState]
) -> sa.Select[Report]:
    """Reports in these states, the newest first; `words` are looked for in the package's name."""
    found = (
        sa.select(Report)
        .join(Departure, Departure.id == Report.departure_id)
        .join(Version, Version.id == Departure.version_id)
        .join(Package, Package.id == Version.package_id)
        .where(Report.state.in_(states))
        .order_by(Report.asked_at.desc(), Report.id.desc())
    )
    if state is not None:
        found = found.where(Report.state == state)
    if words:
        name = sa.type_coerce(Package.name, sa.JSON)
        found = found.where(
            sa.or_(
                *(
                    sa.func.lower(name[language].as_string()).contains(
                        words.lower(), autoescape=True
                    )
                    for language in LANGUAGES
                )
            )
        )
    return found


def file(report: Report, language: str) -> ReportFile | None:
    """The report in this language, else in English, with its page."""
    found = db.session.scalars(
        sa.select(ReportFile)
        .where(ReportFile.report_id == report.id, ReportFile.language.in_((language, FALLBACK)))
        .options(undefer(ReportFile.page))
    ).all()
    return min(found, key=lambda one: one.language != language, default=None)


def published(token: str) -> Report | None:
    """The published report of a readers' link."""
    return db.session.scalar(
        sa.select(Report).where(
            Report.token_hash == tokens.digest(token), Report.state == ReportState.PUBLISHED
        )
    )


def published_for_package(package_id: int) -> list[Lesson]:
    """What earlier groups learned: the last published report of each departure, newest first."""
    reports = db.session.scalars(
        sa.select(Report)
        .join(Departure, Departure.id == Report.departure_id)
        .join(Version, Version.id == Departure.version_id)
        .where(Version.package_id == package_id, Report.state == ReportState.PUBLISHED)
        .order_by(Departure.first_day.desc(), Report.number.desc(), Report.id)
    ).all()
    newest: dict[int, Report] = {}
    for report in reports:
        newest.setdefault(report.departure_id, report)
    return [lesson for report in newest.values() if (lesson := lesson_of(report)).sentences]


def lesson_of(report: Report) -> Lesson:
    figures = report.snapshot or {}
    said = zip(*(sentences.headlines(figures, language) for language in LANGUAGES), strict=True)
    return Lesson(
        report_id=report.id,
        number=report.number,
        version_number=figures["about"]["version"],
        first_day=report.departure.first_day,
        people=figures["people"],
        sentences=tuple(
            Texts.of(dict(zip(LANGUAGES, languages, strict=True))) for languages in said
        ),
    )


def reports_due(at: datetime, *, limit: int = 100) -> list[Due]:
    """Departures whose answers are in and whose report is not made, the most urgent first."""
    made = sa.select(Report.departure_id).where(Report.state.in_(MADE))
    departures = db.session.scalars(
        sa.select(Departure)
        .join(Wave, sa.and_(Wave.departure_id == Departure.id, Wave.kind == WaveKind.AFTER))
        .where(
            Wave.closes_at <= at,
            Departure.last_day >= (at - timedelta(days=365)).date(),
            Departure.status.in_((DepartureStatus.CLOSED, DepartureStatus.COMPLETED)),
            Departure.id.not_in(made),
        )
        .order_by(Departure.last_day, Departure.id)
        .limit(limit)
    )
    return [Due(departure, departure.last_day + DUE_AFTER) for departure in departures]
