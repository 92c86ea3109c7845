"""The answer form: one question on a card, by the participant's own link.

A GET changes nothing, for mail scanners open links; each answer is kept as it is given.
"""

from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.exceptions import NotFound

from tourbook.bookings.models import Participant
from tourbook.core import clock
from tourbook.core.db import db
from tourbook.core.languages import LANGUAGES
from tourbook.core.refused import Refused
from tourbook.feedback import queries, services
from tourbook.feedback.access import participant_or_404
from tourbook.feedback.models import Wave, WaveKind
from tourbook.feedback.rules import answers, waves
from tourbook.feedback.rules.cards import Card, minutes
from tourbook.feedback.rules.waves import WaveState
from tourbook.web.access import by_token
from tourbook.web.forms import refusal_in_words
from tourbook.web.languages import current_language

bp = Blueprint("feedback", __name__, url_prefix="/p/<token>/feedback")

KIND = "any(before, after)"


@dataclass(frozen=True)
class Part:
    """A wave as the first card shows it."""

    kind: WaveKind
    wave: Wave
    state: WaveState
    cards: list[Card]
    #: Numbers of the cards that have been answered.
    done: frozenset[int]

    @property
    def minutes(self) -> int:
        return minutes(self.cards)

    @property
    def next(self) -> int:
        """The first card that waits for an answer; the first of all when none does."""
        return next((card.number for card in self.cards if card.number not in self.done), 1)

    @property
    def complete(self) -> bool:
        return len(self.done) == len(self.cards)


@bp.get("")
@by_token
def start(token: str) -> ResponseReturnValue:
    participant = participant_or_404(token)
    return render_template(
        "feedback/start.html",
        token=token,
        participant=participant,
        departure=participant.booking.departure,
        parts=parts_of(participant),
        answered=any(queries.own_answers(participant).values()),
    )


def parts_of(participant: Participant) -> list[Part]:
    """The waves of the participant's departure; none before the booking is confirmed."""
    booking = participant.booking
    departure = booking.departure
    if booking.state not in waves.ASKED_STATES or departure.status not in waves.ASKED_STATUSES:
        return []
    kept = queries.of_departure(departure)
    own = queries.own_answers(participant)
    found = []
    for kind, (opens, closes) in waves.times(departure).items():
        wave = kept.get(kind) or Wave(kind=kind, opens_at=opens, closes_at=closes)
        state = waves.state(wave, at=clock.now()) if kind in kept else WaveState.COMING
        cards = queries.cards_for(participant, departure, kind) if state is WaveState.OPEN else []
        done = frozenset(card.number for card in cards if card.ids <= own[kind])
        found.append(Part(kind, wave, state, cards, done))
    return found


@bp.get(f"/<{KIND}:kind>/<int:position>")
@by_token
def card(token: str, kind: str, position: int) -> ResponseReturnValue:
    asked = queries.asked(token, WaveKind(kind))
    if asked is None:
        participant_or_404(token)
        return redirect(url_for("feedback.start", token=token))
    if waves.state(asked.wave, at=clock.now()) is not WaveState.OPEN:
        return closed_page(token, asked.wave, 200)
    return card_page(token, asked, position)


@bp.post(f"/<{KIND}:kind>/<int:position>")
@by_token
def answer(token: str, kind: str, position: int) -> ResponseReturnValue:
    asked = queries.asked(token, WaveKind(kind))
    if asked is None:
        participant_or_404(token)
        return redirect(url_for("feedback.start", token=token), 303)
    if waves.state(asked.wave, at=clock.now()) is not WaveState.OPEN:
        return closed_page(token, asked.wave, 409)
    cards = queries.cards_for(asked.participant, asked.wave.departure, asked.wave.kind)
    try:
        newest = services.save(
            asked,
            answers.read(card_or_404(cards, position), request.form),
            language=current_language(),
            client_version=answers.version(request.form.get("version", "")),
            at=clock.now(),
        )
        db.session.commit()
    except Refused as refusal:
        db.session.rollback()
        return refused(token, asked, position, refusal)
    return saved(newest, next_url(token, kind, position, len(cards)))


def card_or_404(cards: list[Card], position: int) -> Card:
    if not 1 <= position <= len(cards):
        raise NotFound
    return cards[position - 1]


def card_page(
    token: str, asked: queries.Asked, position: int, problem: str | None = None
) -> ResponseReturnValue:
    """The card with what was answered before, or with what was sent if it was refused."""
    departure = asked.wave.departure
    cards = queries.cards_for(asked.participant, departure, asked.wave.kind)
    shown = card_or_404(cards, position)
    kept = queries.given(asked.invitation)
    values = {question: value.sent for question, (value, _version) in kept.items()}
    if problem:
        values |= {one: request.form.get(answers.field(one), "") for one in shown.ids}
    last = max((version for one, (_v, version) in kept.items() if one in shown.ids), default=0)
    return render_template(
        "feedback/card.html",
        token=token,
        departure=departure,
        wave=asked.wave,
        card=shown,
        total=len(cards),
        minutes=minutes(cards),
        values=values,
        version=last + 1,
        problem=problem,
        text_limit=answers.TEXT_LIMIT,
    ), 422 if problem else 200


def closed_page(token: str, wave: Wave, status: int) -> ResponseReturnValue:
    """Say that nothing can be answered now; a POST that came too late changed nothing."""
    state = waves.state(wave, at=clock.now())
    if wants_json():
        sentence = _("The questions are not open now. Nothing was saved.")
        return {"saved": False, "message": sentence}, status
    return render_template(
        "feedback/closed.html",
        token=token,
        departure=wave.departure,
        wave=wave,
        coming=state is WaveState.COMING,
    ), status


def refused(
    token: str, asked: queries.Asked, position: int, refusal: Refused
) -> ResponseReturnValue:
    sentence = refusal_in_words(refusal)
    if wants_json():
        return {"saved": False, "message": sentence}, 422
    again = queries.asked(token, asked.wave.kind)
    return card_page(token, again or asked, position, sentence)


def saved(newest: bool, onward: str) -> ResponseReturnValue:
    sentence = _("A newer answer was given on another page; it was kept.")
    if wants_json():
        return {"saved": newest, "message": "" if newest else sentence}
    if not newest:
        flash(sentence, "warning")
    return redirect(onward, 303)


def next_url(token: str, kind: str, position: int, total: int) -> str:
    """The next card, or the same one in the language that was asked for."""
    language = request.form.get("to_language")
    if language in LANGUAGES:
        return url_for("feedback.card", token=token, kind=kind, position=position, lang=language)
    if position < total:
        return url_for("feedback.card", token=token, kind=kind, position=position + 1)
    return url_for("feedback.start", token=token)


def wants_json() -> bool:
    return request.accept_mimetypes.best == "application/json"


@bp.get("/withdraw")
@by_token
def confirm_withdrawal(token: str) -> ResponseReturnValue:
    participant = participant_or_404(token)
    number = sum(len(own) for own in queries.own_answers(participant).values())
    return render_template(
        "feedback/withdraw.html",
        token=token,
        departure=participant.booking.departure,
        number=number,
    )


@bp.post("/withdraw")
@by_token
def withdraw(token: str) -> ResponseReturnValue:
    number = services.withdraw(participant_or_404(token), at=clock.now())
    db.session.commit()
    if number:
        flash(
            ngettext("Your %(num)s answer is deleted.", "Your %(num)s answers are deleted.", number)
        )
    return redirect(url_for("feedback.start", token=token), 303)
