"""Questions about what sites ask of visitors, how early, and how open they are."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import select

from tourbook.core.db import db
from tourbook.core.texts import Texts
from tourbook.directory.models import Organisation
from tourbook.hosts.models import Component, LeadTime, Openness, SiteField, VisitorField

#: The order in which fields are asked and listed.
ORDER = {field: place for place, field in enumerate(VisitorField)}


def fields_of(component: Component) -> Mapping[VisitorField, SiteField]:
    """What one component asks of its visitors."""
    return {one.field: one for one in asked_by([component.id])}


def asked_by(component_ids: Collection[int]) -> Sequence[SiteField]:
    """What these components ask of their visitors, by component and field."""
    found = db.session.scalars(
        select(SiteField).where(SiteField.component_id.in_(component_ids))
    ).all()
    return sorted(found, key=lambda one: (one.component_id, ORDER[one.field]))


def names_of(component_ids: Collection[int]) -> Mapping[int, Texts]:
    found = select(Component.id, Component.name).where(Component.id.in_(component_ids))
    return dict(db.session.execute(found).all())


def leads_of_component(component: Component) -> Sequence[LeadTime]:
    found = select(LeadTime).where(LeadTime.component_id == component.id).order_by(LeadTime.id)
    return db.session.scalars(found).all()


def leads_of_organisation(organisation_id: int) -> Sequence[LeadTime]:
    found = (
        select(LeadTime).where(LeadTime.organisation_id == organisation_id).order_by(LeadTime.id)
    )
    return db.session.scalars(found).all()


def lock_organisation(organisation: Organisation) -> None:
    """Let nobody else change this organisation's lead times until the transaction ends."""
    found = select(Organisation.id).where(Organisation.id == organisation.id)
    db.session.execute(found.with_for_update())


def openness_of(component: Component) -> Openness | None:
    return openness_by([component.id]).get(component.id)


def openness_by(component_ids: Collection[int]) -> Mapping[int, Openness]:
    """How open these components are, where their hosts have said so."""
    found = db.session.scalars(select(Openness).where(Openness.component_id.in_(component_ids)))
    return {one.component_id: one for one in found}
