"""Who may open the pages of visits: deadlines, lists, run sheets."""

from collections.abc import Mapping

from tests.making import (
    NOON,
    far_ahead,
    make_booking,
    make_component,
    make_departure,
    make_participant,
    make_request,
    make_version,
    participant_token,
)
from tests.visits.running import make_link
from tests.world import EVERYBODY, ORGANISERS, Page, World
from tourbook.core.audit import Actor
from tourbook.core.texts import Texts
from tourbook.departures.models import RequestState, ServiceRequest
from tourbook.hosts.models import LegalBasis, VisitorField
from tourbook.hosts.rules.sites import FieldFacts, OpennessFacts
from tourbook.hosts.services import sites
from tourbook.visits.services import runlinks

HOSTS = frozenset({"host", "other_host"})
OWNER = frozenset({"host"})
POST = ("POST",)


def departure(world: World) -> Mapping[str, object]:
    return {"departure_id": world.departure.id}


def due_item(world: World) -> Mapping[str, object]:
    return {
        "departure_id": world.departure.id,
        "item_id": world.departure.items[0].id,
        "what": "menus",
    }


def open_list(world: World) -> Mapping[str, object]:
    """A visit to the host that is agreed and in five days; its site wants to know names."""
    return {"request_id": coming(world).id}


def shut_list(world: World) -> Mapping[str, object]:
    """The same with controlled technology and somebody from outside the EU."""
    request = coming(world)
    facts = OpennessFacts(controlled_technology=True)
    sites.set_openness(request.component, facts, at=NOON, actor=Actor.system())
    booking = make_booking(request.departure, delegation=world.booking.delegation)
    make_participant(booking).nationality = "US"
    return {"request_id": request.id}


def coming(world: World) -> ServiceRequest:
    component = make_component(organisation=world.component.organisation)
    reason = Texts(en="The gate calls names.")
    facts = FieldFacts(VisitorField.NAME, reason, LegalBasis.PUBLIC_TASK)
    sites.ask(component, facts, at=NOON, actor=Actor.system())
    version = make_version(component=component)
    departure = make_departure(version=version, first_day=far_ahead(5))
    return make_request(departure, state=RequestState.CONFIRMED)


def booking(world: World) -> Mapping[str, object]:
    return {"booking_id": world.booking.id}


def link(world: World) -> Mapping[str, object]:
    return {"token": participant_token(world.participant)}


def roll(world: World) -> Mapping[str, object]:
    item = world.departure.items[0]
    return {"departure_id": world.departure.id, "item_id": item.id, "stage": "site"}


def guide(world: World) -> Mapping[str, object]:
    return {"token": runlinks.token_of(make_link(world.departure))}


def guide_roll(world: World) -> Mapping[str, object]:
    return {**guide(world), "item_id": world.departure.items[0].id, "stage": "boarding"}


def run_link(world: World) -> Mapping[str, object]:
    return {"departure_id": world.departure.id, "link_id": make_link(world.departure).id}


PAGES = [
    Page("visit_lists.index", HOSTS),
    Page("visit_lists.show", OWNER, args=open_list),
    Page("visit_lists.read", OWNER, args=open_list, methods=POST),
    Page("visit_lists.assess", OWNER, args=shut_list, methods=("GET", "POST")),
    Page("visit_reads.booking", ORGANISERS | {"leader"}, args=booking),
    Page("visit_reads.participant", EVERYBODY, args=link),
    Page("deadlines.show", ORGANISERS, args=departure),
    Page("deadlines.mark_done", ORGANISERS, args=due_item, methods=POST),
    Page("deadlines.mark_open", ORGANISERS, args=due_item, methods=POST),
    Page("deadlines.due", ORGANISERS),
    Page("run_sheets.sheet", ORGANISERS, args=departure),
    Page("run_sheets.paper", ORGANISERS, args=departure),
    Page("run_sheets.late", ORGANISERS, args=departure, methods=POST),
    Page("run_sheets.make_link", ORGANISERS, args=departure, methods=POST),
    Page("run_sheets.end_link", ORGANISERS, args=run_link, methods=POST),
    Page("run_sheets.sheet_by_link", EVERYBODY, args=guide),
    Page("run_sheets.paper_by_link", EVERYBODY, args=guide),
    Page("run_sheets.late_by_link", EVERYBODY, args=guide, methods=POST),
    Page("roll_calls.call", ORGANISERS, args=roll, methods=("GET", "POST")),
    Page("roll_calls.guide", EVERYBODY, args=guide_roll, methods=("GET", "POST")),
]
