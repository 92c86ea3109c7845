"""Who may open the pages of learning."""

from tests.learning.reporting import make_report
from tests.making import kept
from tests.world import EVERYBODY, ORGANISERS, Page, World
from tourbook.learning.models import ReportState
from tourbook.learning.services import reading_token

READERS = ORGANISERS | {"evaluator"}


def of_departure(world: World) -> dict[str, object]:
    return {"departure_id": world.departure.id}


def ready(world: World) -> dict[str, object]:
    return {"report_id": kept(make_report(world.departure)).id}


def failed(world: World) -> dict[str, object]:
    return {"report_id": kept(make_report(world.departure, state=ReportState.FAILED)).id}


def published(world: World) -> dict[str, object]:
    report = kept(make_report(world.departure, state=ReportState.PUBLISHED))
    return {"token": reading_token(report)}


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
