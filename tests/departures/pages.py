"""Who may open the pages of departures and of requests to hosts."""

from collections.abc import Mapping

from tests.making import NOON, kept, request_token
from tests.world import EVERYBODY, ORGANISERS, Page, World
from tourbook.core import clock
from tourbook.core.audit import Actor
from tourbook.departures.models import Change, ChangeKind
from tourbook.departures.rules.changes.differences import BEFORE_TELLING
from tourbook.departures.services import duty

HOSTS = frozenset({"host", "other_host"})


def departure(world: World) -> Mapping[str, object]:
    return {"departure_id": world.departure.id}


def request(world: World) -> Mapping[str, object]:
    return {"request_id": world.request.id}


def item(world: World) -> Mapping[str, object]:
    return {"item_id": world.departure.items[0].id}


def duty_day(world: World) -> Mapping[str, object]:
    """Somebody is on duty on all days."""
    actor = Actor(None, "Otto Organiser")
    duty.name(world.departure, 0, who="Vera Varalla", phone="+358 40 123", at=NOON, actor=actor)
    return {"departure_id": world.departure.id, "day_number": 0}


def change(world: World) -> Mapping[str, object]:
    """A change that nobody was told of, and that nothing stands in the way of undoing."""
    rows: dict[str, list[object]] = {"items": [], "requests": []}
    at = clock.now()
    made = kept(
        Change(
            departure=world.departure,
            dated_item=world.departure.items[0],
            kind=ChangeKind.MOVED,
            before=rows,
            after=rows,
            made_at=at,
            made_by="Test",
            tell_at=at + BEFORE_TELLING,
        )
    )
    return {"change_id": made.id}


BOTH = ("GET", "POST")
POST = ("POST",)

PAGES = [
    Page("changes.item", ORGANISERS, args=item, methods=BOTH),
    Page("changes.of_departure", ORGANISERS, args=departure),
    Page("changes.undo", ORGANISERS, args=change, methods=POST),
    Page("departures.index", ORGANISERS),
    Page("departures.new", ORGANISERS, methods=BOTH),
    Page("departures.show", ORGANISERS, args=departure),
    Page("departures.calendar", ORGANISERS, args=departure),
    Page("departures.change", ORGANISERS, args=departure, methods=BOTH),
    Page("departures.ask", ORGANISERS, args=departure, methods=POST),
    Page("departure_asking.choose", ORGANISERS, args=departure, methods=BOTH),
    Page("departures.open_for_booking", ORGANISERS, args=departure, methods=POST),
    Page("departures.close", ORGANISERS, args=departure, methods=POST),
    Page("late_bookings.show", ORGANISERS, args=departure, methods=BOTH),
    Page("late_bookings.withdraw", ORGANISERS, args=departure, methods=POST),
    Page("duty_contacts.show", ORGANISERS, args=departure, methods=BOTH),
    Page("duty_contacts.remove", ORGANISERS, args=duty_day, methods=POST),
    Page("departure_requests.index", ORGANISERS),
    Page("departure_requests.show", ORGANISERS, args=request),
    Page("departure_requests.note", ORGANISERS, args=request, methods=POST),
    Page("departure_requests.slot", ORGANISERS, args=request, methods=BOTH),
    Page("departure_requests.cancel", ORGANISERS, args=request, methods=BOTH),
    Page("departure_requests.take", ORGANISERS, args=request, methods=POST),
    Page("departure_requests.again", ORGANISERS, args=item, methods=POST),
    Page("departure_requests.replace", ORGANISERS, args=item, methods=BOTH),
    Page("host_requests.index", HOSTS, methods=BOTH),
    Page("host_requests.note", frozenset({"host"}), args=request, methods=POST),
    Page("host_requests.hand", frozenset({"host"}), args=request, methods=BOTH),
    Page("host_requests.withdraw", frozenset({"host"}), args=request, methods=BOTH),
    Page(
        "answers.note",
        EVERYBODY,
        args=lambda world: {"token": request_token(world.request)},
        methods=POST,
    ),
    *(
        Page(
            endpoint,
            EVERYBODY,
            args=lambda world: {"token": request_token(world.request)},
            methods=BOTH,
        )
        for endpoint in ("answers.hand", "answers.withdraw")
    ),
    Page("host_requests.show", frozenset({"host"}), args=request, methods=BOTH),
    Page(
        "answers.answer",
        EVERYBODY,
        args=lambda world: {"token": request_token(world.request)},
        methods=BOTH,
    ),
]
