"""The search in what hosts offer: for the lists of both sides and for building programmes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import lazyload, selectinload

from tourbook.core.db import db
from tourbook.core.languages import known
from tourbook.core.parts import where_in
from tourbook.directory.models import Organisation, Place, Theme
from tourbook.directory.queries import has_words
from tourbook.hosts.models import (
    Component,
    ComponentKind,
    ComponentWords,
    Rate,
    RateUnit,
    Slot,
    SlotState,
    folded,
)

#: Words that so many components have, or fewer, are rare.
FEW = 200
#: By what a reader of each language sees the list sorted.
NAMES = {
    "en": ComponentWords.name_en,
    "fi": ComponentWords.name_fi,
    "sv": ComponentWords.name_sv,
}


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
    # Hosts and places are asked for afterwards: not joined before a page is cut off.
    return narrowed(wanted, language=language).options(
        selectinload(Component.organisation),
        selectinload(Component.place),
        selectinload(Component.themes),
    )


def narrowed(wanted: Wanted, *, language: str) -> Select[Any]:
    return (
        select(Component)
        .join(Component.found_by)
        .where(*conditions(wanted))
        .order_by(NAMES[known(language)], Component.id)
    )


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
        # Not LIKE: PostgreSQL would expect it to find next to nothing and plan for that.
        codes = sa.cast(Component.languages, sa.Text)
        yield sa.func.replace(codes, f'"{wanted.language}"', "") != codes
    if wanted.party:
        yield sa.literal(wanted.party).between(Component.party_min, Component.party_max)
    if wanted.ask_by_days is not None:
        yield Component.ask_by_days <= wanted.ask_by_days


def costs(wanted: Wanted) -> ColumnElement[bool]:
    """Some rate is of that unit, holds on that day and costs no more."""
    asked: list[ColumnElement[bool]] = []
    if wanted.most_cents is not None:
        asked.append(Rate.net_cents <= wanted.most_cents)
    if wanted.price_unit:
        asked.append(Rate.unit == wanted.price_unit)
    if wanted.price_day:
        asked.append(sa.literal(wanted.price_day).between(Rate.valid_from, Rate.valid_to))
    if wanted.party:
        asked.append(sa.literal(wanted.party).between(Rate.pax_from, Rate.pax_to))
    return Component.id.in_(select(Rate.component_id).where(*asked))


def has_room(wanted: Wanted, start: datetime, end: datetime) -> ColumnElement[bool]:
    """A slot in the period can still take a party."""
    free = select(Slot.component_id).where(
        Slot.starts_at >= start,
        Slot.starts_at < end,
        Slot.state == SlotState.OPEN,
        Slot.taken <= Slot.capacity - (wanted.party or 1),
        sa.not_(Slot.exclusive) | (Slot.taken == 0),
    )
    return Component.id.in_(free)


def says(words: str) -> ColumnElement[bool]:
    """Each word, or a part of one, stands in its texts in some language or in its host's name.

    Rare words are looked up here and now: the count and the page would each read all texts. Of
    common words a page has enough after few rows.
    """
    wanted = folded(words)
    if not wanted:
        return sa.false()
    said = sa.and_(*(has_word(word) for word in wanted))
    found = select(Component.id).join(Component.found_by).where(said).limit(FEW + 1)
    few = db.session.scalars(found).all()
    return Component.id.in_(few) if len(few) <= FEW else said


def has_word(word: str) -> ColumnElement[bool]:
    hosts = select(Organisation.id).where(has_words(Organisation.name, word))
    said = where_in(ComponentWords.words, word) > 0
    return said | Component.organisation_id.in_(hosts)


def on_offer(own: frozenset[int] | None, *, language: str) -> Sequence[Component]:
    """Components that are not retired, for a choice among their names."""
    found = narrowed(Wanted(own=own), language=language).options(
        lazyload(Component.organisation), lazyload(Component.place)
    )
    return db.session.scalars(found).all()
