"""Packages and their numbered versions. A published version never changes again."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tourbook.core.db import Base
from tourbook.core.frozen import freeze
from tourbook.core.texts import Texts
from tourbook.directory.models import Place, Theme
from tourbook.hosts.models import Component, ComponentKind

package_theme = sa.Table(
    "package_theme",
    Base.metadata,
    sa.Column("package_id", sa.ForeignKey("package.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("theme_id", sa.ForeignKey("theme.id"), primary_key=True),
)


class VersionStatus(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    RETIRED = "retired"


class Package(Base):
    __tablename__ = "package"
    slug: Mapped[str] = mapped_column(sa.String(80), unique=True)
    name: Mapped[Texts]
    summary: Mapped[Texts]
    #: Months in which it runs, 1 to 12; from 11 to 2 goes over the new year.
    season_from: Mapped[int] = mapped_column(default=1)
    season_to: Mapped[int] = mapped_column(default=12)
    retired_at: Mapped[datetime | None]
    themes: Mapped[list[Theme]] = relationship(secondary=package_theme, order_by=Theme.slug)
    __table_args__ = (
        sa.CheckConstraint(
            "season_from BETWEEN 1 AND 12 AND season_to BETWEEN 1 AND 12", name="season"
        ),
    )


class Version(Base):
    __tablename__ = "version"
    package_id: Mapped[int] = mapped_column(sa.ForeignKey("package.id"))
    number: Mapped[int]
    status: Mapped[VersionStatus] = mapped_column(default=VersionStatus.DRAFT)
    party_min: Mapped[int]
    party_max: Mapped[int]
    #: What is in the price beside the items, and what is not.
    included: Mapped[Texts]
    not_included: Mapped[Texts]
    #: Why this version was made.
    note: Mapped[str] = mapped_column(sa.String(500), default="")
    created_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    #: Raised with each change of a draft, so that two editors cannot undo each other.
    revision: Mapped[int] = mapped_column(default=1)
    package: Mapped[Package] = relationship(lazy="joined", innerjoin=True)
    days: Mapped[list["Day"]] = relationship(
        back_populates="version", cascade="all, delete-orphan", order_by="Day.number"
    )
    objectives: Mapped[list["Objective"]] = relationship(
        back_populates="version", cascade="all, delete-orphan", order_by="Objective.position"
    )
    tiers: Mapped[list["PriceTier"]] = relationship(
        back_populates="version", cascade="all, delete-orphan", order_by="PriceTier.pax_from"
    )
    __table_args__ = (
        sa.UniqueConstraint("package_id", "number"),
        sa.CheckConstraint("number >= 1", name="number"),
        sa.CheckConstraint("party_min >= 1 AND party_max >= party_min", name="party"),
        sa.CheckConstraint(
            "(status = 'draft') = (published_at IS NULL)", name="published_has_time"
        ),
    )


class Day(Base):
    __tablename__ = "day"
    version_id: Mapped[int] = mapped_column(sa.ForeignKey("version.id", ondelete="CASCADE"))
    #: 1 is the first day of the visit.
    number: Mapped[int]
    title: Mapped[Texts]
    #: Minutes after local midnight between which the day's items lie.
    starts_minute: Mapped[int] = mapped_column(default=8 * 60)
    ends_minute: Mapped[int] = mapped_column(default=21 * 60)
    version: Mapped[Version] = relationship(back_populates="days")
    items: Mapped[list["Item"]] = relationship(
        back_populates="day",
        cascade="all, delete-orphan",
        order_by="(Item.starts_minute, Item.ends_minute, Item.id)",
    )
    __table_args__ = (
        sa.UniqueConstraint("version_id", "number"),
        sa.CheckConstraint("number BETWEEN 1 AND 30", name="number"),
        sa.CheckConstraint(
            "starts_minute BETWEEN 0 AND 1439 AND ends_minute BETWEEN 1 AND 1440"
            " AND ends_minute > starts_minute",
            name="minutes",
        ),
    )


class Item(Base):
    """A programme item: a component of a host, or free text such as "walk to the harbour".

    A night (lodging) starts on its day and ends on the next: `ends_minute` may pass 1440.
    """

    __tablename__ = "item"
    day_id: Mapped[int] = mapped_column(sa.ForeignKey("day.id", ondelete="CASCADE"), index=True)
    component_id: Mapped[int | None] = mapped_column(sa.ForeignKey("component.id"), index=True)
    place_id: Mapped[int | None] = mapped_column(sa.ForeignKey("place.id"), index=True)
    kind: Mapped[ComponentKind]
    title: Mapped[Texts]
    text: Mapped[Texts]
    starts_minute: Mapped[int]
    ends_minute: Mapped[int]
    optional: Mapped[bool] = mapped_column(default=False)
    #: Stays the same from version to version, so that a stop can be followed over the years.
    lineage: Mapped[str] = mapped_column(sa.String(32), index=True)
    day: Mapped[Day] = relationship(back_populates="items")
    component: Mapped[Component | None] = relationship(lazy="joined")
    place: Mapped[Place | None] = relationship(lazy="joined")
    __table_args__ = (
        sa.CheckConstraint(
            "starts_minute BETWEEN 0 AND 1439 AND ends_minute BETWEEN 1 AND 2880"
            " AND ends_minute > starts_minute",
            name="minutes",
        ),
    )


coverage = sa.Table(
    "coverage",
    Base.metadata,
    sa.Column("objective_id", sa.ForeignKey("objective.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("item_id", sa.ForeignKey("item.id", ondelete="CASCADE"), primary_key=True),
)


class Objective(Base):
    """What participants shall be able to do or explain after the visit."""

    __tablename__ = "objective"
    version_id: Mapped[int] = mapped_column(sa.ForeignKey("version.id", ondelete="CASCADE"))
    #: Stays the same from version to version: `LO1`.
    code: Mapped[str] = mapped_column(sa.String(20))
    position: Mapped[int]
    text: Mapped[Texts]
    version: Mapped[Version] = relationship(back_populates="objectives")
    items: Mapped[list[Item]] = relationship(secondary=coverage, order_by=Item.id)
    __table_args__ = (sa.UniqueConstraint("version_id", "code"),)


class PriceTier(Base):
    """The price per person, VAT included, for a group of this size."""

    __tablename__ = "price_tier"
    version_id: Mapped[int] = mapped_column(sa.ForeignKey("version.id", ondelete="CASCADE"))
    pax_from: Mapped[int]
    pax_to: Mapped[int]
    person_cents: Mapped[int]
    currency: Mapped[str] = mapped_column(sa.String(3), default="EUR")
    version: Mapped[Version] = relationship(back_populates="tiers")
    __table_args__ = (
        sa.UniqueConstraint("version_id", "pax_from"),
        sa.CheckConstraint("pax_from >= 1 AND pax_to >= pax_from", name="pax_range"),
        sa.CheckConstraint("person_cents >= 0", name="person_cents"),
    )


class CatalogueStamp(Base):
    """One row whose number rises with every change that the public pages show."""

    __tablename__ = "catalogue_stamp"
    number: Mapped[int] = mapped_column(default=1)
    __table_args__ = (sa.CheckConstraint("id = 1", name="one_row"),)


# A published version is frozen with all its parts. Only its status may still go to retired.
_FROZEN_VERSION = (
    "OLD.status <> 'draft' AND NOT ((NEW.status = OLD.status OR NEW.status = 'retired')"
    " AND NEW.package_id = OLD.package_id AND NEW.number = OLD.number"
    " AND NEW.party_min = OLD.party_min AND NEW.party_max = OLD.party_max"
    " AND CAST(NEW.included AS TEXT) = CAST(OLD.included AS TEXT)"
    " AND CAST(NEW.not_included AS TEXT) = CAST(OLD.not_included AS TEXT)"
    " AND NEW.note = OLD.note AND NEW.published_at = OLD.published_at"
    " AND NEW.created_at = OLD.created_at AND NEW.revision = OLD.revision)"
)


#: SQL on `ROW`, which stands for the row before or after the change.
_VERSION_PUBLISHED = (
    "EXISTS (SELECT 1 FROM version v WHERE v.id = ROW.version_id AND v.status <> 'draft')"
)
_DAY_PUBLISHED = (
    "EXISTS (SELECT 1 FROM version v JOIN day d ON d.version_id = v.id"
    " WHERE d.id = ROW.day_id AND v.status <> 'draft')"
)
_OBJECTIVE_PUBLISHED = (
    "EXISTS (SELECT 1 FROM version v JOIN objective o ON o.version_id = v.id"
    " WHERE o.id = ROW.objective_id AND v.status <> 'draft')"
)


def _freeze_parts(table: sa.Table, *, when: str) -> None:
    """Nothing is added to, changed in or taken out of what belongs to a published version."""
    before, after = when.replace("ROW.", "OLD."), when.replace("ROW.", "NEW.")
    freeze(table, when=before, verbs=("DELETE",))
    freeze(table, when=after, verbs=("INSERT",))
    freeze(table, when=f"({before} OR {after})", verbs=("UPDATE",))


freeze(Base.metadata.tables["version"], when=_FROZEN_VERSION, verbs=("UPDATE",))
freeze(Base.metadata.tables["version"], when="OLD.status <> 'draft'", verbs=("DELETE",))
_freeze_parts(Base.metadata.tables["day"], when=_VERSION_PUBLISHED)
_freeze_parts(Base.metadata.tables["objective"], when=_VERSION_PUBLISHED)
_freeze_parts(Base.metadata.tables["price_tier"], when=_VERSION_PUBLISHED)
_freeze_parts(Base.metadata.tables["item"], when=_DAY_PUBLISHED)
_freeze_parts(coverage, when=_OBJECTIVE_PUBLISHED)
