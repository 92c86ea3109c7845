"""Putting a version on dates."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.departures.asking import (
    ACTOR,
    DEADLINE,
    FIRST_DAY,
    make_asked,
    make_drafted,
    make_planned,
    taken,
)
from tests.making import NOON, local, make_component, make_slot, make_version
from tourbook.core.audit import AuditEntry
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.departures import queries, services
from tourbook.departures.models import Departure, DepartureStatus, RequestState
from tourbook.packages.models import Item, VersionStatus


def test_create_makes_dated_items_and_a_draft_request_against_the_slot(app: Flask) -> None:
    drafted = make_drafted()

    departure = drafted.departure
    (item,) = departure.items
    request = drafted.request
    assert (departure.status, departure.last_day) == (DepartureStatus.DRAFT, FIRST_DAY)
    assert (item.starts_at, item.ends_at) == (drafted.slot.starts_at, drafted.slot.ends_at)
    assert (request.state, request.slot_id, request.pax, request.slot_exclusive) == (
        RequestState.DRAFT,
        drafted.slot.id,
        20,
        True,
    )
    assert drafted.slot.taken == 0
    entry = db.session.scalars(
        sa.select(AuditEntry).where(AuditEntry.action == "departures.create")
    ).one()
    assert entry.subject_id == departure.id


def test_a_component_without_a_fitting_slot_is_asked_for_the_time_itself(app: Flask) -> None:
    component = make_component()
    make_slot(component, starts_at=local(FIRST_DAY, 14))

    (request,) = queries.requests_of(make_planned(component=component))

    assert (request.slot_id, request.starts_at) == (None, local(FIRST_DAY, 10))


def test_what_only_stands_in_for_another_is_not_dated_and_nobody_is_asked(app: Flask) -> None:
    version = make_version(component=make_component(), published=False)
    (main,) = version.days[0].items
    other = Item(
        component=make_component(),
        kind=main.kind,
        title=main.title,
        text=main.text,
        starts_minute=600,
        ends_minute=690,
        lineage="stand-in",
        alternative_to=main.lineage,
    )
    version.days[0].items.append(other)
    db.session.flush()
    version.status, version.published_at = VersionStatus.PUBLISHED, NOON
    db.session.flush()

    departure = services.create(
        version, first_day=FIRST_DAY, seats=20, booking_deadline=DEADLINE, at=NOON, actor=ACTOR
    )

    assert [dated.item for dated in departure.items] == [main]
    assert [asked.component for asked in queries.requests_of(departure)] == [main.component]


def test_free_text_needs_no_request(app: Flask) -> None:
    departure = services.create(
        make_version(),
        first_day=FIRST_DAY,
        seats=20,
        booking_deadline=DEADLINE,
        at=NOON,
        actor=ACTOR,
    )

    assert queries.requests_of(departure) == []


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"first_day": date(2027, 3, 1)}, "The first day has passed"),
        ({"first_day": date(9999, 12, 31)}, "within five years"),
        ({"seats": 0}, "from 1 to 30"),
        ({"seats": -1}, "from 1 to 30"),
        ({"seats": 31}, "from 1 to 30"),
        ({"seats": 10**9}, "from 1 to 30"),
        ({"booking_deadline": NOON}, "The last day to book has passed"),
        ({"booking_deadline": NOON + timedelta(days=200)}, "must not be after the first day"),
    ],
)
def test_a_departure_that_cannot_be_is_refused(
    app: Flask, changes: dict[str, object], word: str
) -> None:
    values = {"first_day": FIRST_DAY, "seats": 20, "booking_deadline": DEADLINE, **changes}

    with pytest.raises(Refused, match=word):
        services.create(make_version(), **values, at=NOON, actor=ACTOR)  # type: ignore[arg-type]

    assert db.session.scalar(sa.select(sa.func.count(Departure.id))) == 0


def test_a_draft_version_is_refused(app: Flask) -> None:
    with pytest.raises(Refused, match="Only a published version"):
        services.create(
            make_version(published=False),
            first_day=FIRST_DAY,
            seats=20,
            booking_deadline=DEADLINE,
            at=NOON,
            actor=ACTOR,
        )


def test_places_and_deadline_can_change_but_not_below_what_is_taken(app: Flask) -> None:
    departure = make_planned()
    departure.status = DepartureStatus.OPEN
    db.session.flush()
    services.take_seats(departure, 8)

    services.change(
        departure,
        seats=8,
        booking_deadline=DEADLINE + timedelta(days=1),
        pilot=True,
        note="Few",
        at=NOON,
        actor=ACTOR,
    )
    with pytest.raises(Refused, match="More places than that"):
        services.change(
            departure,
            seats=7,
            booking_deadline=DEADLINE,
            pilot=True,
            note="",
            at=NOON,
            actor=ACTOR,
        )

    db.session.refresh(departure)
    assert (departure.seats, departure.pilot, departure.note) == (8, True, "Few")


def test_hosts_that_were_not_asked_yet_are_asked_for_the_places_as_they_are(app: Flask) -> None:
    drafted = make_drafted()

    services.change(
        drafted.departure,
        seats=25,
        booking_deadline=DEADLINE,
        pilot=False,
        note="",
        at=NOON,
        actor=ACTOR,
    )
    services.ask_hosts(drafted.departure, at=NOON, actor=ACTOR)

    assert (drafted.request.pax, taken(drafted.slot)) == (25, 25)


def test_no_more_places_are_offered_than_hosts_were_asked_for(app: Flask) -> None:
    asked = make_asked()

    def offer(seats: int) -> None:
        services.change(
            asked.departure,
            seats=seats,
            booking_deadline=DEADLINE,
            pilot=False,
            note="",
            at=NOON,
            actor=ACTOR,
        )

    with pytest.raises(Refused, match="asked for 20 people"):
        offer(25)
    offer(10)
    offer(20)
    services.cancel_request(asked.request, at=NOON, actor=ACTOR)
    offer(25)

    db.session.refresh(asked.departure)
    assert asked.departure.seats == 25
