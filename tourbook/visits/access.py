"""Who may reach which rows of a day: what is not yours does not exist."""

from datetime import timedelta

import sqlalchemy as sa
from flask import abort

from tourbook.core import clock, tokens
from tourbook.core.db import db
from tourbook.departures.models import DatedItem, DepartureStatus
from tourbook.departures.rules.selling import local_day
from tourbook.visits.models import RunLink

#: A guide's or driver's link opens nothing once the visit has been over for so long: the page
#: names people.
OPEN_AFTER = timedelta(days=2)


def link_or_404(token: str) -> RunLink:
    """A link that has not been ended, of a departure that goes and is not long over."""
    link = db.session.scalar(
        sa.select(RunLink).where(
            RunLink.token_hash == tokens.digest(token), RunLink.ended_at.is_(None)
        )
    )
    if link is None or link.departure.status is DepartureStatus.CANCELLED:
        abort(404)
    if local_day(link.departure, clock.now()) > link.departure.last_day + OPEN_AFTER:
        abort(404)
    return link


def guide_or_404(token: str) -> RunLink:
    """A link that calls the roll; a driver's does not."""
    link = link_or_404(token)
    if link.driver:
        abort(404)
    return link


def item_of_departure_or_404(departure_id: int, item_id: int) -> DatedItem:
    item = db.session.get(DatedItem, item_id)
    if item is None or item.departure_id != departure_id:
        abort(404)
    return item


def run_link_or_404(departure_id: int, link_id: int) -> RunLink:
    link = db.session.get(RunLink, link_id)
    if link is None or link.departure_id != departure_id:
        abort(404)
    return link
