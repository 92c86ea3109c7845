"""The search in what hosts offer: for the lists of both sides and for building programmes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import selectinload

from tourbook.core.db import db
from tourbook.directory.models import Organisation, Place, Theme
from tourbook.directory.queries import by_name, has_words, texts_have
from tourbook.hosts.models import Component, ComponentKind, Rate, RateUnit, Slot, SlotState


@dataclass(frozen=True)
class Wanted:
    """What a list of components is narrowed by; what is None or empty narrows nothing."""

    kind: ComponentKind | None = None
    municipality_id: int | None = None
    theme_id: int | None = None
    organisation_id: int | None = None
    words: str = ""
    retired: bool = False
    #: An ISO 639 code in which a group can be received.
    language: str = ""
    #: So many persons must fit.
    party: int | None = None
    #: Only where the place is known to be step-free.
    step_free: bool = False
    #: The host need not be asked more days before than this.
    ask_by_days: int | None = None
    #: Some rate costs no more than this without VAT; with `price_unit`, a rate of that unit.
    most_cents: int | None = None
    price_unit: RateUnit | None = None
    #: The day on which that rate must hold.
    price_day: date | None = None
    #: A slot that starts between the two has room, for `party` persons if that is given.
    free_from: datetime | None = None
    free_until: datetime | None = None
    #: None: of all organisations.
    own: frozenset[int] | None = None


def library(wanted: Wanted, *, language: str) -> Select[Any]:
    """The components that are wanted, by the names that this reader sees."""
    found = (
        select(Component)
        .options(selectinload(Component.themes))
        .order_by(by_name(Component.name, language), Component.id)
    )
    return found.where(*conditions(wanted))


def conditions(wanted: Wanted) -> Iterable[ColumnElement[bool]]:
    yield Component.retired_at.is_not(None) if wanted.retired else Component.retired_at.is_(None)
    yield from of_host(wanted)
    yield from of_visit(wanted)
    if wanted.most_cents is not None or wanted.price_unit:
        yield costs(wanted)
    if wanted.free_from and wanted.free_until:
        yield has_room(wanted, wanted.free_from, wanted.free_until)
    if wanted.words:
        yield says(wanted.words)


def of_host(wanted: Wanted) -> Iterable[ColumnElement[bool]]:
    """Who offers it, and where."""
    if wanted.own is not None:
        yield Component.organisation_id.in_(wanted.own)
    if wanted.organisation_id:
        yield Component.organisation_id == wanted.organisation_id
    if wanted.municipality_id:
        yield Component.place.has(Place.municipality_id == wanted.municipality_id)
    if wanted.step_free:
        yield Component.place.has(Place.step_free)


def of_visit(wanted: Wanted) -> Iterable[ColumnElement[bool]]:
    """What it is, and whom it suits."""
    if wanted.kind:
        yield Component.kind == wanted.kind
    if wanted.theme_id:
        yield Component.themes.any(Theme.id == wanted.theme_id)
    if wanted.language:
        # The list of codes as it is written: ["en", "fi"].
        codes = sa.cast(Component.languages, sa.Text)
        yield codes.contains(f'"{wanted.language}"', autoescape=True)
    if wanted.party:
        yield sa.literal(wanted.party).between(Component.party_min, Component.party_max)
    if wanted.ask_by_days is not None:
        yield Component.ask_by_days <= wanted.ask_by_days


def costs(wanted: Wanted) -> ColumnElement[bool]:
    """Some rate is of that unit, holds on that day and costs no more."""
    asked: list[ColumnElement[bool]] = [Rate.component_id == Component.id]
    if wanted.most_cents is not None:
        asked.append(Rate.net_cents <= wanted.most_cents)
    if wanted.price_unit:
        asked.append(Rate.unit == wanted.price_unit)
    if wanted.price_day:
        asked.append(sa.literal(wanted.price_day).between(Rate.valid_from, Rate.valid_to))
    if wanted.party:
        asked.append(sa.literal(wanted.party).between(Rate.pax_from, Rate.pax_to))
    return sa.exists().where(*asked)


def has_room(wanted: Wanted, start: datetime, end: datetime) -> ColumnElement[bool]:
    """A slot in the period can still take a party."""
    return sa.exists().where(
        Slot.component_id == Component.id,
        Slot.starts_at >= start,
        Slot.starts_at < end,
        Slot.state == SlotState.OPEN,
        Slot.taken <= Slot.capacity - (wanted.party or 1),
        sa.not_(Slot.exclusive) | (Slot.taken == 0),
    )


def says(words: str) -> ColumnElement[bool]:
    """The words stand in its name or text in any language, or in the name of its organisation."""
    return (
        texts_have(Component.name, words)
        | texts_have(Component.summary, words)
        | Component.organisation.has(has_words(Organisation.name, words))
    )


def on_offer(own: frozenset[int] | None, *, language: str) -> Sequence[Component]:
    """Components that are not retired, with nothing of their lists."""
    return db.session.scalars(library(Wanted(own=own), language=language)).all()
