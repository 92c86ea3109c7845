"""Pages around a visit ask the database the same number of questions, however much is on them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

import pytest
import time_machine

from tests import making
from tests.browser_client import Browser
from tests.conftest import Statements
from tests.hosts.pages import series
from tests.making import NOON, kept
from tests.visits.guests import VISIT, ask, tell
from tests.visits.running import make_link
from tests.world import World, make_world
from tourbook.accounts.models import User
from tourbook.core import tokens
from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.departures.models import RequestState, ServiceRequest, ThreadSide
from tourbook.departures.services import withdrawing
from tourbook.hosts.models import (
    AwayKind,
    AwayTime,
    BusyFeed,
    CalendarFeed,
    Slot,
    SlotSeries,
    VisitBudget,
    VisitorField,
)
from tourbook.visits.models import ListKind, ListRead, ListReadPerson, ReadAs

SignIn = Callable[[User], Browser]
ACTOR = Actor(None, "Otto")
WEEK_BEFORE = datetime.combine(VISIT - timedelta(days=7), time(12), making.HELSINKI)


@pytest.fixture(autouse=True)
def week_before() -> Iterator[None]:
    with time_machine.travel(WEEK_BEFORE, tick=False):
        yield


def one_more_time_away(world: World) -> None:
    component = making.make_component(organisation=world.component.organisation)
    kept(
        AwayTime(
            organisation_id=component.organisation_id,
            component_id=component.id,
            kind=AwayKind.BLACKOUT,
            starts_at=WEEK_BEFORE,
            ends_at=WEEK_BEFORE + timedelta(days=1),
        )
    )
    kept(
        VisitBudget(
            organisation_id=component.organisation_id, component_id=component.id, per_month=2
        )
    )


def one_more_busy_calendar(world: World) -> None:
    component = making.make_component(organisation=world.component.organisation)
    kept(
        BusyFeed(
            organisation_id=component.organisation_id,
            component_id=component.id,
            name="Duty",
            address=f"https://calendar.example.org/{making.number()}.ics",
            created_at=NOON,
        )
    )


def one_more_calendar_address(world: World) -> None:
    salt, digest = tokens.issue("calendar_feed")
    kept(
        CalendarFeed(
            organisation_id=making.make_component().organisation_id,
            name="Duty desk",
            token_salt=salt,
            token_hash=digest,
            created_at=NOON,
        )
    )


def series_of(world: World) -> int:
    """The one series of the world's component."""
    known = db.session.scalar(db.select(SlotSeries.id))
    return known or int(str(series(world)["series_id"]))


def one_more_slot_of_the_series(world: World) -> None:
    number = making.number()
    starts_at = datetime.combine(VISIT + timedelta(days=number), time(10), making.HELSINKI)
    kept(
        Slot(
            component=world.component,
            series_id=series_of(world),
            series_day=starts_at.date(),
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=1),
            capacity=20,
        )
    )


def one_more_field(world: World) -> None:
    known = {row[0] for row in db.session.execute(db.text("SELECT field FROM site_field"))}
    ask(world.component, next(one for one in VisitorField if one.value not in known))


def one_more_word(world: World) -> None:
    withdrawing.say(world.request, "A word", side=ThreadSide.HOST, by="Host", at=NOON, actor=ACTOR)


def one_more_visit_of_the_group(world: World) -> None:
    """Another part of the same departure at the same host, with its own slot, and a word on it."""
    component = making.make_component(organisation=world.component.organisation)
    other = making.make_departure(version=making.make_version(component=component))
    request = making.make_request(other, slot=making.make_slot(component))
    request.dated_item.departure = request.departure = world.departure
    request.dated_item.day_number = making.number()
    one_more_word(world)


def one_more_reading(world: World) -> None:
    other = making.make_request()
    made = kept(
        ListRead(
            request_id=other.id,
            organisation_id=other.organisation_id,
            kind=ListKind.VISITORS,
            read_as=ReadAs.PAGE,
            at=NOON,
            by="Gate",
            fields=["name"],
        )
    )
    kept(ListReadPerson(list_read_id=made.id, participant_id=world.participant.id))


