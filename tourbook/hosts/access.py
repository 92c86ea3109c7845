"""Whose components: the organiser sees all, a host's people their own and nobody else's."""

from flask import abort, request

from tourbook.accounts.access import me
from tourbook.core.db import db
from tourbook.directory.models import Organisation
from tourbook.hosts.models import (
    AwayTime,
    BusyFeed,
    CalendarFeed,
    Component,
    Rate,
    Slot,
    SlotSeries,
    Supplement,
    VisitBudget,
)

HOST_PAGES = "host_"


def at_desk() -> bool:
    """Whether this is a page of the organiser, not of a host."""
    return not (request.blueprint or "").startswith(HOST_PAGES)


def own() -> frozenset[int] | None:
    """The organisations whose rows this page may show; None means all."""
    return None if at_desk() else me().organisation_ids


def may_see(component: Component) -> bool:
    mine = own()
    return mine is None or component.organisation_id in mine


def component_or_404(component_id: int) -> Component:
    component = db.get_or_404(Component, component_id)
    return component if may_see(component) else abort(404)


def rate_or_404(rate_id: int) -> Rate:
    rate = db.get_or_404(Rate, rate_id)
    return rate if may_see(rate.component) else abort(404)


def supplement_or_404(supplement_id: int) -> Supplement:
    supplement = db.get_or_404(Supplement, supplement_id)
    return supplement if may_see(supplement.component) else abort(404)


def slot_or_404(slot_id: int) -> Slot:
    slot = db.get_or_404(Slot, slot_id)
    return slot if may_see(slot.component) else abort(404)


def series_or_404(series_id: int) -> SlotSeries:
    series = db.get_or_404(SlotSeries, series_id)
    return series if may_see(series.component) else abort(404)


def mine(organisation_id: int) -> bool:
    """Whether this page may show rows of the organisation."""
    allowed = own()
    return allowed is None or organisation_id in allowed


def organisation_or_404(organisation_id: int) -> Organisation:
    found = db.get_or_404(Organisation, organisation_id)
    return found if mine(found.id) else abort(404)


def away_or_404(away_id: int) -> AwayTime:
    found = db.get_or_404(AwayTime, away_id)
    return found if mine(found.organisation_id) else abort(404)


def budget_or_404(budget_id: int) -> VisitBudget:
    found = db.get_or_404(VisitBudget, budget_id)
    return found if mine(found.organisation_id) else abort(404)


def busy_or_404(feed_id: int) -> BusyFeed:
    found = db.get_or_404(BusyFeed, feed_id)
    return found if mine(found.organisation_id) else abort(404)


def calendar_or_404(feed_id: int) -> CalendarFeed:
    found = db.get_or_404(CalendarFeed, feed_id)
    return found if mine(found.organisation_id) else abort(404)
