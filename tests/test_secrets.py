"""What must be in no log and no row: passwords, tokens of links, and what people told us."""

import logging
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from tests import making
from tests.browser_client import Browser
from tests.making import participant_token, request_token
from tests.test_get_changes_nothing import every_row
from tests.world import World, make_world
from tourbook.accounts import services as accounts
from tourbook.bookings import queries
from tourbook.core import clock, jobs
from tourbook.core.audit import Actor
from tourbook.core.db import db

PASSWORD, SECOND = "quiet-lake-at-dawn", "amber-oar-by-noon"
MAILED = re.compile(r"/(?:enter|reset|welcome|p|r|reports)/([\w-]{22})")
TOLD = {
    "name": "Aino Esimerkki",
    "language": "fi",
    "diet": ["vegan"],
    "diet_words": "no celery at all",
    "consent": "y",
}


@pytest.fixture
def world(app: Flask) -> World:
    world = make_world()
    leader = world.people["leader"]
    accounts.set_password(leader, PASSWORD, at=clock.now(), actor=Actor(None, "test"))
    return world


def mailed_tokens(app: Flask) -> set[str]:
    """The tokens of all links in the letters that have left."""
    letters = Path(app.instance_path, "outbox").glob("*.eml")
    return {
        token
        for letter in letters
        for token in MAILED.findall(letter.read_text(encoding="utf-8").replace("=\n", ""))
    }


def journey(app: Flask, world: World, sign_in: Callable[..., Browser]) -> None:
    """People come in by each door, are invited, answer and tell; the worker sends the letters."""
    visitor, email = app.test_client(), world.people["leader"].email
    visitor.post("/sign-in", data={"email": email, "password": "a wrong guess 123"})
    visitor.post("/sign-in", data={"email": email, "password": PASSWORD})
    visitor.post("/account/password", data={"current": PASSWORD, "new": SECOND})
    for door in ("/sign-in/link", "/reset"):
        app.test_client().post(door, data={"email": email})
    sign_in(world.people["admin"]).post(
        "/desk/people/invite",
        data={"email": "new@example.org", "name": "New", "role": "organiser", "language": "en"},
    )
    sign_in(world.people["leader"]).post(f"/bookings/{world.booking.id}/participants/links")
    app.test_client().post(f"/p/{participant_token(world.participant)}/details", data=TOLD)
    app.test_client().post(f"/r/{request_token(world.request)}", data={"answer": "accept"})
    jobs.run_due(at=clock.now())
    db.session.commit()


def test_no_secret_is_in_a_row_or_in_the_log(
    app: Flask,
    world: World,
    sign_in: Callable[..., Browser],
    caplog: pytest.LogCaptureFixture,
) -> None:
    known = {participant_token(world.participant), request_token(world.request)}

    with caplog.at_level(logging.DEBUG):
        journey(app, world, sign_in)

    tokens = known | mailed_tokens(app)
    rows = repr(every_row())
    assert len(tokens) >= 5
    secrets = {PASSWORD, SECOND, "a wrong guess", "celery", *tokens}
    assert {secret for secret in secrets if secret in rows} == set()
    personal = secrets | {"Esimerkki", world.participant.email, world.people["leader"].email}
    assert {word for word in personal if word in caplog.text} == set()


def test_the_log_of_a_fault_names_the_page_and_not_its_token(
    app: Flask, world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("out of order")

    monkeypatch.setattr(queries, "programme", broken)
    monkeypatch.setitem(app.config, "TESTING", False)
    token = participant_token(world.participant)
    db.session.commit()

    response = app.test_client().get(f"/p/{token}")

    assert response.status_code == 500
    assert "out of order" not in response.text
    assert "A fault at GET /p/<token>" in caplog.text
    assert "out of order" in caplog.text
    assert token not in caplog.text


def test_the_error_of_a_database_does_not_tell_the_values(app: Flask) -> None:
    making.make_user(email="olli@example.org")

    with pytest.raises(Exception, match=r"UNIQUE|unique") as caught:
        making.make_user(email="olli@example.org")

    assert "Test Person" not in str(caught.value)
    db.session.rollback()
