"""Changing a departure that is planned already: move, plan B, another visit, leave out, undo.

Nothing here commits: the caller does.
"""

from datetime import datetime

from tourbook.core.audit import Actor
from tourbook.departures.models import Change, ChangeKind, DatedItem
from tourbook.departures.rules.changes.parts import (
    Face,
    Wish,
    of_alternative,
    of_component,
)
from tourbook.departures.services.changes.drawing import Drawn, draw
from tourbook.departures.services.changes.making import make
from tourbook.departures.services.changes.telling import hears, tell_changes
from tourbook.departures.services.changes.undoing import undo, until
from tourbook.hosts.models import Component
from tourbook.packages.models import Item

__all__ = [
    "Drawn",
    "Face",
    "Wish",
    "draw",
    "drop",
    "hears",
    "make",
    "move",
    "of_alternative",
    "of_component",
    "plan_b",
    "swap",
    "tell_changes",
    "undo",
    "until",
]


def move(
    item: DatedItem,
    starts_at: datetime,
    *,
    revision: int,
    at: datetime,
    actor: Actor,
    reason: str = "",
    despite: bool = False,
) -> Change:
    """Let a part begin at another time; it lasts as long as before."""
    wish = Wish(ChangeKind.MOVED, starts_at)
    return make(item, wish, revision=revision, reason=reason, despite=despite, at=at, actor=actor)


def plan_b(
    item: DatedItem,
    instead: Component | Item,
    *,
    revision: int,
    at: datetime,
    actor: Actor,
    starts_at: datetime | None = None,
    reason: str = "",
    despite: bool = False,
) -> Change:
    """Take what was thought of beforehand: the component's plan B, or an alternative item."""
    face = of_component(instead) if isinstance(instead, Component) else of_alternative(instead)
    wish = Wish(ChangeKind.PLAN_B, starts_at, face)
    return make(item, wish, revision=revision, reason=reason, despite=despite, at=at, actor=actor)


def swap(
    item: DatedItem,
    component: Component,
    *,
    revision: int,
    at: datetime,
    actor: Actor,
    starts_at: datetime | None = None,
    reason: str = "",
    despite: bool = False,
) -> Change:
    """Visit another host instead."""
    wish = Wish(ChangeKind.SWAPPED, starts_at, of_component(component))
    return make(item, wish, revision=revision, reason=reason, despite=despite, at=at, actor=actor)


def drop(
    item: DatedItem,
    *,
    revision: int,
    at: datetime,
    actor: Actor,
    reason: str = "",
    despite: bool = False,
) -> Change:
    """Leave a part out; nothing else moves."""
    return make(
        item,
        Wish(ChangeKind.DROPPED),
        revision=revision,
        reason=reason,
        despite=despite,
        at=at,
        actor=actor,
    )
