"""The answer form by a participant's own link."""

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
import time_machine

from tests.browser_client import Browser
from tests.conftest import Statements
from tests.feedback.asking import (
    AFTER_ALL,
    DURING_AFTER,
    DURING_BEFORE,
    answers,
    card_url,
    invite,
    make_asked,
    question,
)
from tests.making import make_booking, make_participant, participant_token
from tourbook.bookings.models import BookingState
from tourbook.core.db import db
from tourbook.feedback.models import Invitation, WaveKind

BEFORE, AFTER = WaveKind.BEFORE, WaveKind.AFTER


@pytest.fixture
def during_before() -> object:
    with time_machine.travel(DURING_BEFORE, tick=False):
        yield


def started() -> list[datetime | None]:
    return list(db.session.scalars(sa.select(Invitation.started_at).order_by(Invitation.id)))


def test_start_tells_who_sees_what_and_changes_nothing(visitor: Browser) -> None:
    departure, (person,) = make_asked()
    invite(departure, BEFORE, DURING_BEFORE)

    with time_machine.travel(DURING_BEFORE, tick=False):
        page = visitor.get(f"/p/{participant_token(person)}/feedback")

    assert page.status_code == 200
    assert "1 question" in page.text
    assert "never for fewer than five people" in page.text
    assert "confidential, not anonymous" in page.text
    assert started() == [None]
    assert page.headers["Cache-Control"] == "no-store"


@pytest.mark.usefixtures("during_before")
def test_an_answer_is_kept_and_the_next_card_shown(visitor: Browser) -> None:
    departure, (person,) = make_asked()
    asked = question(departure, "LO1.pre")

    sent = visitor.post(card_url(person, BEFORE), data={"version": "1", f"q{asked.id}": "3"})

    assert (sent.status_code, sent.location) == (303, f"/p/{participant_token(person)}/feedback")
    (answer,) = answers()
    assert (answer.question_id, answer.number, answer.language, answer.mode) == (
        asked.id,
        3,
        "en",
        "web",
    )
    assert started() == [DURING_BEFORE]
    assert "You have answered everything" in visitor.get(sent.location).text
    card = visitor.get(card_url(person, BEFORE)).text
    assert 'value="3" checked' in card
    assert 'name="version" value="2"' in card


@pytest.mark.usefixtures("during_before")
def test_getting_a_card_changes_nothing(visitor: Browser) -> None:
    _departure, (person,) = make_asked()

    assert visitor.get(card_url(person, BEFORE)).status_code == 200
    assert (answers(), started()) == ([], [])


def test_then_and_now_are_saved_together_and_in_the_language_read(visitor: Browser) -> None:
    departure, (person,) = make_asked()
    then, now = question(departure, "LO1.then"), question(departure, "LO1.post")

    with time_machine.travel(DURING_AFTER, tick=False):
        visitor.get(card_url(person, AFTER) + "?lang=fi")
        sent = visitor.post(
            card_url(person, AFTER),
            data={"version": "1", f"q{then.id}": "2", f"q{now.id}": "pass"},
        )

    assert sent.location == card_url(person, AFTER, 2)
    assert [(one.question_id, one.number, one.passed, one.language) for one in answers()] == [
        (then.id, 2, False, "fi"),
        (now.id, None, True, "fi"),
    ]


@pytest.mark.usefixtures("during_before")
def test_changing_the_language_keeps_the_answer(visitor: Browser) -> None:
    departure, (person,) = make_asked()
    asked = question(departure, "LO1.pre")

    sent = visitor.post(
        card_url(person, BEFORE),
        data={"version": "1", f"q{asked.id}": "4", "to_language": "sv"},
    )

    assert sent.location == card_url(person, BEFORE) + "?lang=sv"
    card = visitor.get(sent.location).text
    assert 'lang="sv"' in card
    assert 'value="4" checked' in card


@pytest.mark.usefixtures("during_before")
def test_an_older_answer_never_overwrites_a_newer_one(visitor: Browser) -> None:
    departure, (person,) = make_asked()
    asked = question(departure, "LO1.pre")
    url, json = card_url(person, BEFORE), {"Accept": "application/json"}

    newer = visitor.post(url, data={"version": "7", f"q{asked.id}": "5"}, headers=json)
    older = visitor.post(url, data={"version": "6", f"q{asked.id}": "1"}, headers=json)

    assert (newer.status_code, newer.json) == (200, {"saved": True, "message": ""})
    assert older.json is not None
    assert older.json["saved"] is False
    assert [(one.number, one.client_version) for one in answers()] == [(5, 7)]

    again = visitor.post(url, data={"version": "8", f"q{asked.id}": "2"}, headers=json)

    assert again.json == {"saved": True, "message": ""}
    assert [(one.number, one.client_version) for one in answers()] == [(2, 8)]


@pytest.mark.usefixtures("during_before")
def test_saving_an_answer_takes_five_statements_at_most(
    visitor: Browser, statements: Statements
) -> None:
    departure, (person,) = make_asked()
    invite(departure, BEFORE, DURING_BEFORE)
    asked = question(departure, "LO1.pre")
    url, data = card_url(person, BEFORE), {"version": "1", f"q{asked.id}": "3"}
    db.session.expunge_all()

    with statements() as seen:
        visitor.post(url, data=data)

    assert len(answers()) == 1
    assert len([one for one in seen if not one.startswith(("BEGIN", "COMMIT"))]) <= 5, seen


