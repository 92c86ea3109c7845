"""Questions about whose components there are and what they cost."""

from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlalchemy import select

from tourbook.core.db import db
from tourbook.directory.models import Organisation, Theme
from tourbook.hosts.models import Component, Rate, Supplement, VatRate


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


def other_supplements(
    component: Component, *, but: Supplement | None = None
) -> Sequence[Supplement]:
    found = (
        select(Supplement).where(Supplement.component_id == component.id).order_by(Supplement.id)
    )
    return db.session.scalars(found.where(Supplement.id != but.id) if but else found).all()


def english_names(organisation_id: int) -> set[str]:
    """The English names of all that an organisation offers, retired or not."""
    names = select(Component.name).where(Component.organisation_id == organisation_id)
    return {name.en for name in db.session.scalars(names)}


def offering(own: frozenset[int] | None) -> Sequence[Organisation]:
    """The organisations that may offer components here."""
    found = select(Organisation).order_by(sa.func.lower(Organisation.name), Organisation.id)
    if own is not None:
        found = found.where(Organisation.id.in_(own))
    return db.session.scalars(found).all()
