"""The organiser's page: who has been asked and how many have answered, never what."""

from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from tourbook.accounts.access import me
from tourbook.core import clock
from tourbook.core.db import db
from tourbook.core.roles import Role
from tourbook.departures.models import Departure
from tourbook.feedback import queries, services
from tourbook.feedback.access import departure_or_404, wave_or_404
from tourbook.feedback.models import WaveKind
from tourbook.feedback.queries import Progress
from tourbook.feedback.rules import waves
from tourbook.feedback.rules.cards import minutes
from tourbook.feedback.rules.waves import WaveState
from tourbook.web.access import roles
from tourbook.web.exports import export, export_wanted

bp = Blueprint("feedback_desk", __name__, url_prefix="/desk/departures/<int:departure_id>/feedback")

KIND = "any(before, after)"


@dataclass(frozen=True)
class Part:
    """A wave with who was asked in it and how far they are."""

    kind: WaveKind
    opens_at: datetime
    closes_at: datetime
    state: WaveState
    cards: int
    questions: int
    people: list[Progress]

    @property
    def invited(self) -> int:
        return len(self.people)

    @property
    def started(self) -> int:
        return sum(one.answers > 0 for one in self.people)

    @property
    def complete(self) -> int:
        return sum(self.is_complete(one) for one in self.people)

    @property
    def silent(self) -> list[Progress]:
        """Those who have not begun: they may be reminded."""
        return [one for one in self.people if one.invitation.started_at is None]

    def is_complete(self, one: Progress) -> bool:
        return self.questions > 0 and one.answers >= self.questions


@bp.get("")
@roles(Role.ORGANISER)
def show(departure_id: int) -> ResponseReturnValue:
    departure = departure_or_404(departure_id)
    parts = parts_of(departure)
    if export_wanted():
        header = [_("Questions"), _("Name"), _("Delegation"), _("State")]
        return export(rows_of(parts), header, f"feedback-{departure.id}")
    return render_template("feedback/departure.html", departure=departure, parts=parts)


def parts_of(departure: Departure) -> list[Part]:
    kept = queries.of_departure(departure)
    found = []
    for kind, (opens, closes) in waves.times(departure).items():
        wave = kept.get(kind)
        if wave is None:
            found.append(Part(kind, opens, closes, WaveState.COMING, 0, 0, []))
            continue
        cards = queries.cards_of(departure, kind)
        questions = sum(len(card.askings) for card in cards)
        state = waves.state(wave, at=clock.now())
        people = queries.progress(wave)
        found.append(
            Part(kind, wave.opens_at, wave.closes_at, state, len(cards), questions, people)
        )
    return found


def rows_of(parts: list[Part]) -> list[list[object]]:
    words = {WaveKind.BEFORE: _("Before the visit"), WaveKind.AFTER: _("After the visit")}
    return [
        [
            words[part.kind],
            one.invitation.participant.name,
            one.invitation.participant.booking.delegation.name,
            _("Complete")
            if part.is_complete(one)
            else _("Begun")
            if one.invitation.started_at
            else _("Not begun"),
        ]
        for part in parts
        for one in part.people
    ]


@bp.get(f"/<{KIND}:kind>")
@roles(Role.ORGANISER)
def preview(departure_id: int, kind: str) -> ResponseReturnValue:
    departure = departure_or_404(departure_id)
    wave = wave_or_404(departure, WaveKind(kind))
    cards = queries.cards_of(departure, wave.kind)
    return render_template(
        "feedback/preview.html",
        departure=departure,
        wave=wave,
        cards=cards,
        minutes=minutes(cards),
    )


@bp.post(f"/<{KIND}:kind>/remind")
@roles(Role.ORGANISER)
def remind(departure_id: int, kind: str) -> ResponseReturnValue:
    wave = wave_or_404(departure_or_404(departure_id), WaveKind(kind))
    number = services.remind_now(wave, at=clock.now(), actor=me().actor)
    db.session.commit()
    flash(
        ngettext("A reminder goes to %(num)s person.", "A reminder goes to %(num)s people.", number)
    )
    return redirect(url_for("feedback_desk.show", departure_id=departure_id), 303)
