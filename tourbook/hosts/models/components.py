"""What hosts offer: a visit, a meal, a night, a coach."""

import re
import unicodedata
from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from tourbook.core.db import Base
from tourbook.core.texts import Texts
from tourbook.directory.models import Organisation, Place, Theme
from tourbook.hosts.models.prices import RateUnit, SupplementKind, VatCategory

component_theme = sa.Table(
    "component_theme",
    Base.metadata,
    sa.Column("component_id", sa.ForeignKey("component.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("theme_id", sa.ForeignKey("theme.id"), primary_key=True, index=True),
)


class ComponentKind(StrEnum):
    PROGRAMME = "programme"
    TRANSPORT = "transport"
    LODGING = "lodging"
    MEAL = "meal"
    SIDE = "side"


def folded(text: str) -> list[str]:
    """The words of a text as they are looked for: each once, without capitals, in order."""
    return sorted(set(re.findall(r"\w+", unicodedata.normalize("NFC", text).casefold())))


class Component(Base):
    __tablename__ = "component"
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    place_id: Mapped[int | None] = mapped_column(sa.ForeignKey("place.id"), index=True)
    kind: Mapped[ComponentKind]
    name: Mapped[Texts]
    summary: Mapped[Texts]
    duration_minutes: Mapped[int]
    party_min: Mapped[int] = mapped_column(default=1)
    party_max: Mapped[int]
    #: ISO 639 codes in which the host can receive a group.
    languages: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    #: Days before the visit by which the host must be asked, and must have the names.
    ask_by_days: Mapped[int] = mapped_column(default=30)
    names_by_days: Mapped[int] = mapped_column(default=14)
    retired_at: Mapped[datetime | None]
    #: Under the open sky: wants daylight.
    outdoor: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    #: Mostly sitting and listening.
    seated: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    #: Seats for passengers in one vehicle, and rooms that can be had for one group.
    vehicle_seats: Mapped[int | None] = mapped_column(
        sa.CheckConstraint("vehicle_seats BETWEEN 1 AND 500", name="vehicle_seats")
    )
    single_rooms: Mapped[int | None] = mapped_column(
        sa.CheckConstraint("single_rooms BETWEEN 0 AND 1000", name="single_rooms")
    )
    twin_rooms: Mapped[int | None] = mapped_column(
        sa.CheckConstraint("twin_rooms BETWEEN 0 AND 1000", name="twin_rooms")
    )
    #: One place is free of charge for every so many that are paid for, up to a most.
    free_every: Mapped[int | None] = mapped_column(
        sa.CheckConstraint("free_every BETWEEN 1 AND 1000", name="free_every")
    )
    free_most: Mapped[int | None] = mapped_column(
        sa.CheckConstraint("free_most BETWEEN 1 AND 1000", name="free_most")
    )
    #: What is asked instead when its host is called away.
    plan_b_id: Mapped[int | None] = mapped_column(sa.ForeignKey("component.id"), index=True)
    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)
    plan_b: Mapped["Component | None"] = relationship(remote_side="Component.id")
    place: Mapped[Place | None] = relationship(lazy="joined")
    themes: Mapped[list[Theme]] = relationship(secondary=component_theme, order_by=Theme.slug)
    rates: Mapped[list["Rate"]] = relationship(
        back_populates="component",
        cascade="all, delete-orphan",
        order_by="(Rate.valid_from, Rate.pax_from, Rate.id)",
    )
    supplements: Mapped[list["Supplement"]] = relationship(
        back_populates="component",
        cascade="all, delete-orphan",
        order_by="(Supplement.kind, Supplement.valid_from, Supplement.id)",
    )
    hours: Mapped[list["OpeningHours"]] = relationship(
        back_populates="component",
        cascade="all, delete-orphan",
        order_by="(OpeningHours.weekday, OpeningHours.opens_minute)",
    )
    found_by: Mapped["ComponentWords | None"] = relationship(
        back_populates="component", cascade="all, delete-orphan"
    )

    @validates("name", "summary")
    def find_anew(self, column: str, value: Texts) -> Texts:
        """What it is found by follows what is said of it."""
        said = {"name": self.name, "summary": self.summary, column: value}
        found_by = self.found_by or ComponentWords()
        found_by.say(said["name"] or Texts(), said["summary"] or Texts())
        self.found_by = found_by
        return value

    __table_args__ = (
        sa.CheckConstraint("duration_minutes BETWEEN 1 AND 10080", name="duration"),
        sa.CheckConstraint("party_min >= 1 AND party_max >= party_min", name="party"),
        sa.CheckConstraint("ask_by_days >= 0 AND names_by_days >= 0", name="lead_times"),
        sa.CheckConstraint("plan_b_id IS NULL OR plan_b_id <> id", name="plan_b"),
    )


class ComponentWords(Base):
    """What a component is searched and sorted by, in all languages.

    Beside the component and not in it: so short a row is read as it lies, which makes the search
    three times as fast on PostgreSQL.
    """

    __tablename__ = "component_words"
    component_id: Mapped[int] = mapped_column(
        sa.ForeignKey("component.id", ondelete="CASCADE"), unique=True
    )
    words: Mapped[str] = mapped_column(sa.Text)
    #: The name that a reader of this language sees, without capitals.
    name_en: Mapped[str] = mapped_column(sa.Text, index=True)
    name_fi: Mapped[str] = mapped_column(sa.Text, index=True)
    name_sv: Mapped[str] = mapped_column(sa.Text, index=True)
    component: Mapped[Component] = relationship(back_populates="found_by")

    def say(self, name: Texts, summary: Texts) -> None:
        said = (*name.as_dict().values(), *summary.as_dict().values())
        self.words = " ".join(folded(" ".join(said)))
        self.name_en = name.get("en").casefold()
        self.name_fi = name.get("fi").casefold()
        self.name_sv = name.get("sv").casefold()


class OpeningHours(Base):
    """On which hours of a weekday a component can be had; none at all means at any hour."""

    __tablename__ = "opening_hours"
    component_id: Mapped[int] = mapped_column(sa.ForeignKey("component.id", ondelete="CASCADE"))
    #: 0 is Monday.
    weekday: Mapped[int]
    opens_minute: Mapped[int]
    closes_minute: Mapped[int]
    component: Mapped[Component] = relationship(back_populates="hours")
    __table_args__ = (
        sa.UniqueConstraint("component_id", "weekday", "opens_minute"),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
        sa.CheckConstraint(
            "opens_minute BETWEEN 0 AND 1439 AND closes_minute BETWEEN 1 AND 1440"
            " AND closes_minute > opens_minute",
            name="minutes",
        ),
    )


class Rate(Base):
    """What a host charges per unit, net, for parties of this size while it is valid."""

    __tablename__ = "rate"
    component_id: Mapped[int] = mapped_column(
        sa.ForeignKey("component.id", ondelete="CASCADE"), index=True
    )
    unit: Mapped[RateUnit]
    pax_from: Mapped[int] = mapped_column(default=1)
    pax_to: Mapped[int]
    net_cents: Mapped[int]
    vat_category: Mapped[VatCategory]
    valid_from: Mapped[date]
    valid_to: Mapped[date]
    component: Mapped[Component] = relationship(back_populates="rates")
    __table_args__ = (
        sa.CheckConstraint("net_cents >= 0", name="net_cents"),
        sa.CheckConstraint("pax_from >= 1 AND pax_to >= pax_from", name="pax_range"),
        sa.CheckConstraint("valid_to >= valid_from", name="validity"),
    )


class Supplement(Base):
    """What is added to a component's price where it is wanted: a single room, a guide."""

    __tablename__ = "supplement"
    component_id: Mapped[int] = mapped_column(
        sa.ForeignKey("component.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[SupplementKind]
    name: Mapped[Texts]
    #: Of an interpreter: the language into which it is spoken. Else empty.
    language: Mapped[str] = mapped_column(sa.String(3), default="")
    unit: Mapped[RateUnit]
    net_cents: Mapped[int]
    vat_category: Mapped[VatCategory]
    valid_from: Mapped[date]
    valid_to: Mapped[date]
    component: Mapped[Component] = relationship(back_populates="supplements")
    __table_args__ = (
        sa.CheckConstraint("net_cents >= 0", name="net_cents"),
        sa.CheckConstraint("valid_to >= valid_from", name="validity"),
        sa.CheckConstraint("(kind = 'interpreter') = (language <> '')", name="language"),
    )
