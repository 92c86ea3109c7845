"""Whose visit it is: what a host may not see today does not exist."""

from flask import abort

from tourbook.accounts.access import me
from tourbook.core import clock
from tourbook.visits.queries import lists as queries
from tourbook.visits.services import lists as services
from tourbook.visits.services.lists import Shown, Sight


def shown(request_id: int | None = None) -> list[Shown]:
    """The visits of which the reader may see something today."""
    at = clock.now()
    found = queries.agreed_requests(me().organisation_ids, at.date(), request_id)
    return services.shown_today(found, at=at)


def sight_or_404(request_id: int) -> Sight:
    found = shown(request_id)
    if not found:
        abort(404)
    return services.sight_of(found[0])
