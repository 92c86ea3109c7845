"""Questions about components, rates and slots."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Select, select
from sqlalchemy.orm import selectinload

from tourbook.core.db import db
from tourbook.directory.models import Organisation, Place, Theme
from tourbook.directory.queries import by_name, has_words, texts_have
from tourbook.hosts.models import (
    Component,
    ComponentKind,
    Rate,
    Slot,
    SlotState,
    VatRate,
)

#: No slot lasts longer than this; so only slots that start so long before can reach into a period.
LONGEST = timedelta(minutes=10_080)
COMING = 10


@dataclass(frozen=True)
class Wanted:
    """What a list of components is narrowed by."""

    kind: ComponentKind | None = None
    municipality_id: int | None = None
    theme_id: int | None = None
    organisation_id: int | None = None
    words: str = ""
    retired: bool = False
    #: None: of all organisations.
    own: frozenset[int] | None = None


def components(wanted: Wanted, *, language: str) -> Select[Any]:
    found = (
        select(Component)
        .options(selectinload(Component.themes))
        .order_by(by_name(Component.name, language), Component.id)
    )
    found = found.where(
        Component.retired_at.is_not(None) if wanted.retired else Component.retired_at.is_(None)
    )
    for condition in conditions(wanted):
        found = found.where(condition)
    return found


def conditions(wanted: Wanted) -> Iterable[sa.ColumnElement[bool]]:
    if wanted.own is not None:
        yield Component.organisation_id.in_(wanted.own)
    if wanted.kind:
        yield Component.kind == wanted.kind
    if wanted.organisation_id:
        yield Component.organisation_id == wanted.organisation_id
    if wanted.municipality_id:
        yield Component.place.has(Place.municipality_id == wanted.municipality_id)
    if wanted.theme_id:
        yield Component.themes.any(Theme.id == wanted.theme_id)
    if wanted.words:
        yield (
            texts_have(Component.name, wanted.words)
            | texts_have(Component.summary, wanted.words)
            | Component.organisation.has(has_words(Organisation.name, wanted.words))
        )


def themes_with(ids: Collection[int]) -> Sequence[Theme]:
    return db.session.scalars(select(Theme).where(Theme.id.in_(ids)).order_by(Theme.slug)).all()


def lock(component: Component) -> None:
    """Let nobody else change this component's rates and slots until the transaction ends.

    SQLite has one writer at a time anyway, and leaves FOR UPDATE out.
    """
    db.session.execute(select(Component.id).where(Component.id == component.id).with_for_update())


def vat_rates() -> Sequence[VatRate]:
    return db.session.scalars(select(VatRate).order_by(VatRate.category, VatRate.valid_from)).all()


def other_rates(component: Component, *, but: Rate | None = None) -> Sequence[Rate]:
    found = select(Rate).where(Rate.component_id == component.id).order_by(Rate.id)
    return db.session.scalars(found.where(Rate.id != but.id) if but else found).all()


def slots(
    *,
    component_id: int | None = None,
    own: frozenset[int] | None = None,
    state: SlotState | None = None,
    starts: datetime | None = None,
    until: datetime | None = None,
) -> Select[Any]:
    """Slots that start in a period, in order."""
    found = select(Slot).order_by(Slot.starts_at, Slot.id)
    if component_id:
        found = found.where(Slot.component_id == component_id)
    if own is not None:
        found = found.where(Slot.component.has(Component.organisation_id.in_(own)))
    if state:
        found = found.where(Slot.state == state)
    if starts:
        found = found.where(Slot.starts_at >= starts)
    return found.where(Slot.starts_at < until) if until else found


def coming_slots(component: Component, *, at: datetime) -> Sequence[Slot]:
    found = slots(component_id=component.id, starts=at).where(Slot.state != SlotState.WITHDRAWN)
    return db.session.scalars(found.limit(COMING)).all()


def standing(
    component_id: int, start: datetime, end: datetime, *, but: Slot | None = None
) -> Sequence[Slot]:
    """Open slots of the component that reach into the period."""
    found = slots(component_id=component_id, starts=start - LONGEST, until=end).where(
        Slot.state == SlotState.OPEN, Slot.ends_at > start
    )
    return db.session.scalars(found.where(Slot.id != but.id) if but else found).all()


def at_moments(component_id: int, moments: Collection[datetime]) -> Sequence[Slot]:
    """Slots that are not withdrawn and start at these very moments."""
    return db.session.scalars(
        slots(component_id=component_id).where(
            Slot.starts_at.in_(moments), Slot.state != SlotState.WITHDRAWN
        )
    ).all()


def offering(own: frozenset[int] | None) -> Sequence[Organisation]:
    """The organisations that may offer components here."""
    found = select(Organisation).order_by(sa.func.lower(Organisation.name), Organisation.id)
    if own is not None:
        found = found.where(Organisation.id.in_(own))
    return db.session.scalars(found).all()


def on_offer(own: frozenset[int] | None, *, language: str) -> Sequence[Component]:
    """Components that are not retired, with nothing of their lists."""
    return db.session.scalars(components(Wanted(own=own), language=language)).all()
