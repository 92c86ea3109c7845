"""What hosts do with requests: agree, offer, hand over, withdraw, and talk with the organiser."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.browser_client import Browser
from tests.departures.asking import ACTOR, Asked, make_asked, taken
from tests.making import (
    NOON,
    kept,
    make_component,
    make_organisation,
    make_user,
    request_token,
    texts,
)
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.departures import queries, services
from tourbook.departures.models import RequestState, ThreadAct, ThreadSide
from tourbook.departures.rules.agreeing import agreed_price
from tourbook.hosts.models import (
    Component,
    LeadKind,
    LeadTime,
    LeadUnit,
    Rate,
    RateUnit,
    VatCategory,
    VatRate,
)
from tourbook.messages.emails.wording import worded
from tourbook.messages.models import Message

DAY = timedelta(days=1)


def told(kind: str) -> list[Message]:
    db.session.flush()
    found = sa.select(Message).where(Message.kind == kind).order_by(Message.id)
    return list(db.session.scalars(found))


def words_of(message: Message) -> str:
    letter = worded(message, base_url="https://visits.example", zone="Europe/Helsinki")
    return f"{letter.subject}\n{letter.body}"


def acts(asked: Asked) -> list[ThreadAct]:
    return [entry.act for entry in queries.thread_of([asked.request.id])]


def rate(component: Component, cents: int, *, unit: RateUnit = RateUnit.PERSON) -> Rate:
    return kept(
        Rate(
            component=component,
            unit=unit,
            pax_to=30,
            net_cents=cents,
            vat_category=VatCategory.REDUCED,
            valid_from=date(2027, 1, 1),
            valid_to=date(2027, 12, 31),
        )
    )


def accepted() -> Asked:
    asked = make_asked()
    services.accept(asked.request, by="Host", at=NOON, actor=ACTOR)
    return asked


def test_a_yes_fixes_the_price_and_the_words(app: Flask) -> None:
    asked = make_asked()
    asked.component.free_every = 9
    rate(asked.component, 1000)
    kept(
        VatRate(
            category=VatCategory.REDUCED,
            valid_from=date(2027, 1, 1),
            basis_points=1350,
            source="test",
        )
    )
    db.session.refresh(asked.component)

    services.accept(asked.request, by="Host", at=NOON, actor=ACTOR)
    asked.component.rates[0].net_cents = 5000
    asked.component.name = texts("Renamed")
    db.session.flush()

    price, words = asked.request.agreed_price, asked.request.agreed_text
    assert price is not None
    assert words is not None
    assert price["lines"] == [
        {
            "unit": "person",
            "quantity": 18,
            "unit_net_cents": 1000,
            "vat_basis_points": 1350,
            "net_cents": 18_000,
            "gross_cents": 20_430,
        }
    ]
    assert (price["net_cents"], price["gross_cents"], price["pax"]) == (18_000, 20_430, 20)
    assert "Renamed" not in words.en
    assert "What visitors see" in words.en


def test_a_host_reads_the_price_before_it_says_yes(app: Flask, visitor: Browser) -> None:
    asked = make_asked()
    rate(asked.component, 12_345, unit=RateUnit.GROUP)
    db.session.commit()
    link = f"/r/{request_token(asked.request)}"

    before = visitor.get(link).text
    visitor.post(link, data={"answer": "accept"})
    after = visitor.get(link).text

    assert ("Price if you say yes" in before, "Agreed price" in before) == (True, False)
    assert ("Price if you say yes" in after, "Agreed price" in after) == (False, True)
    for page in (before, after):
        assert "€123.45 without VAT" in page
        assert "with VAT" not in page.replace("without VAT", "")


def test_a_line_whose_quantity_is_not_known_has_no_sum(app: Flask) -> None:
    component = make_component()
    rate(component, 150, unit=RateUnit.KM)
    rate(component, 9000, unit=RateUnit.HOUR)
    db.session.refresh(component)

    price = agreed_price(component, [], pax=10, day=date(2027, 6, 1), minutes=91)

    assert [one["quantity"] for one in price["lines"]] == [None, 2]
    assert price["net_cents"] == 18_000
    outside = agreed_price(component, [], pax=31, day=date(2027, 6, 1), minutes=91)
    assert outside["lines"] == []


def test_another_visit_of_the_host_is_offered_and_taken(app: Flask) -> None:
    asked = make_asked()
    other = make_component(organisation=asked.component.organisation)

    services.propose_component(asked.request, other, by="Host", at=NOON, actor=ACTOR)

    first = asked.request
    assert (first.state, first.proposed_component_id) == (RequestState.DECLINED, other.id)
    assert taken(asked.slot) == 0
    assert other.name.en in words_of(told("departures/answered")[0])
    services.take_component(first, at=NOON, actor=ACTOR)
    renewed = asked.request
    assert (renewed.component_id, renewed.state) == (other.id, RequestState.REQUESTED)
    assert asked.departure.items[0].component_id == other.id
    with pytest.raises(Refused, match="asked again already"):
        services.take_component(first, at=NOON, actor=ACTOR)


def test_only_the_host_s_own_other_visits_can_be_offered(app: Flask) -> None:
    asked = make_asked()
    retired = make_component(organisation=asked.component.organisation)
    retired.retired_at = NOON

    for component in (make_component(), asked.component, retired):
        with pytest.raises(Refused):
            services.propose_component(asked.request, component, by="Host", at=NOON, actor=ACTOR)

    assert (asked.request.state, taken(asked.slot)) == (RequestState.REQUESTED, 20)


def test_several_are_accepted_at_once_and_each_outcome_is_told(app: Flask) -> None:
    one, two, three = make_asked(), make_asked(), make_asked()
    services.decline(two.request, reason="No room", by="Host", at=NOON, actor=ACTOR)

    outcomes = services.accept_all(
        [three.request, two.request, one.request], by="Host", at=NOON, actor=ACTOR
    )

    assert [(request.id, refusal is None) for request, refusal in outcomes] == [
        (one.request.id, True),
        (two.request.id, False),
        (three.request.id, True),
    ]
    states = [each.request.state for each in (one, two, three)]
    assert states == [RequestState.CONFIRMED, RequestState.DECLINED, RequestState.CONFIRMED]
    assert len(told("departures/answered")) == 9


def test_a_colleague_answers_instead_and_gets_the_reminders(app: Flask) -> None:
    asked = make_asked()
    colleague = make_user(organisation=asked.component.organisation, email="col@example.org")

    services.hand_over(asked.request, colleague.id, words="Yours?", by="Host", at=NOON, actor=ACTOR)
    services.remind({}, NOON + 5 * DAY)

    (message,) = told("departures/handed_over")
    assert message.to_email == "col@example.org"
    assert "Yours?" in words_of(message)
    assert [one.to_email for one in told("departures/reminded")] == ["col@example.org"]
    assert acts(asked) == [ThreadAct.ASKED, ThreadAct.HANDED_OVER, ThreadAct.REMINDED]


def test_a_colleague_who_has_left_the_host_hears_nothing_more(app: Flask) -> None:
    asked = make_asked()
    colleague = make_user(organisation=asked.component.organisation, email="col@example.org")
    services.hand_over(asked.request, colleague.id, words="", by="Host", at=NOON, actor=ACTOR)
    colleague.memberships.clear()
    db.session.flush()

    services.remind({}, NOON + 5 * DAY)

    assert [one.to_email for one in told("departures/reminded")] == [asked.host.email]


def test_nothing_is_handed_to_a_stranger_or_when_answered(app: Flask) -> None:
    asked = make_asked()
    stranger = make_user(organisation=make_organisation())
    with pytest.raises(Refused, match="does not belong"):
        services.hand_over(asked.request, stranger.id, words="", by="H", at=NOON, actor=ACTOR)
    services.accept(asked.request, by="Host", at=NOON, actor=ACTOR)
    with pytest.raises(Refused, match="answered already"):
        services.hand_over(asked.request, asked.host.id, words="", by="H", at=NOON, actor=ACTOR)
    assert told("departures/handed_over") == []


def test_a_yes_can_be_withdrawn_early_without_a_reason(app: Flask) -> None:
    asked = accepted()

    services.withdraw(asked.request, reason="", by="Host", at=NOON, actor=ACTOR)

    assert (asked.request.state, taken(asked.slot)) == (RequestState.WITHDRAWN, 0)
    assert asked.request.withdrawn_at == NOON
    (message,) = told("departures/withdrawn")
    assert "The visit is near" not in words_of(message)
    assert acts(asked) == [ThreadAct.ASKED, ThreadAct.ACCEPTED, ThreadAct.WITHDRAWN]
    with pytest.raises(Refused):
        services.withdraw(asked.request, reason="Again", by="Host", at=NOON, actor=ACTOR)
    services.ask_again(asked.departure.items[0], at=NOON, actor=ACTOR)


def test_near_the_visit_a_withdrawal_needs_a_reason(app: Flask) -> None:
    asked = accepted()
    near = asked.request.starts_at - 29 * DAY

    with pytest.raises(Refused, match="Say why"):
        services.withdraw(asked.request, reason=" ", by="Host", at=near, actor=ACTOR)
    assert taken(asked.slot) == 20
    services.withdraw(asked.request, reason="A large fire", by="Host", at=near, actor=ACTOR)

    assert asked.request.reason == "A large fire"
    assert "The visit is near" in words_of(told("departures/withdrawn")[0])


@pytest.mark.parametrize(
    ("of_organisation", "amount", "days_left", "short"),
    [(False, 60, 59, True), (False, 60, 61, False), (True, 60, 59, True), (False, 0, 15, False)],
)
def test_notice_is_what_the_host_declares_for_being_asked(
    app: Flask, of_organisation: bool, amount: int, days_left: int, short: bool
) -> None:
    asked = accepted()
    component = asked.request.component
    owner = (
        {"organisation_id": component.organisation_id}
        if of_organisation
        else {"component_id": component.id}
    )
    kept(LeadTime(what=LeadKind.ASK, unit=LeadUnit.DAYS, amount=amount, **owner))

    at = asked.request.starts_at - days_left * DAY

    assert services.is_short(asked.request, at=at) is short


def test_what_was_not_agreed_or_has_begun_cannot_be_withdrawn(app: Flask) -> None:
    waiting, begun = make_asked(), accepted()

    with pytest.raises(Refused, match="said yes"):
        services.withdraw(waiting.request, reason="No", by="Host", at=NOON, actor=ACTOR)
    with pytest.raises(Refused, match="has begun"):
        services.withdraw(
            begun.request, reason="No way", by="Host", at=begun.request.starts_at, actor=ACTOR
        )


def test_words_of_each_side_reach_the_other(app: Flask) -> None:
    asked = make_asked()

    for side in (ThreadSide.HOST, ThreadSide.ORGANISER):
        services.say(asked.request, "Is it warm?", side=side, by="Eva", at=NOON, actor=ACTOR)

    notes = {message.to_email: words_of(message) for message in told("departures/note")}
    assert notes.keys() == {asked.organiser.email, asked.host.email}
    assert all("Is it warm?" in words for words in notes.values())
    assert "/desk/requests/" in notes[asked.organiser.email]
    assert "/r/" in notes[asked.host.email]
    with pytest.raises(Refused, match="Write the message"):
        services.say(asked.request, "  ", side=ThreadSide.HOST, by="Eva", at=NOON, actor=ACTOR)


def test_cancelling_the_departure_stands_in_the_thread(app: Flask) -> None:
    asked = make_asked()

    services.mark_cancelled(asked.departure, reason="Too few guests", at=NOON, actor=ACTOR)

    entries = queries.thread_of([asked.request.id])
    assert [(one.act, one.words) for one in entries][1:] == [
        (ThreadAct.CANCELLED, "Too few guests")
    ]
