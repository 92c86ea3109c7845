"""Asking for reports, keeping what was made, and publishing. Nothing here commits."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from tourbook.core import audit, jobs, tokens
from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.core.inserts import insert_once
from tourbook.core.refused import Refused
from tourbook.departures.models import Departure
from tourbook.learning import queries
from tourbook.learning.models import Report, ReportFile, ReportState
from tourbook.learning.rules import asking, snapshot
from tourbook.packages.services import touch_catalogue

MAKE = "learning.make_report"
PURPOSE = "report"


@dataclass(frozen=True)
class Drawn:
    """A report in one language."""

    page: Mapping[str, Any]
    content: bytes


def ask_for_report(departure: Departure, *, at: datetime, actor: Actor) -> Report:
    """Order a report of this departure with the next number; the worker makes it."""
    asking.check_can_ask(queries.since_last(departure))
    salt, token_hash = tokens.issue(PURPOSE)
    last = sa.select(sa.func.coalesce(sa.func.max(Report.number), 0) + 1).where(
        Report.departure_id == departure.id
    )
    making = db.session.scalar(
        sa.select(Report.id).where(
            Report.departure_id == departure.id, Report.state == ReportState.MAKING
        )
    )
    report_id = None
    if making is None:
        report_id = db.session.scalar(
            insert_once(Report)
            .values(
                departure_id=departure.id,
                number=last.scalar_subquery(),
                state=ReportState.MAKING,
                asked_at=at,
                token_salt=salt,
                token_hash=token_hash,
            )
            .returning(Report.id)
        )
    if report_id is None:
        raise Refused("A report of this departure is being made already.")
    report = db.session.get_one(Report, report_id)
    order(report, at=at)
    audit.record("learning.ask", report, at=at, actor=actor, after={"number": report.number})
    db.session.flush()
    return report


def order(report: Report, *, at: datetime) -> None:
    jobs.enqueue(MAKE, {"report_id": report.id}, at=at)


def finish(
    report_id: int, figures: Mapping[str, Any], drawn: Mapping[str, Drawn], *, at: datetime
) -> None:
    """Keep what the worker has made, once."""
    made = db.session.scalar(
        sa.update(Report)
        .where(Report.id == report_id, Report.state == ReportState.MAKING)
        .values(
            state=ReportState.READY,
            snapshot=dict(figures),
            snapshot_hash=snapshot.digest(figures),
            made_at=at,
        )
        .returning(Report.id)
    )
    if made is None:
        return
    db.session.add_all(
        ReportFile(
            report_id=report_id,
            language=language,
            page=dict(one.page),
            content=one.content,
            file_hash=hashlib.sha256(one.content).hexdigest(),
        )
        for language, one in drawn.items()
    )
    db.session.flush()


def fail(report_id: int) -> None:
    db.session.execute(
        sa.update(Report)
        .where(Report.id == report_id, Report.state == ReportState.MAKING)
        .values(state=ReportState.FAILED)
    )


def try_again(report: Report, *, at: datetime, actor: Actor) -> None:
    again = db.session.scalar(
        sa.update(Report)
        .where(Report.id == report.id, Report.state == ReportState.FAILED)
        .values(state=ReportState.MAKING)
        .returning(Report.id)
    )
    if again is None:
        raise Refused("This report is not waiting for a new try: look at how it stands now.")
    order(report, at=at)
    audit.record("learning.try_again", report, at=at, actor=actor)
    db.session.flush()


def publish(report: Report, *, at: datetime, actor: Actor) -> None:
    """Open the report to its readers. From now on the database lets nobody change it."""
    published = db.session.scalar(
        sa.update(Report)
        .where(Report.id == report.id, Report.state == ReportState.READY)
        .values(state=ReportState.PUBLISHED, published_at=at)
        .returning(Report.id)
    )
    if published is None:
        raise Refused("This report cannot be published: look at how it stands now.")
    audit.record("learning.publish", report, at=at, actor=actor, after={"number": report.number})
    db.session.flush()
    touch_catalogue()


def reading_token(report: Report) -> str:
    """The token of the readers' link."""
    return tokens.derive(report.token_salt, PURPOSE)
