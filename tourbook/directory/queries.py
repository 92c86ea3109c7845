"""Questions about regions, towns, places, organisations and themes."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import InstrumentedAttribute

from tourbook.accounts.models import Membership, User
from tourbook.core.db import Base, db
from tourbook.core.languages import LANGUAGES
from tourbook.core.texts import Texts
from tourbook.directory.models import (
    Municipality,
    Organisation,
    OrganisationKind,
    Place,
    Region,
    Theme,
)

TextsColumn = InstrumentedAttribute[Texts]


def in_sql(column: TextsColumn, language: str) -> ColumnElement[str]:
    """The words of one language in a column of texts."""
    words: ColumnElement[str] = sa.type_coerce(column, sa.JSON)[language].as_string()
    return words


def by_name(column: TextsColumn, language: str) -> ColumnElement[str]:
    """To sort by the name that this reader sees."""
    shown = sa.func.coalesce(sa.func.nullif(in_sql(column, language), ""), in_sql(column, "en"))
    return sa.func.lower(shown)


def has_words(
    column: ColumnElement[str] | InstrumentedAttribute[str], words: str
) -> ColumnElement[bool]:
    """Whether the column holds these words; SQLite only folds the case of English letters."""
    forms = {words, words.lower(), words.upper(), words.capitalize()}
    return sa.or_(*(column.icontains(form, autoescape=True) for form in sorted(forms)))


def texts_have(column: TextsColumn, words: str) -> ColumnElement[bool]:
    """Whether the text holds these words in any language."""
    return sa.or_(*(has_words(in_sql(column, language), words) for language in LANGUAGES))


def regions(*, language: str, words: str = "") -> Select[Any]:
    found = select(Region).order_by(by_name(Region.name, language), Region.id)
    return found.where(texts_have(Region.name, words)) if words else found


def municipalities(*, language: str, words: str = "", region_id: int | None = None) -> Select[Any]:
    found = select(Municipality).order_by(by_name(Municipality.name, language), Municipality.id)
    if words:
        found = found.where(texts_have(Municipality.name, words))
    return found.where(Municipality.region_id == region_id) if region_id else found


def places(*, words: str = "", municipality_id: int | None = None) -> Select[Any]:
    found = select(Place).order_by(sa.func.lower(Place.name), Place.id)
    if words:
        found = found.where(has_words(Place.name, words) | has_words(Place.address, words))
    return found.where(Place.municipality_id == municipality_id) if municipality_id else found


def organisations(
    *, words: str = "", kind: OrganisationKind | None = None, municipality_id: int | None = None
) -> Select[Any]:
    found = select(Organisation).order_by(sa.func.lower(Organisation.name), Organisation.id)
    if words:
        found = found.where(
            has_words(Organisation.name, words) | (Organisation.business_id == words)
        )
    if kind:
        found = found.where(Organisation.kind == kind)
    return (
        found.where(Organisation.municipality_id == municipality_id) if municipality_id else found
    )


def themes(*, language: str, words: str = "") -> Select[Any]:
    found = select(Theme).order_by(by_name(Theme.name, language), Theme.id)
    return found.where(texts_have(Theme.name, words)) if words else found


def counts() -> dict[str, int]:
    """How many there are of each kind of row, in one question."""
    kinds: tuple[type[Base], ...] = (Organisation, Place, Municipality, Region, Theme)
    columns = [
        select(sa.func.count()).select_from(kind).scalar_subquery().label(kind.__tablename__)
        for kind in kinds
    ]
    return dict(db.session.execute(select(*columns)).one()._mapping)


def name_is_taken(name: str, *, but: Organisation | None = None) -> bool:
    """Whether another organisation has this name."""
    found = select(Organisation.id).where(Organisation.name == name)
    return db.session.scalar(found.where(Organisation.id != but.id) if but else found) is not None


def business_id_is_taken(business_id: str, *, but: Organisation | None = None) -> bool:
    found = select(Organisation.id).where(Organisation.business_id == business_id)
    return db.session.scalar(found.where(Organisation.id != but.id) if but else found) is not None


def people_of(organisation: Organisation) -> Sequence[User]:
    """The people who answer for this host."""
    return (
        db.session.scalars(
            select(User)
            .where(User.memberships.any(Membership.organisation_id == organisation.id))
            .order_by(User.name, User.id)
        )
        .unique()
        .all()
    )
