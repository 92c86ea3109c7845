"""What the public pages ask: only what is published, in few statements however much there is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from tourbook.core.db import db
from tourbook.departures.models import Departure, DepartureStatus
from tourbook.directory.models import Organisation, Place, Theme
from tourbook.hosts.models import Component
from tourbook.packages.models import (
    Day,
    Item,
    Objective,
    Package,
    PriceTier,
    Version,
    VersionStatus,
    package_theme,
)


@dataclass(frozen=True)
class Wanted:
    """What a visitor looks for; None leaves a question open."""

    theme: str | None = None
    days: int | None = None
    month: int | None = None
    pax: int | None = None


@dataclass(frozen=True)
class CardFacts:
    """What a card tells beside its version."""

    days: int
    from_cents: int | None
    currency: str
    next_day: date | None
    departures: int


def newest_published() -> sa.ScalarSelect[int]:
    """The number of the version that a package offers."""
    other = sa.orm.aliased(Version)
    return (
        sa.select(sa.func.max(other.number))
        .where(other.package_id == Package.id, other.status == VersionStatus.PUBLISHED)
        .correlate(Package)
        .scalar_subquery()
    )


def on_offer() -> sa.Select[Version]:
    return (
        sa.select(Version)
        .join(Version.package)
        .where(
            Package.retired_at.is_(None),
            Version.status == VersionStatus.PUBLISHED,
            Version.number == newest_published(),
        )
        .options(contains_eager(Version.package).selectinload(Package.themes))
    )


def versions(wanted: Wanted) -> sa.Select[Version]:
    """The versions on offer that fit, in the order of their English names."""
    english = sa.type_coerce(Package.name, sa.JSON)["en"].as_string()
    return on_offer().where(*conditions(wanted)).order_by(english, Package.id)


def conditions(wanted: Wanted) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = []
    if wanted.theme is not None:
        found.append(
            sa.exists().where(
                package_theme.c.package_id == Package.id,
                package_theme.c.theme_id == Theme.id,
                Theme.slug == wanted.theme,
            )
        )
    if wanted.days is not None:
        days = sa.select(sa.func.count(Day.id)).where(Day.version_id == Version.id)
        found.append(days.correlate(Version).scalar_subquery() == wanted.days)
    if wanted.month is not None:
        found.append(in_season(wanted.month))
    if wanted.pax is not None:
        found.append(sa.and_(Version.party_min <= wanted.pax, Version.party_max >= wanted.pax))
    return found


def in_season(month: int) -> sa.ColumnElement[bool]:
    """A season that ends before it begins goes over the new year."""
    started, not_over = Package.season_from <= month, Package.season_to >= month
    over_new_year = Package.season_from > Package.season_to
    return sa.or_(
        sa.and_(~over_new_year, started, not_over),
        sa.and_(over_new_year, sa.or_(started, not_over)),
    )


def facts_of(versions: Sequence[Version], *, at: datetime) -> dict[int, CardFacts]:
    """What the cards tell, by the version's key, in three statements."""
    ids = [version.id for version in versions]
    days = dict(pairs(sa.select(Day.version_id, sa.func.count(Day.id)), Day.version_id, ids))
    prices = dict(
        pairs(
            sa.select(PriceTier.version_id, sa.func.min(PriceTier.person_cents)),
            PriceTier.version_id,
            ids,
        )
    )
    dates = {
        package_id: (first, count)
        for package_id, first, count in db.session.execute(
            sa.select(Version.package_id, sa.func.min(Departure.first_day), sa.func.count())
            .join(Departure, Departure.version_id == Version.id)
            .where(
                Version.package_id.in_([version.package_id for version in versions]),
                Departure.status == DepartureStatus.OPEN,
                Departure.booking_deadline > at,
                Departure.seats_taken < Departure.seats,
            )
            .group_by(Version.package_id)
        )
    }
    return {
        version.id: CardFacts(
            days=days.get(version.id, 0),
            from_cents=prices.get(version.id),
            currency="EUR",
            next_day=dates.get(version.package_id, (None, 0))[0],
            departures=dates.get(version.package_id, (None, 0))[1],
        )
        for version in versions
    }


def pairs(
    statement: sa.Select[int, int], key: sa.orm.InstrumentedAttribute[int], ids: Sequence[int]
) -> Sequence[tuple[int, int]]:
    rows = db.session.execute(statement.where(key.in_(ids)).group_by(key))
    return [(row[0], row[1]) for row in rows]


def themes_on_offer() -> Sequence[Theme]:
    """The themes that a filter can find something by."""
    return db.session.scalars(
        sa.select(Theme)
        .where(
            sa.exists().where(
                package_theme.c.theme_id == Theme.id,
                package_theme.c.package_id == Version.package_id,
                Version.status == VersionStatus.PUBLISHED,
            )
        )
        .order_by(Theme.slug)
    ).all()


def by_slug(slug: str) -> Version | None:
    """The version that this package offers, with all that its page shows."""
    place = joinedload(Place.municipality, innerjoin=True)
    items = selectinload(Version.days).selectinload(Day.items)
    return db.session.scalars(
        on_offer()
        .where(Package.slug == slug)
        .options(
            items.joinedload(Item.component)
            .joinedload(Component.organisation, innerjoin=True)
            .lazyload(Organisation.municipality),
            items.joinedload(Item.component).lazyload(Component.place),
            items.joinedload(Item.place).options(place),
            selectinload(Version.objectives).lazyload(Objective.items),
            selectinload(Version.tiers),
        )
    ).first()
