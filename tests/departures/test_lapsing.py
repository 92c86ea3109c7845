"""Requests that nobody answers: reminders, lapsing, and visits that are over."""

from datetime import date, datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.departures.asking import ACTOR, FIRST_DAY, Asked, make_asked, taken
from tests.making import NOON, kept, local, make_component, make_departure, make_version
from tourbook.core import zones
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.departures import queries, services
from tourbook.departures.models import RequestState, ThreadAct
from tourbook.departures.rules import lapsing
from tourbook.hosts.models import LeadKind, LeadUnit
from tourbook.messages.models import Message
from tourbook.packages.models import PackageLead, VersionStatus

ZONE = "Europe/Helsinki"
DAY = timedelta(days=1)


def told(kind: str) -> int:
    db.session.flush()
    count = sa.select(sa.func.count()).select_from(Message).where(Message.kind == kind)
    return db.session.scalar(count) or 0


def acts(asked: Asked) -> list[ThreadAct]:
    return [entry.act for entry in queries.thread_of([asked.request.id])]


def state_of(asked: Asked) -> RequestState:
    db.session.refresh(asked.request)
    return asked.request.state


@pytest.mark.parametrize(
    ("wanted_by", "starts_at", "expected"),
    [
        (date(2027, 5, 2), local(date(2027, 6, 1), 10), NOON + 10 * DAY),
        (date(2027, 3, 9), local(date(2027, 6, 1), 10), local(date(2027, 3, 7), 0)),
        (date(2027, 3, 3), local(date(2027, 6, 1), 10), NOON + DAY),
        (date(2027, 1, 1), local(date(2027, 6, 1), 10), NOON + DAY),
        (date(2027, 3, 2), NOON + timedelta(hours=5), NOON + timedelta(hours=5)),
    ],
)
def test_a_request_waits_ten_days_or_until_two_before_it_must_be_asked(
    wanted_by: date, starts_at: datetime, expected: datetime
) -> None:
    found = lapsing.lapses_at(asked_at=NOON, wanted_by=wanted_by, starts_at=starts_at, zone=ZONE)

    assert found == expected


def test_reminders_come_at_half_time_and_two_days_before() -> None:
    assert lapsing.reminders(NOON, NOON + 10 * DAY) == [NOON + 5 * DAY, NOON + 8 * DAY]
    assert lapsing.reminders(NOON, NOON + 3 * DAY) == [NOON + DAY, NOON + 1.5 * DAY]
    assert lapsing.reminders(NOON, NOON + DAY) == [NOON + DAY / 2]


def test_what_is_asked_lapses_by_the_component_s_lead_time(app: Flask) -> None:
    asked = make_asked()

    assert asked.component.ask_by_days == 30
    assert asked.request.lapses_at == NOON + 10 * DAY
    assert zones.local_day(asked.request.starts_at, ZONE) == FIRST_DAY


@pytest.mark.parametrize(
    ("what", "days", "lapses_at"),
    [
        (LeadKind.ASK, 80, local(date(2027, 3, 11), 0)),
        (LeadKind.NAMES, 81, local(date(2027, 3, 10), 0)),
        (LeadKind.ASK, 20, NOON + 10 * DAY),
    ],
)
def test_what_is_asked_lapses_before_what_the_package_demands(
    app: Flask, what: LeadKind, days: int, lapses_at: datetime
) -> None:
    version = make_version(component=make_component(), published=False)
    kept(PackageLead(version_id=version.id, what=what, unit=LeadUnit.DAYS, amount=days))
    version.status, version.published_at = VersionStatus.PUBLISHED, NOON
    departure = make_departure(version=version, first_day=FIRST_DAY)
    services.ask_again(departure.items[0], at=NOON, actor=ACTOR)

    services.ask_hosts(departure, at=NOON, actor=ACTOR)

    assert [one.lapses_at for one in queries.requests_of(departure)] == [lapses_at]


def test_an_unanswered_request_lapses_once_and_frees_its_slot(app: Flask) -> None:
    asked = make_asked()
    lapses_at = asked.request.lapses_at
    assert lapses_at is not None

    services.lapse({}, lapses_at - timedelta(seconds=1))
    assert (asked.request.state, taken(asked.slot)) == (RequestState.REQUESTED, 20)

    services.lapse({}, lapses_at)
    services.lapse({}, lapses_at + DAY)

    db.session.refresh(asked.request)
    assert (asked.request.state, taken(asked.slot)) == (RequestState.LAPSED, 0)
    assert told("departures/lapsed") == 1
    assert acts(asked) == [ThreadAct.ASKED, ThreadAct.LAPSED]
    with pytest.raises(Refused, match="has lapsed"):
        services.accept(asked.request, by="Host", at=lapses_at, actor=ACTOR)


def test_an_answered_request_does_not_lapse(app: Flask) -> None:
    asked = make_asked()
    services.accept(asked.request, by="Host", at=NOON + DAY, actor=ACTOR)

    services.lapse({}, NOON + 30 * DAY)

    assert (asked.request.state, taken(asked.slot)) == (RequestState.CONFIRMED, 20)
    assert told("departures/lapsed") == 0


def test_a_host_is_reminded_twice_and_a_late_worker_writes_once(app: Flask) -> None:
    asked = make_asked()
    for day in (4, 5, 6, 8, 9):
        services.remind({}, NOON + day * DAY)

    assert (asked.request.reminders, told("departures/reminded")) == (2, 2)
    late = make_asked()
    services.remind({}, NOON + 9 * DAY)
    assert (late.request.reminders, told("departures/reminded")) == (2, 3)


def test_a_host_that_answered_is_not_reminded(app: Flask) -> None:
    asked = make_asked()
    services.decline(asked.request, reason="No room", by="Host", at=NOON + DAY, actor=ACTOR)

    services.remind({}, NOON + 9 * DAY)

    assert told("departures/reminded") == 0


def test_an_agreed_visit_that_is_over_took_place(app: Flask) -> None:
    asked = make_asked()
    services.accept(asked.request, by="Host", at=NOON + DAY, actor=ACTOR)
    services.deliver({}, asked.request.ends_at - timedelta(seconds=1))
    assert state_of(asked) is RequestState.CONFIRMED

    services.deliver({}, asked.request.ends_at)

    assert state_of(asked) is RequestState.DELIVERED


def test_a_lapsed_slot_can_be_asked_for_again(app: Flask) -> None:
    asked = make_asked()
    services.lapse({}, NOON + 10 * DAY)

    services.ask_again(asked.departure.items[0], at=NOON + 10 * DAY, actor=ACTOR)
    services.ask_hosts(asked.departure, at=NOON + 10 * DAY, actor=ACTOR)

    assert (asked.request.state, taken(asked.slot)) == (RequestState.REQUESTED, 20)
