"""Asking about questionnaires, waves and who has answered; never what a person answered."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, lazyload

from tourbook.bookings.models import Booking, Participant
from tourbook.core import tokens
from tourbook.core.db import db
from tourbook.departures.models import DatedItem, Departure
from tourbook.feedback.models import Answer, Invitation, Question, Wave, WaveKind
from tourbook.feedback.rules import cards, waves
from tourbook.feedback.rules.answers import Value
from tourbook.messages.models import Message
from tourbook.visits.queries.rollcall import stops_missed


@dataclass(frozen=True)
class Asked:
    """A participant in a wave; the invitation is missing until the clock has come by."""

    participant: Participant
    wave: Wave
    invitation: Invitation | None


@dataclass(frozen=True)
class Progress:
    """How far one invited participant is."""

    invitation: Invitation
    answers: int


#: Who takes part in what is asked.
taking_part = sa.and_(Participant.removed_at.is_(None), Booking.state.in_(waves.ASKED_STATES))


def participant(token: str) -> Participant | None:
    """The participant of this link, with booking and departure."""
    return db.session.scalar(
        sa.select(Participant).where(
            Participant.token_hash == tokens.digest(token), Participant.removed_at.is_(None)
        )
    )


def asked(token: str, kind: WaveKind) -> Asked | None:
    """The participant of this link in this wave of their departure."""
    row = db.session.execute(
        sa.select(Participant, Wave, Invitation)
        .join(Booking, Booking.id == Participant.booking_id)
        .join(Wave, sa.and_(Wave.departure_id == Booking.departure_id, Wave.kind == kind))
        .join(Departure, Departure.id == Booking.departure_id)
        .outerjoin(
            Invitation,
            sa.and_(Invitation.wave_id == Wave.id, Invitation.participant_id == Participant.id),
        )
        .where(
            Participant.token_hash == tokens.digest(token),
            taking_part,
            Departure.status.in_(waves.ASKED_STATUSES),
        )
        .options(
            lazyload(Participant.booking),
            lazyload(Invitation.wave),
            lazyload(Invitation.participant),
        )
    ).one_or_none()
    return None if row is None else Asked(*row)


def askings(departure: Departure, kind: WaveKind) -> list[cards.Asking]:
    """The questions of this wave, those about items only where the item was in the programme."""
    on_departure = sa.and_(
        DatedItem.item_id == Question.item_id,
        DatedItem.departure_id == departure.id,
        DatedItem.dropped_at.is_(None),
    )
    rows = db.session.execute(
        sa.select(Question, DatedItem.title, DatedItem.starts_at)
        .outerjoin(DatedItem, on_departure)
        .where(
            Question.version_id == departure.version_id,
            Question.wave == kind,
            sa.or_(Question.item_id.is_(None), DatedItem.id.is_not(None)),
        )
        .options(joinedload(Question.objective))
        .order_by(Question.position, Question.id)
    ).all()
    return [
        cards.Asking(
            question, title or (question.objective.text if question.objective else None), starts_at
        )
        for question, title, starts_at in rows
    ]


def cards_of(departure: Departure, kind: WaveKind) -> list[cards.Card]:
    return cards.cards(askings(departure, kind))


def cards_for(participant: Participant, departure: Departure, kind: WaveKind) -> list[cards.Card]:
    """As `cards_of`, without the stops at which the roll was called and this person was not."""
    return cards_by_person([participant.id], departure, kind)[participant.id]


def cards_by_person(
    people: Collection[int], departure: Departure, kind: WaveKind
) -> dict[int, list[cards.Card]]:
    """The cards of each of these participants; the questions asked here do not grow with them."""
    every = askings(departure, kind)
    if kind is WaveKind.BEFORE:
        return dict.fromkeys(people, cards.cards(every))
    missed = stops_missed(departure, people)
    return {
        person: cards.cards(one for one in every if one.question.item_id not in missed[person])
        for person in people
    }


def of_departure(departure: Departure) -> dict[WaveKind, Wave]:
    found = db.session.scalars(
        sa.select(Wave)
        .where(Wave.departure_id == departure.id)
        .options(lazyload(Wave.departure))
        .order_by(Wave.opens_at, Wave.id)
    )
    return {wave.kind: wave for wave in found}


def given(invitation: Invitation | None) -> dict[int, tuple[Value, int]]:
    """A participant's own answers by question, each with its client version."""
    if invitation is None:
        return {}
    rows = db.session.execute(
        sa.select(
            Answer.question_id, Answer.number, Answer.text, Answer.passed, Answer.client_version
        ).where(Answer.invitation_id == invitation.id)
    )
    return {
        question: (Value(number, text, passed), version)
        for question, number, text, passed, version in rows
    }


