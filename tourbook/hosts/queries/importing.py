"""What an import is held against."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from tourbook.core.db import db
from tourbook.core.texts import Texts
from tourbook.directory.models import Municipality, Organisation, Place, Theme
from tourbook.hosts.models import Component, LibraryImport
from tourbook.hosts.rules.importing.columns import offer_of
from tourbook.hosts.rules.importing.known import Known, KnownOffer, KnownPlace


def organisations_for(own: frozenset[int] | None) -> dict[int, str]:
    found = select(Organisation.id, Organisation.name).order_by(Organisation.id)
    if own is not None:
        found = found.where(Organisation.id.in_(own))
    return {row.id: row.name for row in db.session.execute(found)}


def places() -> Sequence[KnownPlace]:
    found = (
        select(Place.id, Place.name, Municipality.name.label("town"))
        .join(Place.municipality)
        .order_by(Place.id)
    )
    return [
        KnownPlace(row.id, row.name, (row.town.get("en"), *row.town.as_dict().values()))
        for row in db.session.execute(found)
    ]


def theme_words() -> dict[str, str]:
    """Each theme's key by its key and its names."""
    words: dict[str, str] = {}
    for slug, name in db.session.execute(select(Theme.slug, Theme.name).order_by(Theme.slug)):
        said: Texts = name
        words.update({text.casefold(): slug for text in said.as_dict().values() if text})
        words[slug.casefold()] = slug
    return words


def themes_of(slugs: Collection[str]) -> dict[str, Theme]:
    found = db.session.scalars(select(Theme).where(Theme.slug.in_(slugs)))
    return {theme.slug: theme for theme in found}


def with_parts(found: sa.Select[Any]) -> Sequence[Component]:
    """Components with all that stands on their sheets."""
    return db.session.scalars(
        found.options(
            selectinload(Component.organisation),
            selectinload(Component.place),
            selectinload(Component.themes),
            selectinload(Component.rates),
            selectinload(Component.supplements),
            selectinload(Component.hours),
            selectinload(Component.found_by),
        )
    ).all()


def lock_offers(organisation_ids: Collection[int]) -> None:
    """Let nobody else change what these organisations offer until the transaction ends."""
    hosts = select(Organisation.id).where(Organisation.id.in_(organisation_ids))
    db.session.execute(hosts.order_by(Organisation.id).with_for_update())
    offers = select(Component.id).where(Component.organisation_id.in_(organisation_ids))
    db.session.execute(offers.order_by(Component.id).with_for_update())


def known(organisations: dict[int, str], concerned: Collection[int], *, only_own: bool) -> Known:
    """With what the organisations that the file is about offer."""
    found = select(Component).where(Component.organisation_id.in_(concerned)).order_by(Component.id)
    return Known(
        organisations=organisations,
        places=places(),
        themes=theme_words(),
        offers=[
            KnownOffer(one.id, one.organisation_id, offer_of(one)) for one in with_parts(found)
        ],
        only_own=only_own,
    )


def owners(component_ids: Collection[int]) -> set[int]:
    """The organisations of these components."""
    found = select(Component.organisation_id).where(Component.id.in_(component_ids)).distinct()
    return set(db.session.scalars(found))


def by_keys(component_ids: Collection[int]) -> dict[int, Component]:
    """Components with all that stands on their sheets, by their keys."""
    found = select(Component).where(Component.id.in_(component_ids)).order_by(Component.id)
    return {one.id: one for one in with_parts(found)}


def forget_imports(before: datetime) -> None:
    db.session.execute(
        sa.delete(LibraryImport)
        .where(LibraryImport.read_at < before)
        .execution_options(synchronize_session=False)
    )
