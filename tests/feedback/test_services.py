"""Opening waves by the clock, inviting and reminding."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.feedback.asking import DURING_BEFORE, make_asked, wave_of
from tests.making import NOON, make_booking, make_departure, make_participant
from tourbook.bookings.models import BookingState
from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.departures.models import DepartureStatus
from tourbook.feedback import services
from tourbook.feedback.models import Invitation, Question, Wave, WaveKind
from tourbook.messages.models import Message

pytestmark = pytest.mark.usefixtures("app")
BEFORE = WaveKind.BEFORE


def messages() -> list[tuple[str, str]]:
    db.session.flush()
    rows = db.session.execute(sa.select(Message.kind, Message.to_email).order_by(Message.id))
    return [(kind, mail) for kind, mail in rows]


def count(model: type[Wave] | type[Question] | type[Invitation]) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0


def test_questions_are_made_once() -> None:
    departure = make_departure()

    first = services.make_questions(departure.version)
    second = services.make_questions(departure.version)

    assert [one.id for one in first] == [one.id for one in second]
    assert len(first) == 8


def test_the_clock_makes_waves_and_invites_those_who_take_part() -> None:
    departure = make_departure(first_day=date(2027, 6, 1))
    booking = make_booking(departure)
    asked = make_participant(booking)
    gone = make_participant(booking)
    gone.removed_at = NOON
    make_participant(make_booking(departure, state=BookingState.OPTION))

    services.open_waves({}, DURING_BEFORE)
    services.open_waves({}, DURING_BEFORE + timedelta(minutes=10))

    assert count(Wave) == 2
    (invitation,) = db.session.scalars(sa.select(Invitation))
    assert (invitation.participant, invitation.started_at) == (asked, None)
    assert messages() == [("feedback/invitation", asked.email)]


@pytest.mark.parametrize("status", [DepartureStatus.DRAFT, DepartureStatus.CANCELLED])
def test_a_departure_that_does_not_run_is_not_asked(status: DepartureStatus) -> None:
    departure = make_departure(first_day=date(2027, 6, 1), status=status)
    make_participant(make_booking(departure))

    services.open_waves({}, DURING_BEFORE)

    assert (count(Wave), messages()) == (0, [])


@pytest.mark.parametrize("first_day", [date(2027, 9, 1), date(2027, 1, 1)])
def test_a_departure_far_off_waits(first_day: date) -> None:
    make_departure(first_day=first_day)

    services.open_waves({}, DURING_BEFORE)

    assert count(Wave) == 0


def test_somebody_without_an_address_is_invited_without_mail() -> None:
    _departure, (person,) = make_asked()
    person.email = ""

    services.open_waves({}, DURING_BEFORE)

    assert count(Invitation) == 1
    assert messages() == []


def test_reminders_go_to_those_who_have_not_started_and_end_after_three() -> None:
    departure, (silent, busy) = make_asked(2)
    wave = wave_of(departure, BEFORE)
    services.open_waves({}, wave.opens_at)
    invitation = db.session.scalars(
        sa.select(Invitation).where(Invitation.participant_id == busy.id)
    ).one()
    invitation.started_at = wave.opens_at + timedelta(hours=1)
    db.session.flush()

    at = wave.opens_at
    while at < wave.closes_at:
        services.open_waves({}, at)
        at += timedelta(hours=4)

    sent = messages()
    assert sorted(kind for kind, mail in sent if mail == silent.email) == [
        "feedback/invitation",
        "feedback/reminder",
        "feedback/reminder",
    ]
    assert [kind for kind, mail in sent if mail == busy.email] == ["feedback/invitation"]
    assert [kind for kind, mail in sent if mail == "leader@example.org"] == ["feedback/leader"]


def test_reminding_now_works_once_a_day_and_three_times_in_all() -> None:
    departure, _people = make_asked()
    wave = wave_of(departure, BEFORE)
    services.invite(wave, at=DURING_BEFORE)
    system = Actor.system()

    for day in range(2):
        assert services.remind_now(wave, at=DURING_BEFORE + timedelta(days=day), actor=system) == 1
    with pytest.raises(Refused, match="three messages"):
        services.remind_now(wave, at=DURING_BEFORE + timedelta(days=2), actor=system)

    assert len(messages()) == 3


def test_nobody_is_reminded_when_the_wave_is_closed() -> None:
    departure, _people = make_asked()
    wave = wave_of(departure, BEFORE)

    with pytest.raises(Refused, match="closed"):
        services.remind_now(wave, at=wave.closes_at, actor=Actor.system())


def test_the_link_in_a_message_holds_no_token() -> None:
    departure, (person,) = make_asked()
    services.invite(wave_of(departure, BEFORE), at=DURING_BEFORE)
    db.session.flush()

    values = db.session.scalars(sa.select(Message.values)).one()

    assert values["link"] == {
        "path": "/p/{token}/feedback?lang=en",
        "salt": person.token_salt,
        "purpose": "participant",
    }


@pytest.mark.parametrize("people", [1, 3])
def test_inviting_asks_the_same_number_of_questions(
    app: Flask, people: int, statements: object
) -> None:
    departure, _people = make_asked(people)
    wave = wave_of(departure, BEFORE)
    assert callable(statements)

    with statements() as seen:
        services.invite(wave, at=DURING_BEFORE)

    assert len(seen) == 6
