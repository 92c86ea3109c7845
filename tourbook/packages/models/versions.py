"""Packages, their numbered versions and all that a version is made of."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tourbook.core.db import Base
from tourbook.core.texts import Texts
from tourbook.directory.models import Place, Theme, TravelMode
from tourbook.hosts.models import Component, ComponentKind, LeadKind, LeadUnit

package_theme = sa.Table(
    "package_theme",
    Base.metadata,
    sa.Column("package_id", sa.ForeignKey("package.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("theme_id", sa.ForeignKey("theme.id"), primary_key=True),
)


#: Paying guests and free places that are costed where nobody says otherwise.
USUAL_PAX = ((8, 1), (10, 1), (15, 1), (20, 2), (30, 2))


class VersionStatus(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    RETIRED = "retired"


class Sharing(StrEnum):
    """How the paying guests sleep; escorts always have a room of their own."""

    TWIN = "twin"
    SINGLE = "single"


class MarkupKind(StrEnum):
    #: Added to the cost: 20 % on 100 sells for 120.
    MARKUP = "markup"
    #: A share of the price: 20 % of 125 is 25, on a cost of 100.
    MARGIN = "margin"


class VatScheme(StrEnum):
    GENERAL = "general"
    #: Taxed on the travel organiser's margin.
    MARGIN = "margin"


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
    #: What the group speaks, ISO 639; an item must be had in one of them or have an interpreter.
    languages: Mapped[list[str]] = mapped_column(
        sa.JSON, default=lambda: ["en"], server_default='["en"]'
    )
    #: Somebody of the group needs every stop without steps.
    step_free: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    #: A day on trial, so that holidays, daylight, slots and lead times can be checked.
    trial_day: Mapped[date | None]
    #: How the group travels where nothing else is said.
    travel_mode: Mapped[TravelMode] = mapped_column(
        default=TravelMode.COACH, server_default=TravelMode.COACH
    )
    sharing: Mapped[Sharing] = mapped_column(default=Sharing.TWIN, server_default=Sharing.TWIN)
    #: Pairs of paying guests and free places, the escorts among them: [[8, 1], [20, 2]].
    pax_ranges: Mapped[list[list[int]]] = mapped_column(
        sa.JSON,
        default=lambda: [list(each) for each in USUAL_PAX],
        server_default="[[8, 1], [10, 1], [15, 1], [20, 2], [30, 2]]",
    )
    markup_kind: Mapped[MarkupKind] = mapped_column(
        default=MarkupKind.MARKUP, server_default=MarkupKind.MARKUP
    )
    #: 2000 is 20 %.
    markup_basis_points: Mapped[int] = mapped_column(
        sa.CheckConstraint("markup_basis_points BETWEEN 0 AND 100000", name="markup"),
        default=2000,
        server_default="2000",
    )
    #: Prices per person are rounded up to a whole multiple of this.
    round_to_cents: Mapped[int] = mapped_column(
        sa.CheckConstraint("round_to_cents BETWEEN 1 AND 100000", name="round_to_cents"),
        default=500,
        server_default="500",
    )
    #: The costing as it stood when the version was published, with the rates of that day.
    costing: Mapped[dict[str, Any] | None]
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
    #: How early the package itself wants something.
    leads: Mapped[list["PackageLead"]] = relationship(
        cascade="all, delete-orphan", order_by="PackageLead.id"
    )
    acceptances: Mapped[list["Acceptance"]] = relationship(
        back_populates="version", cascade="all, delete-orphan", order_by="Acceptance.problem"
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
    #: Raised with each change of this day itself, so that editors of other parts do not meet.
    revision: Mapped[int] = mapped_column(default=1, server_default="1")
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
    #: Of a group that splits: the part that does this. Empty: everybody.
    track: Mapped[str] = mapped_column(
        sa.String(1),
        sa.CheckConstraint("track IN ('', 'A', 'B', 'C', 'D')", name="track"),
        default="",
        server_default="",
    )
    #: The lineage of the item that this one stands in for if need be. Empty: it runs itself.
    alternative_to: Mapped[str] = mapped_column(sa.String(32), default="", server_default="")
    #: Languages into which an interpreter speaks here.
    interpreters: Mapped[list[str]] = mapped_column(sa.JSON, default=list, server_default="[]")
    #: Stays where it is when a programme is proposed.
    pinned: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    #: How the group comes here from the stop before; empty: as the version says.
    arrive_by: Mapped[TravelMode | None]
    #: How many units are paid for, where the usual reckoning does not fit: kilometres, hours.
    quantity: Mapped[int | None] = mapped_column(
        sa.CheckConstraint("quantity BETWEEN 0 AND 1000000", name="quantity")
    )
    vat_scheme: Mapped[VatScheme] = mapped_column(
        default=VatScheme.GENERAL, server_default=VatScheme.GENERAL
    )
    #: Why the line is taxed by that scheme.
    vat_reason: Mapped[str] = mapped_column(sa.String(300), default="", server_default="")
    #: Raised with each change of this item.
    revision: Mapped[int] = mapped_column(default=1, server_default="1")
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
    #: What 1, 3 and 5 on the scale mean for this objective, in words of behaviour.
    anchor_low: Mapped[Texts] = mapped_column(default=Texts, server_default="{}")
    anchor_middle: Mapped[Texts] = mapped_column(default=Texts, server_default="{}")
    anchor_high: Mapped[Texts] = mapped_column(default=Texts, server_default="{}")
    revision: Mapped[int] = mapped_column(default=1, server_default="1")
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


class Acceptance(Base):
    """A problem that somebody looked at and lets stand, with the reason, which stays visible."""

    __tablename__ = "acceptance"
    version_id: Mapped[int] = mapped_column(sa.ForeignKey("version.id", ondelete="CASCADE"))
    #: The problem's key: its code and what it concerns, the same from version to version.
    problem: Mapped[str] = mapped_column(sa.String(300))
    reason: Mapped[str] = mapped_column(sa.String(500))
    accepted_at: Mapped[datetime]
    accepted_by: Mapped[str] = mapped_column(sa.String(200))
    version: Mapped[Version] = relationship(back_populates="acceptances")
    __table_args__ = (
        sa.UniqueConstraint("version_id", "problem"),
        sa.CheckConstraint("reason <> ''", name="reason"),
    )


class CatalogueStamp(Base):
    """One row whose number rises with every change that the public pages show."""

    __tablename__ = "catalogue_stamp"
    number: Mapped[int] = mapped_column(default=1)
    __table_args__ = (sa.CheckConstraint("id = 1", name="one_row"),)


class PackageLead(Base):
    """How early the package itself wants something, whatever its hosts ask for."""

    __tablename__ = "package_lead"
    version_id: Mapped[int] = mapped_column(sa.ForeignKey("version.id", ondelete="CASCADE"))
    what: Mapped[LeadKind]
    unit: Mapped[LeadUnit]
    amount: Mapped[int | None]
    day: Mapped[date | None]
    __table_args__ = (
        sa.UniqueConstraint("version_id", "what"),
        sa.CheckConstraint("amount BETWEEN 0 AND 730", name="amount"),
        sa.CheckConstraint(
            "(unit = 'date') = (day IS NOT NULL) AND (unit = 'date') = (amount IS NULL)",
            name="measure",
        ),
    )
