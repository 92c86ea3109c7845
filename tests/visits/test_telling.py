"""Leaders and participants are told of a change once, in their language."""

from datetime import timedelta

import sqlalchemy as sa
from flask import Flask

from tests.departures.asking import ACTOR, FIRST_DAY, make_asked
from tests.departures.changes.visit import LATER, at, make_visit, move, tell
from tests.making import (
    NOON,
    local,
    make_booking,
    make_component,
    make_delegation,
    make_participant,
    make_user,
    participant_token,
    texts,
)
from tourbook.bookings.models import BookingState
from tourbook.core.db import db
from tourbook.departures import services as departures
from tourbook.departures.services import changes
from tourbook.messages.emails.wording import worded
from tourbook.messages.models import Message

HOUR = timedelta(hours=1)


def travellers() -> dict[str, Message]:
    """What those who travel are sent, by address."""
    db.session.flush()
    found = db.session.scalars(
        sa.select(Message).where(Message.kind == "visits/changed").order_by(Message.id)
    ).all()
    assert len({one.to_email for one in found}) == len(found)
    return {one.to_email: one for one in found}


def words_of(message: Message) -> str:
    letter = worded(message, base_url="https://visits.example", zone="Europe/Helsinki")
    return f"{letter.subject}\n{letter.body}"


def test_leaders_and_participants_are_told_before_and_after(app: Flask) -> None:
    visit = make_visit()
    delegation = make_delegation()
    leader = make_user(delegation=delegation)
    leader.language = "fi"
    booking = make_booking(visit.departure, delegation=delegation)
    person = make_participant(booking)
    move(visit, "Depot", at(16, 30))

    tell(visit)
    tell(visit)

    told = travellers()
    assert told.keys() == {leader.email, person.email}
    words = words_of(told[person.email])
    assert "Depot" in words
    assert "13:00" in words
    assert "16:30" in words
    assert f"https://visits.example/p/{participant_token(person)}" in words
    assert "Station" not in words
    assert "Depot suomeksi" in words_of(told[leader.email])
    assert f"/bookings/{booking.id}" in words_of(told[leader.email])


def test_a_leader_who_takes_part_is_told_once(app: Flask) -> None:
    visit = make_visit()
    delegation = make_delegation()
    leader = make_user(delegation=delegation)
    person = make_participant(make_booking(visit.departure, delegation=delegation))
    person.email = leader.email.upper()
    move(visit, "Depot", at(16, 30))

    tell(visit)

    assert travellers().keys() == {leader.email}


def test_who_does_not_come_is_not_told(app: Flask) -> None:
    visit = make_visit()
    gone = make_participant(make_booking(visit.departure, state=BookingState.CANCELLED))
    removed = make_participant(make_booking(visit.departure))
    removed.removed_at = LATER
    silent = make_participant(removed.booking)
    silent.email = ""
    coming = make_participant(removed.booking)
    move(visit, "Depot", at(16, 30))

    tell(visit)

    assert gone.email not in travellers()
    assert travellers().keys() == {coming.email, "leader@example.org"}


def test_another_departure_hears_nothing(app: Flask) -> None:
    visit = make_visit()
    other = make_participant()
    move(visit, "Depot", at(16, 30))

    tell(visit)

    assert other.email not in travellers()


def test_changes_that_cancel_out_tell_no_traveller(app: Flask) -> None:
    visit = make_visit()
    make_participant(make_booking(visit.departure))
    item = visit.item("Depot")
    change = changes.drop(item, revision=item.revision, at=LATER, actor=ACTOR, despite=True)
    changes.undo(change, at=LATER, actor=ACTOR)

    tell(visit)

    assert travellers() == {}


def test_who_travels_is_told_when_the_time_that_a_host_offers_is_taken(app: Flask) -> None:
    asked = make_asked()
    person = make_participant(make_booking(asked.departure))
    starts = local(FIRST_DAY, 14)
    departures.propose(
        asked.request, starts_at=starts, ends_at=starts + HOUR, by="Host", at=NOON, actor=ACTOR
    )
    assert travellers() == {}

    departures.take_proposal(asked.request, at=NOON, actor=ACTOR)

    words = words_of(travellers()[person.email])
    assert "10:00" in words
    assert "14:00" in words


def test_who_travels_is_told_when_the_visit_that_a_host_offers_is_taken(app: Flask) -> None:
    asked = make_asked()
    person = make_participant(make_booking(asked.departure))
    other = make_component(organisation=asked.component.organisation)
    other.name = texts("Smoke diving")
    departures.propose_component(asked.request, other, by="Host", at=NOON, actor=ACTOR)

    change = departures.take_component(asked.request, at=NOON, actor=ACTOR)
    assert travellers() == {}
    changes.tell_changes({"departure_id": asked.departure.id}, change.tell_at)

    assert "Smoke diving" in words_of(travellers()[person.email])


def test_who_travels_is_told_when_a_part_goes_on_without_its_host(app: Flask) -> None:
    asked = make_asked()
    person = make_participant(make_booking(asked.departure))
    item = asked.request.dated_item

    departures.replace_by_text(item, texts("Walk in town"), at=NOON, actor=ACTOR)

    assert "Walk in town" in words_of(travellers()[person.email])
    assert item.revision == 2
