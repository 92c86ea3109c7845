"""Whose components: the organiser sees all, a host's people their own and nobody else's."""

from flask import abort, request

from tourbook.accounts.access import me
from tourbook.core.db import db
from tourbook.directory.models import Organisation
from tourbook.hosts.models import Component, Rate, Slot, Supplement

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


def organisation_or_404(organisation_id: int) -> Organisation:
    mine = own()
    if mine is not None and organisation_id not in mine:
        abort(404)
    return db.get_or_404(Organisation, organisation_id)


def rate_or_404(rate_id: int) -> Rate:
    rate = db.get_or_404(Rate, rate_id)
    return rate if may_see(rate.component) else abort(404)


def supplement_or_404(supplement_id: int) -> Supplement:
    supplement = db.get_or_404(Supplement, supplement_id)
    return supplement if may_see(supplement.component) else abort(404)


def slot_or_404(slot_id: int) -> Slot:
    slot = db.get_or_404(Slot, slot_id)
    return slot if may_see(slot.component) else abort(404)
