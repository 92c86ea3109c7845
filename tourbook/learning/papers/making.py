"""The worker's part: figures from answers, then a page and a PDF in each language."""

import logging
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from tourbook.core import jobs
from tourbook.core.db import db
from tourbook.core.languages import LANGUAGES
from tourbook.documents import pdf
from tourbook.learning import queries, services
from tourbook.learning.models import Report, ReportState
from tourbook.learning.papers.document import document
from tourbook.learning.rules import snapshot
from tourbook.learning.rules.sentences import Figures
from tourbook.learning.services import MAKE, Drawn

log = logging.getLogger(__name__)

MIME = "application/pdf"
TEMPLATE = "learning/report.typ"


@jobs.handler(MAKE, slow=True)
def make_report(payload: dict[str, Any], at: datetime) -> jobs.Finish | None:
    """Work the figures out and draw the report in each language; only reads."""
    report = db.session.get(Report, payload["report_id"])
    if report is None or report.state is not ReportState.MAKING:
        return None
    figures = snapshot.snapshot(queries.source(report.departure))
    number = report.number
    db.session.rollback()
    try:
        drawn = {
            language: draw(figures, number=number, at=at, language=language)
            for language in LANGUAGES
        }
    except (pdf.Unprintable, ValueError):
        log.exception("Report %s could not be drawn", payload["report_id"])
        return partial(services.fail, payload["report_id"])
    return partial(services.finish, payload["report_id"], figures, drawn, at=at)


def draw(
    figures: Figures,
    *,
    number: int,
    at: datetime,
    language: str,
    render: Callable[..., bytes] = pdf.render_in_child,
) -> Drawn:
    page = document(figures, number=number, at=at, language=language)
    return Drawn(page, render(TEMPLATE, page, language=language, issued=at))


def make_now(report: Report, *, at: datetime) -> None:
    """Make a report in this transaction and process instead of waiting for the worker.

    To start a child takes longer than to draw a few papers.
    """
    figures = snapshot.snapshot(queries.source(report.departure))
    drawn = {
        language: draw(figures, number=report.number, at=at, language=language, render=pdf.render)
        for language in LANGUAGES
    }
    services.finish(report.id, figures, drawn, at=at)
    db.session.refresh(report)
