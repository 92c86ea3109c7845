"""Keeping the directory. Nothing here commits: the caller owns the transaction."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy.exc import IntegrityError

from tourbook.core import audit
from tourbook.core.audit import Actor
from tourbook.core.db import Base, db
from tourbook.core.refused import Refused
from tourbook.core.texts import Texts
from tourbook.directory import queries, rules
from tourbook.directory.models import Municipality, Organisation, Place, Region, Theme
from tourbook.directory.rules import MunicipalityFacts, OrganisationFacts, PlaceFacts

Row = TypeVar("Row", bound=Base)

SAME_NAME = "There is one of this name already."


def added(row: Row, values: Mapping[str, Any], *, at: datetime, actor: Actor) -> Row:
    """Keep a new row; the database has the last word on what may be there only once."""
    for name, value in values.items():
        setattr(row, name, value)
    try:
        with db.session.begin_nested():
            db.session.add(row)
            db.session.flush()
    except IntegrityError:
        raise Refused(SAME_NAME) from None
    audit.record(f"directory.add_{row.__tablename__}", row, at=at, actor=actor, after=values)
    return row


def changed(row: Base, values: Mapping[str, Any], *, at: datetime, actor: Actor) -> None:
    before = {name: getattr(row, name) for name in values}
    try:
        with db.session.begin_nested():
            for name, value in values.items():
                setattr(row, name, value)
            db.session.flush()
    except IntegrityError:
        raise Refused(SAME_NAME) from None
    action = f"directory.change_{row.__tablename__}"
    audit.record(action, row, at=at, actor=actor, before=before, after=values)


def removed(row: Base, refusal: Refused, *, at: datetime, actor: Actor) -> None:
    """Delete what nothing refers to; foreign keys of all slices say whether that is so."""
    before = {column.key: getattr(row, column.key) for column in row.__table__.columns}
    action = f"directory.remove_{row.__tablename__}"
    try:
        with db.session.begin_nested():
            audit.record(action, row, at=at, actor=actor, before=before)
            db.session.delete(row)
            db.session.flush()
    except IntegrityError:
        raise refusal from None


def add_region(name: Texts, *, at: datetime, actor: Actor) -> Region:
    return added(Region(), {"slug": rules.slug_of(name), "name": name}, at=at, actor=actor)


def change_region(region: Region, name: Texts, *, at: datetime, actor: Actor) -> None:
    changed(region, {"name": name}, at=at, actor=actor)


def remove_region(region: Region, *, at: datetime, actor: Actor) -> None:
    refusal = Refused("Towns lie in this region, so it cannot be deleted.")
    removed(region, refusal, at=at, actor=actor)


def add_theme(name: Texts, *, at: datetime, actor: Actor) -> Theme:
    return added(Theme(), {"slug": rules.slug_of(name), "name": name}, at=at, actor=actor)


def change_theme(theme: Theme, name: Texts, *, at: datetime, actor: Actor) -> None:
    changed(theme, {"name": name}, at=at, actor=actor)


def remove_theme(theme: Theme, *, at: datetime, actor: Actor) -> None:
    refusal = Refused("Components or packages have this theme, so it cannot be deleted.")
    removed(theme, refusal, at=at, actor=actor)


def add_municipality(facts: MunicipalityFacts, *, at: datetime, actor: Actor) -> Municipality:
    return added(Municipality(), vars(facts), at=at, actor=actor)


def change_municipality(
    municipality: Municipality, facts: MunicipalityFacts, *, at: datetime, actor: Actor
) -> None:
    changed(municipality, vars(facts), at=at, actor=actor)


def remove_municipality(municipality: Municipality, *, at: datetime, actor: Actor) -> None:
    refusal = Refused("Places or organisations lie in this town, so it cannot be deleted.")
    removed(municipality, refusal, at=at, actor=actor)


def add_place(facts: PlaceFacts, *, at: datetime, actor: Actor) -> Place:
    return added(Place(), vars(facts), at=at, actor=actor)


def change_place(place: Place, facts: PlaceFacts, *, at: datetime, actor: Actor) -> None:
    changed(place, vars(facts), at=at, actor=actor)


def remove_place(place: Place, *, at: datetime, actor: Actor) -> None:
    refusal = Refused("Components or programmes use this place, so it cannot be deleted.")
    removed(place, refusal, at=at, actor=actor)


def add_organisation(facts: OrganisationFacts, *, at: datetime, actor: Actor) -> Organisation:
    values = checked(facts)
    return added(Organisation(), values, at=at, actor=actor)


def change_organisation(
    organisation: Organisation, facts: OrganisationFacts, *, at: datetime, actor: Actor
) -> None:
    values = checked(facts, but=organisation)
    changed(organisation, values, at=at, actor=actor)


def remove_organisation(organisation: Organisation, *, at: datetime, actor: Actor) -> None:
    refusal = Refused(
        "This organisation has components, people or requests, so it cannot be deleted."
    )
    removed(organisation, refusal, at=at, actor=actor)


def checked(facts: OrganisationFacts, *, but: Organisation | None = None) -> dict[str, Any]:
    """The facts as they are stored, once nobody else has the same name or Business ID."""
    business_id = rules.business_id(facts.business_id or "")
    if queries.name_is_taken(facts.name, but=but):
        raise Refused("There is an organisation of this name already.")
    if business_id and queries.business_id_is_taken(business_id, but=but):
        raise Refused("Another organisation has this Business ID.")
    return {**vars(facts), "business_id": business_id}
