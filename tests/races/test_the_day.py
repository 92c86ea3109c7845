"""Guides who call one roll at once, and say at once that their group is late."""

from collections import Counter
from datetime import timedelta

import sqlalchemy as sa

from tests import making
from tests.races.conftest import Place
from tests.races.crowd import Person, together
from tests.servers import server
from tests.visits.running import link_path, make_link
from tourbook.core import clock
from tourbook.core.db import db
from tourbook.departures.models import Departure, RequestState
from tourbook.messages.models import Message
from tourbook.visits.models import CallStage, LateNotice, Mark, RollMark
from tourbook.visits.queries.rollcall import marks_at
from tourbook.visits.rules.rollcall import last_marks

MANY = 8
PEOPLE = 6


def make_today() -> tuple[Departure, list[int], list[str]]:
    """A departure of today with an agreed stop: its people, and a link for each guide."""
    component = making.make_component()
    departure = making.make_departure(
        version=making.make_version(component=component), first_day=clock.today()
    )
    stop = departure.items[0]
    stop.starts_at, stop.ends_at = clock.now(), clock.now() + timedelta(hours=1)
    making.make_request(departure, state=RequestState.CONFIRMED)
    booking = making.make_booking(departure, places=PEOPLE)
    people = [making.make_participant(booking, name=f"Guest {n}").id for n in range(PEOPLE)]
    return departure, people, [link_path(make_link(departure)) for _ in range(MANY)]


def test_guides_who_call_at_once_lose_no_mark(place: Place) -> None:
    departure, people, links = make_today()
    item_id = departure.items[0].id
    presses = ["rest:present" if n % 2 else f"{people[0]}:missing" for n in range(MANY)]
    crowd = [
        Person(page=f"{link}/items/{item_id}/roll/site", form={"mark": press})
        for link, press in zip(links, presses, strict=True)
    ]
    db.session.commit()

    with server("tourbook.app:create_app()", place.environ, place.folder, workers=4) as served:
        seen = together(served.port, crowd)

    assert Counter(saw.status for saw in seen) == {303: MANY}
    missing = sa.select(sa.func.count(RollMark.id)).where(RollMark.mark == Mark.MISSING)
    assert db.session.scalar(missing) == MANY // 2
    last = last_marks(marks_at(item_id, CallStage.SITE))
    others = {person: one.mark for person, one in last.items() if person != people[0]}
    assert others == dict.fromkeys(people[1:], Mark.PRESENT)
    assert people[0] in last
    db.session.rollback()


def test_a_host_is_told_once_though_all_guides_say_it(place: Place) -> None:
    departure, _people, links = make_today()
    item_id = departure.items[0].id
    crowd = [
        Person(page=link, target=f"{link}/late", form={"minutes": "20", "since": str(item_id)})
        for link in links
    ]
    db.session.commit()

    with server("tourbook.app:create_app()", place.environ, place.folder, workers=4) as served:
        seen = together(served.port, crowd)

    assert Counter(saw.status for saw in seen) == {303: 1, 200: MANY - 1}
    assert all("told this already" in saw.body for saw in seen if saw.status == 200)
    assert db.session.scalar(sa.select(sa.func.count(LateNotice.id))) == 1
    assert db.session.scalar(sa.select(sa.func.count(Message.id))) == 1
    db.session.rollback()
