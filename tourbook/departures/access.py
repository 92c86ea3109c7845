"""Who may reach which rows: what is not yours does not exist."""

from flask import abort

from tourbook.accounts.access import host_organisations
from tourbook.core.db import db
from tourbook.departures import queries
from tourbook.departures.models import Change, DatedItem, Departure, ServiceRequest


def departure_or_404(departure_id: int) -> Departure:
    return queries.get(departure_id) or abort(404)


def item_or_404(item_id: int) -> DatedItem:
    return db.session.get(DatedItem, item_id) or abort(404)


def change_or_404(change_id: int) -> Change:
    return db.session.get(Change, change_id) or abort(404)


def request_or_404(request_id: int) -> ServiceRequest:
    return db.session.get(ServiceRequest, request_id) or abort(404)


def asked_of_me_or_404(request_id: int) -> ServiceRequest:
    """A request to an organisation of the person asking; drafts are not its business."""
    request = request_or_404(request_id)
    if request.organisation_id not in host_organisations() or request.asked_at is None:
        abort(404)
    return request


def by_token_or_404(token: str) -> ServiceRequest:
    return queries.by_token(token) or abort(404)
