"""What stands in the way of a time: the host has moved it, is away, or the group is elsewhere."""

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.browser_client import Browser
from tests.departures.asking import ACTOR, FIRST_DAY, Asked, make_drafted, make_planned, taken
from tests.making import NOON, kept, local, make_component, make_slot
from tourbook.core.audit import AuditEntry
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.departures import queries, services
from tourbook.departures.models import RequestState
from tourbook.departures.rules.fitting import Why
from tourbook.hosts.models import AwayKind, AwayTime, Component

HOUR = timedelta(hours=1)
TEN = local(FIRST_DAY, 10)


def make_away(component: Component, kind: AwayKind, starts_at: datetime, hours: int = 2) -> None:
    kept(
        AwayTime(
            organisation_id=component.organisation_id,
            kind=kind,
            starts_at=starts_at,
            ends_at=starts_at + hours * HOUR,
        )
    )


def move_slot(asked: Asked, by: timedelta) -> None:
    """As the host does it on its own page, behind the back of who has just read it."""
    asked.slot.starts_at += by
    asked.slot.ends_at += by
    db.session.flush()


def own_time(*, kind: AwayKind | None = None) -> Asked:
    """A visit at ten whose host offers no slots; perhaps it is away then."""
    drafted = make_drafted()
    drafted.request.slot = None
    db.session.delete(drafted.slot)
    db.session.flush()
    if kind is not None:
        make_away(drafted.component, kind, TEN)
    return drafted


def test_a_slot_that_was_moved_since_it_was_offered_is_not_asked_for(app: Flask) -> None:
    drafted = make_drafted()
    move_slot(drafted, HOUR)

    with pytest.raises(Refused, match="has moved this time"):
        services.ask_hosts(drafted.departure, at=NOON, actor=ACTOR)

    assert taken(drafted.slot) == 0
    move_slot(drafted, -HOUR)
    services.ask_hosts(drafted.departure, at=NOON, actor=ACTOR)
    assert (drafted.request.state, taken(drafted.slot)) == (RequestState.REQUESTED, 20)


def test_a_slot_that_was_made_longer_around_the_visit_is_asked_for(app: Flask) -> None:
    drafted = make_drafted()
    drafted.slot.starts_at -= HOUR
    drafted.slot.ends_at += HOUR
    db.session.flush()

    services.ask_hosts(drafted.departure, at=NOON, actor=ACTOR)

    assert (drafted.request.starts_at, taken(drafted.slot)) == (TEN, 20)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (AwayKind.BLACKOUT, "is away at this time"),
        (AwayKind.QUIET, "wants no visits at this time"),
    ],
)
def test_a_host_is_not_asked_for_a_time_at_which_it_is_away(
    app: Flask, kind: AwayKind, words: str
) -> None:
    drafted = own_time(kind=kind)

    with pytest.raises(Refused, match=words):
        services.ask_hosts(drafted.departure, at=NOON, actor=ACTOR)
    with pytest.raises(Refused, match=words):
        services.choose_time(
            drafted.request, starts_at=TEN, ends_at=TEN + HOUR, at=NOON, actor=ACTOR
        )


def test_a_host_is_asked_for_a_time_beside_those_at_which_it_is_away(app: Flask) -> None:
    drafted = own_time(kind=AwayKind.BLACKOUT)
    starts, ends = TEN + 2 * HOUR, TEN + 3 * HOUR

    services.choose_time(drafted.request, starts_at=starts, ends_at=ends, at=NOON, actor=ACTOR)
    services.ask_hosts(drafted.departure, at=NOON, actor=ACTOR)

    assert (drafted.request.state, drafted.request.starts_at) == (RequestState.REQUESTED, starts)


def test_another_host_s_absence_and_another_place_s_count_not(app: Flask) -> None:
    drafted = own_time()
    make_away(make_component(), AwayKind.BLACKOUT, TEN)
    kept(
        AwayTime(
            organisation_id=drafted.component.organisation_id,
            component=make_component(organisation=drafted.component.organisation),
            kind=AwayKind.BLACKOUT,
            starts_at=TEN,
            ends_at=TEN + HOUR,
        )
    )

    services.ask_hosts(drafted.departure, at=NOON, actor=ACTOR)

    assert drafted.request.state is RequestState.REQUESTED


def test_a_slot_in_a_blackout_that_came_later_is_not_taken(app: Flask) -> None:
    drafted = make_drafted()
    make_away(drafted.component, AwayKind.BLACKOUT, TEN)

    with pytest.raises(Refused, match="is away"):
        services.ask_hosts(drafted.departure, at=NOON, actor=ACTOR)

    assert taken(drafted.slot) == 0


