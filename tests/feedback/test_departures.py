"""The organiser's page of a departure's feedback."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
import time_machine

from tests.browser_client import Browser
from tests.conftest import Statements
from tests.feedback.asking import DURING_AFTER, DURING_BEFORE, answer_all, invite, make_asked
from tests.making import make_departure
from tourbook.accounts.models import User
from tourbook.core.db import db
from tourbook.feedback.models import WaveKind
from tourbook.messages.models import Message

SignIn = Callable[[User], Browser]


def test_shows_counts_and_who_has_not_begun_but_no_answers(
    organiser: User, sign_in: SignIn
) -> None:
    departure, people = make_asked(3)
    answer_all(departure, people[:1], lambda n, q: "Secret words" if q.kind == "text" else 4)
    invite(departure, WaveKind.AFTER, DURING_AFTER)

    with time_machine.travel(DURING_AFTER, tick=False):
        page = sign_in(organiser).get(f"/desk/departures/{departure.id}/feedback").text

    assert "Guest 1" in page
    assert "Guest 2" in page
    assert "Guest 0" not in page
    assert "Secret words" not in page


def test_before_there_are_waves_the_dates_are_shown(as_organiser: Browser) -> None:
    departure = make_departure()
    db.session.commit()

    page = as_organiser.get(f"/desk/departures/{departure.id}/feedback")

    assert page.status_code == 200
    assert "Not open yet" in page.text


def test_the_list_can_be_taken_along(as_organiser: Browser) -> None:
    departure, people = make_asked(2)
    answer_all(departure, people[:1], lambda n, q: 4 if q.kind != "text" else "pass")
    invite(departure, WaveKind.AFTER, DURING_AFTER)

    sheet = as_organiser.get(f"/desk/departures/{departure.id}/feedback?format=csv")

    lines = sheet.text.splitlines()
    assert len(lines) == 4
    assert lines[2].startswith("After the visit;Guest 0;")
    assert lines[2].endswith(";Complete")
    assert lines[3].endswith(";Not begun")


def test_the_questions_can_be_looked_at(as_organiser: Browser) -> None:
    departure, _people = make_asked()

    page = as_organiser.get(f"/desk/departures/{departure.id}/feedback/after")

    assert page.status_code == 200
    assert "Explain rescue work" in page.text
    missing = make_departure()
    assert as_organiser.get(f"/desk/departures/{missing.id}/feedback/after").status_code == 404


def test_reminding_sends_mail_and_says_how_many(organiser: User, sign_in: SignIn) -> None:
    departure, (_person,) = make_asked()
    invite(departure, WaveKind.BEFORE, DURING_BEFORE)

    with time_machine.travel(DURING_BEFORE, tick=False):
        sent = sign_in(organiser).post(f"/desk/departures/{departure.id}/feedback/before/remind")

    assert sent.status_code == 303
    kinds = list(db.session.scalars(sa.select(Message.kind).order_by(Message.id)))
    assert kinds == ["feedback/invitation", "feedback/reminder"]


def test_reminding_after_the_end_is_refused(organiser: User, sign_in: SignIn) -> None:
    departure, _people = make_asked()

    with time_machine.travel(DURING_AFTER, tick=False):
        refused = sign_in(organiser).post(f"/desk/departures/{departure.id}/feedback/before/remind")

    assert refused.status_code == 409
    assert db.session.scalars(sa.select(Message)).all() == []


@pytest.mark.parametrize("people", [1, 3])
def test_asks_the_same_number_of_questions(
    as_organiser: Browser, statements: Statements, people: int
) -> None:
    departure, asked = make_asked(people)
    answer_all(departure, asked, lambda n, q: 4 if q.kind != "text" else "pass")
    db.session.expire_all()

    with statements() as seen:
        as_organiser.get(f"/desk/departures/{departure.id}/feedback")

    assert len([one for one in seen if one.startswith("SELECT")]) == 9
