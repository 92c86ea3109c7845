"""Hosts that accept while organisers swap visits to and from the very same slots."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import sqlalchemy as sa

from tests import making
from tests.races.conftest import Place
from tests.races.crowd import Person, Saw, together
from tests.servers import server, session_cookie
from tourbook.core.db import db
from tourbook.core.roles import Role
from tourbook.departures.models import (
    HOLDING,
    Change,
    DatedItem,
    Departure,
    RequestState,
    ServiceRequest,
    ThreadAct,
    ThreadEntry,
)
from tourbook.hosts.models import Component, Slot, VisitBudget

PAX = 20
#: Wanted slots have room for three groups; two of them hold each, and three more swap to it.
WANTED, ROOM, HOLD, SWAP = 5, 3, 2, 3
FIRST_DAY = making.far_ahead()


@dataclass(frozen=True)
class Crowd:
    hosts: list[Person]
    organisers: list[Person]


def offer(*, groups: int, like: Component | None = None) -> Component:
    """A component with a slot at ten, the hour of all these visits."""
    component = making.make_component(place=like.place if like else None)
    start = making.local(FIRST_DAY, 10)
    making.make_slot(component, starts_at=start, capacity=groups * PAX, exclusive=groups == 1)
    budget = VisitBudget(organisation_id=component.organisation_id, per_year=60)
    making.kept(budget)
    return component


def asked(component: Component) -> tuple[Departure, ServiceRequest]:
    """A departure whose only visit holds room in the slot of its host."""
    version = making.make_version(component=component)
    departure = making.make_departure(version=version, first_day=FIRST_DAY)
    slot = db.session.scalar(sa.select(Slot).where(Slot.component_id == component.id))
    return departure, making.make_request(departure, slot=slot, pax=PAX)


def accepting(request: ServiceRequest) -> Person:
    return Person(f"/r/{making.request_token(request)}", {"answer": "accept"})


def changing(departure: Departure, query: str, cookie: str) -> Person:
    page = f"/desk/changes/items/{departure.items[0].id}?{query}"
    return Person(page, {"despite": "y"}, cookie)


def crowd_of(cookie: str) -> Crowd:
    hosts, organisers = [], []
    for _ in range(WANTED):
        wanted = offer(groups=ROOM)
        wanted.plan_b = offer(groups=1, like=wanted)
        for number in range(HOLD):
            departure, request = asked(wanted)
            # Two people of the host have the same link.
            hosts += [accepting(request)] * 2
            if number == 0:
                organisers.append(changing(departure, "what=plan_b&plan=plan", cookie))
        for _other in range(SWAP):
            departure, request = asked(offer(groups=1, like=wanted))
            hosts.append(accepting(request))
            query = f"what=swapped&component={wanted.id}"
            organisers.append(changing(departure, query, cookie))
    return Crowd(hosts, organisers)


def told_why(saw: Saw) -> bool:
    """Done, or refused with a sentence."""
    refused = saw.status == 200 and "govuk-error-summary" in saw.body
    return saw.status in (302, 409) or refused


def test_accepts_and_swaps_on_the_same_slots_keep_capacity_and_tell_losers(place: Place) -> None:
    crowd = crowd_of(session_cookie(place.app, making.make_user(Role.ORGANISER)))
    db.session.commit()
    people = [*crowd.hosts, *crowd.organisers]
    assert len(people) >= 50

    with server("tourbook.app:create_app()", place.environ, place.folder, workers=4) as served:
        seen = together(served.port, people)

    assert [(saw.status, saw.body) for saw in seen if not told_why(saw)] == []
    assert taken() == held()
    assert all(slot.taken <= slot.capacity for slot in db.session.scalars(sa.select(Slot)))
    done = sum(saw.status == 302 for saw in seen)
    assert done == count(Change.id) + accepted()
    assert count(Change.id) >= WANTED
    assert [
        fault for item in db.session.scalars(sa.select(DatedItem)) for fault in broken(item)
    ] == []
    db.session.rollback()


def taken() -> dict[int, int]:
    return {row.id: row.taken for row in db.session.execute(sa.select(Slot.id, Slot.taken))}


def held() -> dict[int, int]:
    """By slot: how many people the requests that stand bring."""
    found = Counter(dict.fromkeys(db.session.scalars(sa.select(Slot.id)), 0))
    rows = sa.select(ServiceRequest.slot_id, ServiceRequest.pax).where(
        ServiceRequest.state.in_(HOLDING), ServiceRequest.slot_id.is_not(None)
    )
    for slot_id, pax in db.session.execute(rows):
        found[slot_id or 0] += pax
    return dict(found)


def count(column: sa.orm.InstrumentedAttribute[int]) -> int:
    return db.session.scalar(sa.select(sa.func.count(column))) or 0


def accepted() -> int:
    entries = sa.select(sa.func.count(ThreadEntry.id)).where(ThreadEntry.act == ThreadAct.ACCEPTED)
    return db.session.scalar(entries) or 0


def broken(item: DatedItem) -> Iterator[str]:
    """A visit has one request that stands, to the host that is in the programme."""
    live = db.session.scalars(
        sa.select(ServiceRequest).where(
            ServiceRequest.dated_item_id == item.id,
            ServiceRequest.state.in_([*HOLDING, RequestState.DRAFT]),
        )
    ).all()
    if [one.component_id for one in live] != [item.component_id]:
        yield f"Item {item.id}: {[one.state for one in live]}"
