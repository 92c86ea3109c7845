"""Who was not at a stop when the roll was called there is not asked about it."""

from datetime import timedelta
from uuid import uuid4

import sqlalchemy as sa
import time_machine
from flask import Flask

from tests.browser_client import Browser
from tests.conftest import Statements
from tests.feedback.asking import DURING_AFTER, card_url, invite, make_asked
from tests.making import participant_token
from tourbook.bookings.models import Participant
from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.departures.models import DatedItem
from tourbook.feedback import queries
from tourbook.feedback.models import WaveKind
from tourbook.messages.models import Message
from tourbook.visits.models import CallStage, Mark
from tourbook.visits.rules.rollcall import Given
from tourbook.visits.services import rollcall

AFTER = WaveKind.AFTER


def mark(
    person: Participant, item: DatedItem, what: Mark, stage: CallStage, *, minutes: int = 0
) -> None:
    at = DURING_AFTER + timedelta(minutes=minutes)
    given = Given(str(uuid4()), person.id, what, at)
    actor = Actor(None, "Guide")
    rollcall.call(item, stage, [given], received_at=at, by="Guide", actor=actor)


def subjects(person: Participant, item: DatedItem) -> list[int | None]:
    cards = queries.cards_for(person, item.departure, AFTER)
    return [one.question.item_id for card in cards for one in card.askings if one.question.item_id]


def test_who_was_missing_is_asked_about_the_other_stops_only(app: Flask) -> None:
    departure, (there, away) = make_asked(2, days=2)
    first, second = departure.items
    mark(there, first, Mark.PRESENT, CallStage.SITE)
    mark(away, first, Mark.MISSING, CallStage.SITE)

    assert subjects(there, first) == [first.item_id, second.item_id]
    assert subjects(away, first) == [second.item_id]


def test_who_came_later_is_asked(app: Flask) -> None:
    departure, (late,) = make_asked()
    (item,) = departure.items
    mark(late, item, Mark.MISSING, CallStage.SITE, minutes=0)
    mark(late, item, Mark.PRESENT, CallStage.SITE, minutes=5)

    assert subjects(late, item) == [item.item_id]


def test_who_missed_the_coach_may_have_come_by_another_way(app: Flask) -> None:
    departure, (person,) = make_asked()
    (item,) = departure.items
    mark(person, item, Mark.MISSING, CallStage.BOARDING)

    assert subjects(person, item) == [item.item_id]


def test_before_the_visit_everybody_is_asked_all(app: Flask) -> None:
    departure, (person,) = make_asked()
    mark(person, departure.items[0], Mark.EXCUSED, CallStage.SITE)

    assert queries.cards_for(person, departure, WaveKind.BEFORE) == queries.cards_of(
        departure, WaveKind.BEFORE
    )


def test_the_form_counts_the_cards_that_are_left(visitor: Browser) -> None:
    departure, (person,) = make_asked(days=2)
    before = len(queries.cards_of(departure, AFTER))
    mark(person, departure.items[1], Mark.EXCUSED, CallStage.SITE)

    with time_machine.travel(DURING_AFTER, tick=False):
        last = visitor.get(card_url(person, AFTER, before - 1))
        gone = visitor.get(card_url(person, AFTER, before))
        start = visitor.get(f"/p/{participant_token(person)}/feedback")

    assert f"Question {before - 1} of {before - 1}" in last.text
    assert (gone.status_code, start.status_code) == (404, 200)


def questions_told() -> dict[str, int]:
    """How many questions each invitation speaks of, by address."""
    letters = db.session.scalars(sa.select(Message).where(Message.kind == "feedback/invitation"))
    return {letter.to_email: letter.values["questions"] for letter in letters}


def test_a_mail_counts_the_questions_that_its_reader_is_asked(app: Flask) -> None:
    departure, (there, away) = make_asked(2, days=2)
    every = len(queries.cards_of(departure, AFTER))
    there.email, away.email = "there@example.org", "away@example.org"
    mark(there, departure.items[0], Mark.PRESENT, CallStage.SITE)
    mark(away, departure.items[0], Mark.MISSING, CallStage.SITE)

    invite(departure, AFTER, DURING_AFTER)

    assert questions_told() == {there.email: every, away.email: every - 1}


def test_the_cards_of_many_are_found_in_as_many_statements_as_those_of_one(
    app: Flask, statements: Statements
) -> None:
    departure, people = make_asked(5, days=2)
    for person in people:
        mark(person, departure.items[0], Mark.MISSING, CallStage.SITE)
    counts = []
    for some in (people[:1], people):
        keys = [person.id for person in some]
        with statements() as seen:
            found = queries.cards_by_person(keys, departure, AFTER)
        counts.append(len(seen))
        assert found.keys() == set(keys)

    assert counts[0] == counts[1]
