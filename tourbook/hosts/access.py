"""Whose components: the organiser sees all, a host's people their own and nobody else's."""

from typing import TypeVar

from flask import abort, request

from tourbook.accounts.access import me
from tourbook.core.db import Base, db
from tourbook.hosts.models import Component, Rate, Slot

HOST_PAGES = "host_"

Row = TypeVar("Row", bound=Base)


def at_desk() -> bool:
    """Whether this is a page of the organiser, not of a host."""
    return not (request.blueprint or "").startswith(HOST_PAGES)


def own() -> frozenset[int] | None:
    """The organisations whose rows this page may show; None means all."""
    return None if at_desk() else me().organisation_ids


def may_see(component: Component) -> bool:
    mine = own()
    return mine is None or component.organisation_id in mine


def found(kind: type[Row], row_id: int) -> Row:
    """The row; no number is too large to be asked for."""
    row = db.session.get(kind, row_id) if row_id < 2**31 else None
    return row or abort(404)


def component_or_404(component_id: int) -> Component:
    component = found(Component, component_id)
    return component if may_see(component) else abort(404)


def rate_or_404(rate_id: int) -> Rate:
    rate = found(Rate, rate_id)
    return rate if may_see(rate.component) else abort(404)


def slot_or_404(slot_id: int) -> Slot:
    slot = found(Slot, slot_id)
    return slot if may_see(slot.component) else abort(404)