def reasons() -> int:
    written = sa.select(sa.func.count(AuditEntry.id)).where(
        AuditEntry.action == "departures.ask_in_quiet"
    )
    return db.session.scalar(written) or 0


def test_a_quiet_period_gives_way_to_a_reason_that_the_host_reads(app: Flask) -> None:
    drafted = own_time(kind=AwayKind.QUIET)
    why = "The minister is here on this day only"
    ends = TEN + HOUR

    services.choose_time(
        drafted.request, starts_at=TEN, ends_at=ends, why=why, at=NOON, actor=ACTOR
    )
    services.ask_hosts(drafted.departure, at=NOON, actor=ACTOR)

    assert drafted.request.state is RequestState.REQUESTED
    words = [entry.words for entry in queries.thread_of([drafted.request.id])]
    assert (why in words, reasons()) == (True, 1)


def test_a_reason_is_for_one_time_only_and_never_for_a_blackout(app: Flask) -> None:
    drafted = own_time(kind=AwayKind.QUIET)
    why = "Only this day"
    services.choose_time(
        drafted.request, starts_at=TEN, ends_at=TEN + HOUR, why=why, at=NOON, actor=ACTOR
    )

    with pytest.raises(Refused, match="wants no visits"):
        services.choose_time(
            drafted.request, starts_at=TEN, ends_at=TEN + HOUR / 2, at=NOON, actor=ACTOR
        )
    make_away(drafted.component, AwayKind.BLACKOUT, TEN)
    with pytest.raises(Refused, match="is away"):
        services.choose_time(
            drafted.request, starts_at=TEN, ends_at=TEN + HOUR, why=why, at=NOON, actor=ACTOR
        )


def test_a_time_that_the_host_names_itself_is_asked_for_though_it_is_quiet_then(
    app: Flask,
) -> None:
    drafted = make_drafted()
    services.ask_hosts(drafted.departure, at=NOON, actor=ACTOR)
    starts = TEN + 5 * HOUR
    make_away(drafted.component, AwayKind.QUIET, starts)
    services.propose(
        drafted.request, starts_at=starts, ends_at=starts + HOUR, by="Host", at=NOON, actor=ACTOR
    )

    services.take_proposal(drafted.request, at=NOON, actor=ACTOR)

    request = drafted.request
    assert (request.state, request.starts_at) == (RequestState.REQUESTED, starts)


def test_the_page_takes_the_reason(app: Flask, as_organiser: Browser) -> None:
    drafted = own_time(kind=AwayKind.QUIET)
    url = f"/desk/requests/{drafted.request.id}/slot"
    asked = {"slot": "time", "starts_at": "2027-06-01T10:00", "ends_at": "2027-06-01T11:00"}

    refused = as_organiser.post(url, data=asked)
    assert "or say why you ask for this one." in refused.text
    taken_over = as_organiser.post(url, data={**asked, "why": "Only this day"})

    assert (taken_over.status_code, reasons()) == (302, 1)


def test_an_own_time_at_which_the_host_is_away_is_said_to_be_so(app: Flask) -> None:
    drafted = own_time(kind=AwayKind.QUIET)
    free = own_time()

    why = [
        queries.fits_of(one.departure, one.departure.items, at=NOON)[one.departure.items[0].id].why
        for one in (drafted, free)
    ]

    assert why == [Why.AWAY, Why.NO_SLOTS]


def test_slots_during_another_visit_of_the_group_come_last_and_say_so(
    app: Flask, as_organiser: Browser
) -> None:
    component, other = make_component(), make_component()
    for hour in (9, 19):
        make_slot(other, starts_at=local(FIRST_DAY, hour))
    departure = make_planned(component=component, days=2)
    second = departure.items[1]
    starts = local(FIRST_DAY, 13)
    second.component, second.starts_at, second.ends_at = other, starts, starts + HOUR
    first_request, request = queries.drafts_of(departure)
    request.component, request.starts_at, request.ends_at = other, starts, starts + HOUR
    db.session.flush()
    departure_id = departure.id
    assert fits(departure_id, second.id) == [9, 19]

    services.ask_chosen(departure, {first_request.id: None}, at=NOON, actor=ACTOR)

    assert fits(departure_id, second.id) == [19, 9]
    page = as_organiser.get(f"/desk/departures/{departure_id}/slots")
    assert "but the group is at Visit on day 1 then" in page.text
    services.cancel_request(first_request, at=NOON, actor=ACTOR)
    assert fits(departure_id, second.id) == [9, 19]


def fits(departure_id: int, item_id: int) -> list[int]:
    departure = queries.get(departure_id)
    assert departure is not None
    found = queries.fits_of(departure, departure.items, at=NOON)[item_id]
    return [one.starts_at.astimezone(TEN.tzinfo).hour for one in found.fits]
