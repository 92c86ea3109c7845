"""Who may open the pages of learning."""

from tests.learning.reporting import make_report
from tests.making import kept, make_departure
from tests.world import EVERYBODY, ORGANISERS, Page, World
from tourbook.learning.models import Report, ReportState
from tourbook.learning.services import reading_token

READERS = ORGANISERS | {"evaluator"}


def of_departure(world: World) -> dict[str, object]:
    return {"departure_id": world.departure.id}


def report_of(world: World, state: ReportState) -> Report:
    """A report of a departure of its own: each departure numbers its reports."""
    return kept(make_report(make_departure(version=world.published), state=state))


def ready(world: World) -> dict[str, object]:
    return {"report_id": report_of(world, ReportState.READY).id}


def failed(world: World) -> dict[str, object]:
    return {"report_id": report_of(world, ReportState.FAILED).id}


def published(world: World) -> dict[str, object]:
    return {"token": reading_token(report_of(world, ReportState.PUBLISHED))}


PAGES = [
    Page("learning.index", READERS),
    Page("learning.of_departure", ORGANISERS, args=of_departure),
    Page("learning.ask", ORGANISERS, args=of_departure, methods=("POST",)),
    Page("learning.show", READERS, args=ready),
    Page("learning.pdf", READERS, args=ready),
    Page("learning.figures", READERS, args=ready),
    Page("learning.publish", ORGANISERS, args=ready, methods=("POST",)),
    Page("learning.again", ORGANISERS, args=failed, methods=("POST",)),
    Page("learning.read", EVERYBODY, args=published),
    Page("learning.read_pdf", EVERYBODY, args=published),
]