def one_more_guest(world: World) -> None:
    booking = making.make_booking(world.departure, places=1)
    tell(booking, f"Guest {making.number()}")


def one_more_draft(world: World) -> None:
    """Another part of the departure, the host of which is about to be asked."""
    one_more_visit_of_the_group(world)
    newest = db.session.get_one(
        ServiceRequest, db.session.scalar(db.select(db.func.max(ServiceRequest.id)))
    )
    newest.state, newest.asked_at = RequestState.DRAFT, None


def one_more_link(world: World) -> None:
    make_link(world.departure)


@dataclass(frozen=True)
class Case:
    who: str
    path: str
    one_more: Callable[[World], None]
    form: dict[str, str] = field(default_factory=dict)
    method: str = "GET"
    #: Whether what is added has rows of its own there; else it is only looked at.
    grows: bool = True


REQUEST = "/host/requests/{w.request.id}"
LIST = "/host/visits/{w.request.id}/list"
CASES = {
    "times away": Case("host", "/host/away", one_more_time_away),
    "busy calendars": Case("host", "/host/busy", one_more_busy_calendar),
    "rights of calendars": Case("admin", "/desk/calendar-rights/", one_more_busy_calendar),
    "addresses": Case("organiser", "/desk/calendars", one_more_calendar_address),
    "series": Case("host", "/host/series/{series}", one_more_slot_of_the_series),
    "what a site asks": Case("host", "/host/components/{w.component.id}/asks", one_more_field),
    "how often": Case("host", "/host/visited", one_more_visit_of_the_group, grows=False),
    "a request": Case("host", REQUEST, one_more_visit_of_the_group),
    "a request at the desk": Case("organiser", "/desk/requests/{w.request.id}", one_more_word),
    "the link of a request": Case("visitor", "/r/{link}", one_more_visit_of_the_group),
    "readings of a group": Case("leader", "/bookings/{w.booking.id}/readings", one_more_reading),
    "own readings": Case("visitor", "/p/{guest}/readings", one_more_reading),
    "a list": Case("host", LIST, one_more_guest, method="POST"),
    "a list in a file": Case("host", LIST, one_more_guest, {"as": "xlsx"}, "POST"),
    "slots to choose": Case("organiser", "/desk/departures/{w.departure.id}/slots", one_more_draft),
    "links to the sheet": Case("organiser", "/desk/departures/{w.departure.id}/run", one_more_link),
    "a change": Case(
        "organiser", "/desk/changes/items/{item}", one_more_visit_of_the_group, grows=False
    ),
}


def path_of(case: Case, world: World) -> str:
    return case.path.format(
        w=world,
        link=making.request_token(world.request),
        guest=making.participant_token(world.participant),
        item=world.departure.items[0].id,
        series=series_of(world),
    )


@pytest.mark.parametrize("name", CASES)
def test_a_page_asks_the_same_however_much_is_on_it(
    app: object, sign_in: SignIn, visitor: Browser, statements: Statements, name: str
) -> None:
    case, world = CASES[name], make_world()
    ask(world.component, VisitorField.NAME)
    if case.method == "POST":
        world.request.state, world.request.answered_at = RequestState.CONFIRMED, NOON
    path = path_of(case, world)
    browser = visitor if case.who == "visitor" else sign_in(world.people[case.who])
    counts, lengths = [], []

    for more in (1, 4):
        for _ in range(more):
            case.one_more(world)
        db.session.commit()
        db.session.expire_all()
        with statements() as seen:
            response = browser.open(path, method=case.method, data=case.form)
        assert response.status_code == 200
        counts.append(len(seen))
        lengths.append(len(response.data))

    assert counts[0] == counts[1]
    assert lengths[0] < lengths[1] or not case.grows
