"""What hosts offer and when: components, rates, slots and weekly series."""

import re
import unicodedata
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from tourbook.core.db import Base
from tourbook.core.texts import Texts
from tourbook.directory.models import Organisation, Place, Theme

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


class RateUnit(StrEnum):
    PERSON = "person"
    GROUP = "group"
    ROOM_NIGHT = "room_night"
    #: One vehicle for one day, however short the drive.
    VEHICLE_DAY = "vehicle_day"
    KM = "km"
    HOUR = "hour"


class SupplementKind(StrEnum):
    #: What sleeping alone costs on top of half a twin room.
    SINGLE_ROOM = "single_room"
    GUIDE = "guide"
    INTERPRETER = "interpreter"
    OTHER = "other"


class VatCategory(StrEnum):
    STANDARD = "standard"
    REDUCED = "reduced"
    EXEMPT = "exempt"


class SlotState(StrEnum):
    OPEN = "open"
    #: Not to be asked for now; may be opened again.
    CLOSED = "closed"
    #: Taken back for good; what stands on it is kept and shown.
    WITHDRAWN = "withdrawn"


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
    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)
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


class VatRate(Base):
    """The VAT of a category from a day on, in basis points (2550 = 25.5 %)."""

    __tablename__ = "vat_rate"
    category: Mapped[VatCategory]
    valid_from: Mapped[date]
    basis_points: Mapped[int]
    #: Where the figure is from.
    source: Mapped[str] = mapped_column(sa.String(200))
    __table_args__ = (
        sa.CheckConstraint("basis_points BETWEEN 0 AND 10000", name="basis_points"),
        sa.UniqueConstraint("category", "valid_from"),
    )


class SlotSeries(Base):
    """A weekly series: the rule that slots were made from."""

    __tablename__ = "slot_series"
    component_id: Mapped[int] = mapped_column(sa.ForeignKey("component.id"), index=True)
    #: 0 is Monday.
    weekday: Mapped[int]
    starts: Mapped[time]
    minutes: Mapped[int]
    #: The zone in which `starts` is meant, whatever the season.
    zone: Mapped[str] = mapped_column(sa.String(40))
    first_day: Mapped[date]
    last_day: Mapped[date]
    capacity: Mapped[int]
    exclusive: Mapped[bool] = mapped_column(default=True)
    component: Mapped[Component] = relationship(lazy="joined", innerjoin=True)
    __table_args__ = (
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
        sa.CheckConstraint("minutes BETWEEN 1 AND 10080", name="minutes"),
        sa.CheckConstraint("last_day >= first_day", name="days"),
        sa.CheckConstraint("capacity >= 1", name="capacity"),
    )


class Slot(Base):
    """A time at which a component can be had. `taken` persons hold it, asked or agreed."""

    __tablename__ = "slot"
    component_id: Mapped[int] = mapped_column(sa.ForeignKey("component.id"))
    series_id: Mapped[int | None] = mapped_column(sa.ForeignKey("slot_series.id"), index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    capacity: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0)
    #: One group at a time, however small.
    exclusive: Mapped[bool] = mapped_column(default=True)
    state: Mapped[SlotState] = mapped_column(default=SlotState.OPEN)
    component: Mapped[Component] = relationship(lazy="joined", innerjoin=True)
    __table_args__ = (
        sa.CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        sa.CheckConstraint("capacity >= 1", name="capacity"),
        sa.CheckConstraint("taken BETWEEN 0 AND capacity", name="taken"),
        # What was withdrawn stays, and its time may be offered anew.
        sa.Index(
            "uq_slot_component_id_starts_at",
            "component_id",
            "starts_at",
            unique=True,
            sqlite_where=sa.text("state <> 'withdrawn'"),
            postgresql_where=sa.text("state <> 'withdrawn'"),
        ),
        sa.Index("ix_slot_component_id_starts_at", "component_id", "starts_at"),
        sa.Index("ix_slot_starts_at", "starts_at"),
    )


class LibraryImport(Base):
    """A workbook that somebody gave, as it was read: what is applied is what was shown."""

    __tablename__ = "library_import"
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id", ondelete="CASCADE"), index=True)
    filename: Mapped[str] = mapped_column(sa.String(200))
    #: Sheets by name, each a list of rows of cells; the header is the first row.
    tables: Mapped[dict[str, Any]]
    read_at: Mapped[datetime]
    applied_at: Mapped[datetime | None]