def own_answers(participant: Participant) -> dict[WaveKind, frozenset[int]]:
    """Which questions of each wave this participant has answered."""
    rows = db.session.execute(
        sa.select(Wave.kind, Answer.question_id)
        .join(Invitation, Invitation.id == Answer.invitation_id)
        .join(Wave, Wave.id == Invitation.wave_id)
        .where(Invitation.participant_id == participant.id)
    )
    found: dict[WaveKind, set[int]] = {kind: set() for kind in WaveKind}
    for kind, question in rows:
        found[kind].add(question)
    return {kind: frozenset(questions) for kind, questions in found.items()}


def progress(wave: Wave) -> list[Progress]:
    """All who are asked in this wave and take part, with how many answers each has given."""
    answers = (
        sa.select(sa.func.count(Answer.id))
        .where(Answer.invitation_id == Invitation.id)
        .correlate(Invitation)
        .scalar_subquery()
    )
    rows = db.session.execute(
        invitations(wave).add_columns(answers).order_by(Participant.name, Participant.id)
    ).all()
    return [Progress(invitation, number) for invitation, number in rows]


def invitations(wave: Wave) -> sa.Select[Invitation]:
    """The invitations of those who take part, with name and delegation."""
    booking = contains_eager(Invitation.participant).contains_eager(Participant.booking)
    return (
        sa.select(Invitation)
        .join(Participant, Participant.id == Invitation.participant_id)
        .join(Booking, Booking.id == Participant.booking_id)
        .where(Invitation.wave_id == wave.id, taking_part)
        .options(lazyload(Invitation.wave), booking, booking.lazyload(Booking.departure))
    )


def without_invitation(wave: Wave) -> Sequence[Participant]:
    """Participants of confirmed bookings who have not been asked in this wave."""
    invited = sa.select(Invitation.participant_id).where(Invitation.wave_id == wave.id)
    return db.session.scalars(
        sa.select(Participant)
        .join(Booking, Booking.id == Participant.booking_id)
        .where(
            Booking.departure_id == wave.departure_id, taking_part, Participant.id.not_in(invited)
        )
        .options(lazyload(Participant.booking))
        .order_by(Participant.id)
    ).all()


def not_started(wave: Wave) -> Sequence[Invitation]:
    return db.session.scalars(
        invitations(wave).where(Invitation.started_at.is_(None)).order_by(Invitation.id)
    ).all()


def messages_sent(wave: Wave) -> Mapping[int, int]:
    """How many messages each invitation of this wave has caused."""
    invited = sa.select(Invitation.id).where(Invitation.wave_id == wave.id)
    rows = db.session.execute(
        sa.select(Message.about_id, sa.func.count())
        .where(Message.about_kind == Invitation.__tablename__, Message.about_id.in_(invited))
        .group_by(Message.about_id)
    )
    return {about: number for about, number in rows if about is not None}


def counts_by_booking(wave: Wave) -> list[tuple[Booking, int, int]]:
    """Each delegation's booking with how many were asked and how many have started."""
    asked = sa.func.count(Invitation.id)
    started = sa.func.count(Invitation.started_at)
    counts = (
        sa.select(Participant.booking_id, asked.label("asked"), started.label("started"))
        .join(Invitation, Invitation.participant_id == Participant.id)
        .where(Invitation.wave_id == wave.id, Participant.removed_at.is_(None))
        .group_by(Participant.booking_id)
        .subquery()
    )
    rows = db.session.execute(
        sa.select(Booking, counts.c.asked, counts.c.started)
        .join(counts, counts.c.booking_id == Booking.id)
        .where(Booking.state.in_(waves.ASKED_STATES))
        .order_by(Booking.id)
    )
    return [(booking, asked, started) for booking, asked, started in rows]


def departures_to_ask(first_day: date, last_day: date) -> Sequence[Departure]:
    """Departures in this stretch of days that lack a wave."""
    waves_there = (
        sa.select(sa.func.count())
        .where(Wave.departure_id == Departure.id)
        .correlate(Departure)
        .scalar_subquery()
    )
    return db.session.scalars(
        sa.select(Departure)
        .where(
            Departure.status.in_(waves.ASKED_STATUSES),
            Departure.first_day <= first_day,
            Departure.last_day >= last_day,
            waves_there < len(WaveKind),
        )
        .order_by(Departure.first_day, Departure.id)
    ).all()


def open_at(at: datetime) -> Sequence[Wave]:
    """Waves that are open at this moment."""
    return db.session.scalars(
        sa.select(Wave)
        .join(Departure, Departure.id == Wave.departure_id)
        .where(Wave.opens_at <= at, Wave.closes_at > at, Departure.status.in_(waves.ASKED_STATUSES))
        .order_by(Wave.opens_at, Wave.id)
    ).all()
