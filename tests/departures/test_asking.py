"""Asking hosts, their answers, and slots that are never given twice."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.departures.asking import (
    ACTOR,
    FIRST_DAY,
    Asked,
    make_asked,
    make_drafted,
    make_planned,
    taken,
)
from tests.making import NOON, local, make_component, make_slot, make_user, request_token, texts
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.departures import queries, services
from tourbook.departures.models import DepartureStatus, RequestState
from tourbook.messages.emails.wording import worded
from tourbook.messages.models import Message

HOUR = timedelta(hours=1)
LATER = NOON + HOUR


def told(kind: str) -> list[Message]:
    db.session.flush()
    return list(
        db.session.scalars(sa.select(Message).where(Message.kind == kind).order_by(Message.id))
    )


def words_of(message: Message) -> str:
    letter = worded(message, base_url="https://visits.example", zone="Europe/Helsinki")
    return f"{letter.subject}\n{letter.body}"


def test_asking_holds_the_slot_and_writes_to_each_person_of_the_host(app: Flask) -> None:
    drafted = make_drafted()
    make_user(organisation=drafted.component.organisation)

    asked = services.ask_hosts(drafted.departure, at=NOON, actor=ACTOR)

    request = drafted.request
    assert (list(asked.sent), list(asked.refused), list(asked.unreachable)) == ([request], [], [])
    assert (request.state, request.asked_at) == (RequestState.REQUESTED, NOON)
    assert taken(drafted.slot) == 20
    messages = told("departures/asked")
    assert len(messages) == 2
    assert f"https://visits.example/r/{request_token(request)}" in words_of(messages[0])
    assert request_token(request) not in str(messages[0].values)


def test_a_host_without_people_is_written_at_its_own_address(app: Flask) -> None:
    drafted = make_drafted()
    drafted.host.disabled_at = NOON
    drafted.component.organisation.email = "office@example.org"
    db.session.flush()

    services.ask_hosts(drafted.departure, at=NOON, actor=ACTOR)

    (message,) = told("departures/asked")
    assert (message.to_email, message.language) == ("office@example.org", "fi")


def test_a_host_without_any_address_is_named(app: Flask) -> None:
    drafted = make_drafted()
    drafted.host.disabled_at = NOON
    drafted.component.organisation.email = ""
    db.session.flush()

    asked = services.ask_hosts(drafted.departure, at=NOON, actor=ACTOR)

    assert list(asked.unreachable) == [drafted.component.organisation]
    assert told("departures/asked") == []


def test_asking_twice_is_refused(app: Flask) -> None:
    asked = make_asked()

    with pytest.raises(Refused, match="asked already"):
        services.ask_hosts(asked.departure, at=LATER, actor=ACTOR)

    assert (taken(asked.slot), len(told("departures/asked"))) == (20, 1)


def test_a_slot_is_never_given_to_two_departures(app: Flask) -> None:
    drafted = make_drafted()
    other = make_planned(component=drafted.component)
    services.ask_hosts(drafted.departure, at=NOON, actor=ACTOR)

    with pytest.raises(Refused):
        services.ask_hosts(other, at=NOON, actor=ACTOR)

    (request,) = queries.requests_of(other)
    db.session.refresh(request)
    assert (request.state, taken(drafted.slot)) == (RequestState.DRAFT, 20)


def test_two_small_groups_share_a_slot_that_is_not_exclusive(app: Flask) -> None:
    drafted = make_drafted(exclusive=False, capacity=40)
    other = make_planned(component=drafted.component)

    services.ask_hosts(drafted.departure, at=NOON, actor=ACTOR)
    services.ask_hosts(other, at=NOON, actor=ACTOR)

    assert taken(drafted.slot) == 40


def test_a_slot_that_its_host_lets_be_shared_is_shared_by_older_drafts(app: Flask) -> None:
    drafted = make_drafted(capacity=40)
    other = make_planned(component=drafted.component)
    services.ask_hosts(drafted.departure, at=NOON, actor=ACTOR)
    drafted.slot.exclusive = False
    db.session.flush()

    services.ask_hosts(other, at=NOON, actor=ACTOR)

    assert [one.state for one in queries.requests_of(other)] == [RequestState.REQUESTED]
    assert taken(drafted.slot) == 40


def test_what_can_be_asked_is_asked_though_a_slot_was_lost(app: Flask) -> None:
    component = make_component()
    for day in range(2):
        make_slot(component, starts_at=local(FIRST_DAY + timedelta(days=day), 10))
    long = make_planned(component=component, days=2)
    services.ask_hosts(make_planned(component=component), at=NOON, actor=ACTOR)

    asked = services.ask_hosts(long, at=NOON, actor=ACTOR)

    assert [one.starts_at for one in asked.sent] == [local(FIRST_DAY + timedelta(days=1), 10)]
    assert [one.starts_at for one, _why in asked.refused] == [local(FIRST_DAY, 10)]
    states = [one.state for one in queries.requests_of(long)]
    assert states == [RequestState.DRAFT, RequestState.REQUESTED]


def answer_accept(asked: Asked) -> None:
    services.accept(asked.request, by="Aino", at=LATER, actor=ACTOR)


def test_accepting_confirms_keeps_the_slot_and_tells_the_organisers(app: Flask) -> None:
    asked = make_asked()

    answer_accept(asked)

    request = asked.request
    assert (request.state, request.answered_by, request.answered_at) == (
        RequestState.CONFIRMED,
        "Aino",
        LATER,
    )
    assert taken(asked.slot) == 20
    assert queries.hosts_missing(asked.departure) == 0
    (message,) = told("departures/answered")
    assert message.to_email == asked.organiser.email
    assert words_of(message).startswith("Yes from")


def test_a_second_answer_is_refused_and_changes_nothing(app: Flask) -> None:
    asked = make_asked()
    answer_accept(asked)

    with pytest.raises(Refused, match="it was accepted"):
        services.accept(asked.request, by="Aino", at=LATER, actor=ACTOR)
    with pytest.raises(Refused, match="it was accepted"):
        services.decline(asked.request, reason="No time", by="Aino", at=LATER, actor=ACTOR)

    assert (asked.request.state, taken(asked.slot)) == (RequestState.CONFIRMED, 20)
    assert len(told("departures/answered")) == 1


def test_declining_frees_the_slot(app: Flask) -> None:
    asked = make_asked()

    services.decline(asked.request, reason="An exercise", by="Aino", at=LATER, actor=ACTOR)

    assert (asked.request.state, asked.request.reason) == (RequestState.DECLINED, "An exercise")
    assert taken(asked.slot) == 0
    (message,) = told("departures/answered")
    assert "An exercise" in words_of(message)


def test_declining_without_a_reason_is_refused(app: Flask) -> None:
    asked = make_asked()

    with pytest.raises(Refused, match="few words"):
        services.decline(asked.request, reason="  ", by="Aino", at=LATER, actor=ACTOR)

    assert (asked.request.state, taken(asked.slot)) == (RequestState.REQUESTED, 20)


def propose(asked: Asked, hour: int = 14) -> None:
    services.propose(
        asked.request,
        starts_at=local(FIRST_DAY, hour),
        ends_at=local(FIRST_DAY, hour + 1),
        by="Aino",
        at=LATER,
        actor=ACTOR,
    )


def test_a_proposal_frees_the_slot_and_can_be_taken(app: Flask) -> None:
    asked = make_asked()
    offered = make_slot(asked.component, starts_at=local(FIRST_DAY, 14))
    propose(asked)
    proposal = asked.request
    assert (proposal.state, taken(asked.slot)) == (RequestState.DECLINED, 0)

    services.take_proposal(proposal, at=LATER, actor=ACTOR)

    renewed = asked.request
    assert (renewed.state, renewed.slot_id) == (RequestState.REQUESTED, offered.id)
    assert taken(offered) == 20
    (item,) = queries.items_of(asked.departure)
    assert (item.starts_at, item.ends_at) == (local(FIRST_DAY, 14), local(FIRST_DAY, 15))
    assert len(told("departures/asked")) == 2


def test_a_proposal_of_another_day_is_on_that_day_of_the_programme(app: Flask) -> None:
    component = make_component()
    departure = make_planned(component=component, days=2)
    services.ask_hosts(departure, at=NOON, actor=ACTOR)
    first = queries.requests_of(departure)[0]
    starts = local(FIRST_DAY + timedelta(days=1), 15)
    services.propose(
        first, starts_at=starts, ends_at=starts + HOUR, by="Aino", at=LATER, actor=ACTOR
    )

    services.take_proposal(first, at=LATER, actor=ACTOR)

    item = first.dated_item
    assert (item.day_number, item.revision, item.starts_at) == (2, 2, starts)


def test_a_proposal_is_taken_once(app: Flask) -> None:
    asked = make_asked()
    propose(asked)
    proposal = asked.request
    services.take_proposal(proposal, at=LATER, actor=ACTOR)

    with pytest.raises(Refused, match="asked again already"):
        services.take_proposal(proposal, at=LATER, actor=ACTOR)

    assert len(queries.requests_of(asked.departure)) == 2


def test_a_proposal_outside_the_departure_cannot_be_taken(app: Flask) -> None:
    asked = make_asked()
    starts = local(FIRST_DAY + timedelta(days=3), 10)
    services.propose(
        asked.request,
        starts_at=starts,
        ends_at=starts + timedelta(hours=1),
        by="Aino",
        at=LATER,
        actor=ACTOR,
    )

    with pytest.raises(Refused, match="outside the days"):
        services.take_proposal(asked.request, at=LATER, actor=ACTOR)


def test_cancelling_an_asked_request_frees_the_slot_and_tells_the_host(app: Flask) -> None:
    asked = make_asked()

    services.cancel_request(asked.request, reason="New plan", at=LATER, actor=ACTOR)

    assert (asked.request.state, taken(asked.slot)) == (RequestState.CANCELLED, 0)
    (message,) = told("departures/called_off")
    assert (message.to_email, "New plan" in words_of(message)) == (asked.host.email, True)
    with pytest.raises(Refused, match="cancelled already"):
        services.cancel_request(asked.request, at=LATER, actor=ACTOR)


def test_cancelling_a_draft_tells_nobody(app: Flask) -> None:
    drafted = make_drafted()

    services.cancel_request(drafted.request, at=NOON, actor=ACTOR)

    assert (drafted.request.state, told("departures/called_off")) == (RequestState.CANCELLED, [])


def test_after_a_no_the_host_can_be_asked_again(app: Flask) -> None:
    asked = make_asked()
    services.decline(asked.request, reason="An exercise", by="Aino", at=LATER, actor=ACTOR)
    item = asked.request.dated_item

    services.ask_again(item, at=LATER, actor=ACTOR)

    assert asked.request.state is RequestState.DRAFT
    with pytest.raises(Refused, match="asked again already"):
        services.ask_again(item, at=LATER, actor=ACTOR)


def test_going_on_without_the_host_calls_it_off(app: Flask) -> None:
    asked = make_asked()
    item = asked.request.dated_item

    services.replace_by_text(item, texts("Walk in town"), at=LATER, actor=ACTOR)

    assert (item.component_id, item.title.en) == (None, "Walk in town")
    assert (asked.request.state, taken(asked.slot)) == (RequestState.CANCELLED, 0)
    assert queries.hosts_missing(asked.departure) == 0


def test_choosing_another_slot_moves_the_programme(app: Flask) -> None:
    drafted = make_drafted()
    other = make_slot(drafted.component, starts_at=local(FIRST_DAY, 15))

    services.choose_slot(drafted.request, other, at=NOON, actor=ACTOR)

    (item,) = queries.items_of(drafted.departure)
    assert (drafted.request.slot_id, item.starts_at) == (other.id, other.starts_at)


def test_a_slot_that_is_taken_or_anothers_cannot_be_chosen(app: Flask) -> None:
    drafted = make_drafted()
    full = make_slot(drafted.component, starts_at=local(FIRST_DAY, 15), capacity=19)

    with pytest.raises(Refused, match="no longer free"):
        services.choose_slot(drafted.request, full, at=NOON, actor=ACTOR)
    with pytest.raises(Refused, match="another visit"):
        services.choose_slot(drafted.request, make_slot(), at=NOON, actor=ACTOR)

    assert drafted.request.slot_id == drafted.slot.id


def test_opening_needs_every_yes_or_a_word(app: Flask) -> None:
    asked = make_asked()

    with pytest.raises(Refused, match="One host has not said yes"):
        services.open_for_booking(asked.departure, at=LATER, actor=ACTOR)
    services.open_despite_missing(asked.departure, at=LATER, actor=ACTOR)

    assert asked.departure.status is DepartureStatus.OPEN


def test_a_departure_with_every_yes_opens_closes_and_opens_again(app: Flask) -> None:
    asked = make_asked()
    answer_accept(asked)

    services.open_for_booking(asked.departure, at=LATER, actor=ACTOR)
    services.close(asked.departure, at=LATER, actor=ACTOR)
    assert asked.departure.status == "closed"
    services.open_for_booking(asked.departure, at=LATER, actor=ACTOR)

    assert asked.departure.status is DepartureStatus.OPEN


def test_cancelling_the_departure_frees_all_and_tells_the_hosts(app: Flask) -> None:
    asked = make_asked()

    services.mark_cancelled(asked.departure, reason="Too few", at=LATER, actor=ACTOR)

    assert asked.departure.status is DepartureStatus.CANCELLED
    assert (asked.request.state, taken(asked.slot)) == (RequestState.CANCELLED, 0)
    assert len(told("departures/called_off")) == 1
    with pytest.raises(Refused, match="just changed"):
        services.mark_cancelled(asked.departure, reason="Too few", at=LATER, actor=ACTOR)
    with pytest.raises(Refused, match="ended or was cancelled"):
        services.ask_hosts(asked.departure, at=LATER, actor=ACTOR)


def test_what_ran_is_completed_after_its_last_day(app: Flask) -> None:
    asked = make_asked()
    services.open_despite_missing(asked.departure, at=LATER, actor=ACTOR)

    services.complete_ended({}, local(FIRST_DAY, 23))
    assert asked.departure.status == "open"
    services.complete_ended({}, local(FIRST_DAY + timedelta(days=1), 0))

    db.session.refresh(asked.departure)
    assert asked.departure.status is DepartureStatus.COMPLETED
