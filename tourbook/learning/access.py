"""Which reports a person may open: the organiser all, an evaluator those that are made."""

from collections.abc import Sequence

from flask import abort

from tourbook.accounts.models import User
from tourbook.core.db import db
from tourbook.core.roles import Role
from tourbook.departures.models import Departure
from tourbook.learning import queries
from tourbook.learning.models import Report, ReportState


def is_organiser(user: User) -> bool:
    return Role.ORGANISER in user.roles


def states_for(user: User) -> Sequence[ReportState]:
    return tuple(ReportState) if is_organiser(user) else queries.MADE


def report_or_404(report_id: int, user: User) -> Report:
    report = db.session.get(Report, report_id)
    if report is None or report.state not in states_for(user):
        abort(404)
    return report


def made_or_404(report_id: int, user: User) -> Report:
    report = report_or_404(report_id, user)
    if report.state not in queries.MADE:
        abort(404)
    return report


def published_or_404(token: str) -> Report:
    report = queries.published(token)
    if report is None:
        abort(404)
    return report


def departure_or_404(departure_id: int) -> Departure:
    departure = db.session.get(Departure, departure_id)
    if departure is None:
        abort(404)
    return departure