@pytest.mark.usefixtures("during_before")
@pytest.mark.parametrize(
    "data",
    [
        {"version": "1", "q": "6"},
        {"version": "1", "q": ""},
        {"version": "1", "q": "1000000000"},
        {"version": "x", "q": "3"},
        {"q": "3"},
        {"version": "1", "q999999": "3"},
    ],
)
def test_a_bad_answer_is_refused_and_nothing_kept(visitor: Browser, data: dict[str, str]) -> None:
    departure, (person,) = make_asked()
    asked = question(departure, "LO1.pre")
    sent = {(f"q{asked.id}" if name == "q" else name): value for name, value in data.items()}

    page = visitor.post(card_url(person, BEFORE), data=sent)
    told = visitor.post(card_url(person, BEFORE), data=sent, headers={"Accept": "application/json"})

    assert page.status_code == 422
    assert "Please check your answer" in page.text
    assert told.status_code == 422
    assert told.json is not None
    assert told.json["saved"] is False
    assert (answers(), started()) == ([], [])


def test_a_text_that_is_too_long_stays_in_its_field(visitor: Browser) -> None:
    departure, (person,) = make_asked()
    asked = question(departure, "open.keep")
    long = "y" * 2001

    with time_machine.travel(DURING_AFTER, tick=False):
        page = visitor.post(card_url(person, AFTER, 4), data={"version": "1", f"q{asked.id}": long})

    assert page.status_code == 422
    assert long in page.text
    assert "2001 characters" in page.text
    assert answers() == []


def test_text_is_shown_as_text(visitor: Browser) -> None:
    departure, (person,) = make_asked()
    asked = question(departure, "open.keep")
    url = card_url(person, AFTER, 4)

    with time_machine.travel(DURING_AFTER, tick=False):
        visitor.post(url, data={"version": "1", f"q{asked.id}": "<script>x</script>"})
        page = visitor.get(url).text

    assert answers()[0].text == "<script>x</script>"
    assert "<script>x" not in page


@pytest.mark.parametrize("at", [DURING_BEFORE - timedelta(days=30), AFTER_ALL])
def test_a_wave_that_is_not_open_takes_nothing(visitor: Browser, at: datetime) -> None:
    departure, (person,) = make_asked()
    asked = question(departure, "LO1.pre")

    with time_machine.travel(at, tick=False):
        shown = visitor.get(card_url(person, BEFORE))
        sent = visitor.post(card_url(person, BEFORE), data={"version": "1", f"q{asked.id}": "3"})

    assert (shown.status_code, sent.status_code) == (200, 409)
    assert "These questions are" in sent.text
    assert answers() == []


@pytest.mark.usefixtures("during_before")
@pytest.mark.parametrize("path", ["before/0", "before/99", "never/1", "before/x"])
def test_a_card_that_is_not_there(visitor: Browser, path: str) -> None:
    _departure, (person,) = make_asked()
    url = f"/p/{participant_token(person)}/feedback/{path}"

    assert visitor.get(url).status_code == 404
    assert visitor.post(url, data={"version": "1"}).status_code == 404


@pytest.mark.usefixtures("during_before")
@pytest.mark.parametrize("token", ["x", "A" * 22, "å" * 22, "%00", "A" * 500])
@pytest.mark.parametrize("path", ["", "/before/1", "/withdraw"])
def test_a_broken_link_opens_nothing(visitor: Browser, token: str, path: str) -> None:
    make_asked()

    assert visitor.get(f"/p/{token}/feedback{path}").status_code == 404


@pytest.mark.usefixtures("during_before")
def test_a_removed_participant_is_not_asked(visitor: Browser) -> None:
    _departure, (person,) = make_asked()
    person.removed_at = DURING_BEFORE
    db.session.commit()

    assert visitor.get(card_url(person, BEFORE)).status_code == 404


@pytest.mark.usefixtures("during_before")
def test_an_option_is_not_asked_yet(visitor: Browser) -> None:
    departure, _people = make_asked()
    person = make_participant(make_booking(departure, state=BookingState.OPTION))
    db.session.commit()

    start = visitor.get(f"/p/{participant_token(person)}/feedback")

    assert "once the booking of your group is confirmed" in start.text
    assert visitor.get(card_url(person, BEFORE)).status_code == 302


@pytest.mark.usefixtures("during_before")
def test_withdrawing_asks_first_and_deletes_ones_own_answers(visitor: Browser) -> None:
    departure, (person, other) = make_asked(2)
    asked = question(departure, "LO1.pre")
    for one in (person, other):
        visitor.post(card_url(one, BEFORE), data={"version": "1", f"q{asked.id}": "3"})
    url = f"/p/{participant_token(person)}/feedback/withdraw"

    assert "your 1 answer" in visitor.get(url).text
    assert len(answers()) == 2
    assert visitor.post(url).status_code == 303

    (left,) = answers()
    assert left.invitation.participant_id == other.id
    assert "nothing to delete" in visitor.get(url).text


def test_a_card_asks_the_database_as_often_with_many_answers(
    visitor: Browser, statements: Statements
) -> None:
    departure, (person,) = make_asked(days=4)
    asked = question(departure, "LO1.then")

    with time_machine.travel(DURING_AFTER, tick=False):
        visitor.post(card_url(person, AFTER), data={"version": "1", f"q{asked.id}": "3"})
        url = card_url(person, AFTER, 5)
        db.session.expunge_all()
        with statements() as seen:
            visitor.get(url)

    assert len([one for one in seen if one.startswith("SELECT")]) == 4
